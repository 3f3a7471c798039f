"""A draft that saves itself: nothing typed is lost, nobody is written over, and no version is made of every pause."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning.refusals import Conflict
from goals import proposals
from goals.models import GoalProposal
from goals.written import Written, content_of
from tests.goals.making import complete_text, made, made_draft
from tests.goals.test_pages_of_proposals import page, post, typed
from tests.world import World

pytestmark = pytest.mark.django_db


def autosaved(world: World, proposal: GoalProposal, who: str = "staff", **changes: Any) -> Any:
    return post(world, who, "proposal-autosave", proposal.pk, **typed(world, **changes))


def versions(proposal: GoalProposal) -> list[tuple[str, int | None]]:
    return [(v.content["wording"], v.saved_by_id) for v in proposal.versions.order_by("number")]


def test_it_is_saved_and_said_and_no_version_is_kept(world: World) -> None:
    proposal = made_draft(world)
    answer = autosaved(world, proposal, wording="Senast 2030 får alla plats.")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Sparat " in text and 'name="revision" value="2"' in text and "data-stops" not in text
    stored = GoalProposal.objects.get()
    assert (stored.wording, stored.revision, stored.versions.count()) == ("Senast 2030 får alla plats.", 2, 1)


def test_the_explicit_save_after_it_is_a_version(world: World) -> None:
    proposal = made_draft(world)
    autosaved(world, proposal, wording="Ett 2030")
    autosaved(world, proposal, wording="Två 2030", revision="2")
    post(world, "staff", "proposal-edit", proposal.pk, **typed(world, wording="Två 2030", revision="3"))
    assert [wording for wording, _by in versions(proposal)][1:] == ["Två 2030"]


def test_a_move_after_it_is_a_version(world: World) -> None:
    proposal = made_draft(world)
    proposals.autosave(proposal, complete_text(world, wording="Senast 2030, alla."), by=world.staff, revision=1)
    proposals.mark_ready(proposal, by=world.manager)
    assert [wording for wording, _by in versions(proposal)][1:] == ["Senast 2030, alla."]


def test_what_one_person_let_save_itself_is_kept_before_another_writes_over_it(world: World) -> None:
    proposal = made_draft(world)
    proposals.autosave(proposal, complete_text(world, wording="Elins mening 2030"), by=world.staff, revision=1)
    proposals.edit(proposal, complete_text(world, wording="Gunnars mening 2030"), by=world.manager, revision=2)
    elin, gunnar = world.staff.person.pk, world.manager.person.pk
    assert versions(proposal)[1:] == [("Elins mening 2030", elin), ("Gunnars mening 2030", gunnar)]


def test_a_save_in_between_stops_it_and_the_button_shows_both_texts(world: World) -> None:
    proposal = made_draft(world)
    proposals.edit(proposal, complete_text(world, wording="Den andras lydelse 2030"), by=world.manager, revision=1)
    answer = autosaved(world, proposal, wording="Min lydelse 2030")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"{world.manager.person.name} sparade förslaget" in text
    assert "data-stops" in text and 'name="revision" value="1"' in text
    assert GoalProposal.objects.get().wording == "Den andras lydelse 2030"
    both = post(world, "staff", "proposal-edit", proposal.pk, **typed(world, wording="Min lydelse 2030"))
    assert both.status_code == 409
    assert "Min lydelse 2030" in both.content.decode() and "andras" in both.content.decode()
    assert "data-autosave" not in both.content.decode(), "nothing is written over before somebody has chosen"


def test_two_windows_of_one_person_are_told_so(world: World) -> None:
    proposal = made_draft(world)
    autosaved(world, proposal, wording="Ena fönstret 2030")
    assert "i ett annat fönster" in autosaved(world, proposal, wording="Andra fönstret 2030").content.decode()


def test_what_cannot_be_read_stays_as_it_was_and_is_named(world: World) -> None:
    proposal = made_draft(world)
    wrong = {"indikator-0-target": "1.234", "indikator-0-baseline": "66", "title": "", "operating_2027": "x"}
    answer = autosaved(world, proposal, **wrong, function="Rektor", **{"hord-0-date": "i höstas"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Kort titel, Målvärde (minst), Hördes och Drift 2027, tkr" in text
    content = content_of(GoalProposal.objects.get())
    assert (content.title, content.function) == ("Fler barn får plats i tid", "Rektor")
    assert (content.indicators[0].baseline, content.indicators[0].target) == (Decimal(66), Decimal(83))
    assert content.cost[0].operating == Decimal(400)
    assert [unit.date for unit in content.consulted] == ["2026-10-05"]


@pytest.mark.parametrize("name", ["Indikatr", ""])
def test_a_half_typed_name_takes_no_indicator_away(world: World, name: str) -> None:
    proposal = made_draft(world)
    autosaved(world, proposal, **{"indikator-0-indicator": name})
    content = content_of(GoalProposal.objects.get())
    assert [line.target for line in content.indicators] == [Decimal(83)]


def test_a_damaged_form_empties_nothing(world: World) -> None:
    proposal = made_draft(world)
    autosaved(world, proposal, **{"indikator-TOTAL_FORMS": "x", "hord-TOTAL_FORMS": ""})
    content = content_of(GoalProposal.objects.get())
    assert (len(content.indicators), len(content.consulted)) == (1, 1)


def test_an_indicator_twice_is_not_saved_and_said(world: World) -> None:
    proposal = made_draft(world)
    twice = {"indikator-TOTAL_FORMS": "2", "indikator-1-indicator": world.indicator.name}
    answer = autosaved(world, proposal, **twice, function="Rektor")
    assert answer.status_code == 422
    assert "Samma indikator står två gånger" in answer.content.decode()
    assert "data-stops" not in answer.content.decode(), "the next pause may save it"


def test_only_a_draft_saves_itself(world: World) -> None:
    proposal = made(world, "supplement")
    assert "data-autosave" not in edit_page(world, proposal)
    answer = autosaved(world, proposal, wording="Ny lydelse 2030", revision=str(proposal.revision))
    assert answer.status_code == 422
    assert "data-stops" in answer.content.decode()
    assert GoalProposal.objects.get().wording != "Ny lydelse 2030"


def edit_page(world: World, proposal: GoalProposal) -> str:
    return page(world, "staff", "proposal-edit", proposal.pk)


def test_a_stale_revision_is_a_conflict(world: World) -> None:
    proposal = made_draft(world)
    with pytest.raises(Conflict):
        proposals.autosave(proposal, Written({"title": "Nytt"}), by=world.staff, revision=0)
