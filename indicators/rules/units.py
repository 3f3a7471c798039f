"""Units as people write them (`tkr`, `kr per invånare`, `antal elever`, `%`), and what becomes of them in a formula.

A unit is what stands over and under the line, with the scale of its money and "per how many". Readings chosen where
DOMAIN is silent: whatever is counted may be added to whatever else is counted (girls and boys); under the line the
things counted must be the same. *Antal* alone is a count of anything. An index is a bare number in × and ÷. Per cent of
one thing is not per cent of another. Money of another scale is never added or divided unseen: it is converted first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

MONEY = {
    "kr": 0, "kronor": 0, "sek": 0, "tkr": 3, "tusen kr": 3, "tusen kronor": 3, "ksek": 3, "mnkr": 6, "mkr": 6,
    "miljoner kronor": 6, "miljoner kr": 6, "msek": 6, "mdkr": 9, "mdr kr": 9, "miljarder kronor": 9,
}  # fmt: skip
"""Words for money, with the power of ten that each stands for."""
SCALES = {0: "kr", 3: "tkr", 6: "mnkr", 9: "mdkr"}
COUNTED = (
    "invånare", "inv", "inv.", "personer", "elever", "barn", "brukare", "anställda", "årsarbetare", "platser", "fall",
    "hushåll", "lärare", "st", "stycken",
)  # fmt: skip
"""What is a count even where nobody writes *antal* before it."""
ANY = {"antal", "st", "stycken", "personer"}
BARE = {"", "kvot", "tal", "gånger", "ggr"}
PERCENT = re.compile(r"(?:%|procent|procentenheter|procentenhet|andel \(?%\)?|andel i %)(?: av (.+))?")
PER = re.compile(r"\s+per\s+|\s*/\s*")
MANY = re.compile(r"([0-9]{1,3}(?: [0-9]{3})*|[0-9]+) (.+)")


@dataclass(frozen=True)
class Unit:
    """What stands over and under the line; counts begin with `#`, per cent with `%`."""

    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    scale: int = 0
    """The power of ten of its money."""
    per: Decimal = Decimal(1)
    """Per how many: 1 000 in `per 1 000 invånare`."""

    @property
    def bare(self) -> bool:
        """A number without a unit."""
        return not self.over and not self.under

    @property
    def percent(self) -> bool:
        """Per cent of something."""
        return len(self.over) == 1 and self.over[0].startswith("%")

    @property
    def count(self) -> bool:
        """A count of something, and nothing else."""
        return len(self.over) == 1 and self.over[0].startswith("#") and not self.under

    @property
    def money(self) -> bool:
        """Whether money stands over the line."""
        return "kr" in self.over

    def __str__(self) -> str:
        counted = "antal " if self.count and self.over[0] != "#" else ""
        over = counted + " × ".join(self._word(atom) for atom in self.over) or "1"
        under = [self._word(atom) for atom in self.under]
        if under and self.per != 1:
            under[-1] = f"{self.per.normalize():,f} {under[-1]}".replace(",", "\u00a0")
        return " per ".join([over, *under]) if self.over or under else ""

    def _word(self, atom: str) -> str:
        if atom == "kr":
            return SCALES.get(self.scale, "kr")
        return {"#": "antal", "%": "%"}.get(atom, atom.replace("%", "% av ").removeprefix("#"))


NUMBER, PER_CENT, INDEX = Unit(), Unit(("%",)), Unit(("index",))


def read(text: str) -> Unit:
    """The unit that a text names; what is not known is a unit of its own."""
    bare = " ".join(text.casefold().replace("\u00a0", " ").split())
    if bare in BARE:
        return NUMBER
    if bare.startswith("index"):
        return INDEX
    if found := PERCENT.fullmatch(bare):
        return Unit(("%" + (found[1] or ""),))
    top, *below = [part.strip() for part in PER.split(bare)]
    if not top or not all(below):
        return Unit((bare,))
    per, under = Decimal(1), []
    for part in below:
        if many := MANY.fullmatch(part):
            per, part = per * Decimal(many[1].replace(" ", "")), many[2]
        under.append("kr" if part in MONEY else _counted(part, always=True))
    over = "kr" if top in MONEY else PER_CENT.over[0] if top in ("%", "procent") else _counted(top)
    return Unit((over,), tuple(sorted(under)), MONEY.get(top, 0), per)


def _counted(word: str, *, always: bool = False) -> str:
    """The word as a count, where it is one."""
    if word in ANY:
        return "#"
    if word.startswith("antal "):
        return "#" + word.removeprefix("antal ")
    return "#" + word if always or word in COUNTED else word


# -- what becomes of units -------------------------------------------------------------------------------------------


def like(one: Unit, other: Unit) -> bool:
    """Whether values of these units can be added, and be a share of each other."""
    if one.count and other.count:
        return True
    if {one, other} <= {NUMBER, INDEX}:
        return True
    same = _match(one.over, other.over, counts=False) and _match(one.under, other.under)
    return same and (one.scale, one.per) == (other.scale, other.per)


def scales_differ(one: Unit, other: Unit) -> bool:
    """Whether both are money, of another scale."""
    return one.money and other.money and one.scale != other.scale


def added(one: Unit, other: Unit) -> Unit:
    """The unit of a sum of two that are like each other."""
    if one == NUMBER:
        return other
    return Unit(("#",)) if one.count and other.count and one != other else one


def times(one: Unit, other: Unit) -> Unit:
    """The unit of a product."""
    over, under = [*one.over, *other.over], [*one.under, *other.under]
    return _cancelled(over, under, max(one.scale, other.scale), one.per * other.per)


def divided(one: Unit, other: Unit) -> Unit:
    """The unit of a quotient."""
    over, under = [*one.over, *other.under], [*one.under, *other.over]
    both = one.money and other.money
    return _cancelled(over, under, 0 if both else max(one.scale, other.scale), one.per / other.per)


def per_head(unit: Unit, people: Unit, many: int) -> Unit:
    """The unit per so many of those who are counted."""
    whom = people.over[0] if people.over[0] != "#" else "#invånare"
    return replace(unit, under=tuple(sorted([*unit.under, whom])), per=unit.per * many)


def in_scale(unit: Unit, scale: int) -> Unit:
    """The same money in another scale."""
    return replace(unit, scale=scale)


def fits(found: Unit, said: Unit) -> bool:
    """Whether what a formula gives is what the indicator says that it is measured in."""
    if {found, said} <= {NUMBER, INDEX} or (found.percent and said.percent and found.under == said.under):
        return True
    if found.bare:  # things by things: pupils per teacher
        return len(said.over) == len(said.under) == 1 and said.over[0] != "kr" and not said.percent
    same = _match(found.over, said.over) and _match(found.under, said.under)
    return same and (found.scale, found.per) == (said.scale, said.per)


def _cancelled(over: list[str], under: list[str], scale: int, per: Decimal) -> Unit:
    over, under = ([atom for atom in some if atom != "index"] for some in (over, under))
    for atom in list(under):
        if (twin := next((other for other in over if _same(atom, other)), None)) is not None:
            under.remove(atom)
            over.remove(twin)
    money = "kr" in over or "kr" in under
    return Unit(tuple(sorted(over)), tuple(sorted(under)), scale if money else 0, per if under else Decimal(1))


def _match(some: tuple[str, ...], others: tuple[str, ...], *, counts: bool = True) -> bool:
    """Whether two sides of the line hold the same, in any order."""
    left = list(others)
    for atom in some:
        twin = next((other for other in left if atom == other or (counts and _same(atom, other))), None)
        if twin is None:
            return False
        left.remove(twin)
    return not left


def _same(one: str, other: str) -> bool:
    """The same thing, in the singular or the plural; a bare count is a count of it."""
    if one == other:
        return True
    if not (one.startswith("#") or other.startswith("#")) or "kr" in (one, other) or one[:1] == "%" or other[:1] == "%":
        return False
    a, b = sorted((one.removeprefix("#"), other.removeprefix("#")), key=len)
    return not a or b.startswith(a[:-1] if len(a) > 3 else a)
