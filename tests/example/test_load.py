"""The example in an empty installation: what is there afterwards, and that it never touches what somebody has."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import Settings

from burlov_styrning.base.models import Assignment, Meeting, Municipality, Person, User
from burlov_styrning.clock import at
from burlov_styrning.example.figures import accounts, budgets, impossible
from burlov_styrning.example.load import load
from burlov_styrning.example.reports import issue_closed_terms
from burlov_styrning.pages.book.canonical import differences
from burlov_styrning.pages.book.export import export
from burlov_styrning.pages.book.importing import import_bytes
from burlov_styrning.rights import Role
from followup.models import Assessment, ReportEdition, RoundDeadline
from goals.models import Phase, Term
from indicators.models import AccountFigure, ComparisonGroup

TODAY = date(2026, 11, 23)


def states(term: str) -> dict[str, str]:
    """Each phase's state."""
    return dict(Phase.objects.filter(term__first_year=term[:4]).values_list("phase", "state"))


def test_three_terms_as_they_stand_on_the_day_of_loading(db: None, settings: Settings) -> None:
    settings.DEMO = True
    load(TODAY)
    assert states("2019-2022")["closed"] == "open" and states("2019-2022")["follow_up"] == "closed"
    assert states("2023-2026")["follow_up"] == "open"
    assert Term.objects.get(first_year=2023).prolonged_to == 2027
    assert {name for name, state in states("2027-2030").items() if state == "open"} == {"proposals"}


def test_there_is_somebody_in_every_role_with_an_account_that_no_password_opens(db: None, settings: Settings) -> None:
    settings.DEMO = True
    load(TODAY)
    assert set(Assignment.objects.values_list("role", flat=True)) == {role.value for role in Role}
    people = list(Person.objects.select_related("user"))
    assert people and all(isinstance(person.user, User) and not person.user.has_usable_password() for person in people)
    assert User.objects.filter(email="anna@example.org", first_name="Anna").exists()


def test_without_the_demo_there_are_neither_people_nor_accounts(db: None, settings: Settings) -> None:
    settings.DEMO = False
    load(TODAY)
    assert (Person.objects.count(), User.objects.count(), Term.objects.count()) == (0, 0, 3)


def test_meetings_groups_and_printed_figures(db: None, settings: Settings) -> None:
    settings.DEMO = True
    (odd,) = load(TODAY)
    assert "150 980" in odd and "669912" in odd
    assert Meeting.objects.filter(date__gt=TODAY).exists() and Meeting.objects.filter(date__lt=TODAY).exists()
    assert ComparisonGroup.objects.get(key="g175929").members.filter(name="Katrineholm").exists()
    assert not [row.code for row in Municipality.objects.all() if row.name == row.code]
    figures = AccountFigure.objects.select_related("source")
    assert figures.count() == len(accounts()) + len(budgets())
    assert all(row.source and row.source.url for row in figures)
    printed = figures.filter(figure="Antal invånare", year=2020).values_list("printed", "value")
    assert Counter(printed)["19 312", Decimal("19312")] >= 3
    annual = RoundDeadline.objects.filter(round__year=2026, round__kind="annual")
    papers = set(Meeting.objects.filter(organ__in=annual.values("organ")).values_list("organ", "papers"))
    assert annual.count() == 4 and set(annual.values_list("organ", "due")) <= papers
    assert not [row for row in Assessment.objects.filter(whole=True) if row.balance is None]


def test_it_never_touches_what_is_there(db: None, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = True
    Municipality.objects.create(code="2580", name="Luleå kommun", own=True)
    assert load(TODAY) == []
    call_command("load_example")
    assert "Luleå kommun" in capsys.readouterr().out
    assert (Municipality.objects.count(), Term.objects.count()) == (1, 0)


def test_every_loaded_term_comes_out_and_in_again(db: None, settings: Settings) -> None:
    settings.DEMO = True
    with at(TODAY):
        with transaction.atomic():
            load(TODAY)
            outs = {term.key: export(term) for term in Term.objects.all()}
            transaction.set_rollback(True)
        for key, out in outs.items():
            with transaction.atomic():
                assert import_bytes(json.dumps(out).encode()).faults == ()
                assert differences(out, export(Term.objects.get(first_year=key[:4]))) == []
                transaction.set_rollback(True)


def test_only_one_printed_net_cost_is_impossible() -> None:
    (found,) = impossible(budgets())
    assert (found.figure.year, found.figure.printed, found.computed) == (2026, "150 980", Decimal(669912))


@pytest.mark.alike
def test_the_closed_terms_report_is_issued_and_published(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    load(TODAY)
    issue_closed_terms.func()
    edition = ReportEdition.objects.get()
    assert (edition.report.term.first_year, edition.state, edition.exposure) == (2019, "proposed", "published")
    assert {file.format for file in edition.files.all()} == {"html", "pdf", "docx", "xlsx", "json"}
    issue_closed_terms.func()
    assert ReportEdition.objects.count() == 1
