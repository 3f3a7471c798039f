"""Books into an empty installation and out again; two books of one term; what is refused, and that nothing is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from burlov_styrning import clock
from burlov_styrning.base.models import Municipality, Person
from burlov_styrning.exposure import Exposure
from burlov_styrning.pages.book.canonical import differences
from burlov_styrning.pages.book.export import export, not_in_a_book
from burlov_styrning.pages.book.importing import Imported, import_bytes
from goals import models as goals
from goals.models import Ballot, Goal, GoalProposal, Need, Phase, Priority, ProposalVersion, Term, TermUnit
from indicators.models import Indicator, Outcome
from tests.pages.book.books import REAL, changed, real, small

pytestmark = pytest.mark.both

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def example_shown(settings: Settings) -> Iterator[None]:
    """The example cast is shown unless a test says otherwise; the day is set."""
    settings.DEMO = True
    with clock.at(TODAY):
        yield


def take(book: dict[str, Any], **options: Any) -> Imported:
    """Import a book."""
    return import_bytes(json.dumps(book).encode(), "bok.json", **options)


def taken(book: dict[str, Any]) -> dict[str, Any]:
    """Import a book that has no fault, and export its term again."""
    assert list(map(str, take(book).faults)) == []
    return export(the_term(book))


def the_term(book: dict[str, Any]) -> Term:
    """The term of a book."""
    term: Term = Term.objects.get(first_year=book["term"]["first_year"], last_year=book["term"]["last_year"])
    return term


def closed() -> dict[str, Any]:
    """The small book with its lists closed, so that they are exported."""
    return changed(["phases", 0], {"phase": "selection", "state": "closed", "closes": "2018-05"})


def rows() -> dict[str, int]:
    """How many rows each of our tables has."""
    models = (
        model
        for label in ("base", "indicators", "goals", "followup")
        for model in apps.get_app_config(label).get_models()
    )
    return {model._meta.label: model._base_manager.count() for model in models}


# Round trips


@pytest.mark.parametrize("name", REAL)
def test_a_published_book_comes_out_equal(db: None, name: str) -> None:
    book = real(name)
    assert differences(book, taken(book)) == []


def test_a_book_with_a_row_of_every_kind_comes_out_equal(db: None) -> None:
    assert differences(closed(), taken(closed())) == []


def test_fields_come_out_as_the_format_orders_them(db: None) -> None:
    out = taken(closed())
    assert list(out)[:4] == ["format", "municipality", "term", "phases"]
    assert list(out["goals"][0])[:4] == ["key", "area", "wording", "owners"]
    assert out["outcomes"][3]["value"] == "9.30"


@pytest.mark.alike
def test_an_export_takes_the_same_number_of_queries_whatever_it_holds(db: None) -> None:
    counts = []
    for name in ("lulea-2015-2018",):
        taken(real(name))
        with CaptureQueriesContext(connection) as few:
            export(the_term(real(name)))
        counts.append(len(few))
    book = real("lulea-2015-2018")
    book["goals"] += [goal | {"key": f"{goal['key']}-{n}"} for n in range(20) for goal in book["goals"]]
    taken(book)
    with CaptureQueriesContext(connection) as many:
        export(the_term(book))
    assert [len(many)] == counts
    assert len(many) < 50


# What is there already


def test_the_same_book_again_changes_nothing(db: None) -> None:
    take(closed())
    before, logged = rows(), LogEntry.objects.count()
    again = take(closed())
    assert again.recorded and not again.recorded.new and not again.recorded.filled
    assert (rows(), LogEntry.objects.count()) == (before, logged)


def test_its_own_export_changes_nothing(db: None) -> None:
    out = taken(closed())
    before = rows()
    again = take(out)
    assert again.recorded and not again.recorded.new and not again.recorded.filled
    assert rows() == before


def second(**lists: Any) -> dict[str, Any]:
    """Another book of the small one's term, which names only what it adds to."""
    head = {name: small()[name] for name in ("format", "municipality")}
    return head | {"term": {"first_year": 2019, "last_year": 2022}, "organs": [], "goal_areas": []} | lists


