"""The corpus of bad inputs as a whole: enough of them, each with a place, each quick and small."""

from __future__ import annotations

import io
import os
import re
import resource
import time
import zipfile
import zlib
from pathlib import Path

import portals
import pytest
import test_invalid_sites
import yaml
from safety.fuzzing import bounded

from ttdn_site.content.attachments import examine, published
from ttdn_site.engine.compose import compose
from ttdn_site.locales.messages import as_text

LINE = re.compile(r"\S.*?(?::\d+:\d+)?: (?:error|warning|note) [A-Z]{2}\d{3} .+ · .+")


def test_there_are_a_hundred_and_fifty_bad_inputs() -> None:
    assert len(test_invalid_sites.CASES) >= 150


@pytest.mark.parametrize("path", test_invalid_sites.CASES, ids=lambda path: path.stem)
def test_each_message_names_a_place_and_says_what_to_do(path: Path) -> None:
    lines = yaml.safe_load(path.read_text(encoding="utf-8"))["en"]
    assert lines
    assert [line for line in lines if not LINE.fullmatch(line)] == []


HEAD = "---\ntitle: Bài\nsummary: Tóm tắt.\ndate: 2025-12-01\nstatus: approved\n---\n\n"
HOSTILE = {
    "brackets": HEAD + "[" * 60_000,
    "links": HEAD + "[a](" * 20_000,
    "stars": HEAD + "*a _b " * 30_000,
    "quotes": HEAD + "> " * 30_000 + "x",
    "lists": HEAD + "\n".join(" " * (4 * depth) + "- x" for depth in range(200)),
    "declaration": HEAD + "<![CDATA[ x",
    "doctype": HEAD + "<!DOCTYPE x",
    "comments": HEAD + "<!--" * 10_000,
    "entities": HEAD + "&" * 200_000,
    "table": HEAD + "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b" * 5_000 + "|\n",
    "footnotes": HEAD + "".join(f"[^{number}]" for number in range(3_000)),
    "abbreviations": HEAD + "\n".join(f"*[A{number}]: x" for number in range(300)),
    "backticks": HEAD + "`" * 60_000,
    "attributes": HEAD + "x{.a" * 20_000,
    "title": HEAD.replace("Bài", "Bài " * 2_500),
    "sequence": "---\ntopics: " + "[" * 5_000 + "\n---\n",
    "mapping": "---\ntitle: " + "{a: " * 5_000 + "\n---\n",
    "keys": "---\n" + "".join(f"k{number}: x\n" for number in range(20_000)) + "---\n",
    "dashes": "---\n" * 100_000,
    "newlines": HEAD + "\n" * 500_000,
    "marks": HEAD + "Lai Cha\u0302\u0301\u0323u " * 20_000,
    "rows of links": HEAD + "[a](\n" * 150_000,
    "rows of titles": HEAD + "## a\n" * 150_000,
    "titles": HEAD + "## a\n\n" * 100_000,
    "names of titles": HEAD + ("## x {" + "#a" * 30_000 + "\n\n") * 15,
    "rows of lists": HEAD + ("- \n" * 490 + "\n") * 200,
    "rows of tags": HEAD + "<a \n" * 200_000,
    "rows of marks": HEAD + "`\n" * 400_000,
    "one passage": HEAD + ("à " * 20_000 + "\n") * 8,
    "nul": HEAD + "\0" * 10_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_text_ends_soon_and_small(name: str, tmp_path: Path) -> None:
    project = portals.portal(tmp_path, {"docs/vi/news/bai.md": HOSTILE[name]})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found = compose(project, portals.CLOCK).problems
    assert time.process_time() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 << 10
    assert all(problem.location.path for problem in found)
    assert as_text(found, "vi").count("\n") < 30_000


def drawing(inner: bytes) -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg">' + inner + b"</svg>"


def packed(**parts: bytes) -> bytes:
    """A Word file; noise keeps its parts from unpacking to more than the limit."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", parts.get("document", b"<w:document/>"))
        archive.writestr("docProps/core.xml", parts.get("core", b"<cp:coreProperties/>"))
        archive.writestr("noise", os.urandom(100_000))
    return out.getvalue()


REPEATED = 8 << 20
"""Bytes; what took a square of it would take days."""
HOSTILE_FILES = {
    "brackets.pdf": b"%PDF-1.7\n" + b"<<" * (REPEATED // 2) + b"\n%%EOF\n",
    "streams.pdf": b"%PDF-1.7\n" + b"stream\n" * (REPEATED // 7) + b"\n%%EOF\n",
    "objects.pdf": b"%PDF-1.7\n"
    + b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" * (REPEATED // 50)
    + b"\n%%EOF\n",
    "authors.pdf": b"%PDF-1.7\n" + b"/Author(" * (REPEATED // 8) + b"\n%%EOF\n",
    "references.pdf": b"%PDF-1.7\n" + b"/Author 1 0 R " * (REPEATED // 14) + b"\n%%EOF\n",
    "packets.pdf": b"%PDF-1.7\n" + b"stream\n<?xpacket <a endstream\n" * (REPEATED // 30) + b"\n%%EOF\n",
    "bombs.pdf": b"%PDF-1.7\n"
    + (b"1 0 obj<</Type/Metadata/Filter/FlateDecode>>stream\n" + zlib.compress(b" " * (8 << 20)) + b"\nendstream ")
    * 400
    + b"\n%%EOF\n",
    "comments.svg": drawing(b"<!--" * (REPEATED // 4)),
    "metadata.svg": drawing(b"<!--" + b"<metadata>" * (REPEATED // 10) + b"-->"),
    "open-metadata.svg": drawing(b"<!--" + b"<metadata " * (REPEATED // 10) + b"-->"),
    "sections.svg": drawing(b"<![CDATA[" * (REPEATED // 9)),
    "tags.docx": packed(document=b"<" * REPEATED),
    "changes.docx": packed(document=b"<w:ins " * (REPEATED // 7)),
    "names.docx": packed(core=b"<dc:creator " * (REPEATED // 12)),
    "fields.docx": packed(document=b"<w:instrText> " * (REPEATED // 14)),
}


@pytest.mark.parametrize("name", sorted(HOSTILE_FILES))
def test_a_hostile_file_ends_soon_and_small(name: str) -> None:
    with bounded():
        examine(HOSTILE_FILES[name], f"docs/assets/{name}")
    with bounded():
        published(HOSTILE_FILES[name], name)
