"""A stand-in for Kolada and SCB on this machine: it speaks the documented shapes, and breaks down when told to."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KPI = {
    "id": "N15419", "title": "Elever i åk 9, andel (%)", "description": "Antal elever genom alla elever.",
    "is_divided_by_gender": True, "municipality_type": "K", "operating_area": "Grundskola", "auspice": "X",
    "publication_date": "2026-10-01", "prel_publication_date": None, "publ_period": "2025", "has_ou_data": True,
    "ou_publication_date": None, "perspective": "Resultat",
}  # fmt: skip
MANY = 40


@dataclass
class StandIn:
    """What the services hold, what they were asked, and how they break next."""

    url: str = ""
    kpis: dict[str, dict[str, Any]] = field(default_factory=lambda: {"N15419": dict(KPI)})
    municipalities: dict[str, str] = field(
        default_factory=lambda: {"9999": "Provköping", "0000": "Riket", "1231": "Burlöv", "1281": "Lund"}
    )
    groups: dict[str, tuple[str, list[str]]] = field(
        default_factory=lambda: {"G37349": ("Liknande kommuner, övergripande, Provköping, 2024", ["1231", "1281"])}
    )
    cells: dict[tuple[str, str, int], list[dict[str, Any]]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    per_page: int = 5000
    asked: list[str] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    """(part of the address, how): each once, in turn."""
    etags: bool = False

    @property
    def kolada(self) -> str:
        """The address for the setting."""
        return f"{self.url}/v3"

    @property
    def scb(self) -> str:
        """The address for the setting."""
        return f"{self.url}/api/v2"

    def hold(self, kpi: str, code: str, year: int, **values: Any) -> None:
        """A value by sex, such as `T="93.1"`; None or `("Missing", None)` for one that is not there."""
        cells = []
        for sex, said in values.items():
            status, value = said if isinstance(said, tuple) else ("", said)
            number = None if value is None else Number(str(value))
            cells.append({"gender": sex, "count": 1, "status": status, "value": number, "isdeleted": False})
        self.cells[kpi, code, year] = cells

    def breaks(self, *hows: str, at: str = "") -> None:
        """Break at the next asking of an address with this in it: `429`, `503`, `html`, `half`, `slow`, `shape`."""
        self.broken += [(at, how) for how in hows]

    def answer(self, path: str, query: dict[str, list[str]]) -> Any:
        """The documented answer; None for what there is not."""
        if path.startswith("/api/v2/"):
            return self._scb(path.removeprefix("/api/v2/").strip("/").split("/"), query)
        return self._kolada(path.removeprefix("/v3/").split("/"), path, query)

    def _kolada(self, parts: list[str], path: str, query: dict[str, list[str]]) -> Any:
        match parts:
            case ["kpi"]:
                rows: list[Any] = list(self.kpis.values())
            case ["kpi", ids]:
                rows = [self.kpis[one] for one in ids.split(",") if one in self.kpis]
            case ["kpi_groups"]:
                rows = [{"id": "GKPI1", "title": "Grundskola", "members": [{"id": "N15419", "title": "Elever"}]}]
            case ["municipality"]:
                rows = [{"id": code, "title": name, "type": "K"} for code, name in self.municipalities.items()]
            case ["municipality_groups"]:
                rows = [{"id": code, "title": title, "members": [{"id": m, "title": m} for m in members]}
                        for code, (title, members) in self.groups.items()]  # fmt: skip
            case ["data", "kpi", kpis, "municipality", codes, "year", years]:
                wanted = [part.split(",") for part in (kpis, codes, years)]
                assert all(len(part) <= 25 for part in wanted), "the service takes 25 at a time"
                rows = [{"kpi": k, "municipality": m, "period": y, "values": cells} for (k, m, y), cells in
                        self.cells.items() if k in wanted[0] and m in wanted[1] and str(y) in wanted[2]]  # fmt: skip
            case _:
                return None
        return self._page(rows, path, int(query.get("page", ["1"])[0]))

    def _page(self, rows: list[Any], path: str, page: int) -> Any:
        some = rows[(page - 1) * self.per_page : page * self.per_page]
        more = page * self.per_page < len(rows)
        # The host that a real service names in its links need not be the one that was asked.
        next_ = f"http://elsewhere.invalid{path}?per_page={self.per_page}&page={page + 1}" if more else None
        return {"count": len(rows), "values": some, "next_url": next_, "previous_url": None}

    def _scb(self, parts: list[str], query: dict[str, list[str]]) -> Any:
        match parts:
            case ["tables"]:
                words = query.get("query", [""])[0].casefold()
                found = [t for t, said in self.tables.items() if words in said["label"].casefold()]
                page, size = (int(query.get(name, ["1"])[0]) for name in ("pageNumber", "pageSize"))
                total, found = len(found), found[(page - 1) * size : page * size]
                return {"language": "sv", "page": {"pageNumber": page, "pageSize": size, "totalElements": total},
                        "tables": [{"id": t, "label": self.tables[t]["label"], "firstPeriod": "2018",
                                    "lastPeriod": "2025", "category": "public"} for t in found]}  # fmt: skip
            case ["tables", table, "metadata"] if table in self.tables:
                return {**self.tables[table], "value": []}
            case ["tables", table, "data"] if table in self.tables:
                return chosen(self.tables[table], query)
        return None


class Number(str):
    """A number as it stands in the answer, digit for digit."""


def chosen(table: dict[str, Any], query: dict[str, list[str]]) -> Any:
    """The part of a cube that was asked for; None where a code is unknown or a dimension cannot be left out."""
    values, sizes, dimensions = table["value"], [], {}
    every = [list(table["dimension"][name]["category"]["index"]) for name in table["id"]]
    picked: list[list[int]] = []
    for name, codes in zip(table["id"], every, strict=True):
        asked = query.get(f"valueCodes[{name}]", [""])[0]
        if not asked:
            rest = table["dimension"][name]["extension"]["eliminationValueCode"]
            picked.append([codes.index(rest)])
            continue
        if match := re.fullmatch(r"from\((.+)\)", asked):
            wanted = [code for code in codes if code >= match[1]]
        else:
            wanted = codes if asked == "*" else asked.split(",")
        if not set(wanted) <= set(codes):
            return None
        picked.append([codes.index(code) for code in wanted])
        labels = table["dimension"][name]["category"]["label"]
        category = {"index": {c: n for n, c in enumerate(wanted)}, "label": {c: labels[c] for c in wanted}}
        dimensions[name] = {"label": table["dimension"][name]["label"], "category": category}
        sizes.append(len(wanted))
    found: list[Any] = [0]
    for codes, places in zip(every, picked, strict=True):
        found = [before * len(codes) + place for before in found for place in places]
    status = {str(n): ".." for n, place in enumerate(found) if values[place] is None}
    ids = [name for name in table["id"] if name in dimensions]
    return {"version": "2.0", "class": "dataset", "label": table["label"], "source": "SCB", "id": ids, "size": sizes,
            "updated": "2026-02-22T07:00:00Z", "role": table["role"], "dimension": dimensions,
            "value": [values[place] for place in found]} | ({"status": status} if status else {})  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        service: StandIn = self.server.service  # type: ignore[attr-defined]
        path = unquote(self.path)
        service.asked.append(path)
        how = next((one for one in service.broken if one[0] in path), None)
        if how:
            service.broken.remove(how)
            self._break(how[1])
            return
        parts = urlsplit(self.path)
        body = service.answer(unquote(parts.path), parse_qs(parts.query))
        if body is None:
            self._send(404, {"Content-Type": "application/json"}, b'{"detail": "Not found"}')
            return
        text = written(body)
        headers = {"Content-Type": "application/json"}
        if service.etags:
            headers["ETag"] = f'"{hashlib.sha256(text).hexdigest()[:12]}"'
            if self.headers.get("If-None-Match") == headers["ETag"]:
                self._send(304, headers, b"")
                return
        self._send(200, headers, text)

    def _break(self, how: str) -> None:
        json_ = {"Content-Type": "application/json"}
        if how.startswith("429"):
            self._send(429, {"Retry-After": how.partition(" ")[2] or "0"}, b"")
        elif how.isdecimal():
            self._send(int(how), json_, b"{}")
        elif how == "html":
            self._send(200, {"Content-Type": "text/html"}, b"<!doctype html><title>Underhall</title>")
        elif how == "shape":
            self._send(200, json_, b'{"count": 1, "rows": []}')
        elif how == "short":
            self._send(200, json_, b'{"count": 12, "values": [], "next_url": null}')
        elif how == "half":
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b'{"count": 1, "values": [')
            self.close_connection = True
        elif how == "cut":
            self._send(200, json_, b'{"count": 1, "values": [')
        elif how == "slow":
            time.sleep(0.4)
            self._send(200, json_, b"{}")
        else:
            raise AssertionError(how)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Silent."""


def written(body: Any) -> bytes:
    """JSON in which numbers stand digit for digit."""
    marked = json.dumps(body, default=str, ensure_ascii=False, cls=Marking)
    return re.sub(r'"#([-0-9.eE+]+)#"', r"\1", marked).encode()


class Marking(json.JSONEncoder):
    """Marks numbers that are kept as text."""

    def iterencode(self, o: Any, _one_shot: bool = False) -> Iterator[str]:
        return super().iterencode(_marked(o), _one_shot)


def _marked(value: Any) -> Any:
    if isinstance(value, Number):
        return f"#{value}#"
    if isinstance(value, dict):
        return {key: _marked(one) for key, one in value.items()}
    return [_marked(one) for one in value] if isinstance(value, list) else value


@contextmanager
def running() -> Iterator[StandIn]:
    """The stand-in, listening."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = StandIn(url=f"http://127.0.0.1:{server.server_port}")
    server.service = service  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
