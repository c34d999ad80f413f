"""What a page consists of: a title, one main heading, a description, identifiers that are each used once; and nothing
that the content security policy would refuse."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from ttdn_site.checks.built import refresh_of
from ttdn_site.checks.html import Page
from ttdn_site.problems import Problem, Severity, declare, problem

INLINE = declare(
    "CK030",
    Severity.ERROR,
    "{what} inside the page; the site's security policy refuses it",
    "Move it into a file of its own under the theme's assets/",
    wrong='<p style="color:red" onclick="mo()">',
    right='<p class="note" data-open>',
)
BAD_DATA = declare(
    "CK031",
    Severity.ERROR,
    "The structured data of the page is not JSON: {reason}",
    "Correct the template or the plugin that writes it",
    wrong='<script type="application/ld+json">{name: …}</script>',
    right='<script type="application/ld+json">{"name": "…"}</script>',
)
LACKS = declare(
    "CK050",
    Severity.ERROR,
    "The page has {found}; it needs {needed}",
    "Give the page a title and a summary; its text begins with second-level headings",
    wrong="(no summary)",
    right="summary: Hầm khởi công ngày 19/12/2025.",
)
ID_TWICE = declare(
    "CK051",
    Severity.ERROR,
    "The identifier “{id}” is used {count} times on this page",
    "Give one of the headings another identifier",
    wrong="## Quy mô {#quy-mo}\n## Quy mô vốn {#quy-mo}",
    right="## Quy mô {#quy-mo}\n## Quy mô vốn {#quy-mo-von}",
)
ID_MISSING = declare(
    "CK052",
    Severity.ERROR,
    "“{attribute}” names “{id}”, which is not on this page",
    "Correct the template: the label is lost to readers who cannot see the page",
    wrong='<label for="q">…<input id="search">',
    right='<label for="q">…<input id="q">',
)
REPLACEMENT = declare(
    "CK002",
    Severity.ERROR,
    "The file holds a damaged character (U+{code})",
    "Find the text with the black question mark in the source and type it again",
    wrong="Lai Ch�u",
    right="Lai Châu",
)

_POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "headers")
# The replacement character; and marks of pages in the making, which never reach a finished one.
DAMAGED = ("�", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\x00")


def check_inline(page: Page) -> Iterator[Problem]:
    """Scripts, styles and handlers inside the page. Blocks of JSON-LD are data, not scripts."""
    for element in page.elements:
        given = element.attributes
        where = page.at(element.offset)
        if element.name == "style":
            yield problem(INLINE, where, what="<style>")
        elif element.name == "script" and "src" not in given and given.get("type") != "application/ld+json":
            yield problem(INLINE, where, what="<script>")
        for key, value in given.items():
            if key == "style" or (key.startswith("on") and key.isalpha()):
                yield problem(INLINE, where, what=f"{key}=")
            elif key in ("href", "src", "action") and value.strip().lower().startswith(("javascript:", "vbscript:")):
                yield problem(INLINE, where, what=value.strip()[:20])
    for run in page.runs:
        if run.inside.name == "script" and run.inside.attributes.get("type") == "application/ld+json":
            try:
                json.loads(run.text)
            except ValueError as error:
                yield problem(BAD_DATA, page.at(run.offset), reason=error)


def check_basics(page: Page) -> Iterator[Problem]:
    """Title, main heading, description, identifiers."""
    titles = [page.text_of(element) for element in page.named("title") if "svg" not in element.path]
    if len(titles) != 1 or not titles[0].strip():
        yield problem(LACKS, page.at(0), found=f"{len(titles)} <title>", needed="1 <title>")
    headings = list(page.named("h1"))
    if len(headings) != 1 or not page.text_of(headings[0]).strip():
        yield problem(LACKS, page.at(0), found=f"{len(headings)} <h1>", needed="1 <h1>")
    if not refresh_of(page):
        described = [
            element.attributes.get("content", "").strip()
            for element in page.named("meta")
            if element.attributes.get("name") == "description"
        ]
        if len(described) != 1 or not described[0]:
            yield problem(
                LACKS, page.at(0), found=f"{len([d for d in described if d])} description", needed="1 description"
            )
    mains = list(page.named("main"))
    if len(mains) != 1:
        yield problem(LACKS, page.at(0), found=f"{len(mains)} <main>", needed="1 <main>")
    counted = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    for id, count in counted.items():
        if count > 1:
            yield problem(ID_TWICE, page.at(0), id=id, count=count)
    for element in page.elements:
        for key in _POINTING:
            for id in element.attributes.get(key, "").split():
                if id not in counted:
                    yield problem(ID_MISSING, page.at(element.offset), attribute=key, id=id)


def check_characters(page: Page) -> Iterator[Problem]:
    for character in DAMAGED:
        if character in page.markup:
            yield problem(REPLACEMENT, page.at(page.markup.index(character)), code=f"{ord(character):04X}")
