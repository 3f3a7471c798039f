"""The formula language: what is read, what is refused and where; nothing that is typed is ever run."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules import formulas
from indicators.rules.formulas import TAKES, Binary, Call, Formula, Function, Negative, Node, Number, Series, parse
from indicators.rules.tokens import Fault, WrongFormula


def fault(text: str) -> Fault:
    with pytest.raises(WrongFormula) as wrong:
        parse(text)
    return wrong.value.fault


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a+b", "a + b"),
        (" a − b ", "a − b"),
        ("a – b", "a − b"),
        ("a -b", "a − b"),
        ("(a + b)/c*100", "(a + b) / c × 100"),
        ("a - (b - c)", "a − (b − c)"),
        ("a·b÷c", "a × b / c"),
        ("-a", "−a"),
        ("0,5 * a + 1 000", "0,5 × a + 1000"),
        ("0.5*a", "0,5 × a"),
        ("100 % - a", "100 % − a"),
        ("andel(a; b)", "andel(a; b)"),
        ("andel(a, b)", "andel(a; b)"),
        ("share(a, b)", "andel(a; b)"),
        ("ANDEL(A;B)", "andel(a; b)"),
        ("per_invanare(netto-kostnad; folk)", "per_invånare(netto-kostnad; folk)"),
        ("per_inhabitant(a; folk; 1000)", "per_invånare(a; folk; 1000)"),
        ("index(a;2020)", "index(a; 2020)"),
        ("andring(a)", "ändring(a)"),
        ("change_percent(a; 3)", "ändring_procent(a; 3)"),
        ("medel(a, 3)", "medel(a; 3)"),
        ("medel(a; 2023; 2028)", "medel(a; 2023; 2028)"),
        ("i_mnkr(a) / 2", "i_mnkr(a) / 2"),
        ("2024-kostnad\n+ u07413", "2024-kostnad + u07413"),
    ],
)
def test_what_people_write_and_what_is_stored(typed: str, stored: str) -> None:
    assert str(parse(typed)) == stored
    assert str(parse(stored)) == stored


@pytest.mark.parametrize(
    ("typed", "code", "at"),
    [
        ("", "empty", 1),
        ("   ", "empty", 1),
        ("5 + 3", "no_series", 1),
        ("a b", "two_values", 3),
        ("a 5", "two_values", 3),
        ("(a)(b)", "two_values", 4),
        ("a +", "ends_early", 3),
        ("a + * b", "value_missing", 5),
        ("a ** 2", "value_missing", 4),
        ("a * -b", "two_signs", 5),
        ("(a", "not_closed", 1),
        ("a + b)", "not_opened", 6),
        ("andel(a; )", "value_missing", 10),
        ("andel()", "value_missing", 7),
        ("a; b", "not_a_value", 1),
        ("(a; b)", "not_a_value", 1),
        ("5 % a", "two_values", 5),
        ("a % b", "per_cent", 3),
        ("1.234 * a", "ambiguous", 1),
        ("a . b", "unknown_sign", 3),
        ("a = b", "unknown_sign", 3),
        ("a + andel", "function_alone", 5),
        ("a + andle(b; c)", "unknown_function", 5),
        ("andel(a)", "arguments", 1),
        ("andel(a; b; c)", "arguments", 1),
        ("index(a)", "arguments", 1),
        ("per_invånare(a)", "arguments", 1),
        ("medel(a; b)", "whole_number", 10),
        ("medel(a; 2,5)", "whole_number", 10),
        ("medel(a,2020,2024)", "whole_number", 9),
        ("medel(a; 1)", "mean_span", 1),
        ("medel(a; 2020)", "mean_span", 1),
        ("medel(a; 2024; 2020)", "window", 1),
        ("index(a; 20)", "year", 1),
        ("ändring(a; 0)", "span", 1),
        ("ändring(a; 99999999999999)", "span", 1),
        ("per_invånare(a; b; 7)", "per_many", 1),
        ("medel(medel(medel(a; 10); 10); 10)", "too_heavy", 1),
        ("+ a", "value_missing", 1),
        ("(" * 11 + "a" + ")" * 11, "too_deep", 11),
        ("a+" * 60 + "a", "too_many", 121),
        ("a" * 601, "too_long", 600),
    ],
)
def test_what_is_wrong_and_where(typed: str, code: str, at: int) -> None:
    assert (fault(typed).code, fault(typed).at) == (code, at)


@pytest.mark.parametrize(
    "typed",
    [
        "__import__('os').system('true')", "().__class__", "lambda: a", "a if b else c", "[a for a in b]", "a[0]",
        "a and b", "not a", "a < b", "f'{a}'", "a := b", "await a", "yield", "*a", "**a", "a // b", "a @ b", "a ^ b",
        "print(a)", "eval(a)", "a\x00b", "'a'", '"""', "\\", "a\\\nb", "# a", "0x10 + a", "1e9 * a", "1_000 * a",
        "{a}", "None + ", "True", "a.real", "…", "😀", "ä" * 10 + "(", "andel(a=b; c)", "andel(*a)", "9" * 5000,
    ],
)  # fmt: skip
def test_python_is_not_the_language(typed: str) -> None:
    """Whatever it is, it is refused with a fault of our own, or is the name of no series."""
    try:
        found = parse(typed)
    except WrongFormula as wrong:
        assert wrong.fault.at >= 1
    else:
        assert formulas.unknown(found, {"a", "b", "c"})


