"""A line of the change log in words: what it was and what it became, field by field."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from auditlog.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import rights, spoken
from burlov_styrning.fields import ExactDecimalField
from burlov_styrning.swedish import listed, number
from followup.audit.logged import Logged, by_type
from followup.audit.reach import Reader
from goals.models import Goal
from indicators.models import Outcome
from indicators.models.outcome import APART

ALWAYS = ("state", "exposure", "due")
"""Of a draft of others one is told that it is there, its state and its last day (DOMAIN §10)."""
SILENT = frozenset({"id", "revision", "changed_at", "example_fields", "untold", "said", "sha256", "size"})
"""Fields that say nothing to people."""
NOTHING = (None, "None", "", "[]", "{}")
HIDDEN, LONG = "***", 400
ACTIONS = {0: gettext_lazy("tillagt"), 1: gettext_lazy("ändrat"), 2: gettext_lazy("borttaget")}
NAMES: Mapping[str, Sequence[str]] = {
    "base.Organ": ["name"], "base.Unit": ["name"], "base.Person": ["name"], "base.Source": ["title"],
    "base.Municipality": ["name"], "base.Meeting": ["organ__name", "date"],
    "base.Decision": ["organ__name", "date", "paragraph"],
    "indicators.Indicator": ["current__name"], "indicators.IndicatorVersion": ["name"],
    "goals.Term": ["first_year", "last_year"],
    "goals.GoalArea": ["name"], "goals.Vision": ["text"], "goals.Goal": ["title", "wording"],
    "followup.FollowUpRound": ["year", "name"],
}  # fmt: skip
"""By which columns a row that another names is known."""

type Key = tuple[str, int]


@dataclass(frozen=True)
class Change:
    """One field: what it was, what it became; empty for nothing."""

    label: str
    before: str
    after: str

    @property
    def long(self) -> bool:
        """Whether it is opened to be read."""
        return len(self.before) + len(self.after) > LONG


@dataclass(frozen=True)
class Told:
    """A line in words. `open`: what changed is told; else only that, and how far the row came."""

    line: LogEntry
    word: str
    name: str
    did: str
    who: str
    goal: Goal | None
    open: bool
    changes: Sequence[Change]


def tell(lines: Sequence[LogEntry], user: Any) -> list[Told]:
    """Lines in words, as far as this person may read them: a few queries for all of them."""
    reader = Reader(lines, rights.actor_of(user))
    kinds = by_type()
    goals = _goals({reader.goal_of(line) for line in lines}, user)
    open_ = {line.pk: reader.reads(line) for line in lines}
    read = [line for line in lines if open_[line.pk]]
    values, names = _values(read, kinds, user), _names(read, kinds, user)
    found = []
    for line in lines:
        kind, told = kinds.get(line.content_type_id), open_[line.pk]
        changes = list(_changes(line, kind, names, told, values.get(line.pk, {}))) if kind else []
        spoken.note(*(text for one in changes for text in (one.before, one.after)))
        word = capfirst(str(kind.word)) if kind else line.content_type.name
        name = line.object_repr if told and kind and kind.named else ""
        spoken.note(name)
        found.append(
            Told(line, word, name, str(ACTIONS.get(line.action, "")), who(line), goals.get(reader.goal_of(line)), told,
                 changes)
        )  # fmt: skip
    return found


def who(line: LogEntry) -> str:
    """Who wrote it: a person, the goal book that was read in, or the system itself."""
    if line.actor:
        person = getattr(line.actor, "person", None)
        return str(person or line.actor)
    if line.additional_data and "file" in line.additional_data:
        return _("målboken %(file)s") % {"file": line.additional_data["file"]}
    return _("systemet")


def _goals(pks: set[int], user: Any) -> dict[int, Goal]:
    rows = Goal.objects.visible_to(user).filter(pk__in=sorted(pks - {0})).select_related("term")
    return {row.pk: row for row in rows}


# What changed


def _values(lines: Sequence[LogEntry], kinds: Mapping[int, Logged], user: Any) -> dict[int, dict[str, Any]]:
    """What outcomes were entered with, by line: the log is silent of it, but a row's own value never changes."""
    made = {
        line.object_id: line.pk
        for line in lines
        if line.action == LogEntry.Action.CREATE and (kind := kinds.get(line.content_type_id)) and kind.model is Outcome
    }
    rows = Outcome.objects.visible_to(user).filter(pk__in=list(made)).values("pk", *APART) if made else ()
    return {made[row.pop("pk")]: {name: value for name, value in row.items() if value is not None} for row in rows}


