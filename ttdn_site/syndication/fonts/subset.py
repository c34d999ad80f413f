"""Cuts the fonts of the share image anew.

    python -m ttdn_site.syndication.fonts.subset SITE_YML SANS SANS_BOLD CJK CJK_BOLD

Run when the names in `docs/data/site.yml` bring characters that the fonts lack (problem SY020), then commit the fonts.
Needs fontTools and the Noto fonts (SIL Open Font License 1.1, see `OFL.txt`): NotoSans-Regular.ttf, NotoSans-Bold.ttf,
NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc. Nothing of this runs in a build.

The Latin faces hold all of Vietnamese. The Chinese and Japanese ones hold the characters of the settings, of the names
of provinces and of words that names of offices are made of, each in its own language's form of the glyphs. `held.json`
lists what every face holds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from fontTools import subset  # type: ignore[import-untyped]  # ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types

FOLDER = Path(__file__).parent

LATIN = (
    *(chr(code) for code in range(0x20, 0x7F)),
    *"«»·–—‘’“”…°©",
    *"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư",
    *(chr(code) for code in range(0x1EA0, 0x1EFA)),
)

# Names of the 34 provincial units since 1 July 2025 and of former ones, of neighbours, and words of offices.
CHINESE = (
    "河内海防承天顺化岘港胡志明市芹苴莱州奠边山罗谅山高平宣光老街太原富寿北宁兴安宁平广宁清化义安河静广治广义嘉莱得乐"
    "庆和林同同奈西宁永隆同塔安江金瓯平福平顺得农云南老挝"
    "越南社会主义共和国中央人民委员会议会门户网站对外信息外事厅外务办公省市县乡坊文化体育与旅游计划投资财政欢迎您"
    "0123456789：，。、·—“”（）《》"
)
JAPANESE = (
    "ベトナム社会主義共和国中央人民委員会評議会対外情報ポータルサイト外務局事務省市県文化スポーツ観光計画投資財務公式"
    "雲南ラオスようこその・とをへにはで概要歩み人々自然"
    "0123456789：，。、「」（）ー"
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポァィゥェォッャュョヴ"
)


def _texts(node: Any, key: str) -> Iterator[str]:
    """Every text that stands under the key of a language."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key and isinstance(value, str):
                yield value
            yield from _texts(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, key)


def characters(settings: Any, language: str, common: str) -> str:
    """What a face must hold: the portal's names in this language and the common words, in code order."""
    shown = {key: settings.get(key, {}) for key in ("name", "portal", "tagline", "agency")}
    return "".join(sorted({*common, *"".join(_texts(shown, language))}))


def cut(source: Path, number: int, text: str, target: Path) -> str:
    """Write a subset of one face; returns the characters it holds, in code order. Same input, same bytes."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 13, 14]
    options.recalc_timestamp = False
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    font = TTFont(source, fontNumber=number, recalcTimestamp=False)
    known = font.getBestCmap()
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.save(target)
    return "".join(sorted(character for character in set(text) if ord(character) in known))


def main(arguments: list[str]) -> int:
    settings_path, sans, bold, cjk, cjk_bold = (Path(argument) for argument in arguments)
    settings = yaml.safe_load(settings_path.read_text(encoding="utf-8")) if settings_path.exists() else {}
    latin = "".join(LATIN)
    chinese = characters(settings, "zh", CHINESE)
    japanese = characters(settings, "ja", JAPANESE)
    # Faces in the collections, in order: Japanese, Korean, Simplified Chinese…
    jobs = (
        (sans, -1, latin, "latin-regular.ttf"),
        (bold, -1, latin, "latin-bold.ttf"),
        (cjk, 2, chinese, "zh-regular.otf"),
        (cjk_bold, 2, chinese, "zh-bold.otf"),
        (cjk, 0, japanese, "ja-regular.otf"),
        (cjk_bold, 0, japanese, "ja-bold.otf"),
    )
    held = {name: cut(source, number, text, FOLDER / name) for source, number, text, name in jobs}
    for _, _, text, name in jobs:
        lacking = "".join(sorted(set(text) - set(held[name])))
        print(f"{name}: {(FOLDER / name).stat().st_size} bytes{', lacks ' + lacking if lacking else ''}")
    (FOLDER / "held.json").write_text(
        json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
