"""Reading plans out of office files."""
