"""Units as people write them, and what becomes of them."""

from __future__ import annotations

import pytest

from indicators.rules import units
from indicators.rules.computing import unit_of, wrong_unit
from indicators.rules.formulas import parse
from indicators.rules.tokens import WrongFormula

OF = {
    "netto": "tkr", "stod": "mnkr", "folk": "antal invånare", "elever": "antal elever", "flickor": "antal flickor",
    "larare": "antal", "andel_a": "%", "andel_b": "% av eleverna", "pris": "index", "skuld": "kr",
    "kostnad": "kr per elev", "dagar": "dagar", "grad": "kvot",
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("netto + netto", "tkr"),
        ("netto - netto", "tkr"),
        ("2 × netto / 3", "tkr"),
        ("netto / netto", ""),
        ("netto / folk", "tkr per invånare"),
        ("i_kr(netto) / folk", "kr per invånare"),
        ("i_mnkr(netto) + stod", "mnkr"),
        ("per_invånare(skuld; folk)", "kr per invånare"),
        ("per_invånare(skuld; larare)", "kr per invånare"),
        ("per_invånare(elever; folk; 1000)", "antal elever per 1 000 invånare"),
        ("per_invånare(elever; folk; 1000)", "elever per 1 000 invånare"),
        ("andel(flickor; elever)", "%"),
        ("andel(i_mnkr(netto); stod)", "%"),
        ("index(netto; 2020)", "index"),
        ("netto / pris × 100", "tkr"),
        ("index(netto; 2020) / pris × 100", "index"),
        ("ändring(andel_a)", "procentenheter"),
        ("ändring(andel_a)", "%"),
        ("ändring_procent(netto; 3)", "%"),
        ("medel(kostnad; 3)", "kr per elev"),
        ("kostnad × elever", "kr"),
        ("flickor + elever", "antal"),
        ("elever / larare", "elever per lärare"),
        ("100 % - andel_a", "%"),
        ("andel_a / 2", "%"),
        ("grad × 100", "index"),
        ("dagar + dagar", "dagar"),
        ("skuld / larare", "kr per elev"),
    ],
)
def test_units_that_go_together(formula: str, unit: str) -> None:
    assert wrong_unit(parse(formula), tuple(OF.items()), unit) is None


@pytest.mark.parametrize(
    ("formula", "code", "at"),
    [
        ("netto + stod", "scales", 9),
        ("netto / stod", "scales", 9),
        ("andel(netto; stod)", "scales", 14),
        ("netto + folk", "units", 9),
        ("netto + 100", "unit_of_number", 9),
        ("100 - andel_a", "unit_of_number", 7),
        ("andel_a + andel_b", "units", 11),
        ("andel_a × netto", "per_cent_product", 1),
        ("netto / andel_a", "per_cent_product", 1),
        ("per_invånare(netto; stod)", "people", 21),
        ("i_kr(folk)", "no_money", 1),
        ("kostnad + skuld", "units", 11),
    ],
)
def test_units_that_do_not(formula: str, code: str, at: int) -> None:
    with pytest.raises(WrongFormula) as wrong:
        unit_of(parse(formula), OF)
    assert (wrong.value.fault.code, wrong.value.fault.at) == (code, at)


@pytest.mark.parametrize(
    ("formula", "said", "code"),
    [
        ("netto / netto", "%", "ratio_for_share"),
        ("netto / folk", "kr per invånare", "another_scale"),
        ("netto", "kr", "another_scale"),
        ("netto", "antal", "another_unit"),
        ("per_invånare(elever; folk)", "antal per 1 000 invånare", "another_unit"),
        ("skuld / folk", "kr per elev", "another_unit"),
        ("andel(flickor; elever)", "kr", "another_unit"),
    ],
)
def test_a_formula_that_gives_another_unit_than_is_said(formula: str, said: str, code: str) -> None:
    found = wrong_unit(parse(formula), tuple(OF.items()), said)
    assert found is not None and found.code == code


@pytest.mark.parametrize("text", ["", "/", "per", "per per", "% av", "kr per", "1 000", "kr/inv", "antal", "💶"])
def test_any_text_is_a_unit(text: str) -> None:
    assert units.fits(units.read(text), units.read(text))
    assert isinstance(str(units.read(text)), str)
