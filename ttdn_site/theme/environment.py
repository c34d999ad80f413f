"""Templates: the environment of one language and the three ways of rendering; each raises TemplateFailed.

Content templates (`pages/`) and slots (`slots/`) see `view` and `shell`; the shell (`main.html`) sees `shell` and
`slot` only. All see `_` (a word, wrapped in `<span lang>` where it stands in from another language), `_t` (the same as
plain text, for attributes), `_n` (singular, plural, number), `icon`, `mark` and `landscape`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import jinja2
from jinja2.ext import Extension
from markupsafe import Markup, escape

from ttdn_site.locales.catalogs import Translator, Word
from ttdn_site.pages.views import PageView, ShellView
from ttdn_site.pages.voice import StandIn
from ttdn_site.theme.calendar_words import DayBlock, day_block
from ttdn_site.theme.failures import failure
from ttdn_site.theme.icons import ICONS
from ttdn_site.theme.ornament.landscapes import landscape
from ttdn_site.theme.ornament.stitches import marks

# Slots of which the theme makes the content. `title`, `meta` and `alternates` come from syndication.
THEME_SLOTS = ("switcher", "breadcrumb", "contents_list", "dates")
DEFAULT_MARK = "about"


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates kept for the environments of the other languages: words are looked up when a page is made."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        code = self._codes.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


# Holds nothing but what follows from the text of a template, by the hash of that text.
_COMPILED = _Compiled()


class _Words:
    """Words of one language for templates. A word without parameters is looked up once."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._known: Callable[[str], Markup] = functools.cache(self._marked)

    def plain(self, message: str, /, **values: object) -> str:
        """For attributes, and for macros that print a label in an attribute and as a text."""
        text, lang = self._translator.gettext(message, **values), self._translator.word(message).lang
        return StandIn(text, lang) if lang else text

    def _marked(self, message: str) -> Markup:
        return _as_markup(self._translator.word(message), {})

    def word(self, message: str, /, **values: object) -> Markup:
        if not values:
            return self._known(message)
        return _as_markup(self._translator.word(message), values)

    def plural(self, singular: str, plural: str, number: int, /, **values: object) -> Markup:
        return _as_markup(self._translator.plural_word(singular, plural, number), {"number": number, **values})


def _as_markup(word: Word, values: Mapping[str, object]) -> Markup:
    """The word escaped, its `{name}` filled with escaped values, and its language where it is another one."""
    text = str(escape(word.text))
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(escape(value)))
    marked = f'<span lang="{escape(word.lang)}">{text}</span>' if word.lang else text
    return Markup(marked)


def theme_environment(dirs: tuple[Path, ...], translator: Translator) -> jinja2.Environment:
    """The environment of one language. dirs: folders of templates, an author's overrides first, the theme's own last.

    An override may build on what it replaces: `{% extends "theme/main.html" %}`.

    A variable that no one has set is an error (`jinja2.UndefinedError`), not an empty text.
    """
    extensions: list[str | type[Extension]] = ["jinja2.ext.do"]
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.FileSystemLoader([str(folder) for folder in dirs]),
                jinja2.PrefixLoader({"theme": jinja2.FileSystemLoader(str(dirs[-1]))}),
            ]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        extensions=extensions,
    )
    words = _Words(translator)

    def block(first: str, last: str = "") -> DayBlock:
        return day_block(first, last, translator.gettext)

    env.globals.update(
        _=words.word,
        _t=words.plain,
        _n=words.plural,
        icon=_icon,
        mark=_mark,
        landscape=_landscape,
        day_block=block,
    )
    env.filters["lang_of"] = lang_attribute
    env.filters["whole"] = keep_whole
    return env


def lang_attribute(tag: str) -> Markup:
    """` lang="vi"`, or nothing for an empty tag."""
    return Markup(' lang="{}"').format(tag) if tag else Markup("")


# What a line break in a title would tear apart: years from – to, an ordinal with its counter, a short compound.
_WHOLE = re.compile(
    r"\d+年?[-–—～〜]\d+(?:年(?:代|度)?)?"
    r"|第\d+[\u4e00-\u9fff]?"
    r"|[\u4e00-\u9fff]{1,3}[—–][\u4e00-\u9fff]"
    r"|\b[^\W\d_]{1,9}(?:[-–][^\W\d_]{1,9})+(?![\w-])",
)
LONGEST_WHOLE = 18


def keep_whole(title: str) -> str:
    """A title in which years (`2018–2020`), ordinals (`第2回`) and short compounds stay on one line."""
    if hasattr(title, "__html__") or _WHOLE.search(title) is None:
        return title
    parts: list[str | Markup] = []
    end = 0
    for found in _WHOLE.finditer(title):
        if len(found[0]) > LONGEST_WHOLE:
            continue
        parts += (escape(title[end : found.start()]), Markup('<span class="whole">{}</span>').format(found[0]))
        end = found.end()
    return Markup("").join((*parts, escape(title[end:])))


@functools.cache
def _icon(name: str) -> Markup:
    return Markup(f'<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="{ICONS[name]}"/></svg>')


@functools.cache
def _mark(name: str) -> Markup:
    known = marks()
    return Markup(known.get(name) or known[DEFAULT_MARK])


@functools.cache
def _landscape(motif: str) -> Markup:
    return Markup(landscape(motif))


def render_content(env: jinja2.Environment, view: PageView, shell: ShellView) -> str:
    """What stands in `<main>`: the template named by the view."""
    return _rendered(env, f"pages/{view.template}.html", view=view, shell=shell)


def render_slots(env: jinja2.Environment, view: PageView, shell: ShellView) -> dict[str, str]:
    """The slots that the theme makes, by name."""
    return {name: _rendered(env, f"slots/{name}.html", view=view, shell=shell) for name in THEME_SLOTS}


def render_shell(
    env: jinja2.Environment, shell: ShellView, slots: Mapping[str, str], view: PageView | None = None
) -> str:
    """The whole page. Slots are finished HTML. view: only for an author's override that reads page data."""
    slot = {name: Markup(text) for name, text in slots.items()}
    if view is None:
        return _rendered(env, "main.html", shell=shell, slot=slot)
    return _rendered(env, "main.html", shell=shell, slot=slot, view=view)


def _rendered(env: jinja2.Environment, name: str, **values: object) -> str:
    """Raises TemplateFailed, whatever a template raises."""
    try:
        return env.get_template(name).render(**values)
    except Exception as error:
        raise failure(error, name) from error
