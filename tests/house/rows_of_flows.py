"""One row of each workflow in each of its states, owned by the school committee of the cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from burlov_styrning.base.models import Decision, DecisionDraft, Meeting, Person
from followup.models import (
    Activity,
    Assessment,
    AuditSearch,
    Examination,
    FollowUpRound,
    Onward,
    Opening,
    Report,
    ReportEdition,
)
from goals.models import Ballot, Goal, GoalOwner, GoalProposal, Need, Note, Path, Phase, Target, Term
from indicators.models import (
    AccountFigure,
    ComparisonGroup,
    CostPerInhabitant,
    Drift,
    EconomicScenario,
    Import,
    IndicatorUse,
    Outcome,
    PopulationReading,
    ScbMapping,
    ServiceArea,
    Survey,
)
from tests.world import World

type Maker = Callable[[World, str], Any]


def goal(world: World, state: str = "") -> Goal:
    """A goal that the school committee owns; its state is whose goal it is."""
    made, _new = Goal.objects.get_or_create(
        term=world.term, key="m1",
        defaults={"area": world.area, "wording": "Ett mål", "exposure": "record", "level": state or "council"},
    )  # fmt: skip
    GoalOwner.objects.get_or_create(goal=made, organ=world.school)
    return made


def target(world: World) -> Target:
    """Its target."""
    made: Target = Target.objects.get_or_create(
        goal=goal(world), indicator=world.indicator, defaults={"version": world.indicator.current, "value": "90"}
    )[0]
    return made


def proposal(world: World, state: str = "draft") -> GoalProposal:
    """A proposal of the school committee."""
    number = GoalProposal.objects.count() + 1
    made: GoalProposal = GoalProposal.objects.create(
        term=world.term,
        key=f"p{number}",
        organ=world.school,
        area=world.area,
        title="Ett förslag",
        state=state,
        reason="Skäl",
    )
    return made


def need(world: World, state: str = "open") -> Need:
    """A need of the school committee's preschools."""
    made: Need = Need.objects.create(
        term=world.term, key=f"b{Need.objects.count()}", unit=world.preschool, organ=world.school, state=state,
        text="Ett behov", reason="Skäl",
    )  # fmt: skip
    return made


def round_(world: World, state: str = "open") -> FollowUpRound:
    """A round of the term."""
    made: FollowUpRound = FollowUpRound.objects.get_or_create(
        term=world.term, key=f"ar-{state}",
        defaults={"year": 2027, "kind": "annual", "period_end": "2027-12-31", "state": state},
    )[0]  # fmt: skip
    return made


def assessment(world: World, state: str = "draft") -> Assessment:
    """The school committee's judgement."""
    made: Assessment = Assessment.objects.create(
        round=round_(world), goal=goal(world), organ=world.school, state=state, status="met", analysis="Bra."
    )
    return made


def opening(world: World, state: str = "draft") -> Opening:
    """What opens the school committee's chapter."""
    made: Opening = Opening.objects.create(round=round_(world), organ=world.school, state=state, text="Vi har hunnit.")
    return made


def onward(world: World, state: str = "") -> Onward:
    """What becomes of the school committee's goal."""
    made: Onward = Onward.objects.get_or_create(
        goal=goal(world), defaults={"course": "goes_on", "reason": "Skäl", "exposure": "record"}
    )[0]
    return made


def path(world: World, state: str = "draft") -> Path:
    """The school committee's path."""
    made: Path = Path.objects.create(target=target(world), organ=world.school, state=state)
    return made


def edition(world: World, state: str = "proposed") -> ReportEdition:
    """An edition of a report."""
    report = Report.objects.get_or_create(term=world.term, kind="annual", round=round_(world))[0]
    made: ReportEdition = ReportEdition.objects.create(
        report=report, number=ReportEdition.objects.count() + 1, state=state, issued="2027-03-01"
    )
    return made


def audit_edition(world: World, state: str = "proposed") -> ReportEdition:
    """An edition that the auditors took out."""
    made = edition(world, state)
    Report.objects.filter(editions=made.pk).update(kind="audit")
    return made


def phase(world: World, state: str = "planned") -> Phase:
    """A phase of the term, put into the state."""
    row: Phase = world.term.phases.get(phase="needs")
    row.state = state
    row.save()
    return row


def person(world: World, state: str = "") -> Person:
    """Somebody of the cast."""
    found: Person = Person.objects.get(key="councillor")
    return found


def survey(world: World) -> Survey:
    """A survey of the school committee."""
    made: Survey = Survey.objects.get_or_create(
        name="Enkäten", organ=world.school, columns={"question": "Frågetext", "value": "Andel"},
        texts={"Frågetext": ["Trivs du?"], "Andel": []},
    )[0]  # fmt: skip
    return made


def scenario() -> EconomicScenario:
    """An economic scenario."""
    made: EconomicScenario = EconomicScenario.objects.get_or_create(
        name="Budget", version="1", defaults={"date": date(2026, 10, 1)}
    )[0]
    return made


