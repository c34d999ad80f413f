"""Fonts of the share image, cut from Noto Sans and Noto Sans CJK (SIL Open Font License 1.1, see `OFL.txt`)."""