def test_a_second_book_fills_what_is_empty_and_marks_what_it_made_up(db: None) -> None:
    take(closed())
    added = second(
        goals=[{"key": "f1", "title": "Resultat", "example": True, "indicators": [
            {"indicator": "resultat", "baseline": {"year": 2018, "value": "1.1"}, "example": True,
             "paths": [{"owner": "kf", "values": {"2020": "1.5", "2021": None}}]}]}],
        indicators=[{"key": "larm", "cumulative": True, "definition": "Minuter från larm"}],
    )  # fmt: skip
    result = take(added)
    assert result.faults == ()
    goal = Goal.objects.get(key="f1")
    target = goal.targets.get()
    assert (goal.title, goal.example, goal.example_fields) == ("Resultat", False, ["title"])
    assert (str(target.baseline_value), target.example_fields) == ("1.1", ["baseline"])
    assert {v.year: v.value for v in target.paths.get().values.all()}.keys() == {2020, 2021, 2022}
    indicator = Indicator.objects.get(key="larm")
    assert indicator.cumulative and indicator.current.definition == "Minuter från larm"
    entry = LogEntry.objects.filter(action=LogEntry.Action.UPDATE, object_id=goal.pk).get(changes__has_key="title")
    assert entry.changes["title"] == [None, "Resultat"]
    assert entry.additional_data["file"] == "bok.json"


@pytest.mark.parametrize(
    ("lists", "place", "words"),
    [
        ({"goals": [{"key": "a1", "wording": "Annat"}]}, "goals[0].wording", ("Annat", "År 2022 …")),
        ({"indicators": [{"key": "hme", "direction": "lower"}]}, "indicators[0].direction", ("lower", "higher")),
        ({"indicators": [{"key": "larm", "tolerance": "0.6"}]}, "indicators[0].tolerance", ("0.6", "0.5")),
        ({"organs": [{"key": "ks", "name": "Styrelsen"}]}, "organs[0].name", ("Styrelsen", "Kommunstyrelsen")),
        ({"rounds": [{"key": "del2022", "state": "open"}]}, "rounds[0].state", ("open", "planned")),
    ],
)
def test_a_contradiction_names_both_values_and_nothing_is_written(
    db: None, lists: dict[str, Any], place: str, words: tuple[str, str]
) -> None:
    take(closed())
    before = rows()
    (fault,) = take(second(**lists, needs=[{"key": "b9", "unit": "forskola", "text": "Nytt"}])).faults
    assert fault.place == place
    assert all(word in fault.sentence for word in words)
    assert rows() == before


def test_a_default_that_no_book_said_can_be_told_later(db: None) -> None:
    book = closed()
    del book["indicators"][1]["direction"]
    del book["goals"][0]["indicators"][1:]
    take(book)
    assert take(second(indicators=[{"key": "larm", "direction": "lower", "by_sex": True}])).faults == ()
    assert Indicator.objects.get(key="larm").current.direction == "lower"


def test_another_term_shares_what_belongs_to_the_municipality(db: None) -> None:
    take(closed())
    later = second(
        term={"first_year": 2023, "last_year": 2026},
        organs=[{"key": "nya", "name": "Nya nämnden", "kind": "committee"}],
        units=[{"key": "forskola", "organ": "nya"}],
        goal_areas=[{"key": "attraktiva", "name": "Attraktiva"}],
        proposals=[{"key": "p1", "organ": "nya", "title": "Mer", "continues": "a1"}],
    )
    assert take(later).faults == ()
    assert {(row.term.first_year, row.organ.key) for row in TermUnit.objects.all()} == {(2019, "ukn"), (2023, "nya")}
    assert GoalProposal.objects.get(term__first_year=2023).continues == Goal.objects.get(key="a1")
    assert [row["organ"] for row in export(the_term(small()))["units"]] == ["ukn"]


def test_a_book_of_another_municipality_is_refused(db: None) -> None:
    take(closed())
    (fault,) = take(real("lulea-2015-2018")).faults
    assert (fault.place, Municipality.objects.filter(own=True).count()) == ("municipality.code", 1)


