"""The pages of indicators and outcomes: what they show to whom, what they refuse, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning import clock
from burlov_styrning.base.models import COUNTRY_CODE, Municipality, Source
from burlov_styrning.example.figures import accounts
from burlov_styrning.swedish import number, parse_number
from goals.models import Goal, Target
from indicators import definitions, outcomes
from indicators.entries import problems
from indicators.forms.choice import IndicatorField, IndicatorsField
from indicators.models import AccountFigure, Indicator, Outcome
from tests.indicators.making import by_sex, entered, entry, grouped, published
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


def signed_in(world: World, who: str) -> Client:
    client = Client()
    if who:
        client.force_login(world.users[who])
    return client


def page(world: World, who: str, name: str, *args: Any, **query: Any) -> str:
    answer = signed_in(world, who).get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(world: World, who: str, url: str, /, *args: Any, **data: Any) -> Any:
    return signed_in(world, who).post(reverse(url, args=args), data)


DEFINED = {
    "name": "Nöjda föräldrar", "unit": "%", "decimals": "0", "direction": "higher", "kind": "quality",
    "frequency": "year",
}  # fmt: skip


def test_the_list_is_searched_and_narrowed(world: World) -> None:
    make_indicator("annans", world.social, name="Hemtjänst i tid")
    assert "Indikator plats" not in page(world, "", "indicators:indicators", q="hemtjänst")
    assert "Hemtjänst i tid" not in page(world, "", "indicators:indicators", organ=world.school.name)
    assert "Inget passar urvalet" in page(world, "", "indicators:indicators", kind="cost")


def test_the_list_shows_the_latest_outcome_that_the_reader_may_see(world: World) -> None:
    published(entered(world, "2023", "71.5"))
    entered(world, "2024", "72.5")
    assert "71,5" in page(world, "", "indicators:indicators")
    assert "72,5" not in page(world, "", "indicators:indicators")
    assert "72,5" in page(world, "member", "indicators:indicators")


def test_an_indicator_shows_what_it_means_and_every_value(world: World) -> None:
    row = entered(world, "2024", "72.50", source="Enkät 2024", comment="Färre svarade än väntat")
    outcomes.revise(row, entry(world.indicator, "2024", "73.0", status="revised"), by=world.manager)
    entered(world, "2025", None, missing="not_measured")
    text = page(world, "member", "pages:indicator", world.indicator.pk)
    for words in ("högre är bättre", "Utbildningsnämnden", "72,50", "73,0", "e.m.", "ej mätt", "Enkät 2024",
                  "Före revideringen, 2024", "Färre svarade än väntat", "Staff", "Manager", "data-chart"):  # fmt: skip
        assert words in text
    assert "Revidera<" not in text


def test_residents_see_what_is_published_and_no_names(world: World) -> None:
    published(entered(world, "2023", "71.5"))
    entered(world, "2024", "72.5")
    text = page(world, "", "pages:indicator", world.indicator.pk)
    assert "71,5" in text and "72,5" not in text and "Staff" not in text
    assert "Inget utfall är publicerat än" in page(world, "", "pages:indicator", make_indicator("tom").pk)


def test_the_country_is_beside_in_the_chart(world: World) -> None:
    country = Municipality.objects.create(code=COUNTRY_CODE, name="Riket")
    for year, ours, theirs in (("2023", "70", "65"), ("2024", "72", "66")):
        entered(world, year, ours)
        outcomes.enter(entry(world.indicator, year, theirs, municipality=country), by=world.controller)
    text = page(world, "staff", "pages:indicator", world.indicator.pk)
    assert '<th scope="row">Riket</th>' in text and "66" in text


def test_another_municipalitys_values_are_read_when_they_are_asked_for(world: World) -> None:
    entered(world, "2024", "72")
    for code, name, value in (("1231", "Grannköping", "81.5"), ("1232", "Längrebort", "91.5")):
        other = Municipality.objects.create(code=code, name=name)
        outcomes.enter(entry(world.indicator, "2024", value, municipality=other), by=world.controller)
    text = page(world, "staff", "pages:indicator", world.indicator.pk)
    assert "81,5" not in text and "91,5" not in text and '<option value="Grannköping"' in text
    asked = page(world, "staff", "pages:indicator", world.indicator.pk, subject="Grannköping")
    assert "81,5" in asked and "91,5" not in asked
    assert "Grannköping" not in page(world, "", "pages:indicator", world.indicator.pk)


def test_goals_that_use_it_are_named_to_those_who_see_them(world: World) -> None:
    goal = Goal.objects.create(
        term=world.term, key="m1", area=world.area, wording="Alla får plats", exposure="published"
    )
    Target.objects.create(
        goal=goal, indicator=world.indicator, version=world.indicator.current, baseline_value="67.0", value="83"
    )
    text = page(world, "", "pages:indicator", world.indicator.pk)
    assert "Alla får plats" in text and "från 67,0" in text and "till 83" in text
    Goal.objects.filter(pk=goal.pk).update(exposure="working")
    assert "Alla får plats" not in page(world, "", "pages:indicator", world.indicator.pk)


def test_defining_on_the_page(world: World) -> None:
    answer = send(world, "controller", "indicators:indicator-define", **DEFINED, organ=world.school.pk)
    made = Indicator.objects.get(key="nojda-foraldrar")
    assert answer.url == reverse("pages:indicator", args=[made.pk])
    wrong = send(world, "controller", "indicators:indicator-define", **(DEFINED | {"direction": "within"}))
    assert "Ange båda gränserna" in wrong.content.decode() and "Nöjda föräldrar" in wrong.content.decode()


@pytest.mark.parametrize(
    "bad", [{"decimals": "x"}, {"organ": "abc"}, {"continues": "finns inte"}, {"minimum_count": "9" * 40},
            {"tolerance": "1.234"}, {"frequency": "sällan"}, {"name": "x" * 301}],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_keeps_the_rest(world: World, bad: dict[str, str]) -> None:
    answer = send(world, "controller", "indicators:indicator-define", **(DEFINED | bad))
    assert answer.status_code == 200 and "behöver rättas" in answer.content.decode()
    assert Indicator.objects.count() == 1


def test_a_change_of_meaning_with_values_asks_when_the_old_ones_end(world: World) -> None:
    entered(world, "2024")
    meaning = {k: v for k, v in DEFINED.items() if k not in ("kind", "frequency")} | {"unit": "kr"}
    answer = send(world, "controller", "indicators:indicator-redefine", world.indicator.pk, **meaning)
    assert "till och med när de gamla gäller" in answer.content.decode()
    send(world, "controller", "indicators:indicator-redefine", world.indicator.pk, **meaning, until="2024")
    assert "Definitioner" in page(world, "", "pages:indicator", world.indicator.pk)


def test_two_controllers_see_both_texts(world: World) -> None:
    facts = {"kind": "cost", "frequency": "year", "function": "Rektor", "stamp": "annan"}
    answer = send(world, "controller", "indicators:indicator-edit", world.indicator.pk, **facts)
    assert answer.status_code == 409 and "Rektor" in answer.content.decode()
    again = facts | {"stamp": definitions.stamp_of(Indicator.objects.get(pk=world.indicator.pk))}
    assert send(world, "controller", "indicators:indicator-edit", world.indicator.pk, **again).status_code == 302


def test_an_outcome_is_entered_and_revised_on_its_pages(world: World) -> None:
    data = {"period": "2025", "value": "72,50", "status": "preliminary", "source": "Enkät"}
    assert send(world, "staff", "indicators:outcome-enter", world.indicator.pk, **data).status_code == 302
    row = Outcome.objects.get()
    assert (str(row.value), row.status) == ("72.50", "preliminary")
    text = page(world, "staff", "indicators:outcome-revise", row.pk)
    assert 'value="72,50"' in text and 'value="Enkät"' in text
    send(world, "staff", "indicators:outcome-revise", row.pk, value="73", status="final", seen=row.pk)
    assert {str(one.value) for one in Outcome.objects.all()} == {"72.50", "73"}


def test_a_stale_revision_shows_both_and_goes_on_from_the_newer(world: World) -> None:
    row = entered(world)
    outcomes.revise(row, entry(world.indicator, value="81"), by=world.manager)
    data = {"value": "82", "status": "revised", "seen": row.pk, "comment": "Min rättelse"}
    answer = send(world, "staff", "indicators:outcome-revise", row.pk, **data)
    text = answer.content.decode()
    assert answer.status_code == 409 and "82" in text and "81" in text and "Min rättelse" in text
    newest = Outcome.objects.order_by("pk").last()
    assert newest and f'name="seen" value="{newest.pk}"' in text


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"period": "2025-T1"}, "Indikatorn mäts varje år"),
        ({"value": "1.234"}, "kan läsas på två sätt"),
        ({"value": ""}, "Skriv ett värde, eller välj varför det saknas"),
        ({"missing": "lapse"}, "inte båda"),
        ({"value": "", "missing": "secret"}, "offentlighets- och sekretesslagen"),
        ({"published": "2026-13"}, "almanackan"),
        ({"count": "9" * 30}, "behöver rättas"),
        ({"value": "\x00"}, "behöver rättas"),
    ],
)
def test_wrong_outcomes_are_refused_beside_their_field(world: World, bad: dict[str, str], sentence: str) -> None:
    data = {"period": "2025", "value": "80", "status": "final", "comment": "Behåll mig"} | bad
    answer = send(world, "staff", "indicators:outcome-enter", world.indicator.pk, **data)
    assert sentence in answer.content.decode() and "Behåll mig" in answer.content.decode()
    assert not Outcome.objects.exists()


def test_a_share_beyond_the_whole_is_asked_back_about_and_a_negative_one_refused(world: World) -> None:
    data = {"period": "2025", "value": "120", "status": "final"}
    asked = send(world, "staff", "indicators:outcome-enter", world.indicator.pk, **data).content.decode()
    assert "mer än hela andelen" in asked and 'type="checkbox" name="confirmed"' in asked and 'value="120"' in asked
    assert not Outcome.objects.exists()
    negative = send(world, "staff", "indicators:outcome-enter", world.indicator.pk, **(data | {"value": "-2"}))
    assert "kan inte vara under 0" in negative.content.decode()
    data |= {"confirmed": "on"}
    assert send(world, "staff", "indicators:outcome-enter", world.indicator.pk, **data).status_code == 302
    assert str(Outcome.objects.get().value) == "120"


def test_money_in_per_cent_may_have_any_sign(world: World) -> None:
    result = make_indicator("resultat", world.school)
    result.kind = "finance"
    assert not list(problems(entry(result, value="-2"))) and not list(problems(entry(result, value="120")))


def test_an_outcome_is_never_final_by_an_oversight(world: World) -> None:
    data = {"period": "2025", "value": "80"}
    answer = send(world, "staff", "indicators:outcome-enter", world.indicator.pk, **data)
    assert "Välj ett alternativ" in answer.content.decode()
    assert "Välj ett alternativ" in due(world, **{box(world.indicator): "80", "status": ""}).content.decode()
    assert not Outcome.objects.exists()


# -- the page of what is due ----------------------------------------------------------------------------------------


def box(indicator: Indicator, sex: str = "T", period: str = "2025") -> str:
    return f"{indicator.pk}-{period}-{sex}-value"


def due(world: World, who: str = "staff", year: str = "2025", **data: str) -> Any:
    address = reverse("indicators:outcome-due") + f"?ar={year}"
    return signed_in(world, who).post(address, {"status": "final", "published": "", "source": ""} | data)


def test_the_grid_asks_for_what_is_missing_and_takes_values_and_signs(world: World) -> None:
    second = make_indicator("tva", world.school)
    text = page(world, "staff", "indicators:outcome-due", ar=2025)
    assert "Två indikatorer saknar utfall för 2025" in text and box(second) in text
    assert "<option selected>2025</option>" in text
    due(world, **{box(world.indicator): "72,5", box(second): "e.m.", "source": "Enkät"})
    said = {row.indicator.key: (str(row.value), row.missing, str(row.source)) for row in Outcome.objects.all()}
    assert said == {"plats": ("72.5", "", "Enkät"), "tva": ("None", "not_measured", "Enkät")}
    assert "Alla utfall för 2025 är lämnade" in page(world, "staff", "indicators:outcome-due", ar=2025)
    assert "Inget utfall för 2026 väntar ännu" in page(world, "staff", "indicators:outcome-due", ar=2026)


def test_the_grid_loses_nothing_that_was_typed(world: World) -> None:
    second = make_indicator("tva", world.school)
    text = due(world, **{box(world.indicator): "72,5", box(second): "nio"}).content.decode()
    assert "72,5" in text and 'value="nio"' in text and "Skriv ett tal" in text
    assert not Outcome.objects.exists()
    entered(world, "2025", "70")
    text = due(world, **{box(world.indicator): "72,5", box(second): "9"}).content.decode()
    assert "Någon annan har lämnat" in text and "72,5" in text
    assert Outcome.objects.count() == 1


def test_the_grid_asks_back_beside_the_cell(world: World) -> None:
    text = due(world, **{box(world.indicator): "120"}).content.decode()
    confirm = box(world.indicator).replace("-value", "-confirmed")
    assert "mer än hela andelen" in text and f'type="checkbox" name="{confirm}"' in text
    assert due(world, **{box(world.indicator): "120", confirm: "on"}).status_code == 302
    assert Outcome.objects.get().value == 120


def test_the_grid_hides_small_groups_and_says_so(world: World) -> None:
    indicator = grouped(world)
    counts = {f"{indicator.pk}-2025-{sex}-count": str(n) for sex, n in (("T", 43), ("K", 40), ("M", 3))}
    data = {box(indicator, "T"): "43", box(indicator, "K"): "40", box(indicator, "M"): "3"}
    assert "Ange hur många svar" in due(world, **data).content.decode()
    due(world, **data, **counts)
    assert sorted(row.missing for row in Outcome.objects.filter(indicator=indicator)) == [
        "",
        "suppressed",
        "suppressed",
    ]


@pytest.mark.parametrize(
    "data", [{}, {"1-2025-T-value": ""}, {"x-2025-T-value": "1"}, {"1-abc-T-value": "1"}, {"---value": "1"}],
)  # fmt: skip
def test_nothing_filled_in_says_so(world: World, data: dict[str, str]) -> None:
    answer = due(world, **data)
    assert answer.status_code == 200
    assert not Outcome.objects.exists()


def test_another_organs_indicator_cannot_be_smuggled_in(world: World) -> None:
    other = make_indicator("annans", world.social)
    due(world, **{box(other): "1", box(world.indicator): "2"})
    assert [row.indicator for row in Outcome.objects.all()] == [world.indicator]


@pytest.mark.parametrize("query", [{"ar": "abc"}, {"ar": "0"}, {"organ": "x"}, {"page": "99"}, {"organ": "-1"}])
def test_odd_addresses_show_the_page(world: World, query: dict[str, str]) -> None:
    assert "saknar utfall" in page(world, "staff", "indicators:outcome-due", **query)


def test_the_controller_enters_for_any_organ(world: World) -> None:
    make_indicator("annans", world.social)
    text = page(world, "controller", "indicators:outcome-due", organ=world.social.pk)
    assert "Indikator annans" in text and "Indikator plats" not in text


def test_economy_lists_figures_as_printed(world: World) -> None:
    AccountFigure.objects.create(figure="Soliditet", year=2024, unit="%", printed="41,0", report="Årsredovisning 2024")
    AccountFigure.objects.create(figure="Antal invånare", year=2023, unit="personer", printed="19 754")
    AccountFigure.objects.create(figure="Jämförelsestörande", year=2024, unit="tkr", printed="-1 800")
    assert "\u22121\u00a0800 <span" in page(world, "member", "indicators:economy", q="störande")
    text = page(world, "member", "indicators:economy", q="solid")
    assert "41,0" in text and "Årsredovisning 2024" in text and "19 754" not in text
    text = page(world, "member", "indicators:economy")  # the last year first
    assert text.index("Soliditet <") < text.index("Jämförelsestörande") < text.index("Antal invånare")


def test_two_reports_that_disagree_stand_beside_each_other_with_their_sources(world: World) -> None:
    """Burlöv's own: inhabitants 2021 and equity ratio 2020, as two annual reports each print them."""
    known = {(row.figure, row.year, row.printed): row for row in reversed(accounts())}
    disagree = [("Antal invånare", 2021, ("19 573", "19 753")), ("Soliditet", 2020, ("78,3", "80,7"))]
    for figure, year, printed in disagree:
        for text in printed:
            row = known[figure, year, text]
            source = Source.objects.create(key=f"{row.report}-{text}", title=row.report, url=row.address)
            AccountFigure.objects.create(figure=figure, year=year, unit=row.unit, printed=text, value=row.value,
                                         report=row.report, source=source)  # fmt: skip
    AccountFigure.objects.create(
        figure="Soliditet", year=2020, unit="%", printed="78,3", value="78.3", report="Årsredovisning 2021"
    )
    text = page(world, "member", "indicators:economy", sort="figure")
    for figure, year, printed in disagree:
        for value, other in (printed, printed[::-1]):
            row, other, value = known[figure, year, other], number(parse_number(other)), number(parse_number(value))
            assert f'annars {other}: <a href="{row.address}">{row.report}</a>' in text and f"{value} <span" in text
    assert text.count("annars") == 5  # the third report agrees with the first


