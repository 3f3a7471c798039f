"""An attacker with all that is shown, now and in every export before, computes nothing that is hidden.

Written apart from the rule: unknowns are rows, what holds is that counted values add up wherever the counts do, and
exact elimination says which unknowns have one value. Everything goes through the steps, and out through the doors.
"""

from __future__ import annotations

import os
import random
import re
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from burlov_styrning.pages.book.export import export
from burlov_styrning.refusals import Refusal
from followup import open_data
from indicators import imports, outcomes
from indicators.models import HiddenValue, Import, Indicator, Outcome
from indicators.series import in_order
from tests.house.test_bad_input import opened
from tests.indicators.making import by_sex, entry, grouped
from tests.indicators.test_hiding import CELLS, MEN, WOMEN, tells
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SEEDS = range(int(os.environ.get("SECRECY_SEEDS", "6")))
MINIMUM = 5

type Cell = tuple[str, str, str]
"""Period, sex, subject."""
type Sum = dict[object, Fraction]

SUMS: dict[str, dict[str, tuple[str, ...]]] = {
    "period": {"2025": ("2025-T1", "2025-T2", "2025-T3")},
    "sex": {"T": ("K", "M")},
    "subject": {"": ("ukn", "sn"), "ukn": ("forskola", "bibliotek")},
}  # fmt: skip
AXES = tuple(SUMS)


def leaves(axis: str, name: str) -> list[str]:
    """The smallest pieces of a whole."""
    parts = SUMS[axis].get(name)
    return [leaf for part in parts for leaf in leaves(axis, part)] if parts else [name]


def cells_of(shape: tuple[str, ...]) -> list[Cell]:
    """All cells of a table that is divided by these axes."""
    names = {axis: [*SUMS[axis], *(p for parts in SUMS[axis].values() for p in parts)] for axis in AXES}
    found = {axis: list(dict.fromkeys(names[axis])) if axis in shape else [next(iter(SUMS[axis]))] for axis in AXES}
    return [(p, x, s) for p in found["period"] for x in found["sex"] for s in found["subject"]]


def sums_over(cells: set[Cell]) -> list[tuple[Cell, list[Cell]]]:
    """Every whole with its parts among the cells that somebody could know of."""
    return [
        (cell, [put(cell, at, part) for part in SUMS[axis][cell[at]]])
        for cell in cells
        for at, axis in enumerate(AXES)
        if cell[at] in SUMS[axis]
    ]


def put(cell: Cell, at: int, name: str) -> Cell:
    """The cell with another name on one axis."""
    period, sex, subject = (name if place == at else said for place, said in enumerate(cell))
    return period, sex, subject


@dataclass
class Attacker:
    """What was current at each time, and which rows ever showed a value."""

    counts: dict[int, int] = field(default_factory=dict)
    states: list[dict[Cell, int]] = field(default_factory=list)

    def computed(self, known: set[int]) -> set[int]:
        """Rows without a value whose value follows."""
        rows = [self._equation(state, whole, parts, known) for state in self.states
                for whole, parts in sums_over(set(state))]  # fmt: skip
        return {name for name in only_ones(row for row in rows if row) if isinstance(name, int)}

    def _equation(self, state: Mapping[Cell, int], whole: Cell, parts: list[Cell], known: set[int]) -> Sum:
        """Count × value of the whole is that of its parts, where all are listed and the counts say so."""
        if any(part not in state for part in parts) or whole not in state:
            return {}
        if self.counts[state[whole]] != sum(self.counts[state[part]] for part in parts):
            return {}
        row = {state[cell]: Fraction(self.counts[state[cell]] or 1) * sign
               for cell, sign in [(whole, 1), *((part, -1) for part in parts)]}  # fmt: skip
        return {name: factor for name, factor in row.items() if name not in known}


def only_ones(rows: Iterable[Sum]) -> set[object]:
    """The unknowns that elimination leaves alone in a row: those have one value."""
    reduced: dict[object, Sum] = {}
    for row in rows:
        left = dict(row)
        for pivot, other in reduced.items():
            left = minus(left, other, pivot)
        if not left:
            continue
        new = next(iter(left))
        for pivot, other in reduced.items():
            reduced[pivot] = minus(other, left, new)
        reduced[new] = left
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def minus(row: Sum, other: Sum, pivot: object) -> Sum:
    if pivot not in row:
        return row
    factor = row[pivot] / other[pivot]
    mixed = {name: row.get(name, Fraction(0)) - factor * other.get(name, Fraction(0)) for name in {*row, *other}}
    return {name: value for name, value in mixed.items() if value}


