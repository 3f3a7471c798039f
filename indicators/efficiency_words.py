"""What quality per krona says in words: the index, why there is none, and what became of quality and cost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.swedish import number, sentence
from indicators import words
from indicators.efficiency import Against
from indicators.rules.direction import Direction, Movement
from indicators.rules.efficiency import HUNDRED, Case, Index, Moved, Reason, Why, decimal

REASONS: Mapping[Why, str | Promise] = {
    Why.WITHIN: gettext_lazy("Kvaliteten ska hålla sig inom gränser. Då finns ingen riktning att räkna index på."),
    Why.NO_RATIO: gettext_lazy(
        "Kvaliteten mäts inte på en kvotskala: dubbelt så mycket är inte dubbelt så bra. Då räknas inget index."
    ),
    Why.NO_QUALITY: gettext_lazy("Kvaliteten har inget värde %(year)s%(missing)s."),
    Why.NO_COST: gettext_lazy("Kostnaden har inget värde %(year)s%(missing)s."),
    Why.QUALITY_NOUGHT: gettext_lazy("Kvaliteten är noll eller lägre %(year)s. Då är kvoten inte definierad."),
    Why.COST_NOUGHT: gettext_lazy("Kostnaden är noll eller lägre %(year)s. Då är kvoten inte definierad."),
    Why.QUALITY_BREAK: gettext_lazy("Kvaliteten mäts på ett nytt sätt %(year)s än basåret. Välj ett senare basår."),
    Why.COST_BREAK: gettext_lazy("Kostnaden mäts på ett nytt sätt %(year)s än basåret. Välj ett senare basår."),
    Why.NO_PRICE: gettext_lazy("Prisindexet har inget värde %(year)s."),
}
CASES: Mapping[Case, str | Promise] = {
    Case.BETTER_CHEAPER: gettext_lazy("Högre kvalitet till lägre kostnad"),
    Case.BETTER_DEARER: gettext_lazy("Högre kvalitet till högre kostnad"),
    Case.WORSE_CHEAPER: gettext_lazy("Lägre kvalitet till lägre kostnad"),
    Case.WORSE_DEARER: gettext_lazy("Lägre kvalitet till högre kostnad"),
}
OWN = gettext_lazy("Indexet är en egen beräkning.")


def index_words(value: Decimal | None) -> str:
    """`104,2`"""
    return words.NO_OUTCOME if value is None else number(value, 1)


def reason_words(reason: Reason) -> str:
    """Why there is no index, in a sentence."""
    missing = f" ({words.missing_text(reason.missing)})" if reason.missing else ""
    return str(REASONS[reason.why]) % {"year": reason.year, "missing": missing}


def prices_words(code: str) -> str:
    """`i fasta priser (PKV)`, `i löpande priser`"""
    return _("i fasta priser (%(index)s)") % {"index": code.upper()} if code else _("i löpande priser")


def finding(one: Against) -> str:
    """`Varje krona gav 4,2 procent mer kvalitet 2025 än 2019, i fasta priser (PKV).`, or why nothing can be said."""
    index = one.now
    if index is None:
        return _("Kvalitet och kostnad har inget år gemensamt än. Då finns inget att räkna på.")
    if index.reason:
        return reason_words(index.reason)
    if one.base == one.last:
        return _("Bara %(year)s går att räkna på än. Med ett år till syns om kvaliteten per krona ändras.") % {
            "year": one.last
        }
    return _per_krona(one, index)


def _per_krona(one: Against, index: Index) -> str:
    assert index.value is not None
    change = index.value - HUNDRED
    said = {"now": one.last, "then": one.base, "prices": prices_words(one.code), "share": share(abs(change))}
    if not change:
        return _("Varje krona gav lika mycket kvalitet %(now)s som %(then)s, %(prices)s.") % said
    if change > 0:
        return _("Varje krona gav %(share)s procent mer kvalitet %(now)s än %(then)s, %(prices)s.") % said
    return _("Varje krona gav %(share)s procent mindre kvalitet %(now)s än %(then)s, %(prices)s.") % said


def share(change: Fraction) -> str:
    """`4,2`; as many decimals as it takes to see that there is a change."""
    value = decimal(change)
    return next((number(value, places) for places in (1, 2, 3) if round(value, places)), number(value, 3))


def parts(one: Against) -> str:
    """`Kvaliteten blev 8,0 procent bättre och kostnaden 3,6 procent högre.`; empty where there is no index."""
    index = one.now
    if index is None or index.quality is None or index.cost is None or one.base == one.last:
        return ""
    quality, cost = (index.quality - 1) * HUNDRED, (index.cost - 1) * HUNDRED
    said = _("kvaliteten blev %(quality)s och kostnaden %(cost)s.") % {
        "quality": _changed(quality, _("%(share)s procent bättre"), _("%(share)s procent sämre"), _("oförändrad")),
        "cost": _changed(cost, _("%(share)s procent högre"), _("%(share)s procent lägre"), _("oförändrad")),
    }  # fmt: skip
    turned = _("Lägre är bättre, så kvaliteten är vänd i indexet.")
    return " ".join([sentence(said), *([turned] if one.pair.direction is Direction.LOWER else [])])


def _changed(change: Fraction, more: str, less: str, same: str) -> str:
    if not change:
        return same
    return (more if change > 0 else less) % {"share": share(abs(change))}


def formula(one: Against) -> str:
    """The formula as it was used, with its years."""
    base = one.base
    turned = one.pair.direction is Direction.LOWER
    quality = f"(Q {base} / Q)" if turned else f"(Q / Q {base})"
    cost = f"(C / C {base})"
    text = f"{quality} / {cost} · 100"
    if one.code:
        text += _(", där C är kostnaden i %(year)s års priser enligt %(index)s") % {
            "year": base, "index": one.code.upper()
        }  # fmt: skip
    return text


def case_words(found: Moved | Reason | None) -> str:
    """Which of the four it is, or why that cannot be told."""
    if found is None:
        return _("Kvalitet och kostnad har inte två år gemensamt än.")
    return reason_words(found) if isinstance(found, Reason) else str(CASES[found.case])


def moved_words(found: Moved) -> str:
    """`kvaliteten steg, kostnaden föll`, and what stood still."""
    quality = {
        Movement.BETTER: _("kvaliteten steg"), Movement.SAME: _("kvaliteten stod stilla"),
        Movement.WORSE: _("kvaliteten föll"),
    }[found.quality]  # fmt: skip
    cost = {
        Movement.BETTER: _("kostnaden föll"), Movement.SAME: _("kostnaden stod stilla"),
        Movement.WORSE: _("kostnaden steg"),
    }[found.cost]  # fmt: skip
    return f"{quality}, {cost}"


def method(one: Against) -> str:
    """How the index was reckoned, by whom."""
    return _(
        "Index = %(formula)s. Q är %(quality)s och C är %(cost)s. Basåret är %(base)s. %(own)s Det säger att kvalitet "
        "och kostnad har rört sig olika, inte varför."
    ) % {
        "formula": formula(one), "quality": one.quality.name, "cost": one.cost.name, "base": one.base, "own": OWN,
    }  # fmt: skip
