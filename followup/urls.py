"""The addresses of the third floor: `/2023-2026/uppfoljning/`, `/bedomningar/12/`."""

from __future__ import annotations

from django.urls import path

from followup import audit_urls, edition_urls
from followup.views import (
    activities,
    assessment_moves,
    assessment_writing,
    assessments,
    carrying,
    departing,
    notes,
    onward,
    openings,
    papers,
    round_moves,
    round_year,
    rounds,
)
from goals.converters import register

register()

app_name = "followup"
ROUND = "uppfoljning/<int:pk>/"
OPENING = f"{ROUND}inledning/<int:organ>/"
ASSESSMENT = "bedomningar/<int:pk>/"
ACTIVITY = "aktiviteter/<int:pk>/"
urlpatterns = [
    # Rounds
    path("uppfoljning/", rounds.rounds, name="rounds"),
    path("<term:term>/uppfoljning/", rounds.round_list, name="round-list"),
    path("<term:term>/uppfoljning/planera/", round_moves.round_plan, name="round-plan"),
    path("<term:term>/uppfoljning/planera-ar/", round_year.round_year, name="round-year"),
    path(ROUND, rounds.round_show, name="round-show"),
    path(f"{ROUND}avvikelser/", departing.round_departures, name="round-departures"),
    path(f"{ROUND}avvikelser.xlsx", departing.round_departures_file, name="round-departures-xlsx"),
    path(f"{ROUND}ljusare/", departing.round_brighter, name="round-brighter"),
    path(f"{ROUND}ljusare.xlsx", departing.round_brighter_file, name="round-brighter-xlsx"),
    path(f"{ROUND}andrade/", departing.round_changes, name="round-changes"),
    path(f"{ROUND}andrade.xlsx", departing.round_changes_file, name="round-changes-xlsx"),
    path(f"{ROUND}andra/", round_moves.round_edit, name="round-edit"),
    path(f"{ROUND}oppna/", round_moves.round_open, name="round-open"),
    path(f"{ROUND}stang/", round_moves.round_close, name="round-close"),
    path(f"{ROUND}godkann/", round_moves.round_adopt, name="round-adopt"),
    # Assessments
    path(f"{ROUND}mal/<int:goal>/bedom/<int:organ>/", assessment_writing.assessment_new, name="assessment-new"),
    path(f"{ROUND}mal/<int:goal>/vag-samman/", assessment_writing.assessment_weigh, name="assessment-weigh"),
    path(f"{ROUND}omrade/<int:area>/bedom/", assessment_writing.assessment_area, name="assessment-area"),
    path(f"{ROUND}helheten/bedom/", assessment_writing.assessment_whole, name="assessment-whole"),
    path(f"{ROUND}beslut/<int:organ>/", assessment_moves.assessment_decision, name="assessment-decision"),
    path(f"{ROUND}tjansteskrivelse/<int:organ>.<paper:kind>", papers.assessment_paper, name="assessment-paper"),
    # What a committee writes to open its chapter
    path(OPENING, openings.opening_show, name="opening"),
    path(f"{OPENING}skriv/", openings.opening_write, name="opening-write"),
    path(f"{OPENING}klarmarkera/", openings.opening_ready, name="opening-ready"),
    path(f"{OPENING}tillbaka/", openings.opening_back, name="opening-back"),
    path(f"{OPENING}oppna/", openings.opening_reopen, name="opening-reopen"),
    path(f"{OPENING}bjud-in/", openings.opening_invite, name="opening-invite"),
    path(f"{OPENING}begar/", openings.opening_ask, name="opening-ask"),
    # One judgement
    path(ASSESSMENT, assessments.assessment_show, name="assessment-show"),
    path(f"{ASSESSMENT}skriv/", assessment_writing.assessment_edit, name="assessment-edit"),
    path(f"{ASSESSMENT}kommentera/", assessments.assessment_comment, name="assessment-comment"),
    path(f"{ASSESSMENT}klarmarkera/", assessment_moves.assessment_ready, name="assessment-ready"),
    path(f"{ASSESSMENT}tillbaka/", assessment_moves.assessment_back, name="assessment-back"),
    path(f"{ASSESSMENT}oppna/", assessment_moves.assessment_reopen, name="assessment-reopen"),
    path(f"{ASSESSMENT}bjud-in/", assessment_moves.assessment_invite, name="assessment-invite"),
    path(f"{ASSESSMENT}begar-att-lasa/", assessment_moves.assessment_ask, name="assessment-ask"),
    path("bilagor/<int:pk>/", assessments.ground_file, name="ground-file"),
    # Notes between rounds
    path("<term:term>/mal/<int:pk>/anteckningar/", notes.goal_notes, name="goal-notes"),
    # What goes on into the next term
    path("<term:term>/vad-gar-vidare/", onward.onward_list, name="onward-list"),
    path("<term:term>/mal/<int:pk>/vad-gar-vidare/", onward.onward_edit, name="onward-edit"),
    path("<term:term>/avsluta/", onward.term_close, name="term-close"),
    # Activities
    path("<term:term>/aktiviteter/", activities.activity_list, name="activity-list"),
    path("<term:term>/aktiviteter/for-over/", carrying.activity_carry, name="activity-carry"),
    path("<term:term>/mal/<int:pk>/aktiviteter/ny/", activities.activity_plan, name="activity-plan"),
    path(f"{ACTIVITY}andra/", activities.activity_edit, name="activity-edit"),
    path(f"{ACTIVITY}besluta/", activities.activity_decide, name="activity-decide"),
    # Reports
    *edition_urls.patterns,
    # The auditors' view
    *audit_urls.patterns,
]
