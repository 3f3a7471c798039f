"""What can be told from Kolada's own words about an indicator: its unit and its kind, as a proposal to a person."""

from __future__ import annotations

import re

UNITS: tuple[tuple[str, str], ...] = (
    (r"\(%\)|procent\b|%", "%"),
    (r"\bkr(?:onor)?/inv(?:ånare)?\b", "kr per invånare"),
    (r"\bkr(?:onor)?/([a-zåäö]+)", r"kr per \1"),
    (r"\bkr/", "kr"),
    (r"\(kr\)|\bkronor\b|\bkr\b", "kr"),
    (r"\btkr\b", "tkr"),
    (r"\bmnkr\b", "mnkr"),
    (r"\bantal/(?:100 ?000) inv\b|/100 ?000 inv", "antal per 100 000 invånare"),
    (r"\bantal/(?:1 ?000) inv\b|/1 ?000 inv", "antal per 1 000 invånare"),
    (r"\bdagar\b", "dagar"),
    (r"\bkg/inv", "kg per invånare"),
    (r"\bindex\b|\bnki\b", "index"),
    (r"\bantal\b|\binvånare\b", "antal"),
    (r"\bår\b", "år"),
)
"""The first that fits says the unit; Kolada has no field for it."""
MONEY = re.compile(r"\bkostnad|\bkr\b|\bkronor\b|\bnettokost", re.IGNORECASE)
FINANCE = re.compile(r"\bsoliditet|\bresultat|\bskuld|\bskatte|\blikvid|\bfinans|\bself?finans", re.IGNORECASE)


def unit_of(title: str) -> str:
    """The unit that a title gives away; empty where it does not."""
    for pattern, unit in UNITS:
        if match := re.search(pattern, title, re.IGNORECASE):
            return match.expand(unit) if "\\1" in unit else unit
    return ""


def kind_of(title: str, area: str = "") -> str:
    """`cost`, `finance`, `volume` or `quality`."""
    if FINANCE.search(title) or "ekonomi" in area.casefold():
        return "finance"
    if MONEY.search(title):
        return "cost"
    return "volume" if unit_of(title) == "antal" else "quality"


def bare(text: str) -> str:
    """A text without differences that nobody sees: runs of spaces and line ends."""
    return " ".join(text.split())