def account() -> AccountFigure:
    """An amount of the municipality's accounts."""
    made: AccountFigure = AccountFigure.objects.get_or_create(
        figure="Låneskuld",
        year=2024,
        unit="mnkr",
        report="Årsredovisning 2024",
        defaults={"printed": "560,0", "value": "560.0"},
    )[0]
    return made


def service_area(world: World, state: str = "") -> ServiceArea:
    """An activity whose quality is the school committee's indicator."""
    until = "2025" if state == "ended" else None
    made: ServiceArea = ServiceArea.objects.get_or_create(
        key=f"forskola{state}", defaults={"name": f"Förskola {state}".strip(), "until": until}
    )[0]
    made.pairs.get_or_create(indicator=world.indicator, side="quality")
    return made


def drift(world: World, state: str = "open") -> Drift:
    """What Kolada says of the school committee's indicator now."""
    made: Drift = Drift.objects.create(
        indicator=world.indicator, version=world.indicator.current, state=state, name="Ny titel (%)",
        fingerprint=str(Drift.objects.count()), found=date(2026, 11, 1),
    )  # fmt: skip
    return made


def scb_mapping(world: World, state: str = "used") -> ScbMapping:
    """A table of SCB that is fetched for it."""
    made: ScbMapping = ScbMapping.objects.create(
        name=f"Folkmängd {ScbMapping.objects.count()}", table="TAB638", indicator=world.indicator, state=state,
        person=world.controller.person, selection={"Region": ["9999"], "Tid": ["from(2018)"]},
        mapping={"region": "Region", "time": "Tid"},
    )  # fmt: skip
    return made


def group(state: str = "") -> ComparisonGroup:
    """A comparison group."""
    made: ComparisonGroup = ComparisonGroup.objects.get_or_create(
        key="grannar", defaults={"title": "Grannarna", "until": "2025" if state == "ended" else None}
    )[0]
    return made


def sample(world: World) -> Examination:
    """A sample that the auditor drew."""
    made: Examination = Examination.objects.create(
        kind="sample", person=world.auditor.person, term=world.term, seed="2027", among=["m1"], drawn=["m1"],
        day=date(2026, 11, 1),
    )  # fmt: skip
    return made


def search(world: World) -> AuditSearch:
    """What the auditor searched the change log for."""
    made: AuditSearch = AuditSearch.objects.create(
        person=world.auditor.person, query="vem=Elin", words="Vem: Elin", hits=3, at=timezone.now()
    )
    return made


MAKERS: dict[str, Maker] = {
    "needs": need,
    "proposals": proposal,
    "paths": path,
    "phases": phase,
    "rounds": round_,
    "assessments": assessment,
    "openings": opening,
    "editions": edition,
    "audit_editions": audit_edition,
    "reports": lambda world, _state: edition(world).report,
    "onwards": onward,
    "goals": goal,
    "terms": lambda world, _state: Term.objects.get(pk=world.term.pk),
    "people": person,
    "organs": lambda world, _state: world.school,
    "meetings": lambda world, _state: Meeting.objects.get_or_create(organ=world.school, date=date(2026, 12, 2))[0],
    "decisions": lambda world, _state: Decision.objects.first() or world.decision(world.school, "path"),
    "drafts": lambda world, state: DecisionDraft.objects.create(
        organ=world.school, address="/2027-2030/", title="Nämndens beslut", state=state
    ),
    "activities": lambda world, _state: Activity.objects.create(
        goal=goal(world), organ=world.school, unit=world.preschool, text="Gör"
    ),
    "imports": lambda world, state: Import.objects.create(
        origin="sheet", title="utfall.csv", state=state or "previewed", person=world.staff.person
    ),
    "drifts": drift,
    "examinations": lambda world, _state: sample(world),
    "mappings": scb_mapping,
    "indicators": lambda world, _state: world.indicator,
    "outcomes": lambda world, _state: Outcome.objects.get_or_create(
        indicator=world.indicator, version=world.indicator.current, municipality=world.municipality, period="2025",
        year=2025, value="80",
    )[0],
    "groups": lambda _world, state: group(state),
    "scenarios": lambda world, _state: scenario(),
    "accounts": lambda world, state: account(),
    "service_areas": service_area,
    "indicator_uses": lambda world, _state: IndicatorUse.objects.get_or_create(use="kpi")[0],
    "population": lambda world, _state: PopulationReading.objects.get_or_create(title="Prognos", counted_to=2025)[0],
    "costs": lambda world, _state: CostPerInhabitant.objects.get_or_create(
        organ=world.school, age_class="6", price_year=2026, defaults={"value": "120.5"}
    )[0],
    "surveys": lambda world, _state: survey(world),
    "ballots": lambda world, _state: Ballot.objects.get_or_create(term=world.term, person=person(world))[0],
    "notes": lambda world, _state: Note.objects.get_or_create(person=person(world), proposal=proposal(world))[0],
}  # fmt: skip
