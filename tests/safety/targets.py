"""What is fuzzed: for each reader of untrusted input, whole inputs to start from and what must hold whatever comes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import canaries
import portals
import rich
from content.test_attachments import INSIDE, MORE, WORD_FILE, package, saved
from plans.office_files import as_csv, as_docx, as_pasted, as_xlsx
from plans.plan_samples import AGENCIES, PLANS, real_register
from safety import mutations

from ttdn_site.checks.site import check_site
from ttdn_site.cli.main import main
from ttdn_site.content.approvals import RECORD, read_records
from ttdn_site.content.articles import assemble, read_page
from ttdn_site.content.attachments import examine as examine_attachment
from ttdn_site.content.attachments import published
from ttdn_site.content.load import load
from ttdn_site.content.project import Project, read_project
from ttdn_site.content.types import ALL
from ttdn_site.engine.state import Damaged, Store, state_folder, unpacked
from ttdn_site.locales.catalog_checks import check_catalogs
from ttdn_site.locales.catalogs import missing, translator
from ttdn_site.locales.messages import as_json, as_text
from ttdn_site.markup.headings import outline
from ttdn_site.markup.render import Known, Place, Renderer
from ttdn_site.markup.rules import examine, is_unbounded
from ttdn_site.plans.agency_loader import load_agencies
from ttdn_site.plans.audit import audit
from ttdn_site.plans.importers import import_plan
from ttdn_site.plans.loader import load_plan
from ttdn_site.problems import Problem, has_errors
from ttdn_site.publish.injected import injections, outgoing_hosts, page_links
from ttdn_site.publish.manifest import (
    Provenance,
    make_manifest,
    parse_manifest,
    parse_sums,
    sums_of,
)
from ttdn_site.search.analysis import lines
from ttdn_site.source.frontmatter import split
from ttdn_site.source.text import clean
from ttdn_site.source.yamlnodes import parse_yaml
from ttdn_site.tables.archive import zip_bytes

_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
HELD_BACK = f"---\ntitle: {canaries.CANARY}\nsummary: a\ndate: 2025-12-01\nstatus: draft\n---\n\n{canaries.CANARY}\n"
SECRET = "docs/vi/news/secret.md"


@dataclass(frozen=True)
class Target:
    """A reader under trial. run: raises on a breach. words: of its format. mutate: a way of its own to spoil an input.

    share: how much of the time it gets, beside the others.
    """

    name: str
    seeds: Callable[[], tuple[bytes, ...]]
    run: Callable[[bytes, Path], None]
    words: tuple[bytes, ...] = ()
    mutate: Callable[[bytes, random.Random], bytes] | None = None
    share: int = 1


def told(problems: Iterable[Problem]) -> list[Problem]:
    """Every problem has a place and can be said in both languages and to machines."""
    found = list(problems)
    assert all(each.location.path for each in found)
    assert "Traceback" not in as_text(found, "vi") + as_text(found, "en")
    json.loads(as_json(found, "en"))
    return found


def _words(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


@cache
def _files(*suffixes: str) -> tuple[bytes, ...]:
    files = (*portals.FILES.items(), *rich.FILES.items())
    return tuple(
        content.encode() if isinstance(content, str) else content for name, content in files if name.endswith(suffixes)
    )


@cache
def _records() -> tuple[bytes, ...]:
    return tuple(canaries.record(kind, "mau", "status: approved\n", "mẫu").encode() for kind in ALL)


# -- readers of text


def page(data: bytes, folder: Path) -> None:
    project = _project(folder)
    read, problems = read_page(data, "docs/vi/news/a.md", ("vi", "news", "a.md"), ALL, ("vi", "en", "zh", "ja"))
    told(problems)
    assert read is not None or has_errors(problems)
    if read is not None:
        _, problems = assemble([read], project.languages)
        told(problems)


def yaml(data: bytes, folder: Path) -> None:
    text, problems = clean(data, "a.yml")
    told(problems)
    assert text is not None or problems
    if text is not None:
        for tags in (False, True):
            told(parse_yaml(text, "a.yml", opaque_tags=tags)[1])
        told(split(text, "a.md")[1])


RENDERER = Renderer()
KNOWN = Known({"", "news/tunnel", "about/land", "documents/qd-1"}, {"", "news/x"}, {"cho.png", "ke-hoach.pdf"})


def markdown(data: bytes, folder: Path) -> None:
    """Whatever is written, what is rendered runs nothing and nothing is an extension's fault."""
    text, problems = clean(data, "a.md")
    told(problems)
    if text is None or has_errors(problems):
        return
    complaints = told(examine(text, "docs/vi/about/a.md", 5))
    if is_unbounded(complaints):
        return
    body, found = RENDERER.render(text, Place("about/a", "about", "docs/vi/about/a.md", 5), KNOWN, outline(text))
    told(found)
    assert not [each for each in found if each.code.id == "MK009"], found
    if not has_errors([*complaints, *found]):
        strange = injections("a.html", body.html.encode(), "https://example.gov.vn/a.html", body.outside)
        assert not [each for each in strange if each.code.id == "MF014"], strange
    for plural in (False, True):
        lines(body.text, plural)


