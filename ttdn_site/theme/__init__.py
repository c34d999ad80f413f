"""The face of a portal: shell, slots and content templates, styles, scripts, palette and ornament."""
