"""The addresses of the second floor: `/2027-2030/forslag/12/`."""

from __future__ import annotations

from django.urls import path, register_converter

from goals.converters import register
from goals.views import needs, proposal_moves, proposal_writing, proposals

register()


class MoveConverter:
    """What a committee's decision does with proposals, in Swedish in the address."""

    regex = "lamna-in|komplettera|dra-tillbaka"
    words = {"submit": "lamna-in", "answer_decided": "komplettera", "withdraw": "dra-tillbaka"}

    def to_python(self, value: str) -> str:
        return next(name for name, word in self.words.items() if word == value)

    def to_url(self, value: str) -> str:
        return self.words[value]


register_converter(MoveConverter, "proposal_decision")

app_name = "goals"
NEED = "<term:term>/behov/<int:pk>/"
PROPOSAL = "<term:term>/forslag/<int:pk>/"
urlpatterns = [
    path("<term:term>/behov/", needs.need_list, name="needs"),
    path("<term:term>/behov/nytt/", needs.need_write, name="need-write"),
    path(NEED, needs.need_show, name="need-show"),
    path(f"{NEED}andra/", needs.need_edit, name="need-edit"),
    path(f"{NEED}ta-hand-om/", needs.need_carry, name="need-carry"),
    path(f"{NEED}lagg-at-sidan/", needs.need_set_aside, name="need-set-aside"),
    path(f"{NEED}ta-upp/", needs.need_take_up, name="need-take-up"),
    path("forslag/", proposals.proposals, name="proposals"),
    path("<term:term>/forslag/", proposals.proposal_list, name="proposal-list"),
    path("<term:term>/forslag/nytt/", proposal_writing.proposal_new, name="proposal-new"),
    path("<term:term>/forslag/kontroll/", proposal_writing.proposal_check, name="proposal-check"),
    path(
        "<term:term>/forslag/beslut/<int:organ>/<proposal_decision:move>/",
        proposal_moves.proposal_decision,
        name="proposal-decision",
    ),
    path(PROPOSAL, proposals.proposal_show, name="proposal-show"),
    path(f"{PROPOSAL}andra/", proposal_writing.proposal_edit, name="proposal-edit"),
    path(f"{PROPOSAL}kommentera/", proposals.proposal_comment, name="proposal-comment"),
    path(f"{PROPOSAL}versioner/", proposals.proposal_versions, name="proposal-versions"),
    path(f"{PROPOSAL}versioner/jamfor/", proposals.proposal_compare, name="proposal-compare"),
    path(f"{PROPOSAL}klarmarkera/", proposal_moves.proposal_ready, name="proposal-ready"),
    path(f"{PROPOSAL}tillbaka/", proposal_moves.proposal_back, name="proposal-back"),
    path(f"{PROPOSAL}begar-komplettering/", proposal_moves.proposal_supplement, name="proposal-supplement"),
    path(f"{PROPOSAL}lamna-komplettering/", proposal_moves.proposal_answer, name="proposal-answer"),
    path(f"{PROPOSAL}ta-upp/", proposal_moves.proposal_take_up, name="proposal-take-up"),
    path(f"{PROPOSAL}bjud-in/", proposal_moves.proposal_invite, name="proposal-invite"),
    path(f"{PROPOSAL}begar-att-lasa/", proposal_moves.proposal_ask, name="proposal-ask"),
]
