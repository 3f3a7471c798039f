"""A typed formula held against the indicators there are: understood, or refused in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F
from django.db.models.functions import Coalesce

from indicators import derived, formula_words
from indicators.models import Indicator, Outcome
from indicators.rules import formulas
from indicators.rules.computing import wrong_unit
from indicators.rules.formulas import Formula
from indicators.rules.tokens import WrongFormula


@dataclass(frozen=True)
class Named:
    """An indicator as a formula can name it."""

    pk: int
    key: str
    name: str
    unit: str
    formula: str


@dataclass(frozen=True)
class Checked:
    """What was typed: the formula that it is, or what is wrong with it."""

    formula: Formula | None = None
    problems: list[str] = field(default_factory=list)
    known: Mapping[str, Named] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The formula as it is stored."""
        return str(self.formula) if self.formula else ""


def known() -> dict[str, Named]:
    """Every indicator by its key. One query."""
    rows = Indicator.objects.annotate(
        called=Coalesce("current__name", "key", output_field=CharField()), measured=F("current__unit")
    ).order_by("pk")
    names = ("pk", "key", "called", "measured", "formula")
    return {key: Named(pk, key, name, unit or "", text) for pk, key, name, unit, text in rows.values_list(*names)}


def check(text: str, unit: str, key: str = "") -> Checked:
    """The formula of the indicator with that key (a new one has none) and unit, or every reason why it is none."""
    try:
        formula = formulas.parse(text)
    except WrongFormula as wrong:
        return Checked(problems=[formula_words.sentence(wrong.fault)], known=known())
    all_ = known()
    faults = formulas.unknown(formula, all_) or _circle(formula, key, all_)
    if not faults:
        of = tuple((name, all_[name].unit) for name in sorted(formula.names))
        faults = [fault] if (fault := wrong_unit(formula, of, unit)) else []
    return Checked(None if faults else formula, [formula_words.sentence(one) for one in faults], all_)


def _circle(formula: Formula, key: str, known: Mapping[str, Named]) -> list[formulas.Fault]:
    """A formula that would rest on itself."""
    read = {name: derived.read(one.formula) for name, one in known.items() if one.formula}
    names = {name: found.names for name, found in read.items() if found} | {key: formula.names}
    way = formulas.cycle(key, names) if key else []
    return [formulas.Fault("cycle", 1, (("way", " → ".join(way)),))] if way else []


def users_of(indicator: Indicator, rows: Any = None) -> list[Indicator]:
    """The derived indicators whose formula names this one."""
    rows = Indicator.objects.all() if rows is None else rows
    found = rows.filter(formula__contains=indicator.key).select_related("current")
    return [one for one in found if (read := derived.read(one.formula)) and indicator.key in read.names]


def all_users_of(indicator: Indicator) -> list[Indicator]:
    """Those, and those that are computed from them in turn."""
    rows = {one.key: one for one in Indicator.objects.exclude(formula="").select_related("current")}
    names = {key: found.names for key, one in rows.items() if (found := derived.read(one.formula))}
    reached, to_visit = set[str](), [indicator.key]
    while to_visit:
        at = to_visit.pop()
        for key, parts in names.items():
            if at in parts and key not in reached:
                reached.add(key)
                to_visit.append(key)
    return [one for key, one in rows.items() if key in reached]


def has_computed(formula: str) -> bool:
    """Whether something can have been computed: some part has an outcome."""
    known = derived.definitions()
    read = derived.read(formula)
    to_visit, leaves = list(read.names) if read else [], set[str]()
    while to_visit:
        name = to_visit.pop()
        if name not in leaves:
            leaves.add(name)
            to_visit += known[name].names if name in known else []
    return Outcome.objects.filter(indicator__key__in=leaves).exists()
