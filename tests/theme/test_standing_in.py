"""Texts in another language mark themselves, wherever HTML has a place for it."""

from __future__ import annotations

import pickle

from markupsafe import escape

from ttdn_site.pages.voice import StandIn
from ttdn_site.theme.standing_in import settle

WORD = StandIn("Menu & <more>", "en")


def test_in_a_text_it_gets_its_language() -> None:
    assert settle(f"<p>{escape(WORD)}</p>") == '<p><span lang="en">Menu &amp; &lt;more&gt;</span></p>'


def test_where_there_is_no_place_it_stays_a_text() -> None:
    page = "<title>{0}</title><nav aria-label=\"{0}\"><option value='{0}'>{0}</option>"
    assert settle(page.format(escape(WORD))) == page.format("Menu &amp; &lt;more&gt;")


def test_it_is_a_text_like_any_other() -> None:
    assert WORD == "Menu & <more>"
    assert hash(WORD) == hash("Menu & <more>")
    assert f"{WORD}!" == "Menu & <more>!"
    again = pickle.loads(pickle.dumps(WORD))
    assert (again, again.lang) == (WORD, "en")


def test_a_page_without_one_is_left_alone() -> None:
    page = "<p>Menu</p>"
    assert settle(page) is page