def catalog(data: bytes, folder: Path) -> None:
    project = _project(folder)
    words = folder / "catalogs" / "zh_Hans"
    words.mkdir(parents=True, exist_ok=True)
    (words / "site.po").write_bytes(data)
    language = project.languages["zh"]
    told(check_catalogs(language, folder / "catalogs", folder))
    missing(language, ("Home", "Search"), (folder / "catalogs",))
    said = translator(language, project.languages, (folder / "catalogs",))
    said.gettext("Home", count=1)
    for number in (0, 1, 2, 5, 21):
        said.ngettext("{count} result", "{count} results", number, count=number)


# -- settings


def configuration(data: bytes, folder: Path) -> None:
    path = folder / "read" / "mkdocs.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    project, problems = read_project(path)
    told(problems)
    assert project is not None or has_errors(problems)


def settings(data: bytes, folder: Path) -> None:
    """`site.yml`, `sections.yml` or `topics.yml`, by what the input looks like."""
    project = _project(folder)
    name = "site.yml" if b"portal" in data[:4000] else "sections.yml" if b"lead" in data[:4000] else "topics.yml"
    path = project.docs / "data" / name
    before = path.read_bytes()
    try:
        path.write_bytes(data)
        told(load(project)[1])
    finally:
        path.write_bytes(before)


def approvals(data: bytes, folder: Path) -> None:
    project = _project(folder)
    path = folder / "approvals" / "vi" / "a.md.vi.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    found, problems = read_records(project, Path.read_bytes)
    told(problems)
    assert found or problems


# -- attachments


