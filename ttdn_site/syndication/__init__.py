"""Syndication: what machines read of the portal.

Heads of pages, sitemap, feeds, calendar, catalogue, redirects, share image: frozen views in, text or bytes out.
"""
