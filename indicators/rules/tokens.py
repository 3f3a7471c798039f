"""The text of a formula cut into names, numbers and marks; each knows its column, so that every fault does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DEEPEST = 10


@dataclass(frozen=True)
class Fault:
    """What is wrong, where (the column, from 1), and what the sentence about it needs."""

    code: str
    at: int = 1
    words: tuple[tuple[str, Any], ...] = ()


class WrongFormula(ValueError):
    """Carries the fault."""

    def __init__(self, code: str, at: int = 1, **words: Any) -> None:
        super().__init__(code)
        self.fault = Fault(code, at, tuple(words.items()))


NAME = re.compile(r"[\w]+(?:-[\w]+)*")
NUMBER = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?")
AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
SIGNS = {"+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "×": "*", "·": "*", "/": "/", "÷": "/"}
MARKS = {**SIGNS, "(": "(", ")": ")", ";": ",", ",": ",", "%": "%"}


@dataclass(frozen=True)
class Token:
    """A name, a number or a mark, where it stood."""

    kind: str
    text: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """The text cut up; raises where something is not part of the language."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _token(text, place)
        found.append(token)
        place += len(token.text)
    return found


def _token(text: str, place: int) -> Token:
    name = NAME.match(text, place)
    if name and any(letter.isalpha() for letter in name[0]):
        return Token("name", name[0], place + 1)
    if number := NUMBER.match(text, place):
        if AMBIGUOUS.fullmatch(number[0]):
            together = number[0].replace(".", "")
            decimal = number[0].replace(".", ",", 1)
            raise WrongFormula("ambiguous", place + 1, said=number[0], whole=together, decimal=decimal)
        return Token("number", number[0], place + 1)
    if text[place] in MARKS:
        return Token(MARKS[text[place]], text[place], place + 1)
    raise WrongFormula("unknown_sign", place + 1, sign=text[place])


OPENS = {"", "(", ",", "+", "-", "*", "/"}
"""After these a value begins; after everything else one has ended."""


def guard(tokens: Sequence[Token], length: int) -> None:
    """Faults that a grammar would only call a syntax error."""
    before, open_ = Token("", "", 1), list[Token]()
    for token in tokens:
        begins = before.kind in OPENS
        if token.kind in ("name", "number") and not begins:
            raise WrongFormula("two_values", token.at, said=token.text)
        if token.kind == "(":
            if not begins and before.kind != "name":
                raise WrongFormula("two_values", token.at, said="(")
            open_.append(token)
            if len(open_) > DEEPEST:
                raise WrongFormula("too_deep", token.at, most=DEEPEST)
        elif token.kind == "%" and before.kind != "number":
            raise WrongFormula("per_cent", token.at)
        elif token.kind in "+*/" and begins:
            raise WrongFormula("value_missing", token.at, said=token.text)
        elif token.kind == "-" and before.kind in ("+", "-", "*", "/"):
            raise WrongFormula("two_signs", token.at)
        elif token.kind in "),":
            if before.kind in OPENS:
                raise WrongFormula("value_missing", token.at, said=token.text)
            if token.kind == ")" and not open_:
                raise WrongFormula("not_opened", token.at)
            if token.kind == ")":
                open_.pop()
        before = token
    if open_:
        raise WrongFormula("not_closed", open_[-1].at)
    if before.kind in OPENS:
        raise WrongFormula("ends_early", length, said=before.text)
