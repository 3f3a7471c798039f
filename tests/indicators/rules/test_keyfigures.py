"""The formulas of financing: Burlöv's own five-year tables, units, means; and no float anywhere on the way."""

from __future__ import annotations

import ast
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules import accounts, keyfigures
from indicators.rules.accounts import Kind, WrongUnit, hidden_sum, in_base, is_sum, line_of, unlike
from indicators.rules.keyfigures import (
    BY_SLUG,
    KEY_FIGURES,
    KeyFigure,
    apart_from_mean,
    compute,
    mean,
    mean_of,
    run_to,
    total,
)

ROOT = Path(__file__).parent.parent.parent.parent
amounts = st.decimals(-10_000_000, 10_000_000, places=1)
some = st.decimals(1, 10_000_000, places=1)
TAXES = {2020: "1133.4", 2021: "1173.4", 2022: "1264.9", 2023: "1303.7", 2024: "1328.1"}
NET = {2020: "1078.6", 2021: "1126.3", 2022: "1169.9", 2023: "1277.9", 2024: "1338.3"}


def burlov(year: int, **more: str) -> dict[str, D]:
    said = {"taxes_grants": TAXES[year], "net_cost": NET[year], **more}
    return {line: in_base(D(value), "mnkr", Kind.MONEY) for line, value in said.items()}


def shown(slug: str, values: dict[str, D]) -> str:
    figure = BY_SLUG[slug]
    value = compute(figure, values).value
    assert value is not None
    return str(value.quantize(D(1).scaleb(-figure.decimals), ROUND_HALF_UP))


def test_burlovs_own_years() -> None:
    assert [shown("nettokostnadsandel", burlov(year)) for year in TAXES] == ["95.2", "96.0", "92.5", "98.0", "100.8"]
    assert shown("resultatandel", burlov(2022, result="108.5")) == "8.6"
    assert shown("resultatandel", burlov(2024, result="10.1")) == "0.8"
    debt = {"debt": in_base(D("560.0"), "mnkr", Kind.MONEY), "inhabitants": D(20069)}
    assert shown("laneskuld-per-invanare", debt) == "27904"
    own = burlov(2020, result="40.1", depreciation="42.2", investment="156.7")
    assert shown("sjalvfinansieringsgrad", own) == "52.5"


@given(st.sampled_from([f for f in KEY_FIGURES if f.under]), some, some, st.sampled_from(["kr", "tkr", "mnkr"]))
@settings(max_examples=60)
def test_a_ratio_is_the_same_in_every_unit_and_its_mean_over_equal_years_is_itself(
    figure: KeyFigure, over: D, under: D, unit: str
) -> None:
    values = {line: over for _sign, line in figure.over} | {line: under for _sign, line in figure.under}
    one = compute(figure, values)
    scaled = {line: in_base(v, unit, Kind.MONEY) if accounts.BY_KEY[line].kind is Kind.MONEY else v
              for line, v in values.items()}  # fmt: skip
    if one.value is None:
        assert one.nought and compute(figure, scaled).nought
        return
    if not keyfigures.is_money_per_person(figure):
        assert compute(figure, scaled) == one
    again = mean(figure, [values] * 3).value
    assert again is not None and abs(again - one.value) <= abs(one.value).scaleb(-25)


@given(amounts, amounts, some)
def test_what_is_split_in_parts_gives_the_same_share(taxes: D, grants: D, net: D) -> None:
    whole, parts = {"taxes_grants": taxes + grants, "net_cost": net}, {"taxes": taxes, "grants": grants,
                                                                      "net_cost": net}  # fmt: skip
    assert compute(KEY_FIGURES[0], whole) == compute(KEY_FIGURES[0], parts)


def test_missing_lines_and_a_nought_are_named() -> None:
    assert compute(BY_SLUG["soliditet"], {"equity": D(1)}).missing == ("assets",)
    assert compute(BY_SLUG["soliditet"], {"equity": D(1), "assets": D(0)}).nought
    assert mean(BY_SLUG["soliditet"], [{"equity": D(1), "assets": D(2)}, {"equity": D(1)}]).missing == ("assets",)
    assert run_to(2022, 3) == (2020, 2021, 2022)


def test_units_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(WrongUnit):
        in_base(D(5), "personer", Kind.MONEY)
    with pytest.raises(WrongUnit):
        in_base(D(5), "tkr", Kind.PEOPLE)
    with pytest.raises(ValueError, match="one kind"):
        total(((1, "result"), (1, "inhabitants")), {"result": D(1), "inhabitants": D(1)})
    assert all(keyfigures.is_money_per_person(f) == (f.unit == keyfigures.PER_INHABITANT) for f in KEY_FIGURES)


def test_names_as_reports_print_them() -> None:
    said = {"Låneskuld (mnkr)": "debt", "Skatteintäkter & generella statsbidrag": "taxes_grants", "Soliditet, %":
            "equity_ratio", "Nettokostnad": "net_cost", "1 tj mark- och exploatering": None}  # fmt: skip
    assert {name: (line.key if (line := line_of(name)) else None) for name in said} == said
    assert is_sum("Summa nämnder") and is_sum("Delsumma:") and not is_sum("Summa tillgångar") and not is_sum("Skatter")
    assert accounts.turned([("Kostnader", D(-5)), ("Intäkter", D(9))]) and not accounts.turned([("Kostnader", D(5))])


def test_a_sum_amid_the_rows_and_another_unit_are_found() -> None:
    rows: list[tuple[str, list[D | None]]] = [
        ("Skola", [D(1), D(2)]), ("Vård", [D(3), D(4)]), ("Nämnder", [D(4), D(6)]), ("Övrigt", [D(1), D(1)]),
    ]  # fmt: skip
    assert hidden_sum(rows) == 2 and hidden_sum(rows[:3]) is None
    assert unlike(D("1133.4"), 2020, {2019: D(1041700), 2015: D(1)}) == 2019
    assert unlike(D(0), 2020, {2019: D(5)}) is None and unlike(D(5), 2020, {}) is None


def test_no_float_is_on_the_way() -> None:
    """From database to print: no call of `float`, no float literal, no FloatField among the modules of the economy."""
    files = [*(ROOT / "indicators" / "economy").rglob("*.py"), *(ROOT / "indicators" / "rules").glob("*.py"),
             ROOT / "indicators/models/economy.py", ROOT / "indicators/scenarios.py"]  # fmt: skip
    files = [path for path in files if path.name != "formulas.py"]  # it names floats to refuse them
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in files for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Attribute) and node.attr in ("FloatField", "DecimalField"))
    ]  # fmt: skip
    assert not wrong


@given(st.lists(st.decimals(0, 40, places=2), min_size=1, max_size=30), st.decimals(-5, 5, places=2))
def test_a_rate_apart_from_the_mean_moves_with_the_rate(others: list[D], more: D) -> None:
    assert apart_from_mean(mean_of([others[0]]), [others[0]] * 3) == 0
    first, second = (apart_from_mean(own, others) for own in (D(20), D(20) + more))
    assert first is not None and second is not None and abs(second - first - more) < D("1e-20")
    assert apart_from_mean(None, others) is None and apart_from_mean(D(20), []) is None
