"""`ttdn package` and `ttdn sign`: the archive that is handed to the host, and its signature."""

from __future__ import annotations

import argparse
from pathlib import Path

from ttdn_site.cli.begin import begin
from ttdn_site.cli.report import exit_code, show
from ttdn_site.cli.words import Words
from ttdn_site.cli.writing import folder
from ttdn_site.publish.manifest import read_manifest
from ttdn_site.publish.ownership import manifest_folder
from ttdn_site.publish.package import PackageRequest, make_package, misplaced
from ttdn_site.publish.signing import sign_manifest


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "-o", "--output", default="build", metavar=words("FOLDER"), help=words("where the archives go")
    )
    command.add_argument(
        "--server-folder",
        default="/var/www/thongtindoingoai",
        metavar=words("FOLDER"),
        help=words("folder of the site on the server, for its configuration"),
    )
    command.add_argument(
        "--since", metavar=words("FOLDER"), help=words("manifest folder of the publication the host has: changes only")
    )
    command.add_argument("--sign", metavar=words("FILE"), help=words("sign the manifest with this SSH key first"))


def run(options: argparse.Namespace, words: Words) -> int:
    begun = begin(options, words)
    if begun is None:
        return 1
    project, clock, problems = begun
    manifest = manifest_folder(project.target)
    if options.sign:
        problems += sign_manifest(manifest, Path(options.sign), keep_out=(project.root, project.target))
    previous = None
    if options.since:
        read, found = read_manifest(Path(options.since))
        problems += found
        previous = read[1] if read else None
    # Former addresses need no rule of the server: the site holds a page at each that leads on.
    request = PackageRequest(
        site=project.target,
        manifest_folder=manifest,
        name=project.base_path.strip("/").replace("/", "-") or "site",
        base_url=project.base_url,
        base_path=project.base_path,
        server_folder=options.server_folder,
        epoch=int(clock.timestamp()),
        previous=previous,
    )
    output = Path(options.output)
    problems += misplaced(output, (project.target, manifest, project.docs)) or folder(output)
    if not exit_code(problems):
        paths, found = make_package(request, output)
        problems += found
        for path in paths:
            print(project.relative(path.resolve()))
    show(problems, "text", words)
    return exit_code(problems)
