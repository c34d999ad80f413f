"""What is taken out of pictures and documents on publication, and that nothing else is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import portals
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from ttdn_site.content.attachments import examine, published
from ttdn_site.content.attachments.kinds import KINDS
from ttdn_site.engine.build import build

WORD = b"zqxvitri"


def exif(orientation: int = 1) -> Image.Exif:
    """An author, a place and a note."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x013B] = WORD.decode()
    block[0x010E] = WORD.decode()
    block.get_ifd(0x8825)[1] = "N"
    block.get_ifd(0x8825)[29] = WORD.decode()
    return block


def drawn() -> Image.Image:
    picture = Image.new("RGB", (8, 6))
    for x in range(8):
        for y in range(6):
            picture.putpixel((x, y), (30 * x, 40 * y, 90))
    return picture


def saved(format: str, orientation: int = 1) -> bytes:
    """A picture with metadata wherever its format has a place for it, and more behind its end."""
    out = io.BytesIO()
    if format == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", WORD.decode())
        notes.add_text("Comment", WORD.decode(), zip=True)
        notes.add_itxt("XML:com.adobe.xmp", WORD.decode())
        drawn().save(out, format, pnginfo=notes, exif=exif(orientation))
    elif format == "GIF":
        frames = [drawn().rotate(angle) for angle in (90, 180)]
        drawn().save(out, format, save_all=True, append_images=frames, loop=0, comment=WORD)
    elif format == "JPEG":
        drawn().save(
            out, format, exif=exif(orientation), comment=WORD, xmp=WORD, progressive=True, icc_profile=b"icc" * 99
        )
    else:
        drawn().save(out, format, exif=exif(orientation), xmp=WORD, lossless=True)
    return out.getvalue() + (b"" if format == "WEBP" else WORD)


SUFFIX = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp"}


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("format", sorted(SUFFIX))
def test_a_picture_keeps_its_pixels_and_nothing_else(format: str, orientation: int) -> None:
    data = saved(format, orientation)
    name = f"docs/assets/cho{SUFFIX[format]}"
    assert WORD in data
    assert examine(data, name) == []
    clean = published(data, name)
    assert WORD not in clean
    assert published(clean, name) == clean
    assert examine(clean, name) == []
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean)) as after:
        assert getattr(before, "n_frames", 1) == getattr(after, "n_frames", 1)
        assert before.info.get("icc_profile") == after.info.get("icc_profile")
        assert before.info.get("loop") == after.info.get("loop")
        assert dict(after.getexif()) in ({}, {0x0112: orientation})
        upright = [ImageOps.exif_transpose(picture).convert("RGB").tobytes() for picture in (before, after)]
        assert upright[0] == upright[1]


def test_second_pictures_behind_the_first_are_left_out() -> None:
    inner = saved("JPEG")
    with_previews = saved("JPEG").removesuffix(WORD) + inner
    assert published(with_previews, "a.jpg") == published(inner, "a.jpg")


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


CORE = (
    b'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Ke hoach</dc:title><dc:creator>%s</dc:creator>'
    b"<cp:lastModifiedBy>%s</cp:lastModifiedBy></cp:coreProperties>" % (WORD, WORD)
)
WORD_FILE = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": b"<w:document><w:body><w:p><w:t>Noi dung</w:t></w:p></w:body></w:document>",
    "docProps/core.xml": CORE,
    "docProps/app.xml": b"<Properties><Company>%s</Company><Pages>3</Pages></Properties>" % WORD,
}


def test_an_office_file_loses_its_authors() -> None:
    data = package({**WORD_FILE, "word/media/image1.jpg": saved("JPEG")})
    assert examine(data, "docs/assets/a.docx") == []
    clean = published(data, "docs/assets/a.docx")
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*WORD_FILE, "word/media/image1.jpg"]
        assert archive.read("word/document.xml") == WORD_FILE["word/document.xml"]
        assert b"<dc:title>Ke hoach</dc:title><dc:creator></dc:creator>" in archive.read("docProps/core.xml")
        assert not [name for name in archive.namelist() if WORD in archive.read(name)]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert published(clean, "docs/assets/a.docx") == clean
    assert examine(clean, "docs/assets/a.docx") == []


def test_a_signed_office_file_stays_as_it_is() -> None:
    data = package({**WORD_FILE, "_xmlsignatures/sig1.xml": b"<Signature/>"})
    assert published(data, "a.docx") == data


def test_an_open_document_loses_its_authors() -> None:
    data = package(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<office:document-content><text:p>Noi dung</text:p></office:document-content>",
            "meta.xml": b"<m><meta:initial-creator>%s</meta:initial-creator><dc:creator>%s</dc:creator></m>"
            % (WORD, WORD),
        }
    )
    assert examine(data, "a.odt") == []
    with zipfile.ZipFile(io.BytesIO(published(data, "a.odt"))) as archive:
        assert archive.read("meta.xml") == (
            b"<m><meta:initial-creator></meta:initial-creator><dc:creator></dc:creator></m>"
        )


