"""What is said about a proposal, section by section, between its committee and the controller; open or dealt with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.talk import talk_about
from burlov_styrning.forms import Form
from burlov_styrning.parts import Note
from burlov_styrning.views import take
from goals import words
from goals.forms.needs import box
from goals.models import GoalProposal
from goals.versions import reads_rows, title_for
from goals.views.shared import Years, row_of_term


class CommentForm(Form):
    """A comment on the whole or on one section."""

    section = forms.ChoiceField(label=gettext_lazy("Avsnitt"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Kommentera"),
        help_text=gettext_lazy("Läses inom nämnden, och av controllern när förslaget är klart eller öppnat."),
        widget=box(3),
        max_length=5000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", _("Hela förslaget")), *words.SECTIONS.items()]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Remarks:
    """What was said about one section, oldest first; those dealt with apart."""

    key: str
    name: str
    open: Sequence[Note]
    done: Sequence[Note]


@dataclass(frozen=True)
class Talk:
    """All that was said about a proposal, by section; the whole of it under an empty key."""

    sections: Mapping[str, Remarks]

    @property
    def said(self) -> list[Remarks]:
        """The sections about which something was said, in the order of the form."""
        return [one for one in self.sections.values() if one.open or one.done]

    @property
    def waiting(self) -> list[Remarks]:
        """Those with something that is not dealt with."""
        return [one for one in self.sections.values() if one.open]

    @property
    def count(self) -> int:
        """How many are not dealt with."""
        return sum(len(one.open) for one in self.sections.values())


def talk_of(proposal: GoalProposal, user: Any, here: str) -> Talk:
    """What was said, for who takes part; `here`: the page that shows it. One query."""
    notes = talk_about(proposal, user, here)
    named = {"": _("Hela förslaget"), **words.SECTIONS}
    return Talk({key: _remarks(key, str(name), notes) for key, name in named.items()})


def _remarks(key: str, name: str, notes: Sequence[Note]) -> Remarks:
    mine = [note for note in notes if (note.section if note.section in words.SECTIONS else "") == key]
    return Remarks(key, name, [n for n in mine if not n.resolved], [n for n in mine if n.resolved])


def may_comment(proposal: GoalProposal, user: Any) -> bool:
    """Whether the person is one of those who talk about it: those inside its organ, and the controller."""
    actor = rights.actor_of(user)
    return any(rights.holds(who, actor, proposal) for who in rights.IN_ORGAN)


def takes_part(proposal: GoalProposal, user: Any) -> bool:
    """Whether the person reads and writes comments: on the text that is worked on, or once it was handed in."""
    return may_comment(proposal, user) and (proposal.handed_in_id is not None or reads_rows(proposal, user))


def proposal_comment(request: HttpRequest, term: Years, pk: int) -> HttpResponse:
    """Say something about a proposal, or one section of it."""
    proposal = row_of_term(request, GoalProposal.objects.select_related("organ", "handed_in"), term, pk)
    if not takes_part(proposal, request.user):
        raise Http404
    form = CommentForm(request.POST or None, initial={"section": request.GET.get("avsnitt", "")})
    if form.is_valid():
        said = form.cleaned_data
        return take(
            request,
            lambda: comments.write(proposal, by=request.user, text=said["text"], section=said["section"]),
            _("Kommentaren är sparad."), "goals:proposal-show", proposal.term, pk,
        )  # fmt: skip
    context = {"title": _("Kommentera %(title)s") % {"title": title_for(proposal, request.user)}, "form": form}
    back = reverse("goals:proposal-show", args=[proposal.term, pk])
    return render(request, "confirm.html", context | {"submit": _("Kommentera"), "back": back})
