"""Names and places in PDF files: written over, in every form a file may have; everything else keeps its place."""

from __future__ import annotations

import io
import random
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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
        b"9\0000 R>>endobj\n9 0 obj%zq\n(zqxvitri) endobj 10 0 obj<<",
        b" " * 30 + b"(zqxvitri)",
        b"\0% of the office\r\n(zqxvitri)",
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


@pytest.mark.parametrize(
    "objects",
    [
        # A string that runs over the beginning of a stream, over its end, and into the next one.
        b"1 0 obj<</Author 9 0 R>>endobj 9 0 obj(x stream\n)/Author(zqxvitri) endstream endobj",
        b"1 0 obj<</Author 9 0 R>>stream\n9 0 obj(Ai\nendstream endobj 2 0 obj<<>>stream\nzqxvitri) endstream",
        # Keys behind keys: with each blank one more has a value.
        b"1 0 obj<<" + b"/Author" * 9 + b"(zqxvitri)" * 9 + b">>endobj",
        # Found by atheris: written over once, a picture of the next stream stood before the second look.
        (Path(__file__).parent / "blanks-over-a-stream.pdf").read_bytes(),
    ],
)
def test_a_file_in_which_blanks_uncover_other_names_is_damage(objects: bytes) -> None:
    assert codes(file(objects)) == ["AT005"]


def test_a_name_that_blanks_uncover_is_taken_out_too() -> None:
    data = file(b"1 0 obj<</Author/Company(zqxvitri) (zqxvitri)>>endobj")
    clean = published(data, "a.pdf")
    assert (WORD in clean, codes(data), published(clean, "a.pdf")) == (False, [], clean)


PAGES = (
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
)
TRAILER = b"\ntrailer<</Root 1 0 R/Info 8 0 R/Size 20>>"
_NAME = st.sampled_from([b"/Author", b"/A#75thor", b"/#41uth#6Fr", b"/Company", b"/Manager", b"/LastModifie#64By"])
_GAP = st.lists(st.sampled_from([b" ", b"\n", b"\0", b"\t", b"% a (b\n", b" " * 25]), max_size=3).map(b"".join)
_STRING = st.recursive(
    st.sampled_from([WORD, b"\\)", b"\\(", b"\\\\", b"/Author", b"9 0 obj", b"<<", b"%", b"\n", b"endobj", b"R"]),
    lambda inner: st.lists(inner, max_size=4).map(lambda parts: b"(" + WORD + b"".join(parts) + b")"),
    max_leaves=8,
).map(lambda text: text if text.startswith(b"(") else b"(" + WORD + text + b")")
_VALUE = _STRING | st.sampled_from(
    [
        b"<" + WORD.hex().encode() + b">",
        b"<" + WORD.hex(" ").encode() + b">",
        b"9 0 R",
        b"10 0 R",
        b"()",
        b"/Company",
        b"null",
    ]
)
_ENTRY = st.builds(lambda *parts: b"".join(parts), _NAME, _GAP, _VALUE) | st.sampled_from(
    [b"/Title(Ke)", b"/Kids[3 0 R]", b"/D<</E(x)>>", b"%% a\n"]
)
_DICTIONARY = st.recursive(
    st.lists(_ENTRY, max_size=4).map(b" ".join),
    lambda inner: st.tuples(inner, inner).map(lambda two: two[0] + b"/X<<" + two[1] + b">>"),
    max_leaves=3,
).map(lambda inner: b"<<" + inner + b">>")
_XMP = st.lists(
    st.sampled_from(
        [
            b"<dc:creator>" + WORD + b"</dc:creator>",
            b"<dc:title>Ke</dc:title>",
            b"<r pdf:Author='" + WORD + b"'/>",
            b"<x>" + WORD,
            b"<!-- " + WORD + b" -->",
            b"</y>",
        ]
    ),
    max_size=4,
).map(lambda parts: b"<?xpacket begin=''?><r>" + b"".join(parts) + b"</r><?xpacket end='w'?>")


def _stream(head: bytes, text: bytes, is_packed: bool) -> bytes:
    packed = b"/Filter/FlateDecode" if is_packed else b""
    return b"<<%s%s>>stream\n%s\nendstream" % (head, packed, zlib.compress(text) if is_packed else text)


_OBJECT = st.one_of(
    _DICTIONARY,
    _STRING,
    st.builds(_stream, st.sampled_from([b"/Type/Metadata/Subtype/XML", b"/Type /Metadata"]), _XMP, st.booleans()),
    st.builds(_stream, st.just(b"/Type/ObjStm/N 1/First 4"), _DICTIONARY.map(b"9 0 ".__add__), st.booleans()),
    st.builds(_stream, st.just(b"/Length 9"), st.just(b"BT ET q Q"), st.booleans()),
)


@given(st.lists(_OBJECT, max_size=5))
@settings(max_examples=150, deadline=None)
def test_what_is_published_names_nobody_and_stays(objects: list[bytes]) -> None:
    """Every form of a key, of a value and of a stream, in and behind each other."""
    body = b"\n".join(b"%d 0 obj%s endobj" % (8 + number, each) for number, each in enumerate(objects))
    data = file(PAGES + body + TRAILER)
    clean = published(data, "a.pdf")
    assert len(clean) == len(data)
    found = codes(data)
    if "AT005" in found:
        return
    assert published(clean, "a.pdf") == clean
    assert codes(clean) == found
    if "AT011" not in found:
        _names_nobody(clean)


def _names_nobody(data: bytes) -> None:
    """No dictionary holds a person's name, as qpdf reads it; nor does an XMP block."""
    persons = {"/Author", "/Company", "/Manager", "/LastModifiedBy"}
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Type") == pikepdf.Name.Metadata:
                assert WORD not in item.read_bytes()
            if isinstance(item, pikepdf.Dictionary):
                values = [item[key] for key in persons & set(item.keys())]
                assert not [value for value in values if isinstance(value, pikepdf.String) and WORD in bytes(value)]