# -- few queries ----------------------------------------------------------------------------------------------------


def fill(world: World, times: int) -> None:
    with clock.at(date(2026, 11, 23)):
        for n in range(times):
            indicator = grouped(world, f"n{times}-{n}")
            outcomes.enter_many(by_sex(indicator, T=("43", 43), K=("40", 40), M=("3", 3)), by=world.staff)
        for n in range(times):
            year = str(1990 + 10 * times + n)
            row = entered(world, year, source=f"Källa {n}", unit=world.preschool)
            outcomes.revise(row, entry(world.indicator, year, "81"), by=world.staff)
            AccountFigure.objects.create(figure="Soliditet", year=2000 + n, unit="%", printed="41", organ=world.school,
                                         entity="organ")  # fmt: skip


PAGES = ["indicators:indicators", "pages:indicator", "indicators:economy", "indicators:outcome-due"]


@pytest.mark.alike
def test_queries_are_few_and_do_not_grow(world: World) -> None:
    counts: list[dict[tuple[str, str], int]] = []
    for times in (1, 3):
        fill(world, times)
        counts.append({})
        for who, name in product(("staff", "controller", "member"), PAGES):
            if who == "member" and name == "indicators:outcome-due":
                continue
            address = reverse(name, args=[world.indicator.pk] if name == "pages:indicator" else [])
            client = signed_in(world, who)
            client.get(address)
            with CaptureQueriesContext(connection) as taken:
                assert client.get(address).status_code == 200
            counts[-1][who, name] = len(taken)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 15, counts[0]


