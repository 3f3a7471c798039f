"""A small municipality that has judged a year: what reports and editions are tried on."""

from __future__ import annotations

import hashlib
from typing import Any

from burlov_styrning.base.models import Municipality, Source
from burlov_styrning.workflow import writing
from followup import editions, making
from followup.models import Activity, Assessment, FollowUpRound, ReportEdition
from goals.models import Goal, GoalOwner, Path, PathValue, Target
from indicators.models import ComparisonGroup, EconomicScenario, Indicator, Outcome
from tests.house import rows_of_flows as rows
from tests.world import World, make_indicator


def pretended(html: str, **described: Any) -> bytes:
    """In place of a PDF, which takes a second: other bytes for other content."""
    return b"%PDF" + hashlib.sha256(html.encode()).digest()


def goal(world: World, number: int, *, judged: str | None = "on_course") -> Goal:
    """A goal of the school committee with a path, outcomes by sex, a judgement and an activity."""
    indicator = make_indicator(f"i{number}", world.school, decimals=1)
    source = Source.objects.get_or_create(
        key="kolada", defaults={"title": "Kolada", "url": "https://kolada.example/", "fetched": "2028-02-14"}
    )[0]
    with writing():
        made: Goal = Goal.objects.create(
            term=world.term, key=f"g{number}", area=world.area, wording=f"Senast 2030 når vi mål {number}",
            exposure="record", decision=world.decision(world.council, "select", "120"),
        )  # fmt: skip
        GoalOwner.objects.create(goal=made, organ=world.school)
        target = Target.objects.create(
            goal=made, indicator=indicator, version=indicator.current, baseline_year=2026, baseline_value="80",
            value="92",
        )  # fmt: skip
        path = Path.objects.create(target=target, organ=world.school, state="decided", exposure="record")
        for year, value in [(2027, "83.5"), (2028, "86"), (2029, None), (2030, "92")]:
            PathValue.objects.create(path=path, year=year, value=value)
        for year, value, sex in [(2026, "80", "T"), (2027, "83.46", "T"), (2027, "84.2", "K"), (2027, "82.7", "M")]:
            outcome(world, target, year, value, sex=sex, source=source)
        if judged:
            assessment(world, made, judged)
        Activity.objects.create(
            goal=made, organ=world.school, unit=world.preschool, text="Fler platser", exposure="record"
        )
    return made


def frames(world: World) -> EconomicScenario:
    """A scenario in use for 2027–2029, with the frames of two committees whose sums have decimals."""
    made: EconomicScenario = EconomicScenario.objects.create(
        name="Budget 2027", version="Oktober", date="2026-10-20", in_use=True, base_year=2027, wage_cost="918000"
    )
    for year, grants in ((2027, "332400"), (2028, "341800.5"), (2029, "351300")):
        made.years.create(year=year, taxes="1146200", grants=grants, financial_net="-6400", net_cost="1432100.25",
                          result_target="29572")  # fmt: skip
        made.frames.create(organ=world.school, year=year, last="718000", index="2.35", demography="-2400.5")
        made.frames.create(organ=world.social, year=year, last="412000.75", index="3", efficiency="2000")
    return made


def peers(world: World, indicator: Indicator) -> ComparisonGroup:
    """A group of five others with final outcomes of 2026; of 2027 one's is preliminary and one's is secret."""
    source = Source.objects.get(key="kolada")
    others = [Municipality.objects.create(code=f"90{n}1", name=f"Grannköping {n}") for n in range(5)]
    said = {"indicator": indicator, "version": indicator.current, "exposure": "published", "source": source}
    for one, value in zip(others, ("70.5", "75", "77", "85", "90"), strict=True):
        Outcome.objects.create(municipality=one, period="2026", year=2026, value=value, **said)
    late = said | {"period": "2027", "year": 2027}
    Outcome.objects.create(municipality=others[0], value="99", status="preliminary", **late)
    Outcome.objects.create(municipality=others[1], missing="secret", **late)
    group: ComparisonGroup = ComparisonGroup.objects.create(
        key="grannar", title="Grannarna", reason="De är lika oss.", preferred=True
    )
    group.members.set(others)
    return group


def outcome(world: World, target: Target, year: int, value: str | None, **more: Any) -> Outcome:
    made: Outcome = Outcome.objects.create(
        indicator=target.indicator, version=target.version, municipality=world.municipality, period=str(year),
        year=year, value=value, exposure="record", **more,
    )  # fmt: skip
    return made


def assessment(world: World, made: Goal, status: str, **more: Any) -> Assessment:
    """An approved judgement."""
    said = {"analysis": f"Analys av {made.key}.", "motivation": "Egen mätning."} | more
    with writing():
        row: Assessment = Assessment.objects.create(
            round=closed(world), goal=made, organ=world.school, state="approved", status=status, exposure="record",
            **said,
        )  # fmt: skip
    return row


def closed(world: World) -> FollowUpRound:
    """The closed annual round of 2027."""
    return round_(world, "closed")


def round_(world: World, state: str) -> FollowUpRound:
    """The annual round of 2027 in that state."""
    with writing():
        return rows.round_(world, state)


def unfinished(world: World, state: str = "making") -> ReportEdition:
    """An edition whose files are not made."""
    from followup import editions

    made = editions.issue(closed(world), "annual", by=world.controller).edition
    with writing():
        ReportEdition.objects.filter(pk=made.pk).update(state=state)
    return ReportEdition.objects.get(pk=made.pk)


def quick(world: World, exposure: str = "record") -> ReportEdition:
    """An edition that counts as made, with one file that is not drawn."""
    from django.core.files.base import ContentFile

    from followup.models import EditionFile

    edition = unfinished(world)
    with writing():
        ReportEdition.objects.filter(pk=edition.pk).update(state="proposed", number=1, exposure=exposure)
    row = EditionFile(edition=edition, format="json", size=2, sha256="0" * 64)
    row.file.save("x.json", ContentFile(b"{}"))
    return ReportEdition.objects.get(pk=edition.pk)


def issued(world: World) -> ReportEdition:
    """The annual report issued and drawn at once."""
    found = editions.issue(closed(world), "annual", by=world.controller, background=False)
    making.make(found.edition.pk)
    edition: ReportEdition = ReportEdition.objects.get(pk=found.edition.pk)
    return edition


def bytes_of(edition: ReportEdition) -> dict[str, bytes]:
    """Its files by their form."""
    return {file.format: file.file.open("rb").read() for file in edition.files.all()}
