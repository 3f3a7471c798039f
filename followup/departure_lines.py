"""The lists of judgements that depart from the indicators, and of those that have changed: lines, in words and as rows.

Three lists of one make; page and spreadsheet are drawn of the same lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.parts import Text
from burlov_styrning.sheets import Sheet, Value
from followup.departures import Change, Departure, Departures
from followup.judgements import verdict_word
from followup.models import Assessment, FollowUpRound
from followup.rules.suggestion import BRIGHTNESS, Verdict
from followup.words import measured_word

BRIGHTER, DARKER = "ljusare", "morkare"


@dataclass(frozen=True)
class Line:
    """A judgement as the lists show it, beside what it is compared with (the indicators, or the round before)."""

    row: Assessment
    word: str
    other: str
    other_word: str
    measured: str
    brighter: bool

    @property
    def goal(self) -> str:
        """What was judged."""
        return str(self.row.goal)

    @property
    def area(self) -> str:
        """The area of the goal; a financial goal has none."""
        goal: Any = self.row.goal
        return str(goal.area.name) if goal.area else _("Finansiellt mål")

    @property
    def organ(self) -> str:
        """Who judged."""
        return str(self.row.organ or "")

    @property
    def motivation(self) -> str:
        """Why."""
        return str(self.row.motivation)

    @property
    def place(self) -> int:
        """The worst judgements first."""
        return _place(self.row.status)

    @property
    def other_place(self) -> int:
        """The same of what it is compared with."""
        return _place(self.other)


def _place(code: str) -> int:
    return BRIGHTNESS.index(Verdict(code))


@dataclass(frozen=True)
class Kind:
    """One of the lists."""

    name: str
    label: Text
    heading: Text
    lead: Text
    before: Text
    """The heading of what the judgement is compared with."""
    empty: Text
    of: Callable[[Departures, FollowUpRound], Iterable[Line]]
    narrows: Sequence[tuple[str, Text]] = ()


def _departing(found: Departures, round_: FollowUpRound) -> Iterable[Line]:
    return [_departure(one, round_) for one in found.departing]


def _brighter(found: Departures, round_: FollowUpRound) -> Iterable[Line]:
    return [_departure(one, round_) for one in found.departing if one.brighter]


def _changed(found: Departures, round_: FollowUpRound) -> Iterable[Line]:
    return [_change(one, round_, found.previous or round_) for one in found.changed]


DEPARTING = Kind(
    "departures", gettext_lazy("Avviker från siffrorna"), gettext_lazy("Var omdömet är ett annat än siffrorna"),
    gettext_lazy("Ett omdöme får avvika från indikatorerna om det motiveras. Här står alla som gör det."),
    gettext_lazy("Indikatorerna"), gettext_lazy("Inget omdöme som du kan läsa avviker från indikatorerna."),
    _departing, ((BRIGHTER, gettext_lazy("ljusare än siffrorna")), (DARKER, gettext_lazy("mörkare än siffrorna"))),
)  # fmt: skip
BRIGHT = Kind(
    "brighter", gettext_lazy("Ljusare än siffrorna"), gettext_lazy("Omdömen som är ljusare än siffrorna"),
    gettext_lazy("Ett omdöme får vara bättre än vad indikatorerna säger, om det motiveras. Här står de för sig."),
    gettext_lazy("Indikatorerna"), gettext_lazy("Inget omdöme i uppföljningen är ljusare än siffrorna."), _brighter,
)  # fmt: skip
CHANGED = Kind(
    "changes", gettext_lazy("Ändrade sedan förra uppföljningen"), gettext_lazy("Mål som bedöms annorlunda än förut"),
    gettext_lazy("Godkända omdömen som är andra än i periodens förra uppföljning."),
    gettext_lazy("Förra uppföljningen"), gettext_lazy("Inget godkänt omdöme har ändrats."), _changed,
    ((BRIGHTER, gettext_lazy("har blivit bättre")), (DARKER, gettext_lazy("har blivit sämre"))),
)  # fmt: skip


def sheet(kind: Kind, lines: Iterable[Line]) -> Sheet:
    """A list as a table of a spreadsheet."""
    headings = [_("Mål"), _("Nyckel"), _("Målområde"), _("Bedöms av"), _("Omdöme"), str(kind.before), _("Mätta"),
                _("Läge"), _("Motivering")]  # fmt: skip
    return Sheet(str(kind.label), headings, [_cells(line) for line in lines])


def _cells(line: Line) -> list[Value]:
    goal: Any = line.row.goal
    return [line.goal, goal.key, line.area, line.organ, line.word, line.other_word, line.measured,
            str(line.row.get_state_display()), line.motivation]  # fmt: skip


def _departure(one: Departure, round_: FollowUpRound) -> Line:
    suggested = one.suggestion.verdict
    return Line(
        one.row, _word(one.row, round_), suggested.value, verdict_word(one.row, suggested),
        measured_word(one.suggestion), one.brighter,
    )  # fmt: skip


def _change(one: Change, round_: FollowUpRound, previous: FollowUpRound) -> Line:
    return Line(one.now, _word(one.now, round_), one.before.status, _word(one.before, previous), "", one.brighter)


def _word(row: Assessment, round_: FollowUpRound) -> str:
    row.round = round_
    return verdict_word(row, row.status)
