"""Publication: a built folder of files becomes the public site, can be verified, packed and served."""
