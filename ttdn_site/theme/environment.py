"""Templates: the environment of one language and the three ways of rendering; each raises TemplateFailed.

Content templates (`pages/`) and slots (`slots/`) see `view` and `shell`; the shell (`main.html`) sees `shell` and
`slot` only. All see `_` (a word, wrapped in `<span lang>` where it stands in from another language), `_t` (the same as
plain text, for attributes), `_n` (singular, plural, number), `icon`, `mark` and `landscape`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2.ext import Extension
from markupsafe import Markup, escape

from ttdn_site.locales.catalogs import Translator, Word
from ttdn_site.pages.views import PageView, ShellView
from ttdn_site.pages.voice import StandIn
from ttdn_site.theme.calendar_words import DayBlock, day_block
from ttdn_site.theme.compiling import Generator, OrdinaryMacro, printed
from ttdn_site.theme.failures import failure
from ttdn_site.theme.icons import ICONS
from ttdn_site.theme.ornament.landscapes import landscape
from ttdn_site.theme.ornament.stitches import marks

# Slots of which the theme makes the content. `title`, `meta` and `alternates` come from syndication.
THEME_SLOTS = ("switcher", "breadcrumb", "contents_list", "dates")
DEFAULT_MARK = "about"
_NOTHING = Markup("")


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


class _Known(dict[str, Markup]):
    """Words without parameters as templates print them, each looked up once."""

    def __init__(self, translator: Translator) -> None:
        super().__init__()
        self._translator = translator

    def __missing__(self, message: str) -> Markup:
        found = self[message] = _as_markup(self._translator.word(message), {})
        return found


class _KnownPlain(dict[str, str]):
    """The same for attributes, and for macros that print a label in an attribute and as a text."""

    def __init__(self, translator: Translator) -> None:
        super().__init__()
        self._translator = translator

    def __missing__(self, message: str) -> str:
        text, lang = self._translator.gettext(message), self._translator.word(message).lang
        found = self[message] = StandIn(text, lang) if lang else text
        return found


class ThemeEnvironment(jinja2.Environment):
    """The environment of one language. See `theme_environment` and `compiling`."""

    code_generator_class = Generator
    printed = staticmethod(printed)
    macro_class = OrdinaryMacro

    def __init__(self, translator: Translator, **options: Any) -> None:
        super().__init__(**options)
        self.translator = translator
        self.found: dict[str, jinja2.Template] = {}
        self.words = _Known(translator)
        self.plain_words = _KnownPlain(translator)
        self.globals.update(
            _=self._word,
            _t=self._plain,
            _n=self._plural,
            icon=_icon,
            mark=_mark,
            landscape=_landscape,
            day_block=self._day_block,
        )
        self.filters["lang_of"] = lang_attribute
        self.filters["whole"] = keep_whole

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        """As Jinja finds them, asked for once: no template changes while an environment lives."""
        if not isinstance(name, str) or globals is not None or self.overlayed:
            return super().get_template(name, parent, globals)
        if name not in self.found:
            self.found[name] = super().get_template(name, parent)
        return self.found[name]

    def _word(self, message: str, /, **values: object) -> Markup:
        return _as_markup(self.translator.word(message), values) if values else self.words[message]

    def _plain(self, message: str, /, **values: object) -> str:
        if not values:
            return self.plain_words[message]
        text, lang = self.translator.gettext(message, **values), self.translator.word(message).lang
        return StandIn(text, lang) if lang else text

    def _plural(self, singular: str, plural: str, number: int, /, **values: object) -> Markup:
        return _as_markup(self.translator.plural_word(singular, plural, number), {"number": number, **values})

    def _day_block(self, first: str, last: str = "") -> DayBlock:
        return day_block(first, last, self.translator.gettext)


def _as_markup(word: Word, values: Mapping[str, object]) -> Markup:
    """The word escaped, its `{name}` filled with escaped values, and its language where it is another one."""
    text = str(escape(word.text))
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(escape(value)))
    marked = f'<span lang="{escape(word.lang)}">{text}</span>' if word.lang else text
    return Markup(marked)


def theme_environment(dirs: tuple[Path, ...], translator: Translator) -> ThemeEnvironment:
    """The environment of one language. dirs: folders of templates, an author's overrides first, the theme's own last.

    An override may build on what it replaces: `{% extends "theme/main.html" %}`.

    A variable that no one has set is an error (`jinja2.UndefinedError`), not an empty text.
    """
    extensions: list[str | type[Extension]] = ["jinja2.ext.do"]
    return ThemeEnvironment(
        translator,
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


def lang_attribute(tag: str) -> Markup:
    """` lang="vi"`, or nothing for an empty tag."""
    return Markup(' lang="{}"').format(tag) if tag else _NOTHING


# What a line break in a title would tear apart: years from – to, an ordinal with its counter, a short compound.
_WHOLE = re.compile(
    r"\d+年?[-–—～〜]\d+(?:年(?:代|度)?)?"
    r"|第\d+[\u4e00-\u9fff]?"
    r"|[\u4e00-\u9fff]{1,3}[—–][\u4e00-\u9fff]"
    # What the portals are about.
    r"|对外信息|対外情報"
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
    if name not in ICONS:
        raise KeyError(name)
    return Markup(f'<i class="i i-{name}"></i>')


@functools.cache
def _mark(name: str) -> Markup:
    return Markup(f'<i class="mark m-{name if name in marks() else DEFAULT_MARK}"></i>')


@functools.cache
def _landscape(motif: str) -> Markup:
    return Markup(landscape(motif))


def render_content(env: jinja2.Environment, view: PageView, shell: ShellView) -> str:
    """What stands in `<main>`: the template named by the view."""
    return _rendered(env, f"pages/{view.template}.html", {**env.globals, "view": view, "shell": shell})


def render_slots(env: jinja2.Environment, view: PageView, shell: ShellView) -> dict[str, str]:
    """The slots that the theme makes, by name."""
    variables = {**env.globals, "view": view, "shell": shell}
    return {name: _rendered(env, f"slots/{name}.html", variables) for name in THEME_SLOTS}


def render_shell(
    env: jinja2.Environment, shell: ShellView, slots: Mapping[str, str], view: PageView | None = None
) -> str:
    """The whole page. Slots are finished HTML. view: only for an author's override that reads page data."""
    variables = {**env.globals, "shell": shell, "slot": {name: Markup(text) for name, text in slots.items()}}
    if view is not None:
        variables["view"] = view
    return _rendered(env, "main.html", variables)


def _rendered(env: jinja2.Environment, name: str, variables: dict[str, Any]) -> str:
    """As `Template.render`, with variables that hold the globals already and may serve several templates.

    Raises TemplateFailed, whatever a template raises.
    """
    try:
        template = env.get_template(name)
        context = env.context_class(env, variables, template.name, template.blocks)
        try:
            return env.concat(template.root_render_func(context))
        except Exception:
            env.handle_exception()
    except Exception as error:
        raise failure(error, name) from error
