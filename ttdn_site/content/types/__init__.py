"""The content types, one declaration per file: `press.py` here declares `PRESS`, and that is all there is to do."""

from __future__ import annotations

import importlib
import pkgutil

from ttdn_site.content.model import ContentType


def _declared() -> tuple[ContentType, ...]:
    """The type of each file, by name: the same order on every machine."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(getattr(importlib.import_module(f"{__name__}.{name}"), name.upper()) for name in names)


ALL: tuple[ContentType, ...] = _declared()
