"""Accounts: read in from a report's table, typed, corrected; a doubtful table changes nothing and says why."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from burlov_styrning.refusals import Refusal
from indicators import imports
from indicators.economy import accounts
from indicators.economy.accounts import Amount
from indicators.economy.books import Entity
from indicators.models import AccountFigure, Import
from tests.world import World

pytestmark = pytest.mark.django_db
TERMS = {"entity": "municipality", "version": "actual", "unit": "mnkr", "report": "Årsredovisning 2024"}
TABLE = """Belopp i mnkr\t2023\t2024\tBudget 2025
Skatteintäkter och generella statsbidrag\t1 303,7\t1 328,1\t1 380,0
Verksamhetens nettokostnader\t1 277,9\t1 338,3\t-
Antal invånare\t19 834\t20 069\t
Låneskuld\t260,0\t560,0\t"""


def read(world: World, text: str, file: str = "", **terms: str) -> Import:
    body: Any = ContentFile(text.encode(), file) if file else None
    said = {"file": body, "block": "" if file else text, "terms": TERMS | terms}
    row = imports.start_accounts(by=world.controller, background=False, **said)
    imports.go(row.pk)
    return Import.objects.get(pk=row.pk)


def applied(row: Import, **options: Any) -> Import:
    imports.apply(row, by=row.person.user, background=False, **options)
    imports.go(row.pk)
    return Import.objects.get(pk=row.pk)


def verdicts(row: Import) -> list[str]:
    return list(row.rows.values_list("verdict", flat=True))


def test_a_five_year_table_is_shown_applied_and_repeated_without_change(world: World) -> None:
    row = read(world, TABLE)
    assert (row.state, verdicts(row)) == ("previewed", ["new"] * 9) and not AccountFigure.objects.exists()
    row = applied(row)
    assert row.state == "applied" and AccountFigure.objects.count() == 9
    debt = AccountFigure.objects.get(figure="Låneskuld", year=2024)
    assert (debt.value, debt.printed, debt.unit, debt.report) == (D("560.0"), "560,0", "mnkr", "Årsredovisning 2024")
    assert AccountFigure.objects.get(version="budget").value == D("1380.0")
    assert AccountFigure.objects.get(figure="Antal invånare", year=2024).unit == "personer"
    assert set(verdicts(read(world, TABLE))) == {"unchanged"}
    other = read(world, TABLE.replace("560,0", "561,0"))
    assert verdicts(other).count("changed") == 1
    applied(other)
    assert AccountFigure.objects.get(figure="Låneskuld", year=2024).value == D("561.0")
    # What another report says stands beside it.
    applied(read(world, TABLE, report="Årsredovisning 2025"))
    assert AccountFigure.objects.filter(figure="Låneskuld", year=2024).count() == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TABLE.replace("Budget 2025", "2024"), "Året 2024 står två gånger"),
        (TABLE + "\nLåneskuld\t1,0\t2,0\t", "står två gånger, på rad 5 och rad 6"),
        (TABLE.replace("Antal invånare", "Summa netto\t1\t2\t3\nAntal invånare"), "är en summa bland raderna"),
        ("Post\t2023\t2024\nSkola\t1\t2\nVård\t3\t4\nNämnder\t4\t6\nAnnat\t1\t1", "är en summa bland raderna"),
        ("Ett\tTvå\n1\t2", "saknar rubriker"),
    ],
)
def test_a_doubtful_table_is_refused_in_one_sentence(text: str, said: str, world: World) -> None:
    row = read(world, text)
    assert row.state == "failed" and said in row.problem
    assert not row.rows.exists() and not AccountFigure.objects.exists()


def test_tkr_for_mnkr_is_asked_about_and_can_be_confirmed(world: World) -> None:
    applied(read(world, TABLE))
    row = read(world, "Post\t2022\nSkatteintäkter och generella statsbidrag\t1 264 900\nLåneskuld\t240,0")
    asked = row.rows.get(verdict="rejected")
    assert "Är enheten tkr, mnkr eller kr?" in asked.reason
    with pytest.raises(Refusal):
        imports.apply(row, by=world.controller, background=False)
    assert applied(row, without_rejected=True).state == "applied"
    assert not AccountFigure.objects.filter(year=2022, figure__startswith="Skatte").exists()
    again = read(world, "Post\t2022\nSkatteintäkter och generella statsbidrag\t1 264 900")
    applied(again, confirmed=True)
    assert AccountFigure.objects.get(year=2022, figure__startswith="Skatte").value == D(1264900)
    # In the right unit nothing is asked.
    tkr = read(world, "Post\t2025\nSkatteintäkter och generella statsbidrag\t1 173 400", unit="tkr", report="ÅR 2025")
    assert verdicts(tkr) == ["new"]


def test_a_committees_page_with_minus_and_a_slipped_cell(world: World) -> None:
    text = (
        "Nämnd;Post;Enhet;Bokslut 2024;Plan 2026;Plan 2027\nSkolnämnden;Intäkter;tkr;85 000;83 000;83 000\n"
        "Skolnämnden;Kostnader;tkr;-220 000;-752 912;-9\nSkolnämnden;Verksamhetens nettokostnader;tkr;-135 000;"
        "150 980;-1\nSkolnämnden;1 tj tekniker;tkr;;-600;\nOkänd nämnd;Intäkter;tkr;;5;\nSkolnämnden;Antal invånare;"
        "personer;;-5;\nSkolnämnden;Låneskuld;personer;;5;"
    ).replace("Skolnämnden", world.school.name)
    row = read(world, text, file="budget.csv", report="Budget 2026")
    assert any("150 980" in remark for remark in row.remarks) and any("minus" in remark for remark in row.remarks)
    reasons = " ".join(row.rows.filter(verdict="rejected").values_list("reason", flat=True))
    assert "heter ”Okänd nämnd”" in reasons and "mindre än noll" in reasons and "anges inte i personer" in reasons
    applied(row, without_rejected=True, confirmed=True)
    net = AccountFigure.objects.get(organ=world.school, figure="Verksamhetens nettokostnader", version="actual")
    assert (net.value, net.printed, net.entity) == (D(135000), "-135 000", "organ")
    accounts.correct(net, by=world.controller, printed="-136 000", value=D(-136000), unit="tkr")
    assert net.value == D(136000)


def test_a_year_is_typed_and_an_amount_corrected_on_pages(world: World, client: Client) -> None:
    client.force_login(world.users["board_staff"])
    data = {"entity": "municipality", "year": "2025", "version": "actual", "unit": "mnkr", "report": "ÅR 2025",
            "taxes": "1 100,5", "net_cost": "1 300", "inhabitants": "20 100", "result": "−3,0"}  # fmt: skip
    address = reverse("indicators:account-enter")
    assert "4 belopp är sparade" in client.post(address, data, follow=True).content.decode()
    row = AccountFigure.objects.get(figure="Skatteintäkter")
    assert (row.value, row.printed, row.source.title) == (D("1100.5"), "1100,5", "ÅR 2025") if row.source else False
    doubted = client.post(address, data | {"year": "2026", "net_cost": "1400000"}).content.decode()
    assert "Är enheten tkr" in doubted and not AccountFigure.objects.filter(year=2026).exists()
    client.post(address, data | {"year": "2026", "net_cost": "1400000", "confirmed": "on"})
    assert AccountFigure.objects.filter(year=2026).count() == 4
    correct = reverse("indicators:account-correct", args=[row.pk])
    assert "två sätt" in client.post(correct, {"printed": "1.100", "unit": "mnkr"}).content.decode()
    client.post(correct, {"printed": "1 101,0", "unit": "mnkr"})
    row.refresh_from_db()
    assert (row.value, row.printed) == (D("1101.0"), "1 101,0")
    with pytest.raises(Refusal):
        accounts.enter([Amount(Entity(), "Låneskuld", 2025, "actual", "mnkr", "1", D(1), "x")], by=world.staff)


def test_a_preview_is_read_applied_and_kept_on_its_page(world: World, client: Client) -> None:
    client.force_login(world.controller)
    row = read(world, TABLE.replace("1 338,3", "1 338 300"))
    page = reverse("indicators:import-show", args=[row.pk])
    text = client.get(page).content.decode()
    assert "Beloppen stämmer som de står" in text and "1\u00a0328,1" not in text and "1 328,1 mnkr" in text
    client.post(page, {"without_rejected": "on"})
    imports.go(row.pk)
    receipt = client.get(page).content.decode()
    assert "Inläsningen är genomförd" in receipt and "Årsredovisning 2024" in receipt and "prognos" not in receipt
    rows = client.get(reverse("indicators:import-rows", args=[row.pk, "new"])).content.decode()
    assert "2025 budget" in rows and "Post" in rows
    assert client.get(reverse("indicators:import-file", args=[row.pk])).status_code == 200


def test_a_pasted_block_is_mended_and_read_again_in_place_of_the_first(world: World, client: Client) -> None:
    client.force_login(world.controller)
    row = read(world, TABLE.replace("1 338,3", "1 338 300"))
    mend = reverse("indicators:account-read") + f"?fran={row.pk}"
    assert mend in client.get(reverse("indicators:import-show", args=[row.pk])).content.decode()
    page = client.get(mend).content.decode()
    assert "Verksamhetens nettokostnader\t1 277,9\t1 338 300" in page and 'value="Årsredovisning 2024"' in page
    client.post(mend, TERMS | {"block": TABLE})
    first, second = Import.objects.order_by("pk")
    assert (first.state, first.block, second.block) == ("discarded", "", TABLE)
    imports.go(second.pk)
    assert applied(Import.objects.get(pk=second.pk)).block == ""
    # What could not be read at all is mended too; another person's block is nobody's.
    failed = read(world, "Ett\tTvå\n1\t2")
    show = reverse("indicators:import-show", args=[failed.pk])
    assert "Ändra det inklistrade" in client.get(show).content.decode()
    client.force_login(world.users["board_staff"])
    assert "Ett\tTvå" not in client.get(f"{reverse('indicators:account-read')}?fran={failed.pk}").content.decode()
