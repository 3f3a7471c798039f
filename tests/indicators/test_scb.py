"""SCB: a table is found, chosen from and mapped once, and its cells come as rows; the night fetches it again."""

from __future__ import annotations

from decimal import Decimal
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from burlov_styrning.base import mailing
from burlov_styrning.base.models import Notice
from burlov_styrning.pages.work.facts import gather
from burlov_styrning.pages.work.tasks import tasks
from burlov_styrning.refusals import Refusal
from indicators import catalogue, fetching, imports, mappings
from indicators.models import Drift, Import, Indicator, Outcome, ScbMapping
from indicators.sources.scb import Scb, period_of
from tests.indicators.standin import Number, StandIn
from tests.indicators.test_kolada import from_kolada, read, verdicts
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


def dimension(label: str, values: dict[str, str], *, rest: str = "") -> dict[str, Any]:
    category = {"index": {code: place for place, code in enumerate(values)}, "label": values}
    extension: dict[str, Any] = {"elimination": bool(rest)}
    return {
        "label": label,
        "category": category,
        "extension": extension | ({"eliminationValueCode": rest} if rest else {}),
    }


def population() -> dict[str, Any]:
    """Two regions and a county × three ages × sex (with the total that the table leaves out) × two years."""
    regions = {"00": "Riket", "12": "Skåne län", "9999": "Provköping"}
    ages = {"80": "80 år", "81": "81 år", "100+": "100+ år"}
    sexes = {"1": "män", "2": "kvinnor"}
    values: list[Any] = []
    for place, _region in enumerate(regions, start=1):
        values += [Number(str(place * 100 + n)) for n in range(12)]
    return {
        "version": "2.0", "class": "dataset", "label": "Folkmängd efter region, ålder, kön och år",
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": ["Region", "Alder", "Kon", "ContentsCode", "Tid"], "size": [3, 3, 2, 1, 2],
        "dimension": {
            "Region": dimension("region", regions), "Alder": dimension("ålder", ages),
            "Kon": dimension("kön", sexes, rest="2"),
            "ContentsCode": dimension("tabellinnehåll", {"BE01": "Folkmängd"}),
            "Tid": dimension("år", {"2024": "2024", "2025": "2025"}),
        }, "value": values,
    }  # fmt: skip


@pytest.fixture
def table(standin: StandIn) -> dict[str, Any]:
    cache.clear()
    standin.tables["TAB638"] = population()
    return standin.tables["TAB638"]


def people(world: World, **facts: Any) -> Indicator:
    row = make_indicator("aldre", world.school, name="Invånare 80 år", unit="antal")
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


def saved(world: World, row: Indicator, ages: list[str], **mapping: Any) -> ScbMapping:
    said = {"time": "Tid", "region": "Region", "sex": "Kon", "sexes": {"1": "M", "2": "K"}} | mapping
    selection = {"Region": ["9999", "00"], "Alder": ages, "ContentsCode": ["BE01"], "Tid": ["from(2025)"]}
    return mappings.save(
        by=world.controller, name="Äldre", table=Scb().table("TAB638"), indicator=row, selection=selection, mapping=said
    )


def fetched(world: World, mapping: ScbMapping) -> Import:
    return read(fetching.from_scb(mapping, by=world.controller, background=False))


def test_cells_come_as_rows_by_sex_and_repeating_changes_nothing(world: World, table: dict[str, Any]) -> None:
    table["dimension"]["Kon"] = dimension("kön", {"1": "män", "2": "kvinnor", "1+2": "totalt"})
    table["value"] = [Number(str(n)) for n in range(3 * 3 * 3 * 2)]
    mapping = saved(world, people(world, by_sex=True), ["100+"], sexes={"1": "M", "2": "K", "1+2": "T"})
    row = fetched(world, mapping)
    assert verdicts(row) == ["new"] * 6, [one.reason for one in row.rows.all()]
    imports.apply(row, by=world.controller, background=False)
    assert read(row).state == "applied"
    told = {(o.municipality.own, o.sex): o.value for o in Outcome.objects.all()}
    assert told[True, "T"] == Decimal(36 + 12 + 4 + 1) and told[True, "M"] == Decimal(36 + 12 + 1)
    assert {(str(o.source), o.period, bool(o.fetched)) for o in Outcome.objects.all()} == {("SCB", "2025", True)}
    assert verdicts(fetched(world, mapping)) == ["unchanged"] * 6


