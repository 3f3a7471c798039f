"""Small groups through the steps: what must not be seen stands nowhere, and follows from nothing that is shown."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Access, Event
from burlov_styrning.refusals import Reason, Refusal
from indicators import definitions, hiding, outcomes
from indicators.models import HiddenValue, Indicator, Outcome
from indicators.rules import secrecy
from indicators.series import in_order
from tests.indicators.making import by_sex, entry, grouped, published
from tests.world import CAST, World

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WOMEN, MEN = "4017301", "2963502"
"""Values that stand nowhere else on a page; the men are three."""
CELLS = {"T": ("6980803", 43), "K": (WOMEN, 40), "M": (MEN, 3)}
INSIDERS = {"staff", "unit_staff", "manager", "controller"}


def shown(indicator: Indicator) -> dict[tuple[str, str], str]:
    rows = Outcome.objects.filter(indicator=indicator)
    return {(row.period, row.sex): row.missing or str(row.value) for row in sorted(rows, key=in_order)}


def pages_of(world: World, who: str, indicator: Indicator) -> str:
    """Everything of this floor that a person can open, as one text."""
    client = Client()
    if who:
        client.force_login(world.users[who])
    addresses = [reverse("pages:indicator", args=[indicator.pk]), reverse("indicators:indicators"),
                 reverse("indicators:outcome-due"), reverse("indicators:economy")]  # fmt: skip
    addresses += [reverse("indicators:outcome-revise", args=[row.pk]) for row in indicator.outcomes.all()]
    return "".join(client.get(address).content.decode() for address in addresses).replace("\u00a0", "")


def test_a_small_cell_and_the_one_that_gives_it_away_are_hidden(world: World) -> None:
    indicator = grouped(world)
    done = outcomes.enter_many(by_sex(indicator, **CELLS), by=world.staff)
    assert shown(indicator) == {("2025", "T"): "6980803", ("2025", "K"): "suppressed", ("2025", "M"): "suppressed"}
    assert {str(row.value): row.count for row in HiddenValue.objects.all()} == {WOMEN: 40, MEN: 3}
    assert not Outcome.objects.filter(missing="suppressed", count__isnull=False).exists()
    assert len(done.remarks) == 1


@pytest.mark.parametrize("order", ["TKM", "KTM", "MTK", "KMT"])
def test_the_order_of_entering_does_not_matter(world: World, order: str) -> None:
    indicator = grouped(world)
    for sex in order:
        [one] = by_sex(indicator, **{sex: CELLS[sex]})
        outcomes.enter(one, by=world.staff)
    assert shown(indicator) == {("2025", "T"): "6980803", ("2025", "K"): "suppressed", ("2025", "M"): "suppressed"}


def test_what_is_hidden_stands_on_no_page_and_in_no_log(world: World) -> None:
    indicator = grouped(world)
    for sex in "TKM":  # the women are shown until the men come
        [one] = by_sex(indicator, **{sex: CELLS[sex]})
        outcomes.enter(one, by=world.staff)
    Outcome.objects.filter(indicator=indicator).update(exposure="published")
    for who in ["", *sorted(set(CAST) - INSIDERS)]:
        text = pages_of(world, who, indicator)
        assert "6980803" in text
        assert not tells(text, WOMEN, MEN)
    logged = " ".join(str(one.changes) for one in LogEntry.objects.all())
    assert "suppressed" in logged, "the log knows that rows were hidden, and of no row what it told"
    assert not tells(logged, "6980803", WOMEN, MEN)
    client = Client()
    client.force_login(world.users["controller"])
    told = client.get(reverse("followup:audit-log"), {"slag": "indicators.Outcome"}).content.decode()
    assert "6\u00a0980\u00a0803" in told or "6980803" in told, (
        "in words the row itself tells it, as long as it shows it"
    )
    assert not tells(told, WOMEN, MEN, spaced(WOMEN), spaced(MEN))


def tells(text: str, *numbers: str) -> bool:
    """Whether one of them stands there as a number: a moment's fraction or a checksum may hold its digits.

    They are larger than any key becomes while tests run.
    """
    return any(re.search(rf"(?<!\w){number}(?!\d)", text) for number in numbers)


def spaced(number: str) -> str:
    return f"{number[:-6]}\u00a0{number[-6:-3]}\u00a0{number[-3:]}"


@pytest.mark.parametrize("who", sorted(INSIDERS))
def test_those_who_may_enter_it_read_it(world: World, who: str) -> None:
    indicator = grouped(world)
    outcomes.enter_many(by_sex(indicator, **CELLS), by=world.staff)
    text = pages_of(world, who, indicator)
    assert tells(text, WOMEN) and tells(text, MEN)


def test_an_auditor_reads_it_on_a_logged_request(world: World) -> None:
    indicator = grouped(world)
    outcomes.enter_many(by_sex(indicator, **CELLS), by=world.staff)
    assert not tells(pages_of(world, "auditor", indicator), MEN)
    with pytest.raises(Refusal):
        definitions.ask_access(indicator, by=world.auditor, comment=" ")
    definitions.ask_access(indicator, by=world.auditor, comment="Granskning av skolan")
    assert tells(pages_of(world, "auditor", indicator), MEN)
    assert [event.comment for event in Event.of(indicator)] == ["Granskning av skolan"]
    assert {row.person for row in Access.objects.all()} == {world.auditor.person}
    assert not tells(pages_of(world, "board_staff", indicator), MEN)
    with pytest.raises(Refusal) as refused:
        definitions.ask_access(indicator, by=world.member, comment="Nyfiken")
    assert refused.value.reason is Reason.RIGHT


def test_tertials_do_not_give_the_year_away(world: World) -> None:
    indicator = grouped(world)
    Indicator.objects.filter(pk=indicator.pk).update(frequency="tertial", by_sex=False)
    indicator.refresh_from_db()
    cells = [("2025", "60", 60), ("2025-T1", "28", 28), ("2025-T2", "29", 29), ("2025-T3", "3", 3)]
    outcomes.enter_many([entry(indicator, p, v, count=c) for p, v, c in cells], by=world.staff)
    hidden = {period for (period, _sex), text in shown(indicator).items() if text == "suppressed"}
    assert "2025-T3" in hidden and len(hidden) == 2


def test_units_do_not_give_their_organ_away(world: World) -> None:
    """One unit is small: another of the same organ is hidden too, and the organ's own value may stand."""
    indicator = grouped(world)
    Indicator.objects.filter(pk=indicator.pk).update(by_sex=False)
    indicator.refresh_from_db()
    said: list[tuple[dict[str, Any], str, int]] = [
        ({"unit": world.preschool}, "3", 3), ({"unit": world.library}, "17", 17), ({"organ": world.school}, "20", 20),
        ({"unit": world.homecare}, "30", 30), ({}, "50", 50),
    ]  # fmt: skip
    for subject, value, count in said:
        outcomes.enter(entry(indicator, "2025", value, count=count, **subject), by=world.staff)
    values = {str(row.unit or row.organ or ""): row.value for row in Outcome.objects.filter(indicator=indicator)}
    assert values["Förskolan"] is None and values["Biblioteket"] is None
    assert values[""] == Decimal(50)


