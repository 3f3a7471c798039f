"""Whatever a person types is text in every spreadsheet that leaves the house: nothing in one is run as a formula.

Who writes spreadsheets is found in the code, so that a new export is tried here too, or this test fails.
"""

from __future__ import annotations

import ast
import csv
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, Model, TextField
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from burlov_styrning import pdf
from burlov_styrning.clock import today
from burlov_styrning.workflow import writing
from followup import editions, making
from followup.audit import evidence
from goals.models import Goal, Phase, ProposalVersion
from indicators import imports
from indicators.models import AccountFigure, OrganFrame, Outcome
from tests.followup import reported
from tests.followup.making import made_assessment, made_goal, made_round
from tests.goals.making import made, made_need
from tests.house import rows_of_flows
from tests.indicators.making import demanding, reckoned, staffed
from tests.world import World

CODE = ("burlov_styrning", "indicators", "goals", "followup")
WRITERS = {"comma_separated", "workbook"}
"""The two functions of the house that write a spreadsheet."""
ELSEWHERE = {"Workbook", "writer", "DictWriter"}
"""What a library writes one with: only those two may."""
OPENINGS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1")
NUMBER = re.compile(r"-?\d+(,\d+)?")
STRUCTURE = {
    "flow", "move", "before", "after", "key", "place", "content", "address", "kind", "password", "origin_system",
    "origin_id", "formula", "figure", "age_class", "sex", "version", "period", "round_key", "code", "fingerprint",
    "table", "state", "snapshot", "sha256", "published", "since", "group",
}  # fmt: skip
"""Columns of text that nobody types freely."""


def calls(names: set[str]) -> set[str]:
    """The functions that call one of these, as `module:function`."""
    said = re.compile(rf"\b({'|'.join(names)})\(")
    files = [path for package in CODE for path in (Path(settings.BASE_DIR) / package).rglob("*.py")]
    return {found for path in files if said.search(text := path.read_text()) for found in _calls(path, text, names)}


def _calls(path: Path, text: str, names: set[str]) -> Iterator[str]:
    module = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
            if any(getattr(one, "attr", getattr(one, "id", "")) in names for one in called):
                yield f"{module}:{function.name}"


# -- what people have typed ------------------------------------------------------------------------------------------


def poison() -> None:
    """Every free text of every row begins as a formula does."""
    number = count()
    with writing():
        for model in apps.get_models():
            if model.__module__.split(".")[0] in CODE and (names := free(model)):
                for row in model._base_manager.all():
                    texts = {name: f"{OPENINGS[next(number) % 6]} {row.pk}" for name in names if getattr(row, name)}
                    model._base_manager.filter(pk=row.pk).update(**texts)
        for version in ProposalVersion.objects.all():
            said = {k: OPENINGS[next(number) % 6] if k in TYPED and v else v for k, v in version.content.items()}
            ProposalVersion.objects.filter(pk=version.pk).update(content=said)


TYPED = {"title", "wording", "target_group", "function", "specific", "measurable", "accepted", "realistic"}


