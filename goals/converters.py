"""A term in an address: `/2027-2030/…`; a paper's form: `….docx`."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter, get_converters


class TermConverter:
    """Two years joined by a hyphen, as (first, last)."""

    regex = r"\d{4}-\d{4}"

    def to_python(self, value: str) -> tuple[int, int]:
        first, last = value.split("-")
        return int(first), int(last)

    def to_url(self, value: object) -> str:
        if isinstance(value, tuple):
            return f"{value[0]}-{value[1]}"
        return str(getattr(value, "key", value))


class PaperConverter(StringConverter):
    """The forms in which a paper is fetched."""

    regex = "docx|pdf"


def register() -> None:
    """Make `<term:term>` and `<paper:kind>` known to the addresses, once."""
    if "term" not in get_converters():
        register_converter(TermConverter, "term")
        register_converter(PaperConverter, "paper")
