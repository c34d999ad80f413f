"""Drawings: stitched marks and bands (`stitches.py`), landscapes (`landscapes.py`)."""
