"""Kolada's API, version 3: its catalogue, and outcomes as rows.

Attribution as RKA asks for it: what is fetched says *Källa: Kolada*; what is computed of it never does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import batched, count, product
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from burlov_styrning.swedish import typed_number
from indicators import words
from indicators.models import Missing, Sex
from indicators.sources.net import Net
from indicators.sources.row import Part, Row, Unreadable

NAME = "Kolada"
SEGMENT = 25
"""So many ids the service takes at a time."""
PER_PAGE = 5000
MOST_PAGES = 1000
STATUSES: Mapping[str, str] = {
    "missing": Missing.LAPSE, "private": Missing.SUPPRESSED, "secret": Missing.SUPPRESSED,
    "notapplicable": Missing.NOT_APPLICABLE, "not applicable": Missing.NOT_APPLICABLE,
    "notpublished": Missing.NOT_PUBLISHED, "": Missing.NOT_PUBLISHED,
}  # fmt: skip
"""What Kolada says of a value that is not there, and our code for it."""

type Said = Mapping[str, Mapping[str, str]]
"""Address → what the source said of its last answer."""


@dataclass(frozen=True)
class Page:
    """One page of an answer: its values; none where nothing has changed since `said`."""

    address: str
    values: Sequence[Any]
    said: dict[str, str]
    unchanged: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is asked for: by Kolada's id our keys, each with whether it is divided by sex; of whom; of which years."""

    kpis: Mapping[str, Sequence[tuple[str, bool]]]
    municipalities: Sequence[str]
    years: Sequence[int]

    def segments(self) -> list[tuple[tuple[str, ...], ...]]:
        """The requests that it takes, each within what the service takes at a time."""
        parts = (batched(one, SEGMENT) for one in (self.kpis, self.municipalities, map(str, self.years)))
        return list(product(*parts))


@dataclass
class Kolada:
    """The service at the address of the setting."""

    said: Said = field(default_factory=dict)
    net: Net = field(default_factory=lambda: Net(NAME, settings.KOLADA_URL))
    deleted: int = 0
    untouched: int = 0

    def pages(self, path: str) -> Iterator[Page]:
        """An answer page by page, until there is no next; what is short of its own count is refused."""
        address, told, came = f"{path}?{urlencode({'per_page': PER_PAGE})}", 0, 0
        for _number in range(MOST_PAGES):
            known = self.said.get(address, {})
            answer = self.net.get(address, said=known)
            if answer.unchanged:
                page, next_, told = Page(address, (), dict(known), unchanged=True), known.get("next", ""), -1
            else:
                values, next_ = self._shape(answer.body)
                page = Page(address, values, answer.said | ({"next": next_} if next_ else {}))
                told, came = self._counted(answer.body, told), came + len(values)
                if not next_ and told not in (-1, came, len(values)):
                    raise Unreadable(self.net.half)
            yield page
            if not next_:
                return
            address = next_
        raise Unreadable(self.net.odd)

    def _shape(self, body: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
        values, next_ = body.get("values"), body.get("next_url")
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise Unreadable(self.net.odd)
        if not isinstance(next_, str | None):
            raise Unreadable(self.net.odd)
        parts = urlsplit(next_ or "")
        return values, f"{parts.path}?{parts.query}" if next_ else ""

    def _counted(self, body: dict[str, Any], before: int) -> int:
        """How many values the service says there are; -1 where that cannot be told."""
        said = body.get("count", -1)
        return said if isinstance(said, int) and before != -1 else -1

    def kpis(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """What Kolada says of these indicators; unknown ones are left out of the answer."""
        paths = [f"kpi/{','.join(some)}" for some in batched(ids, SEGMENT)]
        return [one for path in paths for page in self.pages(path) for one in page.values]

    # Outcomes

    def parts(self, wanted: Wanted, *, done: int, first: int, fetched: str) -> Iterator[Part]:
        """The rows, a request at a time, from after the first `done`; the rows are numbered from `first`."""
        number = count(first)
        for place, (kpis, codes, years) in enumerate(wanted.segments()[done:], start=done + 1):
            path = f"data/kpi/{','.join(kpis)}/municipality/{','.join(codes)}/year/{','.join(years)}"
            rows, answered = list[Row](), dict[str, dict[str, str]]()
            for page in self.pages(path):
                self.untouched += page.unchanged
                answered |= {page.address: page.said} if page.said else {}
                rows += self._rows(page.values, wanted, number, fetched)
            yield Part(rows, place, answered)

    def _rows(self, values: Sequence[Any], wanted: Wanted, number: Iterator[int], fetched: str) -> Iterator[Row]:
        for one in values:
            cells = one.get("values")
            if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
                raise Unreadable(self.net.odd)
            for key, by_sex in wanted.kpis.get(str(one.get("kpi")), ()):
                said = {"key": key, "subject": str(one.get("municipality", "")), "period": str(one.get("period", ""))}
                for cell in cells:
                    if self._counts(cell, by_sex):
                        yield Row(next(number), **said, **self._cell(cell), source=NAME, fetched=fetched)

    def _counts(self, cell: dict[str, Any], by_sex: bool) -> bool:
        """Not what Kolada has taken away, nor women and men of what is not divided here."""
        if cell.get("isdeleted"):
            self.deleted += 1
            return False
        return by_sex or cell.get("gender") == Sex.TOTAL

    def _cell(self, cell: dict[str, Any]) -> dict[str, str]:
        value, status = cell.get("value"), str(cell.get("status") or "").strip()
        said = {"sex": str(cell.get("gender", ""))}
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            preliminary = "preliminärt" if status.casefold().startswith("prel") else ""
            return said | {"value": typed_number(value), "status": preliminary}
        if value is not None:
            return said | {"problem": _("Värdet från Kolada är inget tal.")}
        code = STATUSES.get(status.casefold())
        if code is None:
            return said | {"problem": _("Kolada säger ”%(status)s”, som inte är känt här.") % {"status": status[:40]}}
        return said | {"value": words.missing_sign(code)}
