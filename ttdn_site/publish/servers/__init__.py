"""Configuration of web servers for the finished site: one declaration of headers, types and caching, one file a server.

None of these files lies in the site's own folder unless that server was chosen.
"""