def _changes(
    line: LogEntry, kind: Logged, names: Mapping[Key, str], told: bool, values: Mapping[str, Any]
) -> Iterator[Change]:
    """Field by field. `values`: what the line is silent of and the row still tells."""
    for name, said in (line.changes or {}).items():
        said = [None, values[name]] if name in values else said
        field = _field(kind, name)
        if field is None or name in SILENT or not (told or name in ALWAYS):
            continue
        if isinstance(said, Mapping):
            yield _many(field, said)
            continue
        before, after = (_value(field, value, names) for value in said)
        if before != after and not (line.action == LogEntry.Action.CREATE and after == _("nej")):
            yield Change(capfirst(str(field.verbose_name)), before, after)


def _field(kind: Logged, name: str) -> Any:
    try:
        field = kind.model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if getattr(field, "verbose_name", None) and not field.auto_created else None


def _many(field: Any, said: Mapping[str, Any]) -> Change:
    objects = listed(str(one) for one in said.get("objects", ()))
    label = capfirst(str(field.verbose_name))
    return Change(label, "", objects) if said.get("operation") == "add" else Change(label, objects, "")


def _value(field: Any, value: Any, names: Mapping[Key, str]) -> str:
    """A stored value as people write it."""
    if value in NOTHING:
        return ""
    if value == HIDDEN:
        return _("visas inte")
    if field.is_relation:
        return names.get(_key(field, value), _("post %(number)s") % {"number": value})
    if field.choices:
        return str(dict(field.flatchoices).get(str(value), value))
    if isinstance(field, models.BooleanField):
        return _("ja") if str(value) == "True" else _("nej")
    if isinstance(field, models.DateTimeField):
        return _moment(str(value))
    if isinstance(field, ExactDecimalField):
        return _number(str(value))
    return _plain(value) if isinstance(field, models.JSONField) else str(value)


def _moment(value: str) -> str:
    """The log keeps moments in UTC, with or without saying so."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    known = found if found.tzinfo else found.replace(tzinfo=UTC)
    return timezone.localtime(known).strftime("%Y-%m-%d %H.%M")


def _number(value: str) -> str:
    try:
        return number(Decimal(value))
    except InvalidOperation:
        return value


def _plain(value: Any) -> str:
    """Plain values on one line, without the marks of the machine's own notation."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return "; ".join(_pieces(found))


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            text = ", ".join(_pieces(one))
            if text:
                yield f"{name}: {text}"
    elif isinstance(value, list):
        for one in value:
            yield from _pieces(one)
    elif value not in NOTHING:
        yield str(value)


# Rows that are named


def _key(field: Any, value: Any) -> Key:
    text = str(value)
    return field.related_model._meta.label, int(text) if text.isdecimal() else 0


def _names(lines: Sequence[LogEntry], kinds: Mapping[int, Logged], user: Any) -> dict[Key, str]:
    """The names of the rows that these lines point to: one query; drafts of others have none."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        for name, said in (line.changes or {}).items():
            field = _field(kinds[line.content_type_id], name)
            if field is not None and field.is_relation and isinstance(said, list | tuple):
                for value in said:
                    label, pk = _key(field, value)
                    if label in NAMES and pk:
                        wanted[label].add(pk)
    queries = [_named(label, pks, user) for label, pks in sorted(wanted.items())]
    if not queries:
        return {}
    labels = sorted(NAMES)
    return {
        (labels[place], pk): ", ".join(dict.fromkeys(part for part in parts if part))
        for place, pk, *parts in queries[0].union(*queries[1:], all=True).order_by()
    }


def _named(label: str, pks: set[int], user: Any) -> Any:
    rows = Logged(label, "").model.objects.visible_to(user) if label != "base.Person" else _people()  # type: ignore[attr-defined]
    columns: list[Any] = [Coalesce(Cast(F(name), CharField()), Value("")) for name in NAMES[label]]
    if label == "goals.Term":
        columns = [Concat(*columns[:1], Value("–"), *columns[1:2], output_field=CharField()), *[Value("")] * 2]
    if label == "base.Decision":
        columns[-1] = Concat(Value("§\u00a0"), "paragraph", output_field=CharField())
    columns += [Value("", output_field=CharField())] * (3 - len(columns))
    place = Value(sorted(NAMES).index(label), output_field=BigIntegerField())
    return rows.filter(pk__in=sorted(pks)).order_by().values_list(place, F("pk"), *columns)


def _people() -> Any:
    """Who did something is told with what was done; what else a person is, is the administrator's."""
    from burlov_styrning.base.models import Person

    return Person.objects.all()
