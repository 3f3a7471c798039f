"""Pages where decisions about goals are recorded: one transaction, remarks shown, nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Decision
from followup import figures
from goals import breakdown, goals, paths
from goals.models import EarlierGoal, EarlierTarget, Goal, GoalProposal, Path, Recommendation, Term
from tests.goals.making import made
from tests.goals.test_goals import adopted, with_path, words
from tests.goals.test_pages_of_selection import signed_in, text
from tests.world import World

pytestmark = pytest.mark.django_db
DECIDE, RECOMMEND = "/2027-2030/urval/beslut/", "/2027-2030/urval/styrelsens-forslag/"
MINUTES = {"date": "2026-11-02", "paragraph": "112", "registry": "KS 2026/1"}


def post(client: Client, path: str, **typed: Any) -> tuple[int, str]:
    """The answer, followed; what was redirected to shows the messages."""
    answer = client.post(path, {**MINUTES, **typed}, follow=True)
    return (answer.redirect_chain[0][1] if answer.redirect_chain else answer.status_code), answer.content.decode()


@pytest.fixture
def secretary(world: World) -> Client:
    """The council's secretary."""
    return signed_in(world, "council_secretary")


def goal_words(world: World, prefix: str, **typed: Any) -> dict[str, Any]:
    """What the form of a goal sends."""
    words = {
        "title": "Plats i tid", "wording": "Senast 2030 får 85 procent plats.", "kind": "operational",
        "area": world.area.pk, "owners": [world.school.pk], "t-TOTAL_FORMS": 1, "t-INITIAL_FORMS": 0,
        "t-0-indicator": "Indikator plats", "t-0-baseline_year": "2025", "t-0-baseline": "67,5", "t-0-value": "85",
    }  # fmt: skip
    return {f"{prefix}-{name}": value for name, value in (words | typed).items()}


# The executive board


def test_the_board_proposes_over_many_and_the_council_sees_it(world: World) -> None:
    one, two = made(world, "submitted", title="Ett"), made(world, "submitted", title="Två")
    client = signed_in(world, "board_secretary")
    typed = {f"f{one.pk}-outcome": "adopt", f"f{two.pk}-outcome": "decline", f"f{two.pk}-text": "Ryms inte."}
    assert post(client, RECOMMEND, **typed)[0] == 302
    assert Recommendation.objects.count() == 2 and Decision.objects.filter(kind="propose").count() == 1
    page = text(signed_in(world, "council_secretary"), DECIDE)
    assert "Kommunstyrelsen föreslår:" in page and "§\u00a0112" in page and "Ryms inte." in page


def test_a_motivation_without_a_choice_loses_nothing(world: World) -> None:
    row = made(world, "submitted")
    status, page = post(signed_in(world, "board_secretary"), RECOMMEND, **{f"f{row.pk}-text": "Mina skäl"})
    assert status == 422 and "Välj vad styrelsen föreslår" in page and "Mina skäl" in page
    assert not Decision.objects.filter(kind="propose").exists()


# The council


def test_one_page_records_the_whole_decision(world: World, secretary: Client) -> None:
    rows = {n: made(world, "submitted", title=n).pk for n in ("anta", "samman", "avslag", "åter", "bord", "orört")}
    typed = {
        f"f{rows['anta']}-outcome": "adopt",
        f"f{rows['samman']}-outcome": "merge", f"f{rows['samman']}-into": rows["anta"],
        f"f{rows['avslag']}-outcome": "decline", f"f{rows['avslag']}-reason": "Görs redan.",
        f"f{rows['åter']}-outcome": "refer_back", f"f{rows['bord']}-outcome": "table",
    }  # fmt: skip
    status, page = post(secretary, DECIDE, reservations="Parti B reserverade sig.\n", **typed)
    assert status == 302
    assert "1 mål är antaget, 3 andra förslag avgjorda" in page
    assert "Kommunstyrelsens förslag till beslut är inte antecknat" in page, "remarks are shown"
    goal = Goal.objects.get()
    target = goal.targets.get()
    assert (goal.wording, goal.area, target.value) == (
        "Senast 2030 får minst 83 procent plats på önskat datum.", world.area, Decimal(83),
    )  # fmt: skip
    assert [o.organ for o in goal.owners.all()] == [world.school]
    assert goal.proposals.count() == 2
    assert goal.decision and goal.decision.reservations == ["Parti B reserverade sig."]
    states = dict(GoalProposal.objects.values_list("title", "state"))
    assert (states["avslag"], states["åter"], states["bord"], states["orört"]) == (
        "declined", "referred_back", "submitted", "submitted",
    )  # fmt: skip


