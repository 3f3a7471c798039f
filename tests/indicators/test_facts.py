"""Facts about others: judged and written a set at a time, with the same promises as row by row."""

from __future__ import annotations

import time
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from burlov_styrning.base.models import Event, Municipality, Source
from burlov_styrning.workflow import writing
from indicators import answers, facts, imports, judging, outcomes
from indicators.intake import Intake
from indicators.models import Import, ImportFact, ImportRow, Indicator, IndicatorVersion, Outcome
from indicators.series import in_order
from indicators.sources.row import Found, Part, Row
from tests.indicators.making import grouped
from tests.world import World, make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def lund(world: World) -> Municipality:
    Municipality.objects.create(code="0000", name="Riket")
    made: Municipality = Municipality.objects.create(code="1281", name="Lund")
    return made


def begun(world: World, who: str = "controller", origin: str = "kolada") -> Import:
    with writing():
        made: Import = Import.objects.create(origin=origin, title="Kolada", person=world.users[who].person)
    return made


def row(number: int, value: str = "80", **said: str) -> Row:
    return Row(number, value=value, **{"key": "plats", "period": "2025", "subject": "1281", **said})


def taken(world: World, *rows: Row) -> Import:
    """Taken in and judged."""
    import_ = begun(world)
    assert not Intake(import_).take(rows)
    facts.judge(import_)
    return import_


def written(world: World, *rows: Row) -> Import:
    import_ = taken(world, *rows)
    import_.applied_at = timezone.now()
    import_.first_new, import_.last_new = facts.write(import_, import_.applied_at)
    return import_


def verdicts(import_: Import) -> list[tuple[int, str]]:
    return list(import_.facts.order_by("number").values_list("number", "verdict"))


def cell(period: str = "2025") -> list[Outcome]:
    return sorted(Outcome.objects.filter(period=period), key=in_order)


def test_a_fact_is_written_with_all_that_it_says(world: World, lund: Municipality) -> None:
    said = {"sex": "Alla", "count": "120", "margin": "1,5", "response_rate": "60", "status": "preliminary",
            "source": "Kolada", "published": "2026-01-15", "fetched": "2026-02-01", "comment": "Enkät"}  # fmt: skip
    import_ = written(world, row(1, "81,50", **said), row(2, "e.m.", period="2024"), row(3, subject="Riket"))
    one, none, country = Outcome.objects.order_by("pk")
    assert (one.value, str(one.value), one.count, one.margin, one.response_rate) == (
        Decimal("81.5"), "81.50", 120, Decimal("1.5"), Decimal(60)
    )  # fmt: skip
    assert (one.municipality, one.organ, one.unit, one.year, one.version) == (
        lund, None, None, 2025, world.indicator.current
    )  # fmt: skip
    assert (one.status, one.source.title, one.published, one.fetched) == (
        "preliminary", "Kolada", "2026-01-15", "2026-02-01"
    )  # fmt: skip
    assert (one.comment, one.exposure, one.entered_by) == ("Enkät", "record", world.controller.person)
    assert (none.value, none.missing, none.status) == (None, "not_measured", "final")
    assert country.municipality.code == "0000"
    assert list(facts.new_outcomes(import_)) == [one, none, country] and not import_.facts.exists()


def test_every_column_of_an_outcome_is_written() -> None:
    columns = {field.column for field in Outcome._meta.concrete_fields} - {"id", "organ_id", "unit_id"}
    assert set(facts.COMING) == columns


def test_a_revision_follows_what_stood_and_repeating_changes_nothing(world: World, lund: Municipality) -> None:
    written(world, row(1, "80,0", source="Kolada", fetched="2026-01-01"), row(2, "70", period="2024"))
    again = taken(world, row(1, "80", source="kolada", fetched="2026-02-01"), row(2, "70,00", period="2024"))
    assert verdicts(again) == [(1, "unchanged"), (2, "unchanged")]
    import_ = written(world, row(1, "82", fetched="2026-02-01"), row(2, "70", period="2024"))
    before, after = cell()
    assert (before.value, after.value, after.status, after.source) == (80, 82, "revised", before.source)
    assert verdicts(import_) == [(1, "changed")] and import_.facts.get().before == before
    assert not facts.new_outcomes(import_).exists()
    same_day = written(world, row(1, "83", fetched="2026-02-01"))
    assert [one.value for one in cell()] == [80, 82, 83] and same_day.facts.count() == 1
    assert Source.objects.filter(title__iexact="kolada").count() == 1


