"""The committees' frames of a scenario's year: stated, summed, held against the scenario, printed.

The demographic need is computed where its own pages compute it (`indicators.demography`), against the year before: a
frame grows out of last year's, which has that year's need already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality, Organ
from burlov_styrning.papers import Block, Grid, Heading, Paper, Points, Text
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import number
from burlov_styrning.workflow import acting
from indicators import demography
from indicators.demography import Demand
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


# -- the demographic need --------------------------------------------------------------------------------------------


def demand(year: int) -> Demand | None:
    """What the population asks for against the year before; None where it is not read in for both years."""
    found = demography.read(asked_base=year - 1)
    return found if found and found.base == year - 1 and year in found.needs else None


def needs(found: Demand | None, year: int) -> dict[int, Decimal]:
    """The computed need of each organ that has a cost, in tkr."""
    return {organ: _plain(found.needs[year].of(organ)) for organ in found.organs} if found else {}


def _whose(stated: Decimal | None, computed: Decimal | None) -> str:
    """Whether a frame has the computed need or another."""
    if computed is None:
        return "–" if stated is None else _("inskrivet")
    if stated == computed:
        return _("beräknat")
    if stated is None:
        return _("inte med; beräknat %(need)s") % {"need": _tkr(computed)}
    return _("inskrivet; beräknat %(need)s") % {"need": _tkr(computed)}


def _known(rows: Sequence[OrganFrame], computed: Mapping[int, Decimal]) -> Decimal | None:
    """The computed need of those that have frames; None where it is computed for none of them."""
    known = [computed[row.organ_id] for row in rows if row.organ_id in computed]
    return sum(known, Decimal(0)) if known else None


# -- printed ---------------------------------------------------------------------------------------------------------


def paper(
    scenario: EconomicScenario, year: int, rows: Sequence[OrganFrame], found: Demand | None, today: date
) -> Paper:
    """The year's frames on one paper."""
    own = Municipality.ours()
    facts = [(_("Scenario"), str(scenario)), (_("År"), f"{year}"), (_("Framtaget"), today.isoformat())]
    title = _("Ramar %(year)s") % {"year": year}
    return Paper(_("Ramar"), title, own.name if own else "", facts, list(_blocks(scenario, year, rows, found)),
                 example_line(own))  # fmt: skip


def _blocks(scenario: EconomicScenario, year: int, rows: Sequence[OrganFrame], found: Demand | None) -> Iterator[Block]:
    if not rows:
        yield Text(_("Inga ramar är inlagda för %(year)s.") % {"year": year})
        return
    yield Text(_("Ny ram = förra årets ram + uppräkning + demografiskt behov + beslutade förändringar "
                 "− effektiviseringskrav + övrigt. Allt i tkr."))  # fmt: skip
    head = [_("Nämnd"), _("Förra årets ram"), _("Uppräkning"), _("Demografi"), _("Behovet är"), _("Beslutat"),
            _("Effektivisering"), _("Övrigt"), _("Ny ram")]  # fmt: skip
    computed = needs(found, year)
    whole = total(row.made for row in rows)
    lines = [[str(row.organ), *_cells(row.made, _whose(row.demography, computed.get(row.organ_id)))] for row in rows]
    known = _known(rows, computed)
    sums = [_("Alla"), *_cells(whole, "–" if known is None else _whose(whole.demography, known))]
    yield Text(_against(scenario, year, whole.new))
    yield Grid(_("Ramar %(year)s, tkr") % {"year": year}, head, [*lines, sums],
               frozenset({1, 2, 3, 5, 6, 7, 8}))  # fmt: skip
    yield Heading(_("Det beräknade behovet"))
    yield Points(demography.notes(found) if found else [not_computed(year)])


def not_computed(year: int) -> str:
    """Why there is no computed need."""
    return _("Det demografiska behovet %(year)s är inte beräknat: befolkning eller kostnad per invånare saknas.") % {
        "year": year
    }


def _cells(made: Frame, whose: str) -> list[str]:
    texts = [_tkr(value) for value in _printed(made)]
    return [*texts[:3], whose, *texts[3:]]


def _printed(made: Frame) -> list[Decimal]:
    """The parts as they are added, and the new frame."""
    parts = list(made.parts)
    parts[4] = -parts[4] if parts[4] else parts[4]
    return [_plain(value) for value in (*parts, made.new)]


def _plain(value: Decimal) -> Decimal:
    """All its digits, without noughts that only the arithmetic has put there."""
    return Decimal(f"{value.normalize():f}") if value else Decimal(0)


def _tkr(value: Decimal) -> str:
    return number(_plain(value))


def _limit(scenario: EconomicScenario, year: int) -> Decimal | None:
    """What the scenario has for frames: its net cost and its room."""
    row = next((one for one in scenario.years.all() if one.year == year), None)
    return row.net_cost + row.room if row else None


def _against(scenario: EconomicScenario, year: int, frames: Decimal) -> str:
    """The frames beside what the scenario counts with."""
    limit = _limit(scenario, year)
    if limit is None:
        return _("Scenariot säger inget om %(year)s.") % {"year": year}
    left = limit - frames
    values = {"frames": _tkr(frames), "limit": _tkr(limit), "left": _tkr(abs(left))}
    if left < 0:
        return _("Ramarna är %(frames)s tkr. Scenariots nettokostnad och utrymme är %(limit)s tkr; ramarna är "
                 "%(left)s tkr för stora.") % values  # fmt: skip
    return _("Ramarna är %(frames)s tkr. Scenariots nettokostnad och utrymme är %(limit)s tkr; %(left)s tkr är "
             "kvar.") % values  # fmt: skip


def sheets(scenario: EconomicScenario, year: int, rows: Sequence[OrganFrame], found: Demand | None) -> list[Sheet]:
    """The same as numbers: the frames with all that they are made of, and what the scenario has for them."""
    head = [_("Nämnd"), _("Förra årets ram"), _("Uppräkning, procent"), _("Uppräkning"), _("Demografi"),
            _("Beräknat behov"), _("Behovet är"), _("Beslutat"), _("Effektivisering"), _("Övrigt"), _("Ny ram"),
            _("Exempel")]  # fmt: skip
    computed = needs(found, year)
    whole = total(row.made for row in rows)
    known = _known(rows, computed)
    lines: list[list[Value]] = [_line(row, computed.get(row.organ_id)) for row in rows]
    last, indexation, demographic, *rest = _printed(whole)
    lines.append([_("Alla"), last, None, indexation, demographic, known, "",
                  *rest, ""])  # fmt: skip
    limit = _limit(scenario, year)
    against: list[list[Value]] = [[_("Scenario"), str(scenario)], [_("Nettokostnad och utrymme"), limit],
               [_("Ramar"), _plain(whole.new)],
               [_("Kvar"), None if limit is None else _plain(limit - whole.new)]]  # fmt: skip
    return [Sheet(_("Ramar %(year)s, tkr") % {"year": year}, head, lines),
            Sheet(_("Mot scenariot, tkr"), [_("Post"), _("Värde")], against)]  # fmt: skip


def _line(row: OrganFrame, computed: Decimal | None) -> list[Value]:
    last, indexation, demographic, *rest = _printed(row.made)
    return [str(row.organ), last, row.index, indexation, demographic, computed, _whose(row.demography, computed), *rest,
            _("Exempel") if row.example else ""]  # fmt: skip
