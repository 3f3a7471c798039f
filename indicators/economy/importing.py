"""Accounts from a spreadsheet or a pasted block, inside the house's import: read, shown, applied all or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Organ, Source
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.swedish import NotANumber, parse_number
from burlov_styrning.workflow import require
from indicators.economy import accounts
from indicators.economy.accounts import Amount, Standing
from indicators.economy.books import Entity
from indicators.models import AccountFigure, Import, ImportRow, Verdict
from indicators.moves import ACCOUNTS
from indicators.rules.accounts import kept, line_of
from indicators.sources import guard
from indicators.sources.accounts import PER_ROW, AccountRow, row_kept, version_of

PASTED = "inklistrat.txt"
YEARS = range(1990, 2101)


@dataclass
class Judged:
    """What a row would do, with the amount where it is understood and the question where it is doubted."""

    verdict: str
    reason: str = ""
    before: AccountFigure | None = None
    amount: Amount | None = None
    asked: bool = False

    @property
    def essence(self) -> tuple[str, int | None]:
        """What must be the same when it is applied as when it was shown."""
        return self.verdict, self.before.pk if self.before else None


def made(*, file: Any, block: str, terms: Mapping[str, str], by: Any) -> Import:
    """The import, unsaved: of a file, or of a pasted block as a file of its own."""
    require(ACCOUNTS, "enter", AccountFigure(), by)
    person = rights.actor_of(by).person or 0
    if not file and not block.strip():
        raise Refusal(Reason.RULE, fields=[("file", _("Välj en fil, eller klistra in ett block."))])
    if file and (sentence := guard.refusal(file)):
        raise Refusal(Reason.RULE, fields=[("file", sentence)])
    file = file or ContentFile(block.encode(), PASTED)
    body = file.read()
    file.seek(0)
    title = PurePath(file.name).name[-200:] if file.name != PASTED else _("Inklistrat: %(report)s") % terms
    return Import(
        origin=Import.Origin.ACCOUNTS, title=title, person_id=person, file=file, terms=dict(terms),
        sha256=hashlib.sha256(body).hexdigest(), touched_at=timezone.now(), block="" if file.name != PASTED else block,
    )  # fmt: skip


def judge(rows: Sequence[ImportRow], terms: Mapping[str, str], *, confirmed: bool = False) -> list[Judged]:
    """Each amount beside what the same report has there: new, changed, unchanged, or rejected with the reason."""
    organs = {" ".join(row.name.casefold().split()): row for row in Organ.objects.all()}
    read = [_read(row_kept(row.number, row.said), terms, organs) for row in rows]
    amounts = [(place, one) for place, one in enumerate(read) if isinstance(one, Amount)]
    standing = Standing([one.entity for _place, one in amounts])
    asked = {} if confirmed else accounts.doubtful([one for _place, one in amounts], standing)
    questions = {amounts[place][0]: question for place, question in asked.items()}
    return [
        Judged(Verdict.REJECTED, one) if isinstance(one, str) else _beside(one, standing, questions.get(place, ""))
        for place, one in enumerate(read)
    ]


def _beside(amount: Amount, standing: Standing, question: str) -> Judged:
    before = standing.at(amount)
    if before and (before.value, before.unit) == (amount.value, amount.unit):
        return Judged(Verdict.UNCHANGED, "", before, amount)
    if wrong := list(accounts.wrong(amount)):
        return Judged(Verdict.REJECTED, " ".join(wrong), before)
    if question:
        return Judged(Verdict.REJECTED, question, before, amount, asked=True)
    return Judged(Verdict.CHANGED if before else Verdict.NEW, "", before, amount)


def _read(row: AccountRow, terms: Mapping[str, str], organs: Mapping[str, Organ]) -> Amount | str:
    """The amount, or the sentence that says why it is none."""
    try:
        return _amount(row, terms, organs)
    except ValidationError as error:
        return " ".join(error.messages)


def _amount(row: AccountRow, terms: Mapping[str, str], organs: Mapping[str, Organ]) -> Amount:
    if row.problem:
        raise ValidationError(row.problem)
    if not row.period.isascii() or not row.period.isdecimal() or int(row.period[:5]) not in YEARS:
        raise ValidationError(_("”%(said)s” är inget år.") % {"said": row.period[:40]})
    version = row.version if row.version in AccountFigure.Version.values else version_of(row.version)
    if row.version and not version:
        sentence = _("”%(said)s” är varken utfall, prognos, budget eller plan.")
        raise ValidationError(sentence % {"said": row.version[:40]})
    entity = accounts.entity_named(row.subject, organs, default_entity(terms, organs))
    if entity is None:
        raise ValidationError(_("Ingen nämnd eller styrelse heter ”%(said)s”.") % {"said": row.subject[:80]})
    value = kept(row.indicator, _value(row.value), bool(row.turned))
    unit = row.unit or accounts.natural_unit(line_of(row.indicator), terms["unit"])
    return Amount(entity, row.indicator, int(row.period), version or terms["version"], unit, row.value, value,
                  row.source or terms["report"])  # fmt: skip


def _value(text: str) -> Decimal:
    try:
        return parse_number(text)
    except NotANumber as error:
        raise ValidationError(str(error)) from error


def default_entity(terms: Mapping[str, str], organs: Mapping[str, Organ]) -> Entity:
    """Whom the amounts are about where a row does not say."""
    code = terms.get("entity", "")
    organ = next((row for row in organs.values() if f"{row.pk:d}" == code), None)
    if organ:
        return Entity(AccountFigure.Entity.ORGAN.value, organ)
    return Entity(code) if code == AccountFigure.Entity.GROUP.value else Entity()


def remarks(judged: Sequence[Judged]) -> list[str]:
    """What the person must know of the whole: net costs that their own columns contradict."""
    return accounts.contradictions(one.amount for one in judged if one.amount)


def store(rows: Sequence[ImportRow], judged: Sequence[Judged]) -> None:
    """Keep the verdicts with the rows of the preview."""
    for row, one in zip(rows, judged, strict=True):
        row.verdict, row.reason, row.figure = one.verdict, one.reason, one.before
        before = f"{one.before.shown} {one.before.unit}" if one.before else ""
        row.said = row.said | {"before": before, "asked": "1" if one.asked else ""}
    ImportRow.objects.bulk_update(rows, ["verdict", "reason", "figure", "said"], batch_size=500)  # not content


def write(rows: Sequence[ImportRow], judged: Sequence[Judged]) -> None:
    """Write what is new or changed; each row of the receipt then names its figure."""
    sources: dict[str, Source | None] = {}
    for row, one in zip(rows, judged, strict=True):
        row.verdict, row.figure = one.verdict, one.before
        if one.amount and one.verdict in (Verdict.NEW, Verdict.CHANGED):
            row.figure = accounts.keep(one.before or AccountFigure(), one.amount, sources)
    ImportRow.objects.bulk_update(rows, ["verdict", "figure"], batch_size=500)  # not content


def place_in_file(number: int) -> int:
    """The row of the file that an amount stood on."""
    return number // PER_ROW