def test_a_drawing_loses_what_its_program_noted() -> None:
    data = (
        b'<?xml version="1.0"?>\n<!-- %s -->\n<svg xmlns="http://www.w3.org/2000/svg" '
        b'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        b'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" sodipodi:docname="C:\\%s.svg">'
        b'<metadata><x:creator xmlns:x="http://purl.org/dc/elements/1.1/">%s</x:creator></metadata>'
        b'<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
        b'<rect width="5" height="5" fill="url(#a)" style="fill:url(#a)"/><use href="#a"/></svg>'
    ) % (WORD, WORD, WORD)
    assert examine(data, "a.svg") == []
    clean = published(data, "a.svg")
    assert WORD not in clean
    assert b'<rect width="5" height="5" fill="url(#a)" style="fill:url(#a)"/>' in clean
    assert examine(clean, "a.svg") == []


def test_a_drawing_keeps_what_only_looks_like_a_comment() -> None:
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://www.w3.org/2000/svg">'
        b'<s:metadata a=">">%s</s:metadata>'
        b"<style><![CDATA[ /* <!-- */ ]]></style><!-- %s --><metadata/><metadata>%s</metadata ><rect/></svg>"
    ) % (WORD, WORD, WORD)
    clean = published(data, "a.svg")
    assert WORD not in clean
    assert clean.endswith(b"<style><![CDATA[ /* <!-- */ ]]></style><rect/></svg>")


INSIDE = {
    "[Content_Types].xml": b"<Types/>",
    "xl/workbook.xml": b'<workbook><x15ac:absPath url="C:\\Users\\zqxvitri\\" xmlns:x15ac="u"/>'
    b'<fileSharing readOnlyRecommended="1" userName="zqxvitri"/></workbook>',
    "xl/persons/person.xml": b'<personList><person displayName="zqxvitri" id="{1}" userId="zqxvitri"/></personList>',
    "docProps/custom.xml": b'<Properties><property name="A"><vt:lpwstr>zqxvitri</vt:lpwstr></property></Properties>',
}
MORE = {
    "word/people.xml": b'<w15:people><w15:person w15:author="zqxvitri"><w15:presenceInfo w15:providerId="AD" '
    b'w15:userId="S::zqxvitri@x"/></w15:person></w15:people>',
    "word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="rId1" Type="http://x/attachedTemplate" '
    b'Target="file:///C:\\Users\\zqxvitri\\mau.dotx" TargetMode="External"/></Relationships>',
}


def test_an_office_file_loses_accounts_and_folders_and_those_of_files_within_it() -> None:
    data = package({**WORD_FILE, **MORE, "word/embeddings/Microsoft_Excel_Sheet1.xlsx": package(INSIDE)})
    assert examine(data, "docs/assets/a.docx") == []
    clean = published(data, "docs/assets/a.docx")
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if WORD in archive.read(name)]
        assert b'<w15:person w15:author="">' in archive.read("word/people.xml")
        assert b'Target="mau.dotx" TargetMode' in archive.read("word/_rels/settings.xml.rels")
        inner = archive.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")
    with zipfile.ZipFile(io.BytesIO(inner)) as archive:
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if WORD in archive.read(name)]
        assert b'readOnlyRecommended="1"' in archive.read("xl/workbook.xml")
    assert published(clean, "docs/assets/a.docx") == clean


def dyed(name: str, part: bytes) -> bytes:
    return package({**WORD_FILE, name: part})


TEMPLATE = b'<Relationships><Relationship Type="http://x/attachedTemplate" Target="%s"/></Relationships>'


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (dyed("word/_rels/settings.xml.rels", TEMPLATE % b"https://xau.example/mau.dotm"), ["AT006"]),
        (dyed("word/_rels/settings.xml.rels", TEMPLATE % b"\\\\may\\mau.dotm"), ["AT006"]),
        (dyed("word/_rels/settings.xml.rels", TEMPLATE % b"Normal.dotm"), []),
        (dyed("word/footer1.xml", b"<w:instrText xml:space='preserve'> DDEAUTO c:\\a.exe</w:instrText>"), ["AT006"]),
        (dyed("word/header1.xml", b'<w:fldSimple w:instr=" dde x"/>'), ["AT006"]),
        (dyed("word/header1.xml", b'<w:fldSimple w:instr=" PAGE "/>'), []),
        (
            dyed("xl/externalLinks/externalLink1.xml", b"<externalLink><ddeLink ddeService='cmd'/></externalLink>"),
            ["AT006"],
        ),
        (dyed("word/embeddings/a.xlsm", b"x"), ["AT006"]),
        (dyed("word/embeddings/a.xlsx", package({**INSIDE, "xl/vbaProject.bin": b"x"})), ["AT006"]),
        (dyed("word/embeddings/a.xlsx", package({**INSIDE, "xl/comments1.xml": b"x"})), ["AT007"]),
        (dyed("word/embeddings/a.docx", dyed("b.docx", dyed("c.docx", dyed("d.docx", b"x")))), ["AT013"]),
        (package({**WORD_FILE, **{f"word/embeddings/{number}.xlsx": b"x" for number in range(51)}}), ["AT013"]),
        (dyed("word/header1.xml", b'<w:rPrChange w:id="1" w:author="A"/>'), ["AT008"]),
        (dyed("word/charts/chart1.xml", b"<a:t>T\xe1\xbb\x90I M\xe1\xba\xacT</a:t>"), ["SF006"]),
    ],
)
def test_what_an_office_file_may_hold(data: bytes, found: list[str]) -> None:
    assert [problem.code.id for problem in examine(data, "docs/assets/a.docx")] == found


