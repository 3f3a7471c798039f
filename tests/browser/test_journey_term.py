"""One goal through a term, each person at a browser of their own: need, proposal, ranking, decision, path."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from burlov_styrning.base.models import Decision
from goals.models import Goal, GoalProposal, Need, Path, Recommendation
from tests.browser.conftest import Contexts
from tests.browser.people import People, SignIn, decide, fill, press, says
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEED = "Kön till förskolan växer och familjer får vänta över ett halvår."
WORDING = "Senast 2030 får minst 83 procent plats på önskat datum."


@pytest.fixture
def people(world: World, new_context: Contexts, sign_in: SignIn) -> People:
    return People(world, new_context, sign_in)


def test_from_need_to_decided_path(people: People) -> None:
    opened(people, "Behov")
    a_need_is_written(people)
    opened(people, "Förslag")
    proposal = a_proposal_is_drafted(people)
    it_is_not_ready(people, proposal)
    it_is_filled_in_and_ready(people, proposal)
    it_is_handed_in(people, proposal)
    opened(people, "Prioritering")
    it_is_read_and_ranked(people, proposal)
    the_board_proposes(people, proposal)
    goal = the_council_adopts_another_target(people, proposal)
    opened(people, "Nedbrytning")
    the_path_is_laid_and_decided(people, goal)
    the_goal_shows_its_way(people, goal)


def opened(people: People, phase: str) -> None:
    """The controller opens a phase on the term's page."""
    page = people.at("controller", "/perioder/")
    page.get_by_role("link", name="2027–2030").first.click()
    page.locator("li", has=page.get_by_role("heading", name=phase)).get_by_text("Öppna", exact=False).last.click()
    page.locator("main form button[type=submit]").first.click()
    says(page, phase)


def a_need_is_written(people: People) -> None:
    page = people.at("unit_staff", "/2027-2030/behov/")
    press(page, "Skriv")
    press(page, "Spara behovet")
    says(page, "Beskriv behovet: vad är det som behöver bli bättre?")
    fill(page, text=NEED, for_whom="Barn 1–5 år", evidence="Kön i oktober: 61 barn.")
    press(page, "Spara behovet")
    says(page, "Behovet är sparat", NEED)
    assert Need.objects.get().evidence == "Kön i oktober: 61 barn."


def a_proposal_is_drafted(people: People) -> str:
    """The officer saves a title and a need; the rest can wait."""
    page = people.at("staff", "/2027-2030/forslag/nytt/")
    fill(page, title="Fler barn får plats i tid")
    page.get_by_label(NEED[:40]).check()
    press(page, "Spara förslaget")
    says(page, "Förslaget är sparat", NEED)
    return str(GoalProposal.objects.get().pk)


def it_is_not_ready(people: People, proposal: str) -> None:
    """Marking it ready lists everything that is missing, and nothing typed is lost."""
    page = people.at("manager", f"/2027-2030/forslag/{proposal}/klarmarkera/")
    missing = page.locator(".checks .no")
    assert missing.count() >= 4
    says(page, "Förslaget är inte klart för nämnden", "Fyll i vad som saknas")
    page = people.at("manager", f"/2027-2030/forslag/{proposal}/")
    says(page, "Fler barn får plats i tid", NEED)


def it_is_filled_in_and_ready(people: People, proposal: str) -> None:
    page = people.at("staff", f"/2027-2030/forslag/{proposal}/andra/")
    fill(page, area="Trygga Provköping", wording=WORDING, target_group="Barn 1–5 år", function="Förskolechef")
    fill(page, union="behövs inte")
    line = {"indicator": "Indikator plats", "baseline_year": "2025", "baseline": "67", "target": "83,0",
            "value_2027": "70", "value_2030": "83"}  # fmt: skip
    fill(page, **{f"indikator-0-{name}": value for name, value in line.items()})
    fill(page, **{"hord-0-unit": "Förskolan", "hord-0-date": "2026-10-05"})
    press(page, "Spara förslaget")
    says(page, "Förslaget är sparat", WORDING)
    page = people.at("manager", f"/2027-2030/forslag/{proposal}/")
    press(page, "Klarmarkera")
    press(page, "Klarmarkera för nämnden")
    says(page, "Förslaget är klart för nämnden")


