"""Kolada: outcomes come as rows, exactly; whatever breaks is told in a sentence, and nothing is half applied."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning.base.models import Municipality
from burlov_styrning.refusals import Refusal
from indicators import catalogue, definitions, drift, fetching, imports
from indicators.models import ComparisonGroup, Drift, Import, Indicator, KoladaItem, Outcome
from indicators.rules.kolada import kind_of, unit_of
from tests.indicators.making import entered
from tests.indicators.standin import StandIn
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


def from_kolada(world: World, kpi: str = "N15419", key: str = "elever", **facts: Any) -> Indicator:
    """An indicator that comes from Kolada, by sex, named as there."""
    row = make_indicator(key, world.school, name="Elever i åk 9, andel (%)")
    row.origin_system, row.origin_id, row.by_sex = "kolada", kpi, True
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


def asked(
    world: World, *rows: Indicator, codes: tuple[str, ...] = ("9999",), years: tuple[int, ...] = (2024,)
) -> Import:
    return fetching.from_kolada(rows, codes, years, by=world.controller, background=False)


def read(row: Import) -> Import:
    imports.go(row.pk)
    return Import.objects.get(pk=row.pk)


def applied(world: World, row: Import) -> Import:
    imports.apply(row, by=world.controller, background=False)
    return read(row)


def verdicts(row: Import) -> list[str]:
    return [verdict for rows in (row.rows, row.facts) for verdict in rows.values_list("verdict", flat=True)]


def test_outcomes_come_exactly_with_source_and_day_and_repeating_changes_nothing(
    world: World, standin: StandIn
) -> None:
    row = from_kolada(world)
    standin.hold("N15419", "9999", 2024, T="93.10000000000000000001", K="95", M="91")
    standin.hold("N15419", "0000", 2024, T=("Missing", None), K=("Private", None))
    got = read(asked(world, row, codes=("9999", "0000")))
    assert (got.state, verdicts(got)) == ("previewed", ["new"] * 5), got.problem
    got = applied(world, got)
    assert got.state == "applied"
    told = {(o.municipality.code, o.sex): (o.value, o.missing, str(o.source)) for o in Outcome.objects.all()}
    assert told == {
        ("9999", "T"): (Decimal("93.10000000000000000001"), "", "Kolada"),
        ("9999", "K"): (Decimal(95), "", "Kolada"),
        ("9999", "M"): (Decimal(91), "", "Kolada"),
        ("0000", "T"): (None, "lapse", "Kolada"),
        ("0000", "K"): (None, "suppressed", "Kolada"),
    }
    assert all(o.fetched and o.source and o.source.url for o in Outcome.objects.all())
    again = read(asked(world, row, codes=("9999", "0000")))
    assert verdicts(again) == ["unchanged"] * 5
    standin.hold("N15419", "9999", 2024, T="94")
    assert verdicts(read(asked(world, row))) == ["changed"]


def test_what_kolada_has_taken_away_or_is_not_divided_here_is_not_read(world: World, standin: StandIn) -> None:
    row = from_kolada(world, by_sex=False)
    standin.hold("N15419", "9999", 2024, T="93", K="95")
    standin.hold("N15419", "9999", 2023, T="92")
    standin.cells["N15419", "9999", 2023][0]["isdeleted"] = True
    got = read(asked(world, row, years=(2023, 2024)))
    assert verdicts(got) == ["new"] and "1 värde är borttaget i Kolada" in got.remarks[0]


def test_many_are_asked_for_in_parts_and_pages_are_followed(world: World, standin: StandIn) -> None:
    rows = [from_kolada(world, f"N{n:05}", f"n{n}") for n in range(27)]
    standin.kpis = {row.origin_id: {"id": row.origin_id, "title": row.name} for row in rows}
    for row in rows:
        standin.hold(row.origin_id, "9999", 2024, T="1")
    standin.per_page = 10
    got = read(asked(world, *rows))
    assert verdicts(got) == ["new"] * 27 and (got.done, got.total) == (2, 3)
    assert sum("/data/" in path for path in standin.asked) == 4


def test_a_share_over_the_whole_that_is_published_is_pointed_out_not_refused(world: World, standin: StandIn) -> None:
    """Self-sufficiency, cover of costs, those who work here by those who live here: shares that may be over 100."""
    row = from_kolada(world)
    standin.hold("N15419", "9999", 2024, T="104.2", K="97", M="-1")
    got = read(asked(world, row))
    assert sorted(verdicts(got)) == ["new", "new", "rejected"]
    assert got.remarks == [f"1 värde är mer än 100 %: {row.name} 2024. Källan har publicerat det så; se efter att det "
                           "är rimligt."]  # fmt: skip
    imports.apply(got, by=world.controller, without_rejected=True, background=False)
    assert read(got).state == "applied"
    assert set(Outcome.objects.values_list("value", flat=True)) == {Decimal("104.2"), Decimal(97)}


@pytest.mark.parametrize("how", ["429", "429 1", "503", "half", "cut", "slow"])
def test_what_passes_is_tried_again(world: World, standin: StandIn, how: str) -> None:
    row = from_kolada(world)
    standin.hold("N15419", "9999", 2024, T="93")
    standin.breaks(how, at="/data/")
    assert verdicts(read(asked(world, row))) == ["new"]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (["429"] * 4, "för mycket att göra"),
        (["503"] * 4, "svar 503"),
        (["429 3600"], "vänta 3600 sekunder"),
        (["half"] * 4, "till hälften"),
        (["cut"] * 4, "till hälften"),
        (["short"], "till hälften"),
        (["slow"] * 4, "för långsamt"),
        (["html"], "webbsida"),
        (["shape"], "annan form"),
        (["400"], "känner inte igen"),
        (["403"], "lämnade inte ut"),
    ],
)
def test_what_does_not_is_told_and_can_be_gone_on_with(
    world: World, standin: StandIn, how: list[str], said: str
) -> None:
    """The part that was read whole is kept, and is not asked for again."""
    row = from_kolada(world)
    for year in range(2000, 2026):
        standin.hold("N15419", "9999", year, T="93")
    standin.breaks(*how, at="year/2025")
    got = read(asked(world, row, years=tuple(range(2000, 2026))))
    assert got.state == "failed" and said in got.problem and got.problem.endswith(".")
    assert (got.done, got.rows.count(), Outcome.objects.count()) == (1, 25, 0)
    standin.asked.clear()
    imports.retry(got, by=world.controller, background=False)
    got = read(got)
    assert (got.state, len(verdicts(got))) == ("previewed", 26), got.problem
    assert [row.number for row in got.rows.all()] == list(range(1, 27))
    assert sum("/data/" in path for path in standin.asked) == 1


def test_a_service_that_is_not_there(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KOLADA_URL = "http://127.0.0.1:9/v3"
    monkeypatch.setattr("indicators.sources.net.TRIES", 1)
    got = read(asked(world, from_kolada(world)))
    assert got.state == "failed" and "går inte att nå" in got.problem


def test_unknown_ids_and_unknown_words_are_named(world: World, standin: StandIn) -> None:
    rows = [from_kolada(world), from_kolada(world, "N99999", "okand")]
    standin.hold("N15419", "9999", 2024, T=("Oklar", None), K="nio")
    standin.cells["N15419", "9999", 2024][1]["value"] = "nio"
    got = read(asked(world, *rows))
    assert "N99999" in got.remarks[0]
    assert [one.reason for one in got.rows.all()] == [
        "Kolada säger ”Oklar”, som inte är känt här.", "Värdet från Kolada är inget tal."
    ]  # fmt: skip


def test_an_answer_that_has_not_changed_since_it_was_applied_is_not_read_again(world: World, standin: StandIn) -> None:
    row = from_kolada(world)
    standin.etags = True
    standin.hold("N15419", "9999", 2024, T="93")
    applied(world, read(asked(world, row)))
    again = read(asked(world, row))
    assert (again.state, verdicts(again)) == ("previewed", []) and "detsamma" in again.remarks[0]
    standin.hold("N15419", "9999", 2024, T="94")
    assert verdicts(read(asked(world, row))) == ["changed"]


def test_only_a_controller_fetches_and_another_may_take_it_over(world: World, standin: StandIn) -> None:
    row = from_kolada(world)
    for who in ("staff", "manager", "auditor"):
        with pytest.raises(Refusal):
            fetching.from_kolada([row], ["9999"], [2024], by=world.users[who], background=False)
    standin.hold("N15419", "9999", 2024, T="93")
    got = read(asked(world, row))
    with pytest.raises(Refusal):
        imports.take(got, by=world.staff)
    imports.take(got, by=world.controller)


# The catalogue


def test_the_catalogue_is_fetched_searched_and_taken_over_from(world: World, standin: StandIn) -> None:
    catalogue.refresh(by=world.controller, background=False)
    assert catalogue.go() and not catalogue.state().problem
    assert KoladaItem.objects.get(code="N15419").by_sex
    group = catalogue.take_group(KoladaItem.objects.get(code="G37349"), by=world.controller)
    assert [m.name for m in group.members.all()] == ["Burlöv", "Lund"]
    standin.groups["G37349"][1].remove("1281")
    catalogue.go()
    catalogue.take_group(KoladaItem.objects.get(code="G37349"), by=world.controller)
    assert [m.code for m in ComparisonGroup.objects.get().members.all()] == ["1231"]
    assert Municipality.objects.filter(code="1281").exists()
    with pytest.raises(Refusal):
        catalogue.take_group(KoladaItem.objects.get(code="G37349"), by=world.staff)


def test_a_broken_catalogue_leaves_the_old_one(world: World, standin: StandIn) -> None:
    catalogue.go()
    standin.breaks("html", at="/v3/municipality?")
    assert not catalogue.go() and "webbsida" in catalogue.state().problem
    standin.municipalities = {"9999": "Provköping"}
    assert not catalogue.go() and "av 4" in catalogue.state().problem
    assert KoladaItem.objects.filter(kind="municipality").count() == 4


@pytest.mark.parametrize(
    ("title", "unit", "kind"),
    [
        ("Elever i åk 9 som uppnått kunskapskraven, andel (%)", "%", "quality"),
        ("Kostnad grundskola, kr/elev", "kr per elev", "cost"),
        ("Nettokostnad förskola, kr/inv", "kr per invånare", "cost"),
        ("Invånare totalt, antal", "antal", "volume"),
        ("Medarbetarengagemang (HME) totalt kommunen - Totalindex", "", "quality"),
        ("Soliditet kommun, (%)", "%", "finance"),
    ],
)
def test_unit_and_kind_are_guessed_from_the_title(title: str, unit: str, kind: str) -> None:
    assert (unit_of(title), kind_of(title)) == (unit, kind)


# Drift


def drifted(world: World, standin: StandIn, title: str = "Elever i åk 9, alla ämnen, andel (%)") -> Drift:
    standin.kpis["N15419"]["title"] = title
    catalogue.go()
    return Drift.objects.get(state="open")


def test_drift_is_told_once_never_absorbed_and_kept_words_are_remembered(world: World, standin: StandIn) -> None:
    row = from_kolada(world)
    catalogue.go()
    assert not Drift.objects.exists()
    found = drifted(world, standin)
    catalogue.go()
    assert Drift.objects.count() == 1 and row.current and row.current.name == "Elever i åk 9, andel (%)"
    with pytest.raises(Refusal):
        drift.keep(found, by=world.staff)
    drift.keep(found, by=world.controller)
    catalogue.go()
    assert Drift.objects.count() == 1
    kept = Drift.objects.get()
    assert (kept.state, kept.decided_by) == ("kept", world.controller.person)
    assert drifted(world, standin, "Något helt annat (%)").name == "Något helt annat (%)"
    standin.kpis["N15419"]["title"] = "Elever i åk 9, andel (%)"
    catalogue.go()
    assert not Drift.objects.filter(state="open").exists()


def test_drift_is_taken_over_with_a_break_where_there_are_values(world: World, standin: StandIn) -> None:
    row = from_kolada(world, by_sex=False)
    world.indicator = row
    entered(world, "2024", "80")
    found = drifted(world, standin)
    with pytest.raises(Refusal, match="gamla innebörden"):
        drift.reword(found, by=world.controller)
    with pytest.raises(Refusal) as refused:
        drift.take_over(found, by=world.controller)
    assert refused.value.fields[0][0] == "until"
    drift.take_over(found, by=world.controller, until="2024")
    row = Indicator.objects.get(pk=row.pk)
    assert row.name == "Elever i åk 9, alla ämnen, andel (%)" and row.versions.count() == 2
    assert Drift.objects.get().state == "taken" and not drift.look()


def test_without_values_it_is_a_rewording(world: World, standin: StandIn) -> None:
    row = from_kolada(world)
    drift.reword(drifted(world, standin), by=world.controller)
    row = Indicator.objects.get(pk=row.pk)
    assert row.name == "Elever i åk 9, alla ämnen, andel (%)" and row.versions.count() == 1


def test_an_indicator_that_kolada_no_longer_has(world: World, standin: StandIn) -> None:
    from_kolada(world)
    standin.kpis = {"N1": {"id": "N1", "title": "Annat"}}
    catalogue.go()
    found = Drift.objects.get()
    assert found.gone
    with pytest.raises(Refusal, match="finns inte längre"):
        drift.take_over(found, by=world.controller, until="2024")


def test_a_fetch_tells_of_a_changed_title(world: World, standin: StandIn) -> None:
    row = from_kolada(world)
    standin.hold("N15419", "9999", 2024, T="93")
    standin.kpis["N15419"]["title"] = "En ny titel (%)"
    got = read(asked(world, row))
    assert "något annat än förut" in got.remarks[0] and verdicts(got) == ["new"]
    assert definitions.has_values(row) is False and Drift.objects.get().state == "open"
