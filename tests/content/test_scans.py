"""What the content rules let pass, and that no text makes them slow. What they find is shown in `sites_invalid/`."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.content.scans import RULES, Rule, scan
from ttdn_site.content.scans.outgoing_links import allowed, host_of, source_hosts, unknown_hosts

INNOCENT = [
    "Mật ong rừng Mường Tè được cấp chỉ dẫn địa lý.",
    "## MẬT ONG BẠC HÀ",
    "MẬT ONG",
    "Luật Bảo vệ bí mật nhà nước quy định dấu “TỐI MẬT”, “TUYỆT MẬT”.",
    "Mật độ dân số: 54 người/km². Độ mật độ xây dựng: thấp.",
    "Họp kín với nội dung MẬT và công khai được tách riêng.",
    "classification: public",
    "养蜂和秘密花园。秘境の里。",
    "Điện thoại 0213 3876 501, +84 213 3876 501; đường dây nóng 1900 1234.",
    "Tổng vốn 5.000.000.000.000 đồng; 012 345 678 901 lượt.",
    "https://example.gov.vn/tin-012090123456.html",
    "Mã số thuế 6200012345, mã hồ sơ 000.00.12.H35-250101-0001.",
    "Thẻ căn cước gắn chíp cấp từ năm 2021 cho 350.000 người.",
    "Hộ chiếu phổ thông mẫu mới theo Thông tư 31/2023/TT-BCA.",
    "sngoaivu@laichau.gov.vn, ubnd@chinhphu.vn, info@mail.laichau.gov.vn",
    "Tên miền gmail.com không dùng cho công vụ.",
    "Mật khẩu: do Văn phòng cấp, gồm ít nhất 8 ký tự.",
    "Password: at-least-eight-characters.",
    "The password is required; forgotten passwords are reset by the office.",
    "Bệnh viện dùng máy 5 kΩ, 3 µm, góc α, bước sóng λ; Ω-3.",
    "Русский текст целиком; ελληνικό κείμενο; Lai Châu.",
    "Công an triệt phá đường dây đánh bạc.",
    "Xem [Bộ Ngoại giao](https://mofa.gov.vn/), ![](a.png) và [x]().",
    "COVID-19、Lai Châu省とＡＢＣ。",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_ordinary_text_passes(text: str) -> None:
    assert [(found.code.id, str(found.location)) for found in scan(text, "x.md")] == []


GUILTY = [
    "MẬT",
    "  > **TUYỆT MẬT**",
    "[TỐI MẬT]",
    "Độ mật: Mật.",
    "CONFIDENTIAL",
    "極秘",
    "a.b+c@GMAIL.com",
    "a@yahoo.co.jp",
    "CMND số 045123456",
    "ghp_" + "a1B2" * 9,
    "PASSWORD=Tr0ub4dor&3",
    "mật khẩu là Abc@12345",
    "postgres://ttdn:mật1khẩu@db.local/x".replace("mật1khẩu", "s3cret"),
    "Cоng",
]
# Of every rule, in letters that only patterns which ignore case take for those of the sign.
DISGUISED = [
    "Paſſword=Tr0ub4dor&3",
    "PARACELS",
    "api_\u212aey = Tr0ub4dor&3",
    "nh&agrave; c&aacute;i uy tín",
    "[x](https://x.example/nha-cai)",
    "căn cước công dân 045123456",
    "số hiệu 012090123456",
    "PASSPORT B1234567",
    "[ ](https://x.example/)",
    "biển Nam Trung Hoa",
    "bıển nam trung hoa",
    "status: approved\n\nViết nội dung ở đây.",
    "-----BEGIN PRIVATE KEY-----",
]


@pytest.mark.parametrize("text", GUILTY)
def test_these_do_not(text: str) -> None:
    assert scan(f"Dòng đầu.\n\n{text}\n\nDòng cuối.\n", "x.md")[0].location.line == 3


@pytest.mark.parametrize("text", [*INNOCENT, *GUILTY, *DISGUISED])
def test_a_rule_that_is_not_asked_would_have_found_nothing(text: str) -> None:
    assert scan(text, "x.md") == [found for rule in RULES for found in rule(text, "x.md")]


@pytest.mark.parametrize("text", DISGUISED)
def test_a_disguise_is_seen_through(text: str) -> None:
    assert scan(text, "x.md")


@given(
    st.lists(st.sampled_from(["pass", "KEY", "ſ", "\u212a", "@", "MẬT", "nhà cái", "&amp;", "=Abc@123", "İ", " ", "x"]))
)
def test_signs_hide_nothing_from_any_rule(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert scan(text, "x.md") == [found for rule in RULES for found in rule(text, "x.md")]


def test_no_finding_quotes_what_is_secret_or_personal() -> None:
    secrets = ["012090123456", "nguyenvana", "Dienbien@1954", "AKIAIOSFODNN7EXAMPLE"]
    text = "CCCD 012090123456 nguyenvana@gmail.com mật khẩu: Dienbien@1954 AKIAIOSFODNN7EXAMPLE"
    found = scan(text, "x.md")
    assert len(found) == 4
    assert not [secret for secret in secrets if secret in repr(found)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__module__.rsplit(".", 1)[-1])
def test_no_text_makes_a_rule_slow(rule: Rule) -> None:
    pieces = ["\n", " ", "[", "a", "а", "aа", "@a", "a.a@", "0", "|", "MẬT ", "mật khẩu", "://", "[[", "CCCD ", "]("]
    for piece in pieces:
        start = time.process_time()
        rule(piece * (300_000 // len(piece)), "x.md")
        assert time.process_time() - start < 3, piece


def test_hosts_are_named_one_by_one_or_with_all_below_them() -> None:
    assert allowed("mofa.gov.vn", ["*.gov.vn"])
    assert allowed("GOV.vn.", ["*.gov.vn"])
    assert not allowed("evilgov.vn", ["*.gov.vn"])
    assert not allowed("gov.vn.evil.example", ["*.gov.vn"])
    assert allowed("a.example", ["a.example"])
    assert not allowed("b.a.example", ["a.example"])
    assert host_of("mailto:a@b.example") == ""
    assert host_of("https://[bad") == ""


def test_sources_of_a_page_may_be_linked() -> None:
    hosts = source_hosts({"sources": ({"url": "https://baothu.example/1"}, {"url": None})})
    assert hosts == {"baothu.example"}
    body = "Một.\n\n[a](https://baothu.example/2) [b](https://x.example/) [c](https://x.example/2)"
    addresses = ["https://baothu.example/2", "https://x.example/", "https://x.example/2"]
    found = unknown_hosts(addresses, hosts, body, "x.md", 7)
    assert [str(each.location) for each in found] == ["x.md:9:35"]
