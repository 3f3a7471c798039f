"""The words of the premises: the lines of room and frame, their formulas, numbers as they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning.swedish import number, partial_date, sentence
from followup.content.snapshot import Plain
from goals.models import GoalProposal, Recommendation

type Text = str | Promise

DASH = "–"
WHOLE = ""
"""The place of what belongs to no committee."""

ROOM: Mapping[str, Text] = {
    "taxes": gettext_lazy("Skatteintäkter"),
    "grants": gettext_lazy("+ generella statsbidrag och utjämning"),
    "financial_net": gettext_lazy("+ finansnetto"),
    "net_cost": gettext_lazy("− beslutad nettokostnad i årets priser"),
    "result_target": gettext_lazy("− fullmäktiges resultatmål"),
    "room": gettext_lazy("= ekonomiskt utrymme"),
}
FRAMES: Mapping[str, Text] = {
    "last": gettext_lazy("Förra årets ram"),
    "indexation": gettext_lazy("+ uppräkning"),
    "demography": gettext_lazy("+ demografiskt behov"),
    "changes": gettext_lazy("+ beslutade förändringar"),
    "efficiency": gettext_lazy("− effektiviseringskrav"),
    "remaining": gettext_lazy("+ övrigt"),
    "new": gettext_lazy("= ny ram"),
}
GROWTH = gettext_lazy("Ändring mot förra årets ram")
AGAINST: Mapping[str, Text] = {
    "limit": gettext_lazy("Beslutad nettokostnad och utrymme"),
    "frames": gettext_lazy("− nämndernas ramar"),
    "left": gettext_lazy("= kvar när ramarna är dragna"),
}


def formulas() -> list[tuple[str, str]]:
    """What is computed here, and how."""
    return [
        (_("Ekonomiskt utrymme"), room_formula()),
        (_("Ny ram"), frame_formula()),
        (_("Kvar när ramarna är dragna"), left_formula()),
        (_("Demografiskt behov"), need_formula()),
    ]  # fmt: skip


def room_formula() -> str:
    """DOMAIN §9."""
    return _("skatteintäkter + generella statsbidrag och utjämning + finansnetto − beslutad nettokostnad i årets "
             "priser − fullmäktiges resultatmål")  # fmt: skip


def frame_formula() -> str:
    """As the frames are stated."""
    return _("förra årets ram + uppräkning + demografiskt behov + beslutade förändringar − effektiviseringskrav "
             "+ övrigt")  # fmt: skip


def growth_formula() -> str:
    """How much a frame grows."""
    return _("ny ram − förra årets ram")


def left_formula() -> str:
    """The frames against the scenario."""
    return _("scenariots beslutade nettokostnad + ekonomiskt utrymme − nämndernas ramar")


def need_formula() -> str:
    """DOMAIN §9."""
    return _("summan över åldersklasserna av (medeltalet invånare under året − medeltalet under basåret) × kostnaden "
             "per invånare i klassen; medeltalet är av två årsskiften")  # fmt: skip


def written(value: str | None) -> str:
    """A frozen number with all its digits."""
    return DASH if value is None else number(Decimal(value))


def scenario_words(snapshot: Plain) -> str:
    """`Scenariot Budget 2027 med plan 2028–2030, Oktober (20 oktober 2026)`."""
    said = snapshot["premises"]["scenario"]
    return _("Scenariot %(name)s, %(version)s (%(day)s)") % {
        "name": said["name"], "version": said["version"], "day": partial_date(said["date"]),
    }  # fmt: skip


def source_of(snapshot: Plain) -> str:
    """The scenario, and what it rests on."""
    key = snapshot["premises"]["scenario"]["source"]
    title = snapshot["sources"].get(key or "", {}).get("title", "")
    return scenario_words(snapshot) + (f": {title}" if title else "")


def is_adopted(snapshot: Plain) -> bool:
    """Whether there are goals; else what is printed are proposals."""
    return bool(snapshot["premises"]["basis"] == "goals")


def label(snapshot: Plain, goal: Plain) -> str:
    """`Mål 3`, `Förslag 3`."""
    words = _("Mål %(number)s") if is_adopted(snapshot) else _("Förslag %(number)s")
    return words % {"number": goal["number"]}


def counted(snapshot: Plain, count: int) -> str:
    """`3 mål`, `1 förslag`."""
    if is_adopted(snapshot):
        return ngettext("%(n)s mål", "%(n)s mål", count) % {"n": count}
    return ngettext("%(n)s förslag", "%(n)s förslag", count) % {"n": count}


def standing(snapshot: Plain, goal: Plain) -> str:
    """How far a proposal has come, what its place is among the lists, and what the board proposes."""
    if is_adopted(snapshot):
        return ""
    said = [str(GoalProposal.State(goal["state"]).label)]
    if goal["rank"] is not None:
        said.append(_("plats %(rank)s i prioriteringen (%(points)s poäng)") % goal)
    if goal["recommended"]:
        board = str(Recommendation.Outcome(goal["recommended"]).label)
        said.append(_("kommunstyrelsen föreslår fullmäktige att %(outcome)s") % {"outcome": board})
    if goal["within_frame"] is not None:
        said.append(_("ryms i ramen") if goal["within_frame"] else _("ryms inte i ramen"))
    return sentence(", ".join(said))


def years_words(years: Sequence[int]) -> str:
    """`2028–2029`."""
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"


def outcomes(snapshot: Plain, goal: Plain, line: Plain) -> list[Plain]:
    """The rows of an indicator that have an outcome, the latest last."""
    keys = (goal["goal"], line["owner"], line["indicator"])
    rows = (row for row in snapshot["figures"] if (row["goal"], row["owner"], row["indicator"]) == keys)
    return [row for row in rows if row["outcome"] is not None]