def test_the_attacker_can_count() -> None:
    attacker = Attacker({1: 43, 2: 40, 3: 3}, [{("2025", "T", ""): 1, ("2025", "K", ""): 2, ("2025", "M", ""): 3}])
    assert attacker.computed({1, 2}) == {3} and attacker.computed({1}) == set()


def table_of(world: World, indicator: Indicator, dice: random.Random, shape: tuple[str, ...]) -> dict[Cell, int]:
    """Counts that add up, in every cell."""
    cells = cells_of(shape)
    smallest = {c: dice.choice([1, 2, 3, 4, 6, 9, 20, 40]) for c in cells if all(
        part not in SUMS[axis] or axis not in shape for axis, part in zip(AXES, c, strict=True))}  # fmt: skip
    return {cell: sum(n for leaf, n in smallest.items() if inside(leaf, cell, shape)) for cell in cells}


def inside(leaf: Cell, cell: Cell, shape: tuple[str, ...]) -> bool:
    return all(axis not in shape or leaf[at] in leaves(axis, cell[at]) for at, axis in enumerate(AXES))


def about(world: World, subject: str) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = {
        "": {}, "ukn": {"organ": world.school}, "sn": {"organ": world.social},
        "forskola": {"unit": world.preschool}, "bibliotek": {"unit": world.library},
    }  # fmt: skip
    return known[subject]


def state_of(indicator: Indicator) -> dict[Cell, int]:
    """The row that counts in each cell."""
    rows = Outcome.objects.filter(indicator=indicator).select_related("organ", "unit")
    return {(r.period, r.sex, r.unit.key if r.unit else r.organ.key if r.organ else ""): r.pk
            for r in sorted(rows, key=in_order)}  # fmt: skip


def shown_to_residents(indicator: Indicator) -> set[int]:
    """The rows whose value stands in the open data of this moment, found by what the file says of them."""
    dataset = open_data.dataset("utfall")
    assert dataset
    file = open_data.as_json(dataset, "")["rows"]
    values = {row["value"] for row in file if row["indicator"] == indicator.key}  # each value stands once
    rows = Outcome.objects.filter(indicator=indicator).select_related("hidden")
    return {row.pk for row in rows if str(told(row)) in values}


