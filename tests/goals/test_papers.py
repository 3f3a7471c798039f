"""The officer's paper and the extract of minutes: what stands in them, in Word and in PDF, and for whom."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path as File
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from burlov_styrning.base.models import Decision
from burlov_styrning.workflow import writing
from goals import goals, selection
from goals.goals import GoalWords
from goals.models import Goal
from goals.selection import Choice
from goals.targets import TargetWords
from tests.goals.breaking import made_path
from tests.goals.making import made, made_need
from tests.verify_pdf import verify_pdf
from tests.world import World

pytestmark = pytest.mark.django_db
D = Decimal


def words_of(body: bytes) -> str:
    """All that a Word file says, tables too, in one line."""
    document = Document(BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).replace("\u00ad", "")


def printed(body: bytes) -> str:
    """All that a PDF says, in one line."""
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return " ".join(text.replace("\u00ad", "").split())


def fetched(world: World, who: str, kind: str, name: str, **kwargs: Any) -> bytes:
    """The paper as this person fetches it."""
    client = Client()
    client.force_login(getattr(world, who))
    answer = client.get(reverse(name, kwargs=kwargs | {"kind": kind}))
    assert answer.status_code == 200, answer.content[:300]
    assert f'.{kind}"' in answer["Content-Disposition"]
    return bytes(answer.content)


def paper(world: World, who: str, kind: str) -> bytes:
    term = (world.term.first_year, world.term.last_year)
    return fetched(world, who, kind, "goals:proposal-paper", term=term, organ=world.school.pk)


def test_the_paper_says_the_same_in_word_and_in_pdf(world: World, tmp_path: File) -> None:
    made(world, "ready", made_need(world))
    word, pdf = paper(world, "staff", "docx"), paper(world, "staff", "pdf")
    for said in ("Förslag till beslut", "Fler barn får plats i tid", "Kön till förskolan växer", "Förskolechef",
                 "Drift, tkr", "400", "83", "67 (2025)", "5 oktober 2026"):  # fmt: skip
        assert said in words_of(word), said
        assert said in printed(pdf), said
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    assert verify_pdf(file, "ua1,2a") == []


def test_drafts_are_in_no_paper_but_the_one_that_their_writers_ask_for(world: World) -> None:
    draft = made(world, "draft", title="Ännu inte klart")
    made(world, "ready")
    assert "Ännu inte klart" not in words_of(paper(world, "staff", "docx"))
    term = (world.term.first_year, world.term.last_year)
    url = reverse("goals:proposal-paper", kwargs={"term": term, "organ": world.school.pk, "kind": "docx"})
    client = Client()
    client.force_login(world.staff)
    assert "Ännu inte klart" in words_of(client.get(f"{url}?arende={draft.pk}").content)
    client.force_login(world.secretary)
    answer = client.get(f"{url}?arende={draft.pk}")
    assert answer.status_code == 422
    assert "Ännu inte klart" not in answer.content.decode()
    assert client.get(f"{url}?arende=x&arende=%00").status_code == 422


def test_a_path_with_its_years_and_the_councils_target(world: World) -> None:
    made_path(world, "ready", organ=world.school)
    term = (world.term.first_year, world.term.last_year)
    word = words_of(fetched(world, "secretary", "docx", "goals:path-paper", term=term, organ=world.school.pk))
    assert "att fastställa progressionen" in word
    assert "Fullmäktiges mål 2030" in word


def extract(world: World, who: str, decision: Decision) -> str:
    return words_of(fetched(world, who, "docx", "pages:decision-extract", pk=decision.pk))


def test_an_extract_tells_what_the_committee_handed_in_although_it_is_rewritten(world: World) -> None:
    proposal = made(world, "supplement")
    with writing():
        proposal.title = "Hemligt arbete"
        proposal.save()
    decision = proposal.committee_decision
    assert decision
    for who in ("secretary", "councillor"):
        assert "Fler barn får plats i tid" in extract(world, who, decision)
        assert "Hemligt arbete" not in extract(world, who, decision)


def adopted(world: World) -> Goal:
    row = TargetWords(world.indicator, 2025, D("67"), D("80"))
    words = GoalWords("Den första lydelsen", area=world.area, owners=[world.school], targets=[row])
    return goals.adopt(world.term, words, world.decision(world.council, "select"), by=world.council_secretary).goal


def test_the_extract_of_a_committees_own_goal_names_the_proposal_it_was_made_of(world: World) -> None:
    proposal = made(world, "declined")
    row = TargetWords(world.indicator, 2025, D("67"), D("80"))
    words = GoalWords("Vårt eget mål", area=world.area, owners=[world.school], targets=[row], proposals=[proposal])
    own = goals.adopt_own(world.term, words, world.decision(world.school, "select"), by=world.secretary).goal
    assert own.decision
    said = extract(world, "secretary", own.decision)
    assert "Utbildningsnämnden antar målet." in said
    assert "Målet kommer från förslaget ”Fler barn får plats i tid”" in said


def test_an_extract_keeps_what_was_decided_then_and_a_change_has_its_own(world: World) -> None:
    goal = adopted(world)
    first = goal.decision
    later = world.decision(world.council, "change")
    row = TargetWords(world.indicator, 2025, D("67"), D("91.5"))
    words = GoalWords(wording="Den nya lydelsen", area=world.area, owners=[world.school], targets=[row])
    goals.change(goal, words, later, by=world.council_secretary)
    assert first
    said = extract(world, "council_secretary", first)
    assert "Kommunfullmäktige antar målet." in said and "Den första lydelsen" in said
    assert "80" in said
    assert "Den nya lydelsen" not in said
    assert "91,5" not in said
    changed = extract(world, "council_secretary", later)
    assert "Tidigare lydelse: Den första lydelsen" in changed
    assert "80 ändras till 91,5" in changed


def test_the_minutes_own_words_stand_in_the_extract(world: World) -> None:
    decision = world.decision(world.school, "submit")
    Decision.objects.filter(pk=decision.pk).update(
        text="Nämnden lämnar in.", reservations=["M reserverar sig."], votes="7 ja, 4 nej", absent_for_bias="Ledamot X"
    )
    decision.refresh_from_db()
    said = extract(world, "secretary", decision)
    for words in ("Nämnden lämnar in.", "M reserverar sig.", "7 ja, 4 nej", "Ledamot X", "Rätt utdraget intygar"):
        assert words in said


def test_an_extract_tells_of_every_proposal_what_was_decided(world: World) -> None:
    names = ("anta", "samman", "avslag", "åter", "bord")
    rows = {name: made(world, "submitted", title=f"Titel {name}") for name in names}
    board, council = world.decision(world.board, "propose"), world.decision(world.council, "select", "14")
    said = [(rows["anta"], "adopt", "Viktigast."), (rows["åter"], "refer_back", "")]
    selection.recommend_many(said, board, by=world.board_secretary)
    line = TargetWords(world.indicator, 2025, D("67"), D("85"))
    words = GoalWords("Lydelsen som antogs.", "Titel anta", world.area, owners=[world.social], targets=[line])
    none = GoalWords("Resultatet är minst 2 procent.", kind="financial")
    choices = [
        Choice(rows["anta"], "adopt", words=words), Choice(rows["samman"], "merge", into=rows["anta"]),
        Choice(rows["avslag"], "decline", "Görs redan."), Choice(rows["åter"], "refer_back", "Räkna om."),
        Choice(rows["bord"], "table"),
    ]  # fmt: skip
    selection.decide(world.term, council, choices, by=world.council_secretary, added=[none])
    text = extract(world, "council_secretary", council)
    for expected in (
        "Förslagen ”Titel anta” (Utbildningsnämnden) och ”Titel samman” (Utbildningsnämnden) sammanförs till målet.",
        "Ändrat mot ”Titel anta”", "Målvärde, Indikator plats (%) 83 85", "Ansvarig Utbildningsnämnden Socialnämnden",
        "Antogs inte", "Skäl: Görs redan.", "Återremitterat.", "Skäl: Räkna om.", "Bordlagt.",
        "Resultatet är minst 2 procent.", "Målet kommer inte från ett förslag.",
    ):  # fmt: skip
        assert expected.casefold() in text.casefold(), expected
    proposed = extract(world, "board_secretary", board)
    for expected in ("Förslag till fullmäktige: anta.", "Viktigast.", "Förslag till fullmäktige: återremittera."):
        assert expected in proposed
    page = page_of(world, Goal.objects.get(kind="operational"))
    assert "<del>83</del>" in page and "<ins>Socialnämnden</ins>" in page


def page_of(world: World, goal: Goal) -> str:
    client = Client()
    client.force_login(world.council_secretary)
    return client.get(f"/2027-2030/mal/{goal.pk}/").content.decode()


def test_two_changes_after_each_other_each_tell_what_they_made(world: World) -> None:
    """Each decision's extract, and the goal's way, say what applied until then and what came instead."""
    goal, decisions = adopted(world), []
    for day, value, wording in (("2027-02-01", "85", "Andra lydelsen"), ("2028-02-01", "90", "Tredje lydelsen")):
        decision = world.decision(world.council, "change")
        Decision.objects.filter(pk=decision.pk).update(date=day)
        decision.refresh_from_db()
        row = TargetWords(world.indicator, 2025, D("67"), D(value))
        words = GoalWords(wording=wording, area=world.area, owners=[world.school], targets=[row])
        goals.change(goal, words, decision, by=world.council_secretary)
        decisions.append(decision)
    first, second = (extract(world, "council_secretary", decision) for decision in decisions)
    assert "80 ändras till 85" in first and "Lydelse: Andra lydelsen" in first and "90" not in first
    assert "85 ändras till 90" in second and "Lydelse: Tredje lydelsen" in second
    page = page_of(world, goal)
    for said in ("från 80 till 85", "från 85 till 90", "tidigare lydelse: Den första lydelsen",
                 "tidigare lydelse: Andra lydelsen"):  # fmt: skip
        assert said in page, said
    for decision in decisions:
        assert f"/beslut/{decision.pk}/" in page