def attachment(suffix: str) -> Callable[[bytes, Path], None]:
    def run(data: bytes, folder: Path) -> None:
        problems = told(examine_attachment(data, f"docs/assets/a{suffix}"))
        if not has_errors(problems):
            clean_data = published(data, f"a{suffix}")
            assert published(clean_data, f"a{suffix}") == clean_data
            # A PDF file is written over in place.
            assert suffix != ".pdf" or len(clean_data) == len(data)
            assert not has_errors(told(examine_attachment(clean_data, f"docs/assets/a{suffix}")))

    return run


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    b"<metadata>a</metadata><!-- b --><style>.a{fill:#fff}</style><defs><linearGradient id='g'><stop offset='0'/>"
    b"</linearGradient></defs><g transform='scale(2)'><path d='M0 0h9' fill='url(#g)'/><use href='#g'/>"
    b"<text>Lai Ch\xc3\xa2u</text></g></svg>",
)
PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 9>>stream\nBT ET q Q\nendstream\nendobj\n"
    b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\nx\x9c\x03\x00\x00\x00\x00\x01\nendstream\n"
    b"endobj\n6 0 obj<</Title(K\\341)/Author()>>endobj\ntrailer<</Root 1 0 R/Info 6 0 R>>\n%%EOF\n",
)
XMP = (
    b'<?xpacket begin="" id="W5"?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="a"><rdf:RDF>'
    b'<rdf:Description pdf:Author="Ai">'
    b"<dc:title><rdf:Alt><rdf:li>Ke</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Ai</rdf:li></rdf:Seq>"
    b'</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


@cache
def telling_pdf() -> bytes:
    """A PDF file that names its author in every place it has."""
    parts = (
        (b"/Type/Metadata/Subtype/XML", XMP),
        (b"/Type/Metadata/Subtype/XML/Filter/FlateDecode", zlib.compress(XMP)),
        (b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", zlib.compress(b"9 0 <</Author(Ai)/Company<4169>>>")),
        (b"/Type/ObjStm/N 1/First 4", b"9 0 <</Author(Ai)>>"),
        (b"/Subtype/Image/Filter/DCTDecode", saved("JPEG")),
        (b"/Subtype/Image/Filter[/FlateDecode/DCTDecode]", zlib.compress(saved("JPEG"))),
    )
    streams = b"".join(b"7 0 obj<<%s>>stream\n%s\nendstream endobj\n" % part for part in parts)
    return b"%%PDF-1.7\n%s8 0 obj<</Author 9 0 R>>endobj 9 0 obj(Ai\\)(b)) endobj\n%%%%EOF\n" % streams


# -- plans


@cache
def _plans() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(PLANS.glob("*.yml")) if path.stat().st_size < 60_000)


@cache
def timeless(package: bytes) -> bytes:
    """A package without the moment at which it was made, so that a number gives the same input at any time."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        read = [(name, parts.read(name)) for name in parts.namelist()]
    return zip_bytes([(name, _MOMENT.sub(b"2026-01-01T00:00:00Z", part)) for name, part in read])


def _sample():  # type: ignore[no-untyped-def]  # a Plan
    text = (PLANS / "dien-bien-2018-2020.yml").read_text(encoding="utf-8")
    return load_plan(text, "docs/data/plans/dien-bien-2018-2020.yml", real_register())[0]


def plan(data: bytes, folder: Path) -> None:
    text, problems = clean(data, "docs/data/plans/a.yml", 16 << 20)
    told(problems)
    if text is not None:
        found, problems = load_plan(text, "docs/data/plans/a.yml", real_register())
        told(problems)
        assert found is not None or has_errors(problems)
        if found is not None:
            audit(found, real_register())


def agencies(data: bytes, folder: Path) -> None:
    text, problems = clean(data, "docs/data/agencies.yml", 16 << 20)
    if text is not None:
        _, problems = load_agencies(text, "docs/data/agencies.yml")
    told(problems)


def importing(suffix: str) -> Callable[[bytes, Path], None]:
    def run(data: bytes, folder: Path) -> None:
        text, problems = import_plan(data, f"ke-hoach{suffix}", real_register())
        told(problems)
        assert text or has_errors(problems)
        if text:
            told(load_plan(text, "docs/data/plans/ke-hoach.yml", real_register())[1])

    return run


# -- what comes back from a server or lies on a disk


@cache
def _manifests() -> tuple[bytes, ...]:
    made = Provenance("a" * 40, "b" * 64, portals.CLOCK, portals.CLOCK, (("ttdn-site", "1"),), ("example.gov.vn",))
    sums = sums_of([("index.html", "0" * 64), ("en/a b.html", "1" * 64), ("vi/a\\b\n.html", "2" * 64)])
    first = make_manifest(sums, made).to_bytes()
    return first, make_manifest(sums, made, first).to_bytes(), sums.to_bytes()


def manifest(data: bytes, folder: Path) -> None:
    """What is accepted says the same when it is written again."""
    found, problems = parse_manifest(data)
    told(problems)
    assert (found is None) == bool(problems)
    if found is not None:
        again, _ = parse_manifest(found.to_bytes())
        assert again == found
        make_manifest(sums_of([]), found.provenance, data)
    sums, problems = parse_sums(data)
    told(problems)
    if not problems:
        assert parse_sums(sums.to_bytes())[0] == sums


def served(data: bytes, folder: Path) -> None:
    told(injections("a.html", data, "https://example.gov.vn/a.html", ("example.gov.vn",)))
    page_links(data.decode("utf-8", "replace"), "https://example.gov.vn/a.html")
    outgoing_hosts(data)


@cache
def _state() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        portals.portal(root)
        assert _ttdn(root, "build")[0] == 0
        folder = state_folder(root, root / "site", False)
        return tuple(path.read_bytes() for path in sorted(folder.iterdir()))


def state(data: bytes, folder: Path) -> None:
    """A state is read whole or not at all, and makes nothing but the classes it may hold."""
    place = folder / "state"
    place.mkdir(exist_ok=True)
    (place / "head").write_bytes(data)
    Store(place).head()
    for start in (0, 16):
        with contextlib.suppress(Damaged):
            # With a right checksum in front: what somebody would write who may write there.
            unpacked(hashlib.blake2b(data[start:], digest_size=16).digest() + data[start:])


def checked(data: bytes, folder: Path) -> None:
    """A page of a built site that somebody changed, under the checks of the site."""
    site = folder / "checked"
    site.mkdir(exist_ok=True)
    (site / "index.html").write_bytes(data)
    project = _project(folder)
    told(check_site(site, project.base_url, project.languages))


@cache
def _pages() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        portals.write(root, {**portals.FILES, **rich.FILES})
        assert _ttdn(root, "build")[0] == 0
        return tuple((root / "site" / path / "index.html").read_bytes() for path in ("", "about/rich", "ja/news"))


# -- whole portals


def _project(folder: Path) -> Project:
    if not (folder / "mkdocs.yml").is_file():
        portals.write(folder, {**portals.FILES, **rich.FILES, SECRET: HELD_BACK})
    project, _ = read_project(folder / "mkdocs.yml")
    assert project is not None
    return project


def _ttdn(root: Path, *arguments: str) -> tuple[int, str]:
    shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(portals.CLOCK.timestamp()))
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        code = main([*arguments, "--config-file", str(root / "mkdocs.yml")])
    shown.flush()
    return code, shown.buffer.getvalue().decode("utf-8")


def whole(data: bytes, folder: Path) -> None:
    """A file of a portal exchanged for the input, whose first line names it; the whole portal is built.

    Either the site is published, without anything held back and without a script; or there is a message with a place,
    and the site is the one before.
    """
    name, _, content = data.partition(b"\n")
    known = sorted({*portals.FILES, *rich.FILES, "docs/vi/news/new.md", "docs/data/documents/new.yml"})
    path = known[int.from_bytes(name[-2:], "big") % len(known)]
    if path == "mkdocs.yml" and (b"_dir" in content or b"catalogs" in content):
        # Somebody who may set these decides where this computer writes.
        return
    root = folder / "whole"
    if not (root / "site").is_dir():
        shutil.rmtree(root, ignore_errors=True)
        portals.write(root, {**portals.FILES, **rich.FILES, SECRET: HELD_BACK})
        code, shown = _ttdn(root, "build")
        assert code == 0, shown
    before = (root / path).read_bytes() if (root / path).is_file() else None
    inode = (root / "site").stat().st_ino
    portals.write(root, {path: content})
    try:
        code, shown = _ttdn(root, "build")
        assert code in (0, 1), shown
        assert "Traceback" not in shown, shown
        if code:
            assert any(line.split(": ")[0] for line in shown.splitlines() if ": " in line), shown
            assert (root / "site").stat().st_ino == inode, "a site with errors was published"
        for page_path in (root / "site").rglob("*"):
            if page_path.is_file():
                served_page = page_path.read_bytes()
                relative = page_path.relative_to(root / "site").as_posix()
                assert not list(canaries.traces(relative, served_page, canaries.CANARY))
                if relative.endswith(".html") and code == 0:
                    strange = injections(relative, served_page, f"https://example.gov.vn/{relative}", ())
                    assert not [each for each in strange if each.code.id == "MF014"], strange
    finally:
        if before is None:
            (root / path).unlink()
        else:
            (root / path).write_bytes(before)


def _whole_seeds() -> tuple[bytes, ...]:
    known = sorted({*portals.FILES, *rich.FILES, "docs/vi/news/new.md", "docs/data/documents/new.yml"})
    contents = {**rich.FILES, **portals.FILES}
    found = []
    for place, path in enumerate(known):
        content = contents.get(path, portals.FILES["docs/vi/news/tunnel.md"])
        found.append(place.to_bytes(2, "big") + b"\n" + (content if isinstance(content, bytes) else content.encode()))
    return tuple(found)


YAML_WORDS = _words(
    *(
        "title: ",
        "status: approved",
        "status: draft",
        "---\n",
        "- {a: b}",
        "{vi: x, en: y}",
        "[a, b]",
        "|\n  x",
        ">-\n",
    ),
    *("aliases: [../../x]", "file: ../../../etc/passwd", "image: {file: x.png, alt: y}", "template: redirect.html"),
    *(
        "publish_at: 2026-01-01T00:00:00+07:00",
        "related: [about/land]",
        "&a [*a]",
        "? [x]\n: y",
        "!!binary x",
        "%YAML 1.2",
    ),
)
MARKDOWN_WORDS = _words(
    *(
        "## x\n",
        "[a](b.md)",
        "![a](../../assets/cho.png)",
        "```\n",
        "~~~\n",
        "|a|b|\n|-|-|\n",
        "> ",
        "- ",
        "1. ",
        "    ",
    ),
    *(
        "{.a #b onclick=x}",
        "{: a=b }",
        "[^1]",
        "[^1]: x\n",
        "*[A]: x\n",
        ":   x\n",
        "!!! note\n    x\n",
        "<https://a.b>",
    ),
    *(
        "[x](javascript:a)",
        "[a]: <b> 'c'\n",
        "&lt;",
        "\\<",
        "`",
        "**",
        "__",
        "==\n",
        "--\n",
        "]]>",
        "<![",
        "<!--",
        "\x02",
        "\x03",
    ),
    *("\x02wzxhzdk:0\x03", "::: plan dien-bien\n", "```plan\nid: a\n```\n", "[[a]]", "$x$", "\\(", "klzzwxh:0001"),
)
TARGETS: tuple[Target, ...] = (
    Target("front matter", lambda: (*_files(".md"), *_records()), page, YAML_WORDS, share=2),
    Target("yaml", lambda: (*_files(".yml"), *_records()), yaml, YAML_WORDS),
    Target("markdown", lambda: _files(".md"), markdown, MARKDOWN_WORDS, share=4),
    Target("configuration", lambda: (portals.MKDOCS.encode(),), configuration, YAML_WORDS),
    Target(
        "settings",
        lambda: tuple(portals.FILES[f"docs/data/{name}.yml"].encode() for name in ("site", "sections", "topics")),
        settings,
        YAML_WORDS,
    ),
    Target(
        "approvals",
        lambda: ("".join(f'{each.name}: "2026-01-01T00:00:00+07:00"\n' for each in RECORD).encode(),),
        approvals,
        YAML_WORDS,
    ),
    Target(
        "catalog",
        lambda: (
            (
                portals.catalog("zh", {"Home": "首页", "{count} results": "{count}"})
                + 'msgid "{count} result"\nmsgid_plural "{count} results"\nmsgstr[0] "{count}"\n'
            ).encode(),
        ),
        catalog,
        _words(
            "msgid ",
            "msgstr[9] ",
            "Plural-Forms: nplurals=2; plural=n/0;\\n",
            "#, fuzzy\n",
            "#~ ",
            "{count}",
            "{",
            "\\",
        ),
    ),
    Target(
        "manifest",
        _manifests,
        manifest,
        _words('"sequence": -1', "null", "[]", "9" * 400, "1e400", "2026-01-01T00:00:00"),
        share=2,
    ),
    Target(
        "served page",
        lambda: (
            *_files(".md"),
            SVG[0],
            b'<html><meta http-equiv="refresh" content="0; url=//a.b/"><a href="https://c.d/">x</a><script>y</script>'
            * 20,
        ),
        served,
        _words("<a href=", "//", "<script", "content=", "url(", " " * 500),
        share=2,
    ),
    Target(
        "checked page",
        _pages,
        checked,
        _words(
            "<a href=", "<img src=", "srcset=", '"https://[*a]/"', "</p>", "<table>", "<h1", 'lang="', "<!--", "&x;"
        ),
    ),
    Target(
        "png", lambda: (rich.PICTURE, saved("PNG"), saved("PNG", 6)), attachment(".png"), mutate=mutations.spoiled_png
    ),
    Target(
        "jpeg",
        lambda: (saved("JPEG"), saved("JPEG", 6)),
        attachment(".jpg"),
        (b"\xff\xd8", b"\xff\xd9", b"\xff\xe1\x00\x08Exif\0\0", b"\xff\xda", b"\xff\xff"),
    ),
    Target("gif", lambda: (saved("GIF"),), attachment(".gif"), (b"!\xfe", b"!\xff\x0b", b",", b";", b"\0")),
    Target(
        "webp",
        lambda: (saved("WEBP"), saved("WEBP", 6)),
        attachment(".webp"),
        (b"EXIF", b"XMP ", b"VP8X", b"\xff\xff\xff\xff", b"\0\0\0\0"),
    ),
    Target(
        "svg",
        lambda: SVG,
        attachment(".svg"),
        _words(
            "<script/>",
            "<foreignObject/>",
            "onload='x'",
            "href='https://a'",
            "<metadata>",
            "</metadata>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<a:metadata>",
            "&#x6a;",
            "<a:b xmlns:a='c'/>",
            "@import",
            "url(x)",
        ),
        share=2,
    ),
    Target(
        "pdf",
        lambda: (*PDF, telling_pdf()),
        attachment(".pdf"),
        _words(
            "stream\n",
            "endstream",
            "/J#53",
            "/Encrypt ",
            "<<",
            ">>",
            "/ObjStm",
            "/Author(x)",
            "/Author 9 0 R",
            "<dc:creator>",
            "</dc:title>",
            "<?xpacket",
            "/ByteRange[",
            "/DecodeParms",
            "obj ",
            "%%EOF",
        ),
        share=2,
    ),
    Target(
        "docx",
        lambda: (
            timeless(package(WORD_FILE)),
            timeless(package({**WORD_FILE, "word/media/image1.jpg": saved("JPEG")})),
            timeless(package({**WORD_FILE, **MORE, "word/embeddings/a.xlsx": timeless(package(INSIDE))})),
        ),
        attachment(".docx"),
        mutate=lambda data, chance: mutations.spoiled_package(
            data,
            chance,
            _words(
                "<w:ins>", "<w:comment>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "TargetMode='External'", "</dc:creator>"
            ),
        ),
        share=2,
    ),
    Target(
        "plan",
        lambda: _plans(),
        plan,
        _words('"1,990"', '"1.990"', "ids: [a]", "period: 2018-2020", "lines:", "- {id: a}"),
        share=2,
    ),
    Target("agencies", lambda: (AGENCIES.read_bytes()[:20_000],), agencies, YAML_WORDS),
    Target(
        "import docx",
        lambda: (timeless(as_docx(_sample())),),
        importing(".docx"),
        mutate=lambda data, chance: mutations.spoiled_package(
            data, chance, _words("<w:tc>", "</w:tc>", '<w:gridSpan w:val="9999"/>', "<w:vMerge/>", "1.990")
        ),
        share=2,
    ),
    Target(
        "import xlsx",
        lambda: (timeless(as_xlsx(_sample())),),
        importing(".xlsx"),
        mutate=lambda data, chance: mutations.spoiled_package(
            data, chance, _words('r="XFD1048576"', 'ref="A1:XFD1048576"', "<v>1e308</v>", 't="e"', "<f>A1</f>")
        ),
        share=2,
    ),
    Target("import csv", lambda: (as_csv(_sample()),), importing(".csv"), _words('"', ";", ",", "1.990", "=x")),
    Target("import text", lambda: (as_pasted(_sample()),), importing(".txt"), _words("\t", "1.990", "STT")),
    Target("state", _state, state, (b"c__builtin__\neval\n", b"cos\nsystem\n", b"\x93", b"R.", b"\x94\x8c\x02os")),
    Target("whole portal", _whole_seeds, whole, YAML_WORDS + MARKDOWN_WORDS, share=6),
)
