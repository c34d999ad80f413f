"""Content: declared types, loading, the publication gate, forbidden terms. Nothing here knows MkDocs or HTML."""