def test_the_total_is_what_the_table_gives_when_the_dimension_is_left_out(
    world: World, table: dict[str, Any], standin: StandIn
) -> None:
    row = fetched(world, saved(world, people(world), ["80"], sexes={}))
    assert verdicts(row) == ["new"] * 2
    assert "valueCodes[Kon]" not in standin.asked[-1]


def test_several_values_are_summed_and_said_to_be_an_own_calculation(world: World, table: dict[str, Any]) -> None:
    row = fetched(world, saved(world, people(world, by_sex=True), ["80", "81"], sexes={"1": "M", "2": "K"}))
    said = [one.said for one in row.rows.all() if one.said["sex"] == "M"]
    assert {one["source"] for one in said} == {"Egen beräkning av uppgifter från SCB"}
    assert [one["value"] for one in said] == ["606"]
    assert row.facts.get(sex="M").value == Decimal(206)
    table["value"][2 * 12 + 1] = None
    row = fetched(world, ScbMapping.objects.get())
    assert "bortf." in {one.said["value"] for one in row.rows.all()}


def test_counties_are_not_read_and_said_so(world: World, table: dict[str, Any]) -> None:
    mapping = saved(world, people(world), ["80"], sexes={"1": "T"})
    mapping.selection["Region"] = ["12", "9999"]
    mapping.save()
    row = fetched(world, mapping)
    assert len(verdicts(row)) == 1 and "12" in row.remarks[0]


@pytest.mark.parametrize("how", ["html", "shape", "404", "403"])
def test_a_broken_answer_is_told(world: World, table: dict[str, Any], standin: StandIn, how: str) -> None:
    mapping = saved(world, people(world), ["80"], sexes={"1": "T"})
    standin.breaks(how, at="/data")
    row = fetched(world, mapping)
    assert row.state == "failed" and row.problem.endswith(".") and "Något gick fel" not in row.problem
    imports.retry(row, by=world.controller, background=False)
    assert verdicts(read(row)) == ["new"] * 2


def test_a_cube_that_is_too_short_is_half(world: World, table: dict[str, Any], standin: StandIn) -> None:
    mapping = saved(world, people(world), ["80"], sexes={"1": "T"})
    standin.answer = lambda path, query: {  # type: ignore[method-assign]
        "id": ["Tid"], "dimension": {"Tid": dimension("år", {"2024": "", "2025": ""})}, "value": [1]
    }  # fmt: skip
    assert "till hälften" in fetched(world, mapping).problem


@pytest.mark.parametrize(
    ("time", "period"), [("2024", "2024"), ("2024M05", "2024-05"), ("2024K1", "2024-Q1"), ("2023-2024", "2023-2024")]
)
def test_times_become_periods(time: str, period: str) -> None:
    assert period_of(time) == period


