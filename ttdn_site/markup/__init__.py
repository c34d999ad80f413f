"""Markup: the Markdown dialect and its rendering to checked HTML, with every link accounted for."""
