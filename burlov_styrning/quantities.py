"""Numbers with their unit, as a reader expects them at a mark, on an axis and in a sentence."""

from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.swedish import NBSP, number, spelled

SHORT_UNITS = ("%", "kr", "tkr", "mnkr", "år", "dagar", "poäng", "ton", "kg", "st")
INDEX = "index"
MOST_MORE = 2
"""So many decimals more than the indicator has are typed; a mean or a ratio has many."""


def quantity(value: Decimal, unit: str, decimals: int = 0) -> str:
    """The value with its unit where the unit is short enough to stand after every number."""
    return number(value, decimals) + suffix(unit)


def entered(value: Decimal, unit: str, decimals: int = 0) -> str:
    """The value as somebody entered or decided it: a level of 72,5 is never read as 73."""
    return quantity(value, unit, digits(value, decimals))


def digits(value: Decimal, decimals: int) -> int:
    """As many decimals as the value has, at least so many. What has far more was computed, and is rounded."""
    exponent = value.normalize().as_tuple().exponent
    has = -exponent if isinstance(exponent, int) else 0
    return has if decimals < has <= decimals + MOST_MORE else decimals


def suffix(unit: str) -> str:
    """What follows each number: nothing for an index or for a unit that needs a line of its own."""
    return NBSP + unit if unit in SHORT_UNITS else ""


def aim(direction: str | None, target: Decimal | None, bounds: tuple[Decimal | None, Decimal | None], unit: str) -> str:
    """What is aimed at, as people say it: minst 83 %, högst 12, mellan 3 och 5 %. Empty where nothing is said."""
    low, high = bounds
    if direction == "within" and low is not None and high is not None:
        return _("mellan %(low)s och %(high)s") % {"low": number(low), "high": number(high) + suffix(unit)}
    if target is None:
        return ""
    said = {"higher": _("minst %(value)s"), "lower": _("högst %(value)s")}.get(str(direction), "%(value)s")
    return said % {"value": number(target) + suffix(unit)}


def caption(unit: str) -> str:
    """The unit over the axis, where it does not stand after each number."""
    return "" if unit in SHORT_UNITS or not unit else unit[0].upper() + unit[1:]


def decimals_showing(difference: Decimal, decimals: int) -> int:
    """As many decimals as it takes to show that two numbers differ, at most three more than asked for."""
    wanted = decimals
    while difference and not round(difference, wanted) and wanted < decimals + 3:
        wanted += 1
    return wanted


def years(count: int) -> str:
    """A span of years in words: ett år, fyra år."""
    return _("ett år") if count == 1 else _("%(count)s år") % {"count": spelled(count)}
