"""The decision form: one time, a paragraph, or a decision that stands already."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from burlov_styrning import clock
from burlov_styrning.base.forms import DecisionForm
from burlov_styrning.base.models import Decision, Meeting
from burlov_styrning.refusals import Reason, Refusal
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = date(2026, 12, 10)


def form(world: World, **typed: Any) -> DecisionForm:
    return DecisionForm(typed, organ=world.school, kind="submit")


def errors(world: World, **typed: Any) -> dict[str, list[str]]:
    with clock.at(NOW):
        return {name: [str(error) for error in found] for name, found in form(world, **typed).errors.items()}


@pytest.fixture
def meeting(world: World) -> Meeting:
    Meeting.objects.create(organ=world.social, date=date(2026, 12, 3))
    Meeting.objects.create(organ=world.school, date=date(2027, 1, 20))
    made: Meeting = Meeting.objects.create(organ=world.school, date=date(2026, 12, 2))
    return made


def test_a_decision_at_a_meeting_is_recorded_with_its_minutes(world: World, meeting: Meeting) -> None:
    with clock.at(NOW):
        filled = form(
            world, meeting=meeting.pk, paragraph="§ 112", registry="2026/7", reservations="Parti B\n\nParti C "
        )
        assert filled.is_valid(), filled.errors
        decision = filled.record(by=world.secretary)
    assert (decision.kind, decision.date, decision.paragraph) == ("submit", "2026-12-02", "112")
    assert decision.reservations == ["Parti B", "Parti C"]
    assert decision.exposure == "record"
    assert decision.recorded_by == world.secretary.person


def test_only_meetings_that_the_organ_has_held_are_offered(world: World, meeting: Meeting) -> None:
    with clock.at(NOW):
        assert list(form(world).fields["meeting"].queryset) == [meeting]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"paragraph": "1"}, "meeting", "Välj sammanträdet"),
        ({"paragraph": "1", "date": "2026-12-11"}, "date", "har inte varit"),
        ({"paragraph": "1", "date": "2026-13"}, "date", "almanackan"),
        ({"date": "2026-12"}, "paragraph", "Ange paragrafen"),
        ({"date": "2026-12", "paragraph": "§"}, "paragraph", "Ange paragrafen"),
        ({"date": "2026-12", "paragraph": "12 abc?"}, "paragraph", "paragrafens nummer"),
        ({"date": "2026-12", "paragraph": "den första"}, "paragraph", "paragrafens nummer"),
        ({"paragraph": "1", "date": "2026-12-02", "adjusted": "2026-12-01"}, "adjusted", "före sammanträdet"),
        ({"paragraph": "1", "date": "2026-12-02", "adjusted": "2026-12-24"}, "adjusted", "har inte varit"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world: World, typed: dict[str, str], field: str, words: str) -> None:
    found = errors(world, **typed)
    assert list(found) == [field]
    assert words in found[field][0]


@pytest.mark.parametrize("paragraph", ["112", "§112", "§§ 12-14", "12 a", "112/2026", "3, 5", "12–14"])
def test_a_paragraph_is_written_as_in_the_minutes(world: World, paragraph: str) -> None:
    assert not errors(world, date="2026-12-02", paragraph=paragraph)


def test_a_date_before_the_matter_could_be_decided_is_a_slip(world: World) -> None:
    """And an older decision is not offered for it; a date of which only the year is known may lie in the first."""
    world.decision(world.school, "submit", "112")  # 2026
    with clock.at(NOW):
        for text, ok in (("2025", False), ("2025-12-31", False), ("2026", True), ("2026-01-01", True)):
            filled = DecisionForm({"date": text, "paragraph": "1"}, organ=world.school, kind="submit", earliest=2026)
            assert filled.is_valid() is ok, (text, filled.errors)
        later = DecisionForm({}, organ=world.school, kind="submit", earliest=2027)
        assert not later.fields["known"].queryset.exists()  # type: ignore[attr-defined]


def test_meeting_and_date_exclude_each_other(world: World, meeting: Meeting) -> None:
    assert "inte båda" in errors(world, meeting=meeting.pk, date="2026-12-02", paragraph="1")["date"][0]


def test_one_decision_covers_many_matters(world: World) -> None:
    with clock.at(NOW):
        first = form(world, date="2026-12-02", paragraph="112")
        assert first.is_valid()
        decision = first.record(by=world.secretary)
        again = form(world, known=decision.pk)
        assert again.is_valid(), again.errors
        assert again.record(by=world.secretary) == decision
    assert Decision.objects.count() == 1


def test_the_same_paragraph_is_not_recorded_twice(world: World) -> None:
    world.decision(world.school, "submit", "112")
    found = errors(world, date="2026-12-02", paragraph="112")
    assert "Redan antecknat beslut" in found["paragraph"][0]


def test_a_chosen_decision_and_a_typed_one_are_not_mixed(world: World) -> None:
    decision = world.decision(world.school, "submit", "112")
    found = errors(world, known=decision.pk, paragraph="113", votes="12–8")
    assert "paragraf och omröstning" in found["known"][0]


def test_another_organs_decision_cannot_be_chosen(world: World) -> None:
    decision = world.decision(world.social, "submit", "9")
    assert "known" in errors(world, known=decision.pk)


def test_only_the_organs_secretary_records(world: World) -> None:
    with clock.at(NOW):
        filled = form(world, date="2026-12-02", paragraph="112")
        assert filled.is_valid()
        with pytest.raises(Refusal) as refused:
            filled.record(by=world.other_secretary)
    assert refused.value.reason is Reason.RIGHT


def test_what_is_seldom_filled_opens_when_it_was(world: World) -> None:
    from crispy_forms.utils import render_crispy_form

    with clock.at(NOW):
        assert "<details" in render_crispy_form(form(world, date="2026-12-02"))
        assert " open" not in render_crispy_form(form(world, date="2026-12-02")).split("<summary")[0][-20:]
        assert 'class="more" open' in render_crispy_form(form(world, votes="12–8"))
