"""Source: text, YAML and front matter with the place of every value; nothing here knows what the values mean."""