def test_the_pages(world: World, table: dict[str, Any], standin: StandIn) -> None:
    """Found by words, chosen from, saved, fetched, ended."""
    people(world, by_sex=True)
    client = Client()
    client.force_login(world.controller)
    search = reverse("indicators:scb-search")
    assert "TAB638" in client.get(search, {"q": "folkmängd"}).content.decode()
    assert "Ingen tabell passar" in client.get(search, {"q": "valar"}).content.decode()
    standin.tables |= {f"TAB9{n}": {"label": f"Bebyggelse {n}"} for n in range(55)}
    first, last = (unescape(client.get(search, {"q": "bebyggelse", "sida": n}).content.decode()) for n in (1, 2))
    assert "1–50 av 55" in first and "?q=bebyggelse&sida=2" in first and "TAB954" not in first
    assert "51–55 av 55" in last and "?q=bebyggelse&sida=1" in last and "TAB954" in last
    choose = reverse("indicators:scb-choose") + "?tabell=TAB638"
    assert "100+ år" in client.get(choose).content.decode()
    said = {"name": "80 och äldre", "indicator": "Invånare 80 år", "own": "on", "d0": ["80", "81"], "d1": ["BE01"],
            "since": "2024"}  # fmt: skip
    assert "Välj kommunen" in client.post(choose, said | {"own": ""}).content.decode()
    assert client.post(choose, said).status_code == 302
    mapping = ScbMapping.objects.get()
    assert mapping.selection == {
        "Alder": ["80", "81"],
        "ContentsCode": ["BE01"],
        "Region": ["9999"],
        "Tid": ["from(2024)"],
    }
    assert mapping.mapping["sexes"] == {"1": "M", "2": "K"}
    assert "redan ett urval" in client.post(choose, said).content.decode()
    answer = client.post(reverse("indicators:scb-fetch", args=[mapping.pk]))
    imports.go(Import.objects.get().pk)
    assert client.get(answer["Location"]).status_code == 200
    assert "från och med 2024" in client.get(reverse("indicators:scb-show", args=[mapping.pk])).content.decode()
    client.post(reverse("indicators:scb-end", args=[mapping.pk]))
    assert ScbMapping.objects.get().state == "ended"
    standin.breaks("html")
    assert "webbsida" in client.get(search, {"q": "x"}).content.decode()


def test_only_a_controller_saves_a_mapping(world: World, table: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        mappings.save(by=world.staff, name="x", table=Scb().table("TAB638"), indicator=people(world), selection={},
                      mapping={})  # fmt: skip


# The nightly round


def night() -> str:
    out = StringIO()
    call_command("fetch_sources", stdout=out, stderr=out)
    return out.getvalue()


def test_the_night_brings_previews_and_changes_and_tells_the_controller_once(
    world: World, table: dict[str, Any], standin: StandIn, django_capture_on_commit_callbacks: Any
) -> None:
    from_kolada(world)
    catalogue.go()
    saved(world, people(world), ["80"], sexes={"1": "T"})
    mailing.choose(world.controller.person, **dict.fromkeys(mailing.KINDS, True))
    mailing.choose(world.staff.person, **dict.fromkeys(mailing.KINDS, True))
    standin.hold("N15419", "9999", 2025, T="93")
    standin.kpis["N15419"]["title"] = "Ny titel (%)"
    assert night() == "2 previews wait, 1 new changes in Kolada\n"
    assert not Outcome.objects.exists() and Drift.objects.count() == 1
    assert [notice.person for notice in Notice.objects.all()] == [world.controller.person]
    titles = {str(task.title) for task in tasks(gather(world.controller))}
    assert {"Gå igenom vad som hämtats från Kolada", "Gå igenom vad som hämtats från SCB",
            "Avgör 1 ändring i Kolada"} <= titles  # fmt: skip
    assert not any("Kolada" in str(task.title) for task in tasks(gather(world.staff)))
    mail.outbox.clear()
    assert mailing.send_waiting() == 1
    assert night() == "2 previews wait, 0 new changes in Kolada\n"
    assert Import.objects.filter(state="previewed").count() == 2
    for row in Import.objects.filter(state="previewed"):
        imports.apply(row, by=world.controller, background=False)
        read(row)
    assert night() == "0 previews wait, 0 new changes in Kolada\n"
    assert not Import.objects.filter(state="previewed").exists()


def test_a_night_without_answers_says_so_and_changes_nothing(world: World, settings: Any) -> None:
    from_kolada(world)
    assert "går inte att nå" in night()
    assert not Outcome.objects.exists()
