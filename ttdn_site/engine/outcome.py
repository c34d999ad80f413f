"""What a build did. Apart from all that builds, so that a build without a change need not import it."""

from __future__ import annotations

from dataclasses import dataclass

from ttdn_site.problems import Problem


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `published` is False when the previous site was left in place.

    pages, files: of the site. rendered: addresses made in this run; written: files whose bytes are new.
    """

    published: bool
    problems: tuple[Problem, ...]
    pages: int = 0
    files: int = 0
    seconds: float = 0.0
    rendered: int = 0
    written: int = 0
