"""The whole of a book into the database: what is new is inserted, what was empty is filled, nothing is taken away.

This is the recording half of the steps alone (no right, no phase): history that a person could not enter today.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from burlov_styrning.base.models import COUNTRY_CODE, Municipality, Unit
from burlov_styrning.clock import today
from burlov_styrning.exposure import Exposure
from burlov_styrning.pages.book import small
from burlov_styrning.pages.book.canonical import PLACES
from burlov_styrning.pages.book.checks.goals import parties
from burlov_styrning.pages.book.faults import Remark
from burlov_styrning.pages.book.phases import PHASES, default_phases
from burlov_styrning.pages.book.rows import outward, tables, versions
from burlov_styrning.pages.book.rows.columns import inner_marks
from burlov_styrning.pages.book.rows.handed_in import hand_in
from burlov_styrning.pages.book.rows.saving import Saver
from burlov_styrning.pages.book.rows.stored import Stored
from burlov_styrning.pages.book.schema import Book, Indicator
from burlov_styrning.pages.book.schema.base import Phase as PhasePart
from burlov_styrning.workflow import writing
from goals.models import CoreValue, Goal, Phase, Term, TermDecision, TermUnit
from indicators.models import IndicatorVersion


@dataclass(frozen=True)
class Recorded:
    """How many rows of each list are new, and how many were filled."""

    term: Term
    new: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    remarks: tuple[Remark, ...] = ()


def record(book: Book, stored: Stored, source: dict[str, str], new: Book | None = None) -> Recorded:
    """Write what the whole book says and the stored rows do not; call it inside a transaction. `new`: the file's."""
    with writing():
        recorder = Recorder(book, stored, new or book)
        recorder.write()
        recorder.saver.finish(source)
    assert recorder.term
    return Recorded(recorder.term, recorder.saver.new, recorder.saver.changed, tuple(recorder.remarks))