def test_what_cannot_be_is_rejected_with_its_reason(world: World, lund: Municipality) -> None:
    make_indicator("raknad")
    Indicator.objects.filter(key="raknad").update(formula="a/b")
    written(world, row(1, "80", published="2026-02-01"), row(2, "1", period="2020", fetched="2026-01-01"),
            row(3, "90", period="2021", fetched=f"{timezone.localdate()}"))  # fmt: skip
    written(world, row(1, "91", period="2021", fetched=f"{timezone.localdate()}"))
    import_ = taken(
        world, row(1, "81", published="2026-01-01"), row(2, "2", period="2020"), row(3, "3", period="2020"),
        row(4, "1.234"), row(5, period="2099"), row(6, sex="K"), row(7, period="2024-T1"), row(8, key="okand"),
        row(9, "", period="2019"), row(10, "sekr.", period="2018"), row(11, fetched="2099-01-01"),
        row(12, key="raknad"),
    )  # fmt: skip
    reasons = dict(import_.facts.values_list("number", "reason"))
    said = {
        1: "publicerades 2026-02-01", 2: "", 3: "på rad 2", 4: "på två sätt", 5: "har inte börjat",
        6: "delas inte upp", 7: "mäts varje år", 8: "ingen indikator", 9: "varför det saknas", 10: "sekretesslagen",
        11: "inte varit än", 12: "ingen indikator",
    }  # fmt: skip
    assert reasons.keys() == said.keys()
    assert not {number: reasons[number] for number, text in said.items() if text not in reasons[number]}
    assert not reasons[2]


def test_the_same_fact_is_not_written_twice_in_a_day(world: World, lund: Municipality) -> None:
    today = f"{timezone.localdate()}"
    written(world, row(1, "90", status="final", fetched=today))
    written(world, row(1, "91", status="final", fetched=today))
    import_ = taken(world, row(1, "90", status="final", fetched=today))
    assert "bland de tidigare" in import_.facts.get().reason


def test_others_answer_for_their_own_small_groups(world: World, lund: Municipality) -> None:
    grouped(world)
    small = {"key": "sma", "count": "2"}
    written(world, row(1, "1", sex="K", **small), row(2, "3", sex="M", key="sma"), row(3, "150", key="plats"))
    assert [(one.value, one.missing) for one in Outcome.objects.order_by("pk")] == [(1, ""), (3, ""), (150, "")]


def test_what_an_indicator_means_is_asked_again(world: World, lund: Municipality) -> None:
    import_ = taken(world, row(1), row(2, period="2020"))
    assert facts.judge(import_) == 0
    earlier = IndicatorVersion.objects.create(indicator=world.indicator, until="2022", name="Förr", unit="%")
    assert facts.judge(import_) == 1
    assert import_.facts.get(number=2).version == earlier
    Indicator.objects.filter(pk=world.indicator.pk).update(frequency="month")
    Indicator.objects.filter(pk=world.indicator.pk).update(frequency="tertial", by_sex=True)
    assert facts.judge(import_) == 0


def test_only_a_controller_brings_facts_and_never_from_a_sheet(world: World, lund: Municipality) -> None:
    for who, origin in [("staff", "kolada"), ("controller", "sheet")]:
        assert len(Intake(begun(world, who, origin)).take([row(1)])) == 1
    ours = [row(1, subject=""), row(2, subject="Provköpings kommun"), row(3, subject="ukn"), row(4, subject="okänd")]
    assert Intake(begun(world)).take(ours) == ours
    assert not ImportFact.objects.exists()


