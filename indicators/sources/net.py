"""Asking a source over the net: patient with a busy one, plain about a broken one, exact with numbers."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.utils.translation import gettext as _

from indicators.sources.row import Unreadable

BUSY = frozenset({429, 500, 502, 503, 504})
TRIES = 4
LONGEST_WAIT = 20
"""Seconds: a source that asks for more is gone on with later, by the person."""
TIMEOUT = 15.0
LONGEST_ANSWER = 30
"""Seconds from the first byte to the last."""
LARGEST = 60_000_000
KEPT = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
"""What a source says of its answer → what is said back to it the next time."""


wait = time.sleep


class Broken(Exception):
    """An answer that may be whole at the next try."""


@dataclass(frozen=True)
class Answer:
    """What came: the body (none where nothing has changed since the last time) and what the source said of it."""

    body: Any
    said: dict[str, str] = field(default_factory=dict)

    @property
    def unchanged(self) -> bool:
        """Whether the source has nothing new."""
        return self.body is None


@dataclass
class Net:
    """One source, by the name that sentences call it and the address that a setting gives it."""

    name: str
    base: str
    tries: int = field(default_factory=lambda: TRIES)
    timeout: float = field(default_factory=lambda: TIMEOUT)

    def get(self, path: str, params: Mapping[str, str] | None = None, said: Mapping[str, str] | None = None) -> Answer:
        """Ask; `said` is what the source said of its last answer. Raises `Unreadable` with a sentence."""
        headers = {back: said[name] for name, back in KEPT.items() if said and name in said}
        with httpx.Client(timeout=self.timeout, follow_redirects=True, headers={"Accept": "application/json"}) as http:
            for number in range(1, self.tries + 1):
                try:
                    return self._ask(http, self.address(path), params, headers)
                except (Broken, httpx.TransportError) as error:
                    if number == self.tries:
                        raise Unreadable(self._why(error)) from error
                    wait(self._wait(error, number))
        raise AssertionError("never reached")

    def address(self, path: str) -> str:
        """The whole address; of a page that an answer points to only the path is believed, never the host."""
        if path.startswith("/"):
            ours = urlsplit(self.base)
            return f"{ours.scheme}://{ours.netloc}{path}"
        return f"{self.base.rstrip('/')}/{path}"

    def _ask(self, http: httpx.Client, url: str, params: Any, headers: dict[str, str]) -> Answer:
        begun, body = time.monotonic(), bytearray()
        with http.stream("GET", url, params=params, headers=headers) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return Answer(None)
            if response.status_code in BUSY:
                raise Broken(response.headers.get("Retry-After", ""), response.status_code)
            for piece in response.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise Unreadable(_("Svaret från %(name)s är för stort. Hämta färre år åt gången.") % self._named)
                if time.monotonic() - begun > LONGEST_ANSWER:
                    raise httpx.ReadTimeout("too slow")
        self._refuse(response)
        said = {name: response.headers[name] for name in KEPT if name in response.headers}
        return Answer(self._read(bytes(body), response.headers.get("Content-Type", "")), said)

    def _refuse(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        values = {"name": self.name, "code": response.status_code}
        if response.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.NOT_FOUND, httpx.codes.UNPROCESSABLE_ENTITY):
            raise Unreadable(_("%(name)s känner inte igen det som frågades efter (svar %(code)s).") % values)
        raise Unreadable(_("%(name)s lämnade inte ut uppgifterna (svar %(code)s).") % values)

    def _read(self, body: bytes, kind: str) -> Any:
        if "html" in kind or body.lstrip()[:1] == b"<":
            sentence = _("%(name)s svarade med en webbsida i stället för uppgifter. Tjänsten kan vara stängd för "
                         "underhåll, eller så är adressen i inställningarna fel.")  # fmt: skip
            raise Unreadable(sentence % self._named)
        try:
            read = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
        except ValueError as error:
            raise Broken("") from error
        if not isinstance(read, dict):
            raise Unreadable(self.odd)
        return read

    @property
    def _named(self) -> dict[str, str]:
        return {"name": self.name}

    @property
    def odd(self) -> str:
        """The sentence for an answer whose shape is another than documented."""
        sentence = _("Svaret från %(name)s har en annan form än väntat. Inget är läst ur det. Tala med den som sköter "
                     "systemet.")  # fmt: skip
        return sentence % self._named

    @property
    def half(self) -> str:
        """The sentence for an answer that lacks its end."""
        return _("Svaret från %(name)s kom bara till hälften. Försök igen om en stund.") % self._named

    def _why(self, error: Exception) -> str:
        if isinstance(error, httpx.TimeoutException):
            return _("%(name)s svarar för långsamt just nu. Försök igen om en stund.") % self._named
        if isinstance(error, Broken) and len(error.args) > 1:
            sentence = _("%(name)s har för mycket att göra just nu (svar %(code)s). Försök igen om en stund.")
            return sentence % {"name": self.name, "code": error.args[1]}
        if isinstance(error, Broken | httpx.RemoteProtocolError | httpx.ReadError):
            return self.half
        return _("%(name)s går inte att nå just nu. Försök igen om en stund.") % self._named

    def _wait(self, error: Exception, number: int) -> float:
        """As long as the source asks for, else a little longer each time."""
        asked = _seconds(str(error.args[0])) if isinstance(error, Broken) and error.args else None
        if asked is not None and asked > LONGEST_WAIT:
            sentence = _("%(name)s ber oss vänta %(n)s sekunder. Försök igen efter det.")
            raise Unreadable(sentence % {"name": self.name, "n": round(asked)})
        return asked if asked is not None else 2 ** (number - 1)


def _seconds(text: str) -> float | None:
    """`Retry-After`: seconds, or a moment."""
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _no_number(text: str) -> None:
    raise ValueError(text)
