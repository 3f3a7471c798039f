"""The committees' frames of a scenario's year: stated, summed, held against the scenario, printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality, Organ
from burlov_styrning.papers import Block, Grid, Paper, Text
from burlov_styrning.swedish import number
from burlov_styrning.workflow import acting
from indicators.models import AccountFigure, EconomicScenario, OrganFrame
from indicators.moves import SCENARIOS
from indicators.rules.accounts import Kind, fits, in_base, line_of
from indicators.rules.frames import ENTERED, Frame, total

type Stated = Mapping[int, Mapping[str, Decimal | None]]
"""Organ's key → what is stated of its frame."""


def organs() -> list[Organ]:
    """Those that have frames: the executive board and the committees that there are."""
    kinds = (Organ.Kind.EXECUTIVE_BOARD, Organ.Kind.COMMITTEE)
    return list(Organ.objects.filter(kind__in=kinds, ends=None).order_by("name"))


def write(scenario: EconomicScenario, year: int, stated: Stated, *, by: Any) -> None:
    """State the year's frames; an organ of which nothing is said has none."""
    with acting(SCENARIOS, "edit", scenario, by=by) as act:
        kept = {row.organ_id: row for row in act.row.frames.filter(year=year)}
        for organ, said in stated.items():
            row = kept.pop(organ, None) or OrganFrame(scenario=act.row, year=year, organ_id=organ)
            if any(value is not None for value in said.values()):
                for name in ENTERED:
                    setattr(row, name, said.get(name))
                row.example = False
                row.save()
            elif row.pk:
                row.delete()


def proposed(scenario: EconomicScenario, year: int) -> dict[int, Decimal]:
    """Last year's frames to begin from: this scenario's own, else the net cost of the last budget or plan, in tkr."""
    own = {row.organ_id: row.made.new for row in scenario.frames.filter(year=year - 1)}
    rows = AccountFigure.objects.filter(entity="organ", year=year - 1, version__in=("budget", "plan"))
    found: dict[int, Decimal] = {}
    for row in rows.order_by("-version", "report", "pk"):  # a budget in place of a plan, the newest report last
        line = line_of(row.figure)
        if line and line.key == "net_cost" and row.value is not None and row.organ_id and fits(row.unit, Kind.MONEY):
            found[row.organ_id] = in_base(row.value, row.unit, Kind.MONEY).scaleb(-3)
    return found | own


def paper(scenario: EconomicScenario, year: int, rows: Sequence[OrganFrame], today: date) -> Paper:
    """The year's frames on one paper."""
    own = Municipality.ours()
    facts = [(_("Scenario"), str(scenario)), (_("År"), f"{year}"), (_("Framtaget"), today.isoformat())]
    title = _("Ramar %(year)s") % {"year": year}
    return Paper(_("Ramar"), title, own.name if own else "", facts, list(_blocks(scenario, year, rows)),
                 example_line(own))  # fmt: skip


def _blocks(scenario: EconomicScenario, year: int, rows: Sequence[OrganFrame]) -> Iterator[Block]:
    if not rows:
        yield Text(_("Inga ramar är inlagda för %(year)s.") % {"year": year})
        return
    yield Text(_("Ny ram = förra årets ram + uppräkning + demografiskt behov + beslutade förändringar "
                 "− effektiviseringskrav + övrigt. Allt i tkr."))  # fmt: skip
    head = [_("Nämnd"), _("Förra årets ram"), _("Uppräkning"), _("Demografi"), _("Beslutat"), _("Effektivisering"),
            _("Övrigt"), _("Ny ram")]  # fmt: skip
    whole = total(row.made for row in rows)
    lines = [[str(row.organ), *_cells(row.made)] for row in rows] + [[_("Alla"), *_cells(whole)]]
    yield Text(_against(scenario, year, whole.new))
    yield Grid(_("Ramar %(year)s, tkr") % {"year": year}, head, lines, frozenset(range(1, 8)))


def _cells(made: Frame) -> list[str]:
    parts = list(made.parts)
    parts[4] = -parts[4] if parts[4] else parts[4]
    return [_tkr(value) for value in (*parts, made.new)]


def _tkr(value: Decimal) -> str:
    """All its digits, without noughts that only the arithmetic has put there."""
    return number(value.normalize() if value else Decimal(0))


def _against(scenario: EconomicScenario, year: int, frames: Decimal) -> str:
    """The frames beside what the scenario counts with."""
    row = next((one for one in scenario.years.all() if one.year == year), None)
    if row is None:
        return _("Scenariot säger inget om %(year)s.") % {"year": year}
    left = row.net_cost + row.room - frames
    values = {"frames": _tkr(frames), "limit": _tkr(row.net_cost + row.room), "left": _tkr(abs(left))}
    if left < 0:
        return _("Ramarna är %(frames)s tkr. Scenariots nettokostnad och utrymme är %(limit)s tkr; ramarna är "
                 "%(left)s tkr för stora.") % values  # fmt: skip
    return _("Ramarna är %(frames)s tkr. Scenariots nettokostnad och utrymme är %(limit)s tkr; %(left)s tkr är "
             "kvar.") % values  # fmt: skip
