"""Two wordings compared word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

type Change = tuple[Literal["same", "del", "ins"], str]

WORDS = re.compile(r"\s+|\d+(?:[\xa0,.]\d+)+|[^\W_]+|[\W_]", re.UNICODE)
"""A number is one word with its comma and its spaces: 67,5 became 67, not `,5` went."""


def compare(old: str, new: str) -> list[Change]:
    """What stayed, went and came, in order: `same` + `del` make the old text, `same` + `ins` the new."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(before[a:b])))
            continue
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        found += [("del", gone)] if gone else []
        found += [("ins", come)] if come else []
    return found
