"""E-mail: of what each chose, to those who may read it, when it stands; and never a word of what is written."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from burlov_styrning.base import mailing
from burlov_styrning.base.models import MailChoice, Meeting, Notice
from burlov_styrning.clock import at, today
from burlov_styrning.pages import mails
from burlov_styrning.pages.mails import TOLD
from burlov_styrning.workflow import WORKFLOWS
from goals import goals, proposals, selection
from goals.models import Goal, GoalProposal
from goals.selection import Choice
from tests.goals.making import made
from tests.goals.test_goals import words
from tests.world import World

pytestmark = pytest.mark.django_db
SECRET = "HEMLIGTORD"


def wants(world: World, *who: str, **kinds: bool) -> None:
    """These people choose mails; of everything unless told."""
    chosen = dict.fromkeys(mailing.KINDS, not kinds) | kinds
    for name in who:
        mailing.choose(world.users[name].person, **chosen)


def sent() -> dict[str, str]:
    """What went out, by address."""
    mailing.send_waiting()
    found = {message.to[0]: f"{message.subject} {message.body}" for message in mail.outbox}
    assert len(found) == len(mail.outbox), "one mail to each at a time"
    mail.outbox.clear()
    return found


def to(world: World, *who: str) -> set[str]:
    return {world.users[name].email for name in who}


def through_the_chain(world: World) -> GoalProposal:
    """Every step that a mail tells of, with a word in every text that nobody outside may read."""
    text: dict[str, Any] = dict.fromkeys(("target_group", "function", "specific", "realistic"), SECRET)
    proposal = made(world, "ready", None, title=SECRET, **text | {"wording": f"Senast 2030 {SECRET}"})
    proposals.back_to_draft(proposal, by=world.secretary, comment=SECRET)
    proposals.mark_ready(proposal, by=world.manager)
    proposals.submit(proposal, by=world.secretary, decision=_decision(world, "school", "submit"))
    proposals.ask_supplement(proposal, by=world.controller, comment=SECRET)
    proposals.answer(proposal, by=world.staff)
    selection.recommend(proposal, "adopt", _decision(world, "board", "propose"), by=world.board_secretary, text=SECRET)
    return proposal


def _decision(world: World, organ: str, kind: str) -> Any:
    decision = world.decision(getattr(world, organ), kind)
    decision.text = decision.notes = SECRET
    decision.save()
    return decision


def test_nothing_is_sent_to_who_has_not_chosen(world: World) -> None:
    through_the_chain(world)
    assert not Notice.objects.exists() and sent() == {}


def test_each_choice_is_respected(world: World) -> None:
    wants(world, "staff", returned=True, handed_in=False, decided=False, deadlines=False)
    wants(world, "controller", handed_in=True, returned=False, decided=False, deadlines=False)
    wants(world, "employee", "administrator", "other_staff", "auditor")
    through_the_chain(world)
    kinds = set(Notice.objects.values_list("person__user__email", "kind"))
    assert kinds == {(world.staff.email, "returned"), (world.controller.email, "handed_in")}
    assert set(sent()) == to(world, "staff", "controller")
    assert sent() == {}, "once"


def test_no_mail_says_anything_of_what_is_written(world: World) -> None:
    wants(world, *world.users)
    proposal = through_the_chain(world)
    chosen = Choice(proposal, "decline", SECRET)
    selection.decide(world.term, _decision(world, "council", "select"), [chosen], by=world.council_secretary)
    mails = sent()
    assert to(world, "staff", "secretary", "controller", "council_secretary", "board_staff") <= set(mails)
    assert not set(mails) & to(world, "employee", "administrator", "other_staff", "other_secretary", "auditor")
    address = f"http://127.0.0.1:8000/2027-2030/forslag/{proposal.pk}/"
    for body in mails.values():
        assert SECRET not in body and address in body and "/konto/e-post/" in body


def test_only_those_who_may_open_the_link_get_it(world: World) -> None:
    wants(world, "staff", "controller", "council_secretary")
    proposal = made(world, "ready")
    proposals.back_to_draft(proposal, by=world.manager, comment="Gör om")
    assert set(sent()) == to(world, "staff"), "a draft is read inside its organ alone"


def test_who_acts_is_not_told_and_one_thing_is_told_once(world: World) -> None:
    wants(world, "staff", "secretary")
    rows = [made(world, "ready", title=str(number)) for number in range(3)]
    decision = world.decision(world.school, "submit")
    proposals.record_many("submit", rows, by=world.secretary, decision=decision)
    mails = sent()
    assert set(mails) == to(world, "staff"), "one mail with three links"
    assert mails[world.staff.email].count("lämnats in") == 3


def test_a_change_of_a_goal_is_told(world: World) -> None:
    wants(world, "staff")
    goal = goals.adopt(world.term, words(world), _decision(world, "council", "select"), by=world.council_secretary).goal
    decision = _decision(world, "council", "change")
    goals.change(goal, words(world, wording=SECRET), decision, by=world.council_secretary)
    body = sent()[world.staff.email]
    assert f"/2027-2030/mal/{Goal.objects.get().pk}/" in body and SECRET not in body


def test_what_is_taken_back_is_never_told(world: World) -> None:
    wants(world, "staff", "controller")
    proposal = made(world, "ready")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        proposals.submit(proposal, by=world.secretary, decision=world.decision(world.school, "submit"))
        raise ZeroDivisionError
    assert not Notice.objects.exists() and sent() == {}


def test_it_is_sent_by_the_worker_when_the_step_stands(world: World, django_capture_on_commit_callbacks: Any) -> None:
    wants(world, "staff", "controller")
    rows = [made(world, "ready", title=str(number)) for number in range(2)]
    with django_capture_on_commit_callbacks(execute=True) as kicks:
        decision = world.decision(world.school, "submit")
        proposals.record_many("submit", rows, by=world.secretary, decision=decision)
    assert len(kicks) == 1 and DBTaskResult.objects.count() == 1
    assert mail.outbox == [], "not in the request"


def test_what_cannot_be_sent_waits_for_the_next_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    wants(world, "staff")
    made(world, "submitted")

    def broken(*_args: Any) -> None:
        raise OSError("no server")

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "send_mail", broken)
        assert mailing.send_waiting() == 0
        Meeting.objects.create(organ=world.school, date=today() + timedelta(days=3))
        made(world, "ready")
        wants(world, "secretary", deadlines=True)
        assert mails.remind() == 0
    assert mails.remind() == 1, "it was not told, so it is told later the same day"
    mail.outbox.clear()
    assert Notice.objects.filter(sent=None).exists()
    assert set(sent()) == to(world, "staff")


# Last days


def test_last_days_are_told_once_a_day_at_most(world: World) -> None:
    made(world, "ready", title=SECRET)
    Meeting.objects.create(organ=world.school, date=today() + timedelta(days=3))
    wants(world, "secretary", deadlines=True)
    wants(world, "staff", "manager", deadlines=False)
    call_command("send_mail", stdout=(out := StringIO()))
    assert out.getvalue().strip().endswith("1 reminders")
    [message] = mail.outbox
    assert message.to == [world.secretary.email]
    assert "om 3 dagar" in message.body and "/mitt-arbete/" in message.body and SECRET not in message.body
    call_command("send_mail", stdout=StringIO())
    assert len(mail.outbox) == 1
    MailChoice.objects.update(reminded=today() - timedelta(days=1))
    with at(today() + timedelta(days=1)):  # once more the next day
        call_command("send_mail", stdout=StringIO())
    assert len(mail.outbox) == 2


def test_what_had_its_last_day_is_told_apart_from_what_has_it_soon(world: World) -> None:
    wants(world, "secretary", deadlines=True)
    days = [today() + timedelta(days=n) for n in (3, -14, -7)]
    assert mailing.remind(world.secretary.person, days) and not mailing.remind(world.secretary.person, days)
    [message] = mail.outbox
    assert "en sak väntar på dig" in message.body and "om 3 dagar" in message.body
    assert "2 saker som väntar på dig" in message.body and "för 2 veckor sedan" in message.body


def test_nothing_near_is_no_mail(world: World) -> None:
    wants(world, "secretary", deadlines=True)
    call_command("send_mail", stdout=StringIO())
    assert mail.outbox == []


# The choice


def test_one_chooses_for_oneself_alone(world: World) -> None:
    client = Client()
    client.force_login(world.staff)
    page = client.get("/konto/e-post/").content.decode()
    assert "E-post till mig" in page and "checked" not in page and world.staff.email in page
    answer = client.post("/konto/e-post/", {"returned": "on", "deadlines": "on"}, follow=True).content.decode()
    assert "Ditt val är sparat" in answer and answer.count("checked") == 2
    row = MailChoice.objects.get()
    assert (row.person, row.handed_in, row.returned, row.decided, row.deadlines) == (
        world.staff.person, False, True, False, True,
    )  # fmt: skip


def test_every_move_that_is_told_is_a_move() -> None:
    for flow, move in TOLD:
        assert WORKFLOWS[flow].move(move)
