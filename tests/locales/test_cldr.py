"""Which configured languages can be written."""

from __future__ import annotations

import pytest

from ttdn_site.locales.cldr import is_known


@pytest.mark.parametrize(
    ("babel", "known"),
    [
        ("vi_VN", True),
        ("zh_Hans_CN", True),
        ("ko", True),
        ("xx_YY", False),
        ("", False),
        ("a b", False),
        ("vi-VN", False),
    ],
)
def test_known_locales(babel: str, known: bool) -> None:
    assert is_known(babel) is known
