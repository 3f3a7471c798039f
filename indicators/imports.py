"""Imports as steps: a source's rows are read, shown as a preview, applied all or none, and stand as a receipt.

Reading and applying are done in the background. A kill leaves the state that was reached: what was read is read
again, and what was being applied was one transaction, of which nothing is left. Both can be gone on with.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from auditlog.context import set_actor
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning import rights
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.swedish import listed
from burlov_styrning.workflow import acting
from indicators import answers, due, facts, outcomes, surveys, words
from indicators.entries import Entry, is_more_than_whole
from indicators.intake import Intake
from indicators.models import Import, ImportRow, Outcome, Survey
from indicators.moves import IMPORTS
from indicators.outcomes import Change
from indicators.reading import Desk, Reader
from indicators.sources import guard, sheets
from indicators.sources.row import Found, Part, Row, Unreadable, row_of

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(minutes=2)
BATCH = 500
MOST_NAMED = 3
V, S, Origin = ImportRow.Verdict, Import.State, Import.Origin
WRITTEN = (V.NEW, V.CHANGED)


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


# Steps that people take


def start(
    file: Any, *, status: str, by: Any, background: bool = True, survey: Survey | None = None, period: str = ""
) -> Import:
    """A spreadsheet is handed over; it is read in the background. `status` and `period`: of rows that tell none.

    With a survey it is read as that says.
    """
    person = rights.actor_of(by).person
    if person is None or due.may_enter_for(by) == frozenset():
        raise Refusal(Reason.RIGHT, _("Du har inga indikatorer att lämna utfall för."))
    if sentence := guard.refusal(file):
        raise Refusal(Reason.RULE, fields=[("file", sentence)])
    body = file.read()
    file.seek(0)
    row = Import(
        origin=Import.Origin.SURVEY if survey else Import.Origin.SHEET, survey=survey, period=period,
        title=PurePath(file.name).name[-200:], person_id=person, status=status, file=file,
        sha256=hashlib.sha256(body).hexdigest(), touched_at=timezone.now(),
    )  # fmt: skip
    with acting(IMPORTS, "start", row, by=by) as act:
        act.row.save()
        _begin(act.row, background)
    return row


def fetch(origin: str, title: str, request: dict[str, Any], *, by: Any, background: bool = True) -> Import:
    """Outcomes are asked for over the net, in the background; `request` is what the source's own reader takes."""
    person = rights.actor_of(by).person or 0  # nobody is refused below
    row = Import(origin=origin, title=title[:200], person_id=person, request=request, touched_at=timezone.now())
    with acting(IMPORTS, "fetch", row, by=by) as act:
        act.row.save()
        _begin(act.row, background)
    return row


def retry(import_: Import, *, by: Any, background: bool = True) -> None:
    """Ask a source again that did not answer as it should; what was read whole is not asked for once more."""
    with acting(IMPORTS, "retry", import_, by=by) as act:
        if not act.row.request:
            act.rule([_("Filen finns inte kvar. Läs in den igen.")])
        if act.row.done + 1 >= act.row.total:  # all was read: what failed came after
            _forget(act.row)
            act.row.done, act.row.answered = 0, {}
        _begin(act.row, background)


def apply(import_: Import, *, by: Any, without_rejected: bool = False, background: bool = True) -> None:
    """Write what the preview shows, in the background: all of it or nothing."""
    with acting(IMPORTS, "apply", import_, by=by) as act:
        counts = counts_of(act.row)
        if not any(counts[verdict] for verdict in WRITTEN):
            act.rule([_("Det finns inget nytt eller ändrat att läsa in.")])
        if not without_rejected and counts[V.REJECTED]:
            act.rule([("without_rejected", _("Kryssa för att resten ska läsas in utan de avvisade raderna."))])
        act.row.skips_rejected, act.row.remarks = without_rejected, []
        _begin(act.row, background)


def discard(import_: Import, *, by: Any) -> None:
    """Throw the preview away; nothing was written."""
    with acting(IMPORTS, "discard", import_, by=by) as act:
        _forget(act.row)


