"""What the database holds of one term, fetched in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from burlov_styrning.base.models import COUNTRY_CODE, Decision, Municipality, Organ, Person, Source, Unit
from burlov_styrning.pages.book.rows import decided, tables
from burlov_styrning.pages.book.rows.columns import Keys
from burlov_styrning.pages.book.rows.table import Inside, Table
from followup.models import Activity, Assessment, FollowUpRound
from goals.models import Ballot, CoreValue, Goal, GoalArea, GoalProposal, Need, Phase, Priority, Term, TermUnit
from goals.models import Vision as VisionRow
from indicators.models import Forecast, Indicator, IndicatorVersion, Outcome

type Fetched = dict[int, list[Any]]
"""Rows inside rows, by the id of the row that holds them."""


class Stored:
    """The rows of a term and of the municipality, in the order in which they came in.

    `wide` is what a file is held against: every row that it could name, also of other terms and municipalities;
    without it only what an export of the term holds.
    """

    def __init__(self, term: Term | None, *, wide: bool = False) -> None:
        self.term, self.wide, self.keys = term, wide, Keys()
        self.rows: dict[str, list[Any]] = {}
        self.inner: dict[int, Fetched] = {}
        self.vision: VisionRow | None = None
        self._municipality()
        self._named()
        self._indicators()
        self._decisions()
        self._term()
        self._figures()
        self._follow_up()

    def inside(self, inside: Inside, parent: Any) -> list[Any]:
        """The rows of a list inside a row."""
        return self.inner.get(id(inside), {}).get(parent.pk, [])

    def fetch(self, table: Table, rows: QuerySet[Any]) -> list[Any]:
        """The rows of a list with all that they hold, one query for each table."""
        found = list(rows.order_by("pk"))
        self.rows[table.name] = found
        if table.keyed:
            for row in found:
                self.keys.add(table.name, row.key, row)
        self._fetch_inside(table, rows)
        return found

    def _fetch_inside(self, table: Table, holders: QuerySet[Any]) -> None:
        for inside in table.inside.values():
            rows = inside.model._base_manager.filter(**{f"{inside.parent}__in": holders.order_by().values("pk")})
            by_parent: Fetched = defaultdict(list)
            for row in sorted(rows, key=_order(inside)):
                if inside.holds(row):
                    by_parent[getattr(row, f"{inside.parent}_id")].append(row)
            self.inner[id(inside)] = by_parent
            if isinstance(inside, Table):
                self._fetch_inside(inside, rows)

    def _municipality(self) -> None:
        self.municipality: Municipality | None = None
        for row in Municipality.objects.all():
            self.keys.add("municipalities", row.code, row)
            self.municipality = row if row.own else self.municipality
        self.fetch(tables.SOURCES, Source.objects.all())
        self.fetch(tables.ORGANS, Organ.objects.all())

    def _named(self) -> None:
        """Units, people and decisions. All of them can be named; an export shows those that its rows name."""
        for unit in Unit.objects.order_by("pk"):
            self.keys.add("units", unit.key, unit)
        self.fetch(tables.PEOPLE, Person.objects.all())
        self.fetch(tables.DECISIONS, Decision.objects.all())

    def _decisions(self) -> None:
        """An export has those of its term, and those that the municipality's own indicators name."""
        if self.wide:
            return
        versions = [version.said for some in self.versions.values() for version in some]
        keys = {said.get("decision") for said in versions if isinstance(said, dict)}
        mine = decided.of(self.term, self.rows["decisions"])
        self.rows["decisions"] = [row for row in self.rows["decisions"] if row.pk in mine or row.key in keys]

    def _indicators(self) -> None:
        self.versions: dict[int, list[IndicatorVersion]] = defaultdict(list)
        rows = self.fetch(tables.INDICATORS, Indicator.objects.all())
        key = {row.pk: row.key for row in rows}
        for version in IndicatorVersion.objects.all():
            self.versions[version.indicator_id].append(version)
            self.keys.add("versions", (key[version.indicator_id], version.until), version)

    def _term(self) -> None:
        term = self.term
        self.vision = VisionRow.objects.filter(terms=term).first() if term else None
        self.phases = list(Phase.objects.filter(term=term)) if term else []
        self.core_values = list(CoreValue.objects.filter(term=term)) if term else []
        self.term_units = {row.unit_id: row for row in TermUnit.objects.filter(term=term)} if term else {}
        self.fetch(tables.AREAS, GoalArea.objects.filter(term=term))
        self.fetch(tables.NEEDS, Need.objects.filter(term=term))
        self.fetch(tables.PROPOSALS, GoalProposal.objects.filter(term=term))
        self.fetch(tables.BALLOTS, self._ballots())
        self.fetch(tables.GOALS, Goal.objects.filter(term=term))
        tabled: Any = tables.TABLINGS.model._base_manager.filter(proposal__term=term).order_by("pk")
        self.inner[id(tables.TABLINGS)] = by_parent = defaultdict(list)
        for row in tabled:
            by_parent[row.decision_id].append(row)
        self.continued = self._continued()

    def _ballots(self) -> QuerySet[Ballot]:
        """The lists of the kind that the term has now; an export has no room for an empty one."""
        by_party = self.term is not None and self.term.ballots_by == Term.By.PARTY
        whose = Q(person__isnull=True, laid_by__isnull=False) if by_party else Q(person__isnull=False)
        lists = Ballot.objects.filter(whose, term=self.term)
        if not self.wide:
            lists = lists.filter(Exists(Priority.objects.filter(ballot=OuterRef("pk"))))
        return lists

    def _continued(self) -> dict[int, str]:
        """The goals of other terms that proposals continue: their keys."""
        wanted = [row.continues_id for row in self.rows["proposals"] if row.continues_id]
        return dict(Goal.objects.filter(pk__in=wanted).values_list("pk", "key"))

    def _figures(self) -> None:
        outcomes = Outcome.objects.all()
        if not self.wide and self.term:
            codes = outcomes.filter(municipality__own=True) | outcomes.filter(municipality__code=COUNTRY_CODE)
            outcomes = codes.filter(year__lte=self.term.end_year)
        self.fetch(tables.OUTCOMES, outcomes)

    def _follow_up(self) -> None:
        rounds = self.fetch(tables.ROUNDS, FollowUpRound.objects.filter(term=self.term))
        self.fetch(tables.FORECASTS, self._forecasts(rounds))
        self.fetch(tables.ASSESSMENTS, Assessment.objects.filter(round__term=self.term))
        self.fetch(tables.ACTIVITIES, Activity.objects.filter(goal__term=self.term))

    def _forecasts(self, rounds: list[FollowUpRound]) -> QuerySet[Forecast]:
        """A forecast names its round by key alone, since it stands below the rounds; the year tells which term's."""
        if self.term is None:
            return Forecast.objects.none()
        years, keys = self.term.years, {row.key for row in rounds}
        shared = set(FollowUpRound.objects.exclude(term=self.term).filter(key__in=keys).values_list("key", flat=True))
        of_term = Forecast.objects.filter(year__gte=years[0], round_key__in=keys - shared)
        return of_term | Forecast.objects.filter(round_key__in=["", *shared], year__in=years)


def _order(inside: Inside) -> Any:
    if isinstance(inside, Table):
        return inside.order or (lambda row: row.pk)
    name = "pk" if inside.order == "id" else inside.order
    return lambda row: getattr(row, name)
