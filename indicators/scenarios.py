"""Economic scenarios as steps: written, changed, and chosen to stand beside the proposals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Source
from burlov_styrning.refusals import Conflict
from burlov_styrning.workflow import acting
from indicators.models import EconomicScenario, ScenarioYear
from indicators.moves import SCENARIOS
from indicators.rules.room import in_another_unit
from indicators.rules.sensitivity import BASES

FACTS = ("name", "version", "date", "assumptions", "base_year", *BASES)
AMOUNTS = ("taxes", "grants", "financial_net", "net_cost", "result_target")
"""What is assumed of a year, in the order in which the room is computed."""

type Amounts = Mapping[str, Decimal | None]
type Years = Mapping[int, Amounts]
type Problem = tuple[str, str]


def years_to_write(scenario: EconomicScenario | None, today: date) -> list[int]:
    """The years that a form asks for: the coming four, and those that the scenario has."""
    has = [row.year for row in scenario.years.all()] if scenario else []
    return sorted({*range(today.year + 1, today.year + 5), *has})


def write(*, by: Any, facts: Mapping[str, Any], years: Years, source: str = "") -> EconomicScenario:
    """A new scenario; the first one stands beside the proposals at once."""
    scenario = EconomicScenario()
    with acting(SCENARIOS, "write", scenario, by=by) as act:
        act.rule([*_taken(scenario, facts), *_wrong(years), *_not_stated(facts)])
        act.row.in_use = not EconomicScenario.objects.filter(in_use=True).exists()
        _store(act.row, facts, years, source)
    return scenario


def edit(
    scenario: EconomicScenario, *, by: Any, facts: Mapping[str, Any], years: Years, source: str = "", stamp: str = ""
) -> None:
    """Change what it assumes; refused when somebody saved since the page was shown."""
    with acting(SCENARIOS, "edit", scenario, by=by) as act:
        if stamp and stamp != stamp_of(act.row):
            raise Conflict(_("Någon annan ändrade scenariot nyss. Läs det igen innan du ändrar."))
        act.rule([*_taken(act.row, facts), *_wrong(years), *_not_stated(facts)])
        _store(act.row, facts, years, source)


def use(scenario: EconomicScenario, *, by: Any) -> None:
    """Let it stand beside the proposals, in place of the one that did."""
    with acting(SCENARIOS, "use", scenario, by=by) as act:
        for other in EconomicScenario.objects.filter(in_use=True).exclude(pk=act.row.pk):
            other.in_use = False
            other.save()
        act.row.in_use = True


def stamp_of(scenario: EconomicScenario) -> str:
    """What a form carries of the scenario that it shows, to notice when somebody saves in between."""
    rows = [f"{row.year}:{'/'.join(str(getattr(row, name)) for name in AMOUNTS)}" for row in scenario.years.all()]
    bases = "/".join(str(getattr(scenario, name)) for name in ("base_year", *BASES))
    return "|".join([str(scenario), str(scenario.date), bases, *rows])


def _taken(scenario: EconomicScenario, facts: Mapping[str, Any]) -> Iterator[Problem]:
    same = EconomicScenario.objects.filter(name=facts["name"], version=facts["version"]).exclude(pk=scenario.pk)
    if same.exists():
        yield "version", _("Det finns redan ett scenario med det namnet och den versionen. Ange en ny version.")


def _wrong(years: Years) -> Iterator[Problem]:
    """Each year is whole or empty, one year at least is there, and all are in the same unit."""
    whole = {year: amounts for year, amounts in years.items() if _stated(amounts)}
    if not whole:
        yield "", _("Fyll i minst ett år.")
    for year, amounts in whole.items():
        for name in AMOUNTS:
            if amounts.get(name) is None:
                yield f"{name}_{year}", _("Fyll i alla fem beloppen för %(year)s, eller inget av dem.") % {"year": year}
    for name in ("taxes", "grants", "net_cost"):
        odd = in_another_unit({year: value for year, amounts in whole.items() if (value := amounts.get(name))})
        if odd:
            yield (
                f"{name}_{odd}",
                _("Beloppet för %(year)s är i en annan enhet än året före. Ange tkr.") % {"year": odd},
            )


def _not_stated(facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Amounts that a sensitivity is taken of are those of a year."""
    if any(facts.get(name) is not None for name in BASES) and not facts.get("base_year"):
        yield "base_year", _("Ange vilket år beloppen gäller.")


def _stated(amounts: Amounts) -> Collection[str]:
    return [name for name in AMOUNTS if amounts.get(name) is not None]


def _store(scenario: EconomicScenario, facts: Mapping[str, Any], years: Years, source: str) -> None:
    for name in FACTS:
        setattr(scenario, name, facts.get(name))
    scenario.source = source_titled(source)
    scenario.example = False  # whoever saves it stands for it
    scenario.save()
    kept = {row.year: row for row in scenario.years.all()}
    for year, amounts in years.items():
        if _stated(amounts):
            row = kept.pop(year, None) or ScenarioYear(scenario=scenario, year=year)
            row.example = False
            for name in AMOUNTS:
                setattr(row, name, amounts[name])
            row.save()
    for row in kept.values():
        row.delete()


def source_titled(title: str) -> Source | None:
    """The source of that title, made where there is none; None where nothing is said."""
    if not (plain := " ".join(title.split())):
        return None
    known: Source | None = Source.objects.filter(title__iexact=plain).order_by("pk").first()
    return known or Source.objects.create(key=next_key(Source.objects.all(), "kalla-"), title=plain)
