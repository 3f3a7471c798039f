"""Model fields of the house: exact decimals, partial dates and keys."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from burlov_styrning.partial_dates import is_partial_date

if TYPE_CHECKING:
    _TextField = models.Field[Any, Any]  # read as Decimal, stored as text
else:
    _TextField = models.CharField


class ExactDecimalField(_TextField):
    """A decimal kept digit for digit, as printed (`2.0` stays `2.0`), the same on every database.

    Stored as text: SQLite would make a float of it. Nothing computes with it in SQL.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *args: Any) -> Decimal | None:
        return None if value is None or value == "" else Decimal(value)

    def to_python(self, value: Any) -> Any:
        if value is None or value == "" or isinstance(value, Decimal):
            return None if value == "" else value
        try:
            return Decimal(str(value))
        except InvalidOperation as error:
            raise ValidationError(_("Skriv ett tal, till exempel 92,5.")) from error

    def get_prep_value(self, value: Any) -> str | None:
        number = self.to_python(value)
        return None if number is None else format(number, "f")

    def run_validators(self, value: Any) -> None:
        """The longest length is the text's."""
        super().run_validators(self.get_prep_value(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


class FieldNamesField(models.JSONField):
    """Names of fields, nearly always none: nothing is then parsed, which counts where hundreds of rows are read."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return [] if value == "[]" else super().from_db_value(value, expression, connection)

    def deconstruct(self) -> Any:
        """To the database it is what it was made from."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def validate_partial_date(text: str) -> None:
    """Refuse what is not a year, a month or a day."""
    if not is_partial_date(text):
        raise ValidationError(_("Skriv ett datum som 2026, 2026-11 eller 2026-11-23."))


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A date of which perhaps only the year or the month is known; sorts as text."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)


validate_key = RegexValidator(
    r"^[a-z0-9_-]+\Z", _("En nyckel har bara små bokstäver a–z, siffror, streck och understreck.")
)


class KeyField(models.CharField):  # type: ignore[type-arg]
    """A key: made once, unique in its list, never reused."""

    default_validators = [validate_key]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("verbose_name", _("nyckel"))
        super().__init__(*args, **kwargs)
