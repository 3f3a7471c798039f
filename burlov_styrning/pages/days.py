"""The days of the calendar: meetings and their papers, the rounds' deadlines, the phases; as their reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from burlov_styrning import rights
from burlov_styrning.base.models import Meeting, Organ
from burlov_styrning.pages.kinds import ROUND
from burlov_styrning.partial_dates import is_partial_date
from burlov_styrning.rights import Who
from burlov_styrning.swedish import partial_date, sentence
from followup import planning
from followup.models import FollowUpRound
from followup.rules import calendar
from followup.rules.calendar import RoundKind
from goals.models import Phase

MEETING, PAPERS, ROUNDS, LAW, PHASES = "sammantrade", "handlingar", "uppfoljning", "lag", "fas"
KINDS: dict[str, str | Promise] = {
    MEETING: gettext_lazy("sammanträden"),
    PAPERS: gettext_lazy("handlingsstopp"),
    ROUNDS: gettext_lazy("uppföljning"),
    LAW: pgettext_lazy("kalender", "lagens sista dagar"),
    PHASES: gettext_lazy("faser"),
}
S = FollowUpRound.State


@dataclass(frozen=True)
class Entry:
    """A day with what is then: `key` stays the same when the day is moved."""

    key: str
    day: date
    title: str
    kind: str
    organ: str = ""
    url: str = ""
    example: bool = False

    @property
    def month(self) -> date:
        """The first of its month, to stand under."""
        return self.day.replace(day=1)

    @property
    def month_name(self) -> str:
        """`december 2026`."""
        return partial_date(f"{self.day:%Y-%m}")

    @property
    def whole(self) -> str:
        """What and whose, in one line."""
        return f"{self.organ}: {self.title}" if self.organ else self.title


def entries(user: Any) -> list[Entry]:
    """All days that this person may see, in order. Four queries."""
    found = [*_meetings(user), *_phases(user)]
    if rights.any_of((Who.OFFICIAL,), rights.actor_of(user), rights.ANY_ROW) is True:
        found += [entry for row in rounds() for entry in _of_round(row)]
    return sorted(found, key=lambda entry: (entry.day, entry.organ, entry.title))


def rounds() -> list[FollowUpRound]:
    """The rounds that are not over."""
    rows = FollowUpRound.objects.exclude(state=S.ADOPTED).select_related("term").prefetch_related("deadlines__organ")
    return list(rows.order_by("period_end", "pk"))


def broken_by(meeting: Meeting) -> list[str]:
    """What the rounds would break with a new or moved meeting on these days (it is not saved), and do not today."""
    return [sentence(f"{row}: {said}") for row, broken in planning.broken_by(rounds(), meeting) for said in broken]


def _meetings(user: Any) -> Iterator[Entry]:
    for row in Meeting.objects.visible_to(user).select_related("organ"):
        url, organ = reverse("base:meeting", args=[row.pk]), row.organ.name
        title = row.title or _("sammanträde")
        yield Entry(f"sammantrade-{row.pk}", row.date, title, MEETING, organ, url, row.is_example())
        if row.papers:
            title = _("handlingsstopp")
            yield Entry(f"handlingar-{row.pk}", row.papers, title, PAPERS, organ, url, row.is_example())


def _phases(user: Any) -> Iterator[Entry]:
    if not rights.actor_of(user).posts:
        return
    for row in Phase.objects.select_related("term"):
        values = {"phase": row.get_phase_display().lower(), "term": row.term}
        url = reverse("goals:term", args=[row.term])
        for name, text, word in (("oppnar", row.opens, _("Fasen %(phase)s öppnar för %(term)s")),
                                 ("stanger", row.closes, _("Fasen %(phase)s stänger för %(term)s"))):  # fmt: skip
            if text and len(text) == len("2026-01-01") and is_partial_date(text):
                yield Entry(f"fas-{row.pk}-{name}", date.fromisoformat(text), word % values, PHASES, "", url,
                            row.is_example())  # fmt: skip


def _of_round(row: FollowUpRound) -> Iterator[Entry]:
    url, name, kind = ROUND.address(row), str(row), RoundKind(row.kind)

    def entry(key: str, day: date, title: str, what: str = ROUNDS, organ: Organ | None = None) -> Entry:
        words = title % {"round": name}
        return Entry(
            f"uppfoljning-{row.pk}-{key}", day, words, what, organ.name if organ else "", url, row.is_example()
        )

    yield entry("slut", row.ends_on, _("Perioden slutar, %(round)s"))
    if row.due:
        yield entry("klara", row.due, _("Bedömningarna klara, %(round)s"))
    for own in row.deadlines.all():
        yield entry(f"klara-{own.organ_id}", own.due, _("bedömningarna klara, %(round)s"), ROUNDS, own.organ)
    if row.hand_over:
        yield entry("lamnas", row.hand_over, _("Styrelsen överlämnar %(round)s"))
    if by := calendar.hand_over_by(kind, row.ends_on):
        yield entry("lag-lamnas", by, _("Sista dag enligt lag att överlämna %(round)s"), LAW)
    if by := calendar.approve_by(kind, row.ends_on):
        yield entry("lag-godkanns", by, _("Sista dag enligt lag för fullmäktige att godkänna %(round)s"), LAW)
