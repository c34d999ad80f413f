"""The Data Package: accepted by frictionless, and its own words about its files are true."""

from __future__ import annotations

import hashlib
import json
import warnings
from pathlib import Path

import pytest
from tables.table_samples import every_view, sample_view, view_of

from ttdn_site.tables.datapackage import package_files

with warnings.catch_warnings():
    # The validator's own dependencies warn when they are imported.
    warnings.simplefilter("ignore")
    frictionless = pytest.importorskip("frictionless")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("id", "segment"), [pair for pair in every_view() if pair[1] in ("vi", "ja")])
def test_frictionless_accepts_it(id: str, segment: str, tmp_path: Path) -> None:
    for name, data in package_files(view_of(id, segment)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])


def test_hashes_and_sizes_are_those_of_the_files() -> None:
    files = dict(package_files(sample_view("en")))
    package = json.loads(files["datapackage.json"])
    assert [resource["path"] for resource in package["resources"]] == [
        name for name in files if name != "datapackage.json"
    ]
    for resource in package["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_schema_says_what_the_conventions_ask() -> None:
    package = json.loads(dict(package_files(sample_view("en")))["datapackage.json"])
    text = json.dumps(package)
    assert "fieldsMatch" not in text
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert schemas["lines"]["foreignKeys"] == [
        {"fields": ["parent_id"], "reference": {"resource": "", "fields": ["row_id"]}}
    ]
    assert {"value": "-", "label": "none"} in schemas["amounts"]["missingValues"]
    assert {"value": "", "label": "not stated"} in schemas["amounts"]["missingValues"]
    types = {field["name"]: field.get("columnType") for field in schemas["amounts"]["fields"]}
    assert types["value"] == "value"
    assert types["year"] == "date:fiscal-year"
    titles = {field["name"]: field["title"] for field in schemas["lines"]["fields"]}
    assert titles["parent_id"] == "Parent ID"
