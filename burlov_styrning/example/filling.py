"""The example municipality into an empty installation, through the same importer as any other book."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning import clock
from burlov_styrning.base.models import COUNTRY_CODE, Meeting, Municipality, Organ, Person, Source, User
from burlov_styrning.example import economy, figures, load, onwards, prepared, said
from burlov_styrning.example.figures import Figure, Impossible
from burlov_styrning.exposure import Exposure
from burlov_styrning.pages.book.importing import import_bytes
from burlov_styrning.trace import log_many
from followup import planning
from followup.models import FollowUpRound, RoundDeadline
from goals.models import GoalProposal, ProposalVersion
from indicators.models import (
    AccountFigure,
    ComparisonGroup,
    EconomicScenario,
    Indicator,
    OrganFrame,
    Outcome,
    ScenarioYear,
)

ORIGIN = {"file": "burlov_styrning/example"}
"""What the change log names as the source of rows that no book told."""


class BrokenExample(Exception):
    """The example's own books have faults: nothing was loaded."""


@transaction.atomic
def fill(today: date | None = None) -> list[str]:
    """Books, meetings, accounts, comparison groups and printed figures; nothing where there is a municipality."""
    if Municipality.objects.filter(own=True).exists():
        return []
    day = today or clock.today()
    with clock.at(day):
        _books(day)
    _meetings(day)
    _scenario(day)
    _deadlines()
    onwards.fill(load.onward(), _insert, ORIGIN)
    prepared.fill(load.prepared(), _insert)
    said.fill(load.said(), _insert)
    if settings.DEMO:
        _accounts()
    sources = Sources()
    _groups(sources)
    _series(sources)
    _compare()
    economy.fill(_insert, _municipalities({COUNTRY_CODE: str(_("Riket"))}))
    economy.fill_demography(_insert)
    return _figures(sources)


def _books(day: date) -> None:
    for name, book in zip(load.NAMES, load.books(day), strict=True):
        data = json.dumps(book, ensure_ascii=False).encode()
        imported = import_bytes(data, f"{name}.json")
        if imported.faults:
            raise BrokenExample(name, *map(str, imported.faults))


def _meetings(day: date) -> None:
    organs = {organ.key: organ for organ in Organ.objects.all()}
    rows = [Meeting(**row | {"organ": organs[row["organ"]]}) for row in load.meetings(day)]
    for row in rows:
        row.clean_fields()
    _insert(rows)


def _scenario(day: date) -> None:
    told = load.scenario(day)
    frames, others = told.pop("frames"), told.pop("others")
    for other in others:
        _assumed(other, in_use=False)
    row = _assumed(told, in_use=True)
    organs = {organ.key: organ for organ in Organ.objects.all()}
    _insert(OrganFrame(scenario=row, example=True, **one | {"organ": organs[one["organ"]]}) for one in frames)


def _assumed(told: dict[str, Any], *, in_use: bool) -> EconomicScenario:
    years = told.pop("years")
    row = EconomicScenario(**told, in_use=in_use, example=True)
    row.clean_fields()
    row.save()
    _insert(ScenarioYear(scenario=row, example=True, **year) for year in years)
    return row


def _deadlines() -> None:
    """Of the rounds that are not over: each organ's own, as the calendar counts them back from the meetings."""
    rows = FollowUpRound.objects.filter(state__in=(FollowUpRound.State.PLANNED, FollowUpRound.State.OPEN))
    ready = [(row, planning.advise(row, planning.owners_in(row.term)).ready) for row in rows.select_related("term")]
    _insert([RoundDeadline(round=row, organ_id=organ, due=due) for row, days in ready for organ, due in days.items()])


def _accounts() -> None:
    """One account for each example person; nobody knows a password, one click signs in."""
    for person in Person.objects.filter(example=True, user=None):
        first, _space, last = person.name.partition(" ")
        person.user = User.objects.create_user(f"{person.key}@example.org", first_name=first, last_name=last)
        person.save()


class Sources:
    """Sources by address: one that a book has told already is used again."""

    def __init__(self) -> None:
        self.by_address = {row.url.rstrip("/"): row for row in Source.objects.exclude(url="")}

    def at(self, address: str, title: str, key: str) -> Source:
        """The source at the address; a new one with this title and key where there is none."""
        plain = address.rstrip("/")
        if plain not in self.by_address:
            self.by_address[plain] = Source.objects.create(key=key, title=title, url=address)
        return self.by_address[plain]


