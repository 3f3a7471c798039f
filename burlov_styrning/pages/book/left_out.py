"""What a term holds that the format has no place for, by name and count: an export never leaves out in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.pages.book.rows.stored import Stored
from burlov_styrning.swedish import listed
from followup.models import Onward, Opening, RoundDeadline
from goals.models import Need

NAMES: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "needs": (gettext_lazy("Behov"), ("for_whom", "since", "if_nothing", "links", "group", "rank", "reason")),
    "proposals": (gettext_lazy("Målförslag"), ("union", "union_date", "comparison_group", "due")),
    "goals": (gettext_lazy("Mål"), ("owner_directive", "end_decision")),
    "decisions": (
        gettext_lazy("Beslut"),
        ("meeting", "adjusted", "notes", "motions", "votes", "absent_for_bias"),
    ),
    "indicators": (gettext_lazy("Indikatorer"), ("formula", "months")),
    "activities": (gettext_lazy("Aktiviteter"), ("continues",)),
    "rounds": (gettext_lazy("Uppföljningstillfällen"), ("name", "due", "hand_over", "decision")),
}
"""The lists of a book: what their rows are called, and their columns that no field of the format holds."""


def left_out(stored: Stored) -> list[str]:
    """A sentence for each list: `Behov, uppgifter som inte följer med: för vem (11) och länkar (3).`"""
    found = [_sentence(title, _counts(stored.rows[name], names)) for name, (title, names) in NAMES.items()]
    treated = sum(row.state in (Need.State.CARRIED, Need.State.SET_ASIDE) for row in stored.rows["needs"])
    found.append(_sentence(_("Behov"), {_("vad nämnden gjorde av dem"): treated}))
    days = RoundDeadline.objects.filter(round__term=stored.term).count()
    openings = Opening.objects.filter(round__term=stored.term).count()
    more = {_("organens sista dagar"): days, _("nämndernas inledningar"): openings}
    found.append(_sentence(_("Uppföljningstillfällen"), more))
    onwards = Onward.objects.filter(goal__term=stored.term).count()
    found.append(_sentence(_("Mål"), {_("vad som händer med dem nästa period"): onwards}))
    return [sentence for sentence in found if sentence]


def _counts(rows: list[Any], names: tuple[str, ...]) -> dict[str, int]:
    """How many rows say something in each column."""
    if not rows:
        return {}
    fields = [rows[0]._meta.get_field(name) for name in names]
    empty: tuple[Any, ...] = ("", None, 0, [])
    return {
        str(field.verbose_name): sum(
            value not in empty and value != field.get_default()
            for value in (getattr(row, field.attname) for row in rows)
        )
        for field in fields
    }


def _sentence(title: Any, counts: Mapping[str, int]) -> str:
    said = [f"{name} ({count})" for name, count in counts.items() if count]
    words = {"rows": title, "what": listed(said)}
    return _("%(rows)s, uppgifter som inte följer med: %(what)s.") % words if said else ""
