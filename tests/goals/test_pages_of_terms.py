"""The pages of terms and paths: what they show to whom, and that nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning import clock
from burlov_styrning.base import comments
from burlov_styrning.base.models import Decision
from goals import paths, terms
from goals.models import GoalArea, Path, Phase, Target, Term
from indicators.models import Outcome
from tests.goals.breaking import GOOD, made_path, made_target
from tests.goals.making import made, made_draft
from tests.world import World

pytestmark = pytest.mark.django_db
D = Decimal


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def address(world: World, name: str, *args: Any) -> str:
    return reverse(f"goals:{name}", args=[world.term, *args])


def page(world: World, who: str, name: str, *args: Any, status: int = 200) -> str:
    answer = signed_in(world, who).get(address(world, name, *args))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(world: World, who: str, name: str, /, *args: Any, **data: Any) -> Any:
    return signed_in(world, who).post(address(world, name, *args), data)


def posted(world: World, who: str, name: str, /, *args: Any, **data: Any) -> str:
    """The page that one is sent on to."""
    return signed_in(world, who).post(address(world, name, *args), data, follow=True).content.decode()


# Terms


def test_everybody_signed_in_reads_a_term_and_only_the_controller_has_buttons(world: World) -> None:
    terms.set_vision(
        world.term, "Nära till allt", ["Mod"], world.decision(world.council, "vision"), by=world.council_secretary
    )
    terms.prolong(world.term, 2031, world.decision(world.council, "prolong", "88"), by=world.council_secretary)
    terms.save_area(world.term, GoalArea(name="Gröna", text="Visionens gröna dalar"), by=world.controller)
    world.phase("proposals")
    text = page(world, "employee", "term")
    for words in ("Nära till allt", "Mod", "Målen gäller till och med 2031", "§\u00a088", "Gröna", "gröna dalar",
                  "Förslag", "öppen", "Listan har 3 platser", "Stängde 31 december 2026"):  # fmt: skip
        assert words in text, words
    assert "Stäng fasen" not in text and "Lägg till målområde" not in text
    mine = page(world, "controller", "term")
    assert "Stäng fasen" in mine and "Lägg till målområde" in mine and address(world, "term-prolong") not in mine
    assert "Förläng målperioden" in page(world, "council_secretary", "term")


def test_a_term_is_laid_up_on_its_page(world: World) -> None:
    url = reverse("goals:term-new")
    client = signed_in(world, "controller")
    wrong = client.post(url, {"first_year": "2034", "last_year": "2031", "places": "7", "ballots_by": "party"})
    assert wrong.status_code == 422
    assert "före det första" in wrong.content.decode() and 'value="7"' in wrong.content.decode()
    right = client.post(url, {"first_year": "2031", "last_year": "2034", "places": "7", "ballots_by": "party"})
    assert right["Location"] == "/perioder/2031-2034/"
    assert Term.objects.get(first_year=2031).ballots_by == "party"
    again = client.post(url, {"first_year": "2031", "last_year": "2034", "places": "7", "ballots_by": "party"})
    assert again.status_code == 422 and "finns redan" in again.content.decode()


@pytest.mark.parametrize("typed", [{"x": ""}, {"first_year": "abc", "last_year": "99999999999999", "places": "-1"}])
def test_nonsense_gets_sentences(world: World, typed: dict[str, str]) -> None:
    answer = signed_in(world, "controller").post(reverse("goals:term-new"), typed)
    assert answer.status_code == 422
    assert Term.objects.count() == 1


def test_places_are_changed_and_refused_beside_the_field(world: World) -> None:
    world.phase("selection")
    low = post(world, "controller", "term-edit", places="1", ballots_by="person")
    assert low.status_code == 422 and "höjas men inte sänkas" in low.content.decode()
    assert post(world, "controller", "term-edit", places="5", ballots_by="person").status_code == 302
    assert Term.objects.get().places == 5


def test_an_area_is_written_and_moved(world: World) -> None:
    assert post(world, "controller", "term-area-new", name="Gröna", text="Dalar").status_code == 302
    row = GoalArea.objects.get(name="Gröna")
    again = post(world, "controller", "term-area-new", name="gröna", text="Kvar")
    assert again.status_code == 422 and "Kvar" in again.content.decode()
    assert post(world, "controller", "term-area-edit", row.pk, name="Gröna!", text="").status_code == 302
    assert post(world, "controller", "term-area-move", row.pk, "upp").status_code == 302
    assert [a.name for a in world.term.areas.all()] == ["Gröna!", "Trygga Provköping"]
    assert post(world, "staff", "term-area-move", row.pk, "ned").status_code == 403
    assert post(world, "controller", "term-area-move", row.pk, "bort").status_code == 404


def test_closing_says_who_has_drafts_and_what_lapses(world: World) -> None:
    made_draft(world)
    row = made(world, "submitted", title="Ett som förfaller")
    text = page(world, "controller", "term-phase-close", "proposals")
    assert "Utbildningsnämnden" in text and "1 utkast till förslag" in text
    world.phase("selection")
    text = page(world, "controller", "term-phase-close", "selection")
    assert "Ett förslag förfaller" in text and "Ett som förfaller" in text and "bordlagt förfaller" in text
    done = posted(world, "controller", "term-phase-close", "selection")
    assert "Fasen Prioritering är stängd." in done and "1 förslag förföll." in done
    row.refresh_from_db()
    assert row.state == "lapsed"


def test_opening_remarks_on_an_earlier_open_phase_before_and_after(world: World) -> None:
    world.phase("needs")
    assert "Fasen Behov är fortfarande öppen" in page(world, "controller", "term-phase-open", "proposals")
    done = posted(world, "controller", "term-phase-open", "proposals")
    assert "Fasen Förslag är öppen." in done and "Fasen Behov är fortfarande öppen" in done
    twice = post(world, "controller", "term-phase-open", "proposals")
    assert twice.status_code == 422 and "Ladda om sidan" in twice.content.decode()


def test_dates_are_planned_and_refused_beside_the_field(world: World) -> None:
    wrong = post(world, "controller", "term-phase-plan", "needs", opens="2026-13", closes="2026-11-01")
    assert wrong.status_code == 422 and "almanackan" in wrong.content.decode()
    order = post(world, "controller", "term-phase-plan", "needs", opens="2026-12-01", closes="2026-11-01")
    assert order.status_code == 422 and "innan den öppnar" in order.content.decode()
    assert post(world, "controller", "term-phase-plan", "needs", opens="2026-12", closes="").status_code == 302
    row = Phase.objects.get(term=world.term, phase="needs")
    assert (row.opens, row.closes) == ("2026-12", None)


def test_reopening_asks_why(world: World) -> None:
    world.phase("proposals")
    assert post(world, "controller", "term-phase-reopen", "needs", comment="").status_code == 422
    assert post(world, "controller", "term-phase-reopen", "needs", comment="Två hann inte").status_code == 302
    assert Phase.objects.get(term=world.term, phase="needs").state == "open"


def test_the_council_prolongs_and_sets_a_vision_with_their_decisions(world: World) -> None:
    with clock.at(date(2026, 12, 10)):
        wrong = post(world, "council_secretary", "term-prolong", to_year="2030", date="2026-12-02", paragraph="7")
        assert wrong.status_code == 422 and "från 2031 till 2034" in wrong.content.decode()
        assert not Decision.objects.exists()
        right = post(world, "council_secretary", "term-prolong", to_year="2031", date="2026-12-02", paragraph="7")
        assert right.status_code == 302
        seen = post(world, "council_secretary", "term-vision", vision="Ny vision", words="Mod\n\nMod\nDriv ",
                    date="2026-12-02", paragraph="8")  # fmt: skip
        assert seen.status_code == 302, seen.content.decode()
    term = Term.objects.get()
    assert (term.prolonged_to, term.decision.paragraph) == (2031, "7")
    assert (term.vision.text, [v.word for v in term.core_values.all()]) == ("Ny vision", ["Mod", "Driv"])


# Laying a path


def lay(world: World, target: Target, who: str = "staff", **typed: Any) -> Any:
    return post(world, who, "path-lay", target.pk, world.school.pk, **typed)


def test_a_path_is_laid_with_swedish_decimals(world: World) -> None:
    world.phase("breakdown")
    target = made_target(world)
    answer = lay(world, target, value_2027="70,5", unmeasured_2028="on", value_2029="−1 000,25", value_2030="83.0")
    path = Path.objects.get()
    assert answer["Location"] == address(world, "path-show", path.pk)
    assert {v.year: v.value for v in path.values.all()} == {
        2027: D("70.5"), 2028: None, 2029: D("-1000.25"), 2030: D("83.0")
    }  # fmt: skip


def test_what_cannot_be_read_keeps_everything_typed(world: World) -> None:
    world.phase("breakdown")
    answer = lay(world, made_target(world), value_2027="1.234", value_2028="sjuttio", motivation="Ombyggnad")
    text = answer.content.decode()
    assert answer.status_code == 422 and not Path.objects.exists()
    for words in ('value="1.234"', 'value="sjuttio"', "Ombyggnad", "kan läsas på två sätt", "Skriv 1234 eller 1,234"):
        assert words in text, words


def test_a_value_and_a_tick_exclude_each_other(world: World) -> None:
    world.phase("breakdown")
    answer = lay(world, made_target(world), value_2027="70", unmeasured_2027="on")
    assert answer.status_code == 422 and "Ta bort nivån eller krysset" in answer.content.decode()


def test_an_incomplete_draft_is_saved_and_says_what_is_left_with_both_numbers(world: World) -> None:
    world.phase("breakdown")
    target = made_target(world)
    text = signed_in(world, "staff").post(
        address(world, "path-lay", target.pk, world.school.pk), {"value_2030": "82,5"}, follow=True
    ).content.decode()  # fmt: skip
    assert "4 saker återstår" in text
    assert "Nivån 2030 är 82,5 men målet är 83." in text and "Ange en nivå för 2027" in text


@pytest.mark.parametrize(
    ("help_", "values"),
    [("jamn", "73 77 80 83"), ("fram", "77 80 82 83"), ("bak", "70 73 77 83"), ("platt", "83 83 83 83")],
)
def test_help_fills_in_the_years_without_saving_and_keeps_the_rest(world: World, help_: str, values: str) -> None:
    world.phase("breakdown")
    answer = lay(world, made_target(world), gor=help_, value_2027="skräp", motivation="Kvar här")
    text = answer.content.decode()
    assert answer.status_code == 200 and not Path.objects.exists()
    for year, value in zip(range(2027, 2031), values.split(), strict=True):
        assert f'name="value_{year}" value="{value}"' in text, (year, value)
    assert "Kvar här" in text and "Innan den kan klarmarkeras" not in text


def test_without_a_baseline_only_the_flat_help_is_offered(world: World) -> None:
    world.phase("breakdown")
    text = page(world, "staff", "path-lay", made_target(world, baseline_year=None, baseline_value=None).pk,
                world.school.pk)  # fmt: skip
    assert 'value="platt"' in text and 'value="jamn"' not in text and "Utan utgångsvärde" in text


def test_problems_stand_beside_their_fields_when_it_is_drawn_again(world: World) -> None:
    world.phase("breakdown")
    answer = lay(world, made_target(world), gor="rita", value_2027="75", value_2028="74", value_2029="78",
                 value_2030="83")  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 200 and not Path.objects.exists()
    beside = text.split('id="id_value_2028_error"')[1][:600]
    assert "Nivån 2028 är 74, sämre än 2027 (75)" in beside
    assert 'href="#id_value_2028"' in text


def test_htmx_gets_the_chart_alone(world: World) -> None:
    world.phase("breakdown")
    target = made_target(world)
    Outcome.objects.create(
        indicator=target.indicator, version=target.version, municipality=world.municipality, period="2024", year=2024,
        value=D("61"),
    )  # fmt: skip
    answer = signed_in(world, "staff").post(
        address(world, "path-lay", target.pk, world.school.pk),
        {"gor": "rita", "value_2027": "71", "value_2030": "xx"}, headers={"HX-Request": "true"},
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in text and 'id="bilden"' in text
    assert "61" in text and "71" in text and "går inte att läsa än" in text


def test_two_who_save_see_both_and_go_on_with_theirs(world: World) -> None:
    path = made_path(world)
    paths.edit(path, by=world.manager, revision=1, values=GOOD | {2028: D("75")}, motivation="Deras skäl")
    mine = {f"value_{year}": str(value) for year, value in (GOOD | {2028: D("76")}).items()}
    answer = post(world, "staff", "path-edit", path.pk, revision="1", motivation="Mitt skäl", **mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    for words in ("75", "76", "Deras", "Mitt skäl", 'name="revision" value="2"'):
        assert words in text, words
    again = post(world, "staff", "path-edit", path.pk, revision="2", motivation="Mitt skäl", **mine)
    assert again.status_code == 302
    assert Path.objects.get().values.get(year=2028).value == D("76")


def test_two_who_begin_see_both_and_the_second_goes_on_in_the_first(world: World) -> None:
    path = made_path(world)
    answer = lay(world, path.target, "manager", value_2027="71")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f'action="{address(world, "path-edit", path.pk)}"' in text and 'value="71"' in text
    assert signed_in(world, "staff").get(
        address(world, "path-lay", path.target.pk, world.school.pk)
    )["Location"] == address(world, "path-show", path.pk)  # fmt: skip


# Moves


def test_ready_lists_what_hinders_and_moves_when_nothing_does(world: World) -> None:
    path = made_path(world)
    paths.edit(path, by=world.staff, revision=1, values=GOOD | {2030: D("80")})
    answer = post(world, "manager", "path-ready", path.pk)
    assert answer.status_code == 422 and "Nivån 2030 är 80 men målet är 83." in answer.content.decode()
    assert Path.objects.get().state == "draft"
    paths.edit(path, by=world.staff, revision=2, values=GOOD)
    assert post(world, "manager", "path-ready", path.pk).status_code == 302
    assert Path.objects.get().state == "ready"
    assert post(world, "secretary", "path-back", path.pk, comment="").status_code == 422
    assert "Handläggarna ser din kommentar" in posted(world, "secretary", "path-back", path.pk, comment="Räkna om")
    assert Path.objects.get().state == "draft"
    assert "Räkna om" in page(world, "staff", "path-show", path.pk)


def test_members_comment_what_is_ready(world: World) -> None:
    path = made_path(world, "ready")
    assert post(world, "member", "path-comment", path.pk, text="Bra takt").status_code == 302
    assert "Bra takt" in page(world, "staff", "path-show", path.pk)
    assert comments.of(path)[0].person == world.member.person


def test_one_decision_over_the_ticked_paths(world: World) -> None:
    first, _second, third = (made_path(world, "ready") for _n in range(3))
    assert "Anteckna beslut om progression" in page(world, "secretary", "paths")
    with clock.at(date(2026, 12, 10)):
        none = post(world, "secretary", "path-decision", world.school.pk, date="2026-12-02", paragraph="7")
        assert none.status_code == 422 and "Kryssa för minst en progression" in none.content.decode()
        done = posted(
            world, "secretary", "path-decision", world.school.pk, date="2026-12-02", paragraph="7",
            matters=[first.pk, third.pk],
        )  # fmt: skip
    assert "2 progressioner är fastställda." in done
    assert list(Path.objects.order_by("pk").values_list("state", flat=True)) == ["decided", "ready", "decided"]
    assert Decision.objects.get().kind == "path"
    third.refresh_from_db()
    assert "Ny progression" in page(world, "staff", "path-show", third.pk)
    assert "Ny progression" not in page(world, "member", "path-show", third.pk)


def test_a_stale_path_is_marked_and_a_new_one_can_be_laid(world: World) -> None:
    path = made_path(world, "decided")
    Path.objects.filter(pk=path.pk).update(stale=True)
    assert "Ny progression behövs" in page(world, "member", "paths")
    assert "Fullmäktige har ändrat målvärdet" in page(world, "member", "path-show", path.pk)
    text = page(world, "staff", "paths")
    assert address(world, "path-lay", path.target.pk, world.school.pk) in text


def test_a_new_path_begins_from_the_one_that_applies(world: World) -> None:
    path = made_path(world, "decided")
    assert path.decision is not None
    Target.objects.filter(pk=path.target.pk).update(value=D("90"))
    text = page(world, "staff", "path-lay", path.target.pk, world.school.pk)
    assert f"Här står den progression som gäller nu: {path.decision}" in text
    assert 'value="74"' in text and "Nivån 2030 är 83 men målet är 90." in text


def test_no_matter_is_ticked_beforehand_but_those_that_are_asked_for(world: World) -> None:
    first, second = (made_path(world, "ready") for _n in range(2))
    url = address(world, "path-decision", world.school.pk)
    for asked, ticked in {"": [], f"?arende={second.pk}": [second.pk], "?arende=alla": [first.pk, second.pk]}.items():
        text = signed_in(world, "secretary").get(url + asked).content.decode()
        boxes = re.findall(r"<input[^>]*name=\"matters\"[^>]*>", text)
        assert [int(re.findall(r'value="(\d+)"', box)[0]) for box in boxes if "checked" in box] == ticked
        assert "Markera alla 2" in text


def test_the_council_sets_the_years_of_a_financial_goal(world: World) -> None:
    world.phase("breakdown")
    target = made_target(world, world.board, kind="financial")
    typed = {f"value_{year}": str(value) for year, value in GOOD.items()}
    assert address(world, "path-council", target.pk) in page(world, "council_secretary", "paths")
    world.decision(world.council, "select", "77")  # the budget's paragraph may have adopted the goal already
    assert "§\u00a077" in page(world, "council_secretary", "path-council", target.pk)
    with clock.at(date(2026, 12, 10)):
        wrong = post(world, "council_secretary", "path-council", target.pk, **typed)
        assert wrong.status_code == 422 and 'value="78"' in wrong.content.decode()
        right = post(world, "council_secretary", "path-council", target.pk, date="2026-12-02", paragraph="9", **typed)
    path = Path.objects.get()
    assert right["Location"] == address(world, "path-show", path.pk)
    assert (path.state, path.organ, path.decision.paragraph) == ("decided", world.council, "9")
    operational = made_target(world)
    refused = signed_in(world, "council_secretary").get(address(world, "path-council", operational.pk))
    assert refused.status_code == 422 and "ansvariga nämnden" in refused.content.decode()


def test_the_list_is_searched_and_filtered(world: World) -> None:
    made_path(world, "decided")
    made_target(world, world.social)
    client, url = signed_in(world, "controller"), address(world, "paths")
    assert "Målet 2" not in client.get(f"{url}?stage=decided").content.decode()
    assert "Målet 1" not in client.get(f"{url}?organ={world.social.name}").content.decode()
    assert "Målet 2" in client.get(f"{url}?q=socialn").content.decode()
    for sort in ("goal", "-organ__name", "stage", "waits"):
        assert client.get(f"{url}?sort={sort}").status_code == 200


def test_the_list_of_terms_is_searched_by_years_and_phase(world: World) -> None:
    client, url, link = signed_in(world, "member"), reverse("goals:terms"), "2027–2030</a>"
    world.phase("proposals")
    for words, is_there in (("2027-2030", True), ("förslag", True), ("2019", False)):
        assert (link in client.get(url, {"q": words}).content.decode()) is is_there


# Constant queries


PAGES = ["terms", "term", "term-phase-close", "paths", "path-show", "path-edit", "path-ready", "path-decision"]


def grown(world: World, count: int) -> dict[str, Path]:
    for n in range(count):
        terms.save_area(world.term, GoalArea(name=f"Område {count} {n}"), by=world.controller)
        term = terms.create(2031 + 4 * (n + count), 2034 + 4 * (n + count), by=world.controller)
        assert term.pk
        made_path(world, "decided")
        made_draft(world)
    found = {"draft": made_path(world), "ready": made_path(world, "ready")}
    for _n in range(count - 1):
        made_path(world, "ready")
    for _n in range(count):
        comments.write(found["ready"], by=world.member, text="Ett ord")
    world.phase("breakdown")
    return found


@pytest.mark.alike
def test_queries_are_few_and_as_many_with_three_times_the_rows(world: World) -> None:
    few, many = (counted(world, grown(world, rows)) for rows in (1, 3))
    assert few == many
    assert max(few.values()) <= 15, few


def counted(world: World, found: dict[str, Path]) -> dict[str, int]:
    """How often each page asks the database."""
    people = {"path-decision": "secretary", "path-edit": "manager", "path-ready": "manager", "path-show": "manager",
              "paths": "manager"}  # fmt: skip
    chosen: dict[str, list[Any]] = {
        "path-edit": [found["draft"].pk],
        "path-ready": [found["draft"].pk],
        "path-show": [found["ready"].pk],
        "path-decision": [world.school.pk],
        "term-phase-close": ["breakdown"],
    }
    counts = {}
    for name in PAGES:
        client = signed_in(world, people.get(name, "controller"))
        url = reverse("goals:terms") if name == "terms" else address(world, name, *chosen.get(name, []))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts[name] = len(queries)
    return counts
