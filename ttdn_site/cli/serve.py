"""`ttdn serve`: a preview in the browser that follows every save."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import threading
from pathlib import Path

from ttdn_site.cli.arguments import whole_number
from ttdn_site.cli.report import format_argument, show
from ttdn_site.cli.words import Words
from ttdn_site.engine.preview import Preview, Server, handler
from ttdn_site.problems import Location, Problem, Severity, declare, problem

ADDRESS_TAKEN = declare(
    "CL014",
    Severity.ERROR,
    "Nothing can be served at {address}: {reason}",
    "Choose another port with --port, or stop the program that uses this one",
    wrong="ttdn serve (twice)",
    right="ttdn serve --port 8001",
)


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument("--host", default="127.0.0.1", metavar=words("ADDRESS"), help=words("address to listen on"))
    command.add_argument(
        "--port", type=whole_number(0, 65535), default=8000, metavar=words("PORT"), help=words("port to listen on")
    )
    format_argument(command, words)


def run(options: argparse.Namespace, words: Words) -> int:
    preview = Preview(Path(options.config_file).resolve(), lambda: dt.datetime.now(dt.UTC))

    def report(problems: tuple[Problem, ...], seconds: float) -> None:
        show(problems, options.format, words)
        print(words("Built in {seconds} s", seconds=f"{seconds:.2f}"), file=sys.stderr, flush=True)

    show(preview.rebuild(), options.format, words)
    if not preview.state.files:
        return 1
    try:
        server = Server((options.host, options.port), handler(preview, words.locale))
    except (OSError, TypeError, ValueError) as error:
        # A name that is none is a TypeError or a ValueError.
        address = f"{options.host}:{options.port}"
        reason = (error.strerror or error) if isinstance(error, OSError) else error
        refused = problem(ADDRESS_TAKEN, Location("--port"), address=address, reason=reason)
        show([refused], options.format, words)
        return 1
    stop = threading.Event()
    watcher = threading.Thread(target=preview.watch, args=(stop, report), daemon=True)
    watcher.start()
    where = f"http://{options.host}:{server.server_address[1]}{preview.base_path}"
    print(words("Serving at {address} (stop with Ctrl+C)", address=where), file=sys.stderr, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        stop.set()
        server.server_close()
    return 0