def take(import_: Import, *, by: Any) -> None:
    """Another controller makes a fetched preview the own, to apply it or throw it away."""
    with acting(IMPORTS, "take", import_, by=by) as act:
        if not act.row.request:
            act.rule([_("En inlämnad fil genomförs av den som lämnade den.")])
        act.row.person_id = act.actor.person


def go_on(import_: Import, *, by: Any, background: bool = True) -> None:
    """Take up work that stopped without a word (the worker was ended)."""
    with acting(IMPORTS, "go_on", import_, by=by) as act:
        if not is_stale(act.row):
            act.rule([_("Arbetet pågår. Vänta tills det är klart.")])
        _begin(act.row, background)


def is_stale(import_: Import) -> bool:
    """Whether the work has stopped without a word."""
    touched = import_.touched_at
    working = import_.state in (S.READING, S.APPLYING)
    return working and (touched is None or timezone.now() - touched > STALE_AFTER)


def counts_of(import_: Import) -> dict[str, int]:
    """Verdict → how many: of rows, and of facts about others."""
    found = dict(import_.rows.values_list("verdict").annotate(n=Count("pk")).order_by())
    return {verdict.value: found.get(verdict.value, 0) + import_.counts.get(verdict.value, 0) for verdict in V}


def _forget(import_: Import) -> None:
    import_.rows.all().delete()
    facts.forget(import_)
    import_.counts = {}


def _begin(import_: Import, background: bool) -> None:
    import_.touched_at, import_.problem, import_.written = timezone.now(), "", 0
    if background:
        go_on_with.enqueue(import_.pk)


# The work in the background


@task
def go_on_with(pk: int) -> None:
    """The background task."""
    go(pk)


def go(pk: int) -> None:
    """Read or apply, whichever is next. What goes wrong is told on the import."""
    import_ = Import.objects.select_related("person__user", "survey").get(pk=pk)
    work = {S.READING: _read, S.APPLYING: _apply}.get(S(import_.state))
    try:
        with translation.override(settings.LANGUAGE_CODE):
            if work:
                work(import_)
    except Overtaken:
        log.info("Import %s is read by another worker", pk)
    except Unreadable as error:
        _fail(import_, str(error))
    except Exception:
        log.exception("Import %s stopped", pk)
        _fail(import_, _("Något gick fel och inget är ändrat. Läs in filen igen. Händer det på nytt, tala med den "
                         "som sköter systemet."))  # fmt: skip


def _read(import_: Import) -> None:
    name = str(import_.file.name)
    found, intake = _found(import_), Intake(import_)
    for part in found.parts:
        with transaction.atomic():
            _tell(import_, part, found.total + 1)
            rows = intake.take(part.rows)
            made = [ImportRow(belongs_to=import_, number=row.number, said=row.said()) for row in rows]
            ImportRow.objects.bulk_create(made, ignore_conflicts=True)  # not content; a kill may have left some
    with transaction.atomic():
        _show(import_, found.remarks)
    if name:
        default_storage.delete(name)  # the rows say it all, and no longer than they must


def _found(import_: Import) -> Found:
    """What the source of the import gives. Those over the net go on after what is kept already."""
    if import_.origin in (Import.Origin.SHEET, Import.Origin.SURVEY):
        with default_storage.open(str(import_.file.name)) as file:
            body = file.read()
        if import_.survey:
            return surveys.reading(import_.survey, import_.period).rows_of(body, import_.title)
        return sheets.rows_of(body, import_.title)
    return answers.found(import_)


def _show(import_: Import, remarks: Sequence[str]) -> None:
    """Judge the rows beside what stands now, and wait for the person."""
    facts.judge(import_)
    with acting(IMPORTS, "show", import_, by=None) as act:
        rows = list(act.row.rows.all())
        judged = _judge(rows, import_)
        _store(rows, judged)
        remarks = [*remarks, *_more_than_whole(judged)]
        act.row.remarks, act.row.file, act.row.counts = list(remarks), "", facts.counts(import_)


