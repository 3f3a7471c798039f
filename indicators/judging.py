"""What a row of outcomes would do, beside what stands: new, changed, unchanged, or rejected with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.swedish import listed
from indicators import outcomes, words
from indicators.entries import Entry, is_more_than_whole
from indicators.models import Import, ImportRow, Outcome
from indicators.outcomes import Change
from indicators.reading import Desk, Reader
from indicators.sources.row import Row, row_of

MOST_NAMED = 3
V, Origin = ImportRow.Verdict, Import.Origin


@dataclass(frozen=True)
class Judged:
    """What a row would do: its verdict, why where it is rejected, and the change where there is one."""

    verdict: str
    reason: str = ""
    indicator: int | None = None
    before: Outcome | None = None
    change: Change | None = None
    place: tuple[Any, ...] = ()
    """The cell that is changed."""

    @property
    def essence(self) -> tuple[str, int | None]:
        """What must be the same when it is applied as when it was shown."""
        return self.verdict, self.before.pk if self.before else None


def judge_import(rows: Sequence[ImportRow], import_: Import) -> list[Judged]:
    """What somebody has published is no slip of the pen: only what a person filled in is doubted."""
    published = import_.origin in (Origin.KOLADA, Origin.SCB)
    return judge(rows, import_.status, import_.person.user, published=published)


def judge(rows: Sequence[ImportRow], status: str, by: Any, *, published: bool = False) -> list[Judged]:
    """Each row beside what stands: new, changed, unchanged, or rejected with the reason."""
    said = [row_of(row.number, row.said) for row in rows]
    desk, seen = Desk(said, by), dict[tuple[Any, ...], int]()
    return [_judged(row, status, desk, seen, published) for row in said]


def _judged(row: Row, status: str, desk: Desk, seen: dict[tuple[Any, ...], int], published: bool) -> Judged:
    reader = Reader(row, desk)
    entry = reader.entry()
    pk = reader.indicator.pk if reader.indicator else None
    if entry is None:
        return Judged(V.REJECTED, " ".join(dict.fromkeys(reader.reasons)), pk)
    place = desk.place_of(entry)
    before = desk.standing.get(place)
    if before and _same(entry, row, before):
        return Judged(V.UNCHANGED, "", pk, before)
    change = Change(replace(_filled(entry, status, before), confirmed=published), before)
    reasons = [_reason(*problem) for problem in outcomes.change_problems(change)]
    first = seen.setdefault(place, row.number)
    if first != row.number:
        reasons.append(_("Samma utfall står redan på rad %(n)s. Lämna det en gång.") % {"n": first})
    if reasons:
        return Judged(V.REJECTED, " ".join(dict.fromkeys(reasons)), pk, before)
    return Judged(V.CHANGED if before else V.NEW, "", pk, before, change, place)


def more_than_whole(judged: Iterable[Judged]) -> list[str]:
    """Shares over 100 per cent that were published so: pointed out, and the person's to apply."""
    found = [one.change.entry for one in judged if one.change and is_more_than_whole(one.change.entry)]
    if not found:
        return []
    said = [f"{one.indicator.name} {words.period_words(one.period)}" for one in found[:MOST_NAMED]]
    sentence = ngettext(
        "%(n)s värde är mer än 100 %%: %(which)s. Källan har publicerat det så; se efter att det är rimligt.",
        "%(n)s värden är mer än 100 %%: %(which)s. Källan har publicerat dem så; se efter att de är rimliga.",
        len(found),
    )
    more = [_("%(n)s till") % {"n": len(found) - MOST_NAMED}] if len(found) > MOST_NAMED else []
    return [sentence % {"n": len(found), "which": listed([*said, *more])}]


def _same(entry: Entry, row: Row, before: Outcome) -> bool:
    """Whether everything that the row says stands already; what it does not say is no change."""
    told: Any = getattr(before, "hidden", None) or before
    if entry.value != told.value or (entry.missing != before.missing and told is before):
        return False
    said = {name for name, text in row.said().items() if text} & {"section", "count", "margin", "response_rate"}
    stands = {name: getattr(told if name in ("count", "margin") else before, name) for name in said}
    words = [(entry.status, before.status), (entry.published, before.published), (entry.comment, before.comment),
             (str(entry.source or "").casefold(), before.source.title.casefold() if before.source else "")]  # fmt: skip
    return all(getattr(entry, n) == v for n, v in stands.items()) and all(new in ("", old) for new, old in words)


def _reason(field: str, sentence: str) -> str:
    """A file cannot be asked back: what wants confirming is entered on its own."""
    if field == "confirmed":
        return _("Värdet är mer än hela andelen. Rätta det, eller lämna utfallet för sig på indikatorns sida.")
    return sentence


def _filled(entry: Entry, status: str, before: Outcome | None) -> Entry:
    """What the row leaves unsaid: the status is what was said of all; in place of a final one it is a revision."""
    final = status == Outcome.Status.FINAL
    if final and before and before.status != Outcome.Status.PRELIMINARY:
        status = Outcome.Status.REVISED
    source = entry.source or (before.source if before else None)
    return replace(entry, status=entry.status or status, source=source)
