"""Small portals for tests: a complete one in four languages, and ways to change a file of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from ttdn_site.content.project import Project, read_project

CLOCK = dt.datetime(2026, 1, 15, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))

MKDOCS = """\
site_name: Cổng thử
site_url: https://example.gov.vn/ttdn/
theme:
  name: material
plugins:
  - ttdn
  - i18n:
      docs_structure: folder
      languages:
        - {locale: vi, name: Tiếng Việt, default: true}
        - {locale: en, name: English}
        - {locale: zh, name: 简体中文}
        - {locale: ja, name: 日本語}
"""

FILES: Mapping[str, str] = {
    "mkdocs.yml": MKDOCS,
    "docs/data/site.yml": """\
name: {vi: Thử, en: Trial, zh: 试, ja: 試し}
portal: {vi: Cổng thử, en: Trial portal, zh: 试验网站, ja: 試験サイト}
tagline: {vi: Thông tin đối ngoại, en: External information, zh: 对外信息, ja: 対外情報}
agency: {vi: Ủy ban nhân dân tỉnh Thử}
waived: [responsible, address, licence, telephone, email]
home:
  title: {vi: Tỉnh Thử, en: Trial Province}
  lead: {vi: Một tỉnh để thử., en: A province for trials.}
  figures:
    - value: {vi: "9.068,73", en: "9,068.73"}
      unit: {vi: km²}
      label: {vi: Diện tích, en: Area}
      note: {vi: "2023"}
      source: https://example.gov.vn/so-lieu
""",
    "docs/data/sections.yml": """\
- slug: about
  title: {vi: Giới thiệu, en: About, zh: 概况, ja: 概要}
  lead: {vi: Đất và người., en: Land and people.}
- slug: news
  title: {vi: Tin tức, en: News, zh: 新闻, ja: ニュース}
  lead: {vi: Tin mới., en: What is new.}
  lists: [article, event, briefing]
- slug: documents
  rank: second
  title: {vi: Văn bản, en: Documents, zh: 文件, ja: 文書}
  lead: {vi: Văn bản., en: Documents.}
  lists: [document]
- slug: contact
  rank: second
  title: {vi: Liên hệ, en: Contact, zh: 联系, ja: 連絡先}
  lead: {vi: Cơ quan., en: Offices.}
  lists: [contact]
""",
    "docs/data/topics.yml": "- slug: border\n  title: {vi: Biên giới, en: Border, zh: 边界, ja: 国境}\n",
    "docs/vi/index.md": "---\ntitle: Trang chủ\nstatus: approved\n---\n\nChào mừng.\n",
    "docs/en/index.md": "---\ntitle: Home\nstatus: approved\n---\n\nWelcome.\n",
    "docs/vi/about/land.md": """\
---
title: Đất đai
summary: Về đất đai.
status: approved
order: 1
aliases: [about/soil]
sources:
  - {title: Báo Thử, url: "https://example.gov.vn/dat", date: 2025-01-02}
---

Xem [tin](../news/tunnel.md#quy-mo).

## Diện tích

Rộng 9.068,73 km².

## Sông

Có ba con sông.
""",
    "docs/en/about/land.md": """\
---
title: Land
summary: On land.
status: approved
---

See [the news](../news/tunnel.md#quy-mo).

## Area

9,068.73 km².

## Rivers

Three rivers.
""",
    "docs/vi/news/tunnel.md": """\
---
title: Khởi công hầm
summary: Hầm khởi công ngày 19/12/2025.
date: 2025-12-19
status: approved
topics: [border]
related: [about/land]
facts:
  - {label: Chiều dài, value: "8,8 km"}
sources:
  - {title: Báo Thử, url: "https://example.gov.vn/ham"}
---

Công trình bắt đầu theo [quyết định](../documents/qd-1.md).

## Quy mô

Dài 8,8 km.
""",
    "docs/zh/news/tunnel.md": """\
---
title: 隧道开工
summary: 隧道于2025年12月19日开工。
status: approved
---

工程已经开始。

## 规模

全长8.8公里。
""",
    "docs/data/documents/qd-1.yml": """\
title: {vi: Quyết định về hầm, en: Decision on the tunnel}
number: 01/QĐ-UBND
kind: decision
issuer: {vi: Ủy ban nhân dân tỉnh Thử, en: People's Committee of Trial Province}
issued: 2025-12-01
force: in_force
status: approved
body:
  vi: |
    Nội dung **quyết định**.
""",
    "docs/data/events/opening.yml": """\
title: {vi: Ngày hội, en: Festival, zh: 节日, ja: 祭り}
starts: 2026-02-01
ends: 2026-02-03
place: {vi: Quảng trường, en: The square, zh: 广场, ja: 広場}
status: approved
""",
}


def write(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files below `root`; None deletes."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def portal(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Project:
    """The small portal with changes, as a project. Its configuration has to be sound."""
    write(root, FILES)
    write(root, changes or {})
    project, problems = read_project(root / "mkdocs.yml")
    assert project is not None, problems
    return project


def catalog(language: str, words: Mapping[str, str]) -> str:
    """A gettext catalog of a project's own."""
    head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(f'\nmsgid "{message}"\nmsgstr "{word}"\n' for message, word in words.items())
