"""A made municipality of any size: organs, goals, indicators, years by sex, all deterministic."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import connections

from burlov_styrning.base.models import (
    Assignment,
    Decision,
    Meeting,
    Municipality,
    Organ,
    Person,
    Source,
    Unit,
    User,
)
from burlov_styrning.clock import today
from burlov_styrning.workflow import writing
from followup.content import charts, report
from followup.content.naming import Edition
from followup.content.snapshot import canonical, collect
from followup.making import chapters, page
from followup.models import Activity, Assessment, EditionFile, FollowUpRound, Report, ReportEdition
from goals.models import (
    Ballot,
    Goal,
    GoalArea,
    GoalOwner,
    GoalProposal,
    Need,
    Path,
    PathValue,
    Phase,
    Priority,
    ProposalIndicator,
    ProposalVersion,
    Target,
    Term,
)
from goals.rules.content import IndicatorContent, ProposalContent, Statements, to_json
from indicators.models import (
    ComparisonGroup,
    EconomicScenario,
    Indicator,
    IndicatorVersion,
    Outcome,
    ServiceArea,
    Sex,
)
from tests.benchmarks import economy

FIRST, LAST = 2023, 2026
COMPARED = 5
"""So many indicators have the outcomes of the whole country."""
MINE = 3
"""The committee of the signed-in officer."""


@dataclass(frozen=True)
class Size:
    """How large: the issue's municipality has 12 organs, 120 goals, 480 indicators, 12 years, by sex."""

    organs: int = 12
    goals: int = 120
    indicators: int = 480
    years: int = 12
    proposals: int = 120
    ballots: int = 0
    economy: int = 1
    """So many times what is kept of the economy."""

    def times(self, factor: int) -> Size:
        """The same municipality with so many times the data (years and lists stay)."""
        return replace(
            self, organs=self.organs * factor, goals=self.goals * factor, indicators=self.indicators * factor,
            proposals=self.proposals * factor, economy=self.economy * factor,
        )  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What a benchmark asks for: the people by role, the term followed up and the one prepared, a row of each kind."""

    people: dict[str, User]
    term: Term
    coming: Term
    goal: Goal
    proposal: GoalProposal
    indicator: Indicator
    round: FollowUpRound
    assessment: Assessment
    edition: ReportEdition
    service_area: ServiceArea
    scenario: EconomicScenario


def make(size: Size) -> Made:
    """The municipality in an empty database."""
    own = Municipality.objects.create(code="9998", name="Storköpings kommun", own=True)
    organs = _organs(size.organs)
    units = Unit.objects.bulk_create(
        Unit(key=f"u{i}", name=f"Enhet {i}", organ=organs[i % len(organs)]) for i in range(len(organs) * 3)
    )
    term, coming = _term(FIRST, "follow_up"), _term(LAST + 1, "selection")
    areas = _areas(term)
    indicators = _indicators(size.indicators, organs)
    source = Source.objects.create(key="kalla", title="Källa")
    _outcomes(own, indicators, size.years, source)
    _others(indicators, size.years, source)
    _decisions(organs)
    with writing():
        goals = _goals(size, term, areas, organs, indicators)
        rounds = _rounds(term, goals, organs)
        proposals = _proposals(size, coming, organs, units, indicators)
        _activities(goals, organs, units)
        _editions(rounds, goals, areas, organs)
    drafted = Assessment.objects.get(round=rounds[-1], goal=goals[MINE])
    edition, people = _issued(rounds[-2], organs[MINE]), _people(organs)
    _ballots(size.ballots, coming, organs[0], proposals)
    area, scenario = economy.make(organs, indicators, MINE, COMPARED, source, size.economy)
    return Made(
        people, term, coming, goals[MINE], proposals[MINE], indicators[MINE], rounds[-1], drafted, edition, area,
        scenario,
    )  # fmt: skip


def _organs(count: int) -> list[Organ]:
    kinds = ["council", "executive_board", "auditors"]
    return Organ.objects.bulk_create(
        Organ(key=f"o{i}", name=f"Nämnd {i}", kind=kinds[i] if i < 3 else "committee") for i in range(count)
    )


def _term(first: int, phase: str) -> Term:
    term = Term.objects.create(first_year=first, last_year=first + 3)
    now = Phase.Name.values.index(phase)
    states = ["closed"] * now + ["open"]
    with writing():
        Phase.objects.bulk_create(
            Phase(term=term, order=i, phase=name, state=states[i] if i < len(states) else "planned")
            for i, name in enumerate(Phase.Name.values)
        )
    return term


def _areas(term: Term) -> list[GoalArea]:
    return GoalArea.objects.bulk_create(
        GoalArea(term=term, key=f"omrade{i}", name=f"Målområde {i}", order=i) for i in range(4)
    )


def _decisions(organs: list[Organ]) -> None:
    """Each organ has met and decided, and will meet."""
    meetings = Meeting.objects.bulk_create(
        Meeting(organ=organ, date=today() + timedelta(days=30 * month))
        for organ in organs
        for month in (-3, -2, -1, 1, 2, 3)
    )
    Decision.objects.bulk_create(
        Decision(
            key=f"d{i}-{n}", organ=row.organ, kind="breakdown", meeting=row, date=row.date.isoformat(),
            paragraph=str(100 + n), text="Nämnden antar progressionen.", exposure="record",
        )
        for i, row in enumerate(meetings) if row.date < today()
        for n in range(3)
    )  # fmt: skip


def _indicators(count: int, organs: list[Organ]) -> list[Indicator]:
    rows = Indicator.objects.bulk_create(
        Indicator(key=f"i{i}", organ=organs[i % len(organs)], by_sex=True) for i in range(count)
    )
    versions = IndicatorVersion.objects.bulk_create(
        IndicatorVersion(indicator=row, name=f"Andel nöjda med verksamhet {i}", unit="%", decimals=1)
        for i, row in enumerate(rows)
    )
    for row, version in zip(rows, versions, strict=True):
        row.current = version
    Indicator.objects.bulk_update(rows, ["current"], batch_size=500)
    return rows


def _outcomes(own: Municipality, indicators: list[Indicator], years: int, source: Source) -> None:
    """Of the last whole year every second indicator has none yet."""
    _like(
        Outcome(indicator=indicators[0], version=indicators[0].current, municipality=own, source=source,
                exposure="published", period="", year=1, value=Decimal(0)),
        ["indicator_id", "version_id", "period", "year", "sex", "value"],
        (
            (row.pk, row.current_id, str(year), year, sex, str(Decimal(600 + (i * 7 + year * 3 + len(sex)) % 300) / 10))
            for i, row in enumerate(indicators)
            for year in range(LAST - years, LAST)
            if year < LAST - 1 or i % 2 == 0
            for sex in Sex.values
        ),
    )  # fmt: skip


def _others(indicators: list[Indicator], years: int, source: Source) -> None:
    """The other municipalities of the country for some of the indicators, by sex, and a group of them."""
    rows = Municipality.objects.bulk_create(Municipality(code=f"{n:04}", name=f"Kommun {n}") for n in range(1, 290))
    country = Municipality.objects.create(code="0000", name="Riket")
    group = ComparisonGroup.objects.create(key="lan", title="Länets kommuner", reason="Samma län.", preferred=True)
    group.members.set(rows[:32])
    _like(
        Outcome(indicator=indicators[0], version=indicators[0].current, municipality=country, source=source,
                exposure="published", period="", year=1, value=Decimal(0)),
        ["indicator_id", "version_id", "municipality_id", "period", "year", "sex", "value"],
        (
            (row.pk, row.current_id, other.pk, str(year), year, sex, str(Decimal(600 + (n * 7 + year) % 300) / 10))
            for row in indicators[:COMPARED]
            for n, other in enumerate([*rows, country])
            for year in range(LAST - years, LAST)
            for sex in Sex.values
        ),
    )  # fmt: skip


def _like(pattern: Any, names: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Many rows like one that is saved and deleted again, but for these columns: a tenth of the time of bulk_create."""
    pattern.save()
    table, fields = pattern._meta.db_table, pattern._meta.concrete_fields
    columns = [field.column for field in fields if not field.primary_key]
    values = ", ".join("%s" if column in names else column for column in columns)
    ordered = [names.index(column) for column in columns if column in names]
    sql = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE id = {pattern.pk}"
    with connections[pattern._state.db].cursor() as cursor:
        cursor.executemany(sql, [[row[i] for i in ordered] for row in rows])
    pattern.delete()