def test_an_indicator_that_came_later_can_be_chosen(world: World) -> None:
    class Chosen(forms.Form):
        one = IndicatorField()
        many = IndicatorsField()

    typed = {"one": world.indicator.name, "many": [world.indicator.name]}
    assert Chosen(typed).is_valid()
    later = make_indicator("senare")
    form = Chosen({"one": later.name, "many": [later.name]})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"one": later, "many": [later]}


def test_the_curve_is_drawn_against_the_path_of_a_chosen_goal(world: World) -> None:
    from burlov_styrning.workflow import writing
    from goals.models import GoalOwner, Path, PathValue

    published(entered(world, "2024", "80"))
    goals = [
        Goal.objects.create(
            term=world.term, key=f"g{n}", area=world.area, wording=f"Mål {n}", title=f"Mål {n}", exposure="published"
        )
        for n in (1, 2)
    ]
    for row in goals:
        GoalOwner.objects.create(goal=row, organ=world.school)
        target = Target.objects.create(
            goal=row, indicator=world.indicator, version=world.indicator.current, baseline_year=2024, baseline_value=80,
            value=90 + row.pk % 2,
        )  # fmt: skip
        with writing():
            path = Path.objects.create(target=target, organ=world.school, state="decided", exposure="published")
        PathValue.objects.create(path=path, year=2027, value=85)
    text = page(world, "", "pages:indicator", world.indicator.pk)
    assert text.count("Mot målet ”") == 1 and f"{world.term}: Mål 1" in text and "okänt" in text
    chosen = Target.objects.get(goal=goals[1])
    assert "Mot målet ”Mål 2”" in page(world, "", "pages:indicator", world.indicator.pk, mal=chosen.pk)
    assert "Mot målet" not in page(world, "", "pages:indicator", world.indicator.pk, mal="utan")
    for odd in ("x", "-1", "9" * 30, "²"):
        assert "Mot målet" in page(world, "", "pages:indicator", world.indicator.pk, mal=odd)
    Goal.objects.update(exposure="record")
    assert "Mot målet" not in page(world, "", "pages:indicator", world.indicator.pk)