def test_the_import_as_a_whole(world: World, lund: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours row by row and others as facts, in one import: one preview, all or nothing, one receipt, pages for all."""
    Outcome.objects.all().delete()
    given = [row(1, "70", subject="9999"), row(2, "80"), row(3, "81", period="2024"), row(4, "x"), row(5, key="okand")]
    monkeypatch.setattr(answers, "found", lambda _import: Found([Part(given, 1)], 1))
    import_ = read(world)
    assert (import_.state, import_.counts, import_.rows.count()) == ("previewed", {"new": 2, "rejected": 2}, 1)
    client = Client()
    client.force_login(world.controller)
    page = reverse("indicators:import-show", args=[import_.pk])
    assert "3 nya" in client.get(page).content.decode()
    assert "Kryssa för" in client.post(page).content.decode()

    written(world, row(1, "79"))  # somebody was before
    assert applied(import_).state == "previewed"
    assert "gjord på nytt" in Import.objects.get(pk=import_.pk).remarks[0]
    assert Outcome.objects.count() == 1 and Import.objects.get(pk=import_.pk).counts["changed"] == 1

    lines = LogEntry.objects.filter(content_type__model="outcome").count()
    done = applied(import_)
    assert (done.state, Outcome.objects.count()) == ("applied", 4)
    assert Outcome.objects.get(municipality=world.municipality).value == 70
    assert LogEntry.objects.filter(content_type__model="outcome").count() == lines + 1  # our own
    assert [event.move for event in Event.of(done)] == ["fetch", "show", "apply", "show", "apply", "finish"]
    line = LogEntry.objects.get(content_type__model="import")  # one, whatever it went through
    assert (line.actor, line.changes["state"]) == (world.controller, [None, "applied"])
    assert line.changes["counts"][1] == done.counts and "answered" not in line.changes
    assert (done.counts, done.facts.count()) == ({"changed": 1, "new": 1, "rejected": 2}, 3)
    for verdict, said in [("new", "70"), ("changed", "79"), ("rejected", "ingen indikator")]:
        text = client.get(reverse("indicators:import-rows", args=[done.pk, verdict])).content.decode()
        assert (said in text and "Lund" in text) or verdict == "rejected"
    receipt = client.get(reverse("indicators:import-show", args=[done.pk])).content.decode()
    assert receipt.partition("Vad som har hänt")[2].count("Godkänd") == 2
    assert client.get(reverse("indicators:import-file", args=[done.pk])).status_code == 200
    again = read(world)
    assert imports.counts_of(again) == {"new": 0, "changed": 0, "unchanged": 3, "rejected": 2}


def read(world: World) -> Import:
    import_ = imports.fetch("kolada", "Allt", {"allt": True}, by=world.controller, background=False)
    imports.go(import_.pk)
    return Import.objects.get(pk=import_.pk)


def applied(import_: Import) -> Import:
    imports.apply(import_, by=import_.person.user, without_rejected=True, background=False)
    imports.go(import_.pk)
    return Import.objects.get(pk=import_.pk)


def test_a_second_worker_keeps_nothing_twice(world: World, lund: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    import_ = imports.fetch("kolada", "Allt", {"allt": True}, by=world.controller, background=False)

    def parts(_import: Import) -> Found:
        return Found(iter([Part([row(1)], 1), Part([row(2, period="2024")], 2)]), 2)

    def overtaken(_import: Import) -> Found:
        monkeypatch.setattr(answers, "found", parts)
        imports.go(import_.pk)  # another worker, all the way
        return parts(_import)

    monkeypatch.setattr(answers, "found", overtaken)
    imports.go(import_.pk)
    found = Import.objects.get(pk=import_.pk)
    assert (found.state, found.facts.count()) == ("previewed", 2)


@pytest.mark.django_db(transaction=True)
def test_a_long_statement_gives_signs_of_life(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    monkeypatch.setattr(facts, "BEAT", 0.05)
    import_ = begun(world)
    with facts._alive(import_), transaction.atomic():
        deadline = time.monotonic() + 30
        while Import.objects.get(pk=import_.pk).touched_at is None:
            assert time.monotonic() < deadline
            time.sleep(0.05)


VALUES = st.sampled_from(["80", "80,0", "81", "0", "e.m.", "..", "bortf.", "1.234", ""])
SAID = st.fixed_dictionaries(
    {"period": st.sampled_from(["2024", "2025"]), "subject": st.sampled_from(["Lund", "0000"]), "value": VALUES},
    optional={
        "status": st.sampled_from(["final", "preliminary", "revised", "?"]),
        "source": st.sampled_from(["Kolada", "kolada", "SCB"]), "published": st.sampled_from(["2026", "2026-03"]),
        "fetched": st.sampled_from(["2026-01-01", "2026-03-02"]), "count": st.sampled_from(["5", "6", "x"]),
        "margin": st.sampled_from(["1", "1,0", "2", "-1"]), "comment": st.just("Så"),
    },
)  # fmt: skip


def rows_of(said: Iterable[dict[str, str]]) -> list[Row]:
    return [row(number, **one) for number, one in enumerate(said, start=1)]


PART = st.lists(SAID, min_size=1, max_size=4, unique_by=lambda said: (said["subject"], said["period"]))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PART, min_size=2, max_size=3))
def test_sets_are_judged_as_rows_are(world: World, lund: Municipality, parts: list[list[dict[str, str]]]) -> None:
    """Over several imports: the verdicts, the reasons and what is written are those of the long way.

    A row that is wrong in itself is not asked besides whether it is older than what stands.
    """
    Outcome.objects.all().delete()
    told: list[list[Any]] = []
    for long_way in (True, False):
        told.append([])
        for said in parts:
            told[-1].append(_long(world, rows_of(said)) if long_way else _short(world, rows_of(said)))
        ImportFact.objects.all().delete()
        ImportRow.objects.all().delete()
        Outcome.objects.all().delete()
    for (long, stands), (short, stands_) in zip(*told, strict=True):
        assert stands == stands_
        assert [verdict for verdict, _reason in long] == [verdict for verdict, _reason in short]
        assert all(reason_ == reason or (reason_ and reason.startswith(reason_)) for (_v, reason), (_v_, reason_)
                   in zip(long, short, strict=True))  # fmt: skip


def _long(world: World, rows: list[Row]) -> Any:
    kept = [ImportRow(number=one.number, said=one.said()) for one in rows]
    judged = judging.judge(kept, "final", world.controller)
    outcomes.write_many([one.change for one in judged if one.change], by=world.controller)
    return [(one.verdict, one.reason) for one in judged], _all()


def _short(world: World, rows: list[Row]) -> Any:
    import_ = taken(world, *rows)
    judged = list(import_.facts.order_by("number").values_list("verdict", "reason"))
    facts.write(import_, timezone.now())
    return judged, _all()


def _all() -> Any:
    names = ("municipality__code", "period", "value", "missing", "count", "margin", "status", "source__title",
             "published", "fetched", "comment", "exposure", "version")  # fmt: skip
    return sorted(map(str, Outcome.objects.values_list(*names)))
