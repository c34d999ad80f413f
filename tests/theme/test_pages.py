"""Every kind of page in every language, read back as a parser reads it."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from itertools import pairwise, product
from typing import Any

import jinja2
import jinja2.meta
import lxml.html
import pytest
from theme import demo

from ttdn_site.pages.views import SLOTS
from ttdn_site.theme.environment import THEME_SLOTS, render_content, render_shell, render_slots
from ttdn_site.theme.failures import TemplateFailed

CASES = [*product(demo.LANGUAGES.segments, demo.KINDS)]
SEGMENTS = demo.LANGUAGES.segments


def tree_of(segment: str, kind: str, state: str = "translated") -> Any:
    return lxml.html.document_fromstring(demo.page(segment, kind, state))


@pytest.mark.parametrize(("segment", "kind"), CASES)
def test_outline_and_names(segment: str, kind: str) -> None:
    tree = tree_of(segment, kind)
    assert tree.get("lang") == demo.LANGUAGES[segment].tag
    assert len(tree.xpath("//h1")) == 1
    levels = [int(heading.tag[1]) for heading in tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    steps = [later - before for before, later in pairwise(levels)]
    assert max(steps, default=0) <= 1, levels
    ids = Counter(tree.xpath("//@id"))
    assert [name for name, count in ids.items() if count > 1] == []
    for fragment in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        assert fragment[1:] in ids
    for field in tree.xpath("//input | //select"):
        assert tree.xpath(f"//label[@for='{field.get('id')}']"), field.get("id")
    for nav in tree.xpath("//nav"):
        assert nav.get("aria-label") or nav.get("aria-labelledby") in ids
    for name in tree.xpath("//@aria-labelledby"):
        assert name in ids
    for image in tree.xpath("//img"):
        assert image.get("alt")
    for drawing in tree.xpath("//*[local-name()='svg']"):
        assert "true" in (drawing.get("aria-hidden"), drawing.getparent().get("aria-hidden"))
    for link in tree.xpath("//a"):
        assert link.text_content().strip(), link.get("href")
    assert not tree.xpath("//button[not(@type)]")


@pytest.mark.parametrize(("segment", "kind"), CASES)
def test_strict_policy(segment: str, kind: str) -> None:
    """Nothing that `default-src 'none'; script-src 'self'; style-src 'self'` would block; no foreign host is asked."""
    tree = tree_of(segment, kind)
    assert not tree.xpath("//@style | //style")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert all(script.get("src") and not script.text for script in tree.xpath("//script"))
    asked = tree.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src")
    assert all(address.startswith(("../theme/", "data:")) for address in asked), asked
    # Style sheet, two scripts, search module, icon: with the page itself six of the eight requests allowed.
    assert len([address for address in asked if address.startswith("../theme/")]) == 5


@pytest.mark.parametrize(("segment", "kind"), CASES)
def test_tables_have_captions_and_scopes(segment: str, kind: str) -> None:
    for table in tree_of(segment, kind).xpath("//table[contains(@class, 'data')]"):
        assert table.xpath("./caption")[0].text_content().strip()
        assert all(cell.get("scope") for cell in table.xpath(".//th"))
        assert all(cell.get("data-label") for cell in table.xpath("./tbody/tr/*"))


@pytest.mark.parametrize("segment", SEGMENTS)
def test_interface_speaks_its_language(segment: str) -> None:
    """No word of the templates stays English on a page of another language."""
    for kind in demo.KINDS:
        tree = tree_of(segment, kind)
        foreign = tree.xpath("//span[@lang='en'][not(ancestor::table)]") if segment != "en" else []
        stray = [element.text_content() for element in foreign]
        assert stray == [], (kind, stray)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_switcher(segment: str) -> None:
    nav = tree_of(segment, "article").xpath("//nav[@class='langs']")[0]
    links = nav.xpath(".//a")
    assert [link.get("lang") for link in links] == [language.tag for language in demo.LANGUAGES]
    assert [link.get("hreflang") for link in links] == [language.tag for language in demo.LANGUAGES]
    assert [link.get("lang") for link in links if link.get("aria-current")] == [demo.LANGUAGES[segment].tag]
    for link in links:
        missing = "missing" in (link.get("class") or "")
        note = link.xpath("./span[@class='vh']")
        assert bool(note) == missing
        assert all(part.get("lang") == demo.LANGUAGES[segment].tag for part in note)
    assert not nav.xpath(".//img")


@pytest.mark.parametrize("segment", SEGMENTS)
def test_fallback_says_so_before_the_text(segment: str) -> None:
    tree = tree_of(segment, "article", "fallback")
    tag = demo.LANGUAGES[segment].tag
    source = "en" if segment == "vi" else "vi"
    order = tree.xpath("//main//aside[@class='notice'] | //h1 | //div[@id='text']")
    assert [element.tag for element in order] == ["aside", "h1", "div"]
    notice, title, text = order
    assert not notice.xpath("ancestor-or-self::*[@lang and not(self::html)]")
    assert title.get("lang") == text.get("lang") == source
    assert tree.get("lang") == tag
    assert notice.xpath(f".//a[@lang='{source}']")


def test_each_state_has_its_badge() -> None:
    words = [tree_of("en", "article", state).xpath("//*[contains(@class, 'badge')]") for state in demo.STATES]
    assert all(len(found) == 1 for found in words)
    assert len({found[0].text_content() for found in words}) == len(demo.STATES)
    assert all(found[0].xpath("./i[contains(@class, 'i-')]") for found in words), "never colour alone"


@pytest.mark.parametrize("segment", SEGMENTS)
def test_what_is_to_be_filled_in_is_marked(segment: str) -> None:
    foot = tree_of(segment, "article").xpath("//footer")[0]
    assert [mark.text_content() for mark in foot.xpath(".//*[@class='todo']")] == [demo.TO_FILL_IN[demo.place(segment)]]


def test_preview_has_a_banner() -> None:
    assert 'class="preview"' in demo.page("vi", "article", preview=True)
    assert 'class="preview"' not in demo.page("vi", "article")


def test_shell_reads_no_page() -> None:
    """One shell serves many pages: it must not see `view`, nor depend on what is in a slot."""
    env = demo.environment("en")
    assert env.loader is not None
    names, queue = set(), ["main.html"]
    while queue:
        name = queue.pop()
        names.add(name)
        tree = env.parse(env.loader.get_source(env, name)[0])
        assert "view" not in jinja2.meta.find_undeclared_variables(tree), name
        queue += [found for found in jinja2.meta.find_referenced_templates(tree) if found and found not in names]
    shell = demo.shell_of("en", "article")
    text = render_shell(env, shell, {name: f"[[{name}]]" for name in SLOTS})
    assert sorted(re.findall(r"\[\[(\w+)\]\]", text)) == sorted(SLOTS)
    empty = render_shell(env, shell, dict.fromkeys(SLOTS, ""))
    assert re.sub(r"\[\[\w+\]\]", "", text) == empty


def test_slots_of_the_theme() -> None:
    view, shell = demo.view_of("ja", "article"), demo.shell_of("ja", "article")
    slots = render_slots(demo.environment("ja"), view, shell)
    assert tuple(slots) == THEME_SLOTS
    assert all(text.strip() for text in slots.values())
    bare = dataclasses.replace(
        view, breadcrumb=(), headings=view.headings[:2], state="generated", date="", updated="", variants=()
    )
    slots = render_slots(demo.environment("ja"), bare, shell)
    assert not slots["breadcrumb"].strip()
    assert not slots["contents_list"].strip()
    assert not slots["dates"].strip()


HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def poisoned(value: Any, depth: int = 0) -> Any:
    """The same view with every text that comes from editors made hostile."""
    # Names of filters become names of attributes; they are ours.
    kept = {"template", "state", "segment", "kind", "mark", "date", "body", "type", "base", "iso", "end_date"}
    kept |= {"filters", "row_values"}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return value._replace(
            **{name: poisoned(getattr(value, name), depth + 1) for name in value._fields if name not in kept}
        )
    if isinstance(value, tuple):
        return tuple(poisoned(part, depth + 1) for part in value)
    if isinstance(value, dict):
        return {key: poisoned(part, depth + 1) for key, part in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: poisoned(getattr(value, field.name), depth + 1)
            for field in dataclasses.fields(value)
            if field.name not in kept
        }
        return dataclasses.replace(value, **changed)
    return HOSTILE if isinstance(value, str) and value else value


@pytest.mark.parametrize("kind", demo.KINDS)
def test_hostile_texts_stay_texts(kind: str) -> None:
    view = poisoned(demo.view_of("en", kind))
    shell = dataclasses.replace(demo.shell_of("en", kind), agency=HOSTILE, site_name=HOSTILE)
    env = demo.environment("en")
    made = (
        render_content(env, view, shell)
        + "".join(render_slots(env, view, shell).values())
        + render_shell(env, shell, dict.fromkeys(SLOTS, ""))
    )
    tree = lxml.html.fragment_fromstring(made, create_parent="div")
    assert "alert(1)" in made
    assert not tree.xpath("//@onerror")
    assert not [script for script in tree.xpath("//script") if "alert" in (script.text or "")]


def test_same_bytes_twice() -> None:
    assert demo.page("zh", "home") == demo.page("zh", "home")


def test_authors_can_override_a_part_or_a_block(tmp_path: Any) -> None:
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials" / "footer.html").write_text("<footer>{{ shell.agency }}</footer>", encoding="utf-8")
    (tmp_path / "main.html").write_text(
        '{% extends "theme/main.html" %}{% block announce %}<p>15/12</p>{% endblock %}', encoding="utf-8"
    )
    env = demo.theme_environment((tmp_path, demo.THEME), demo.translator(demo.ENGLISH, demo.LANGUAGES))
    text = render_shell(env, demo.shell_of("en", "page"), dict.fromkeys(SLOTS, ""))
    assert "<footer>People&#39;s Committee of Lai Chau Province</footer>" in text
    assert "<p>15/12</p>" in text
    assert 'class="foot"' not in text


def test_a_name_that_no_one_set_is_an_error(tmp_path: Any) -> None:
    (tmp_path / "main.html").write_text("{{ shell.agency }}{{ titel }}", encoding="utf-8")
    env = demo.theme_environment((tmp_path, demo.THEME), demo.translator(demo.ENGLISH, demo.LANGUAGES))
    with pytest.raises(TemplateFailed, match="titel"):
        render_shell(env, demo.shell_of("en", "page"), dict.fromkeys(SLOTS, ""))
