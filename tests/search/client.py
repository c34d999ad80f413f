"""Runs the browser's query module outside a page: in Node, or in Chromium where there is no Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ttdn_site

ASSETS = Path(ttdn_site.__file__).parent / "theme" / "assets"
MODULE = ASSETS / "search-query.js"
HARNESS = Path(__file__).with_name("harness.js")
_NODE = """
import * as module from {module};
import {{ readFileSync }} from "node:fs";
const harness = {harness};
console.log(JSON.stringify(await harness(module, JSON.parse(readFileSync(0, "utf8")))));
"""
_CHROMIUM = """
async ([source, jobs]) => {{
  const module = await import(URL.createObjectURL(new Blob([source], {{ type: "text/javascript" }})));
  return await ({harness})(module, jobs);
}}
"""


def run(jobs: list[dict[str, Any]], folder: Path) -> list[Any]:
    """What the harness answers to each job; `folder` takes the module under a name Node reads as a module."""
    node = shutil.which("node")
    return run_in_node(node, jobs, folder) if node else run_in_chromium(jobs)


def run_in_node(node: str, jobs: list[dict[str, Any]], folder: Path) -> list[Any]:
    copy = folder / "search-query.mjs"
    shutil.copyfile(MODULE, copy)
    script = folder / "run.mjs"
    harness = HARNESS.read_text("utf-8")
    script.write_text(_NODE.format(module=json.dumps(copy.as_uri()), harness=harness), encoding="utf-8")
    done = subprocess.run(
        [node, str(script)], input=json.dumps(jobs), capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def run_in_chromium(jobs: list[dict[str, Any]]) -> list[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            page = browser.new_page()
            script = _CHROMIUM.format(harness=HARNESS.read_text("utf-8"))
            return list(page.evaluate(script, [MODULE.read_text("utf-8"), jobs]))
        finally:
            browser.close()


def texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files of an index as the harness takes them."""
    return {name: content.decode("utf-8") for name, content in files.items()}
