"""Addresses of a text that is read away from its page."""

from __future__ import annotations

import time

import pytest

from ttdn_site.syndication.absolute import absolutize

PAGE = "https://laichau.gov.vn/ttdn/en/news/x/"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="../y/">y</a>', '<a href="https://laichau.gov.vn/ttdn/en/news/y/">y</a>'),
        ('<a href="#fn:1">1</a>', f'<a href="{PAGE}#fn:1">1</a>'),
        ('<a href="https://chinhphu.vn/?a=1&amp;b=2">', '<a href="https://chinhphu.vn/?a=1&amp;b=2">'),
        ('<img src="../../../assets/a.png" alt="">', '<img src="https://laichau.gov.vn/ttdn/assets/a.png" alt="">'),
        (
            '<img srcset="../a.png 1x, ../b.png 2x">',
            '<img srcset="https://laichau.gov.vn/ttdn/en/news/a.png 1x, https://laichau.gov.vn/ttdn/en/news/b.png 2x">',
        ),
        (
            "<a title='href=\"../y/\"' href='../y/'>",
            '<a title=\'href="../y/"\' href="https://laichau.gov.vn/ttdn/en/news/y/">',
        ),
        ("<a href=../y/>", '<a href="https://laichau.gov.vn/ttdn/en/news/y/">'),
        ('<A HREF="../y/">', '<A HREF="https://laichau.gov.vn/ttdn/en/news/y/">'),
        ('<a href="mailto:a@laichau.gov.vn">', '<a href="mailto:a@laichau.gov.vn">'),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href=" java\tscript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="&#106;avascript:alert(1)">x</a>', "<a>x</a>"),
        ('<img src="data:image/png;base64,AA==">', '<img src="data:image/png;base64,AA==">'),
        ('<iframe src="data:text/html,x">', "<iframe>"),
        ("<p>href=\"../y/\" &lt;a href='x'&gt;</p>", "<p>href=\"../y/\" &lt;a href='x'&gt;</p>"),
        ('<!-- <a href="../y/"> --><br/>', '<!-- <a href="../y/"> --><br/>'),
        ('<td headers="h1" data-x="../y/">', '<td headers="h1" data-x="../y/">'),
    ],
)
def test_absolutize(markup: str, expected: str) -> None:
    assert absolutize(markup, PAGE) == expected


@pytest.mark.parametrize("piece", ["<a ", "<a href", '<a b="', "<!--", "<a b=' \"", "< "])
def test_broken_markup_takes_no_time(piece: str) -> None:
    started = time.perf_counter()
    absolutize(piece * 3000, PAGE)
    assert time.perf_counter() - started < 1.0
