"""The words and signs of status and judgement, and the sentences of the legal calendar.

A sign never stands without its word: ● ▲ ■ ○.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from burlov_styrning.quantities import digits
from burlov_styrning.swedish import number
from followup.rules.calendar import Breach
from followup.rules.figures import Figure, Reason, Status
from followup.rules.suggestion import Suggestion, Verdict
from indicators.rules.direction import Movement, Trend

type Words = Mapping[str, str | Promise]

SIGNS: Mapping[str, str] = {"met": "●", "on_course": "▲", "not_met": "■", "unknown": "○", "not_assessable": "○"}

_STATUS: Words = {
    Status.MET: gettext_lazy("nått"),
    Status.ON_COURSE: gettext_lazy("på väg"),
    Status.NOT_MET: gettext_lazy("inte nått"),
    Status.UNKNOWN: gettext_lazy("okänt"),
}
_TARGET: Words = {
    Status.MET: gettext_lazy("målet nått"),
    Status.ON_COURSE: gettext_lazy("minst halva vägen"),
    Status.NOT_MET: gettext_lazy("mindre än halva vägen"),
    Status.UNKNOWN: gettext_lazy("okänt"),
}
_TARGET_LAST: Words = {
    Status.MET: gettext_lazy("målet nått"),
    Status.ON_COURSE: gettext_lazy("målet inte helt nått"),
    Status.NOT_MET: gettext_lazy("målet inte nått"),
    Status.UNKNOWN: gettext_lazy("okänt"),
}
_VERDICT: Words = {
    Verdict.MET: gettext_lazy("uppfyllt"),
    Verdict.ON_COURSE: gettext_lazy("på väg att uppfyllas"),
    Verdict.NOT_MET: gettext_lazy("bedöms inte bli uppfyllt"),
    Verdict.NOT_ASSESSABLE: gettext_lazy("kan inte bedömas"),
}
_VERDICT_LAST: Words = {
    Verdict.MET: gettext_lazy("uppfyllt"),
    Verdict.ON_COURSE: gettext_lazy("inte fullt uppfyllt"),
    Verdict.NOT_MET: gettext_lazy("inte uppfyllt"),
    Verdict.NOT_ASSESSABLE: gettext_lazy("kan inte bedömas"),
}
_WHOLE: Words = {
    Verdict.MET: pgettext_lazy("god ekonomisk hushållning", "uppnås"),
    Verdict.ON_COURSE: pgettext_lazy("god ekonomisk hushållning", "uppnås delvis"),
    Verdict.NOT_MET: pgettext_lazy("god ekonomisk hushållning", "uppnås inte"),
    Verdict.NOT_ASSESSABLE: gettext_lazy("kan inte bedömas"),
}
_REASON: Words = {
    Reason.NO_OUTCOME: gettext_lazy("inget utfall"),
    Reason.NOT_MEASURED: gettext_lazy("ej mätt"),
    Reason.NEW_DEFINITION: gettext_lazy("ny definition"),
    Reason.NO_VALUE: gettext_lazy("ingen nivå beslutad"),
}
_TREND: Words = {
    Movement.BETTER: gettext_lazy("bättre än %(year)s"),
    Movement.SAME: gettext_lazy("samma som %(year)s"),
    Movement.WORSE: gettext_lazy("sämre än %(year)s"),
}
_BREACH: Words = {
    "interim_period": gettext_lazy("Delårsperioden slutar %(day)s. Den ska omfatta sex, sju eller åtta hela månader."),
    "annual_period": gettext_lazy("Årets period slutar %(day)s. Den ska sluta den 31 december."),
    "tertial_period": gettext_lazy("Perioden slutar %(day)s. Den ska sluta med en hel månad under året."),
    "ready_before_end": gettext_lazy("Klara %(day)s är före periodens slut %(limit)s. Välj en senare dag."),
    "ready_after_papers": gettext_lazy(
        "%(organ)s har handlingsstopp %(limit)s för det sista sammanträdet som hinner före styrelsens. "
        "Klara %(day)s är för sent."
    ),
    "ready_after_board_papers": gettext_lazy(
        "Klara %(day)s är efter styrelsens handlingsstopp %(limit)s. Välj en tidigare dag eller lämna över senare."
    ),
    "no_meeting_in_time": gettext_lazy(
        "%(organ)s har inget sammanträde mellan periodens slut och styrelsens handlingsstopp %(limit)s. "
        "Nästa är %(day)s."
    ),
    "handed_over_before_end": gettext_lazy("Överlämnas %(day)s är före periodens slut %(limit)s. Välj en senare dag."),
    "no_board_meeting": gettext_lazy("%(organ)s har inget sammanträde %(day)s. Närmast ligger %(limit)s."),
    "no_council_meeting": gettext_lazy(
        "Rapporten som lämnas %(day)s når inget inlagt sammanträde med %(organ)s. "
        "Det sista har handlingsstopp %(limit)s."
    ),
    "interim_handed_over_late": gettext_lazy("%(organ)s lämnar delårsrapporten %(day)s. Det ska ske senast %(limit)s."),
    "annual_handed_over_late": gettext_lazy("%(organ)s lämnar årsredovisningen %(day)s. Det ska ske senast %(limit)s."),
    "approved_late": gettext_lazy("%(organ)s godkänner årsredovisningen %(day)s. Det ska ske senast %(limit)s."),
}


def sign(value: str | None) -> str:
    """The sign of a status or judgement; nothing judged has the empty one."""
    return SIGNS[value or "unknown"]


def status_word(status: Status) -> str:
    """How the year's outcome stands to the progression."""
    return str(_STATUS[status])


