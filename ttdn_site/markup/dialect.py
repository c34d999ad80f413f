"""The Markdown dialect: Python-Markdown with these extensions and no raw HTML.

Editors need no HTML, and a portal that attackers deface should not accept any: `<script>` in a text is a mistake to
report, not something to clean. The dialect is one Markdown extension, so that plain `mkdocs build` renders alike.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

EXTENSIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("abbr", {}),
    ("admonition", {}),
    ("attr_list", {}),
    ("def_list", {}),
    ("fenced_code", {}),
    ("footnotes", {"BACKLINK_TEXT": "↩"}),
    ("sane_lists", {}),
    ("tables", {"use_align_attribute": True}),
)
OWN = "ttdn_site.markup.dialect"


class _Anchors(Treeprocessor):
    """Outside links say so; the way back from a footnote has a role instead of an English title."""

    def run(self, root: Element) -> None:
        for element in root.iter("a"):
            if (element.get("href") or "").startswith(("http://", "https://")):
                element.set("rel", "external noopener")
            if element.get("class") == "footnote-backref":
                element.attrib.pop("title", None)
                element.set("role", "doc-backlink")


class _Tables(Treeprocessor):
    """Header cells get their scope (Circular 32/2017/TT-BTTTT, WCAG 1.3.1); wide tables get a box to scroll in."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.tag != "table":
                    continue
                for cell in child.iter():
                    if cell.tag == "th":
                        cell.set("scope", "col")
                    # HTML 5 has no align attribute, and the policy allows no style.
                    if align := cell.attrib.pop("align", ""):
                        cell.set("class", f"align-{align}")
                box = Element("div", {"class": "table-scroll", "tabindex": "0"})
                box.tail, child.tail = child.tail, None
                parent[index] = box
                box.append(child)


class Dialect(Extension):
    """No raw HTML; tables as the law asks for them; written as HTML, whatever the caller's default is."""

    def extendMarkdown(self, md: Markdown) -> None:
        self.md = md
        md.registerExtension(self)
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)
        md.treeprocessors.register(_Tables(md), "ttdn_tables", 4)
        md.treeprocessors.register(_Anchors(md), "ttdn_anchors", 3)

    def reset(self) -> None:
        # MkDocs asks for XHTML by saying nothing; Markdown sets that after its extensions have been made.
        self.md.set_output_format("html")


def makeExtension(**options: Any) -> Dialect:
    """Entry point of Python-Markdown."""
    return Dialect(**options)
