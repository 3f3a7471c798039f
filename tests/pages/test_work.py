"""*Mitt arbete*: exactly what the tables of moves let this person do, by deadline, in few queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning import clock
from burlov_styrning.base.models import Meeting, User
from burlov_styrning.pages.work import around
from burlov_styrning.pages.work.deadlines import earliest, is_due_to_close, is_due_to_open, next_papers, phase_end
from burlov_styrning.pages.work.facts import gather
from burlov_styrning.pages.work.tasks import lead, several, tasks
from burlov_styrning.parts import Task
from burlov_styrning.workflow import PhaseInfo, writing
from followup.models import Assessment
from goals import paths
from goals.models import Path, Phase, Recommendation, Tabling, Target
from goals.moves import PROPOSALS
from tests.goals.breaking import made_path
from tests.goals.making import made_draft
from tests.house import rows_of_flows as rows
from tests.world import CAST, World, make_indicator

pytestmark = pytest.mark.django_db
NOW = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with clock.at(NOW):
        yield


def waiting(world: World, who: str) -> list[Task]:
    return tasks(gather(world.users[who]))


def titles(world: World, who: str) -> list[str]:
    return [str(task.title) for task in waiting(world, who)]


def proposal(world: World, state: str) -> Any:
    with writing():
        row = rows.proposal(world, state)
    type(row).objects.filter(pk=row.pk).update(exposure=PROPOSALS.exposure[state])
    row.refresh_from_db()
    return row


def waits_for(world: World, sentence: str) -> set[str]:
    return {who for who in CAST if sentence in titles(world, who)}


OWN = {"unit_staff", "staff"}


@pytest.mark.parametrize(
    ("phase", "state", "sentence", "whom"),
    [
        ("proposals", "draft", "Fyll i vad som saknas", OWN),
        ("proposals", "ready", "Anteckna nämndens beslut om förslaget", {"secretary"}),
        ("selection", "ready", "Anteckna nämndens beslut om förslaget", {"secretary"}),
        ("proposals", "supplement", "Svara på frågan om förslaget", {*OWN, "manager"}),
        ("selection", "submitted", "Anteckna fullmäktiges beslut om förslaget", {"council_secretary"}),
        ("proposals", "submitted", "Anteckna fullmäktiges beslut om förslaget", set()),
        ("selection", "submitted", "Anteckna styrelsens förslag till fullmäktige", {"board_secretary"}),
        ("proposals", "submitted", "Anteckna styrelsens förslag till fullmäktige", set()),
        ("selection", "draft", "Fyll i vad som saknas", set()),
        ("proposals", "declined", "Fyll i vad som saknas", set()),
    ],
)
def test_a_proposal_waits_for_whom_it_should(
    world: World, phase: str, state: str, sentence: str, whom: set[str]
) -> None:
    world.phase(phase)
    proposal(world, state)
    assert waits_for(world, sentence) == whom


def test_a_draft_waits_for_its_writers_until_it_lacks_nothing_and_then_for_the_manager(world: World) -> None:
    whole = made_draft(world, title="Helt färdigt")
    made_draft(world, title="Halvfärdigt", function="")
    todo = {who: {str(task.title): str(task.text) for task in waiting(world, who)} for who in ("staff", "manager")}
    assert todo["staff"] == {"Fyll i vad som saknas": "Halvfärdigt"}
    assert todo["manager"] == {"Granska och klarmarkera": "Helt färdigt"}
    assert [(row.title, row.who) for row in elsewhere(world, "manager")] == [
        ("Halvfärdigt", "Handläggarna, under arbete")
    ]
    assert [(row.title, row.who) for row in elsewhere(world, "staff")] == [("Helt färdigt", "Chefen, att klarmarkera")]
    assert [str(row.word) for row in elsewhere(world, "staff")] == ["målförslag"]
    world.phase("selection")
    assert elsewhere(world, "manager") == [] and whole.state == "draft"


def elsewhere(world: World, who: str) -> list[around.Elsewhere]:
    return around.elsewhere(gather(world.users[who]))


def test_a_path_waits_for_the_manager_when_every_year_is_laid(world: World) -> None:
    path = made_path(world)
    assert waits_for(world, "Granska och klarmarkera progressionen") == {"manager"}
    paths.edit(path, by=world.staff, revision=1, values={2027: Decimal(70)})
    assert waits_for(world, "Granska och klarmarkera progressionen") == set()
    assert waits_for(world, "Lägg progressionen") == OWN


def test_the_lead_names_each_open_phase(world: World) -> None:
    world.phase("needs", "proposals")
    text = lead(gather(world.staff))
    assert "Fasen behov för 2027–2030 pågår till 31 dec." in text
    assert "Fasen förslag för 2027–2030 pågår till 31 dec." in text
    Phase.objects.filter(phase="needs").update(closes=None)
    assert "Fasen behov för 2027–2030 pågår." in lead(gather(world.staff))
    world.phase("closed")
    assert "Fasen avslutad" not in lead(gather(world.staff))


def test_a_draft_names_each_criterion_it_lacks_with_the_way_to_it(world: World, client: Client) -> None:
    draft = made_draft(world, target_group="", function="")
    (task,) = [task for task in waiting(world, "staff") if task.title == "Fyll i vad som saknas"]
    edit = reverse("goals:proposal-edit", args=[world.term, draft.pk])
    wanted = [("Specifikt", f"{edit}#id_target_group"), ("Ansvar", f"{edit}#id_function")]
    assert [(str(label), url) for label, url in task.links] == wanted
    client.force_login(world.staff)
    for page in (reverse("pages:work"), reverse("goals:proposal-show", args=[world.term, draft.pk])):
        text = client.get(page).content.decode()
        assert all(f'<a href="{url}">{label}</a>' in text for label, url in wanted)
    assert wanted[0][1] not in client.get(edit).content.decode()


def test_paths_to_lay_wait_for_the_owners_staff(world: World) -> None:
    world.phase("breakdown")
    rows.target(world)
    assert waits_for(world, "Lägg progression") == {*OWN, "manager"}
    with writing():
        Path.objects.create(target=Target.objects.get(), organ=world.school, state="decided", exposure="record")
    assert waits_for(world, "Lägg progression") == set()
    Path.objects.update(stale=True)
    assert waits_for(world, "Lägg progression") == {*OWN, "manager"}


def test_judgements_wait_until_they_are_begun_and_name_what_is_left(world: World) -> None:
    world.phase("follow_up")
    rows.goal(world)
    with writing():
        round_ = rows.round_(world)
    mine = [task for task in waiting(world, "staff") if str(task.title).startswith("Skriv bedömning")]
    assert [str(task.text) for task in mine] == ["0 av 1 mål är påbörjade. Kvar: Ett mål"]
    with writing():
        row = rows.assessment(world)
    Assessment.objects.filter(pk=row.pk).update(analysis="")
    assert not any(title.startswith("Skriv bedömning,") for title in titles(world, "staff"))
    assert "Skriv klart bedömningen" in titles(world, "staff")
    Assessment.objects.filter(pk=row.pk).update(analysis="Det gick bra.")
    assert "Granska och klarmarkera bedömningen" in titles(world, "manager")
    assert round_.term_id == world.term.pk


def test_the_boards_own_judgements_wait_for_its_staff(world: World) -> None:
    world.phase("follow_up")
    goal = rows.goal(world)
    goal.owners.create(organ=world.social)
    with writing():
        round_ = rows.round_(world)
    found = [task for task in waiting(world, "board_staff") if str(task.title).startswith("Skriv styrelsens")]
    assert [str(task.text) for task in found] == [
        "0 av 3 är påbörjade. Kvar: Ett mål (sammanvägning), Trygga Provköping och god ekonomisk hushållning"
    ]
    assert found[0].due == (round_.due or round_.hand_over)
    own = {who for who in CAST if any(title.startswith("Skriv styrelsens") for title in titles(world, who))}
    assert own == {"board_staff", "board_manager"}
    with writing():
        Assessment.objects.create(round=round_, organ=world.board, area=world.area)
    found = [task for task in waiting(world, "board_staff") if str(task.title).startswith("Skriv styrelsens")]
    assert str(found[0].text).startswith("1 av 3 är påbörjad.")


def test_missing_outcomes_are_counted_for_whom_they_belong_to(world: World) -> None:
    world.phase("follow_up")
    rows.target(world)
    with writing():
        year = rows.round_(world).year
    assert waits_for(world, f"Lämna utfall för {year}") == set()  # the year is not over
    with clock.at(date(year + 1, 1, 10)):
        assert waits_for(world, f"Lämna utfall för {year}") == {*OWN, "manager"}
        (task,) = [t for t in waiting(world, "staff") if "utfall" in str(t.title)]
    assert "Indikator plats" in str(task.text)
    assert task.url == f"{reverse('indicators:outcome-due')}?ar={year}"


def test_like_decisions_are_one_task(world: World) -> None:
    world.phase("proposals")
    for _time in range(5):
        proposal(world, "ready")
    (task,) = waiting(world, "secretary")
    assert str(task.text).startswith("5 stycken: Ett förslag, Ett förslag, Ett förslag och 2 till")


def test_the_controller_opens_and_closes_what_is_near(world: World) -> None:
    world.phase("proposals")
    Phase.objects.filter(phase="proposals").update(closes="2026-12-01")
    Phase.objects.filter(phase="selection").update(opens="2026-12-02")
    Phase.objects.filter(phase__in=["breakdown", "follow_up", "closed"]).update(opens="2027-03-01", closes=None)
    found = waiting(world, "controller")
    assert [(str(t.title), str(t.text), t.due) for t in found] == [
        ("Stäng fasen", "Förslag 2027–2030", date(2026, 12, 1)),
        ("Öppna fasen", "Prioritering 2027–2030", date(2026, 12, 2)),
    ]
    assert waits_for(world, "Stäng fasen") == {"controller"}


def test_what_the_board_has_said_its_word_about_waits_no_more_for_it(world: World) -> None:
    world.phase("selection")
    row = proposal(world, "submitted")
    Recommendation.objects.create(decision=world.decision(world.board, "propose"), proposal=row, outcome="adopt")
    assert waiting(world, "board_secretary") == []


def test_a_decision_that_holds_goals_back_from_everybody_waits_to_be_published(world: World) -> None:
    made = world.decision(world.council, "select", "180")
    world.decision(world.school, "submit", "98")
    (task,) = waiting(world, "council_secretary")
    said = f"{made}, mål antas. När protokollet är justerat."
    assert (str(task.title), str(task.text)) == ("Publicera beslutet", said)
    assert task.url == reverse("base:decision-publish", args=[made.pk])
    assert waits_for(world, "Publicera beslutet") == {"council_secretary"}
    type(made).objects.filter(pk=made.pk).update(adjusted="2026-12-10")
    assert str(waiting(world, "council_secretary")[0].text) == f"{made}, mål antas"
    for number in range(3):
        world.decision(world.council, "change", str(190 + number))
    (task,) = waiting(world, "council_secretary")
    assert task.url == reverse("base:decisions") and str(task.text).startswith("4 stycken")
    type(made).objects.update(exposure="published")
    assert waiting(world, "council_secretary") == []


def test_nobody_is_told_to_close_the_selection_over_what_the_council_has_before_it(world: World) -> None:
    world.phase("selection")
    Phase.objects.filter(phase="selection").update(closes="2026-11-20")
    Phase.objects.exclude(phase="selection").update(opens="2027-03-01", closes=None)
    row = proposal(world, "submitted")
    assert waits_for(world, "Stäng fasen") == set()
    Tabling.objects.create(decision=world.decision(world.council, "select"), proposal=row)
    assert waits_for(world, "Stäng fasen") == {"controller"}


def test_councillors_are_reminded_of_their_own_list(world: World) -> None:
    world.phase("selection")
    (task,) = waiting(world, "councillor")
    assert str(task.title) == "Läs och rangordna förslagen"
    assert task.due == date(2026, 12, 31)
    assert waits_for(world, "Läs och rangordna förslagen") == {"councillor", "councillor_b"}


def test_the_nearest_deadline_comes_first_and_late_ones_before_all(world: World) -> None:
    world.phase("proposals")
    Meeting.objects.create(organ=world.school, date=date(2026, 12, 9), papers=date(2026, 12, 2))
    late = proposal(world, "supplement")
    type(late).objects.filter(pk=late.pk).update(due=date(2026, 11, 22))
    proposal(world, "draft")
    assert [task.due for task in waiting(world, "staff")] == [date(2026, 11, 22), date(2026, 12, 2)]


def test_the_page_says_how_many_things_wait(world: World, client: Client) -> None:
    world.phase("proposals")
    Meeting.objects.create(organ=world.school, date=date(2026, 12, 9), papers=date(2026, 12, 2))
    for state in ("draft", "supplement", "ready", "submitted"):
        proposal(world, state)
    client.force_login(world.staff)
    html = client.get(reverse("pages:work")).content.decode()
    assert "Två saker väntar på dig" in html
    assert "Utbildningsnämnden sammanträder 9 dec." in html
    assert "2 inlämnade, 1 klart för nämnden, 1 utkast" in html
    assert "Nämnden, beslut 9 dec" in html and "Fullmäktige</td>" in html


def test_who_has_nothing_to_do_is_told_what_comes(world: World, client: Client) -> None:
    world.phase("proposals")
    Phase.objects.filter(phase="selection").update(opens="2027-01-12", closes="2027-02-12")
    Meeting.objects.create(organ=world.school, date=date(2026, 12, 9))
    client.force_login(world.member)
    html = client.get(reverse("pages:work")).content.decode()
    assert "Inget väntar på dig just nu" in html
    assert "Utbildningsnämnden sammanträder 9 dec." in html
    assert "Fasen Prioritering för 2027–2030 öppnar 12 jan 2027." in html


def test_what_happened_is_told_only_to_whom_may_read_the_row(world: World) -> None:
    from goals import proposals as steps

    world.phase("proposals")
    row = proposal(world, "submitted")
    steps.ask_supplement(row, by=world.controller, comment="Finns siffran för 2025?")
    for who in ("staff", "controller"):
        (line,) = around.happened(gather(world.users[who]))
        assert (line.who, line.what) == ("Controller", "komplettering begärd")
    assert around.happened(gather(world.other_staff)) == []
    assert around.happened(gather(world.employee)) == []
    (task,) = [t for t in waiting(world, "staff") if "Svara" in str(t.title)]
    assert "”Finns siffran för 2025?”" in str(task.text)


@pytest.mark.alike
@pytest.mark.parametrize(
    "who", ["staff", "manager", "secretary", "controller", "council_secretary", "councillor", "board_staff"]
)
def test_the_page_asks_as_much_for_much_as_for_little(
    world: World, who: str, client: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    def fill(number: int) -> None:
        for state in ("draft", "ready", "submitted", "supplement"):
            proposal(world, state)
        organ, indicator = world.school, make_indicator(f"i{number}", world.school)
        goal = rows.Goal.objects.create(
            term=world.term, key=f"g{number}", area=world.area, wording=f"Mål {number}", exposure="record"
        )
        rows.GoalOwner.objects.create(goal=goal, organ=organ)
        with writing():
            target = Target.objects.create(goal=goal, indicator=indicator, version=indicator.current)
            Path.objects.create(target=target, organ=organ, state="ready", exposure="ready")
        Meeting.objects.create(organ=organ, date=date(2026, 12, number + 1))

    world.phase("proposals", "selection", "breakdown", "follow_up")
    with writing():
        rows.round_(world)
    fill(0)
    client.force_login(world.users[who])
    address = reverse("pages:work")
    client.get(address)
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    for number in range(1, 3):
        fill(number)
    with django_assert_num_queries(len(few)):
        client.get(address)


@pytest.mark.alike
def test_many_paths_in_work_ask_no_more_than_one(world: World, client: Client, django_assert_num_queries: Any) -> None:
    def lay(number: int) -> None:
        indicator = make_indicator(f"p{number}", world.school)
        target = Target.objects.create(goal=rows.goal(world), indicator=indicator, version=indicator.current)
        with writing():
            Path.objects.create(target=target, organ=world.school)

    world.phase("breakdown")
    lay(0)
    client.force_login(world.staff)
    client.get(reverse("pages:work"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("pages:work"))
    for number in (1, 2, 3):
        lay(number)
    with django_assert_num_queries(len(few)):
        client.get(reverse("pages:work"))


def test_who_has_no_assignment_is_told_so(client: Client) -> None:
    client.force_login(User.objects.create_user("ny@example.org"))
    assert "Du har inget uppdrag i dag." in client.get(reverse("pages:work")).content.decode()


# The calendar


def info(name: str, state: str, opens: str = "", closes: str = "") -> PhaseInfo:
    return PhaseInfo(name, name, state, opens, closes)


def test_a_phase_ends_when_it_is_planned_to_and_only_while_it_is_open() -> None:
    infos = [info("needs", "closed", closes="2026-10-01"), info("proposals", "open", closes="2026-12")]
    assert phase_end(infos, "needs", "proposals") == date(2026, 12, 31)
    assert phase_end(infos, "needs") is None


def test_papers_are_due_for_the_next_meeting_that_they_can_still_reach() -> None:
    meetings = [(date(2026, 11, 20), date(2026, 11, 27)), (None, date(2026, 12, 9))]
    assert next_papers(meetings, NOW) == date(2026, 12, 9)
    assert next_papers([], NOW) is None
    assert earliest([None, None]) is None


@pytest.mark.parametrize(
    ("opens", "before", "due"),
    [("2026-12-07", "open", True), ("2026-12-08", "open", False), ("", "closed", True), ("", "open", False)],
)
def test_a_phase_is_announced_two_weeks_ahead_or_when_the_one_before_has_closed(
    opens: str, before: str, due: bool
) -> None:
    assert is_due_to_open(info("selection", "planned", opens), info("proposals", before), NOW) is due
    assert not is_due_to_open(info("selection", "open", opens), info("proposals", before), NOW)


def test_an_open_phase_is_announced_when_its_end_is_near_or_past() -> None:
    assert is_due_to_close(info("needs", "open", closes="2026-11-01"), NOW)
    assert not is_due_to_close(info("needs", "open", closes="2027-01-01"), NOW)
    assert not is_due_to_close(info("needs", "open"), NOW)


def test_many_are_named_by_the_first_and_counted() -> None:
    assert several(["a"]) == "a"
    assert several(["a", "b"]) == "2 stycken: a och b"
    assert several(["a", "b", "c", "d", "e"]) == "5 stycken: a, b, c och 2 till"
