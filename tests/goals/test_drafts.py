"""The decision as a draft before the meeting: saved, shared by the secretaries, printed, recorded in one step."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from burlov_styrning.base import drafts
from burlov_styrning.base.models import Decision, DecisionDraft, Meeting
from burlov_styrning.clock import today
from burlov_styrning.refusals import Conflict
from goals.models import Goal, GoalProposal, Recommendation
from tests.goals.making import made
from tests.goals.test_pages_of_council import DECIDE, MINUTES, RECOMMEND, goal_words
from tests.goals.test_pages_of_selection import signed_in, text
from tests.world import World, make_person

pytestmark = pytest.mark.django_db
SAVE = {"gor": "utkast"}


@pytest.fixture
def secretary(world: World) -> Client:
    return signed_in(world, "council_secretary")


@pytest.fixture
def colleague(world: World) -> Client:
    """Another secretary of the council."""
    world.users["colleague"] = make_person("colleague", "secretary", world.council)
    return signed_in(world, "colleague")


def sent(client: Client, address: str = DECIDE, **typed: Any) -> Any:
    return client.post(address, typed, follow=True)


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]


def test_a_draft_is_saved_come_back_to_and_recorded_in_one_step(world: World, secretary: Client) -> None:
    row = made(world, "submitted")
    ahead = Meeting.objects.create(organ=world.council, date=today() + timedelta(days=9))
    typed = {f"f{row.pk}-outcome": "decline", f"f{row.pk}-reason": "Görs redan.", "motions": "Anna (A) yrkar avslag."}
    page = sent(secretary, **SAVE, **typed, meeting=ahead.pk).content.decode()
    assert "Utkast – inte ett beslut." in page and "Görs redan." in page and "Anna (A) yrkar avslag." in page
    assert f'value="{ahead.pk}" selected' in page, "a coming meeting is chosen beforehand"
    assert not Decision.objects.filter(kind="select").exists() and GoalProposal.objects.get().state == "submitted"
    early = sent(secretary, **typed, meeting=ahead.pk, paragraph="5", revision="1")
    assert early.status_code == 422 and "Sammanträdet har inte varit" in early.content.decode()
    sent(secretary, **SAVE, **typed, meeting=ahead.pk, paragraph="112", revision="1")
    done = sent(secretary, **typed, **MINUTES, votes="31 ja, 20 nej", revision="2")
    assert "Beslutet är antecknat" in done.content.decode()
    decision, draft = Decision.objects.get(kind="select"), DecisionDraft.objects.get()
    assert (draft.state, draft.decision, GoalProposal.objects.get().state) == ("recorded", decision, "declined")
    assert draft.texts.count() == 1, "only the last text is kept"
    assert (decision.motions, decision.votes) == ("Anna (A) yrkar avslag.", "31 ja, 20 nej")
    assert "Utkast – inte ett beslut" not in text(secretary, DECIDE), "the next one begins anew"


def test_final_words_are_drafted_and_compared_with_what_was_proposed(world: World, secretary: Client) -> None:
    row = made(world, "submitted")
    sent(secretary, **SAVE, **{f"f{row.pk}-outcome": "amend"})
    page = text(secretary, DECIDE)
    assert f'name="m{row.pk}-wording"' in page and "Inget. Lydelse, ansvar och målvärden" in page
    words = goal_words(world, f"m{row.pk}", owners=[world.social.pk])
    page = sent(secretary, **SAVE, **{f"f{row.pk}-outcome": "amend"}, **words, revision="1").content.decode()
    assert "<del>83</del>" in page and "<ins>85</ins>" in page, "the target as proposed and as drafted"
    assert "<del>Utbildningsnämnden</del>" in page and "<ins>Socialnämnden</ins>" in page
    assert 'value="67,5"' in page
    recorded = sent(secretary, **{f"f{row.pk}-outcome": "amend"}, **words, **MINUTES, revision="2")
    assert "1 mål är antaget" in recorded.content.decode()
    assert [o.organ for o in Goal.objects.get().owners.all()] == [world.social]


def test_the_councils_draft_begins_with_what_the_board_proposed(world: World, secretary: Client) -> None:
    one, two = made(world, "submitted", title="Ett"), made(world, "submitted", title="Två")
    said = {f"f{one.pk}-outcome": "adopt", f"f{two.pk}-outcome": "decline", f"f{two.pk}-text": "Ryms inte."}
    board = signed_in(world, "board_secretary")
    assert "Utkast – inte ett beslut." in sent(board, RECOMMEND, **SAVE, **said).content.decode()
    assert "Börja med styrelsens förslag" not in text(secretary, DECIDE), "a draft of the board is nobody's proposal"
    sent(board, RECOMMEND, **said, **MINUTES, revision="1")
    assert Recommendation.objects.count() == 2
    assert "Börja med styrelsens förslag" in text(secretary, DECIDE)
    page = sent(secretary, gor="styrelsens").content.decode()
    assert re.search(r'value="adopt" selected', page) and re.search(r'value="decline" selected', page)
    assert page.count("Ryms inte.") == 2, "as the board said it, and as the reason that is drafted"


def test_goals_from_none_stand_in_the_same_record(world: World, secretary: Client) -> None:
    row = made(world, "submitted")
    page = sent(secretary, **{f"f{row.pk}-outcome": "table"}, gor="mal").content.decode()
    assert 'name="n0-wording"' in page and 'name="n0-t-0-value_2027"' in page
    words = goal_words(world, "n0", kind="financial", area="", title="Resultat", **{"t-0-value_2030": "2"})
    page = sent(secretary, **SAVE, **{f"f{row.pk}-outcome": "table"}, **words, revision="1").content.decode()
    assert 'value="Resultat"' in page
    recorded = sent(secretary, **{f"f{row.pk}-outcome": "table"}, **words, **MINUTES, revision="2").content.decode()
    assert "1 mål är antaget, 1 annat förslag avgjort" in recorded
    goal = Goal.objects.get()
    assert (goal.title, goal.kind, goal.proposals.count()) == ("Resultat", "financial", 0)
    assert goal.decision == Decision.objects.get(kind="select")


# Two secretaries


def test_two_secretaries_who_write_at_once_lose_nothing(world: World, secretary: Client, colleague: Client) -> None:
    one, two = made(world, "submitted", title="Ett"), made(world, "submitted", title="Två")
    start = {f"f{one.pk}-outcome": "", f"f{two.pk}-outcome": "", "text": "Fullmäktige beslutar"}
    sent(secretary, **SAVE, **start)
    sent(colleague, **SAVE, **(start | {f"f{one.pk}-outcome": "adopt"}), revision="1")
    page = sent(secretary, **SAVE, **(start | {f"f{two.pk}-outcome": "table"}), revision="1").content.decode()
    assert "tillsammans med det som någon annan skrev" in page
    assert re.search(r'value="adopt" selected', page) and re.search(r'value="table" selected', page)


def test_two_texts_in_one_field_are_both_shown(world: World, secretary: Client, colleague: Client) -> None:
    row = made(world, "submitted", title="Ett")
    sent(secretary, **SAVE, text="Fullmäktige beslutar")
    sent(colleague, **SAVE, text="Fullmäktige beslutar enhälligt", revision="1")
    clash = sent(secretary, **SAVE, text="Fullmäktige beslutar efter votering", votes="Ja", revision="1")
    page = clash.content.decode()
    assert clash.status_code == 409 and "Colleague sparade medan du skrev" in page
    assert "efter votering" in page and "enhälligt" in page and "Beslutets ordalydelse" in page
    assert revision(page) == "2", "the next save goes on from what stands"
    sent(secretary, **SAVE, text="Fullmäktige beslutar efter votering", votes="Ja", revision="2")
    assert drafts.latest(DecisionDraft.objects.get()).typed["text"] == ["Fullmäktige beslutar efter votering"]
    assert row.pk


def test_a_stale_page_records_nothing_past_a_colleague(world: World, secretary: Client, colleague: Client) -> None:
    row = made(world, "submitted")
    choice = {f"f{row.pk}-outcome": "table"}
    sent(secretary, **SAVE, **choice)
    sent(colleague, **SAVE, **choice, notes="Parti B lämnar en anteckning.", revision="1")
    page = sent(secretary, **choice, **MINUTES, revision="1").content.decode()
    assert "anteckna beslutet igen" in page and "Parti B lämnar en anteckning." in page and 'value="112"' in page
    assert not Decision.objects.filter(kind="select").exists()
    sent(secretary, **choice, **MINUTES, notes="Parti B lämnar en anteckning.", revision="3")
    assert Decision.objects.get(kind="select").notes == "Parti B lämnar en anteckning."


def test_it_saves_itself_and_stops_when_somebody_else_has_saved(world: World, secretary: Client) -> None:
    made(world, "submitted")
    sent(secretary, **SAVE, text="Ett")
    line = sent(secretary, f"{DECIDE}?spara=sparar", text="Två", revision="1")
    assert line.status_code == 200 and revision(line.content.decode()) == "2"
    stale = sent(secretary, f"{DECIDE}?spara=sparar", text="Tre", revision="1")
    assert stale.status_code == 409 and "data-stops" in stale.content.decode()
    assert drafts.latest(DecisionDraft.objects.get()).typed["text"] == ["Två"]
    drafts.discard(DecisionDraft.objects.get(), by=world.council_secretary)
    gone = sent(secretary, f"{DECIDE}?spara=sparar", text="Fyra", revision="2")
    assert gone.status_code == 422 and "data-stops" in gone.content.decode()
    refused = sent(secretary, **SAVE, text="Fyra", revision="2")
    assert refused.status_code == 422 and "Fyra" in refused.content.decode(), "what was typed is shown"


def test_recording_is_refused_inside_the_step_too(world: World) -> None:
    draft = drafts.begin(world.council, DECIDE, "Utkast", {"text": ["Ett"]}, by=world.council_secretary)
    drafts.save(draft, {"text": ["Två"]}, by=world.council_secretary, revision=1)
    with pytest.raises(Conflict):
        drafts.record(draft, world.decision(world.council, "select"), by=world.council_secretary, revision=1)


# Who sees it, and on paper


def test_only_the_organs_secretaries_see_it(world: World) -> None:
    draft = drafts.begin(world.council, DECIDE, "Utkast", {}, by=world.council_secretary)
    seen = {who for who, user in world.users.items() if DecisionDraft.objects.visible_to(user).exists()}
    assert seen == {"council_secretary"}
    assert draft.texts.count() == 1


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_draft_on_paper_says_that_it_is_no_decision(world: World, secretary: Client, kind: str) -> None:
    row = made(world, "submitted")
    words = goal_words(world, f"m{row.pk}")
    sent(secretary, **SAVE, **{f"f{row.pk}-outcome": "amend"}, **words, motions="Anna (A) yrkar bifall.")
    answer = secretary.get(f"{DECIDE}utkast.{kind}")
    assert answer.status_code == 200
    said = words_of(answer.content, kind)
    assert said.count("Utkast – inte ett beslut") >= 2, "in its facts and in the running head"
    for text_ in ("Anta med ändringar", "Senast 2030 får 85 procent plats.", "Anna (A) yrkar bifall.", "83", "85"):
        assert text_ in said
    assert signed_in(world, "board_secretary").get(f"{DECIDE}utkast.{kind}").status_code == 404


def words_of(body: bytes, kind: str) -> str:
    """The text of the paper, with its running head."""
    if kind == "pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split())
    document = Document(BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    head = [p.text for p in document.sections[0].header.paragraphs]
    return " ".join([*head, *(p.text for p in document.paragraphs), *cells])


def test_meetings_that_have_been_are_offered_before_those_to_come(world: World, secretary: Client) -> None:
    made(world, "submitted")
    days = (-30, 9, -2, 40)
    for day in days:
        Meeting.objects.create(organ=world.council, date=today() + timedelta(days=day), title=f"Nr {day}")
    page = text(secretary, DECIDE)
    assert re.findall(r"Nr (-?\d+)( \(kommande\))?", page) == [
        ("-2", ""), ("-30", ""), ("9", " (kommande)"), ("40", " (kommande)"),
    ]  # fmt: skip


def test_a_draft_can_be_thrown_away_after_a_question(world: World, secretary: Client) -> None:
    made(world, "submitted")
    sent(secretary, **SAVE, text="Ett")
    address = f"/beslut/utkast/{DecisionDraft.objects.get().pk}/kasta/"
    assert "Kasta utkastet?" in text(secretary, address)
    page = sent(secretary, address).content.decode()
    assert DecisionDraft.objects.get().texts.count() == 1
    assert "Utkastet är kastat" in page and "Utkast – inte ett beslut." not in page
