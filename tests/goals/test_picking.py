"""The picker: indicators found by words, and what choosing one fills in; nothing is saved and nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal as D
from html import unescape
from typing import Any

import pytest

from burlov_styrning.quantities import aim
from goals.models import GoalProposal
from goals.picking import MOST, matching
from tests.goals.test_pages_of_proposals import address, outcomes, page, post, typed
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db
BLANK = {"indikator-0-baseline_year": "", "indikator-0-baseline": ""}


def test_every_word_counts_and_names_come_before_definitions(world: World) -> None:
    named = make_indicator("a", name="Plats i förskolan")
    named.origin_system = "Kolada"
    defined = make_indicator("b", name="Kötid", definition="Dagar till plats i FÖRSKOLAN")
    make_indicator("c", name="Plats i skolan")
    rows = [defined, named]
    assert matching("förskolan PLATS", rows) == [named, defined]
    assert matching("kolada plats", rows) == [named]
    assert matching("plats hemtjänst", rows) == matching("  ", rows) == []


def test_what_is_typed_finds_indicators_with_their_latest_value(world: World) -> None:
    outcomes(world, y2024=60, y2025=65)
    for number in range(MOST + 1):
        make_indicator(f"extra{number}")
    asked = "?rad=2&indikator-2-indicator="
    text = unescape(page(world, "staff", "indicator-search", query=asked + "indikator+plats"))
    assert "1 indikator passar." in text and 'value="valj:2:plats"' in text
    assert "65\xa0%" in text and "2025" in text and "Högre" not in text and "högre är bättre" in text
    many = page(world, "staff", "indicator-search", query=asked + "indikator")
    assert f"De {MOST} första visas" in many and many.count('value="valj:') == MOST
    assert "Ingen indikator passar" in page(world, "staff", "indicator-search", query=asked + "rymdraket")
    named = page(world, "staff", "indicator-search", query=asked + world.indicator.name)
    assert "valj:" not in named, "nothing under a box that has its name"


def test_choosing_fills_the_row_and_one_press_takes_the_latest_outcome(world: World) -> None:
    world.phase("proposals")
    outcomes(world, y2024=60, y2025=65)
    make_indicator("platsb", name="Indikator platsbrist")
    half = typed(world, **{"indikator-0-indicator": "indikator plat", **BLANK})
    found = post(world, "staff", "proposal-new", **half | {"gor": "sok:0"}).content.decode()
    assert 'value="valj:0:plats"' in found, "without JavaScript as well"
    chosen = post(world, "staff", "proposal-new", **half | {"gor": "valj:0:plats"}).content.decode()
    assert f'value="{world.indicator.name}"' in chosen and "Utgångsvärdet är senaste utfallet" in chosen
    assert 'name="indikator-0-baseline_year" value="2025"' in chosen and "1 083" in chosen
    other = typed(world, gor="kontrollera", **{"indikator-0-baseline": "12"})
    offered = unescape(post(world, "staff", "proposal-new", **other).content.decode())
    assert "Ta 65\xa0% (2025) som utgångsvärde" in offered and 'value="12"' in offered
    taken = post(world, "staff", "proposal-new", **other | {"gor": "utgang:0"}).content.decode()
    assert 'name="indikator-0-baseline" value="65"' in taken
    assert not GoalProposal.objects.exists()


@pytest.mark.parametrize("asked", ["valj:9:finnsinte", "valj:x", "utgang:7", "sok:", "fler:annat"])
def test_a_tampered_button_fills_in_nothing(world: World, asked: str) -> None:
    world.phase("proposals")
    answer = post(world, "staff", "proposal-new", **typed(world, gor=asked))
    assert answer.status_code == 200 and "67,5" in answer.content.decode()


@pytest.mark.parametrize(("way", "label"), [("lower", "Målvärde (högst)"), ("within", "Mellan (undre gräns)")])
def test_the_target_is_asked_for_in_the_indicators_direction(world: World, way: str, label: str) -> None:
    world.phase("proposals")
    bounds: dict[str, Any] = {"low": D(3), "high": D(5)} if way == "within" else {}
    make_indicator("annan", name="En annan", direction=way, unit="dagar", **bounds)
    rows = {"indikator-0-indicator": "En annan", "indikator-0-target": ""}
    text = post(world, "staff", "proposal-new", **typed(world, gor="kontrollera", **rows)).content.decode()
    assert label in text and ">Föreslaget målvärde" not in text and ">dagar</span>" in text
    assert address(world, "indicator-search") in text


def test_an_aim_is_said_as_people_say_it() -> None:
    assert aim("higher", D(83), (None, None), "%") == "minst 83\xa0%"
    assert aim("lower", D(12), (None, None), "antal") == "högst 12"
    assert aim("within", None, (D(3), D("5.5")), "%") == "mellan 3 och 5,5\xa0%"
    assert aim("within", None, (None, D(5)), "%") == aim("higher", None, (None, None), "%") == ""
