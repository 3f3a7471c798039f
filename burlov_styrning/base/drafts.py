"""Drafts of decisions as steps: begun, saved, recorded as a decision, thrown away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.models import Decision, DecisionDraft, DraftText, Organ
from burlov_styrning.base.moves import DRAFTS
from burlov_styrning.merging import Merged, Typed, merge
from burlov_styrning.refusals import Conflict
from burlov_styrning.workflow import Act, acting


def of(organ: Organ, address: str) -> DecisionDraft | None:
    """The draft that is being written for the organ's decision on that page."""
    rows = DecisionDraft.objects.filter(organ=organ, address=address, state=DecisionDraft.State.OPEN)
    found: DecisionDraft | None = rows.first()
    return found


def latest(draft: DecisionDraft) -> DraftText:
    """The text as it stands, with who saved it and when."""
    found: DraftText = draft.texts.select_related("person").order_by("-revision")[0]
    return found


def begin(organ: Organ, address: str, title: str, typed: Typed, *, by: Any) -> DecisionDraft:
    """Begin to prepare a decision."""
    draft = DecisionDraft(organ=organ, address=address, title=title)
    with acting(DRAFTS, "begin", draft, by=by) as act:
        draft.save()
        _keep(act, typed)
    return draft


def save(draft: DecisionDraft, typed: Typed, *, by: Any, revision: int) -> Merged:
    """Save what was typed on the text of `revision`, joined with what others saved since.

    Refused with both texts where somebody else wrote otherwise in the same field.
    """
    with acting(DRAFTS, "save", draft, by=by) as act:
        merged = _joined(act.row, typed, revision)
        if merged.clashes:
            raise Conflict(_("Någon annan sparade utkastet medan du skrev."), mine=merged, theirs=latest(act.row))
        act.row.revision += 1
        _keep(act, merged.typed)
    return merged


def _joined(draft: DecisionDraft, typed: Typed, revision: int) -> Merged:
    texts = {text.revision: text.typed for text in draft.texts.filter(revision__in=[revision, draft.revision])}
    return merge(texts.get(revision, {}), typed, texts[draft.revision])


def autosave(draft: DecisionDraft, typed: Typed, *, by: Any, revision: int) -> DecisionDraft:
    """What a draft saves by itself while it is written on; it stops when somebody else has saved."""
    with acting(DRAFTS, "save", draft, by=by) as act:
        _refuse_stale(act.row, revision)
        act.row.revision += 1
        _keep(act, typed)
    return draft


def record(draft: DecisionDraft, decision: Decision, *, by: Any, revision: int) -> DecisionDraft:
    """The organ has decided: the draft has become the decision. In the same transaction as what was decided."""
    with acting(DRAFTS, "record", draft, by=by, decision=decision) as act:
        _refuse_stale(act.row, revision)
        act.row.decision = decision
        _clear(act.row)
    return draft


def _refuse_stale(draft: DecisionDraft, revision: int) -> None:
    if draft.revision != revision:
        raise Conflict(_("Någon annan sparade utkastet medan du skrev."), theirs=latest(draft))


def discard(draft: DecisionDraft, *, by: Any) -> DecisionDraft:
    """The decision is not to be prepared any longer."""
    with acting(DRAFTS, "discard", draft, by=by) as act:
        _clear(act.row)
    return draft


def _clear(draft: DecisionDraft) -> None:
    """What led up to the last text is working material that nobody needs any more."""
    draft.texts.exclude(revision=draft.revision).delete()


def _keep(act: Act, typed: Typed) -> None:
    kept = {name: list(texts) for name, texts in typed.items()}
    DraftText.objects.create(draft=act.row, revision=act.row.revision, typed=kept, person_id=act.actor.person)
