"""A plan as people and machines read it: one localized view, and a renderer per form."""
