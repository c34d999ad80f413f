"""Mail addresses at providers for private persons.

State bodies answer from addresses of their own domain (Directive 34/2008/CT-TTg): an address at a public
provider is a person's, or an impostor's.
"""

from __future__ import annotations

import re

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

PERSONAL_MAIL = declare(
    "SF001",
    Severity.ERROR,
    "A private mail address at {host} stands here",
    "Write the office's official address, for example one that ends in “.gov.vn”, or delete it",
    wrong="Liên hệ: ten.can.bo@gmail.com",
    right="Liên hệ: sngoaivu@laichau.gov.vn",
)

_PROVIDERS = (
    "gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|icloud|aol|gmx|protonmail|proton|zoho|yandex|"
    "tutanota|mail|qq|163|126|foxmail|sina|naver|hanmail|daum|zing"
)
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}[ \t]{0,2}(?:@|\[at\]|\(at\)|\[@\]|\(@\))[ \t]{0,2}"
    rf"((?:{_PROVIDERS})\.(?:com?|net|me|ru|vn|jp|fr|de|in|kr|cn)(?:\.[a-z]{{2}})?)(?![\w-])",
    re.IGNORECASE,
)
SIGNS = ("@", "at]", "at)")


def scan(text: str, path: str) -> list[Problem]:
    """A problem for each address; it names the provider, not the person."""
    return [
        problem(PERSONAL_MAIL, Location(path, *position(text, match.start())), host=match[1].lower())
        for match in _ADDRESS.finditer(text)
    ]