def test_a_value_said_before_it_was_hidden_is_hidden_too(world: World) -> None:
    indicator = grouped(world)
    row = outcomes.enter(by_sex(indicator, M=(MEN, 30))[0], by=world.staff).rows[0]
    outcomes.revise(row, entry(indicator, value=MEN, count=3, sex="M"), by=world.staff)
    assert MEN not in {str(one.value) for one in Outcome.objects.all()}
    assert not tells(" ".join(str(one.changes) for one in LogEntry.objects.all()), MEN)


def test_what_is_published_is_not_taken_back_but_told(world: World) -> None:
    indicator = grouped(world)
    for row in outcomes.enter_many(by_sex(indicator, T=("43", 43), K=("40", 40)), by=world.staff).rows:
        published(row)
    done = outcomes.enter(by_sex(indicator, M=("3", 3))[0], by=world.staff)
    assert shown(indicator) == {("2025", "T"): "43", ("2025", "K"): "40", ("2025", "M"): "suppressed"}
    assert any("redan är publicerat" in remark for remark in done.remarks)


def test_other_municipalities_and_large_groups_are_left_alone(world: World) -> None:
    indicator = grouped(world)
    done = outcomes.enter_many(by_sex(indicator, T=("43", 43), K=("38", 38), M=("5", 5)), by=world.staff)
    assert not HiddenValue.objects.exists() and not done.remarks


@pytest.mark.parametrize("seed", range(12))
def test_an_outsider_computes_nothing_that_is_hidden(world: World, seed: int) -> None:
    """Entered and revised in any order: from all that is shown, now and before, no hidden cell follows."""
    dice = random.Random(seed)
    indicator = grouped(world, f"t{seed}")
    Indicator.objects.filter(pk=indicator.pk).update(frequency="tertial")
    indicator.refresh_from_db()
    cells = [(period, sex) for period in ("2025", "2025-T1", "2025-T2", "2025-T3") for sex in "TKM"]
    dice.shuffle(cells)
    for period, sex in cells[: dice.randint(6, 12)]:
        count = dice.choice([2, 3, 8, 20, 40])
        outcomes.enter(entry(indicator, period, str(count), sex=sex, count=count), by=world.staff)
        if dice.random() < 0.3:
            row = dice.choice(list(Outcome.objects.filter(indicator=indicator)))
            count = dice.choice([2, 3, 9, 21, 41])
            latest = outcomes.cell_of(row)[-1]
            changed = entry(indicator, value=str(count), count=count, status="revised")
            with suppress(Refusal):  # the dice may say the same again
                outcomes.revise(latest, changed, by=world.staff)
        assert not _computed(indicator)


def _computed(indicator: Indicator) -> list[secrecy.Variable]:
    """Hidden cells that follow from what is shown, by the sums that hold at each time."""
    rows = list(Outcome.objects.filter(indicator=indicator))
    orders = (hiding.as_entered, hiding.as_published)
    return [variable for order in orders for variable in _follows(sorted(rows, key=order))]  # type: ignore[arg-type]


def _follows(rows: list[Outcome]) -> list[secrecy.Variable]:
    cells = {}
    for revision, batch in enumerate(hiding.batches(rows)):
        for row in batch:
            cell = secrecy.Cell(row.period, row.sex, "", revision, row.value)
            cells[cell.variable] = cell
    known = {variable for variable, cell in cells.items() if cell.value is not None}
    found = secrecy.determined(secrecy.equations(cells.values(), 5), known)
    return [variable for variable, _equation in found if variable in cells]
