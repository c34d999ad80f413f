"""Translation: how each translation stands to its source. Models in, values and edited text out; no MkDocs, no HTML."""