def it_is_handed_in(people: People, proposal: str) -> None:
    """The secretary of the committee records its decision: that is the handing in."""
    page = people.at("secretary", f"/2027-2030/forslag/{proposal}/")
    press(page, "Lämna in")
    decide(page, "112")
    press(page, "Anteckna beslutet")
    says(page, "1 förslag är inlämnat")
    assert GoalProposal.objects.get().handed_in is not None


def it_is_read_and_ranked(people: People, proposal: str) -> None:
    page = people.at("councillor", "/2027-2030/urval/")
    says(page, WORDING)
    fill(page, text="Fråga efter kön per område.")
    press(page, "Spara anteckningen")
    says(page, "Bara du ser den")
    press(page, "Lägg")
    expect(page.locator("ol.rank li")).to_have_count(1)


def the_board_proposes(people: People, proposal: str) -> None:
    page = people.at("board_secretary", "/2027-2030/urval/styrelsens-forslag/")
    decide(page, "201")
    fill(page, **{f"f{proposal}-outcome": "anta"})
    press(page, "Anteckna beslutet")
    says(page, "Styrelsens förslag om 1 målförslag är antecknat")
    assert Recommendation.objects.get().decision.paragraph == "201"


def the_council_adopts_another_target(people: People, proposal: str) -> Goal:
    """The council's secretary records that the council adopted it with a higher target."""
    page = people.at("council_secretary", "/2027-2030/urval/beslut/")
    decide(page, "14")
    fill(page, **{f"f{proposal}-outcome": "Anta med ändringar"})
    press(page, "Anteckna beslutet")
    says(page, "Skriv det antagna målets slutliga lydelse")
    page.locator("[name^=m][name$='-value']").first.fill("85")
    press(page, "Anteckna beslutet")
    says(page, "1 mål är antaget")
    goal = Goal.objects.get()
    assert [(str(t.value).rstrip("0").rstrip("."), goal.organ_ids()) for t in goal.targets.all()] == [
        ("85", {people.world.school.pk})
    ]
    return goal


def the_path_is_laid_and_decided(people: People, goal: Goal) -> None:
    """The help lays it, the manager marks it ready, the secretary records the committee's decision."""
    page = people.at("staff", "/2027-2030/progression/")
    press(page, "Lägg")
    press(page, "Jämn")
    assert page.locator("[name=value_2030]").input_value() == "85"
    press(page, "Spara utkastet")
    says(page, "kan klarmarkeras")
    path = Path.objects.get()
    page = people.at("manager", f"/2027-2030/progression/{path.pk}/")
    press(page, "Klarmarkera")
    page.locator("main form button[type=submit]").last.click()
    page = people.at("secretary", f"/2027-2030/progression/beslut/{people.world.school.pk}/")
    page.locator("[name=matters]").check()
    decide(page, "118")
    press(page, "Anteckna beslutet")
    path.refresh_from_db()
    assert (path.state, path.decision.paragraph if path.decision else "") == ("decided", "118")


def the_goal_shows_its_way(people: People, goal: Goal) -> None:
    """Back to the need from the goal's own page, for those inside and, once published, for everybody."""
    address = f"/2027-2030/mal/{goal.pk}/"
    page = people.at("controller", address)
    says(page, WORDING, "från Förskolan", "§\u00a014", "§\u00a0112", "§\u00a0118")
    page.get_by_role("link", name="Läs förslaget").click()
    says(page, NEED)
    assert (
        "/konto/login/" in people.at("resident", address).url
        or "finns inte" in people.at("resident", address).content()
    )
    page = people.at("council_secretary", f"/beslut/{Decision.objects.get(paragraph='14').pk}/")
    press(page, "Publicera")
    page.locator("main form button[type=submit]").last.click()
    page = people.at("resident", address)
    says(page, WORDING, "85")
    page.get_by_role("link", name="Läs förslaget").click()
    says(page, NEED)