def test_texts_in_the_cells_of_a_sheet_are_searched() -> None:
    sheet = '<c t="inlineStr"><is><t xml:space="preserve">TỐI MẬT</t></is></c><c><v>001099012345</v></c>'.encode()
    workbook = {**INSIDE, "xl/worksheets/sheet1.xml": sheet}
    assert len(examine(package(workbook), "docs/assets/a.xlsx")) == 1


def test_text_is_published_as_it_is() -> None:
    # Three bytes of a packed picture that happen to look like a name are none.
    assert examine(b"%PDF-1.4\n1 0 obj<<>>\nstream\n\x00/JS \xff\nendstream\n%%EOF\n", "a.pdf") == []
    assert published(b"a,b\n", "a.csv") == b"a,b\n"


def test_what_is_published_is_the_clean_file(tmp_path: Path) -> None:
    text = portals.FILES["docs/vi/about/land.md"] + "\n![Chợ](../../assets/cho.jpg)\n"
    english = portals.FILES["docs/en/about/land.md"]
    data = saved("JPEG")
    changes: dict[str, str | bytes | None] = {"docs/vi/about/land.md": text, "docs/assets/cho.jpg": data}
    project = portals.portal(tmp_path, {**changes, "docs/en/about/land.md": english})
    for _ in range(2):
        result = build(project, portals.CLOCK, durable=False)
        assert result.published
        assert (project.target / "assets/cho.jpg").read_bytes() == published(data, "cho.jpg")
    assert (project.docs / "assets/cho.jpg").read_bytes() == data
    portals.write(tmp_path, {"docs/assets/cho.jpg": data[:200]})
    result = build(project, portals.CLOCK, durable=False)
    assert not result.published
    assert [found.code.id for found in result.problems] == ["AT005"]


def samples() -> dict[str, bytes]:
    found = {f"a{SUFFIX[format]}": saved(format) for format in SUFFIX}
    found["a.docx"] = package(WORD_FILE)
    found["a.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><rect/></g></svg>'
    stream = zlib.compress(b"2 0 <</A/B>>")
    found["a.pdf"] = b"%PDF-1.5\n1 0 obj<</Type/ObjStm>>\nstream\n" + stream + b"\nendstream\n%%EOF\n"
    return found


@pytest.mark.parametrize("name", sorted(samples()))
def test_damage_ends_in_a_problem_or_in_a_picture_never_in_a_crash(name: str) -> None:
    data = samples()[name]
    for place in range(0, len(data), max(1, len(data) // 150)):
        for broken in (
            data[:place],
            data[:place] + b"\xff\xff\xff\xff" + data[place + 4 :],
            data[:place] + data[place + 1 :],
        ):
            for problem in examine(broken, f"docs/assets/{name}"):
                assert problem.location.path == f"docs/assets/{name}"
            published(broken, name)


def test_a_length_that_runs_past_the_end_is_damage() -> None:
    data = bytearray(saved("PNG"))
    data[8:12] = struct.pack(">I", 0x7FFFFFFF)
    assert [found.code.id for found in examine(bytes(data), "a.png")] == ["AT005"]


def test_every_kind_is_known_by_its_content() -> None:
    assert set(KINDS.values()) == {
        *("jpeg", "png", "gif", "webp", "svg", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "text")
    }


def test_a_folder_in_a_folder_is_taken_out_at_once() -> None:
    rels = TEMPLATE % b"file:///C:\\Users\\file:///D:\\a.dotx"
    twice = rels.replace(b'Type="http', b'Target="file:///x\\y" Type="http')
    clean = published(dyed("word/_rels/settings.xml.rels", twice), "a.docx")
    assert b"Users" not in clean
    assert published(clean, "a.docx") == clean