ALPHABET = "ab01239 .,;()+-*/−×÷%_åäö\"'[]{}<>=:!\\\n\t\x00²٣😀"
WORDS = [
    "andel", "per_invånare", "index", "medel", "ändring", "a", "b", "lambda", "if", "import", "(", ")", ";", ",",
    "+", "-", "*", "/", "%", "2020", "3", "1,5", " ", "a-b", "**", "//", "not", "in", "None", "__class__",
]  # fmt: skip
odd = st.text(alphabet=ALPHABET, max_size=60) | st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


@settings(max_examples=1000)
@given(odd | st.text(max_size=80))
def test_a_thousand_odd_inputs_are_read_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except WrongFormula as wrong:
        assert wrong.fault.code and wrong.fault.at >= 1
    else:
        assert parse(str(found)) == found


# -- every formula that there is -------------------------------------------------------------------------------------

keys = st.sampled_from(["a", "b", "netto-kostnad", "u07413", "2024-tal"])
numbers = st.builds(Number, st.decimals(0, 9999, places=2), st.booleans())


def calls(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    whole = {
        Function.INDEX: st.tuples(st.integers(2000, 2030)), Function.MEAN: st.tuples(st.integers(2, 4)),
        Function.CHANGE: st.just(()) | st.tuples(st.integers(1, 5)),
    }  # fmt: skip
    made: list[st.SearchStrategy[Node]] = []
    for one in Function:
        values = st.tuples(*[parts] * TAKES[one][0])
        years: st.SearchStrategy[tuple[int, ...]] = whole.get(one, st.just(()))  # type: ignore[arg-type]
        if one is Function.CHANGE_PERCENT:
            years = whole[Function.CHANGE]  # type: ignore[assignment]
        made.append(st.builds(Call, st.just(one), values, years))
    return st.one_of(made)


trees: st.SearchStrategy[Node] = st.recursive(
    st.builds(Series, keys),
    lambda parts: st.one_of(
        st.builds(Binary, st.sampled_from("+-*/"), parts | numbers, parts | numbers),
        st.builds(Negative, parts),
        calls(parts),
    ),
    max_leaves=8,
)


@settings(max_examples=300)
@given(trees)
def test_what_is_written_is_read_back_as_the_same(root: Node) -> None:
    text = str(Formula(root))
    try:
        assert parse(text).root == root
    except WrongFormula as wrong:
        assert wrong.fault.code in ("no_series", "too_heavy", "too_deep", "too_long")


def test_names_are_told_once_in_their_order() -> None:
    assert parse("andel(b + a; b) + c").names == ["b", "a", "c"]


def test_an_unknown_name_comes_with_its_nearest() -> None:
    (found,) = formulas.unknown(parse("netokostnad / folkmangd"), ["nettokostnad", "folkmangd", "plats"])
    assert (found.code, found.at, dict(found.words)["near"]) == ("unknown_name", 1, ("nettokostnad",))
    assert [dict(f.words)["said"] for f in formulas.unknown(parse("x + y + x"), ["a"])] == ["x", "y"]


def test_a_minus_without_spaces_is_told() -> None:
    (found,) = formulas.unknown(parse("netto-kostnad"), ["netto", "kostnad"])
    assert dict(found.words)["minus"]
    (other,) = formulas.unknown(parse("helt-annat"), ["netto", "kostnad"])
    assert not dict(other.words)["minus"]


@pytest.mark.parametrize(
    ("names", "way"),
    [
        ({"a": ["a"]}, ["a", "a"]),
        ({"a": ["b"], "b": ["a"]}, ["a", "b", "a"]),
        ({"a": ["x", "b"], "b": ["c"], "c": ["d", "a"]}, ["a", "b", "c", "a"]),
        ({"a": ["b", "c"], "b": ["c"], "c": []}, []),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, []),
    ],
)
def test_a_cycle_is_told_by_name(names: dict[str, list[str]], way: list[str]) -> None:
    assert formulas.cycle("a", names) == way


def test_a_constant_keeps_its_digits() -> None:
    root = parse("2,50 × a").root
    assert isinstance(root, Binary) and root.left == Number(D("2.50"))
