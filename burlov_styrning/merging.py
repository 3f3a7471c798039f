"""Two people who wrote on the same unfinished form: what each changed is joined, field by field. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

type Typed = Mapping[str, Sequence[str]]
"""What was typed in a form, by the names of its fields; a field without a value may be left out."""


@dataclass(frozen=True)
class Merged:
    """The joined text; where both changed a field it holds mine, and the field is named."""

    typed: dict[str, list[str]]
    clashes: tuple[str, ...]
    came: tuple[str, ...]
    """Fields that were taken from the other one."""


def said(typed: Typed, name: str) -> list[str]:
    """What a field holds; an empty box is as if it were not there."""
    return [text for text in typed.get(name, ()) if text]


def merge(base: Typed, mine: Typed, theirs: Typed) -> Merged:
    """Join what I and somebody else made of the same text: nothing that only one of us wrote goes lost."""
    joined: dict[str, list[str]] = {}
    clashes, came = [], []
    for name in dict.fromkeys((*mine, *theirs)):
        was, my, their = said(base, name), said(mine, name), said(theirs, name)
        if my == was and their != was:
            joined[name] = list(theirs.get(name, ()))
            came.append(name)
            continue
        joined[name] = list(mine.get(name, ()))
        if my != their and their != was:
            clashes.append(name)
    return Merged(joined, tuple(clashes), tuple(came))