def target_status_word(status: Status, *, last_year: bool) -> str:
    """How the outcome stands to the council's target; before the last year it is worded as a way to go."""
    return str((_TARGET_LAST if last_year else _TARGET)[status])


def assessment_word(verdict: Verdict | str | None, *, last_annual: bool) -> str:
    """Burlöv's words for a judgement; in the term's last annual report it is final."""
    return str((_VERDICT_LAST if last_annual else _VERDICT)[verdict]) if verdict else _("inte bedömt")


def counted_word(verdict: Verdict | str | None, count: int, *, last_annual: bool) -> str:
    """The same behind a count of goals: `3 uppfyllda`."""
    match verdict:
        case Verdict.MET:
            return ngettext("uppfyllt", "uppfyllda", count)
        case Verdict.NOT_MET if last_annual:
            return ngettext("inte uppfyllt", "inte uppfyllda", count)
        case Verdict.ON_COURSE if last_annual:
            return ngettext("inte fullt uppfyllt", "inte fullt uppfyllda", count)
        case Verdict.NOT_MET:
            return ngettext("bedöms inte bli uppfyllt", "bedöms inte bli uppfyllda", count)
        case None:
            return ngettext("inte bedömt", "inte bedömda", count)
    return assessment_word(verdict, last_annual=last_annual)


def whole_word(verdict: Verdict | str | None) -> str:
    """God ekonomisk hushållning as a whole."""
    return str(_WHOLE[verdict]) if verdict else _("inte bedömt")


def is_last_annual(kind: str, year: int, last_year: int, prolonged_to: int | None = None) -> bool:
    """Whether a round is the annual one of the term's last year, added years counted."""
    return kind == "annual" and year == (prolonged_to or last_year)


def reason_word(reason: Reason | None) -> str:
    """Why a status is unknown."""
    return "" if reason is None else str(_REASON[reason])


def trend_word(trend: Trend | None) -> str:
    """`bättre än 2021`, and whether the margin of error may explain it."""
    if trend is None:
        return ""
    word = str(_TREND[trend.movement]) % {"year": trend.since}
    if trend.inside_margin and trend.movement is not Movement.SAME:
        return _("%(trend)s, inom felmarginalen") % {"trend": word}
    return word


def last_known_word(figure: Figure, decimals: int, unit: str = "") -> str:
    """The last known value beside an unknown, with its year."""
    if figure.last_known is None:
        return ""
    year, value = figure.last_known
    shown = number(value, digits(value, decimals), unit)
    return _("senast kända: %(value)s (%(year)s)") % {"value": shown, "year": year}


def measured_word(suggestion: Suggestion) -> str:
    """`2 av 3 mätta`, and how many of them by a forecast."""
    counts = {"measured": suggestion.measured, "all": suggestion.of, "forecast": suggestion.by_forecast}
    if suggestion.by_forecast:
        return _("%(measured)s av %(all)s mätta, varav %(forecast)s enligt prognos") % counts
    return _("%(measured)s av %(all)s mätta") % counts


def breach_sentence(breach: Breach) -> str:
    """What a plan breaks, and what is possible."""
    return str(_BREACH[breach.code]) % {"organ": breach.organ, "day": _day(breach.day), "limit": _day(breach.limit)}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