def _groups(sources: Sources) -> None:
    """The groups, with their members by name (a book knows other municipalities only by code)."""
    groups = load.comparison_groups()
    known = _municipalities({code: name for group in groups.values() for code, name in group["members"].items()})
    for key, group in groups.items():
        source = sources.at(group["source"], _("Koladas grupper av liknande kommuner, ur rKolada"), "rkolada")
        row = ComparisonGroup.objects.create(
            key=key.lower(), title=group["title"], source=source, preferred=key.lower() == load.FIRST_GROUP,
            reason=load.REASONS.get(key.lower(), load.LIKE),
        )  # fmt: skip
        row.members.set([known[code] for code in group["members"]])


def _series(sources: Sources) -> None:
    """What other municipalities have published, beside our own in the books."""
    told = load.comparison_series()
    known = _municipalities(told["municipalities"])
    indicators = {row.key: row for row in Indicator.objects.select_related("current")}
    told_by_books = {row.key: row for row in Source.objects.all()}
    titles = {"skr": _("SKR, nyhet om Insikt 2022"), "svalov": _("Svalövs kommun, nyhet om Insikt 2023")}
    rows = []
    for series in told["series"]:
        indicator, key = indicators[series["indicator"]], series["source"]
        source = told_by_books.get(key) or sources.at(told["sources"][key], titles.get(key, key), key)
        rows += [
            Outcome(indicator=indicator, version=indicator.current, municipality=known[code], period=year,
                    year=int(year), value=Decimal(value), source=source, exposure=Exposure.PUBLISHED)
            for code, values in series["values"].items() for year, value in values.items()
        ]  # fmt: skip
    _insert(rows)


def _compare() -> None:
    """The proposals of the example that compare with a group; a book knows no groups."""
    for proposal, group in load.COMPARED.items():
        row = ComparisonGroup.objects.get(key=group)
        GoalProposal.objects.filter(key=proposal, term__last_year=2030).update(comparison_group=row)
        for version in ProposalVersion.objects.filter(proposal__key=proposal, proposal__term__last_year=2030):
            version.content["comparison_group"] = row.title
            version.save()


def _municipalities(names: dict[str, str]) -> dict[str, Municipality]:
    known = {row.code: row for row in Municipality.objects.all()}
    for row in known.values():
        if row.name == row.code and row.code in names:
            row.name = names[row.code]
            row.save()
    new = [Municipality(code=code, name=name) for code, name in names.items() if code not in known]
    _insert(new)
    return known | {row.code: row for row in new}


def _figures(sources: Sources) -> list[str]:
    """Accounts and budgets as printed; the impossible ones are kept, and named."""
    organs = {organ.name: organ for organ in Organ.objects.all()}
    budgets = figures.budgets()
    _insert([_figure(row, organs, sources) for row in [*figures.accounts(), *budgets]])
    return [_impossible(found) for found in figures.impossible(budgets)]


def _figure(row: Figure, organs: dict[str, Organ], sources: Sources) -> AccountFigure:
    key = row.address.rstrip("/").rsplit("/", 1)[-1]
    title = f"{row.report}, {row.organ}" if row.organ else row.report
    return AccountFigure(
        entity=AccountFigure.Entity.ORGAN if row.organ else AccountFigure.Entity.MUNICIPALITY,
        organ=organs[row.organ] if row.organ else None,
        figure=row.figure,
        year=row.year,
        version=row.version,
        unit=row.unit,
        printed=row.printed,
        value=row.value,
        report=row.report,
        source=sources.at(row.address, title, key),
    )


def _impossible(found: Impossible) -> str:
    words = {
        "organ": found.figure.organ,
        "report": found.figure.report,
        "year": found.figure.year,
        "printed": found.figure.printed,
        "computed": f"{found.computed:f}",
    }
    return _(
        "%(report)s, %(organ)s: nettokostnaden för %(year)s är tryckt som %(printed)s tkr, men sidans egna "
        "intäkter och kostnader ger %(computed)s tkr. Siffran är kvar som den är tryckt."
    ) % words  # fmt: skip


def _insert(rows: Iterable[Any]) -> None:
    rows = list(rows)
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=1000)
        log_many(rows, source=ORIGIN)