class Recorder:
    """Writes the lists in the order in which they name each other."""

    def __init__(self, book: Book, stored: Stored, new: Book) -> None:
        self.book, self.stored, self.keys = book, stored, stored.keys
        self.told_decisions = [row.key for row in new.decisions]
        self.term: Term | None = stored.term
        self.needs = outward.needs(book)
        self.remarks: list[Remark] = []
        self.forecasts = outward.of_forecast(book)
        self.saver = Saver(stored, {
            "decisions": lambda part, parent: {"exposure": Exposure.PUBLISHED},
            "needs": self._need,
            "proposals": lambda p, parent: {"exposure": outward.of_proposal(p.state)} | self._continues(p),
            "ballots": self._ballot,
            "goals": lambda part, parent: {"exposure": Exposure.PUBLISHED},
            "targets": lambda part, parent: {"decision": parent.decision},
            "paths": lambda part, parent: {"exposure": outward.of_path(part.state)},
            "outcomes": self._outcome,
            "forecasts": self._forecast,
            "assessments": lambda part, parent: {"exposure": outward.of_assessment(part.state)},
            "activities": self._activity,
        })  # fmt: skip

    def write(self) -> None:
        """Everything."""
        book = self.book
        self._municipalities()
        self._top(tables.SOURCES, book.sources)
        self._top(tables.ORGANS, book.organs)
        self._units()
        self._top(tables.PEOPLE, book.people)
        decisions = self._top(tables.DECISIONS, book.decisions)
        self._term()
        self._indicators()
        self._top(tables.AREAS, book.goal_areas)
        self._top(tables.NEEDS, book.needs)
        self._proposals()
        self._tabled(decisions)
        self._top(tables.BALLOTS, book.ballots)
        self._top(tables.GOALS, book.goals)
        self.remarks = small.hide(self._top(tables.OUTCOMES, book.outcomes), self.saver)
        self._top(tables.ROUNDS, book.rounds)
        self._top(tables.FORECASTS, book.forecasts)
        self._top(tables.ASSESSMENTS, book.assessments)
        self._top(tables.ACTIVITIES, book.activities)
        self._raise_needs()
        hand_in(self.saver, self.term)

    def _top(self, table: Any, parts: list[Any]) -> list[Any]:
        return self.saver.save(table, [(self.term if table.parent == "term" else None, part) for part in parts])

    # The municipality

    def _municipalities(self) -> None:
        told = self.book.municipality
        own = self.stored.municipality
        if own is None:
            known = self.keys.rows["municipalities"].get(told.code)
            own = known or Municipality(code=told.code, name=told.name or told.code)  # the code is no name
            own.own = True
            self.saver.create(Municipality, [own], "municipality") if known is None else own.save()
            self.keys.add("municipalities", own.code, own)
        elif told.name:
            self.saver.fill(own, {"name": told.name}, "municipality")
        codes = {row.area for row in self.book.outcomes if row.area} - set(self.keys.rows["municipalities"])
        others = [Municipality(code=code, name="Riket" if code == COUNTRY_CODE else code) for code in sorted(codes)]
        self.saver.create(Municipality, others, "municipalities")
        for row in others:
            self.keys.add("municipalities", row.code, row)

    def _units(self) -> None:
        """Units belong to the municipality, and in each term to the organ that the term gives them."""
        new = []
        for part in self.book.units:
            row = self.keys.rows["units"].get(part.key)
            attrs = tables.UNITS.attributes(part, self.keys)
            attrs["example_fields"] = [name for name in attrs["example_fields"] if name != "organ"]
            if row is None:
                row = Unit(**attrs, organ=self.keys.rows["organs"][part.organ])
                new.append(row)
            elif not row.example:
                self.saver.fill(row, {n: v for n, v in attrs.items() if n != "example"}, "units")
        self.saver.create(Unit, new, "units")
        for row in new:
            self.keys.add("units", row.key, row)

    def _term_units(self) -> None:
        rows = []
        for part in self.book.units:
            unit = self.keys.rows["units"][part.key]
            if part.organ and unit.pk not in self.stored.term_units:
                organ = self.keys.rows["organs"][part.organ]
                example = part.example is True or (part.example or []).count("organ") > 0
                rows.append(TermUnit(term=self.term, unit=unit, organ=organ, example=example))
                self._move(unit, organ)
        self.saver.create(TermUnit, rows)

    def _move(self, unit: Unit, organ: Any) -> None:
        """The organ that a unit has today is that of the last term that has begun."""
        assert self.term
        if unit.organ_id == organ.pk or self.term.first_year > today().year:
            return
        later = TermUnit.objects.filter(
            unit=unit, term__first_year__gt=self.term.first_year, term__first_year__lte=today().year
        )
        if not later.exists():
            self.saver.fill(unit, {"organ": organ}, "units")

    # The term

    def _term(self) -> None:
        book, vision = self.book, self._vision()
        attrs = tables.TERM.attributes(book.term, self.keys) | tables.SELECTION.write(book, self.keys)
        attrs["places"] = attrs["places"] or PLACES
        attrs["example_fields"] = [*attrs["example_fields"], *inner_marks("selection", book.selection)]
        attrs["vision"] = vision
        untold = _untold_selection(book)
        if self.term is None:
            self.term = Term(**attrs, untold=untold)
            self.saver.create(Term, [self.term], "term")
        else:
            self.saver.retell(self.term, untold)
            self.saver.fill(self.term, attrs, "term")
        self._phases()
        there = {row.word for row in self.stored.core_values}
        words = [CoreValue(term=self.term, word=word) for word in book.core_values if word not in there]
        self.saver.create(CoreValue, words, "core_values")
        self._term_units()
        self._term_decisions()

    def _term_decisions(self) -> None:
        """The decisions that the file tells of belong to its term, named by another row or not."""
        there = set(TermDecision.objects.filter(term=self.term).values_list("told", flat=True))
        rows = [self.keys.rows["decisions"][key] for key in self.told_decisions]
        self.saver.create(TermDecision, [TermDecision(term=self.term, told=row) for row in rows if row.pk not in there])

    def _vision(self) -> Any:
        part = self.book.vision
        if part is None:
            return None
        attrs, there = tables.VISION.attributes(part, self.keys), self.stored.vision
        if there is not None:
            self.saver.fill(there, attrs, "vision")
            return there
        made = tables.VISION.model(**attrs)
        self.saver.create(tables.VISION.model, [made], "vision")
        return made

    def _phases(self) -> None:
        """All six, as the book says or as a silent book means today."""
        told: dict[str, PhasePart] = {part.phase: part for part in self.book.phases}
        silent = dict(default_phases(self.book.term, today()) if not told else ())
        there = {row.phase: row for row in self.stored.phases}
        new = []
        for order, name in enumerate(PHASES):
            part = told.get(name) or PhasePart(phase=name, state=silent.get(name, "planned"))  # type: ignore[arg-type]
            attrs = tables.PHASES.attributes(part, self.keys)
            if name not in told:
                attrs["untold"] = ["phase", "state"]
            if name not in there:
                new.append(Phase(term=self.term, order=order, **attrs))
            elif told:
                self.saver.retell(there[name], attrs.pop("untold"))
                self.saver.fill(there[name], attrs, "phases")
        self.saver.create(Phase, new, "phases")

    # Indicators

    def _indicators(self) -> None:
        rows = self._top(tables.INDICATORS, self.book.indicators)
        pairs = list(zip(rows, self.book.indicators, strict=True))
        new = [made for row, part in pairs for made in self._versions(row, part)]
        self.saver.create(IndicatorVersion, new)
        keys = {row.pk: part.key for row, part in pairs}
        for version in new:
            self.keys.add("versions", (keys[version.indicator_id], version.until), version)
        current = [version for version in new if version.until is None]
        for version in current:
            version.indicator.current = version
        self.saver.update(tables.INDICATORS.model, [version.indicator for version in current], ["current"])

    def _versions(self, row: Any, part: Indicator) -> list[IndicatorVersion]:
        """The versions that are not there yet; the current one is filled where it is."""
        there = {version.until: version for version in self.stored.versions.get(row.pk, [])}
        attrs: dict[str, Any] = {}
        for column in tables.VERSIONED:
            attrs |= column.write(part, self.keys)
        made = [v for v in versions.earlier_versions(part, row, self.keys) if v.until not in there]
        if None not in there:
            return [IndicatorVersion(indicator=row, said=versions.told_defaults(part), **attrs), *made]
        if isinstance(there[None].said, dict):
            attrs["said"] = versions.told_defaults(part)
        self.saver.fill(there[None], attrs, "indicators")
        return made

    # What the book does not say itself

    def _need(self, part: Any, parent: Any) -> dict[str, Any]:
        exposure, state = self.needs[part.key]
        return {"organ": self._organ_of(part.unit), "exposure": exposure, "state": state}

    def _organ_of(self, unit: str | None) -> Any:
        """The organ that a unit has in the term."""
        organ = next((row.organ for row in self.book.units if row.key == unit), None)
        return self.keys.rows["organs"].get(organ) or (self.keys.rows["units"][unit].organ if unit else None)

    def _ballot(self, part: Any, parent: Any) -> dict[str, Any]:
        """The councillor's own; where lists are the party groups', that of the councillor's group."""
        person, party = self.keys.rows["people"][part.person], parties(self.book).get(part.person)
        return {"party": party or "", "laid_by" if parent.ballots_by == Term.By.PARTY else "person": person}

    def _outcome(self, part: Any, parent: Any) -> dict[str, Any]:
        indicator = self.keys.rows["indicators"][part.indicator]
        return {"exposure": small.exposure_of(indicator), "year": int(part.period[:4])}

    def _forecast(self, part: Any, parent: Any) -> dict[str, Any]:
        return {"exposure": self.forecasts[part.identity()], "year": int(part.period[:4])}

    def _activity(self, part: Any, parent: Any) -> dict[str, Any]:
        organ = self._organ_of(part.unit)
        if organ is None:
            owners = next((goal.owners for goal in self.book.goals if goal.key == part.goal), [])
            organ = self.keys.rows["organs"][owners[0]] if len(owners) == 1 else None
        return {"organ": organ, "exposure": Exposure.PUBLISHED}

    def _proposals(self) -> None:
        """Proposals may continue goals of earlier terms; a key of a term that is not here is kept as it is."""
        wanted = {part.continues for part in self.book.proposals if part.continues}
        goals = Goal.objects.filter(key__in=wanted, term__first_year__lt=self.book.term.first_year)
        self.continued = {goal.key: goal for goal in goals.order_by("term__first_year", "pk")}
        there = {row.pk for row in self.stored.rows["proposals"]}
        rows = self._top(tables.PROPOSALS, self.book.proposals)
        for row, part in zip(rows, self.book.proposals, strict=True):
            if row.pk in there:
                self.saver.fill(row, self._continues(part), "proposals")

    def _continues(self, part: Any) -> dict[str, Any]:
        goal = self.continued.get(part.continues)
        return {"continues": goal} if goal else {"continues_key": part.continues} if part.continues else {}

    def _tabled(self, rows: list[Any]) -> None:
        made: list[Any] = []
        for row, part in zip(rows, self.book.decisions, strict=True):
            made += self.saver.words(tables.TABLINGS, row, part.tabled, part, "tabled")
        self.saver.create(tables.TABLINGS.model, made)

    def _raise_needs(self) -> None:
        """A need goes as far out as the proposals that answer it, also when it was here before them."""
        for row in self.stored.rows["needs"]:
            exposure, state = self.needs[row.key]
            reached = Exposure(row.exposure).at_least(exposure)
            answered = state if row.state == "open" else row.state
            self.saver.fill(row, {"exposure": reached, "state": answered}, "needs")


def _untold_selection(book: Book) -> list[str]:
    """What no book said of the lists."""
    said = set(book.selection.said()) if book.selection else set()
    return [f"selection.{name}" for name in ("places", "by") if name not in said]
