"""Indicators as steps: defined, edited, redefined. A change of meaning after values exist breaks the series."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Access
from burlov_styrning.clock import today
from burlov_styrning.partial_dates import is_partial_date, last_day
from burlov_styrning.refusals import Conflict
from burlov_styrning.swedish import listed
from burlov_styrning.workflow import Act, acting
from indicators import formulas, hiding
from indicators.models import HiddenValue, Indicator, IndicatorVersion, Outcome
from indicators.moves import INDICATORS
from indicators.rules.direction import Direction

FACTS = (
    "kind", "frequency", "cumulative", "ratio_scale", "by_sex", "minimum_count", "organ", "function",
    "origin_system", "origin_id", "continues", "months",
)  # fmt: skip
MEANING = ("name", "definition", "unit", "decimals", "direction", "low", "high", "tolerance", "formula")

type Values = Mapping[str, Any]
type Problem = tuple[str, str]


def define(*, by: Any, facts: Values, meaning: Values) -> Indicator:
    """A new indicator with its first version."""
    indicator = Indicator()
    with acting(INDICATORS, "define", indicator, by=by) as act:
        indicator.key = _key(str(meaning.get("name", "")))
        version = IndicatorVersion()
        _write(act.row, FACTS, facts)
        _write(version, MEANING, meaning)
        act.rule([*_wrong_facts(act.row), *_wrong_meaning(version), *_wrong_formula(act.row, version)])
        act.row.formula = version.formula
        act.rule(_wrong_origin(act.row))
        act.row.save()
        version.indicator = act.row
        version.save()
        act.row.current = version
    return indicator


def edit(indicator: Indicator, *, by: Any, facts: Values, stamp: str = "") -> Act:
    """Change who answers for it, how often it is measured and so on; refused with both when somebody saved before."""
    with acting(INDICATORS, "edit", indicator, by=by) as act:
        _guard_stamp(act.row, stamp, facts)
        before = (act.row.origin_system, act.row.origin_id)
        _write(act.row, FACTS, facts)
        act.rule([*_wrong_facts(act.row), *_new_source(act.row, before), *_wrong_origin(act.row)])
        act.row.save()
        found = hiding.find(act.row)
        hiding.conceal(found.standing, by=by)
        act.remarks += found.remarks
    return act


def redefine(indicator: Indicator, *, by: Any, meaning: Values, until: str = "", stamp: str = "") -> Act:
    """Change what it means. With values a new version begins after `until`; the old values keep the old meaning."""
    with acting(INDICATORS, "redefine", indicator, by=by) as act:
        _guard_stamp(act.row, stamp, meaning)
        version = act.row.current or IndicatorVersion(indicator=act.row)
        breaks = bool(act.row.current and has_values(act.row))
        if breaks:
            version = _break(act, until, meaning)
        _write(version, MEANING, meaning)
        act.rule([*_wrong_meaning(version), *_wrong_formula(act.row, version, computed=breaks)])
        version.save()
        act.row.current, act.row.formula = version, version.formula
        act.rule(_wrong_origin(act.row))
        if breaks:
            act.remarks += _break_users(act.row, until)
    return act


def _break_users(indicator: Indicator, until: str) -> list[str]:
    """A break in a part is a break in what is computed from it, where its versions have none there already."""
    users = formulas.all_users_of(indicator)
    for user in users:
        versions = sorted(user.versions.all(), key=lambda version: last_day(version.until or "9999"))
        old = next(version for version in versions if last_day(version.until or "9999") >= last_day(until))
        if old.until and last_day(old.until) == last_day(until):
            continue
        new = IndicatorVersion(indicator=user, until=old.until, **{name: getattr(old, name) for name in MEANING})
        old.until = until
        old.save()
        new.save()
        if new.until is None:
            user.current = new
            user.save()
    names = listed(user.name for user in users)
    return [_("Brottet gäller också det som räknas ut av indikatorn: %(names)s.") % {"names": names}] if users else []


def ask_access(indicator: Indicator, *, by: Any, comment: str) -> Act:
    """An auditor opens the hidden values of the indicator on own request, with the reason logged (KL 12:9)."""
    with acting(INDICATORS, "ask_access", indicator, by=by, comment=comment) as act:
        for pk in HiddenValue.objects.filter(outcome__indicator=act.row).values_list("pk", flat=True):
            kind = HiddenValue.rights_kind
            Access.objects.get_or_create(
                person_id=act.actor.person, kind=kind, row=pk, defaults={"reason": act.comment}
            )
    return act


def has_values(indicator: Indicator) -> bool:
    """Whether outcomes stand under its current version: then its meaning can no longer be changed in place."""
    if indicator.formula:
        return formulas.has_computed(indicator.formula)
    return Outcome.objects.filter(version=indicator.current_id).exists()


def stamp_of(indicator: Indicator) -> str:
    """What an edit form carries, to notice that somebody saved in between."""
    row, version = indicator, indicator.current
    said = [str(getattr(row, n)) for n in FACTS] + [str(getattr(version, n)) for n in MEANING if version]
    return hashlib.sha256(json.dumps([said, indicator.current_id]).encode()).hexdigest()[:16]


def _guard_stamp(row: Indicator, stamp: str, mine: Values) -> None:
    if stamp and stamp != stamp_of(row):
        raise Conflict(_("Någon annan sparade indikatorn medan du skrev."), mine=mine, theirs=row)


def _write(row: Any, names: tuple[str, ...], values: Values) -> None:
    for name in names:
        if name in values:
            setattr(row, name, values[name])


def _break(act: Act, until: str, meaning: Values) -> IndicatorVersion:
    """End the current version and begin the next, with what it said."""
    old: IndicatorVersion = act.row.current
    if all(getattr(old, name) == meaning.get(name, getattr(old, name)) for name in MEANING):
        act.rule([("", _("Inget är ändrat. Ändra något av det som indikatorn betyder, eller gå tillbaka."))])
    act.rule(_wrong_until(act.row, until))
    new = IndicatorVersion(indicator=act.row, **{name: getattr(old, name) for name in MEANING})
    old.until = until
    old.save()
    return new


def _wrong_until(indicator: Indicator, until: str) -> Iterator[Problem]:
    if not until:
        yield "until", _("Det finns redan värden. Ange till och med när de gamla gäller, till exempel 2025.")
    elif not is_partial_date(until):
        yield "until", _("Skriv ett datum som 2026, 2026-11 eller 2026-11-23.")
    elif last_day(until) > last_day(str(today().year)):
        yield "until", _("Ange en dag som har varit, eller årets slut.")
    elif any(last_day(v.until) >= last_day(until) for v in indicator.versions.all() if v.until):
        yield "until", _("En tidigare version gällde till den dagen eller senare. Ange en dag efter den.")


def _wrong_meaning(version: IndicatorVersion) -> Iterator[Problem]:
    if not version.name.strip():
        yield "name", _("Ge indikatorn ett namn.")
    if not version.unit.strip():
        yield "unit", _("Ange enheten, till exempel %, kr eller antal.")
    if version.tolerance is not None and version.tolerance < 0:
        yield "tolerance", _("Toleransen ska vara minst 0.")
    if version.direction != Direction.WITHIN:
        return
    if version.low is None or version.high is None:
        yield "low", _("Ange båda gränserna när indikatorn ska hålla sig inom gränser.")
    elif version.low > version.high:
        yield "high", _("Den övre gränsen ska vara minst lika hög som den undre.")


def _wrong_formula(indicator: Indicator, version: IndicatorVersion, *, computed: bool = False) -> Iterator[Problem]:
    """A formula that cannot be computed, or beside outcomes. What is right is stored as it is printed."""
    if not version.formula.strip():
        version.formula = ""
        if indicator.formula and computed:
            yield "formula", _("Värden är redan beräknade. Lägg till en ny indikator som fortsätter den här i stället.")
        return
    if not indicator.formula and indicator.pk and indicator.outcomes.exists():
        yield (
            "formula",
            _("Utfall är redan lämnade. Lägg till en ny, beräknad indikator som fortsätter den här i stället."),
        )
    checked = formulas.check(version.formula, version.unit, indicator.key)
    for sentence in checked.problems:
        yield "formula", sentence
    version.formula = checked.text or version.formula


def _wrong_origin(indicator: Indicator) -> Iterator[Problem]:
    """An own calculation is never told as somebody else's."""
    if indicator.formula and (indicator.origin_id or indicator.origin_system not in ("", "own")):
        yield "origin_system", _("En beräknad indikator är en egen beräkning. Lämna källan och dess id tomma.")


def _wrong_facts(indicator: Indicator) -> Iterator[Problem]:
    if indicator.continues_id and indicator.continues_id == indicator.pk:
        yield "continues", _("En indikator kan inte fortsätta sig själv.")
    if indicator.origin_id and not indicator.origin_system:
        yield "origin_system", _("Ange vilken källa som id:t hör till.")


def _new_source(indicator: Indicator, before: tuple[str, str]) -> Iterator[Problem]:
    """Another series is another indicator, once there are values (DOMAIN §6)."""
    changed = before[1] and (indicator.origin_system, indicator.origin_id) != before
    if changed and indicator.outcomes.exists():
        yield (
            "origin_id",
            _("Ett nytt id i källan är en ny serie. Lägg till en ny indikator som fortsätter den här i stället."),
        )


def _key(name: str) -> str:
    """A key of the name, made once."""
    bare = slugify(name)[:60].strip("-") or "indikator"
    taken = set(Indicator.objects.filter(key__startswith=bare).values_list("key", flat=True))
    number = 2
    key = bare
    while key in taken:
        key, number = f"{bare}-{number}", number + 1
    return key
