"""Every reason why a value is missing has its own sign and its own words, wherever the value would have stood."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx import Document

from burlov_styrning.workflow import writing
from followup.models import ReportEdition
from goals.models import Goal, GoalOwner, Target
from indicators.models import Missing, Outcome
from tests.followup import reported
from tests.followup.forms import FORMS, READ, sheet, text_of
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db

SECTION = "26 kap. 1 §"
SAID = {
    "lapse": ("bortf.", "bortfall"),
    "not_applicable": ("e.t.", "ej tillämplig"),
    "suppressed": ("..", "visas inte, litet underlag"),
    "secret": ("sekr.", f"sekretess ({SECTION})"),
    "not_published": ("e.p.", "ej publicerat"),
    "not_measured": ("e.m.", "ej mätt"),
}


@pytest.fixture
def goal(world: World) -> Goal:
    """A published goal with an indicator for each reason; 2026 has a value, so that there is a curve to break."""
    world.phase("follow_up")
    made: Goal = Goal.objects.create(
        term=world.term, key="g1", area=world.area, wording="Senast 2030 vet vi mer", exposure="published"
    )
    GoalOwner.objects.create(goal=made, organ=world.school)
    with writing():
        for code in SAID:
            indicator = make_indicator(code.replace("_", "-"), world.school)
            target = Target.objects.create(goal=made, indicator=indicator, version=indicator.current, value="92")
            reported.outcome(world, target, 2027, None, missing=code, section=SECTION if code == "secret" else "")
        reported.outcome(world, target, 2026, "80")
    Outcome.objects.update(exposure="published")
    return made


def page(name: str, *args: object) -> str:
    return unescape(Client().get(reverse(name, args=args)).content.decode())


def test_on_pages_and_in_every_form_of_a_report_and_in_open_data(world: World, goal: Goal, tmp_path: Path) -> None:
    assert list(SAID) == list(Missing) and len({sign for sign, _text in SAID.values()}) == len(SAID)
    reported.closed(world)
    files = {form: tmp_path / f"rapport.{form}" for form in FORMS}
    for form, file in files.items():
        call_command("issue_report", world.term.key, format=form, out=file, verbosity=0)
    texts = {form: text_of(files[form]) for form in READ}
    web, goals_page = files["html"].read_text(), page("pages:goal", world.term, goal.pk)
    told = {row["indicator"]: row for row in json.loads(files["json"].read_text())["figures"]}
    rows = {row["Indikator"]: row for row in sheet(files["xlsx"], "Siffror")}
    word = {row.cells[0].text.split(",")[0]: [cell.text for cell in row.cells]
            for table in Document(str(files["docx"])).tables for row in table.rows}  # fmt: skip
    lines = Client().get(reverse("pages:data-file", args=["utfall", "csv"])).content.decode("utf-8-sig")
    opened = {
        row["indicator"]: row for row in csv.DictReader(StringIO(lines), delimiter=";") if row["period"] == "2027"
    }
    for code, (sign, text) in SAID.items():
        key, name, bare = code.replace("_", "-"), f"Indikator {code.replace('_', '-')}", text.split(" (")[0]
        marked = f'title="{{}}">{sign}</span><span class="visually-hidden"> {{}}</span>'
        shown = page("pages:indicator", Outcome.objects.get(missing=code).indicator_id)
        assert marked.format(bare, bare) in shown and f"{sign} {bare}" in shown
        assert re.search(rf"<td[^>]*>{bare}</td>", shown), "the chart's table says it in words"
        assert marked.format(text, text) in goals_page and f"{sign} {text}" in goals_page
        assert re.search(rf'{name}[,<](?:(?!</tr>).)*data-label="2027">{re.escape(sign)}<', web, re.DOTALL)
        for form in READ:
            assert f"{sign} = {text}." in texts[form], (code, form)
            assert f"2027: {text} inlagt utan källa" in texts[form], (code, form)
        assert sign in word[name]
        row = rows[name]
        assert (row["Utfall"], row["Tecken"], row["Utfall saknas"]) == (None, sign, text)
        assert (told[key]["outcome"], told[key]["missing"]) == (None, code)
        assert (opened[key]["value"], opened[key]["missing"]) == ("", code)
        assert opened[key]["section"] == (SECTION if code == "secret" else "")
    assert ReportEdition.objects.count() == 1
