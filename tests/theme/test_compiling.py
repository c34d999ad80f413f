"""Templates of the theme as they are compiled here and as Jinja compiles them: the same pages."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from tests.theme import demo
from tests.theme.test_pages import poisoned
from ttdn_site.pages.voice import StandIn
from ttdn_site.theme.compiling import printed
from ttdn_site.theme.environment import render_content, render_shell, render_slots

CASES = [(segment, kind) for segment in ("vi", "en", "zh", "ja") for kind in demo.KINDS]


def plain(env: jinja2.Environment) -> jinja2.Environment:
    """The same environment with Jinja's own code."""
    other = env.overlay(bytecode_cache=None)
    other.code_generator_class = CodeGenerator
    return other


@pytest.mark.parametrize(("segment", "kind"), CASES)
def test_pages_are_those_that_jinja_makes(segment: str, kind: str) -> None:
    env = demo.environment(segment)
    shell = demo.shell_of(segment, kind, preview=True)
    for state in demo.STATES:
        view = demo.view_of(segment, kind, state)
        for shown in (view, dataclasses.replace(poisoned(view), template=view.template)):
            ours, jinjas = (
                (render_content(each, shown, shell), render_slots(each, shown, shell)) for each in (env, plain(env))
            )
            assert ours == jinjas
            slots = {"title": "", "meta": "", "alternates": "", "content": ours[0], **ours[1]}
            assert render_shell(env, shell, slots) == render_shell(plain(env), shell, slots)


def test_code_is_ours() -> None:
    """Fails when Jinja builds its code otherwise than `compiling` expects."""
    env = demo.environment("en")
    code = env.compile("{{ _('Home') }}{{ icon(view.name) }}{{ view.title }}", raw=True)
    assert "environment.words['Home']" in code
    assert "context.call(" not in code
    assert code.rstrip().endswith("escape = environment.printed\nMacro = environment.macro_class")


def test_an_author_may_reuse_a_name(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "{% macro icon(name) %}<i>{{ name }}</i>{% endmacro %}{{ icon('menu') }}{% set _ = '<' %}{{ _ }}",
        encoding="utf-8",
    )
    env = demo.theme_environment((tmp_path, demo.THEME), demo.translator(demo.ENGLISH, demo.LANGUAGES))
    assert env.get_template("a.html").render() == "<i>menu</i>&lt;"


MACROS = """\
{% macro two(a, b="<") %}[{{ a }}|{{ b }}]{% endmacro %}
{% macro many(a) %}{{ a }}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}
{% macro framed() %}({{ caller("&") }}){% endmacro %}
{% macro nested(a) %}{{ two(a) }}{{ two(b=a, a=1) }}{% endmacro %}
"""
CALLS = (
    "{{ two('<') }}{{ two(1, 2) }}{{ two(b=1, a=2) }}{{ two(1, b='&') }}",
    "{{ many(1, 2, 3) }}{{ many(1, c='<') }}",
    "{% call(x) framed() %}{{ x }}{% endcall %}",
    "{{ nested('<') }}{{ nested(two('&')) }}",
    "{% autoescape false %}{{ two('<') }}{% endautoescape %}",
    "{% macro two(a) %}again {{ a }}{% endmacro %}{{ two('<') }}",
    "{% set one = nested %}{{ one('<') }}{% set framed = two %}{{ framed('<') }}",
    "{% for two in (nested, many) %}{{ two('<') }}{% endfor %}",
    "{{ two() }}",
    "{{ two(1, 2, 3) }}",
    "{{ nested(1, c=2) }}",
)


def outcome(env: jinja2.Environment, text: str) -> str:
    try:
        return env.from_string(text).render()
    except (TypeError, jinja2.UndefinedError) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("call", CALLS)
def test_macros_are_called_as_jinja_calls_them(call: str, tmp_path: Path) -> None:
    (tmp_path / "macros.html").write_text(MACROS, encoding="utf-8")
    env = demo.theme_environment((tmp_path, demo.THEME), demo.translator(demo.ENGLISH, demo.LANGUAGES))
    names = ("two", "many", "framed", "nested")
    imported = "{% import 'macros.html' as m %}" + re.sub(rf"\b({'|'.join(names)})\(", r"m.\1(", call)
    for text in (MACROS + call, imported if "macro" not in call and "set" not in call else call):
        assert outcome(env, text) == outcome(plain(env), text)


@given(st.text(), st.text())
def test_printed_is_escaped(text: str, other: str) -> None:
    for value in (text, Markup(text), StandIn(text, "vi"), Markup("<b>{}</b>").format(other), 3, None):
        assert printed(value) == str(escape(value))
