"""Pages to measure search with: invented ones with a natural spread of words, or a folder of Markdown.

The invented language of a script has a fixed list of words whose frequencies fall as 1/rank (Zipf), which is what
decides sizes: many words in nearly every page, and many in one page only. Three words in four are among the forty that
like to follow the word before, as in true text, else neighbours would never recur. Texts mean nothing. Same arguments,
same pages.
"""

from __future__ import annotations

import datetime
import itertools
import random
import re
from pathlib import Path

from ttdn_site.search.record import SearchRecord

WORDS = {"vi": 12_000, "en": 30_000, "zh": 20_000, "ja": 20_000}
WORDS_A_PAGE = 320
SECTIONS = 11
_ONSETS = tuple(re.findall(r"\S+", "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"))
_RIMES = tuple(
    re.findall(
        r"\S+",
        "a á à ả ã ạ ai ái ài ại an án àn ản ang áng àng anh ánh ành ảnh ao áo ạo ăn ắn ăng ắng ằng "
        "ặng ân ấn ần ận âng ấp ất ật ây ấy ậy e é ẻ en én eo èo ê ế ề ể ệ ên ến ền iên iến iền iện "
        "iêu iếu iều iểu inh ính ình ịnh o ó ò ỏ oa oá hoạ oai oan oàn oạn oi ói on ong óng òng ô ố ồ "
        "ổ ộ ôi ối ồi ội ôn ốn ông ống ồng ổng ộng ơ ớ ờ ở ơi ới ời u ú ù ủ ua uá uân uận ui un ung "
        "úng ùng ụng uôi uông uyên uyền uyện ư ứ ừ ử ự ưa ưng ước ượ ương ướng ường ưởng ượng ưu y ý",
    )
)
_LATIN = tuple(
    re.findall(r"\S+", "a e i o u ai ea ou tion ment er al ing ic b c d f g l m n p r s t v st tr pr con re in de")
)
_KANA = [chr(code) for code in range(0x3042, 0x3094) if chr(code) not in "ぃぅぇぉっゃゅょゎゐゑ"]
_KATAKANA = [chr(code) for code in range(0x30A2, 0x30F4) if chr(code) not in "ィゥェォッャュョヮヰヱ"]


def _lexicon(language: str) -> list[str]:
    """Words, the most frequent first."""
    rng = random.Random(f"lexicon {language}")
    words: dict[str, None] = {}
    if language == "vi":
        syllables = [onset + rime for onset in _ONSETS for rime in _RIMES]
        rng.shuffle(syllables)
        weights = list(itertools.accumulate(1 / (place + 8) for place in range(len(syllables))))
        while len(words) < WORDS["vi"]:
            words[" ".join(rng.choices(syllables, cum_weights=weights, k=1 if rng.random() < 0.35 else 2))] = None
    elif language == "en":
        while len(words) < WORDS["en"]:
            words["".join(rng.choices(_LATIN, k=rng.choice((2, 2, 3, 3, 4))))] = None
    else:
        han = [chr(code) for code in rng.sample(range(0x4E00, 0x9FA5), 3500)]
        weights = list(itertools.accumulate(1 / (place + 20) for place in range(len(han))))
        while len(words) < WORDS[language]:
            dice = rng.random() if language == "ja" else 1.0
            if dice < 0.25:
                words["".join(rng.choices(_KANA, k=rng.choice((1, 2, 3))))] = None
            elif dice < 0.4:
                words["".join(rng.choices(_KATAKANA, k=rng.choice((3, 4, 5))))] = None
            else:
                words["".join(rng.choices(han, cum_weights=weights, k=rng.choice((1, 2, 2, 2))))] = None
    return list(words)


def _followers(language: str, words: list[str], weights: list[float]) -> dict[str, list[str]]:
    rng = random.Random(f"followers {language}")
    return {word: rng.choices(words, cum_weights=weights, k=40) for word in words}


def invented(language: str, pages: int) -> list[SearchRecord]:
    """Articles of five years, 320 words each, in eleven sections; every tenth is about a numbered document."""
    words = _lexicon(language)
    weights = list(itertools.accumulate(1 / (place + 3) for place in range(len(words))))
    space, stop = ("", "。") if language in ("zh", "ja") else (" ", ". ")
    followers = _followers(language, words, weights)
    last = datetime.date(2026, 11, 1)
    records: list[SearchRecord] = []
    for place in range(pages):
        rng = random.Random(f"{language} {place}")

        def some(count: int, rng: random.Random = rng) -> str:
            chosen = rng.choices(words, cum_weights=weights, k=count)
            for at in range(1, count):
                if rng.random() < 0.75:
                    chosen[at] = followers[chosen[at - 1]][int(40 * rng.random() ** 3)]
            return space.join(chosen)

        date = last - datetime.timedelta(days=place * 1800 // max(pages, 1800))
        records.append(
            SearchRecord(
                url=f"news/{date.year}/{place:05d}-{rng.randrange(10**6)}/",
                title=some(7),
                language=language,
                summary=some(18),
                text=stop.join(some(rng.randrange(10, 30)) for _ in range(WORDS_A_PAGE // 20)),
                headings=tuple((f"h{number}", some(4)) for number in range(4)),
                numbers=(f"{place}/QĐ-UBND",) if place % 10 == 0 else (),
                date=date,
                section=f"{some(2)} {place % SECTIONS}" if place < SECTIONS else records[place % SECTIONS].section,
                kind="article",
            )
        )
    return records


def from_folder(folder: Path, language: str) -> list[SearchRecord]:
    """Every Markdown file below a folder that has `title:` and `date:` in its front matter."""
    records = []
    for path in sorted(folder.rglob("*.md")):
        head, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
        fields = dict(re.findall(r'^(\w+): "?(.*?)"?$', head, re.MULTILINE))
        if "title" not in fields or "date" not in fields:
            continue
        headings = re.findall(r"^#+ (.*)$", body, re.MULTILINE)
        plain = re.sub(r"\]\([^)]*\)|^#+ .*$|[*|\[\]]", " ", body, flags=re.MULTILINE)
        where = path.relative_to(folder)
        records.append(
            SearchRecord(
                url=f"{where.with_suffix('').as_posix()}/",
                title=fields["title"],
                language=language,
                summary=fields.get("summary", ""),
                text=plain,
                headings=tuple((f"h{place}", heading) for place, heading in enumerate(headings)),
                date=datetime.date.fromisoformat(fields["date"]),
                section=where.parts[0],
                kind="article",
            )
        )
    return records
