"""Surveys as steps: a provider's file is shown once, told what it means, and read each year from then on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Organ
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.rights import WRITERS, Role
from burlov_styrning.workflow import acting
from indicators.models import Survey
from indicators.moves import SURVEYS
from indicators.sources import guard, surveys
from indicators.sources.row import Unreadable
from indicators.sources.surveys import Reading

MOST_QUESTIONS = 150
"""So many questions are asked about on a page."""


def write(name: str, file: Any, *, by: Any) -> Survey:
    """A new survey: what a file's columns are called, and what they probably are. Nothing of its figures is kept."""
    survey = Survey(name=name, organ=_organ(by))
    with acting(SURVEYS, "write", survey, by=by) as act:
        if Survey.objects.filter(name=name).exists():
            act.rule([("name", _("Det finns redan en undersökning med det namnet."))])
        act.row.texts = texts_of(file)
        act.row.columns = surveys.guessed(list(act.row.texts))
    return survey


def edit(survey: Survey, *, by: Any, stamp: str = "", file: Any = None, **said: Any) -> None:
    """What columns, questions and groups are; a file of another year adds what is new in it."""
    with acting(SURVEYS, "edit", survey, by=by) as act:
        if stamp and stamp != stamp_of(act.row):
            raise Conflict(_("Någon annan ändrade undersökningen nyss. Läs den igen innan du ändrar."))
        for name, value in said.items():
            setattr(act.row, name, value)
        if file:
            act.row.texts = _joined(act.row.texts, texts_of(file))
        columns = act.row.columns
        if missing := [n for n in surveys.NEEDED if not columns.get(n)]:
            act.rule([(f"column_{n}", _("Välj den kolumnen.")) for n in missing])
        if len(set(columns.values())) < len(columns):
            twice = next(n for n, text in columns.items() if list(columns.values()).count(text) > 1)
            act.rule([(f"column_{twice}", _("Samma kolumn är vald två gånger."))])


def texts_of(file: Any) -> dict[str, list[str]]:
    """The file's headings and words, where it is one that can be read; else refused beside its field."""
    if sentence := guard.refusal(file):
        raise Refusal(Reason.RULE, fields=[("file", sentence)])
    body = file.read()
    file.seek(0)
    try:
        return surveys.texts_of(body, str(file.name))
    except Unreadable as error:
        raise Refusal(Reason.RULE, fields=[("file", str(error))]) from error


def _joined(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {head: list(dict.fromkeys([*old.get(head, []), *new.get(head, [])])) for head in {**old, **new}}


def questions_of(survey: Survey) -> list[str]:
    """The questions to ask about: those of the files that were shown, and those that are known already."""
    seen = survey.texts.get(survey.columns.get("question", ""), [])
    return list(dict.fromkeys([*seen, *survey.questions]))[:MOST_QUESTIONS]


def groups_of(survey: Survey) -> list[str]:
    """The same of groups of respondents."""
    seen = survey.texts.get(survey.columns.get("group", ""), [])
    return list(dict.fromkeys([*seen, *survey.groups]))[:MOST_QUESTIONS]


def reading(survey: Survey, period: str) -> Reading:
    """How a year's file is read."""
    source = f"{survey.name} {period[:4]}"
    return Reading(survey.columns, survey.questions, survey.groups, survey.margin, period, source)


def stamp_of(survey: Survey) -> str:
    """What a form carries of the survey that it shows, to notice when somebody saves in between."""
    parts = (survey.columns, survey.questions, survey.groups, survey.texts)
    return str(crc32(repr([survey.name, survey.margin, *(sorted(part.items()) for part in parts)]).encode()))


def _organ(by: Any) -> Organ | None:
    """Whose it is: the first organ that the person works for; the controller's is nobody's."""
    actor = rights.actor_of(by)
    mine = [] if actor.has(Role.CONTROLLER) else sorted(actor.organs(WRITERS))
    return Organ.objects.filter(pk__in=mine).order_by("pk").first()