def told(row: Outcome) -> Any:
    return row.hidden.value if hasattr(row, "hidden") else row.value


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_hidden_is_computed_from_all_that_was_ever_shown(world: World, seed: int) -> None:
    """Entered, revised and published in any order; officials see every revision, residents keep every export."""
    dice = random.Random(seed)
    indicator = grouped(world, f"a{seed}", MINIMUM)
    Indicator.objects.filter(pk=indicator.pk).update(frequency="tertial")
    indicator.refresh_from_db()
    shape = dice.choice([("sex", "period"), ("sex", "subject"), ("period", "subject")])
    counts = table_of(world, indicator, dice, shape)
    attacker, kept, warned = Attacker(), set[int](), False
    todo = dice.sample(list(counts), dice.randint(len(counts) // 2, len(counts)))
    for number, cell in enumerate(todo):
        done: list[outcomes.Entered | None] = [write(world, indicator, cell, counts[cell], number)]
        if number and dice.random() < 0.3:
            done.append(revise(world, indicator, dice.choice(todo[:number]), dice, number))
        if dice.random() < 0.2:
            out = [row.pk for row in Outcome.objects.filter(indicator=indicator) if dice.random() < 0.5]
            Outcome.objects.filter(pk__in=out).update(exposure="published")
        warned |= any("redan är publicerat" in remark for one in done if one for remark in one.remarks)
        rows = Outcome.objects.filter(indicator=indicator).select_related("hidden")
        attacker.counts |= {row.pk: row.hidden.count if hasattr(row, "hidden") else row.count for row in rows}
        attacker.states.append(state_of(indicator))
        kept |= shown_to_residents(indicator)
        hidden = {row.pk for row in rows if hasattr(row, "hidden")}
        official = {row.pk for row in rows if row.value is not None}
        assert warned or not attacker.computed(official) & hidden, f"step {number}: officials"
        assert warned or not attacker.computed(kept) & (hidden - kept), f"step {number}: residents"
        assert all(row.count >= MINIMUM or row.exposure == "published" for row in rows if row.value is not None)


def write(world: World, indicator: Indicator, cell: Cell, count: int, number: int) -> outcomes.Entered:
    period, sex, subject = cell
    value = f"{count}.{number:03}"  # each value stands once
    return outcomes.enter(
        entry(indicator, period, value, sex=sex, count=count, **about(world, subject)), by=world.controller
    )


def revise(world: World, indicator: Indicator, cell: Cell, dice: random.Random, number: int) -> outcomes.Entered | None:
    latest = Outcome.objects.get(pk=state_of(indicator)[cell])
    count = dice.choice([2, 3, 9, 21, latest.count or 3])
    with suppress(Refusal):
        said = entry(indicator, value=f"{count}.5{number:03}", count=count, status="revised")
        return outcomes.revise(latest, said, by=world.controller)
    return None


# -- the doors ------------------------------------------------------------------------------------------------------

SECRETS = (WOMEN, MEN)


def text_of(answer: Any) -> str:
    """All that an answer says, unpacked where it is a spreadsheet; a PDF's page is drawn from the same values."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            body = re.sub(rb"<[^>]*>", b" ", b"".join(archive.read(name) for name in archive.namelist()))
    return "" if body.startswith(b"%PDF") else unescape(body.decode("utf-8", "replace")).replace("\u00a0", "")


def hide_two(world: World) -> Indicator:
    """Women and men are hidden, after the women were shown for a while; all of it is published."""
    indicator = grouped(world)
    for sex in "TKM":
        outcomes.enter(by_sex(indicator, **{sex: CELLS[sex]})[0], by=world.staff)
    Outcome.objects.filter(indicator=indicator).update(exposure="published")
    return indicator


@pytest.mark.alike
@pytest.mark.parametrize("who", ["anonymous", "member"])
def test_no_page_or_file_of_the_house_tells_it(world: World, who: str) -> None:
    indicator = hide_two(world)
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        client.force_login(world.users[who])
    seen = 0
    for row in opened():
        if who not in row.allowed:
            continue
        with transaction.atomic():
            text = text_of(client.get(reverse(row.name, kwargs=row.kwargs(world))))
            assert not tells(text, *SECRETS), row.name
            transaction.set_rollback(True)
        seen += 1
    addresses = [reverse("pages:indicator", args=[indicator.pk])]
    addresses += [reverse("pages:data-file", args=["utfall", form]) for form in ("csv", "json")]
    for address in addresses:
        text = text_of(client.get(address))
        assert "6980803" in text and not tells(text, *SECRETS), address
    assert seen > 15


def test_the_goal_book_and_its_log_tell_the_code(world: World) -> None:
    hide_two(world)
    book = str(export(world.term))
    assert not tells(book, *SECRETS)


def test_previews_and_receipts_are_for_those_who_may_enter(world: World) -> None:
    grouped(world)
    lines = ["Indikator;Period;Kön;Värde;Antal", *(f"sma;2025;{sex};{v};{n}" for sex, (v, n) in CELLS.items())]
    file = SimpleUploadedFile("utfall.csv", "\n".join(lines).encode())
    row = imports.start(file, status="final", by=world.staff, background=False)
    imports.go(row.pk)
    for applied in (False, True):
        if applied:
            imports.apply(row, by=world.staff, background=False)
            imports.go(row.pk)
        for who in ("", "other_staff", "manager", "auditor", "board_staff"):
            client = Client()
            if who:
                client.force_login(world.users[who])
            for name in ("import-show", "import-file"):
                answer = client.get(reverse(f"indicators:{name}", args=[row.pk]))
                assert answer.status_code in (302, 404) and not tells(text_of(answer), MEN)
    assert HiddenValue.objects.count() == 2 and Import.objects.get().state == "applied"
    client.force_login(world.staff)
    for name in ("import-show", "import-file"):
        text = text_of(client.get(reverse(f"indicators:{name}", args=[row.pk])))
        assert "6980803" in text and not tells(text, MEN)
