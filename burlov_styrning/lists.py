"""The one list: search, filters, order and pages for any rows, for the component `{% list %}`.

    Listing(request, rows, search=["title", "organ__name"], columns=[Column(_("Förslag"), "title"), …])

Rows of a queryset are searched and cut by the database. Order is by the database too, but for words: a column with
`words=True` is put in Swedish order (å ä ö last) in Python, on keys alone, and only its page's rows are fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import itemgetter, or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from burlov_styrning.parts import Empty, Filter, Text
from burlov_styrning.swedish import sort_key

PER_PAGE = 25
LONGEST_SEARCH = 200
AT_ONCE = 10_000
"""Keys that are fetched in one piece, to be put in order."""


@dataclass(frozen=True)
class Column:
    """A heading; `sort` names the field it orders by (for a list of rows: an attribute, or a function)."""

    label: Text
    sort: str = ""
    number: bool = False
    words: bool = False
    key: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Heading:
    """A heading as it is drawn: where a click leads and how the column is ordered now."""

    label: Text
    url: str
    order: str
    number: bool


class Listing:
    """A page of rows as the address asks for it: `?q=`, `?sort=`, `?page=` and the filters' names."""

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any] | Sequence[Any],
        *,
        columns: Sequence[Column] = (),
        search: Sequence[str] | Callable[[Any], str] = (),
        filters: Sequence[Filter] = (),
        narrow: Mapping[str, Callable[[Any, str], Any]] | None = None,
        sort: str = "",
        per_page: int = PER_PAGE,
        empty: Empty | Text = "",
        name: str = "lista",
    ) -> None:
        self.query, self.path = request.GET, request.path
        self.columns, self.search, self.name, self.per_page = columns, search, name, per_page
        self.filters = [(f, self._typed(f.name)) for f in filters]
        self.narrow = narrow or {}
        self.q = self._typed("q") if search else ""
        self.sort = self._known_sort(self.query.get("sort", "")) or sort
        self.empty = empty if isinstance(empty, Empty) else Empty(empty)
        self._all = rows

    def _typed(self, name: str) -> str:
        return self.query.get(name, "").replace("\x00", "").strip()[:LONGEST_SEARCH]

    def _known_sort(self, asked: str) -> str:
        return asked if asked.removeprefix("-") in {c.sort for c in self.columns if c.sort} else ""

    @property
    def searchable(self) -> bool:
        """Whether there is a box to search in; a template that asked for `search` itself would call a function."""
        return bool(self.search)

    @cached_property
    def narrowed(self) -> bool:
        """Whether a search or a filter is on."""
        return bool(self.q) or any(self._chosen(f, value) for f, value in self.filters)

    @property
    def said(self) -> str:
        """What the list is narrowed to, in words: `Vem: Elin; Från: 2026-01-01`; empty for all of it."""
        words = [f"{choice.label}: {_label(choice, value)}" for choice, value in self.filters
                 if self._chosen(choice, value)]  # fmt: skip
        return "; ".join(words + ([self.q] if self.q else []))

    @property
    def narrowing(self) -> str:
        """The part of the address that narrows the list: neither order nor page."""
        query = QueryDict(mutable=True)
        query.update({choice.name: value for choice, value in self.filters if self._chosen(choice, value)})
        if self.q:
            query["q"] = self.q
        return query.urlencode()

    @cached_property
    def page(self) -> Page[Any]:
        """The page that is asked for; a number that is none, or too large, gives the nearest."""
        rows = self._ordered(self._found())
        page = Paginator(rows, self.per_page).get_page(self.query.get("page"))
        if self._by_words and isinstance(self._all, QuerySet):
            page.object_list = self._fetch(list(page.object_list))
        return page

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of this page."""
        return self.page.object_list  # type: ignore[return-value]

    @property
    def count(self) -> int:
        """How many rows were found on all pages."""
        return self.page.paginator.count

    @property
    def headings(self) -> list[Heading]:
        """The headings with their links and orders."""
        return [self._heading(column) for column in self.columns]

    @property
    def pages(self) -> list[tuple[str, str]]:
        """(number, address) of the pages worth a link; an empty address is the gap between them."""
        elided = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(str(n), self.address(page=n) if isinstance(n, int) else "") for n in elided]

    @property
    def before(self) -> str:
        """The address of the page before; empty on the first."""
        return self.address(page=self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def after(self) -> str:
        """The address of the next page; empty on the last."""
        return self.address(page=self.page.next_page_number()) if self.page.has_next() else ""

    def address(self, **changes: object) -> str:
        """This list's address with something changed; a changed order or search begins at the first page."""
        query = QueryDict(mutable=True)
        for key, value in self.query.items():
            if value and key != "page":
                query[key] = str(value)
        for key, changed in changes.items():
            query[key] = str(changed)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column.label, "", "", column.number)
        order = {column.sort: "ascending", "-" + column.sort: "descending"}.get(self.sort, "none")
        turned = ("-" if order == "ascending" else "") + column.sort
        return Heading(column.label, self.address(sort=turned), order, column.number)

    @staticmethod
    def _chosen(choice: Filter, value: str) -> bool:
        return bool(value) and (choice.typed or value in {str(v) for v, _label in choice.choices})

    def _found(self) -> Any:
        rows = self._all
        for choice, value in self.filters:
            if self._chosen(choice, value):
                rows = self._narrowed(rows, choice.name, value)
        return self._searched(rows) if self.q else rows

    def _narrowed(self, rows: Any, name: str, value: str) -> Any:
        if name in self.narrow:
            return self.narrow[name](rows, value)
        if isinstance(rows, QuerySet):
            return rows.filter(**{name: value})
        return [row for row in rows if str(_get(row, name)) == value]

    def _searched(self, rows: Any) -> Any:
        words = self.q.split()
        if isinstance(rows, QuerySet) and not callable(self.search):
            for word in words:
                rows = rows.filter(reduce(or_, (Q(**{f"{f}__icontains": word}) for f in self.search), Q()))
            return rows
        return [row for row in rows if all(word.casefold() in self._text(row) for word in words)]

    def _text(self, row: Any) -> str:
        if callable(self.search):
            return self.search(row).casefold()
        return " ".join(str(_get(row, name)) for name in self.search).casefold()

    @property
    def _column(self) -> Column | None:
        wanted = self.sort.removeprefix("-")
        return next((column for column in self.columns if column.sort and column.sort == wanted), None)

    @property
    def _by_words(self) -> bool:
        return bool(self._column and self._column.words)

    def _ordered(self, rows: Any) -> Any:
        if not self.sort:
            return rows.order_by("pk") if isinstance(rows, QuerySet) and not rows.ordered else rows
        if not isinstance(rows, QuerySet):
            return self._sorted_list(rows)
        if self._by_words:
            return self._sorted_keys(rows)
        return rows.order_by(self.sort, "pk")

    def _sorted_list(self, rows: Iterable[Any]) -> list[Any]:
        column, name = self._column, self.sort.removeprefix("-")
        value = column.key if column and column.key else lambda row: _get(row, name)
        present = [row for row in rows if value(row) is not None]
        missing = [row for row in rows if value(row) is None]
        ordered = sorted(present, key=lambda row: _comparable(value(row)), reverse=self.sort.startswith("-"))
        return ordered + missing

    def _sorted_keys(self, rows: QuerySet[Any]) -> list[Any]:
        name = self.sort.removeprefix("-")
        words = rows.order_by("pk").values_list("pk", name).iterator(chunk_size=AT_ONCE)
        keyed = [(sort_key(word or ""), pk) for pk, word in words]
        return [pk for _key, pk in sorted(keyed, key=itemgetter(0), reverse=self.sort.startswith("-"))]

    def _fetch(self, keys: Sequence[Any]) -> list[Any]:
        assert isinstance(self._all, QuerySet)
        found = {row.pk: row for row in self._all.filter(pk__in=list(keys))}
        return [found[pk] for pk in keys if pk in found]


def _label(choice: Filter, value: str) -> str:
    return value if choice.typed else next((str(label) for key, label in choice.choices if str(key) == value), value)


def _get(row: Any, name: str) -> Any:
    """An attribute by a path with `__`, or an entry of a dict."""
    for part in name.split("__"):
        row = row.get(part) if isinstance(row, Mapping) else getattr(row, part, None)
    return row() if callable(row) else row


def _comparable(value: Any) -> Any:
    return sort_key(value) if isinstance(value, str) else value
