"""What every paper to an organ's meeting has in common: whose it is, by whom, for when; and the extract of minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import BaseForm
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import rights
from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Decision, Meeting, Municipality, Organ
from burlov_styrning.base.people import assignments_of
from burlov_styrning.clock import today
from burlov_styrning.forms import in_words
from burlov_styrning.papers import Block, Heading, Paper, Points, Signature, texts
from burlov_styrning.rights import Role
from burlov_styrning.swedish import long_date, partial_date, sentence

NO_DECISION = gettext_lazy("Utkast – inte ett beslut")
DRAFTED = ("motions", "votes", "reservations", "notes", "absent_for_bias")
"""What the draft of a decision may already say of the minutes, in their order."""
DASH = "–"
WRITE_PAPERS = frozenset({*rights.WRITERS, Role.SECRETARY})
"""Who prepares an organ's meetings."""


def prepares(user: Any, organ: int) -> bool:
    """Whether this person writes papers for the organ."""
    return organ in rights.actor_of(user).organs(WRITE_PAPERS)


def for_meeting(organ: Organ, title: str, blocks: Sequence[Block], user: Any) -> Paper:
    """A tjänsteskrivelse to the organ's next meeting, by this person."""
    meeting = Meeting.objects.filter(organ=organ, date__gte=today()).order_by("date").first()
    writer = next((assignment.person for assignment in assignments_of(user)), None)
    facts = [
        (_("Till"), organ.name),
        (_("Sammanträde"), long_date(meeting.date) if meeting else _("inte bestämt")),
        (_("Datum"), long_date(today())),
        (_("Handläggare"), writer.name if writer else ""),
        (_("Diarienummer"), "–"),
    ]
    own = Municipality.ours()
    return Paper(_("Tjänsteskrivelse"), title, own.name if own else "", facts, blocks, example_line(own))


def extract(decision: Decision, matters: Sequence[Block]) -> Paper:
    """The extract of the minutes: the decision with its §, what it decided, and what the minutes say besides."""
    title = " ".join(filter(None, (decision.reference, sentence(decision.get_kind_display()))))
    when = partial_date(decision.date) if decision.date else _("inte antecknat")
    facts = [
        (_("Organ"), decision.organ.name),
        (_("Sammanträde"), when),
        (_("Paragraf"), decision.reference or _("inte antecknad")),
        (_("Diarienummer"), decision.registry or _("inte antecknat")),
        (_("Justerat"), long_date(decision.adjusted) if decision.adjusted else _("inte antecknat")),
    ]
    reserved: list[Block] = [Heading(_("Reservationer")), Points(decision.reservations)]
    blocks: list[Block] = [
        *texts(_("Beslut"), decision.text),
        *([Heading(_("Ärenden"))] if matters else []),
        *matters,
        *texts(_("Yrkanden"), decision.motions),
        *texts(_("Omröstning"), decision.votes),
        *(reserved if decision.reservations else []),
        *texts(_("Protokollsanteckningar"), decision.notes),
        *texts(_("Deltog inte på grund av jäv"), decision.absent_for_bias),
        *_corrected(decision),
        Signature(_("Rätt utdraget intygar")),
    ]
    own = Municipality.ours()
    return Paper(_("Protokollsutdrag"), title, decision.organ.name, facts, blocks, example_line(own))


def draft_paper(organ: Organ, title: str, form: BaseForm, matters: Sequence[Block]) -> Paper:
    """A decision as it is prepared, to take to the meeting; said to be no decision at its head and on every page.

    `form` is the page's own form of the minutes, filled with what the draft holds.
    """
    when = [in_words(form.fields[name], form[name].value()) for name in ("meeting", "date")]
    facts = [
        (_("Läge"), str(NO_DECISION)),
        (_("Organ"), organ.name),
        (_("Sammanträde"), " ".join(filter(None, when)) or _("inte bestämt")),
        (_("Diarienummer"), form["registry"].value() or DASH),
        (_("Utskrivet"), long_date(today())),
    ]
    said = [(str(form[name].label), form[name].value() or "") for name in DRAFTED]
    blocks: list[Block] = [
        *texts(_("Förslag till beslut"), form["text"].value() or ""),
        *matters,
        *(block for label, text in said for block in texts(label, text)),
    ]
    own = Municipality.ours()
    note = " · ".join(filter(None, (str(NO_DECISION), example_line(own))))
    return Paper(_("Utkast"), title, organ.name, facts, blocks, note)


def _corrected(decision: Decision) -> list[Block]:
    points = []
    for row in decision.corrections.all():
        said = {"day": long_date(localdate(row.at)), "reason": row.reason}
        said["before"] = ", ".join(str(value or "–") for value in row.before.values())
        points.append(_("%(day)s: %(reason)s Stod tidigare: %(before)s.") % said)
    return [Heading(_("Rättade skrivfel")), Points(points)] if points else []
