"""The staff beside the economy: the chosen indicators, what is not chosen, and the net cost of each employee."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.indicators.making import staffed
from tests.indicators.test_efficiency import text_of
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_staff_stand_beside_the_economy(world: World, client: Client) -> None:
    client.force_login(world.staff)
    address = reverse("indicators:staff")
    assert "när controllern har valt" in text_of(client.get(address))
    staffed(world)
    text = text_of(client.get(address))
    # 1 212,0 mnkr net cost and 1 010 full-time equivalents: 1 200 tkr each
    assert "1 200" in text and "1 212,0" in text and "Nettokostnad per årsarbetare, tkr (egen beräkning)" in text
    assert "Ingen indikator är vald för personalomsättning och medarbetarengagemang (HME)." in text
    book = load_workbook(BytesIO(client.get(reverse("indicators:staff-file", args=["xlsx"])).content))
    rows = {row[0]: row[1:] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert rows["Årsarbetare"] == ("årsarbetare", 1000, 1010) and rows["Nettokostnad"] == ("mnkr", None, 1212)
