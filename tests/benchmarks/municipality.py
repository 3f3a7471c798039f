"""A made municipality of any size: organs, goals, indicators, years by sex, all deterministic."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from burlov_styrning.base.models import Assignment, Municipality, Organ, Person, Source, Unit, User
from burlov_styrning.workflow import writing
from followup.models import Activity, Assessment, FollowUpRound
from goals.models import (
    Goal,
    GoalArea,
    GoalOwner,
    GoalProposal,
    Need,
    Path,
    PathValue,
    Phase,
    ProposalIndicator,
    Target,
    Term,
)
from indicators.models import Indicator, IndicatorVersion, Outcome, Sex

FIRST, LAST = 2023, 2026


@dataclass(frozen=True)
class Size:
    """How large: the issue's municipality has 12 organs, 120 goals, 480 indicators, 12 years, by sex."""

    organs: int = 12
    goals: int = 120
    indicators: int = 480
    years: int = 12

    def times(self, factor: int) -> Size:
        """The same municipality with so many times the data (years stay)."""
        return Size(self.organs * factor, self.goals * factor, self.indicators * factor, self.years)


@dataclass(frozen=True)
class Made:
    """What a benchmark asks for."""

    user: User
    term: Term
    goal: Goal
    round: FollowUpRound


def make(size: Size) -> Made:
    """The municipality in an empty database; the signed-in person is its controller."""
    own = Municipality.objects.create(code="9998", name="Storköpings kommun", own=True)
    organs = _organs(size.organs)
    units = Unit.objects.bulk_create(
        Unit(key=f"u{i}", name=f"Enhet {i}", organ=organs[i % len(organs)]) for i in range(len(organs) * 3)
    )
    term = _term()
    areas = GoalArea.objects.bulk_create(GoalArea(term=term, key=f"omrade{i}", name=f"Målområde {i}") for i in range(4))
    indicators = _indicators(size.indicators, organs)
    _outcomes(own, indicators, size.years)
    with writing():
        goals = _goals(size, term, areas, organs, indicators)
        rounds = _rounds(term, goals, organs)
        _proposals(size, term, areas, organs, units, indicators)
        Activity.objects.bulk_create(
            Activity(
                goal=goal, organ=organs[i % len(organs)], unit=units[i % len(units)], text=f"Aktivitet {i}",
                exposure="published",
            )
            for i, goal in enumerate(goals)
        )  # fmt: skip
    return Made(_controller(organs[1]), term, goals[0], rounds[-1])


def _organs(count: int) -> list[Organ]:
    kinds = ["council", "executive_board", "auditors"]
    return Organ.objects.bulk_create(
        Organ(key=f"o{i}", name=f"Nämnd {i}", kind=kinds[i] if i < 3 else "committee") for i in range(count)
    )


def _term() -> Term:
    term = Term.objects.create(first_year=FIRST, last_year=LAST)
    with writing():
        Phase.objects.bulk_create(
            Phase(term=term, order=i, phase=name, state="open" if name == "follow_up" else "closed")
            for i, name in enumerate(Phase.Name.values[:5])
        )
    return term


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


def _outcomes(own: Municipality, indicators: list[Indicator], years: int) -> None:
    source = Source.objects.create(key="kalla", title="Källa")
    Outcome.objects.bulk_create(
        (
            Outcome(
                indicator=row, version=row.current, municipality=own, period=str(year), year=year, sex=sex,
                value=Decimal(600 + (i * 7 + year * 3 + len(sex)) % 300) / 10, source=source, exposure="published",
            )
            for i, row in enumerate(indicators)
            for year in range(LAST - years, LAST)
            for sex in Sex.values
        ),
        batch_size=2000,
    )  # fmt: skip


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
    rounds = FollowUpRound.objects.bulk_create(
        FollowUpRound(
            term=term, key=f"ar{year}", year=year, kind="annual", period_end=f"{year}-12-31",
            state="adopted" if year < LAST - 1 else "closed",
        )
        for year in range(FIRST, LAST)
    )  # fmt: skip
    words = ["met", "on_course", "not_met", "not_assessable"]
    Assessment.objects.bulk_create(
        Assessment(
            round=round_, goal=goal, organ=organs[i % len(organs)], state="approved", status=words[i % 4],
            analysis="Utvecklingen följer planen i det mesta. Åtgärderna har haft effekt.", motivation="Egen mätning.",
            exposure="published",
        )
        for round_ in rounds
        for i, goal in enumerate(goals)
    )  # fmt: skip
    return rounds


def _proposals(
    size: Size, term: Term, areas: list[GoalArea], organs: list[Organ], units: list[Unit], indicators: list[Indicator]
) -> None:
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
            wording=f"Senast 2026 når vi nivå {i}", state="ready", exposure="ready",
        )
        for i in range(size.goals)
    )  # fmt: skip
    ProposalIndicator.objects.bulk_create(
        ProposalIndicator(proposal=p, indicator=indicators[i % len(indicators)], target=Decimal("80.0"))
        for i, p in enumerate(proposals)
    )


def _controller(board: Organ) -> User:
    user = User.objects.create_user("controller@example.org", "losenord-for-prov")
    person = Person.objects.create(key="controller", name="Controller", user=user)
    Assignment.objects.create(person=person, organ=board, role="controller", starts="2020")
    return user