def test_an_amended_goal_is_written_beside_the_proposed_one(world: World, secretary: Client) -> None:
    row = made(world, "submitted")
    choice = {f"f{row.pk}-outcome": "amend"}
    status, page = post(secretary, DECIDE, **choice)
    assert status == 200 and "Inget är antecknat än" in page
    assert f'name="m{row.pk}-wording"' in page and f'name="m{row.pk}-t-0-value" value="83"' in page
    assert 'value="112"' in page, "what was typed stands"
    assert not Decision.objects.filter(kind="select").exists()
    status, _page = post(secretary, DECIDE, **choice, **goal_words(world, f"m{row.pk}"))
    assert status == 302
    goal = Goal.objects.get()
    assert (goal.wording, goal.targets.get().baseline_value) == ("Senast 2030 får 85 procent plats.", Decimal("67.5"))
    row.refresh_from_db()
    assert row.wording == "Senast 2030 får minst 83 procent plats på önskat datum."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"outcome": "decline"}, "Skriv varför förslaget inte antogs"),
        ({"outcome": "merge"}, "Välj vilket förslag det sammanförs med"),
        ({"outcome": "sänk"}, "Välj ett giltigt alternativ"),
        ({}, "Välj vad fullmäktige beslutade om minst ett förslag"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_loses_nothing(
    world: World, secretary: Client, wrong: dict[str, str], sentence: str
) -> None:
    row, other = made(world, "submitted"), made(world, "submitted", title="Annat")
    typed = {f"f{row.pk}-{name}": value for name, value in wrong.items()}
    status, page = post(secretary, DECIDE, **typed, text="Fullmäktige beslutar …")
    assert status == 422
    assert sentence in page or "giltigt" in page
    assert "Fullmäktige beslutar …" in page and "KS 2026/1" in page
    assert not Decision.objects.filter(kind="select").exists()
    assert {p.state for p in GoalProposal.objects.all()} == {"submitted"} and other.pk


def test_what_is_merged_goes_into_something_that_is_adopted(world: World, secretary: Client) -> None:
    one, two = made(world, "submitted"), made(world, "submitted", title="Annat")
    status, page = post(secretary, DECIDE, **{f"f{one.pk}-outcome": "merge", f"f{one.pk}-into": two.pk})
    assert status == 422 and "antas inte i det här beslutet" in page
    typed = {f"f{one.pk}-outcome": "merge", f"f{one.pk}-into": one.pk}
    assert post(secretary, DECIDE, **typed)[0] == 422, "nor into itself"


def test_wrong_numbers_in_a_target_are_kept(world: World, secretary: Client) -> None:
    row = made(world, "submitted")
    words = goal_words(world, f"m{row.pk}", **{"t-0-value": "1.234", "area": ""})
    status, page = post(secretary, DECIDE, **{f"f{row.pk}-outcome": "amend"}, **words)
    assert status == 422
    assert 'value="1.234"' in page and "Välj målområde" in page and "Senast 2030 får 85 procent plats." in page


def test_one_paragraph_can_adopt_change_and_prolong(world: World, secretary: Client) -> None:
    row = made(world, "submitted")
    assert post(secretary, DECIDE, **{f"f{row.pk}-outcome": "adopt"})[0] == 302
    decision = Decision.objects.get(kind="select")
    answer = secretary.post("/perioder/2027-2030/forlang/", {"known": decision.pk, "to_year": "2031"})
    assert answer.status_code == 302
    term = Term.objects.get()
    assert (term.prolonged_to, term.decision) == (2031, decision)


# Goals


def test_a_financial_goal_comes_from_no_proposal_and_has_yearly_values(world: World, secretary: Client) -> None:
    years = {f"t-0-value_{year}": value for year, value in ((2027, 70), (2028, 75), (2029, 80), (2030, 85))}
    words = goal_words(world, "mal", kind="financial", area="", owners=[], **years)
    assert post(secretary, "/2027-2030/mal/nytt/", **words)[0] == 302
    goal = Goal.objects.get()
    assert (goal.kind, goal.area) == ("financial", None)
    path = Path.objects.get()
    assert path.organ == world.council and [v.value for v in path.values.all()] == [70, 75, 80, 85]


def test_yearly_values_of_an_operational_goal_belong_to_its_committee(world: World, secretary: Client) -> None:
    status, page = post(secretary, "/2027-2030/mal/nytt/", **goal_words(world, "mal", **{"t-0-value_2027": "70"}))
    assert status == 422 and "Nämnden lägger årsvärdena" in page
    assert not Goal.objects.exists()


def test_a_goal_is_changed_and_what_applied_before_stays(world: World, secretary: Client) -> None:
    goal = adopted(world, title="Plats i tid")
    path = with_path(world, goal)
    address = f"/2027-2030/mal/{goal.pk}/andra/"
    assert "Senast 2030 får minst 80 procent plats." in text(secretary, address)
    words = goal_words(
        world, "mal", **{"t-INITIAL_FORMS": 1, "t-0-baseline": "67", "wording": "Ny lydelse", "stewardship": "on"}
    )
    status, page = post(secretary, address, **words)
    assert status == 302
    assert "Utbildningsnämnden behöver besluta en ny progression" in page
    goal.refresh_from_db()
    path.refresh_from_db()
    assert (goal.wording, goal.stewardship, path.stale) == ("Ny lydelse", True, True)
    assert EarlierGoal.objects.get().fields["wording"] == "Senast 2030 får minst 80 procent plats."
    assert goal.targets.get().value == 85


def test_a_target_ends_by_a_decision_and_stays_readable(world: World, secretary: Client) -> None:
    goal = adopted(world, title="Plats i tid")
    path = with_path(world, goal)
    address = f"/2027-2030/mal/{goal.pk}/andra/"
    assert "Målvärdet upphör genom beslutet" in text(secretary, address)
    words = goal_words(world, "mal", **{"t-INITIAL_FORMS": 1, "t-0-baseline": "67", "t-0-DELETE": "on"})
    status, page = post(secretary, address, **words)
    assert status == 302
    assert "har ingen indikator och kan inte följas upp med siffror" in page
    target = goal.targets.get()
    change = EarlierTarget.objects.get()
    assert (target.ended, change.until, change.is_end) == (change.decision.date, target.ended, True)
    assert figures.load([goal], figures.Occasion(2027))[goal.pk].lines == []
    judged = figures.Occasion(2025)  # what was looked at before it ended is read as it was
    assert len(figures.load([goal], judged)[goal.pk].lines) == 1
    assert breakdown.rows(world.term, world.staff) == []
    assert paths.not_laid(target, world.school) != []
    shown = text(secretary, f"/2027-2030/mal/{goal.pk}/")
    assert "Målvärde upphörde: Indikator plats" in shown and "gällde till dess: 80" in shown
    assert "70" in text(signed_in(world, "staff"), reverse("goals:path-show", args=[world.term, path.pk]))
    assert "Målvärdet upphör genom beslutet" not in text(secretary, address)
    again = goal_words(world, "mal", **{"t-INITIAL_FORMS": 0})
    assert post(secretary, address, **again, paragraph="99")[0] == 302
    assert goal.targets.get().ended is None  # decided anew, it applies again


def test_a_goal_ends_by_a_decision_and_then_no_more(world: World, secretary: Client) -> None:
    goal = adopted(world)
    address = f"/2027-2030/mal/{goal.pk}/upphor/"
    status, page = post(secretary, address, paragraph="")
    assert status == 422 and "Ange paragrafen" in page
    assert post(secretary, address, on="2026-12-31")[0] == 302
    goal.refresh_from_db()
    assert goal.ended == "2026-12-31"
    assert "har upphört" in text(secretary, address, 422)
    assert "har upphört" in text(secretary, f"/2027-2030/mal/{goal.pk}/andra/", 422)


def test_others_are_refused_with_a_sentence(world: World) -> None:
    goal = adopted(world)
    for who in ("controller", "councillor", "secretary"):
        page = text(signed_in(world, who), f"/2027-2030/mal/{goal.pk}/andra/", 403)
        assert "Det här får du inte göra" in page


def test_a_committee_adopts_a_declined_proposal_as_its_own(world: World) -> None:
    row = made(world, "declined")
    client = signed_in(world, "secretary")
    assert "Anta som nämndmål" in text(client, f"/2027-2030/forslag/{row.pk}/")
    address = f"/2027-2030/forslag/{row.pk}/namndmal/"
    assert "Fler barn får plats i tid" in text(client, address)
    assert post(client, address, **goal_words(world, "mal"))[0] == 302
    goal = Goal.objects.get()
    assert (goal.level, list(goal.proposals.all())) == ("committee", [row])
    page = text(client, f"/2027-2030/forslag/{row.pk}/")
    assert f"/2027-2030/mal/{goal.pk}/" in page and "Anta som nämndmål" not in page
    assert "redan ett nämndmål" in text(client, address, 422)
    other = made(world, "submitted")
    assert "inte har antagit" in text(client, f"/2027-2030/forslag/{other.pk}/namndmal/", 422)


def test_the_committee_changes_and_ends_its_own_goal_and_is_not_offered_the_councils(world: World) -> None:
    councils = adopted(world)
    said = words(world, title="Nämndens eget")
    own = goals.adopt_own(world.term, said, world.decision(world.school, "select"), by=world.secretary).goal
    client, address = signed_in(world, "secretary"), f"/2027-2030/mal/{own.pk}/"
    page = text(client, address)
    assert f'href="{address}andra/"' in page and f'href="{address}upphor/"' in page
    assert "andra/" not in text(client, f"/2027-2030/mal/{councils.pk}/")
    assert f'href="{address}andra/"' not in text(signed_in(world, "council_secretary"), address)
    assert "Vad ändrade Utbildningsnämnden?" in text(client, f"{address}andra/")
    changed = goal_words(world, "mal", wording="Senast 2030 får minst 82 procent plats.")
    assert post(client, f"{address}andra/", **changed)[0] == 302
    own.refresh_from_db()
    before = own.earlier.select_related("decision").get()
    assert own.wording.startswith("Senast 2030 får minst 82")
    assert before.decision and before.decision.organ == world.school
    assert post(client, f"{address}upphor/", paragraph="113", on="2029-12-31")[0] == 302
    own.refresh_from_db()
    assert own.ended == "2029-12-31" and f'href="{address}andra/"' not in text(client, address)


def test_what_was_recorded_leads_to_the_decision_with_its_extract(world: World, secretary: Client) -> None:
    row = made(world, "submitted")
    answer = secretary.post(DECIDE, {**MINUTES, f"f{row.pk}-outcome": "adopt"}, follow=True)
    decision = Decision.objects.get(kind="select")
    assert answer.redirect_chain == [(f"/beslut/{decision.pk}/", 302)]
    page = answer.content.decode()
    assert "1 mål är antaget" in page and f"/beslut/{decision.pk}/protokollsutdrag.pdf" in page
    assert "Publicera beslutet" in page


def test_an_old_page_does_not_leave_out_what_was_decided_since(world: World, secretary: Client) -> None:
    one, two = made(world, "submitted", title="Ett"), made(world, "submitted", title="Två")
    draft = made(world, "draft", title="Hemligt utkast")
    assert post(secretary, DECIDE, **{f"f{one.pk}-outcome": "table", f"f{two.pk}-outcome": "adopt"})[0] == 302
    old = {f"f{row.pk}-outcome": "adopt" for row in (one, two, draft)} | {"fx-outcome": "adopt"}
    status, page = post(secretary, DECIDE, **old, paragraph="113")
    assert status == 422 and "Det går inte längre att besluta om ”Två”" in page
    assert "Hemligt utkast" not in page
    assert not Decision.objects.filter(paragraph="113").exists()


def test_a_fault_names_the_proposal_it_is_about(world: World, secretary: Client) -> None:
    made(world, "submitted", title="Annat")
    row = made(world, "submitted", title="Cykelvägar")
    _status, page = post(secretary, DECIDE, **{f"f{row.pk}-outcome": "decline"})
    assert f'<a href="#id_f{row.pk}-reason">Cykelvägar, Skäl' in page


def test_a_decision_names_all_it_was_about_and_each_knows_it(world: World, secretary: Client) -> None:
    rows = {name: made(world, "submitted", title=name) for name in ("Anta", "Åter", "Bord")}
    outcomes = dict(zip(rows, ("adopt", "refer_back", "table"), strict=True))
    post(secretary, DECIDE, **{f"f{row.pk}-outcome": outcomes[name] for name, row in rows.items()})
    decision = Decision.objects.get(kind="select")
    page = text(secretary, f"/beslut/{decision.pk}/")
    assert all(name in page for name in rows)
    assert "återremitterat" in page and "bordlagt" in page and "antaget" in page
    goal = Goal.objects.get()
    adopted = text(secretary, f"/2027-2030/forslag/{rows['Anta'].pk}/")
    assert f"/2027-2030/mal/{goal.pk}/" in adopted and "Antaget" in adopted
    assert "Bordlagt: Kommunfullmäktige" in text(secretary, f"/2027-2030/forslag/{rows['Bord'].pk}/")