def _apply(import_: Import) -> None:
    try:
        with transaction.atomic():
            _write(import_)
    except Refusal as refusal:  # a rule that only the whole shows
        _show(import_, [_("Inget är ändrat."), *(str(sentence) for sentence in refusal.sentences)])


def _write(import_: Import) -> None:
    """One transaction: if what stands is no longer what was shown, it is shown anew and nothing is written."""
    if not _is_ours_to_write(import_):
        return
    rows = list(import_.rows.all())
    outcomes.lock([row.indicator for row in rows if row.indicator])
    judged = _judge(rows, import_)
    if [one.essence for one in judged] != [(row.verdict, row.before_id) for row in rows] or facts.judge(import_):
        said = _("Något ändrades sedan du såg förhandsgranskningen. Den är gjord på nytt; inget är ändrat ännu.")
        _show(import_, [said])
        return
    with set_actor(_person(import_)):
        new = facts.write(import_, now := timezone.now())
        with acting(IMPORTS, "finish", import_, by=None) as act:
            changes = [one.change for one in judged if one.change]
            entered = outcomes.write_many(changes, by=_person(import_))
            _keep(rows, judged, entered.rows)
            act.row.applied_at, act.row.remarks, (act.row.first_new, act.row.last_new) = now, entered.remarks, new


def _is_ours_to_write(import_: Import) -> bool:
    """One worker at a time: held by the import's own row, or where it brings facts by what all such imports hold."""
    rows = Import.objects.all()
    if import_.counts:
        facts.lock()  # the import's row is left open: how far it has come is told there meanwhile
    else:
        rows = rows.select_for_update()
    return bool(rows.get(pk=import_.pk).state == S.APPLYING)


def _person(import_: Import) -> Any:
    return import_.person.user


def _keep(rows: list[ImportRow], judged: list[Judged], written: Iterable[Outcome]) -> None:
    """The receipt: each row with its outcome, which from now on tells what it says."""
    made = {outcomes.place_of(row): row for row in written}
    for row, one in zip(rows, judged, strict=True):
        if one.verdict == V.REJECTED:
            continue
        row.said = {}
        row.outcome = made[one.place] if one.change else one.before
    ImportRow.objects.bulk_update(rows, ["said", "outcome"], batch_size=BATCH)  # not content


def _store(rows: list[ImportRow], judged: list[Judged]) -> None:
    for row, one in zip(rows, judged, strict=True):
        row.verdict, row.reason, row.indicator_id, row.before = one.verdict, one.reason, one.indicator, one.before
    fields = ["verdict", "reason", "indicator", "before"]
    ImportRow.objects.bulk_update(rows, fields, batch_size=BATCH)  # not content


class Overtaken(Exception):
    """Another worker reads the same import, and was here before."""


def _tell(import_: Import, part: Part, total: int) -> None:
    """How far the reading has come, together with what was read: a second worker keeps nothing twice."""
    if Import.objects.select_for_update().get(pk=import_.pk).done != import_.done:
        raise Overtaken
    import_.done, import_.answered = part.done, {**import_.answered, **part.answered}
    now = {"done": part.done, "total": total, "answered": import_.answered, "touched_at": timezone.now()}
    Import.objects.filter(pk=import_.pk).update(**now)  # not content


def _fail(import_: Import, sentence: str) -> None:
    if not import_.request:  # what was read over the net is kept for the next try
        _forget(import_)
    with acting(IMPORTS, "fail", import_, by=None) as act:
        act.row.problem = sentence
        if act.row.file:
            act.row.file.delete(save=False)


# What rows would do


def _judge(rows: Sequence[ImportRow], import_: Import) -> list[Judged]:
    """What somebody has published is no slip of the pen: only what a person filled in is doubted."""
    return judge(rows, import_.status, _person(import_), published=import_.origin in (Origin.KOLADA, Origin.SCB))


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


def _more_than_whole(judged: Iterable[Judged]) -> list[str]:
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