def free(model: type[Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if type(field) in (CharField, TextField) and not field.choices and not field.unique
        and field.name not in STRUCTURE
    ]  # fmt: skip


# -- the exports -----------------------------------------------------------------------------------------------------

type Files = list[tuple[str, bytes]]
"""Kind and body."""


def fetch(world: World, who: str, address: str, /, **kwargs: Any) -> tuple[str, bytes]:
    client = Client()
    if who:
        client.force_login(world.users[who])
    answer = client.get(reverse(address, kwargs=kwargs))
    assert answer.status_code == 200, address
    return "csv" if answer["Content-Type"].startswith("text/csv") else "xlsx", answer.content


def tally(world: World) -> Files:
    made(world, "submitted")
    world.phase("selection")
    Phase.objects.filter(phase="selection").update(closes="2026-10-01")
    poison()
    term = (2027, 2030)
    return [fetch(world, "controller", "goals:selection-tally-file", term=term, kind=kind) for kind in ("csv", "xlsx")]


def lacking(world: World) -> Files:
    poison()
    return [fetch(world, "staff", f"indicators:lacking-{kind}") for kind in ("csv", "xlsx")]


def template(world: World) -> Files:
    poison()
    return [fetch(world, "staff", name) for name in ("indicators:import-template", "indicators:import-template-csv")]


def receipt(world: World) -> Files:
    lines = ["plats;2025;-3,5;", *(f"{opening.strip()};2025;1;" for opening in OPENINGS)]
    lines += [f"plats;{opening.strip()};{opening.strip()};" for opening in OPENINGS]
    body = "\r\n".join(["Indikator;Period;Värde;Kommentar", *lines]).encode()
    row = imports.start(SimpleUploadedFile("=1+1.csv", body), status="final", by=world.staff, background=False)
    imports.go(row.pk)
    poison()
    return [fetch(world, "staff", "indicators:import-file", pk=row.pk)]


def opened(world: World) -> Files:
    goal = reported.goal(world, 1)
    Goal.objects.filter(pk=goal.pk).update(exposure="published")
    Outcome.objects.update(exposure="published")
    Outcome.objects.filter(period="2027", sex="T").update(value="-3.5")
    poison()
    page = unescape(Client().get(reverse("pages:data")).content.decode())
    assert re.search(r";'[=+@-]", page), "the page's example is as the file"
    return [fetch(world, "", "pages:data-file", name=name, form="csv")
            for name in ("mal", "malvarden", "indikatorer", "utfall")]  # fmt: skip


def chart(world: World) -> Files:
    reported.goal(world, 1)
    Outcome.objects.filter(period="2027", sex="T").update(value="-3.5")
    poison()
    pages = [reverse("pages:goal", args=[world.term, Goal.objects.get().pk]),
             reverse("pages:goal-area", args=[world.term, world.area.pk])]  # fmt: skip
    client = Client()
    client.force_login(world.controller)
    texts = [unescape(client.get(page).content.decode()) for page in pages]
    links = [link for text in texts for link in re.findall(r'href="([^"]*diagram=[^"]*csv)"', text)]
    return [("csv", client.get(link).content) for link in links]


def report(world: World) -> Files:
    reported.goal(world, 1)
    Outcome.objects.filter(period="2027", sex="T").update(value="-3.5")
    round_ = reported.closed(world)
    poison()
    found = editions.issue(round_, "annual", by=world.controller, background=False).edition
    return [("xlsx", making.draw(found, 1)["xlsx"])]


def catalogue(world: World) -> Files:
    made(world, "submitted", made_need(world))
    poison()
    found = editions.issue_catalogue(world.term, by=world.controller, background=False).edition
    return [("xlsx", making.draw(found, 1)["xlsx"])]


def premises(world: World) -> Files:
    reported.goal(world, 1)
    reported.frames(world)
    poison()
    found = editions.issue_premises(world.term, 2027, by=world.controller, background=False).edition
    return [("xlsx", making.draw(found, 1)["xlsx"])]


def register(world: World) -> Files:
    reported.goal(world, 1)
    poison()
    client = Client()
    client.force_login(world.controller)
    with zipfile.ZipFile(BytesIO(client.get(reverse("pages:record-file")).content)) as archive:
        return [(kind, archive.read(f"register.{kind}")) for kind in ("csv", "xlsx")]


def per_krona(world: World) -> Files:
    area = reckoned(world)
    demanding(world)
    staffed(world)
    poison()
    return [fetch(world, "controller", "indicators:efficiency-xlsx"),
            fetch(world, "controller", "indicators:demography-file", kind="xlsx"),
            fetch(world, "controller", "indicators:staff-file", kind="xlsx"),
            fetch(world, "controller", "pages:service-area-xlsx", pk=area.pk)]  # fmt: skip


def room_and_balance(world: World) -> Files:
    demanding(world)
    row = rows_of_flows.scenario()
    OrganFrame.objects.create(scenario=row, organ=world.school, year=2027, last="600000", demography="241")
    AccountFigure.objects.create(figure="Årets resultat", year=2025, unit="mnkr", printed="-5,5", value="-5.5",
                                 report="ÅR 2025")  # fmt: skip
    poison()
    AccountFigure.objects.update(unit="mnkr")
    return [fetch(world, "controller", "indicators:frames-file", pk=row.pk, year=2027, kind="xlsx"),
            fetch(world, "controller", "indicators:balance-file", kind="xlsx")]  # fmt: skip


def departing(world: World) -> Files:
    before, now = made_round(world, kind="interim"), made_round(world)
    goal = made_goal(world)
    made_assessment(world, "approved", before, goal, status="on_course", motivation="Skäl")
    made_assessment(world, "approved", now, goal, status="met", motivation="Skäl")
    poison()
    return [fetch(world, "controller", f"followup:round-{name}-xlsx", pk=now.pk)
            for name in ("departures", "brighter", "changes")]  # fmt: skip


def change_log(world: World) -> Files:
    goal = reported.goal(world, 1)
    with writing():
        goal.title = goal.wording = OPENINGS[0]
        goal.save()
    day: Any = SimpleNamespace(day=today())
    return [("csv", evidence._log(goal, world.auditor, day))]


def key_figures(world: World) -> Files:
    """A unit that is no unit measures nothing: it is put right again."""
    for name in ("Verksamhetens nettokostnader", "Skatter och bidrag"):
        AccountFigure.objects.create(figure=name, year=2025, unit="mnkr", printed="5", value="5", report="ÅR 2025")
    poison()
    AccountFigure.objects.update(unit="mnkr")
    return [fetch(world, "staff", "indicators:key-figures-file", kind="xlsx")]


EXPORTS: Mapping[str, Callable[[World], Files]] = {
    "goals.views.tallies:tally_file": tally,
    "indicators.views.lacking:lacking_file": lacking,
    "indicators.views.efficiency:answer": per_krona,
    "indicators.views.efficiency:answer (frames)": room_and_balance,
    "indicators.views.efficiency:answer (departures)": departing,
    "indicators.filling:as_workbook": template,
    "indicators.filling:as_text": template,
    "indicators.views.imports:import_file": receipt,
    "indicators.views.keyfigures:key_figures_file": key_figures,
    "followup.open_data:as_csv": opened,
    "burlov_styrning.pages.data:_example": opened,
    "burlov_styrning.pictures:csv": chart,
    "burlov_styrning.pages.record:archive": register,
    "followup.audit.evidence:_log": change_log,
    "followup.making:draw": report,
    "followup.making:draw (catalogue)": catalogue,
    "followup.making:draw (premises)": premises,
}


def test_every_export_is_tried_and_none_is_written_past_the_house() -> None:
    assert calls(WRITERS) == {name.split(" ")[0] for name in EXPORTS}
    assert calls(ELSEWHERE) == {"burlov_styrning.sheets:workbook", "burlov_styrning.sheets:comma_separated"}


NEGATIVE = {opened, chart, report}


@pytest.mark.django_db
@pytest.mark.parametrize("make", list(dict.fromkeys(EXPORTS.values())), ids=lambda make: make.__name__)
def test_nothing_that_was_typed_is_run(
    make: Callable[[World], Files], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "render", reported.pretended)
    monkeypatch.setattr(making.document, "docx", lambda view, body: b"")
    files = make(world)
    texts = [text for kind, body in files for text in (in_csv(body) if kind == "csv" else in_workbook(body))]
    assert files and any(text.startswith(OPENINGS) for text in texts), "what was typed has come so far"
    if make in NEGATIVE:
        assert NEGATIVE_SEEN in texts


NEGATIVE_SEEN = "-3.5 as a number"


def in_csv(body: bytes) -> Iterator[str]:
    """The texts; what would be run stands after an apostrophe, and is a number where it does not."""
    for row in csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"):
        for cell in row:
            if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
                assert NUMBER.fullmatch(cell), cell
                yield f"{Decimal(cell.replace(',', '.'))} as a number"
            else:
                yield cell.removeprefix("'")


def in_workbook(body: bytes) -> Iterator[str]:
    """The texts; all are text, and stay so when somebody edits the cell."""
    for page in load_workbook(BytesIO(body)):
        for cell in (cell for row in page.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type != "f", cell.value
            if isinstance(cell.value, str):
                assert cell.quotePrefix or not cell.value.startswith(OPENINGS), cell.value
                yield cell.value
            elif cell.data_type == "n":
                yield f"{cell.value} as a number"
