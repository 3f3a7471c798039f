"""What all rows of a goal book have in common: absent or null says nothing, any row may be an example."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from burlov_styrning.pages.book.schema.fields import Key, PartialDate

EMPTY: tuple[Any, ...] = (None, "", [], {})


class Part(BaseModel):
    """A part of a book. `said()` tells what it says; all else holds its default."""

    model_config = ConfigDict(extra="forbid", ser_json_inf_nan="strings")

    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)
    REQUIRED: ClassVar[tuple[str, ...]] = ()
    """What a whole thing cannot be without; a row that only adds to a thing may leave it out."""

    _place: str = PrivateAttr(default="")

    @model_validator(mode="before")
    @classmethod
    def _null_says_nothing(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            return {name: value for name, value in data.items() if value is not None or name not in cls.names()}
        return data

    @classmethod
    def names(cls) -> dict[str, str]:
        """The fields as the book writes them (`from`), with their names in code (`from_`)."""
        if "_names" not in cls.__dict__:
            cls._names = {info.alias or name: name for name, info in cls.model_fields.items()}
        return cls._names

    _names: ClassVar[dict[str, str]]

    @classmethod
    def written(cls, name: str) -> str:
        """A field's name as the book writes it."""
        return cls.model_fields[name].alias or name

    def said(self) -> list[str]:
        """The fields that say something, in the format's order."""
        return [name for name in type(self).model_fields if name in self.model_fields_set and not self.is_empty(name)]

    def is_empty(self, name: str) -> bool:
        """Whether the field holds nothing that could contradict anything."""
        value = getattr(self, name)
        return value in EMPTY or (name == "example" and value is False)

    def identity(self) -> tuple[Any, ...]:
        """What makes it the same thing as another row of its list."""
        return self.identity_of(lambda name: getattr(self, name))

    @classmethod
    def identity_of(cls, get: Callable[[str], Any]) -> tuple[Any, ...]:
        """The same of a row that is told by its fields."""
        return tuple(get(name) for name in cls.IDENTITY)

    def counterpart(self, rows: Mapping[tuple[Any, ...], Any]) -> tuple[Any, ...]:
        """The identity of the row among others that this one tells of."""
        return self.identity()

    @property
    def place(self) -> str:
        """Where it stands in its book: `goals[3].indicators[0]`."""
        return self._place

    def at(self, name: str, index: int | str | None = None) -> str:
        """The place of one of its fields."""
        field = f"{self._place}.{self.written(name)}" if self._place else self.written(name)
        return field if index is None else f"{field}[{index}]" if isinstance(index, int) else f"{field}.{index}"


class Row(Part):
    """A row of a list, or a thing with fields: any of them may be an example, wholly or in some fields."""

    example: bool | list[str] = False

    @field_validator("example", mode="plain")
    @classmethod
    def _example_names_fields(cls, value: Any) -> bool | list[str]:
        if isinstance(value, bool):
            return value
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise PydanticCustomError("book_example", "true or a list of fields")
        for name in value:
            if name not in cls.names() or name == "example":
                raise PydanticCustomError("book_example_field", "no such field", {"field": name})
        return value


class Before(Row):
    """What applied before: any field of its row, until a date. Absent means: as it was afterwards."""

    IDENTITY = ("until",)
    until: PartialDate | None = None
    decision: Key | None = None

    def is_empty(self, name: str) -> bool:
        """Here an empty text says that the text was empty."""
        return getattr(self, name) is None or (name == "example" and not self.example)
