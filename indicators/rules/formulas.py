"""The formula of a derived indicator: read, written back, and asked what it names. Nothing is ever evaluated here.

    andel(personalkostnad; nettokostnad)    per_invånare(nettokostnad; folkmangd)    (a + b) / c × 100

The text is cut into tokens, each token becomes a harmless name in a text of our own, and Python's `ast` reads that
text; of its nodes only a handful are let through. So every fault knows its column, and nothing that somebody types
reaches Python. Names are indicator keys: a minus between two names needs a space, for keys have hyphens in them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from indicators.rules.tokens import Fault, Token, WrongFormula, guard, tokens_of

LONGEST = 600
MOST_PARTS = 60
MOST_READS = 400
YEARS = (1900, 2199)
MOST_YEARS = 40


class Function(StrEnum):
    """What a formula can do besides the four rules of arithmetic; its value is the Swedish word that people write."""

    PER_INHABITANT = "per_invånare"
    SHARE = "andel"
    INDEX = "index"
    CHANGE = "ändring"
    CHANGE_PERCENT = "ändring_procent"
    MEAN = "medel"
    IN_KR = "i_kr"
    IN_TKR = "i_tkr"
    IN_MNKR = "i_mnkr"


TAKES: Mapping[Function, tuple[int, int, int]] = {
    Function.PER_INHABITANT: (2, 0, 1), Function.SHARE: (2, 0, 0), Function.INDEX: (1, 1, 1),
    Function.CHANGE: (1, 0, 1), Function.CHANGE_PERCENT: (1, 0, 1), Function.MEAN: (1, 1, 2),
    Function.IN_KR: (1, 0, 0), Function.IN_TKR: (1, 0, 0), Function.IN_MNKR: (1, 0, 0),
}  # fmt: skip
"""How many values, then at least and at most how many whole numbers."""
SCALES = {Function.IN_KR: 0, Function.IN_TKR: 3, Function.IN_MNKR: 6}


FOLDED = str.maketrans("åäö", "aao")
FUNCTIONS = {name.translate(FOLDED): one for one in Function for name in (one.value, one.name.lower())}


# -- the tree --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """A constant; `percent` where a % stands after it."""

    value: Decimal
    percent: bool = False
    at: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Series:
    """Another indicator, by its key."""

    key: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Negative:
    """A minus before."""

    part: Node
    at: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Binary:
    """One of + − × ÷."""

    sign: str
    left: Node
    right: Node
    at: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Call:
    """A function of values, with its whole numbers (years, or how many)."""

    function: Function
    parts: tuple[Node, ...]
    numbers: tuple[int, ...] = ()
    at: int = field(default=1, compare=False)


type Node = Number | Series | Negative | Binary | Call


@dataclass(frozen=True)
class Formula:
    """A formula that was understood."""

    root: Node

    @property
    def names(self) -> list[str]:
        """The keys that it names, each once, in order."""
        return list(dict.fromkeys(node.key for node in walk(self.root) if isinstance(node, Series)))

    def __str__(self) -> str:
        return written(self.root)


def walk(node: Node) -> Iterator[Node]:
    """The node and all under it."""
    yield node
    for part in parts_of(node):
        yield from walk(part)


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes right under it."""
    match node:
        case Negative():
            return (node.part,)
        case Binary():
            return (node.left, node.right)
        case Call():
            return node.parts
    return ()


# -- reading ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=2_000)
def parse(text: str) -> Formula:
    """The formula that somebody typed; raises `WrongFormula` for everything else."""
    if len(text) > LONGEST:
        raise WrongFormula("too_long", LONGEST, most=LONGEST)
    tokens = tokens_of(text)
    if not tokens:
        raise WrongFormula("empty")
    values = [token for token in tokens if token.kind in ("name", "number")]
    if len(values) > MOST_PARTS:
        raise WrongFormula("too_many", values[MOST_PARTS].at, most=MOST_PARTS)
    guard(tokens, len(text.rstrip()))
    root = _Reader(tokens).read()
    if not any(isinstance(node, Series) for node in walk(root)):
        raise WrongFormula("no_series")
    if reads(root) > MOST_READS:
        raise WrongFormula("too_heavy", most=MOST_READS)
    return Formula(root)