def _goals(
    size: Size, term: Term, areas: list[GoalArea], organs: list[Organ], indicators: list[Indicator]
) -> list[Goal]:
    goals = Goal.objects.bulk_create(
        Goal(
            term=term, key=f"g{i}", area=areas[i % 4], title=f"Mål {i}", exposure="published",
            wording=f"Senast 2026 är minst {70 + i % 25} av 100 nöjda med verksamhet {i}",
        )
        for i in range(size.goals)
    )  # fmt: skip
    owners = [organs[i % len(organs)] for i in range(size.goals)]
    GoalOwner.objects.bulk_create(GoalOwner(goal=g, organ=o) for g, o in zip(goals, owners, strict=True))
    share = size.indicators // size.goals
    targets = Target.objects.bulk_create(
        Target(
            goal=goal, indicator=row, version=row.current, baseline_year=2022, baseline_value=Decimal("70.0"),
            value=Decimal("85.0"),
        )
        for i, goal in enumerate(goals)
        for row in indicators[i * share : (i + 1) * share]
    )  # fmt: skip
    paths = Path.objects.bulk_create(
        Path(target=t, organ=owners[i // share], state="decided", exposure="published") for i, t in enumerate(targets)
    )
    PathValue.objects.bulk_create(
        (
            PathValue(path=path, year=year, value=Decimal("70.0") + Decimal("3.75") * (year - 2022))
            for path in paths
            for year in range(FIRST, LAST + 1)
        ),
        batch_size=2000,
    )
    return goals


def _rounds(term: Term, goals: list[Goal], organs: list[Organ]) -> list[FollowUpRound]:
    """Three years adopted, and the last year's interim report being written: every fourth goal not begun."""
    rounds = FollowUpRound.objects.bulk_create(
        [
            FollowUpRound(term=term, key=f"ar{year}", year=year, kind="annual", period_end=f"{year}-12-31",
                          state="adopted")
            for year in range(FIRST, LAST)
        ]
        + [FollowUpRound(term=term, key="delar", year=LAST, kind="interim", period_end=f"{LAST}-08-31", state="open")]
    )  # fmt: skip
    words, states = ["met", "on_course", "not_met", "not_assessable"], ["draft", "ready", "approved", "draft"]
    Assessment.objects.bulk_create(
        Assessment(
            round=round_, goal=goal, organ=organs[i % len(organs)], status=words[i % 4],
            state="approved" if round_.kind == "annual" else (state := states[i % 3]),
            analysis="Utvecklingen följer planen i det mesta. Åtgärderna har haft effekt.", motivation="Egen mätning.",
            exposure="published" if round_.kind == "annual" else EXPOSURES[state],
        )
        for round_ in rounds
        for i, goal in enumerate(goals)
        if round_.kind == "annual" or i % 4 != 1
    )  # fmt: skip
    return rounds


EXPOSURES = {"draft": "working", "ready": "ready", "approved": "record"}


def _activities(goals: list[Goal], organs: list[Organ], units: list[Unit]) -> None:
    Activity.objects.bulk_create(
        Activity(
            goal=goal, organ=organs[i % len(organs)], unit=units[i % len(units)], text=f"Aktivitet {i}",
            exposure="published",
        )
        for i, goal in enumerate(goals)
    )  # fmt: skip


def _proposals(
    size: Size, term: Term, organs: list[Organ], units: list[Unit], indicators: list[Indicator]
) -> list[GoalProposal]:
    """Every proposal answers a need and is handed in, to be ranked."""
    areas = _areas(term)
    Need.objects.bulk_create(
        Need(
            term=term, key=f"b{i}", unit=units[i % len(units)], organ=units[i % len(units)].organ, text=f"Behov {i}",
            exposure="record",
        )
        for i in range(size.goals)
    )  # fmt: skip
    proposals = GoalProposal.objects.bulk_create(
        GoalProposal(
            term=term, key=f"p{i}", organ=organs[i % len(organs)], area=areas[i % 4], title=f"Förslag {i}",
            wording=f"Senast {term.last_year} når vi nivå {i}", state="submitted", exposure="record",
        )
        for i in range(size.proposals)
    )  # fmt: skip
    ProposalIndicator.objects.bulk_create(
        ProposalIndicator(proposal=p, indicator=indicators[i % len(indicators)], target=Decimal("80.0"))
        for i, p in enumerate(proposals)
    )
    versions = ProposalVersion.objects.bulk_create(
        ProposalVersion(proposal=p, number=1, content=_content(p, indicators[i % len(indicators)]), state="submitted",
                        is_handed_in=True)
        for i, p in enumerate(proposals)
    )  # fmt: skip
    for proposal, version in zip(proposals, versions, strict=True):
        proposal.handed_in = version
    GoalProposal.objects.bulk_update(proposals, ["handed_in"], batch_size=500)
    return proposals


def _content(proposal: GoalProposal, indicator: Indicator) -> dict[str, Any]:
    text = "Nämnden har prövat målet mot tidigare utfall och mot liknande kommuner. " * 3
    line = IndicatorContent(indicator.key, indicator.name, "%", target=Decimal("80.0"))
    return to_json(
        ProposalContent(
            proposal.key, proposal.term.first_year, proposal.term.last_year, proposal.organ.key, proposal.organ.name,
            area=str(proposal.area), title=proposal.title, wording=proposal.wording, target_group="Alla invånare",
            function="Nämndens förvaltning", statements=Statements(*[text] * 6), indicators=(line,),
        )
    )  # fmt: skip


def _editions(rounds: list[FollowUpRound], goals: list[Goal], areas: list[GoalArea], organs: list[Organ]) -> None:
    """Each adopted year has its annual report, published, and a report of each committee."""
    words = ["met", "on_course", "not_met", "not_assessable"]
    told = [{"area": areas[i % 4].key, "assessment": words[i % 4], "example": False} for i, _goal in enumerate(goals)]
    reports = [
        Report(term=round_.term, kind=kind, round=round_, organ=organ)
        for round_ in rounds[:-1]
        for kind, organ in [("annual", None), *(("committee", organ) for organ in organs[MINE:])]
    ]
    Report.objects.bulk_create(reports)
    ReportEdition.objects.bulk_create(_edition(report, told) for report in reports)


def _issued(round_: FollowUpRound, organ: Organ) -> ReportEdition:
    """The officer's committee has its report of the last year, as it was issued: snapshot and page."""
    edition = ReportEdition.objects.get(report__round=round_, report__organ=organ)
    edition.snapshot = canonical(collect(round_, kind="committee", organ=organ))
    edition.sha256 = sha256(edition.snapshot.encode()).hexdigest()
    edition.save()
    snapshot = json.loads(edition.snapshot)
    about = Edition(1, edition.issued.isoformat(), edition.sha256)
    view = report.build(snapshot, about, charts.draw(snapshot))
    body = page(view, chapters(view))
    stored = ContentFile(body, f"{edition.pk}.html")
    EditionFile.objects.create(
        edition=edition, format="html", file=stored, size=len(body), sha256=sha256(body).hexdigest()
    )
    return edition


def _edition(report: Report, goals: list[dict[str, Any]]) -> ReportEdition:
    text = json.dumps({"head": {"round_name": str(report.round)}, "goals": goals})
    issued = date(report.round.year + 1 if report.round else LAST, 3, 1)
    return ReportEdition(
        report=report, number=1, state="proposed", issued=issued, exposure="published", snapshot=text,
        sha256=sha256(text.encode()).hexdigest(),
    )  # fmt: skip


ROLES = {"controller": 1, "staff": MINE, "secretary": MINE, "councillor": 0}
"""Each role, and the organ in which it is held."""


def _people(organs: list[Organ]) -> dict[str, User]:
    made = {}
    for role, organ in ROLES.items():
        made[role] = User.objects.create_user(f"{role}@example.org", "losenord-for-prov")
        person = Person.objects.create(key=role, name=role.capitalize(), user=made[role])
        Assignment.objects.create(person=person, organ=organs[organ], role=role, starts="2020")
    return made


PARTIES = 7


def _ballots(count: int, term: Term, council: Organ, proposals: list[GoalProposal]) -> None:
    """So many councillors have ranked as many as they may; the one who is signed in is the first of them."""
    if not count:
        return
    first = Person.objects.get(key="councillor")
    others = Person.objects.bulk_create(Person(key=f"l{i}", name=f"Ledamot {i}") for i in range(1, count))
    Assignment.objects.bulk_create(
        Assignment(person=person, organ=council, role="councillor", starts="2020", party=f"Parti {i % PARTIES}")
        for i, person in enumerate(others)
    )
    ballots = Ballot.objects.bulk_create(Ballot(term=term, person=person) for person in [first, *others])
    Priority.objects.bulk_create(
        Priority(ballot=ballot, proposal=proposals[(i * 7 + place * 3) % len(proposals)], place=place)
        for i, ballot in enumerate(ballots)
        for place in range(1, term.places + 1)
    )
