"""Reading the small records that a publication keeps beside the site: whoever damaged them, no harm is done."""

from __future__ import annotations

import json
from pathlib import Path


def read_record(path: Path) -> dict[str, object]:
    """A record, or nothing when it is missing or damaged; then the folder itself decides what is safe."""
    try:
        return mapping(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def mapping(value: object) -> dict[str, object]:
    """What a record says, nothing when it is of another form."""
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else {}


def strings(value: object) -> list[str]:
    """The texts of a list, none when it is no list."""
    return [str(item) for item in value] if isinstance(value, list) else []
