"""The engine: from a composed site to its files, whole or only what changed."""