class _Reader:
    """Tokens as a text that `ast` reads, and its nodes as ours."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens: dict[int, Token] = {}
        self.text = ""
        for number, token in enumerate(tokens):
            self.tokens[len(self.text)] = token
            if token.kind != "%":
                self.text += f"t{number} " if token.kind in ("name", "number") else f"{token.kind} "
        self.percent = {tokens[n - 1].at for n, token in enumerate(tokens) if token.kind == "%"}

    def read(self) -> Node:
        try:
            return self._node(ast.parse(self.text.strip(), mode="eval").body)
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise WrongFormula("unreadable") from error

    def _at(self, node: ast.expr) -> Token:
        return self.tokens[node.col_offset]

    def _node(self, node: ast.expr) -> Node:
        match node:
            case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as sign, right):
                return Binary(_SIGNS[type(sign)], self._node(left), self._node(right), self._at(node).at)
            case ast.UnaryOp(ast.USub(), part):
                return Negative(self._node(part), self._at(node).at)
            case ast.Name():
                return self._value(self._at(node))
            case ast.Call(ast.Name() as name, parts, []):
                return self._call(self._at(name), parts)
        raise WrongFormula("not_a_value", self._at(node).at)

    def _value(self, token: Token) -> Node:
        if token.kind == "number":
            digits = re.sub(r"[ \u00a0\u202f]", "", token.text).replace(",", ".")
            return Number(Decimal(digits), token.at in self.percent, token.at)
        if token.text.casefold().translate(FOLDED) in FUNCTIONS:
            raise WrongFormula("function_alone", token.at, said=token.text)
        return Series(token.text.casefold(), token.at)

    def _call(self, name: Token, given: list[ast.expr]) -> Node:
        function = FUNCTIONS.get(name.text.casefold().translate(FOLDED))
        if function is None:
            raise WrongFormula("unknown_function", name.at, said=name.text, near=_near(name.text))
        values, least, most = TAKES[function]
        if not values + least <= len(given) <= values + most:
            raise WrongFormula("arguments", name.at, function=function)
        numbers = tuple(self._whole(one, function) for one in given[values:])
        _guard_numbers(function, numbers, name.at)
        return Call(function, tuple(self._node(one) for one in given[:values]), numbers, name.at)

    def _whole(self, given: ast.expr, function: Function) -> int:
        node = self._node(given) if isinstance(given, ast.Name) else None
        if not isinstance(node, Number) or node.percent or node.value != node.value.to_integral_value():
            raise WrongFormula("whole_number", self._at(given).at, function=function)
        return int(node.value) if node.value < 10**9 else 10**9


_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def _near(name: str) -> tuple[str, ...]:
    words = {one.value.translate(FOLDED): one.value for one in Function}
    return tuple(words[word] for word in get_close_matches(name.casefold().translate(FOLDED), words, n=2, cutoff=0.5))


def _guard_numbers(function: Function, numbers: tuple[int, ...], at: int) -> None:
    """A year where a year is meant, so many years where a span is."""
    first, last = YEARS
    match function, numbers:
        case (Function.INDEX, (year,)) if not first <= year <= last:
            raise WrongFormula("year", at, said=year)
        case (Function.CHANGE | Function.CHANGE_PERCENT, (years,)) if not 1 <= years <= MOST_YEARS:
            raise WrongFormula("span", at, said=years, least=1, most=MOST_YEARS)
        case (Function.MEAN, (years,)) if not 2 <= years <= MOST_YEARS:
            raise WrongFormula("mean_span", at, said=years, least=2, most=MOST_YEARS)
        case (Function.MEAN, (start, end)) if not first <= start < end <= min(last, start + MOST_YEARS - 1):
            raise WrongFormula("window", at, start=start, end=end, most=MOST_YEARS)
        case (Function.PER_INHABITANT, (many,)) if many not in (1, 10, 100, 1_000, 10_000, 100_000):
            raise WrongFormula("per_many", at, said=many)


def reads(node: Node) -> int:
    """How many values one value of it rests on, at most."""
    below = sum(reads(part) for part in parts_of(node)) if not isinstance(node, Series) else 1
    if not isinstance(node, Call):
        return below
    match node.function, node.numbers:
        case (Function.INDEX | Function.CHANGE | Function.CHANGE_PERCENT, _):
            return 2 * below
        case (Function.MEAN, (years,)):
            return years * below
        case (Function.MEAN, (start, end)):
            return (end - start + 1) * below
    return below


# -- writing ---------------------------------------------------------------------------------------------------------

PRINTED = {"+": "+", "-": "−", "*": "×", "/": "/"}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


def written(node: Node) -> str:
    """The formula as it is printed and stored; it is read back as the same."""
    match node:
        case Number():
            return f"{node.value:f}".replace(".", ",") + (" %" if node.percent else "")
        case Series():
            return node.key
        case Negative():
            return "−" + _grouped(node.part, isinstance(node.part, Binary | Negative))
        case Binary():
            mine = STRENGTH[node.sign]
            left = _grouped(node.left, isinstance(node.left, Binary) and STRENGTH[node.left.sign] < mine)
            weak = isinstance(node.right, Binary) and STRENGTH[node.right.sign] <= mine
            right = _grouped(node.right, weak or isinstance(node.right, Negative))
            return f"{left} {PRINTED[node.sign]} {right}"
        case Call():
            return f"{node.function.value}({'; '.join([*map(written, node.parts), *map(str, node.numbers)])})"


def _grouped(node: Node, needed: bool) -> str:
    return f"({written(node)})" if needed else written(node)


# -- names -----------------------------------------------------------------------------------------------------------


def unknown(formula: Formula, known: Iterable[str]) -> list[Fault]:
    """The names that are no key, each with those that are nearest."""
    keys = set(known)
    found: dict[str, Fault] = {}
    for node in walk(formula.root):
        if isinstance(node, Series) and node.key not in keys and node.key not in found:
            near = tuple(get_close_matches(node.key.translate(FOLDED), sorted(keys), n=3, cutoff=0.5))
            minus = any(node.key[:i] in keys for i, letter in enumerate(node.key) if letter == "-")
            minus = minus or any(node.key[i + 1 :] in keys for i, letter in enumerate(node.key) if letter == "-")
            found[node.key] = Fault("unknown_name", node.at, (("said", node.key), ("near", near), ("minus", minus)))
    return list(found.values())


def cycle(key: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """The way from a formula back to itself: `a`, `b`, `a`; empty where there is none."""
    came_from: dict[str, str] = {}
    to_visit = [key]
    while to_visit:
        at = to_visit.pop()
        for name in names.get(at, ()):
            if name == key:
                return [key, *_way(at, key, came_from), key]
            if name not in came_from:
                came_from[name] = at
                to_visit.append(name)
    return []


def _way(at: str, key: str, came_from: Mapping[str, str]) -> list[str]:
    way: list[str] = []
    while at != key:
        way.insert(0, at)
        at = came_from[at]
    return way
