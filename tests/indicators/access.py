"""Who gets the pages of the first floor, and the indicator's page on the roof."""

from __future__ import annotations

from typing import Any

from burlov_styrning.workflow import writing
from indicators.models import EconomicScenario, Import, ImportRow, KoladaItem, Outcome
from tests.house import rows_of_flows
from tests.house.rows import EVERYBODY, OFFICIALS, SIGNED_IN, Row
from tests.indicators.making import demanding, published, reckoned, staffed, tax_rates
from tests.world import World, make_indicator

CONTROLLER = frozenset({"controller"})
WRITERS = frozenset({
    "unit_staff", "staff", "manager", "other_staff", "other_manager", "board_staff", "board_manager", "controller",
})  # fmt: skip
ENTERS = frozenset({"unit_staff", "staff", "manager", "controller"})
OTHERS = frozenset({"other_staff", "other_manager", "controller"})


def indicator(world: World) -> dict[str, Any]:
    return {"pk": world.indicator.pk}


def compared(world: World) -> dict[str, Any]:
    outcome(world, world.indicator)
    Outcome.objects.update(exposure="published")
    return indicator(world)


def others(world: World) -> dict[str, Any]:
    return {"pk": make_indicator("annans", world.social).pk}


def outcome(world: World, indicator: Any = None) -> dict[str, Any]:
    row = indicator or world.indicator
    made = Outcome.objects.create(
        indicator=row, version=row.current, municipality=world.municipality, period="2025", year=2025, value="80",
        exposure="record",
    )  # fmt: skip
    return {"pk": made.pk}


def others_outcome(world: World) -> dict[str, Any]:
    return outcome(world, make_indicator("annans", world.social))


def hidden_outcome(world: World) -> dict[str, Any]:
    made = outcome(world)
    Outcome.objects.filter(**made).update(value=None, missing="suppressed")
    return made


def out(world: World) -> dict[str, Any]:
    return {"pk": published(Outcome.objects.get(**outcome(world))).pk}


def scenario(world: World) -> dict[str, Any]:
    return {"pk": rows_of_flows.scenario().pk}


def two_scenarios(world: World) -> dict[str, Any]:
    for name in ("Låg", "Hög"):
        row = EconomicScenario.objects.create(name=name, version="1", date="2026-10-01")
        row.years.create(year=2027, taxes=1000, grants=100, financial_net=-5, net_cost=1050, result_target=10)
    return {}


def service_area(world: World) -> dict[str, Any]:
    return {"pk": rows_of_flows.service_area(world).pk}


def ended_area(world: World) -> dict[str, Any]:
    return {"pk": rows_of_flows.service_area(world, "ended").pk}


def employed(world: World) -> dict[str, Any]:
    staffed(world)
    return {}


def population(world: World) -> dict[str, Any]:
    return {"pk": demanding(world).pk}


def taxed(world: World) -> dict[str, Any]:
    tax_rates(world)
    return {}


def populated(world: World) -> dict[str, Any]:
    demanding(world)
    return {}


def whole_area(world: World) -> dict[str, Any]:
    return {"pk": reckoned(world).pk}


def group(world: World) -> dict[str, Any]:
    return {"pk": rows_of_flows.group().pk}


def previewed(world: World) -> dict[str, Any]:
    with writing():
        made = Import.objects.create(origin="sheet", title="utfall.csv", state="previewed", person=world.staff.person)
    said = {"indicator": "plats", "period": "2025", "value": "81"}
    ImportRow.objects.create(belongs_to=made, number=2, said=said, verdict="new", indicator=world.indicator)
    return {"pk": made.pk}


def fetched(world: World) -> dict[str, Any]:
    with writing():
        made = Import.objects.create(
            origin="kolada", title="1 indikator, 2024", state="previewed", person=world.controller.person,
            request={"indicators": ["plats"]},
        )  # fmt: skip
    said = {"key": "plats", "period": "2024", "value": "81", "subject": "9999"}
    ImportRow.objects.create(belongs_to=made, number=1, said=said, verdict="new", indicator=world.indicator)
    return {"pk": made.pk}


def item(world: World) -> dict[str, Any]:
    return {"pk": KoladaItem.objects.create(kind="kpi", code="N15419", title="Elever, andel (%)", text="Alla.").pk}


def kolada_group(world: World) -> dict[str, Any]:
    KoladaItem.objects.create(kind="municipality", code="1281", title="Lund")
    made = KoladaItem.objects.create(kind="municipality_groups", code="G1", title="Lika", members=["1281"])
    return {"pk": made.pk}


