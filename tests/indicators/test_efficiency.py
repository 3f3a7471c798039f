"""Service areas: paired by the controller in units that go together, reckoned on their page, taken along as files."""

from __future__ import annotations

import base64
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from plotly.graph_objects import Figure

from burlov_styrning.base.models import Municipality
from burlov_styrning.refusals import Conflict, Refusal
from burlov_styrning.workflow import writing
from goals.models import Goal, Target
from indicators import among, areas, efficiency
from indicators.models import IndicatorUse, Outcome, ServiceArea
from tests.indicators.making import reckoned, valued
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FACTS: dict[str, Any] = {"name": "Förskola", "text": "", "organ": None}


def text_of(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).replace("\u00a0", " ").split())


def test_an_area_is_paired_by_the_controller_in_units_that_go_together(world: World) -> None:
    cost = make_indicator("kostnad", unit="kr per barn")
    area = areas.write(by=world.controller, facts=FACTS, pairs={"quality": [world.indicator], "cost": [cost]})
    assert {(row.side, row.indicator_id) for row in area.pairs.all()} == {
        ("quality", world.indicator.pk), ("cost", cost.pk)
    }  # fmt: skip
    with pytest.raises(Refusal):
        areas.edit(area, by=world.staff, facts=FACTS, pairs={})
    for pairs, field in (
        ({"quality": [world.indicator]}, "cost"),
        ({"cost": [cost]}, "quality"),
        ({"quality": [cost], "cost": [make_indicator("annan", unit="tkr")]}, "quality"),
        ({"quality": [world.indicator], "cost": [make_indicator("andel")]}, "cost"),
        ({"quality": [world.indicator], "cost": [cost], "deviation": [cost]}, "deviation"),
    ):
        with pytest.raises(Refusal) as refused:
            areas.edit(area, by=world.controller, facts=FACTS | {"name": "Annat"}, pairs=pairs)
        assert [name for name, _said in refused.value.fields] == [field]
    with pytest.raises(Refusal) as refused:
        areas.write(by=world.controller, facts=FACTS, pairs={"quality": [world.indicator], "cost": [cost]})
    assert refused.value.fields[0][0] == "name"
    stamp = areas.stamp_of(area)
    areas.edit(area, by=world.controller, facts=FACTS | {"text": "Alla barn"},
               pairs={"quality": [world.indicator], "cost": [cost]}, stamp=stamp)  # fmt: skip
    with pytest.raises(Conflict):
        areas.edit(area, by=world.controller, facts=FACTS, pairs={}, stamp=stamp)
    with transaction.atomic(), pytest.raises(IntegrityError):
        area.pairs.create(indicator=make_indicator("tredje", unit="kr"), side="cost")


def test_price_indices_are_chosen_once_and_may_change_places(world: World) -> None:
    one, other = make_indicator("a", unit="index"), make_indicator("b", unit="index")
    nothing = dict.fromkeys(IndicatorUse.Use.values)
    areas.choose(nothing | {"pkv": one, "kpi": other}, by=world.controller)
    areas.choose(nothing | {"pkv": other, "kpi": one}, by=world.controller)
    assert dict(IndicatorUse.objects.values_list("use", "indicator__key")) == {"pkv": "b", "kpi": "a"}
    for wrong, field in (({"pkv": world.indicator}, "pkv"), ({"fte": one, "sick_leave": one}, "fte")):
        with pytest.raises(Refusal) as refused:
            areas.choose(nothing | wrong, by=world.controller)
        assert refused.value.fields[0][0] == field
    with pytest.raises(Refusal):
        areas.choose(nothing, by=world.manager)
    assert IndicatorUse.objects.get(use="pkv").indicator == other


def test_the_page_says_what_the_index_says(world: World, client: Client) -> None:
    area = reckoned(world)
    with writing():
        goal = Goal.objects.create(
            term=world.term, key="m9", area=world.area, title="Nöjda", wording="Nöjda barn", exposure="published"
        )
    quality = area.pairs.get(side="quality").indicator
    Target.objects.create(goal=goal, indicator=quality, version=quality.current, value="90")
    client.force_login(world.staff)
    address = reverse("pages:service-area", args=[area.pk])
    # (84/80) / (105 000 · 100/110 / 100 000) · 100 = 110; at current prices (84/80) / (105/100) · 100 = 100
    fixed = text_of(client.get(address))
    assert "Varje krona gav 10,0 procent mer kvalitet 2025 än 2023, i fasta priser (PKV)." in fixed
    assert "Kvaliteten blev 5,0 procent bättre och kostnaden 4,5 procent lägre." in fixed
    assert "Kvaliteten har inget värde 2024." in fixed and "Indexet är en egen beräkning." in fixed
    assert "Nöjda" in fixed and "95 455" in fixed
    assert "Varje krona gav lika mycket kvalitet 2025 som 2023, i löpande priser." in text_of(
        client.get(f"{address}?pris=lopande&bas=2023&matt=7")
    )
    Outcome.objects.filter(indicator__key="pkv", year=2025).delete()
    assert "Prisindexet har inget värde 2025." in text_of(client.get(address))
    assert "Förskola" in text_of(client.get(reverse("pages:service-area", args=[make_area().pk])))


