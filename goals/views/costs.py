"""Cost beside the economic room, as pages show it: one proposal year by year, several in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.swedish import genitive, number, spelled
from goals.costs import Bill, Room
from goals.rules.content import Cost, ProposalContent
from indicators.rules.room import YearSum

TKR_IN_MNKR = 1000


@dataclass(frozen=True)
class CostShown:
    """The table of costs, each with the room of its year, and where that comes from."""

    years: Sequence[tuple[Cost, Decimal | None]]
    room: Room

    @property
    def has_room(self) -> bool:
        """Whether the room of any of the years is stated."""
        return any(room is not None for _cost, room in self.years)

    @property
    def has_investment(self) -> bool:
        """Whether anything is invested."""
        return any(cost.investment for cost, _room in self.years)


def cost_shown(content: ProposalContent, room: Room) -> CostShown:
    """One proposal's cost beside the room."""
    return CostShown([(cost, room.by_year.get(cost.year)) for cost in content.cost], room)


@dataclass(frozen=True)
class BillShown:
    """What several proposals cost: the sentence, what it leaves out, and each year."""

    sentence: str
    remarks: Sequence[str]
    years: Sequence[YearSum]
    room: Room


def bill_shown(bill: Bill, room: Room, whose: str = "") -> BillShown | None:
    """`De tio kostar 14,2 av 18,0 mnkr 2028`; nothing where there is nothing to add up."""
    year = bill.year
    if not bill.count or year is None:
        return None
    said = {"who": whose or _who(bill.count), "cost": _mnkr(year.cost), "year": year.year}
    return BillShown(_sentence(year, said), _remarks(bill, room), bill.years, room)


def of_committee(organ: str, bill: Bill) -> str:
    """Whose the proposals are, as a sentence begins: `Socialnämndens två förslag`."""
    return _("%(organ)s %(count)s förslag") % {"organ": genitive(organ), "count": spelled(bill.count)}


def _who(count: int) -> str:
    many = ngettext("Det förslaget", "Dessa %(count)s förslag", count)
    return many % {"count": spelled(count)}


def _sentence(year: YearSum, said: dict[str, object]) -> str:
    if year.room is None:
        return _("%(who)s kostar %(cost)s mnkr %(year)s. Det ekonomiska utrymmet är inte angivet.") % said
    said |= {"room": _mnkr(year.room)}
    if year.room < 0:
        return _("%(who)s kostar %(cost)s mnkr %(year)s, och utrymmet är %(room)s mnkr.") % said
    sentence = _("%(who)s kostar %(cost)s av %(room)s mnkr %(year)s.") % said
    if year.left is not None and year.left < 0:
        return f"{sentence} " + _("Det är %(more)s mnkr mer än utrymmet.") % {"more": _mnkr(-year.left)}
    return sentence


def _remarks(bill: Bill, room: Room) -> list[str]:
    found = []
    if len([year for year in bill.years if year.room is not None]) > 1:
        found.append(_("Det är det år då minst blir kvar."))
    if bill.in_frame:
        found.append(_("Av det ryms %(cost)s mnkr i nämndernas ramar, enligt dem själva.") % {
            "cost": _mnkr(bill.in_frame),
        })  # fmt: skip
    if bill.unstated:
        many = ngettext("Ett förslag anger ingen kostnad.", "%(count)s förslag anger ingen kostnad.", bill.unstated)
        found.append(many % {"count": spelled(bill.unstated).capitalize()})
    return found


def _mnkr(tkr: Decimal) -> str:
    return number(tkr / TKR_IN_MNKR, 1)
