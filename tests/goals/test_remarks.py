"""Comments section by section between committee and controller: beside the text, open or dealt with, counted."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from burlov_styrning.base import comments
from burlov_styrning.base.models import Comment, Event
from goals import proposals
from tests.goals.making import complete_text, made
from tests.goals.test_pages_of_proposals import address, page, post, signed_in, typed
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_section_is_commented_beside_its_text_and_counted(world: World) -> None:
    proposal = made(world, "ready")
    post(world, "member", "proposal-comment", proposal.pk, text="Varför inte 85?", section="measure")
    post(world, "chair", "proposal-comment", proposal.pk, text="Bra att det blev av.")
    shown = unescape(page(world, "staff", "proposal-show", proposal.pk))
    assert "2 öppna kommentarer" in shown and 'href="#samtal-measure"' in shown
    assert 'id="samtal-measure"' in shown and 'id="samtal-cost"' not in shown
    assert Comment.objects.get(text="Varför inte 85?").section == "measure"
    assert post(world, "member", "proposal-comment", proposal.pk, text="x", section="annat").status_code == 200
    assert Comment.objects.count() == 2, "a section that is none is not kept"


def test_the_editor_shows_them_and_marks_them_as_dealt_with(world: World) -> None:
    proposal = made(world, "ready")
    said = comments.write(proposal, by=world.member, text="Skriv om kön.", section="wording")
    proposals.back_to_draft(proposal, by=world.manager, comment="Se kommentaren.")
    text = unescape(page(world, "staff", "proposal-edit", proposal.pk))
    resolve = reverse("base:comment-resolve", args=[said.pk])
    assert "1 öppen kommentar:" in text and 'href="#sagt-wording"' in text and "Skriv om kön." in text
    assert f'form="markera" formaction="{resolve}?next=' in text
    here = address(world, "proposal-edit", proposal.pk) + "#sagt-wording"
    answer = signed_in(world, "staff").post(resolve + "?next=" + here.replace("#", "%23"))
    assert answer["Location"] == here
    after = unescape(page(world, "staff", "proposal-edit", proposal.pk))
    assert "öppen kommentar" not in after and "1 avklarad" in after
    failed = post(world, "staff", "proposal-edit", proposal.pk, **typed(world, title="")).content.decode()
    assert 'id="sagt-wording"' in failed, "and where something cannot be saved"


def test_the_controller_takes_part_when_invited_and_after_handing_in(world: World) -> None:
    proposal = made(world, "draft")
    write = {"text": "Räkna om kön.", "section": "measure"}
    assert post(world, "controller", "proposal-comment", proposal.pk, **write).status_code == 404
    proposals.invite(proposal, by=world.staff, person=world.controller.person)
    assert Event.of(proposal).filter(move="invite", comment=world.controller.person.name).exists(), "and it is logged"
    assert post(world, "controller", "proposal-comment", proposal.pk, **write).status_code == 302
    other = made(world, "supplement")
    assert post(world, "controller", "proposal-comment", other.pk, **write).status_code == 302
    assert "Räkna om kön." in page(world, "controller", "proposal-show", other.pk)
    for who in ("councillor", "board_staff", "auditor"):
        assert "Räkna om kön." not in page(world, who, "proposal-show", other.pk)
        assert post(world, who, "proposal-comment", other.pk, **write).status_code == 404


def test_the_question_stands_on_the_page_and_in_the_editor(world: World) -> None:
    proposal = made(world, "supplement")
    for who, name in (("staff", "proposal-show"), ("staff", "proposal-edit"), ("controller", "proposal-show")):
        assert "Hur räknades kön?" in page(world, who, name, proposal.pk)
    assert "Hur räknades kön?" not in page(world, "councillor", "proposal-show", proposal.pk)
    ready = made(world, "ready")
    proposals.back_to_draft(ready, by=world.manager, comment="Skriv målgruppen.")
    assert "Skriv målgruppen." in page(world, "staff", "proposal-edit", ready.pk)


def test_a_supplement_that_needs_a_new_decision_says_so_before_it_is_refused(world: World) -> None:
    proposal = made(world, "supplement")
    answer = address(world, "proposal-answer", proposal.pk)
    assert answer in page(world, "staff", "proposal-show", proposal.pk)
    proposals.complete(
        proposal, complete_text(world, wording="Ny lydelse 2030."), by=world.staff, revision=proposal.revision
    )  # fmt: skip
    shown = unescape(page(world, "staff", "proposal-show", proposal.pk))
    assert answer not in shown and "Texten ändrar målets lydelse. Nämnden behöver fatta ett nytt beslut" in shown
    assert proposal.handed_in
    compare = address(world, "proposal-compare", proposal.pk) + f"?fran={proposal.handed_in.number}"
    assert compare in shown
    assert "<del>" in page(world, "staff", "proposal-compare", proposal.pk, query=compare[compare.index("?") :])


def test_the_committee_reads_that_a_declined_one_may_become_its_own_goal(world: World) -> None:
    proposal = made(world, "declined")
    assert "eget nämndmål genom eget beslut" in page(world, "staff", "proposal-show", proposal.pk)
    assert "eget nämndmål" not in page(world, "councillor", "proposal-show", proposal.pk)
    assert address(world, "proposal-own-goal", proposal.pk) in page(world, "secretary", "proposal-show", proposal.pk)
