"""Forms of the house: numbers and dates as Swedes write them, and one way to lay a form out (crispy-forms).

class NeedForm(Form): … ;  lay_out(form, section(_("Behovet"), "title", columns("starts", "ends")))
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.formsets import TOTAL_FORM_COUNT
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.swedish import NotANumber, listed, month, number, parse_number, short_month, typed_number

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    type Text = str | _StrPromise

LONGEST_NUMBER = 40


class NumberInput(forms.TextInput):
    """A text box that brings up the keyboard for numbers; shows every digit it was given."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return typed_number(value)
        return super().format_value(value)


class DecimalField(forms.Field):
    """An exact decimal: `3,5`, `3.5`, `1 250`, `−2`; `1.234` is refused, for it can be read in two ways.

    `unit` is printed after the box. `min_value`, `max_value` inclusive; `decimals` at most so many.
    """

    widget = NumberInput

    def __init__(
        self,
        *,
        unit: Text = "",
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        decimals: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.unit, self.min_value, self.max_value, self.decimals = unit, min_value, max_value, decimals
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        text = str(value).strip()
        if not text:
            return None
        if len(text) > LONGEST_NUMBER:
            raise ValidationError(_("Talet är för långt. Skriv högst %(n)s tecken.") % {"n": LONGEST_NUMBER})
        try:
            return parse_number(text)
        except NotANumber as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(_("Talet ska vara minst %(limit)s.") % {"limit": number(self.min_value)})
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(_("Talet ska vara högst %(limit)s.") % {"limit": number(self.max_value)})
        if self.decimals is not None and -int(value.as_tuple().exponent) > self.decimals:
            raise ValidationError(_decimals_sentence(self.decimals))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _decimals_sentence(decimals: int) -> str:
    if not decimals:
        return _("Skriv ett helt tal, utan decimaler.")
    return ngettext("Skriv högst %(n)s decimal.", "Skriv högst %(n)s decimaler.", decimals) % {"n": decimals}


PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


WRITTEN = re.compile(r"(?:([0-9]{1,2})[ ./]+)?([0-9]{1,2}|[^\W\d_]{3,9})\.?[ /]+([0-9]{4})")


def _with_dashes(text: str) -> str:
    """`21 maj 2018` and `21/5 2018` as `2018-5-21`; what is neither as it is."""
    match = WRITTEN.fullmatch(text.strip().casefold())
    if not match:
        return text
    day, named, year = match.groups()
    names = {name: n for n in range(1, 13) for name in (month(n), short_month(n))}
    number_ = int(named) if named.isdecimal() and day else names.get(named)
    return "-".join([year, str(number_), *([day] if day else [])]) if number_ else text


class PartialDateField(forms.CharField):
    """A date of which perhaps only the year or month is known, kept as text: `2018`, `2018-05`, `2018-05-21`.

    Read as well: `maj 2018`, `21 maj 2018`, `21/5 2018`. What is longer is refused, never cut off in the box.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 10}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = _with_dashes(super().to_python(value) or "")
        match = PARTIAL.fullmatch(text)
        if not text:
            return ""
        if not match:
            raise ValidationError(_("Skriv ett år, en månad eller en dag: 2018, 2018-05 eller 2018-05-21."))
        parts = [int(part) for part in match.groups() if part]
        try:
            date(*[*parts, 1, 1][:3])
        except ValueError as error:
            raise ValidationError(_("%(text)s finns inte i almanackan.") % {"text": text}) from error
        return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


class DateField(forms.DateField):
    """A day, written `2026-11-23` or picked in the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y%m%d", "%d/%m %Y"])
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid", gettext_lazy("Skriv dagen som 2026-11-23; den ska finnas i almanackan.")
        )
        super().__init__(**kwargs)


def plain_helper() -> FormHelper:
    """Crispy draws the fields alone; the form tag, its token and its buttons are ours."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    return helper


class HouseForm:
    """Mixed into every form: crispy's helper without a form tag of its own, and sentences of ours."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.fields.values():
            bound.error_messages["required"] = _("Fyll i det här fältet.")
            if isinstance(bound, forms.IntegerField):
                _say_limits(bound)
            if isinstance(bound, forms.ChoiceField):
                bound.error_messages["required"] = _("Välj ett alternativ.")

    @cached_property
    def helper(self) -> FormHelper:
        return plain_helper()


def _say_limits(field: forms.IntegerField) -> None:
    """Django's own sentences on limits are not for people."""
    limits = {
        MinValueValidator: _("Skriv minst %(limit_value)s."),
        MaxValueValidator: _("Skriv högst %(limit_value)s."),
    }
    for validator in field.validators:
        if sentence := limits.get(type(validator)):  # type: ignore[arg-type]
            validator.message = sentence  # type: ignore[attr-defined]
    field.error_messages["invalid"] = _("Skriv ett heltal, med siffror.")


class Form(HouseForm, forms.Form):
    """A form of the house."""


class ModelForm(HouseForm, forms.ModelForm):  # type: ignore[type-arg]
    """A model's form of the house."""


class RowForms(forms.BaseFormSet):  # type: ignore[type-arg]
    """Forms of rows. More rows than a page can have are refused before one of them is made and drawn."""

    def total_form_count(self) -> int:
        most = self.absolute_max
        if self.is_bound and most and (self.management_form.cleaned_data[TOTAL_FORM_COUNT] or 0) > most:
            sentence = _("Formuläret rymmer högst %(n)s rader. Ta bort några och skicka igen.")
            raise Refusal(Reason.RULE, sentence % {"n": most})
        return super().total_form_count()


def lay_out(form: Any, *parts: Any) -> None:
    """Order the fields: names, `columns(…)` beside each other, `section(…)` under a heading.

    Faults are summed up in the same order.
    """
    form.helper.layout = Layout(*parts)
    form.order_fields([place.name for place in form.helper.layout.get_field_names()])


def columns(*names: str) -> Row:
    """Fields side by side, under each other on a phone."""
    return Row(*(Column(name, css_class="col-sm") for name in names), css_class="g-3")


def section(heading: Text, *parts: Any) -> Fieldset:
    """Fields under a heading of their own."""
    return Fieldset(heading, *parts, css_class="section")


def remark(form: forms.BaseForm, name: str, sentences: Iterable[Text]) -> None:
    """Say something beside a field that stops nobody: what a day that was chosen breaks."""
    said = format_html_join("", '<span class="remark">{}</span>', ((sentence,) for sentence in sentences))
    form[name].help_text = format_html("{}{}", form[name].help_text, said)


def as_typed(form: forms.BaseForm, typed: Any) -> None:
    """Show in an unsent form what was typed in an unfinished one (a QueryDict), without judging any of it."""
    names = {name: form.add_prefix(name) for name in form.fields}
    if not typed or not any(name in typed for name in names.values()):
        return
    for name, sent in names.items():
        form.initial[name] = form.fields[name].widget.value_from_datadict(typed, {}, sent)


def in_words(field: forms.Field, value: Any) -> str:
    """What a field holds, typed or proposed, as people read it."""
    if isinstance(field, forms.BooleanField):
        return _("ja") if value else _("nej")
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    words = {str(key): str(label) for key, label in choices if key not in ("", None)}
    values = value if isinstance(value, list | tuple) else [value]
    texts = [typed_number(one) if isinstance(one, Decimal) else str(one) for one in values if one not in ("", None)]
    return listed(words.get(text, text) for text in texts)
