"""Sharing out entries among files so that each file is small, found without a search, and stable.

Every entry has a *path*, a string that depends on its key alone, and a *size*. A file (part) stands for a prefix of
paths: the shortest whose entries together are not larger than a limit. So the files follow from the entries alone,
whatever the order of edits was; an entry that changes touches its own file, and seldom splits it or merges it with
its neighbours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Layout(Generic[Key, Value]):
    """How entries of one kind are shared out.

    path: never a prefix of another entry's path. Parts split at most `depth` characters deep, and a single entry above
    the limit is a part under its whole path.
    """

    path: Callable[[Key], str]
    size: Callable[[Key, Value], int]
    limit: int
    depth: int

    def total(self, entries: Mapping[Key, Value]) -> int:
        return sum(map(self.size, entries.keys(), entries.values()))

    def split(self, entries: Mapping[Key, Value], prefix: str = "") -> dict[str, dict[Key, Value]]:
        """All parts below a prefix. No entries, no parts."""
        if not entries:
            return {}
        sized = [(self.path(key), key, value, self.size(key, value)) for key, value in entries.items()]
        parts: dict[str, dict[Key, Value]] = {}
        waiting = [(prefix, sized)]
        while waiting:
            prefix, group = waiting.pop()
            place = len(prefix)
            small = sum(item[3] for item in group) <= self.limit
            if small or place >= self.depth or place == len(group[0][0]):
                parts[prefix] = {key: value for _, key, value, _ in group}
                continue
            by_sign: defaultdict[str, list[tuple[str, Key, Value, int]]] = defaultdict(list)
            for item in group:
                by_sign[item[0][place]].append(item)
            waiting += [(prefix + sign, items) for sign, items in by_sign.items()]
        return parts

    def update(
        self,
        sizes: Mapping[str, int],
        read: Callable[[str], Mapping[Key, Value]],
        keys: Iterable[Key],
        change: Callable[[Key, Value | None], Value | None],
    ) -> dict[str, dict[Key, Value]]:
        """Apply `change` to the entries of `keys`; return the parts that differ, `{}` for those that go.

        sizes: of all present parts. read: the entries of a present part. The result is the same as `split` of all
        entries after the change.
        """
        inner = {prefix[:length] for prefix in sizes for length in range(len(prefix))}
        by_part: defaultdict[str, list[Key]] = defaultdict(list)
        for key in keys:
            by_part[_home(self.path(key), sizes, inner)].append(key)
        parts: dict[str, dict[Key, Value]] = {}
        for prefix in sorted(by_part):
            entries = dict(read(prefix)) if prefix in sizes else {}
            for key in by_part[prefix]:
                value = change(key, entries.pop(key, None))
                if value is not None:
                    entries[key] = value
            parts[prefix] = {}
            parts.update(self.split(entries, prefix))
        return self._merge(sizes, read, parts)

    def _merge(
        self, sizes: Mapping[str, int], read: Callable[[str], Mapping[Key, Value]], parts: dict[str, dict[Key, Value]]
    ) -> dict[str, dict[Key, Value]]:
        """Join parts whose parent has become small enough to be one file."""
        now = {**sizes, **{prefix: self.total(entries) for prefix, entries in parts.items()}}
        now = {prefix: size for prefix, size in now.items() if parts.get(prefix, True)}
        totals: Counter[str] = Counter()
        for prefix, size in now.items():
            for length in range(len(prefix) + 1):
                totals[prefix[:length]] += size
        joined: defaultdict[str, list[str]] = defaultdict(list)
        for prefix in now:
            top = next(
                (prefix[:length] for length in range(len(prefix)) if totals[prefix[:length]] <= self.limit), prefix
            )
            if top != prefix:
                joined[top].append(prefix)
        for top, members in joined.items():
            together: dict[Key, Value] = {}
            for prefix in sorted(members):
                together.update(parts[prefix] if prefix in parts else read(prefix))
                parts[prefix] = {}
            parts[top] = together
        return {prefix: entries for prefix, entries in parts.items() if entries or prefix in sizes}


def _home(path: str, sizes: Mapping[str, int], inner: set[str]) -> str:
    """The part of a path: the present one, or the first prefix below which there is none."""
    for length in range(len(path) + 1):
        prefix = path[:length]
        if prefix in sizes or prefix not in inner:
            return prefix
    raise AssertionError("a path is no prefix of another")  # pragma: no cover
