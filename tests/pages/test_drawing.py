"""The tables of moves, drawn: the docs are up to date, the page says what guards the steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Text
from burlov_styrning.pages import drawing
from burlov_styrning.rights import Who
from burlov_styrning.workflow import WORKFLOWS, Ask
from tests.world import World


def test_the_drawing_in_the_docs_is_up_to_date() -> None:
    kept = Path(settings.BASE_DIR, "docs", "workflows.md").read_text()
    assert kept == drawing.markdown(), "make it anew: manage.py draw_workflows"


def test_the_command_writes_what_is_kept(tmp_path: Path, settings: object) -> None:
    (tmp_path / "docs").mkdir()
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    call_command("draw_workflows")
    assert (tmp_path / "docs" / "workflows.md").read_text() == drawing.markdown()


def test_everybody_who_makes_a_move_and_all_that_is_asked_has_a_word() -> None:
    assert {who for flow in WORKFLOWS.values() for move in flow.moves for who in move.who} <= set(drawing.WHO)
    assert set(drawing.ASKS) == set(Ask)
    assert set(drawing.WHO) == set(Who)


def test_every_move_with_a_target_is_drawn() -> None:
    proposals = drawing.table(WORKFLOWS["proposals"])
    assert ("submitted", "adopted", "Anta") in proposals.edges
    assert ("", "draft", "Nytt förslag") in proposals.edges
    drawn = drawing.drawing(WORKFLOWS["proposals"])
    assert drawn and len(drawn.boxes) == 9
    assert drawn.on and drawn.back


def test_each_phase_says_what_it_guards() -> None:
    phases = dict(drawing.by_phase())
    title, what, who = phases["Behov"][0]
    assert (title, who) == ("Behov", "handläggare") and what == "Skriv ett behov och ändra behovet"
    assert ("Prioriteringslistor", "ledamot i fullmäktige") in {(t, w) for t, _what, w in phases["Prioritering"]}


@pytest.mark.django_db
def test_the_controller_writes_the_text_and_everybody_reads_it(world: World, client: Client) -> None:
    assert "Styrningen börjar i verksamheterna" in client.get(reverse("pages:about")).content.decode()
    her = Client()
    her.force_login(world.controller)
    her.post(reverse("pages:about-edit"), {"body": "Hos oss börjar allt\n\ni <b>enheterna</b>."})
    html = client.get(reverse("pages:about")).content.decode()
    assert "Hos oss börjar allt" in html and "&lt;b&gt;enheterna" in html
    her.post(reverse("pages:about-edit"), {"body": " "})
    assert Text.objects.get().body == ""
    assert "Styrningen börjar i verksamheterna" in client.get(reverse("pages:about")).content.decode()
