"""The feed tells of what is published alone; the address of a kind and year leads to its latest edition."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning.workflow import writing
from followup.models import ReportEdition
from tests.followup import reported
from tests.world import World

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client: Client) -> list[str]:
    answer = client.get(reverse("followup:report-feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    return [entry.findtext(f"{ATOM}title", "") for entry in ET.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_the_feed_and_the_stable_addresses_lead_to_the_published_ones_alone(world: World) -> None:
    edition = reported.quick(world)
    signed_in = Client()
    signed_in.force_login(world.controller)
    assert titles(Client()) == titles(signed_in) == []  # not published: a feed is for all
    with writing():
        ReportEdition.objects.filter(pk=edition.pk).update(exposure="published")
        ReportEdition.objects.create(
            report=edition.report, number=2, state="proposed", issued="2028-04-01", exposure="record",
            snapshot=edition.snapshot,
        )  # fmt: skip
    assert titles(Client()) == titles(signed_in) == ["Årsredovisningens målkapitel 2027, utgåva 1"]
    entry = next(ET.fromstring(Client().get(reverse("followup:report-feed")).content).iter(f"{ATOM}entry"))
    assert entry.find(f"{ATOM}link").attrib["href"].endswith(f"/rapporter/{edition.pk}/")  # type: ignore[union-attr]

    address = "/rapporter/arsredovisning/2027/"
    page = Client().get(address).content.decode()
    assert f"{address}utgava-1/" in page and 'type="application/atom+xml"' in page
    assert f"{address}utgava-2/" in signed_in.get(address).content.decode()  # the latest that this person may read
    for wrong in (f"{address}utgava-2/", "/rapporter/arsredovisning/2026/", "/rapporter/annual/2027/"):
        assert Client().get(wrong).status_code == 404
    listed = Client().get(reverse("followup:reports")).content.decode()
    assert 'rel="alternate"' in listed and "Prenumerera på nya rapporter" in listed