# What comes in as what


def test_the_first_book_makes_the_own_municipality(db: None) -> None:
    take(real("lulea-2015-2018"))
    own = Municipality.ours()
    assert own is not None and own.code == real("lulea-2015-2018")["municipality"]["code"]
    assert "Burlöv" not in own.name


def test_what_is_decided_comes_in_as_published_and_drafts_do_not(db: None) -> None:
    book = closed()
    book["proposals"].append({"key": "p2", "organ": "ukn", "title": "Utkast", "needs": ["b1"], "state": "draft"})
    book["proposals"].append({"key": "p3", "organ": "ukn", "title": "Inlämnat", "state": "submitted"})
    book["needs"].append({"key": "b2", "unit": "forskola", "text": "Eget"})
    book["goals"][1]["indicators"][0]["paths"][0]["state"] = "ready"
    take(book)
    assert dict(GoalProposal.objects.values_list("key", "exposure")) == {
        "p1": "published",
        "p2": "working",
        "p3": "record",
    }
    assert dict(Need.objects.values_list("key", "exposure")) == {"b1": "published", "b2": "working"}
    assert set(goals.Path.objects.values_list("state", "exposure")) == {("decided", "published"), ("ready", "ready")}
    assert set(Goal.objects.values_list("exposure", flat=True)) == {Exposure.PUBLISHED}
    kept = {("p1", True), ("p2", False), ("p3", True)}  # a draft as it came in is its first saved version
    assert set(ProposalVersion.objects.values_list("proposal__key", "is_handed_in")) == kept
    handed_in = GoalProposal.objects.get(key="p1").handed_in
    assert handed_in.content["title"] == "Engagerade medarbetare" and handed_in.decision.key == "ukn-1"


def test_without_the_example_its_people_and_lists_stay_out(db: None, settings: Settings) -> None:
    settings.DEMO = False
    result = take(closed())
    assert {remark.place for remark in result.remarks} >= {"people[0]", "ballots[0]"}
    assert (Person.objects.count(), Ballot.objects.count()) == (0, 0)
    out = export(the_term(small()))
    assert "people" not in out and "ballots" not in out and len(out["goals"]) == 2


def test_lists_that_have_not_closed_are_not_in_an_export_and_no_fault_tells_of_them(db: None) -> None:
    open_lists = changed(["phases", 0], {"phase": "selection", "state": "open"})
    open_lists["proposals"].append({"key": "p2", "organ": "ukn", "title": "Annat", "state": "submitted"})
    assert "ballots" not in taken(open_lists)
    (fault,) = take(second(ballots=[{"person": "c1", "proposals": ["p2"]}])).faults
    assert "p1" not in fault.sentence and "p2" not in fault.sentence
    entry = LogEntry.objects.get_for_objects(Priority.objects.all()).get()
    assert entry.changes["proposal"][1] == "***"


def test_a_silent_book_gets_the_phases_of_the_day(db: None) -> None:
    take(real("burlov-2019-2022"))
    assert dict(Phase.objects.values_list("phase", "state")) == dict.fromkeys(
        ("needs", "proposals", "selection", "breakdown", "follow_up"), "closed"
    ) | {"closed": "open"}


def test_every_row_is_logged_with_the_book_as_its_source(db: None) -> None:
    take(closed())
    untold = {"base.User", "base.Event", "goals.ProposalVersion"}
    for label, number in rows().items():
        if number and label not in untold:
            model = apps.get_model(label)
            entries = LogEntry.objects.get_for_objects(model._base_manager.all()).filter(action=LogEntry.Action.CREATE)
            assert entries.count() == number, label
    assert {len(data["book"]) for data in LogEntry.objects.values_list("additional_data", flat=True)} == {64}
    linked = LogEntry.objects.get_for_object(Need.objects.get()).get(action=LogEntry.Action.UPDATE)
    assert linked.changes["indicators"]["objects"] == ["Medarbetarengagemang"]


def test_a_judgement_that_departs_without_a_motivation_is_remarked_on(db: None) -> None:
    book = closed()
    book["assessments"][0]["status"] = "not_met"
    places = [remark.place for remark in take(book, write=False).remarks]
    assert "assessments[0].motivation" in places


