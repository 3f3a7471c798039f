"""Economic scenarios: written by the controller, whole years only, one at a time beside the proposals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.refusals import Conflict, Refusal
from indicators import scenarios
from indicators.economy import frames
from indicators.models import AccountFigure, EconomicScenario
from tests.world import World

pytestmark = pytest.mark.django_db

FACTS = {"name": "Budget 2027", "version": "1", "date": date(2026, 10, 1), "assumptions": ""}
YEAR = {"taxes": "1146200", "grants": "332400", "financial_net": "-6400", "net_cost": "1432100",
        "result_target": "29572"}  # fmt: skip


def amounts(**other: Any) -> dict[str, Decimal | None]:
    return {name: None if value is None else Decimal(value) for name, value in (YEAR | other).items()}


def written(world: World, version: str = "1", **other: Any) -> EconomicScenario:
    return scenarios.write(by=world.controller, facts=FACTS | {"version": version}, years={2027: amounts(**other)},
                           source="Budgetberedningen")  # fmt: skip


def test_the_first_stands_beside_the_proposals_until_another_is_chosen(world: World) -> None:
    first, second = written(world), written(world, "2", taxes="1150000")
    assert EconomicScenario.objects.get(in_use=True) == first and first.source is not None
    assert [row.room for row in first.years.all()] == [Decimal("10528")]
    scenarios.use(second, by=world.controller)
    assert EconomicScenario.objects.get(in_use=True) == second
    with pytest.raises(Refusal):
        scenarios.use(first, by=world.staff)


@pytest.mark.parametrize(
    ("years", "field"),
    [
        ({}, ""),
        ({2027: amounts(grants=None)}, "grants_2027"),
        ({2027: amounts(), 2028: amounts(taxes="1189.7")}, "taxes_2028"),  # mnkr among tkr
    ],
)
def test_half_a_year_and_another_unit_are_refused(world: World, years: scenarios.Years, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        scenarios.write(by=world.controller, facts=FACTS, years=years)
    assert refused.value.fields[0][0] == field
    assert not EconomicScenario.objects.exists()


def test_small_changes_are_told_from_stated_amounts_alone(world: World, client: Client) -> None:
    row = written(world)
    client.force_login(world.controller)
    shown, edit = (reverse(f"indicators:scenario-{name}", args=[row.pk]) for name in ("show", "edit"))
    assert "Vad en liten ändring betyder" not in client.get(shown).content.decode()
    data = FACTS | {f"{name}_2027": value for name, value in YEAR.items()}
    data |= {"stamp": scenarios.stamp_of(row), "wage_cost": "900 000", "tax_base": "4 900 000"}
    assert "Ange vilket år beloppen gäller" in client.post(edit, data).content.decode()
    assert client.post(edit, data | {"base_year": "2027"}).status_code == 302
    text = client.get(shown).content.decode().replace("\u00a0", " ")
    for said in ("−9,0", "+4,9", "Personalkostnad 900 000 tkr × 1 %", "Inte angivet i scenariot", "2027 års belopp"):
        assert said in text, said


def test_who_changes_it_later_sees_that_somebody_was_there_first(world: World) -> None:
    row = written(world)
    seen = scenarios.stamp_of(row)
    years = {2027: amounts(net_cost="1430000")}
    scenarios.edit(row, by=world.controller, facts=FACTS, years=years, stamp=seen)
    with pytest.raises(Conflict):
        scenarios.edit(row, by=world.controller, facts=FACTS, years=years, stamp=seen)
    with pytest.raises(Refusal):
        written(world)  # the same name and version


def test_the_controller_writes_it_on_a_page(world: World, client: Client) -> None:
    client.force_login(world.controller)
    typed = {f"{name}_2027": value.replace("1146200", "1 146 200").replace("-6400", "−6 400,0")
             for name, value in YEAR.items()}  # fmt: skip
    data = {"name": "Budget 2027", "version": "1", "date": "2026-10-01", **typed}
    answer = client.post(reverse("indicators:scenario-write"), data, follow=True)
    assert "10\u00a0528" in answer.content.decode()
    row = EconomicScenario.objects.get()
    shown = client.get(reverse("indicators:scenario-edit", args=[row.pk])).content.decode()
    assert "1146200" in shown
    data["net_cost_2027"] = ""
    refused = client.post(reverse("indicators:scenario-edit", args=[row.pk]), data)
    assert "Fyll i alla fem beloppen för 2027" in refused.content.decode()


def test_frames_are_stated_summed_and_held_against_the_scenario(world: World, client: Client) -> None:
    row = written(world)
    AccountFigure.objects.create(entity="organ", organ=world.school, figure="Verksamhetens nettokostnader", year=2026,
                                 version="budget", unit="tkr", printed="-600 000", value="600000")  # fmt: skip
    client.force_login(world.controller)
    show, edit = (reverse(f"indicators:{name}", args=[row.pk, 2027]) for name in ("frames", "frames-edit"))
    assert "Inga ramar är inlagda" in client.get(show).content.decode()
    assert "600000" in client.get(edit).content.decode()
    school, social = world.school.pk, world.social.pk
    data = {f"last_{school}": "600 000", f"index_{school}": "2,5", f"demography_{school}": "1 234,5",
            f"efficiency_{school}": "500", f"last_{social}": "827 365,5", f"changes_{social}": "−100"}  # fmt: skip
    assert client.post(edit, data).status_code == 302
    text = client.get(show).content.decode().replace("\u00a0", " ")
    for said in ("15 000", "−500", "615 734,5", "827 265,5", "1 443 000", "372 tkr för stora"):
        assert said in text, said
    assert client.post(edit, data | {f"index_{school}": "1.234"}).status_code == 200
    client.post(edit, {f"last_{social}": "1"})
    assert [frame.organ for frame in row.frames.all()] == [world.social]
    assert client.get(reverse("indicators:frames-docx", args=[row.pk, 2027])).content.startswith(b"PK")
    assert frames.proposed(row, 2028) == {social: Decimal(1)}