def drift(world: World) -> dict[str, Any]:
    with writing():
        return {"pk": rows_of_flows.drift(world).pk}


def mapping(world: World) -> dict[str, Any]:
    with writing():
        return {"pk": rows_of_flows.scb_mapping(world).pk}


def survey(world: World) -> dict[str, Any]:
    return {"pk": rows_of_flows.survey(world).pk}


def account(world: World) -> dict[str, Any]:
    return {"pk": rows_of_flows.account().pk}


MINE = frozenset({"staff", "controller"})
ACCOUNTANTS = frozenset({"board_staff", "board_manager", "controller"})

ROWS: list[Row] = [
    Row("indicators:indicators", EVERYBODY),
    Row("pages:indicator", EVERYBODY, indicator),
    Row("pages:indicator", EVERYBODY, others, "of another committee"),
    Row("indicators:indicator-define", CONTROLLER, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:indicator-edit", CONTROLLER, indicator, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:indicator-redefine", CONTROLLER, indicator, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:indicator-ask", {"auditor"}, indicator, refused=SIGNED_IN - {"auditor"}),
    Row("indicators:formula-check", CONTROLLER, refused=SIGNED_IN - CONTROLLER, post_only=True),
    Row("indicators:lacking", WRITERS),
    Row("indicators:lacking-xlsx", WRITERS),
    Row("indicators:lacking-csv", WRITERS),
    Row("indicators:outcome-due", WRITERS),
    Row("indicators:outcome-many", WRITERS),
    Row("indicators:outcome-many-of", ENTERS, indicator, refused=SIGNED_IN - ENTERS),
    Row("indicators:outcome-many-of", OTHERS, others, "of another committee", refused=SIGNED_IN - OTHERS),
    Row("indicators:outcome-enter", ENTERS, indicator, refused=SIGNED_IN - ENTERS),
    Row("indicators:outcome-enter", OTHERS, others, "of another committee", refused=SIGNED_IN - OTHERS),
    Row("indicators:outcome-notes", ENTERS | {"member", "deputy", "chair", "secretary"}, outcome),
    Row("indicators:outcome-notes", ENTERS, hidden_outcome, "hidden"),
    Row("indicators:outcome-revise", ENTERS, outcome, refused=OFFICIALS - ENTERS),
    Row("indicators:outcome-revise", OTHERS, others_outcome, "of another committee", refused=OFFICIALS - OTHERS),
    Row("indicators:outcome-revise", ENTERS, out, "published", refused=SIGNED_IN - ENTERS),
    Row("indicators:imports", WRITERS),
    Row("indicators:import-new", WRITERS),
    Row("indicators:import-template", WRITERS),
    Row("indicators:import-template-csv", WRITERS),
    Row("indicators:import-show", MINE, previewed),
    Row("indicators:import-file", MINE, previewed),
    Row("indicators:import-rows", MINE, lambda world: previewed(world) | {"verdict": "new"}),
    Row("indicators:import-discard", MINE, previewed, post_only=True),
    Row("indicators:import-go-on", MINE, previewed, post_only=True),
    Row("indicators:import-show", CONTROLLER, fetched, "fetched"),
    Row("indicators:import-retry", MINE, previewed, post_only=True),
    Row("indicators:import-take", MINE, previewed, post_only=True),
    Row("indicators:kolada", CONTROLLER),
    Row("indicators:kolada-refresh", CONTROLLER, post_only=True),
    Row("indicators:kolada-fetch", CONTROLLER),
    Row("indicators:kolada-item", CONTROLLER, item),
    Row("indicators:kolada-item", CONTROLLER, kolada_group, "group"),
    Row("indicators:kolada-add", CONTROLLER, item, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:kolada-group", CONTROLLER, kolada_group, post_only=True),
    Row("indicators:drifts", CONTROLLER),
    Row("indicators:drift-show", CONTROLLER, drift),
    Row("indicators:drift-keep", CONTROLLER, drift, post_only=True),
    Row("indicators:drift-reword", CONTROLLER, drift, post_only=True),
    Row("indicators:compare", EVERYBODY, indicator),
    Row("indicators:compare-pdf", EVERYBODY, compared),
    Row("indicators:compare-docx", EVERYBODY, compared),
    Row("indicators:groups", EVERYBODY),
    Row("indicators:group-show", EVERYBODY, group),
    Row("indicators:group-make", CONTROLLER, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:group-edit", CONTROLLER, group, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:group-end", CONTROLLER, group, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:scb", CONTROLLER),
    Row("indicators:scb-search", CONTROLLER),
    Row("indicators:scb-choose", CONTROLLER),
    Row("indicators:scb-show", CONTROLLER, mapping),
    Row("indicators:scb-fetch", CONTROLLER, mapping, post_only=True),
    Row("indicators:scb-end", CONTROLLER, mapping, post_only=True),
    Row("indicators:surveys", WRITERS),
    Row("indicators:survey-write", WRITERS),
    Row("indicators:survey-edit", ENTERS, survey, refused=OFFICIALS - ENTERS),
    Row("indicators:survey-read", WRITERS, survey),
    Row("indicators:economy", SIGNED_IN),
    Row("indicators:account-table", SIGNED_IN),
    Row("indicators:account-enter", ACCOUNTANTS, refused=SIGNED_IN - ACCOUNTANTS),
    Row("indicators:account-read", ACCOUNTANTS, refused=SIGNED_IN - ACCOUNTANTS),
    Row("indicators:account-correct", ACCOUNTANTS, account, refused=SIGNED_IN - ACCOUNTANTS),
    Row("indicators:key-figures", SIGNED_IN),
    Row("indicators:key-figures-file", SIGNED_IN, lambda world: {"kind": "xlsx"}),
    Row("indicators:key-figure", SIGNED_IN, lambda world: {"slug": "nettokostnadsandel"}),
    Row("indicators:key-figure-give", WRITERS, lambda world: {"slug": "nettokostnadsandel"}),
    Row("indicators:tax-rate", SIGNED_IN),
    Row("indicators:tax-rate", SIGNED_IN, taxed, "with rates"),
    Row("indicators:tax-rate-file", SIGNED_IN, lambda world: taxed(world) | {"kind": "xlsx"}),
    Row("indicators:balance", SIGNED_IN),
    Row("indicators:balance-file", SIGNED_IN, lambda world: {"kind": "xlsx"}),
    Row("indicators:scenarios", OFFICIALS),
    Row("indicators:scenario-show", OFFICIALS, scenario),
    Row("indicators:scenario-compare", OFFICIALS),
    Row("indicators:scenario-compare", OFFICIALS, two_scenarios, "with two to compare"),
    Row("indicators:scenario-compare-file", OFFICIALS, lambda world: two_scenarios(world) | {"kind": "xlsx"}),
    Row("indicators:scenario-write", CONTROLLER, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:scenario-edit", CONTROLLER, scenario, refused=OFFICIALS - CONTROLLER),
    Row("indicators:frames", OFFICIALS, lambda world: scenario(world) | {"year": 2027}),
    Row("indicators:frames-file", OFFICIALS, lambda world: scenario(world) | {"year": 2027, "kind": "xlsx"}),
    Row(
        "indicators:frames-edit",
        CONTROLLER,
        lambda world: scenario(world) | {"year": 2027},
        refused=OFFICIALS - CONTROLLER,
    ),
    Row("indicators:scenario-use", CONTROLLER, scenario, refused=OFFICIALS - CONTROLLER, post_only=True),
    Row("indicators:efficiency", SIGNED_IN),
    Row("indicators:efficiency-xlsx", SIGNED_IN),
    Row("indicators:area-write", CONTROLLER, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:area-uses", CONTROLLER, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:area-edit", CONTROLLER, service_area, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:area-end", CONTROLLER, service_area, refused=SIGNED_IN - CONTROLLER),
    Row("indicators:area-resume", CONTROLLER, ended_area, refused=SIGNED_IN - CONTROLLER, post_only=True),
    Row("pages:service-area", SIGNED_IN, service_area),
    Row("pages:service-area", SIGNED_IN, whole_area, "with something to reckon on"),
    Row("pages:service-area-paper", SIGNED_IN, lambda world: whole_area(world) | {"kind": "docx"}),
    Row("pages:service-area-xlsx", SIGNED_IN, whole_area),
    Row("indicators:demography", SIGNED_IN),
    Row("indicators:demography", SIGNED_IN, populated, "with something to reckon on"),
    Row("indicators:demography-file", SIGNED_IN, lambda world: populated(world) | {"kind": "xlsx"}),
    Row("indicators:population-read", ACCOUNTANTS, refused=SIGNED_IN - ACCOUNTANTS),
    Row("indicators:population-use", ACCOUNTANTS, population, refused=SIGNED_IN - ACCOUNTANTS, post_only=True),
    Row("indicators:costs-write", ACCOUNTANTS, refused=SIGNED_IN - ACCOUNTANTS),
    Row("indicators:staff", SIGNED_IN),
    Row("indicators:staff", SIGNED_IN, employed, "with figures"),
    Row("indicators:staff-file", SIGNED_IN, lambda world: {"kind": "xlsx"}),
]