def test_an_outcome_twice_is_one_and_a_new_one_a_revision(db: None) -> None:
    take(closed())
    revised = {
        "indicator": "hme",
        "period": "2020",
        "value": "79",
        "source": "budget",
        "published": "2022",
        "status": "revised",
    }
    assert take(second(outcomes=[small()["outcomes"][0], revised])).faults == ()
    cell = Outcome.objects.filter(indicator__key="hme", period="2020", sex="T")
    assert [str(row.value) for row in cell.order_by("id")] == ["78", "79"]


def test_an_outcome_that_stands_twice_in_the_first_book_is_one(db: None) -> None:
    book = closed()
    book["outcomes"] += [dict(book["outcomes"][0]), dict(book["outcomes"][2])]
    assert differences(book, taken(book)) == []
    assert Outcome.objects.count() == 4


# The commands


def write(folder: Path, book: dict[str, Any]) -> str:
    """The book as a file."""
    path = folder / "bok.json"
    path.write_text(json.dumps(book), "utf-8")
    return str(path)


def test_check_writes_nothing(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = rows()
    call_command("import_book", write(tmp_path, closed()), "--check")
    assert rows() == before
    assert not LogEntry.objects.exists()
    assert "inget fel" in capsys.readouterr().out


def test_faults_are_told_all_at_once_apart_from_remarks(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = changed(["goals", 0, "area"], "finns-inte")
    book["outcomes"][0]["value"] = 78
    book["decisions"][0]["date"] = "2018-02-30"
    with pytest.raises(CommandError, match="3 fel"):
        call_command("import_book", write(tmp_path, book))
    told = capsys.readouterr().err
    faults, remarks = told.partition("Fel:")[2], told.partition("Fel:")[0]
    for place in ("goals[0].area:", "outcomes[0].value:", "decisions[0].date:"):
        assert place in faults and place not in remarks
    assert not Municipality.objects.exists()


def test_import_and_export_as_commands(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, closed())
    call_command("import_book", path)
    assert "goals 2" in capsys.readouterr().out
    call_command("import_book", path)
    assert "inget är ändrat" in capsys.readouterr().out
    call_command("export_book", "2019-2022", out=str(tmp_path / "ut.json"))
    assert "ändringsloggen" in capsys.readouterr().err
    assert differences(closed(), json.loads((tmp_path / "ut.json").read_text("utf-8"))) == []
    call_command("export_book", "2019-2022")
    assert json.loads(capsys.readouterr().out)["format"] == "goal-book/1"


@pytest.mark.parametrize("word", ["2019", "1999-2002", "hej", "2019-2022-1"])
def test_a_term_that_is_not_there_is_named_with_those_that_are(db: None, word: str) -> None:
    take(closed())
    with pytest.raises(CommandError, match="2019-2022"):
        call_command("export_book", word)


def test_a_file_that_cannot_be_read(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("import_book", str(tmp_path / "ingen.json"))


def test_a_break_halfway_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("burlov_styrning.trace.log_many", broken)
    with pytest.raises(KeyboardInterrupt):
        take(closed())
    assert rows() == before


def test_a_formula_is_said_to_be_left_out_and_outcomes_of_what_is_computed_are_refused(db: None) -> None:
    taken(small())
    Outcome.objects.filter(indicator__key="ph").delete()
    Indicator.objects.filter(key="ph").update(formula="andel(larm; hme)")
    term = the_term(small())
    assert "Indikatorer, uppgifter som inte följer med: formel (1)." in not_in_a_book(term)
    out = export(term)
    assert "formula" not in next(row for row in out["indicators"] if row["key"] == "ph")
    assert "ph" not in {row["indicator"] for row in out["outcomes"]}
    out["outcomes"].append({"indicator": "ph", "period": "2020", "value": "7"})
    before = Outcome.objects.count()
    (fault,) = map(str, take(out).faults)
    assert "Indikatorn ”ph” räknas ut av andra och har inga egna utfall." in fault
    assert Outcome.objects.count() == before
