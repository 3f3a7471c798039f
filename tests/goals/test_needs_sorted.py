"""The committee's sight of its needs: groups, order, what nobody has answered; links and series as evidence."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from burlov_styrning.refusals import Reason, Refusal
from goals import needs, proposals
from goals.evidence import evidence_of
from goals.models import Need
from indicators.models import Outcome
from tests.goals.making import made, made_draft, made_need
from tests.world import World

pytestmark = pytest.mark.django_db

LINK = {"url": "https://exempel.se/enkat", "title": "Enkäten"}


def order(world: World) -> list[str]:
    return [need.text for need in needs.in_order(Need.objects.filter(organ=world.school))]


def client_of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def shown(world: World, who: str, query: str = "", pk: int | None = None) -> str:
    name, args = ("goals:need-show", [world.term, pk]) if pk else ("goals:needs", [world.term])
    return client_of(world, who).get(reverse(name, args=args) + query).content.decode()


def test_a_new_need_stands_last_and_a_move_takes_it_one_place(world: World) -> None:
    for text in "abc":
        last = made_need(world, text)
    needs.place(last, True, by=world.staff)
    assert order(world) == ["a", "c", "b"]
    assert last.rank == 2
    made_need(world, "d")
    assert order(world) == ["a", "c", "b", "d"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=5))
def test_the_order_is_a_permutation_whatever_is_moved(world: World, moves: list[tuple[int, bool]]) -> None:
    if not Need.objects.exists():
        for text in "abcd":
            made_need(world, text)
    for at, up in moves:
        before = order(world)
        needs.place(Need.objects.get(text="abcd"[at]), up, by=world.staff)
        ranks = sorted(Need.objects.values_list("rank", flat=True))
        assert ranks == [1, 2, 3, 4]
        assert sorted(order(world)) == sorted(before)


def test_another_committees_needs_keep_their_order(world: World) -> None:
    mine = made_need(world, "a")
    other = needs.write(world.term, world.homecare, by=world.other_staff, text="Hemtjänstens")
    needs.place(mine, False, by=world.staff)
    other.refresh_from_db()
    assert other.rank == 0


@pytest.mark.parametrize("who", ["unit_staff", "member", "secretary", "controller", "other_staff", "employee"])
def test_only_the_committees_own_staff_orders_and_groups(world: World, who: str) -> None:
    need = made_need(world)
    for step in (lambda: needs.place(need, True, by=world.users[who]),
                 lambda: needs.group([need], "Kö", by=world.users[who])):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            step()
        assert refused.value.reason is Reason.RIGHT


def test_several_needs_get_one_group_and_leave_it(world: World) -> None:
    rows = [made_need(world, text) for text in "ab"]
    needs.group(rows, "  Kö  och plats ", by=world.staff)
    assert set(Need.objects.values_list("group", flat=True)) == {"Kö och plats"}
    needs.group(rows[:1], "", by=world.staff)
    assert sorted(Need.objects.values_list("group", flat=True)) == ["", "Kö och plats"]


def test_all_or_none_are_grouped(world: World) -> None:
    mine = made_need(world)
    other = needs.write(world.term, world.homecare, by=world.other_staff, text="Hemtjänstens")
    with pytest.raises(Refusal):
        needs.group([mine, other], "Kö", by=world.staff)
    assert set(Need.objects.values_list("group", flat=True)) == {""}


def test_a_group_name_is_not_too_long(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        needs.group([made_need(world)], "x" * 81, by=world.staff)
    assert refused.value.fields[0][0] == "name"


def test_not_after_the_proposals_are_in(world: World) -> None:
    need = made_need(world)
    world.phase("selection")
    with pytest.raises(Refusal) as refused:
        needs.place(need, True, by=world.staff)
    assert refused.value.reason is Reason.PHASE


def test_the_pages_of_groups_and_order(world: World) -> None:
    first, second = made_need(world, "Kön växer"), made_need(world, "Böcker saknas")
    client = client_of(world, "staff")
    address = reverse("goals:needs-group", args=[world.term])
    assert client.post(address, {"needs": [second.pk], "name": "Läsning"}).status_code == 302
    html = shown(world, "staff", "?visa=grupp")
    assert html.index("Läsning") < html.index("Utan grupp")
    up = reverse("goals:need-place", args=[world.term, second.pk, "upp"])
    assert client.post(up)["Location"].endswith(f"?visa=ordning#rad-{second.pk}")
    html = shown(world, "staff", "?visa=ordning")
    assert html.index("Böcker saknas") < html.index("Kön växer")
    assert reverse("goals:need-place", args=[world.term, first.pk, "upp"]) in html
    assert up not in html


def test_who_stands_outside_sees_neither_groups_nor_order(world: World) -> None:
    need = made_need(world)
    needs.group([need], "Hemlig grupp", by=world.staff)
    Need.objects.filter(pk=need.pk).update(exposure="published")
    for who in ("councillor", "other_staff", "auditor"):
        html = shown(world, who, "?visa=grupp") + shown(world, who, pk=need.pk)
        assert "Hemlig grupp" not in html
    assert "Hemlig grupp" in shown(world, "member", "?visa=grupp")


def test_a_draft_is_no_answer_but_somebody_has_begun(world: World) -> None:
    made_need(world, "Böcker saknas")
    begun, done = made_need(world, "Kön växer"), made_need(world, "Taket läcker")
    made_draft(world, begun, title="Fler platser")
    made(world, "submitted", done)
    html = shown(world, "staff", "?visa=obesvarade")
    assert html.index("Ingen har svarat") < html.index("Böcker saknas") < html.index("Ett förslag är på väg")
    assert html.index("Ett förslag är på väg") < html.index("Kön växer") < html.index("Fler platser")
    assert "Taket läcker" not in html


def test_links_are_kept_and_shown(world: World) -> None:
    need = needs.write(world.phase("needs"), world.preschool, by=world.unit_staff, text="Kön växer", links=[LINK])
    html = shown(world, "staff", pk=need.pk)
    assert '<a href="https://exempel.se/enkat" rel="noopener nofollow">Enkäten</a>' in html


def test_what_is_no_web_address_is_refused_with_its_line(world: World) -> None:
    wrong: Any = [LINK, {"url": "javascript:alert(1)", "title": "x"}]
    with pytest.raises(Refusal, match="Rad 2 är ingen webbadress"):
        needs.write(world.phase("needs"), world.preschool, by=world.unit_staff, text="Kön växer", links=wrong)


def test_the_form_keeps_the_links(world: World) -> None:
    need = made_need(world)
    address = reverse("goals:need-edit", args=[world.term, need.pk])
    client = client_of(world, "unit_staff")
    said = {"text": "Kön växer", "revision": "1", "links": "https://exempel.se/enkat Enkäten"}
    assert client.post(address, said).status_code == 302
    need.refresh_from_db()
    assert need.links == [LINK]
    assert "https://exempel.se/enkat Enkäten" in client.get(address).content.decode()
    clash = client.post(address, said | {"links": "https://exempel.se/ny"}).content.decode()
    assert "Enkäten" in clash
    assert "https://exempel.se/ny" in clash
    refused = client.post(address, said | {"revision": "2", "links": "Enkäten"}).content.decode()
    assert "Rad 1 är ingen webbadress" in refused


def test_the_series_has_its_sentence_and_only_what_one_may_see(world: World) -> None:
    values = {2023: ("62", "published"), 2024: ("64", "published"), 2025: ("67", "record")}
    for year, (value, exposure) in values.items():
        Outcome.objects.create(
            indicator=world.indicator, version=world.indicator.current, municipality=world.municipality,
            period=str(year), year=year, value=value, exposure=exposure, entered_by=world.staff.person,
        )  # fmt: skip
    (inside,) = evidence_of([world.indicator], world.staff)
    assert (inside.year, inside.latest, len(inside.values)) == (2025, "67\N{NO-BREAK SPACE}%", 3)
    assert "fem procentenheter" in inside.finding
    (outside,) = evidence_of([world.indicator], world.users["employee"])
    assert (outside.year, outside.latest) == (2024, "64\N{NO-BREAK SPACE}%")
    need = made_need(world)
    need.indicators.add(world.indicator)
    assert '<svg class="spark"' in shown(world, "staff", pk=need.pk)


def test_an_indicator_without_values_says_so(world: World) -> None:
    (found,) = evidence_of([world.indicator], world.staff)
    assert (found.year, found.finding) == (0, "Inget utfall är publicerat än.")


def test_a_withdrawn_proposal_leaves_the_groups_alone(world: World) -> None:
    need = made_need(world)
    needs.group([need], "Kö", by=world.staff)
    proposals.mark_ready(made_draft(world, need), by=world.manager)
    need.refresh_from_db()
    assert need.group == "Kö"


def test_who_stands_outside_cannot_read_the_order_off_the_page(world: World) -> None:
    first, second = made_need(world, "Kön växer"), made_need(world, "Böcker saknas")
    needs.place(second, True, by=world.staff)
    Need.objects.filter(pk__in=[first.pk, second.pk]).update(exposure="published")
    html = shown(world, "councillor", "?visa=enhet")
    assert html.index("Kön växer") < html.index("Böcker saknas")
    residents = Client().get(reverse("goals:needs", args=[world.term])).content.decode()
    assert "visa=ordning" not in residents
    assert "visa=obesvarade" not in residents
    assert "visa=enhet" in residents
