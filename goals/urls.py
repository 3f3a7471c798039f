"""The addresses of the second floor: `/2027-2030/forslag/12/`."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from goals.converters import register
from goals.views import (
    council,
    coverage,
    deciding,
    filling,
    needs,
    papers,
    path_writing,
    paths,
    phases,
    proposal_moves,
    proposal_writing,
    proposals,
    ranking,
    reading,
    remarks,
    sorting,
    tallies,
    terms,
)

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


class FileConverter(StringConverter):
    """The forms in which the tally is fetched."""

    regex = "csv|xlsx"


register_converter(FileConverter, "tally_file")

app_name = "goals"
NEED = "<term:term>/behov/<int:pk>/"
PROPOSAL = "<term:term>/forslag/<int:pk>/"
SELECTION = "<term:term>/urval/<int:pk>/"
TERM = "perioder/<term:term>/"
PHASE = f"{TERM}faser/<slug:phase>/"
PATH = "<term:term>/progression/<int:pk>/"
urlpatterns = [
    path("<term:term>/behov/", needs.need_list, name="needs"),
    path("<term:term>/behov/gruppera/", sorting.needs_group, name="needs-group"),
    path("<term:term>/behov/nytt/", needs.need_write, name="need-write"),
    path(NEED, needs.need_show, name="need-show"),
    path(f"{NEED}andra/", needs.need_edit, name="need-edit"),
    path(f"{NEED}ta-hand-om/", needs.need_carry, name="need-carry"),
    path(f"{NEED}lagg-at-sidan/", needs.need_set_aside, name="need-set-aside"),
    path(f"{NEED}flytta/<slug:way>/", sorting.need_place, name="need-place"),
    path(f"{NEED}ta-upp/", needs.need_take_up, name="need-take-up"),
    path("forslag/", proposals.proposals, name="proposals"),
    path("<term:term>/forslag/", proposals.proposal_list, name="proposal-list"),
    path("<term:term>/forslag/nytt/", proposal_writing.proposal_new, name="proposal-new"),
    path("<term:term>/forslag/indikatorer/", filling.indicator_search, name="indicator-search"),
    path("<term:term>/forslag/kontroll/", proposal_writing.proposal_check, name="proposal-check"),
    path(
        "<term:term>/forslag/beslut/<int:organ>/<proposal_decision:move>/",
        proposal_moves.proposal_decision,
        name="proposal-decision",
    ),
    path("<term:term>/forslag/tjansteskrivelse/<int:organ>.<paper:kind>", papers.proposal_paper, name="proposal-paper"),
    path(PROPOSAL, proposals.proposal_show, name="proposal-show"),
    path(f"{PROPOSAL}andra/", proposal_writing.proposal_edit, name="proposal-edit"),
    path(f"{PROPOSAL}spara-utkast/", proposal_writing.proposal_autosave, name="proposal-autosave"),
    path(f"{PROPOSAL}kommentera/", remarks.proposal_comment, name="proposal-comment"),
    path(f"{PROPOSAL}versioner/", proposals.proposal_versions, name="proposal-versions"),
    path(f"{PROPOSAL}versioner/jamfor/", proposals.proposal_compare, name="proposal-compare"),
    path(f"{PROPOSAL}klarmarkera/", proposal_moves.proposal_ready, name="proposal-ready"),
    path(f"{PROPOSAL}tillbaka/", proposal_moves.proposal_back, name="proposal-back"),
    path(f"{PROPOSAL}begar-komplettering/", proposal_moves.proposal_supplement, name="proposal-supplement"),
    path(f"{PROPOSAL}lamna-komplettering/", proposal_moves.proposal_answer, name="proposal-answer"),
    path(f"{PROPOSAL}ta-upp/", proposal_moves.proposal_take_up, name="proposal-take-up"),
    path(f"{PROPOSAL}bjud-in/", proposal_moves.proposal_invite, name="proposal-invite"),
    path(f"{PROPOSAL}begar-att-lasa/", proposal_moves.proposal_ask, name="proposal-ask"),
    # terms and their phases
    path("perioder/", terms.term_list, name="terms"),
    path("perioder/ny/", terms.term_new, name="term-new"),
    path(TERM, terms.term_show, name="term"),
    path(f"{TERM}andra/", terms.term_edit, name="term-edit"),
    path(f"{TERM}forlang/", terms.term_prolong, name="term-prolong"),
    path(f"{TERM}vision/", terms.term_vision, name="term-vision"),
    path(f"{TERM}omraden/nytt/", terms.area_new, name="term-area-new"),
    path(f"{TERM}omraden/<int:pk>/", terms.area_edit, name="term-area-edit"),
    path(f"{TERM}omraden/<int:pk>/flytta/<slug:way>/", terms.area_move, name="term-area-move"),
    path(f"{PHASE}datum/", phases.phase_plan, name="term-phase-plan"),
    path(f"{PHASE}oppna/", phases.phase_open, name="term-phase-open"),
    path(f"{PHASE}stang/", phases.phase_close, name="term-phase-close"),
    path(f"{PHASE}oppna-igen/", phases.phase_reopen, name="term-phase-reopen"),
    # paths
    path("<term:term>/tackning/", coverage.coverage_show, name="coverage"),
    path("<term:term>/progression/", paths.path_list, name="paths"),
    path("<term:term>/progression/lagg/<int:target>/<int:organ>/", path_writing.path_lay, name="path-lay"),
    path("<term:term>/progression/beslut/<int:organ>/", paths.path_decision, name="path-decision"),
    path("<term:term>/progression/fullmaktige/<int:target>/", path_writing.path_council, name="path-council"),
    path("<term:term>/progression/tjansteskrivelse/<int:organ>.<paper:kind>", papers.path_paper, name="path-paper"),
    path(PATH, paths.path_show, name="path-show"),
    path(f"{PATH}andra/", path_writing.path_edit, name="path-edit"),
    path(f"{PATH}klarmarkera/", paths.path_ready, name="path-ready"),
    path(f"{PATH}tillbaka/", paths.path_back, name="path-back"),
    path(f"{PATH}kommentera/", paths.path_comment, name="path-comment"),
    # selection
    path("<term:term>/urval/", reading.selection, name="selection"),
    path("<term:term>/urval/alla/", ranking.selection_list, name="selection-list"),
    path("<term:term>/urval/min-lista/", ranking.my_list, name="ballot-receipt"),
    path("<term:term>/urval/bredvid/", reading.selection_beside, name="selection-beside"),
    path("<term:term>/urval/sammanrakning/", tallies.tally_show, name="selection-tally"),
    path("<term:term>/urval/sammanrakning.<tally_file:kind>", tallies.tally_file, name="selection-tally-file"),
    path("<term:term>/urval/styrelsens-forslag/", council.selection_recommend, name="selection-recommend"),
    path(
        "<term:term>/urval/styrelsens-forslag/utkast.<paper:kind>",
        council.recommend_draft,
        name="selection-recommend-draft",
    ),
    path("<term:term>/urval/beslut/", council.selection_decide, name="selection-decide"),
    path("<term:term>/urval/beslut/utkast.<paper:kind>", council.decide_draft, name="selection-decide-draft"),
    path(SELECTION, reading.selection_read, name="selection-read"),
    path(f"{SELECTION}anteckning/", reading.selection_note, name="selection-note"),
    path(f"{SELECTION}lagg-till/", ranking.ballot_add, name="ballot-add"),
    path(f"{SELECTION}ta-bort/", ranking.ballot_remove, name="ballot-remove"),
    path(f"{SELECTION}upp/", ranking.ballot_up, name="ballot-up"),
    path(f"{SELECTION}ner/", ranking.ballot_down, name="ballot-down"),
    path(f"{SELECTION}plats/", ranking.ballot_put, name="ballot-put"),
    # goals as decided
    path("<term:term>/mal/nytt/", deciding.goal_new, name="goal-new"),
    path("<term:term>/mal/<int:pk>/andra/", deciding.goal_change, name="goal-change"),
    path("<term:term>/mal/<int:pk>/upphor/", deciding.goal_end, name="goal-end"),
    path(f"{PROPOSAL}namndmal/", deciding.proposal_own_goal, name="proposal-own-goal"),
]
