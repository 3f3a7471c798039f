"""The controller's pages of Kolada: search, add, fetch, decide."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from indicators import catalogue, imports
from indicators.models import ComparisonGroup, Drift, Import, Indicator, KoladaItem, Outcome
from tests.indicators.making import entered
from tests.indicators.standin import StandIn
from tests.indicators.test_kolada import drifted, from_kolada
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world: World) -> Client:
    made = Client()
    made.force_login(world.controller)
    return made


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"indicators:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_catalogue_to_the_receipt(world: World, client: Client, standin: StandIn) -> None:
    """Searched, added with a direction, fetched, seen, applied; the receipt says where it is from."""
    assert "Katalogen är inte hämtad än" in page(client, "kolada")
    client.post(reverse("indicators:kolada-refresh"))
    assert "Hämtar katalogen" in page(client, "kolada")
    catalogue.go()
    assert "N15419" in page(client, "kolada", q="åk 9")
    assert "Liknande kommuner" in page(client, "kolada", kind="municipality_groups")
    item = KoladaItem.objects.get(code="N15419")
    assert "Antal elever genom alla elever." in page(client, "kolada-item", item.pk)
    form = page(client, "kolada-add", item.pk)
    assert 'value="Elever i åk 9, andel (%)"' in form and 'value="%"' in form
    add = reverse("indicators:kolada-add", args=[item.pk])
    said = {"name": item.title, "definition": item.text, "unit": "%", "decimals": "1", "kind": "quality",
            "frequency": "year", "organ": str(world.school.pk), "function": "rektor", "by_sex": "on"}  # fmt: skip
    assert "Välj ett alternativ" in client.post(add, said).content.decode()
    answer = client.post(add, said | {"direction": "higher"})
    made = Indicator.objects.get(origin_id="N15419")
    assert answer["Location"] == f"{reverse('indicators:kolada-fetch')}?indikator={made.pk}"
    assert (made.origin_system, made.by_sex, made.organ) == ("kolada", True, world.school)
    assert item.title.replace('"', "&quot;") in page(client, "kolada-fetch", indikator=str(made.pk))
    standin.hold("N15419", "9999", 2024, T="93.1")
    standin.hold("N15419", "1281", 2024, T="90")
    standin.hold("N15419", "1231", 2024, T="90")
    client.post(reverse("indicators:kolada-group", args=[KoladaItem.objects.get(code="G37349").pk]))
    group = ComparisonGroup.objects.get()
    answer = client.post(
        reverse("indicators:kolada-fetch"),
        {"every": "on", "own": "on", "group": str(group.pk), "named": "lund", "first": "2020", "last": "2024"},
    )
    row = Import.objects.get()
    assert answer["Location"] == reverse("indicators:import-show", args=[row.pk])
    assert row.request["municipalities"] == ["9999", "1231", "1281"]
    assert "Utfallen hämtas" in page(client, "import-show", row.pk)
    imports.go(row.pk)
    text = page(client, "import-show", row.pk)
    assert "Lund" in text and "93,1" in text
    client.post(reverse("indicators:import-show", args=[row.pk]))
    imports.go(row.pk)
    text = page(client, "import-show", row.pk)
    assert "Inläsningen är genomförd" in text and "Kolada" in text and "Burlöv" in text
    assert Outcome.objects.count() == 3
    own = client.get(reverse("pages:indicator", args=[made.pk])).content.decode()
    assert "Kolada" in own


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"every": ""}, "Välj minst en indikator"),
        ({"own": "", "country": ""}, "Välj minst en kommun"),
        ({"named": "Ankeborg"}, "Ingen kommun heter ”Ankeborg”"),
        ({"first": "2025", "last": "2024"}, "före det första"),
        ({"last": "2999"}, "har inte börjat"),
        ({"every": "", "indicators": "Indikator plats"}, "kommer inte från Kolada"),
    ],
)
def test_what_cannot_be_fetched_is_said_beside_its_field(
    world: World, client: Client, said: dict[str, str], told: str
) -> None:
    from_kolada(world)
    good = {"every": "on", "own": "on", "country": "on", "first": "2020", "last": "2024"}
    sent = {name: value for name, value in (good | said).items() if value}
    assert told in client.post(reverse("indicators:kolada-fetch"), sent).content.decode()
    assert not Import.objects.exists()


def test_a_fetch_that_failed_is_tried_again_from_its_page(world: World, client: Client, standin: StandIn) -> None:
    from_kolada(world)
    standin.breaks("html")
    client.post(reverse("indicators:kolada-fetch"), {"every": "on", "own": "on", "first": "2024", "last": "2024"})
    row = Import.objects.get()
    imports.go(row.pk)
    text = page(client, "import-show", row.pk)
    assert "Det gick inte att hämta" in text and "webbsida" in text and "Försök igen" in text
    assert client.post(reverse("indicators:import-retry", args=[row.pk])).status_code == 302
    imports.go(row.pk)
    assert Import.objects.get().state == "previewed"


def test_drift_is_decided_on_its_page(world: World, client: Client, standin: StandIn) -> None:
    row = from_kolada(world, by_sex=False)
    world.indicator = row
    entered(world, "2024", "80")
    found = drifted(world, standin)
    assert "1 ändring i Kolada" in page(client, "kolada")
    assert "Annan titel" in page(client, "drifts")
    text = page(client, "drift-show", found.pk)
    assert "<ins>" in text and "alla" in text and "ordalydelse" not in text
    show = reverse("indicators:drift-show", args=[found.pk])
    assert "Ange till och med när" in client.post(show, {"until": ""}).content.decode()
    assert client.post(show, {"until": "2024"}).status_code == 302
    assert Drift.objects.get().state == "taken"
    other = drifted(world, standin, "Ännu en titel (%)")
    client.post(reverse("indicators:drift-reword", args=[other.pk]))
    assert Drift.objects.get(pk=other.pk).state == "reworded"
    third = drifted(world, standin, "Tredje titeln (%)")
    client.post(reverse("indicators:drift-keep", args=[third.pk]))
    assert Drift.objects.get(pk=third.pk).state == "kept"
    assert "vår behålls" in page(client, "drifts", state="kept").lower()
