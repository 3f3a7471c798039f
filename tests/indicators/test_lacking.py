"""What should be there by now and is not: one truth for the page, the form of what is due and *Mitt arbete*."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from burlov_styrning.base.models import User
from indicators import due
from indicators.models import Indicator
from tests.indicators.making import entered
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day(settings: Any) -> None:
    settings.TODAY = date(2026, 11, 23)


def cells(*indicators: Indicator) -> list[tuple[str, str, str]]:
    return [(cell.indicator.key, cell.period, cell.sex) for cell in due.lacking_since_they_began(indicators)]


def page(user: User, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("indicators:lacking") + query).content.decode()


def test_it_is_lacking_from_its_first_outcome_on_and_a_code_is_an_answer(world: World) -> None:
    assert cells(world.indicator) == [("plats", "2025", "T")]
    entered(world, "2022")
    entered(world, "2024", None, missing="not_measured")
    assert cells(world.indicator) == [("plats", "2023", "T"), ("plats", "2025", "T")]
    assert [cell.period for cell in due.missing_cells([world.indicator], 2025)] == ["2025"]


def test_by_sex_where_that_is_promised(world: World) -> None:
    world.indicator.by_sex = True
    entered(world, "2025")
    assert cells(world.indicator) == [("plats", "2025", "K"), ("plats", "2025", "M")]


@pytest.mark.parametrize(("months", "lacks"), [(0, ["2025"]), (10, ["2025"]), (11, []), (24, [])])
def test_nobody_waits_before_the_months_have_passed(months: int, lacks: list[str], world: World) -> None:
    world.indicator.months = months
    assert [period for _key, period, _sex in cells(world.indicator)] == lacks
    assert [cell.period for cell in due.missing_cells([world.indicator], 2025)] == lacks


@pytest.mark.parametrize(
    ("period", "months", "since"),
    [("2025", 0, "2026-01-01"), ("2025", 3, "2026-04-01"), ("2026-T1", 0, "2026-05-01"), ("2025-12", 13, "2027-02-01")],
)
def test_the_day_from_which_a_value_is_waited_for(period: str, months: int, since: str) -> None:
    assert due.due_from(period, months).isoformat() == since


def test_parts_of_a_year_are_due_as_they_end(world: World) -> None:
    world.indicator.frequency = "tertial"
    entered(world, "2025")
    assert [period for _key, period, _sex in cells(world.indicator)] == [
        "2025-T1", "2025-T2", "2025-T3", "2026-T1", "2026-T2",
    ]  # fmt: skip


def test_what_is_computed_is_nobodys_to_enter(world: World) -> None:
    Indicator.objects.filter(pk=world.indicator.pk).update(formula="a × 2")
    assert "Inget saknas" in page(world.controller)


def test_ones_own_stand_first_and_the_list_is_narrowed(world: World) -> None:
    make_indicator("aldst", world.social, name="A först i bokstavsordning")
    mine = page(world.staff)
    assert "Två värden saknas" in mine
    assert mine.index("Indikator plats") < mine.index("A först i bokstavsordning")
    assert "A först" not in page(world.staff, "?whose=mina")
    assert "Indikator plats" not in page(world.staff, "?organ=Socialnämnden")
    assert "A först" in page(world.controller, "?q=bokstav")


def test_the_files_hold_what_the_list_is_narrowed_to(world: World) -> None:
    make_indicator("annan", world.social, name="=1+1")
    client = Client()
    client.force_login(world.controller)
    text = client.get(reverse("indicators:lacking-csv")).content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Indikator;Nyckel;Period;Kön;Ansvarigt organ")
    assert "'=1+1;annan;2025;;Socialnämnden;;;2026-01-01" in text and "Indikator plats" in text
    book = load_workbook(BytesIO(client.get(reverse("indicators:lacking-xlsx") + "?q=plats").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2 and rows[1][:3] == ("Indikator plats", "plats", "2025")
