"""How templates become Python: as Jinja does it, with shorter ways to what nearly every line of the theme prints.

Jinja calls everything through the context and wraps every printed text into `Markup` before it is joined. A page of
the theme prints a hundred texts and thirty words, so both are most of its time. Here a word without parameters is
looked up in the environment, functions of the environment and macros of the same or an imported file are called
directly, an attribute is asked for without a detour where there is one, and a printed text is escaped and stays a text.
What a page says is the same.

Templates are compiled once for all languages, so nothing of a language stands in the compiled code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.nodes import EvalContext
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

# Functions of the environment, which take no context; and where it keeps words without parameters.
DIRECT = frozenset(("_", "_t", "_n", "icon", "mark", "landscape", "day_block"))
WORDS = {"_": "words", "_t": "plain_words"}


def _replaced(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;").replace('"', "&#34;")
    )


# From MarkupSafe 3.0 on: the same in one pass.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _replaced)


def printed(value: object) -> str:
    """A value as a page shows it: escaped, unless it is HTML already."""
    if type(value) is str:
        return _escaped(value)
    return value if type(value) is Markup else escape(value)


class OrdinaryMacro(Macro):
    """A macro that is nearly always called with its arguments in their order, in a file that escapes what it prints."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        special = self.caller or self.explicit_caller or self.catch_kwargs or self.catch_varargs
        self._ordinary = bool(self._default_autoescape) and not special

    def __call__(self, *arguments: Any, **named: Any) -> str:
        lacking = self._argument_count - len(arguments)
        if named or lacking < 0 or not self._ordinary or (arguments and isinstance(arguments[0], EvalContext)):
            return super().__call__(*arguments, **named)
        return Markup(self._func(*arguments, *(missing,) * lacking))


class Generator(CodeGenerator):
    """Writes the code of one template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        imported = {each.target for each in node.find_all(nodes.Import)}
        macros = {each.name for each in node.body if isinstance(each, nodes.Macro)}
        assigned = {name.name for name in node.find_all(nodes.Name) if name.ctx != "load"}
        self._imported, self._macros = imported - assigned, macros - assigned
        super().visit_Template(node, frame)
        # The functions above these lines look their names up when they run.
        self.writeline("escape = environment.printed")
        self.writeline("Macro = environment.macro_class")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if not isinstance(node.node, nodes.Name):
            super().visit_Getattr(node, frame)
            return
        self.write("(found if (found := getattr(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else ")
        super().visit_Getattr(node, frame)
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if forward_caller or not self._is_direct(node, frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        if isinstance(node.node, nodes.Name) and node.node.name in WORDS and len(node.args) == 1 and not node.kwargs:
            word = node.args[0]
            if isinstance(word, nodes.Const):
                self.write(f"environment.{WORDS[node.node.name]}[{word.value!r}]")
                return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for named in node.kwargs:
            self.visit(named, frame)
            self.write(", ")
        self.write(")")

    def _is_direct(self, node: nodes.Call, frame: Frame) -> bool:
        """Whether a function is called with arguments as they stand, and no context: one of the environment under its
        own name, or a macro of this or of an imported file."""
        if node.dyn_args or node.dyn_kwargs:
            return False
        if isinstance(node.node, nodes.Getattr):
            return isinstance(node.node.node, nodes.Name) and node.node.node.name in self._imported
        if isinstance(node.node, nodes.Name) and node.node.name in self._macros:
            return True
        if not isinstance(node.node, nodes.Name) or node.node.name not in DIRECT:
            return False
        load = frame.symbols.find_load(frame.symbols.ref(node.node.name))
        return load is not None and load[0] == VAR_LOAD_RESOLVE
