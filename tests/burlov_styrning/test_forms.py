"""Fields as Swedes write them: what is shown is accepted, what is refused says what to write instead."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.forms import DateField, DecimalField, Form, NumberInput, PartialDateField

exact = st.builds(lambda n, e: Decimal(n).scaleb(-e), st.integers(-(10**15), 10**15), st.integers(0, 8))


class Sample(Form):
    name = forms.CharField(label="Namn")
    value = DecimalField(label="Värde", unit="%", required=False)
    way = forms.ChoiceField(label="Takt", choices=[("a", "Jämn"), ("b", "Ojämn")], widget=forms.RadioSelect)


@given(exact)
def test_the_field_accepts_what_it_shows(value: Decimal) -> None:
    field = DecimalField()
    shown = NumberInput().format_value(field.prepare_value(value))
    assert field.clean(shown) == value
    assert not field.has_changed(value, shown)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_a_sentence(text: str) -> None:
    try:
        value = DecimalField(required=False).clean(text)
    except ValidationError as error:
        assert all(str(message) for message in error.messages)
    else:
        assert value is None or value.is_finite()


def refusal(field: forms.Field, text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return str(refused.value.messages[0])


def test_an_ambiguous_number_is_refused_with_both_readings() -> None:
    assert refusal(DecimalField(), "1.234") == "1.234 kan läsas på två sätt. Skriv 1234 eller 1,234."


def test_bounds_are_said_in_numbers() -> None:
    assert "högst 100" in refusal(DecimalField(max_value=100), "100,1")
    assert "minst 0" in refusal(DecimalField(min_value=0), "−1")
    assert DecimalField(min_value=0, max_value=100).clean("100") == 100
    assert "helt tal" in refusal(DecimalField(decimals=0), "3,5")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2018", "2018"),
        ("2018-5", "2018-05"),
        ("2018-05-21", "2018-05-21"),
        (" 2018 ", "2018"),
        ("maj 2018", "2018-05"),
        ("21 Maj 2018", "2018-05-21"),
        ("3 dec 2018", "2018-12-03"),
        ("21/5 2018", "2018-05-21"),
    ],
)
def test_a_partial_date_is_kept_as_far_as_it_is_known(text: str, kept: str) -> None:
    assert PartialDateField().clean(text) == kept


@given(st.text(max_size=12))
def test_no_text_makes_a_partial_date_fall_over(text: str) -> None:
    try:
        kept = PartialDateField(required=False).clean(text)
    except ValidationError:
        return
    assert kept == "" or PartialDateField().clean(kept) == kept


@pytest.mark.parametrize(
    "text",
    ["18", "2018-13", "2018-02-30", "2018-05-", "31 februari 2018", "vår 2018", "5/2018", "0000", "i förra veckan"],
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    assert refusal(PartialDateField(), text)


def test_a_box_for_a_date_cuts_nothing_off() -> None:
    """What is too long is refused with a sentence; a box of ten letters would swallow the rest."""
    assert "maxlength" not in PartialDateField().widget.attrs


class Answers(Form):
    count = forms.IntegerField(min_value=1, max_value=9)


@pytest.mark.parametrize(("text", "sentence"), [("0", "Skriv minst 1."), ("10", "Skriv högst 9."), ("x", "heltal")])
def test_limits_of_whole_numbers_are_said_for_people(text: str, sentence: str) -> None:
    assert sentence in Answers({"count": text}).errors["count"][0]


def test_a_day_refused_says_how_it_is_written() -> None:
    assert "2026-11-23" in refusal(DateField(), "31 februari")


def drawn(form: Form) -> str:
    return Template('{% form form "Spara" back="/x" %}').render(Context({"form": form}))


def test_errors_stand_on_top_with_links_and_beside_their_field() -> None:
    html = drawn(Sample({"name": "", "value": "1.234", "way": ""}))
    assert "Tre saker behöver rättas" in html
    for anchor in ("id_name", "id_value", "id_way_0"):
        assert f'href="#{anchor}"' in html and f'id="{anchor}"' in html
    assert 'id="id_value_error"' in html and 'aria-describedby="id_value_error"' in html
    assert 'value="1.234"' in html  # nothing typed is lost


def test_the_star_is_explained_once_and_the_form_is_sent_by_us() -> None:
    html = drawn(Sample())
    assert html.count("obligatoriskt") == 1
    assert "novalidate" in html and html.count("<form") == 1
    assert 'role="alert"' not in html
    assert "%</span>" in html


def test_an_error_of_the_whole_form_is_said_once() -> None:
    form = Sample({"name": "a", "way": "a"})
    form.add_error(None, "Målet finns redan.")
    assert drawn(form).count("Målet finns redan.") == 1
