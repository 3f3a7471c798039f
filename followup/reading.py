"""The text of an assessment as one may read it: as it stands, or as it was approved while it is worked on again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from burlov_styrning import rights
from burlov_styrning.base.models import Access
from burlov_styrning.rights import READ, Role
from burlov_styrning.swedish import number, partial_date
from followup.models import Assessment, Ground, Opening
from followup.moves import ASSESSMENTS, OPENINGS


@dataclass(frozen=True)
class GroundText:
    """A ground in words; `file` is the id of the ground whose attachment can be fetched."""

    kind: str
    text: str
    detail: str = ""
    file: int | None = None
    name: str = ""
    example: bool = False


@dataclass(frozen=True)
class Text:
    """A judgement in words; `working` says that it is the text that is worked on."""

    status: str
    analysis: str
    motivation: str
    grounds: Sequence[GroundText]
    working: bool
    balance: Decimal | None = None
    balance_text: str = ""
    group_text: str = ""


def reads_row(row: Assessment | Opening, user: Any) -> bool:
    """Whether this person, who sees the assessment or opening, reads the text as it stands now.

    An approved one, that is open again, has two texts: outside the organ it is the approved one that counts.
    """
    flow = OPENINGS if isinstance(row, Opening) else ASSESSMENTS
    if row.state == row.State.APPROVED or not row.approved:
        return True
    actor = rights.actor_of(user)
    allowed = READ[row.rights_kind][flow.exposure[row.state]]
    if any(rights.holds(who, actor, row) for who in allowed):
        return True
    asked = actor.has(Role.CONTROLLER, Role.AUDITOR)
    return asked and Access.objects.filter(kind=row.rights_kind, row=row.pk, person=actor.person).exists()


def reads_file(ground: Ground, user: Any) -> bool:
    """Whether one who sees the assessment may fetch the file: as it stands, or one of what was approved."""
    row = ground.assessment
    kept = row.approved.get("grounds", []) if row.approved else []
    return reads_row(row, user) or any(one["file"] == ground.pk for one in kept)


def text_for(row: Assessment, user: Any) -> Text:
    """The text that this person reads."""
    if reads_row(row, user):
        grounds = [ground_text(ground) for ground in row.grounds.all()]
        whole = (row.balance, row.balance_text, row.group_text)
        return Text(row.status, row.analysis, row.motivation, grounds, True, *whole)
    kept = row.approved
    grounds = [GroundText(**ground) for ground in kept["grounds"]]
    balance = Decimal(kept["balance"]) if kept["balance"] else None
    whole = (balance, kept["balance_text"], kept["group_text"])
    return Text(kept["status"], kept["analysis"], kept["motivation"], grounds, False, *whole)


def as_approved(row: Assessment) -> dict[str, Any]:
    """The text as plain values, kept when an approved assessment is opened again."""
    grounds = [vars(ground_text(ground)) for ground in row.grounds.all()]
    balance = None if row.balance is None else format(row.balance, "f")
    return {
        "status": row.status, "analysis": row.analysis, "motivation": row.motivation, "grounds": grounds,
        "balance": balance, "balance_text": row.balance_text, "group_text": row.group_text,
    }  # fmt: skip


def ground_text(ground: Ground) -> GroundText:
    """A stored ground in words."""
    text = ground.text or (ground.activity.text if ground.activity else "")
    file = ground.pk if ground.file else None
    name = file_name(ground)
    return GroundText(str(ground.get_kind_display()), text, detail(ground), file, name, ground.is_example())


def detail(ground: Ground) -> str:
    """Figure, method, number and date in one line."""
    parts = [_figure(ground.value, ground.unit), ground.method, f"n = {ground.number}" if ground.number else ""]
    return ", ".join([part for part in parts if part] + ([partial_date(ground.date)] if ground.date else []))


def file_name(ground: Ground) -> str:
    """The attachment's name without its folder."""
    return str(ground.file.name).rsplit("/", 1)[-1] if ground.file else ""


def _figure(value: Decimal | None, unit: str) -> str:
    return "" if value is None else number(value, unit=unit)