def make_area() -> ServiceArea:
    made: ServiceArea = ServiceArea.objects.create(key="tom", name="Förskola")
    return made


def test_the_list_tells_the_four_cases(world: World, client: Client) -> None:
    area = reckoned(world)
    worse = valued(make_indicator("vantan", unit="dagar", direction="lower"), {2023: "10", 2025: "12"},
                   world.municipality)  # fmt: skip
    area.pairs.create(indicator=worse, side="quality")
    client.force_login(world.staff)
    address = reverse("indicators:efficiency")
    text = text_of(client.get(address))
    assert text.count("Högre kvalitet till lägre kostnad") == 3 and text.count("Lägre kvalitet till lägre kostnad") == 3
    assert "1 träff" in text_of(client.get(f"{address}?case=worse_cheaper"))
    assert "1 träff" in text_of(client.get(f"{address}?pris=lopande&case=better_dearer"))
    Outcome.objects.filter(indicator__key="pkv", year=2025).delete()
    assert "2 träffar" in text_of(client.get(f"{address}?case=okant"))


def test_it_stands_among_the_others_between_their_medians(world: World, client: Client) -> None:
    area = reckoned(world)
    quality, cost = (area.pairs.get(side=side).indicator for side in ("quality", "cost"))
    for number, (good, spent) in enumerate([("70", "90000"), ("90", "120000"), ("80", None)]):
        other = Municipality.objects.create(code=f"100{number}", name=f"Kommun {number}")
        valued(quality, {2025: good}, other)
        if spent:
            valued(cost, {2025: spent}, other)
    facts = efficiency.read([area], world.staff)
    (shown,) = efficiency.against(area, facts, "pkv")
    found = among.read(shown, facts, among.Asked(), [], world.staff)
    assert found and found.medians == (Decimal(84), Decimal(105000)) and len(found.both) == 3
    assert found.trail == [(2023, Decimal(80), Decimal(110000)), (2025, Decimal(84), Decimal(105000))]
    drawn = among.chart(found)
    assert drawn and {row[0]: row[3] for row in drawn.table.rows}["Kommun 0"] == "Lägre kvalitet till lägre kostnad"
    Figure(drawn.figure)  # plotly knows every attribute
    client.force_login(world.staff)
    text = text_of(client.get(reverse("pages:service-area", args=[area.pk])))
    assert "varken högre kvalitet eller lägre kostnad än medianen 2025" in text and "3 av 4 kommuner" in text


def test_the_same_as_files(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("burlov_styrning.painting.paint", lambda figure, title: "<svg/>")
    monkeypatch.setattr("burlov_styrning.raster.png", lambda svg: DOT)
    area = reckoned(world)
    client.force_login(world.staff)
    body = client.get(reverse("pages:service-area-paper", args=[area.pk, "docx"])).content
    document = Document(BytesIO(body))
    assert any("10,0 procent mer kvalitet" in paragraph.text for paragraph in document.paragraphs)
    assert len(document.inline_shapes) == 4
    book = load_workbook(BytesIO(client.get(reverse("pages:service-area-xlsx", args=[area.pk])).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[-1][:7] == (2025, 84, 105000, 110, 95454.55, 100, 110)
    assert rows[2][7] == "Kvaliteten har inget värde 2024."
    empty = reverse("pages:service-area-xlsx", args=[make_area().pk])
    assert client.get(empty).status_code == 404


def test_the_controller_pairs_on_a_page(world: World, client: Client) -> None:
    client.force_login(world.controller)
    cost = make_indicator("kostnad", unit="kr per barn")
    data: dict[str, Any] = {"name": "Förskola", "quality": [world.indicator.name, ""], "cost": world.indicator.name}
    refused = client.post(reverse("indicators:area-write"), data).content.decode()
    assert "står redan på en annan plats" in refused or "En kostnad mäts i kronor" in refused
    client.post(reverse("indicators:area-write"), data | {"cost": cost.name})
    area = ServiceArea.objects.get()
    assert cost.name in client.get(reverse("indicators:area-edit", args=[area.pk])).content.decode()
    client.post(reverse("indicators:area-uses"), {"kpi": make_indicator("kpi", unit="index").name})
    assert IndicatorUse.objects.get().use == "kpi"


def test_an_area_is_ended_and_taken_up_again_with_its_log(world: World, client: Client) -> None:
    area = reckoned(world)
    client.force_login(world.controller)
    end, page = reverse("indicators:area-end", args=[area.pk]), reverse("pages:service-area", args=[area.pk])
    assert "Avsluta området?" in text_of(client.get(end))
    client.post(end)
    text = text_of(client.get(reverse("indicators:efficiency")))
    assert "Avslutade områden:" in text and "Här finns inga områden ännu" in text
    text = text_of(client.get(page))
    assert "står inte längre i listan" in text and "Varje krona gav" in text and "Avslutat" in text
    with pytest.raises(Refusal):
        areas.end(ServiceArea.objects.get(), by=world.controller)
    with pytest.raises(Refusal):
        areas.resume(ServiceArea.objects.get(), by=world.staff)
    client.post(reverse("indicators:area-resume", args=[area.pk]))
    assert ServiceArea.objects.get().state == "used" and "Återupptaget" in text_of(client.get(page))
