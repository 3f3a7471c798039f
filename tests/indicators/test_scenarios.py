"""Economic scenarios: written by the controller, whole years only, one at a time beside the proposals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from burlov_styrning.refusals import Conflict, Refusal
from indicators import scenarios
from indicators.economy import frames
from indicators.models import AccountFigure, EconomicScenario
from tests.indicators.making import demanding
from tests.indicators.test_efficiency import text_of
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
    assert client.get(reverse("indicators:frames-file", args=[row.pk, 2027, "docx"])).content.startswith(b"PK")
    assert frames.proposed(row, 2028) == {social: Decimal(1)}


def test_the_computed_need_is_taken_over_and_told_from_a_typed_one(world: World, client: Client) -> None:
    row, school, social = written(world), world.school.pk, world.social.pk
    client.force_login(world.controller)
    show, edit = (reverse(f"indicators:{name}", args=[row.pk, 2027]) for name in ("frames", "frames-edit"))
    assert "Det demografiska behovet 2027 är inte beräknat" in text_of(client.get(edit))
    demanding(world)  # two more of those of six on average in 2027 than in 2026, each 120,5 tkr
    typed = {f"last_{school}": "600 000", f"index_{school}": "1.234", f"demography_{school}": "",
             f"last_{social}": "400000", f"demography_{social}": "7"}  # fmt: skip
    page = client.post(edit, typed | {"gor": "ta-over"}).content.decode()
    for said in (f'name="demography_{school}" value="241"', f'name="demography_{social}" value="0"',
                 'value="600 000"', 'value="1.234"', "Inget är sparat än", "data-typed"):  # fmt: skip
        assert said in page, said
    assert not row.frames.exists() and "is-invalid" not in page
    client.post(edit, typed | {f"index_{school}": "2", f"demography_{school}": "241"})
    text = text_of(client.get(show))
    assert "612 241" in text and ">beräknat<" in text and "inskrivet; beräknat 0" in text and "?bas=2026" in text
    assert "i 2026 års priser. Egen beräkning." in text
    word = Document(BytesIO(client.get(reverse("indicators:frames-file", args=[row.pk, 2027, "docx"])).content))
    assert "inskrivet; beräknat 0" in [cell.text for line in word.tables[0].rows for cell in line.cells]
    book = load_workbook(BytesIO(client.get(reverse("indicators:frames-file", args=[row.pk, 2027, "xlsx"])).content))
    first, second = ([[cell.value for cell in line] for line in sheet.iter_rows()] for sheet in book.worksheets)
    by_name = {line[0]: line[1:] for line in first}
    assert by_name[str(world.school)] == [600000, 2, 12000, 241, 241, "beräknat", 0, 0, 0, 612241, None]
    assert by_name["Alla"][:5] == [1000000, None, 12000, 248, 241] and by_name["Alla"][9] == 1012248
    assert [line[1] for line in second[2:]] == [1442628, 1012248, 430380][: len(second) - 2]


def test_scenarios_stand_beside_each_other_with_what_they_differ_by(world: World, client: Client) -> None:
    first, second = written(world), written(world, "2", taxes="1150000", net_cost="1433000")
    third = written(world, "3")
    client.force_login(world.staff)
    address = reverse("indicators:scenario-compare")
    assert "Jämför scenarierna" in client.get(reverse("indicators:scenarios")).content.decode()
    text = text_of(client.get(f"{address}?s={first.pk}&s={second.pk}"))
    # 3 800 more in taxes, 900 more to pay: 2 900 more to use
    for said in ("2027 är utrymmet 2 900 tkr större i Budget 2027, 2 än i Budget 2027, 1.", "+3 800", "−900", "+2 900",
                 "13 428", "Budgetberedningen"):  # fmt: skip
        assert said in text, said
    assert str(third) not in text.partition("Vad skillnaden består av")[2]
    turned = text_of(client.get(f"{address}?mot={second.pk}"))
    assert "2 900 tkr mindre i Budget 2027, 1 än i Budget 2027, 2." in turned and str(third) in turned
    file = reverse("indicators:scenario-compare-file", args=["xlsx"])
    book = load_workbook(BytesIO(client.get(f"{file}?s={first.pk}&s={second.pk}").content))
    rows = [[cell.value for cell in line] for line in book.worksheets[1].iter_rows()]
    assert rows[-1][1:] == ["Skillnad i utrymme", 2900] and rows[1][2] == 3800
    assert client.get(f"{file}?s={first.pk}").status_code == 404
    assert "Välj minst två scenarier" in text_of(client.get(f"{address}?s={first.pk}"))


def test_many_scenarios_are_paged_searched_and_the_latest_compared(world: World, client: Client) -> None:
    old = written(world, "gammal")  # in use, for it is the first
    older = EconomicScenario.objects.create(name="Äldre", version="x", date=date(2020, 1, 1))
    EconomicScenario.objects.bulk_create(
        EconomicScenario(name="Ny", version=f"v{n}", date=date(2026, 11, 1)) for n in range(12)
    )
    client.force_login(world.staff)
    address = reverse("indicators:scenarios")
    text = text_of(client.get(address))
    assert "1–10 av 14" in text and "v11" in text and "gammal" not in text
    assert "gammal" in text_of(client.get(address, {"page": 2})) and "Äldre" in text_of(
        client.get(address, {"q": "Äld"})
    )
    assert "Inget innehåller" in text_of(client.get(address, {"q": "finns inte"}))
    compare = reverse("indicators:scenario-compare")
    page = client.get(compare).content.decode()
    boxes = [f'name="s" value="{row.pk}"' in page for row in (old, older)]
    assert page.count('name="s"') == 11 and boxes == [True, False] and "Här är de 10 senaste" in page
    assert f'name="s" value="{older.pk}" checked' in client.get(compare, {"mot": older.pk}).content.decode()
