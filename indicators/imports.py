"""Imports as steps: a source's rows are read, shown as a preview, applied all or none, and stand as a receipt.

Reading and applying are done in the background. A kill leaves the state that was reached: what was read is read
again, and what was being applied was one transaction, of which nothing is left. Both can be gone on with.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
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

from burlov_styrning import rights
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.trace import log_many
from burlov_styrning.workflow import acting
from indicators import answers, due, facts, outcomes, surveys
from indicators.economy import importing
from indicators.intake import Intake
from indicators.judging import Judged, judge_import, more_than_whole
from indicators.models import Import, ImportRow, Outcome, Survey
from indicators.moves import IMPORTS
from indicators.sources import accounts as account_sheets
from indicators.sources import guard, sheets
from indicators.sources.row import Found, Part, Unreadable

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(minutes=2)
BATCH = 500
MOST_NAMED = 3
V, S, Origin = ImportRow.Verdict, Import.State, Import.Origin
WRITTEN = (V.NEW, V.CHANGED)


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


def start_accounts(
    *, file: Any, block: str, terms: dict[str, str], by: Any, mends: Import | None = None, background: bool = True
) -> Import:
    """Accounts are handed over, as a spreadsheet or pasted; `terms` hold where a row says nothing.

    `mends`: the import whose pasted block was taken up again; what it would have changed is thrown away.
    """
    row = importing.made(file=file, block=block, terms=terms, by=by)
    with transaction.atomic():
        if mends and mends.state == S.PREVIEWED:
            discard(mends, by=by)
        with acting(IMPORTS, "start", row, by=by) as act:
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


def apply(
    import_: Import, *, by: Any, without_rejected: bool = False, confirmed: bool = False, background: bool = True
) -> None:
    """Write what the preview shows, in the background: all or nothing. `confirmed`: amounts asked about are right."""
    with acting(IMPORTS, "apply", import_, by=by) as act:
        counts = counts_of(act.row)
        if confirmed and act.row.origin == Origin.ACCOUNTS:
            asked = act.row.rows.filter(verdict=V.REJECTED, said__asked="1").count()
            counts |= {V.NEW: counts[V.NEW] + asked, V.REJECTED: counts[V.REJECTED] - asked}
            act.row.terms = act.row.terms | {"confirmed": "1"}
        if not any(counts[verdict] for verdict in WRITTEN):
            act.rule([_("Det finns inget nytt eller ändrat att läsa in.")])
        if not without_rejected and counts[V.REJECTED]:
            act.rule([("without_rejected", _("Kryssa för att resten ska läsas in utan de avvisade raderna."))])
        act.row.skips_rejected, act.row.remarks = without_rejected, []
        _begin(act.row, background)


def discard(import_: Import, *, by: Any) -> None:
    """Throw the preview away; nothing was written."""
    with transaction.atomic():
        with acting(IMPORTS, "discard", import_, by=by) as act:
            _forget(act.row)
            act.row.block = ""
        log_many([act.row], actor=act.by)


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
    takes = list if import_.origin == Origin.ACCOUNTS else intake.take
    for part in found.parts:
        with transaction.atomic():
            _tell(import_, part, found.total + 1)
            rows = takes(part.rows)
            made = [ImportRow(belongs_to=import_, number=row.number, said=row.said()) for row in rows]
            ImportRow.objects.bulk_create(made, ignore_conflicts=True)  # not content; a kill may have left some
    with transaction.atomic():
        _show(import_, found.remarks)
    if name:
        default_storage.delete(name)  # the rows say it all, and no longer than they must


def _found(import_: Import) -> Found:
    """What the source of the import gives. Those over the net go on after what is kept already."""
    if import_.origin in (Origin.SHEET, Origin.SURVEY, Origin.ACCOUNTS):
        with default_storage.open(str(import_.file.name)) as file:
            body = file.read()
        if import_.survey:
            return surveys.reading(import_.survey, import_.period).rows_of(body, import_.title)
        if import_.origin == Origin.ACCOUNTS:
            return account_sheets.rows_of(body, str(import_.file.name))
        return sheets.rows_of(body, import_.title)
    return answers.found(import_)


def _show(import_: Import, remarks: Sequence[str]) -> None:
    """Judge the rows beside what stands now, and wait for the person."""
    facts.judge(import_)
    with acting(IMPORTS, "show", import_, by=None) as act:
        rows = list(act.row.rows.all())
        if import_.origin == Origin.ACCOUNTS:
            amounts = importing.judge(rows, import_.terms)
            importing.store(rows, amounts)
            remarks = [*remarks, *importing.remarks(amounts)]
        else:
            judged = judge_import(rows, import_)
            _store(rows, judged)
            remarks = [*remarks, *more_than_whole(judged)]
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
    if import_.origin == Origin.ACCOUNTS:
        _write_accounts(import_, rows)
        return
    outcomes.lock([row.indicator for row in rows if row.indicator])
    judged = judge_import(rows, import_)
    if [one.essence for one in judged] != [(row.verdict, row.before_id) for row in rows] or facts.judge(import_):
        _show(import_, [_outdated()])
        return
    with set_actor(_person(import_)):
        new = facts.write(import_, now := timezone.now())
        with acting(IMPORTS, "finish", import_, by=None) as act:
            changes = [one.change for one in judged if one.change]
            entered = outcomes.write_many(changes, by=_person(import_))
            _keep(rows, judged, entered.rows)
            act.row.applied_at, act.row.remarks, (act.row.first_new, act.row.last_new) = now, entered.remarks, new
        _log(act.row)


def _log(import_: Import) -> None:
    """The import's only line in the log: what was read in, by whom, and what came of it. Its steps are events."""
    log_many([import_], actor=_person(import_))


def _outdated() -> str:
    return _("Något ändrades sedan du såg förhandsgranskningen. Den är gjord på nytt; inget är ändrat ännu.")


def _write_accounts(import_: Import, rows: list[ImportRow]) -> None:
    shown = [one.essence for one in importing.judge(rows, import_.terms)]
    if shown != [(row.verdict, row.figure_id) for row in rows]:
        _show(import_, [_outdated()])
        return
    with set_actor(_person(import_)), acting(IMPORTS, "finish", import_, by=None) as act:
        judged = importing.judge(rows, import_.terms, confirmed="confirmed" in import_.terms)
        importing.write(rows, judged)
        act.row.applied_at, act.row.block = timezone.now(), ""
    _log(act.row)


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
