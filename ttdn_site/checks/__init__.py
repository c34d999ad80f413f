"""Checks over a built site: a folder in, problems out. They trust nothing that made the folder."""
