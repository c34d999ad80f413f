"""What a template raises, with the place in it: a template may be an author's, so anything can be raised."""

from __future__ import annotations


class TemplateFailed(Exception):
    """A template cannot be used. Crosses processes, which a traceback does not.

    file: of the template at work, its name where no file is known. line: from 1; 0 when it is not known.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        self.reason = reason


def failure(error: Exception, template: str) -> TemplateFailed:
    """What `error` says of a template. template: the name of the one that was asked for."""
    said = str(getattr(error, "message", None) or error)
    reason = said if type(error).__module__.startswith("jinja2") else f"{type(error).__name__}: {said}"
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if file is None or not isinstance(line, int):
        file, line = template, 0
        trace = error.__traceback__
        while trace is not None:
            # Jinja puts the template's file and line in place of the code it made of it. The last one is at fault.
            if trace.tb_frame.f_code.co_filename.endswith((".html", ".svg", ".xml", ".css", ".js", ".txt")):
                file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
    return TemplateFailed(str(file), line, reason[:300])
