"""Names and places in PDF files: written over, in every form a file may have; everything else keeps its place."""

from __future__ import annotations

import io
import random
import zlib

import pikepdf
import pytest
from PIL import Image

from ttdn_site.content.attachments import examine, published
from ttdn_site.content.attachments.pdf_metadata import without_persons

WORD = b"zqxvitri"
NAME = "Nguyễn Văn Ánh"
NEEDLES = (WORD, NAME.encode(), NAME.encode("utf-16-be"), NAME.encode("utf-16-be").hex().encode())
FORMS = {
    "plain": {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False},
    "packed streams": {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "recompress_flate": True},
    "packed objects": {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "recompress_flate": True},
    "objects in a plain stream": {
        "object_stream_mode": pikepdf.ObjectStreamMode.generate,
        "compress_streams": False,
    },
    "for the web": {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "linearize": True},
    "for reading": {"qdf": True},
}


def photograph() -> bytes:
    out = io.BytesIO()
    block = Image.Exif()
    block[0x013B] = WORD.decode()
    block.get_ifd(0x8825)[29] = WORD.decode()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(out, "JPEG", exif=block, comment=WORD, xmp=b"<x>" + WORD + b"</x>")
    return out.getvalue()


def document(form: str, packed_xmp: bool = False) -> bytes:
    """A page with a photograph; its properties, its XMP block and the photograph name a person and a place."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page = pdf.pages[0] if page is None else page
    picture = pikepdf.Stream(pdf, photograph())
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 40, 30, 8
    picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(picture)))
    page.Contents = pdf.make_stream(b"q 200 0 0 150 100 400 cm /I Do Q")
    pdf.docinfo["/Title"] = "Kế hoạch"
    pdf.docinfo["/Author"] = NAME
    pdf.docinfo["/Company"] = f"Sở (cũ) {WORD.decode()}"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:title"] = "Kế hoạch"
        xmp["dc:creator"] = [NAME]
        xmp["pdfaid:part"] = "2"
        xmp["photoshop:AuthorsPosition"] = WORD.decode()
    if packed_xmp:
        root = pdf.Root.Metadata
        root.write(zlib.compress(root.read_bytes(), 6), filter=pikepdf.Name.FlateDecode)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, **FORMS[form])  # type: ignore[arg-type]  # one table of unlike options
    return out.getvalue()


def everything(data: bytes) -> bytes:
    """The file, and its streams unpacked, as qpdf reads them."""
    parts = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                parts.append(item.read_raw_bytes())
                if item.get("/Filter") != pikepdf.Name.DCTDecode:
                    parts.append(item.read_bytes())
            elif isinstance(item, pikepdf.Dictionary):
                parts += [bytes(value) for value in item.values() if isinstance(value, pikepdf.String)]
    return b"\n".join(parts)


@pytest.mark.parametrize("packed_xmp", [False, True], ids=["", "XMP packed"])
@pytest.mark.parametrize("form", sorted(FORMS))
def test_names_and_places_are_taken_out(form: str, packed_xmp: bool) -> None:
    data = document(form, packed_xmp)
    assert any(needle in everything(data) for needle in NEEDLES)
    assert examine(data, "a.pdf") == []
    clean = published(data, "a.pdf")
    assert [needle for needle in NEEDLES if needle in everything(clean)] == []
    assert len(clean) == len(data)
    assert published(clean, "a.pdf") == clean
    with pikepdf.open(io.BytesIO(data)) as before, pikepdf.open(io.BytesIO(clean)) as after:
        assert after.check_pdf_syntax() == before.check_pdf_syntax() == []
        assert str(after.docinfo["/Title"]) == "Kế hoạch"
        assert list(after.docinfo.keys()) == ["/Title"]
        with after.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            assert xmp["dc:title"] == "Kế hoạch"
            assert xmp["pdfaid:part"] == "2"
        pictures = [pdf.pages[0].Resources.XObject.I.read_raw_bytes() for pdf in (before, after)]
        shown = [Image.open(io.BytesIO(picture)).tobytes() for picture in pictures]
        assert shown[0] == shown[1]
        assert before.pages[0].Contents.read_bytes() == after.pages[0].Contents.read_bytes()


def file(objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + objects + b"\n%%EOF\n"


def codes(data: bytes) -> list[str]:
    return [found.code.id for found in examine(data, "a.pdf")]


@pytest.mark.parametrize(
    "value",
    [
        b"(zqxvitri)",
        b"(a \\) \\( zqxvitri (b) c\\\\)",
        b"(\n\nzqxvitri\n)",
        b"<7A71787669747269>",
        b"<7A7178 766974 7269F>",
        b"9 0 R>>endobj\n9 0 obj (zqxvitri) endobj 10 0 obj<<",
    ],
)
def test_every_way_to_write_a_name(value: bytes) -> None:
    data = file(b"1 0 obj<</Author " + value + b"/Title(x)>>endobj")
    clean = published(data, "a.pdf")
    assert (WORD in clean, WORD.hex().upper().encode() in clean) == (False, False)
    assert b"/Title(x)>>endobj" in clean
    assert (len(clean), codes(data), published(clean, "a.pdf")) == (len(data), [], clean)


def test_a_signed_file_stays_as_it_is_and_what_it_tells_is_pointed_out() -> None:
    data = file(b"1 0 obj<</Author(zqxvitri)>>endobj 2 0 obj<</Type/Sig/ByteRange [0 1 2 3]>>endobj")
    assert published(data, "a.pdf") == data
    assert codes(data) == ["AT011"]
    assert codes(data.replace(WORD, b"")) == []


@pytest.mark.parametrize("value", [b"(zqxvitri", b"<" + b"7a" * 5000 + b">", b"9 0 R", b"(" + b"a" * 5000 + b")"])
def test_what_cannot_be_taken_out_is_pointed_out(value: bytes) -> None:
    assert codes(file(b"1 0 obj<</Author " + value + b">>endobj")) == ["AT011"]


@pytest.mark.parametrize(
    "head",
    [
        b"/Type/Metadata/Filter/LZWDecode",
        b"/Type /Metadata /Filter [/ASCIIHexDecode /FlateDecode]",
        b"/Subtype/XML/Filter/FlateDecode/DecodeParms<</Predictor 12>>",
        b"/Type/Metadata/Filter/FlateDecode",
        b"/Subtype/Image/Filter[/FlateDecode/DCTDecode]",
    ],
)
def test_a_part_that_cannot_be_unpacked_is_pointed_out(head: bytes) -> None:
    data = file(b"1 0 obj<<" + head + b">>stream\n(not packed)\nendstream endobj")
    assert codes(data) == ["AT011"]
    assert published(data, "a.pdf") == data


def test_a_part_that_finds_no_room_is_pointed_out() -> None:
    """Words that repeat what stands before them take no room when they are packed; blanks in their place do."""
    words = b"<a>xy</a> " * 50
    xmp = b"<r><dc:title>" + words + b"</dc:title><dc:x>" + words + b"</dc:x></r>"
    packed = zlib.compress(xmp, 9)
    assert len(zlib.compress(without_persons(xmp), 9)) > len(packed)
    data = file(b"1 0 obj<</Type/Metadata/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj")
    assert codes(data) == ["AT011"]
    assert published(data, "a.pdf") == data


@pytest.mark.parametrize(
    ("objects", "found"),
    [
        (b"%stream\n1 0 obj<</S/JavaScript/JS(x)>>endobj\n%endstream", ["AT010"]),
        (b"1 0 obj<</A<</S/L#61unch>>>>endobj stream\n", ["AT010"]),
        (b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n%s\nendstream", ["AT010"]),
        (b"%%stream\n1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n%s\nendstream", ["AT010"]),
        (b"1 0 obj<</X(stream\n)/Type/ObjStm/Filter/FlateDecode>>stream\n%s\nendstream", ["AT010"]),
        (b"1 0 obj<</Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]>>stream\n6162>\nendstream", ["AT010"]),
        (b"1 0 obj<</Type/ObjStm/Filter/ASCII85Decode>>stream\n6162>\nendstream", ["AT010"]),
        (b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\nnot packed\nendstream", ["AT010"]),
        (b"1 0 obj<</Type/Annot/Subtype/Text/T(Ai)/Contents(Sai)>>endobj", ["AT007"]),
        (b"1 0 obj<</Type/Annot/Subtype /Popup>>endobj", ["AT007"]),
        (b"1 0 obj<</Type/Annot/Subtype/Link/A<</S/URI>>>>endobj", []),
    ],
)
def test_nothing_hides(objects: bytes, found: list[str]) -> None:
    packed = zlib.compress(b"2 0 <</S/JavaScript/JS(x)>>")
    assert codes(file(objects.replace(b"%s", packed).replace(b"%%", b"%"))) == found


def test_objects_too_many_to_look_at_are_refused() -> None:
    packed = zlib.compress(b" " * (9 << 20) + b"/S/JavaScript")
    assert codes(file(b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream")) == ["AT010"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            b"<r><dc:creator>Ai</dc:creator><dc:title>Ke</dc:title></r>",
            b"<r><dc:creator>  </dc:creator><dc:title>Ke</dc:title></r>",
        ),
        (b"<r xmlns:a='b' pdf:Author=\"Ai\"/>", b"<r xmlns:a='b' pdf:Author=\"  \"/>"),
        (b"<r>Ai<", b" " * 6),
        (b"<r><dc:title><a>Ke</dc:title>Ai</r>", b" " * 35),
        (b"<!-- Ai -->", b" " * 11),
        ("<x>Á</x>".encode("utf-16"), b" " * 18),
    ],
)
def test_an_xmp_block_says_only_what_is_on_the_list(before: bytes, after: bytes) -> None:
    assert without_persons(before) == after


@pytest.mark.parametrize("form", sorted(FORMS))
def test_damage_keeps_its_length_and_is_no_crash(form: str) -> None:
    data = document(form)
    chance = random.Random(form)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        cut = bytes(broken[: chance.randrange(len(broken))]) if chance.random() < 0.3 else bytes(broken)
        examine(cut, "a.pdf")
        assert len(published(cut, "a.pdf")) == len(cut)


def test_a_name_that_runs_over_the_end_of_the_file_is_damage() -> None:
    data = file(b"1 0 obj<<" + b" " * 3000 + b"/Author(Ai").removesuffix(b"\n") + b" )\n"
    assert codes(data) == ["AT005"]
