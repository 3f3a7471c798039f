"""The sentences for what the rules of this floor find: problems, pace, criteria, the fields of a proposal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning.swedish import number
from goals.rules.pace import PEERS_NEEDED, Pace, PaceVerdict
from goals.rules.problem import Parameter, Problem
from indicators.rules.direction import decimals_to_show

CRITERIA: Mapping[str, str | Promise] = {
    "specific": gettext_lazy("Specifikt"),
    "measurable": gettext_lazy("Mätbart"),
    "accepted": gettext_lazy("Accepterat"),
    "realistic": gettext_lazy("Realistiskt"),
    "time_bound": gettext_lazy("Tidsatt"),
    "responsibility": gettext_lazy("Ansvar"),
}

SECTIONS: Mapping[str, str | Promise] = {
    "aim": gettext_lazy("Vad och varför"),
    "wording": gettext_lazy("Specifikt"),
    "measure": gettext_lazy("Mätbart och realistiskt"),
    "heard": gettext_lazy("Accepterat"),
    "duty": gettext_lazy("Tidsatt och ansvar"),
    "cost": gettext_lazy("Kostnad per år"),
}
"""The sections of a proposal: of its form, and of what is said about it."""

_SENTENCES: Mapping[str, str | Promise] = {
    # a need's links
    "link_not_on_the_web": gettext_lazy("Rad %(n)s är ingen webbadress. Börja raden med https:// eller http://."),
    "link_too_long": gettext_lazy("Rad %(n)s är för lång. Adressen och namnet får ha högst %(most)s tecken vardera."),
    "links_too_many": gettext_lazy("Ange högst %(most)s länkar."),
    # a path
    "window_has_no_path": gettext_lazy(
        "Ett mål för flera år tillsammans har ingen årlig progression. Ta bort värdena."
    ),
    "bounds_missing": gettext_lazy("Indikatorn ska hålla sig inom gränser. Ange båda gränserna först."),
    "year_outside_term": gettext_lazy("%(year)s ligger utanför målperioden. Ange år från %(first)s till %(last)s."),
    "year_missing": gettext_lazy("Ange en nivå för %(year)s, eller att indikatorn inte mäts då."),
    "last_year_missing": gettext_lazy("Ange nivån för %(year)s, periodens sista år. Den är minst lika bra som målet."),
    "last_not_measured": gettext_lazy(
        "Sista året, %(year)s, behöver en nivå. Mäts indikatorn inte då kan målet läsas med eftersläpning."
    ),
    "last_worse_than_target": gettext_lazy(
        "Nivån %(year)s är %(value)s men målet är %(target)s. Ange en nivå som är minst lika bra som målet."
    ),
    "last_outside_bounds": gettext_lazy(
        "Nivån %(year)s är %(value)s men ska ligga mellan %(low)s och %(high)s. Ange ett värde inom gränserna."
    ),
    "step_back": gettext_lazy(
        "Nivån %(year)s är %(value)s, sämre än %(before)s (%(old)s). "
        "Ange en minst lika bra nivå, eller motivera steget."
    ),
    # a proposal
    "wording_missing": gettext_lazy("Skriv målets lydelse."),
    "year_not_in_wording": gettext_lazy("Skriv målåret %(year)s i lydelsen."),
    "target_group_missing": gettext_lazy("Ange målgrupp."),
    "indicator_missing": gettext_lazy("Välj minst en indikator."),
    "indicator_unit_missing": gettext_lazy("Ange enhet för %(indicator)s."),
    "indicator_direction_missing": gettext_lazy(
        "Ange vad som är bättre för %(indicator)s: högre, lägre eller inom gränser."
    ),
    "indicator_baseline_missing": gettext_lazy("Ange utgångsvärde för %(indicator)s."),
    "indicator_baseline_year_missing": gettext_lazy("Ange vilket år utgångsvärdet för %(indicator)s gäller."),
    "indicator_target_missing": gettext_lazy("Ange föreslaget målvärde för %(indicator)s."),
    "indicator_bounds_missing": gettext_lazy("Ange undre och övre gräns för %(indicator)s."),
    "indicator_end_worse_than_target": gettext_lazy(
        "Värdet %(year)s för %(indicator)s är %(value)s men målet är %(target)s. Ändra det ena av dem."
    ),
    "consultation_missing": gettext_lazy("Ange minst en enhet som har hörts, och när."),
    "consultation_date_missing": gettext_lazy("Ange när %(unit)s hördes."),
    "union_not_said": gettext_lazy("Ange om facklig samverkan behövs."),
    "union_date_missing": gettext_lazy("Ange när den fackliga samverkan ägde rum."),
    "committee_decision_missing": gettext_lazy("Nämndens beslut fylls i när nämnden har fattat det."),
    "pace_missing": gettext_lazy("Takten kan bedömas när en indikator har utgångsvärde och mål."),
    "motivation_missing": gettext_lazy(
        "Målet för %(indicator)s kräver en snabbare takt än någon jämförbar kommun har haft. Skriv varför det kan nås."
    ),
    "function_missing": gettext_lazy("Ange ansvarig funktion, till exempel förskolechef."),
    "organ_missing": gettext_lazy("Ange ansvarig nämnd."),
    # a priority list
    "too_many": gettext_lazy("Listan rymmer %(places)s förslag och du har valt %(chosen)s. Ta bort några."),
    "chosen_twice": gettext_lazy("Samma förslag står två gånger. Behåll det på en plats."),
    "not_offered": gettext_lazy("Ett valt förslag går inte längre att prioritera. Välj bland dem som visas."),
}

_FACTS: Mapping[str, str | Promise] = {
    "wording_missing": gettext_lazy("Lydelsen saknas."),
    "year_not_in_wording": gettext_lazy("Målåret %(year)s står inte i lydelsen."),
    "target_group_missing": gettext_lazy("Målgruppen är inte angiven."),
    "indicator_missing": gettext_lazy("Indikator saknas."),
    "indicator_unit_missing": gettext_lazy("Enheten för %(indicator)s är inte angiven."),
    "indicator_direction_missing": gettext_lazy("Vad som är bättre för %(indicator)s är inte angivet."),
    "indicator_baseline_missing": gettext_lazy("Utgångsvärdet för %(indicator)s är inte angivet."),
    "indicator_baseline_year_missing": gettext_lazy("Året för utgångsvärdet för %(indicator)s är inte angivet."),
    "indicator_target_missing": gettext_lazy("Målvärdet för %(indicator)s är inte angivet."),
    "indicator_bounds_missing": gettext_lazy("Gränserna för %(indicator)s är inte angivna."),
    "indicator_end_worse_than_target": gettext_lazy(
        "Värdet %(year)s för %(indicator)s är %(value)s men målet är %(target)s."
    ),
    "consultation_missing": gettext_lazy("Ingen enhet är antecknad som hörd."),
    "consultation_date_missing": gettext_lazy("När %(unit)s hördes är inte angivet."),
    "union_not_said": gettext_lazy("Om facklig samverkan behövs är inte angivet."),
    "union_date_missing": gettext_lazy("När den fackliga samverkan ägde rum är inte angivet."),
    "committee_decision_missing": gettext_lazy("Nämnden har inte beslutat om förslaget ännu."),
    "pace_missing": gettext_lazy("Takten går inte att bedöma utan utgångsvärde och mål."),
    "motivation_missing": gettext_lazy(
        "Målet för %(indicator)s kräver en snabbare takt än någon jämförbar kommun har haft. Motivering saknas."
    ),
    "function_missing": gettext_lazy("Ansvarig funktion är inte angiven."),
    "organ_missing": gettext_lazy("Ansvarig nämnd är inte angiven."),
    "year_outside_term": gettext_lazy("Målåret %(year)s ligger utanför målperioden %(first)s–%(last)s."),
}
"""What a criterion lacks, to those who read the proposal and do not write on it."""

_VERDICTS: Mapping[PaceVerdict, str | Promise] = {
    PaceVerdict.WITHIN: gettext_lazy("inom hittillsvarande takt"),
    PaceVerdict.AMBITIOUS: gettext_lazy("snabbare än hittills"),
    PaceVerdict.BEYOND: gettext_lazy("snabbare än någon jämförbar kommun"),
    PaceVerdict.NOT_COMPARABLE: gettext_lazy("går inte att jämföra"),
}

_FIELDS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("kort titel"),
    "wording": gettext_lazy("målets lydelse"),
    "area": gettext_lazy("målområde"),
    "target_group": gettext_lazy("målgrupp"),
    "target_year": gettext_lazy("målår"),
    "organ_name": gettext_lazy("nämnd"),
    "function": gettext_lazy("ansvarig funktion"),
    "within_frame": gettext_lazy("ryms i ramen"),
    "comparison_group": gettext_lazy("jämförelsegrupp"),
    "continues": gettext_lazy("fortsätter målet"),
    "union_applies": gettext_lazy("facklig samverkan behövs"),
    "union_date": gettext_lazy("samverkan ägde rum"),
    "needs": gettext_lazy("behov"),
    "consulted": gettext_lazy("hörd enhet"),
    "name": gettext_lazy("indikator"),
    "unit": gettext_lazy("enhet"),
    "direction": gettext_lazy("riktning"),
    "baseline_year": gettext_lazy("utgångsår"),
    "baseline": gettext_lazy("utgångsvärde"),
    "target": gettext_lazy("föreslaget målvärde"),
    "low": gettext_lazy("undre gräns"),
    "high": gettext_lazy("övre gräns"),
    "operating": gettext_lazy("drift, tkr"),
    "investment": gettext_lazy("investering, tkr"),
}


def sentence(problem: Problem) -> str:
    """What is wrong and what is possible instead."""
    return str(_SENTENCES[problem.code]) % {name: _shown(value) for name, value in problem.params.items()}


def fact(problem: Problem) -> str:
    """The same to a reader: what is so, without advice."""
    return str(_FACTS[problem.code]) % {name: _shown(value) for name, value in problem.params.items()}


def _shown(value: Parameter) -> str:
    """A measured value as people write it, with the digits it has; names and years as they are."""
    return number(value) if isinstance(value, Decimal) else str(value)


def criterion_name(name: str) -> str:
    """`Specifikt` …"""
    return str(CRITERIA[name])


def verdict_phrase(verdict: PaceVerdict) -> str:
    """The realistic check in a phrase."""
    return str(_VERDICTS[verdict])


def field_label(field: str, indicators: Mapping[str, str] | None = None) -> str:
    """The words for a dotted field of `content.differences`; `indicators` maps keys to names."""
    kind, _dot, rest = field.partition(".")
    special: dict[str, Callable[[str], str]] = {
        "statements": criterion_name,
        "indicators": lambda rest: _indicator_label(rest, indicators or {}),
        "cost": lambda rest: f"{_FIELDS[rest.partition('.')[2]]} {rest.partition('.')[0]}",
        "consulted": lambda rest: f"{_FIELDS['consulted']}, {rest}",
    }
    return special[kind](rest) if kind in special else str(_FIELDS[kind])


def _indicator_label(rest: str, names: Mapping[str, str]) -> str:
    key, _dot, what = rest.partition(".")
    name = names.get(key, key)
    if what.startswith("values."):
        return _("%(indicator)s, nivå %(year)s") % {"indicator": name, "year": what.removeprefix("values.")}
    return f"{name}, {_FIELDS[what]}"


LARGE = 100
"""Of a pace so large no fraction is of interest."""


def pace_headline(pace: Pace, unit: str, decimals: int) -> str:
    """The realistic check in one line: what is demanded, how that compares, how many peers did as much."""
    assert pace.demanded is not None
    said = {"pace": _amount(pace.demanded / pace.span, pace_decimals(pace, decimals), unit)}
    said |= {"verdict": verdict_phrase(pace.verdict)}
    sentence = _("Målet kräver %(pace)s om året: %(verdict)s.")
    if pace.demanded < 0:
        sentence = _("Målet tillåter en försämring med %(pace)s om året: %(verdict)s.")
    if pace.demanded == 0:
        sentence = _("Målet är att behålla nivån: %(verdict)s.")
    return f"{sentence % said} {_peers_in_short(pace)}"


def _peers_in_short(pace: Pace) -> str:
    count = len(pace.peers)
    if not count:
        return _("Ingen jämförbar kommun har värden för lika många år.")
    if count < PEERS_NEEDED:
        many = ngettext(
            "Bara %(n)s jämförbar kommun har värden för lika många år; minst %(needed)s behövs.",
            "Bara %(n)s jämförbara kommuner har värden för lika många år; minst %(needed)s behövs.",
            count,
        )
        return many % {"n": count, "needed": PEERS_NEEDED}
    said = {"all": count, "fast": pace.peers_as_fast}
    if not pace.peers_as_fast:
        return _("Ingen av %(all)s jämförbara kommuner har klarat det på lika många år.") % said
    return _("%(fast)s av %(all)s jämförbara kommuner har klarat det på lika många år.") % said


def pace_decimals(pace: Pace, decimals: int) -> int:
    """A pace is a mean and says more than the values do; one more where rounding would hide who is faster."""
    said = [pace.demanded, pace.own, pace.best_stretch.improvement if pace.best_stretch else None]
    yearly = [abs(one) / pace.span for one in said if one is not None]
    return decimals_to_show(decimals if min(yearly, default=0) >= LARGE else decimals + 1, *yearly)


def pace_sentences(pace: Pace, unit: str, decimals: int) -> list[str]:
    """The realistic check in sentences: what is demanded, what the indicator did, what the peers did."""
    if pace.demanded is None:
        return [_("Takten går inte att bedöma utan utgångsvärde, målvärde och år.")]
    return [_demanded(pace, unit, pace_decimals(pace, decimals)), *pace_history(pace, unit, decimals), *_peers(pace)]


def pace_history(pace: Pace, unit: str, decimals: int) -> list[str]:
    """What the indicator itself did over as many years: until the baseline, and at its best."""
    shown = pace_decimals(pace, decimals)
    return [_own(pace, unit, shown), *_best(pace, unit, shown)]


def _demanded(pace: Pace, unit: str, decimals: int) -> str:
    assert pace.demanded is not None
    sentence = _("Målet kräver en förbättring med %(pace)s om året i %(years)s år.")
    if pace.demanded < 0:
        sentence = _("Målet tillåter en försämring med %(pace)s om året i %(years)s år.")
    return sentence % {"pace": _amount(pace.demanded / pace.span, decimals, unit), "years": pace.span}


def _own(pace: Pace, unit: str, decimals: int) -> str:
    if pace.own is None and pace.new_definition:
        since = _("Indikatorns egen takt går inte att räkna ut: definitionen är ny från %(year)s.")
        return since % {"year": pace.new_definition}
    if pace.own is None:
        return _("Indikatorns egen takt går inte att räkna ut: jämförbara värden saknas så långt tillbaka.")
    if pace.own == 0:
        return _("Indikatorn står på samma nivå som %(since)s.") % {"since": pace.first_year}
    sentence = _("Indikatorn har förbättrats med %(pace)s om året sedan %(since)s.")
    if pace.own < 0:
        sentence = _("Indikatorn har försämrats med %(pace)s om året sedan %(since)s.")
    return sentence % {"pace": _amount(pace.own / pace.span, decimals, unit), "since": pace.first_year}


def _best(pace: Pace, unit: str, decimals: int) -> list[str]:
    """The best stretch where it is another than the last; a series that never improved has none to speak of."""
    best = pace.best_stretch
    if best is None or best.improvement <= 0 or best.last_year == pace.baseline_year:
        return []
    said = {"pace": _amount(best.improvement / pace.span, decimals, unit)}
    said["years"] = f"{best.first_year}–{best.last_year}"
    return [_("Som bäst förbättrades den med %(pace)s om året, %(years)s.") % said]


def _amount(change: Decimal, decimals: int, unit: str) -> str:
    """A change as people say it: a share changes by percentage points, never by per cent."""
    return number(abs(change), decimals, _("procentenheter") if unit == "%" else unit)


def _peers(pace: Pace) -> list[str]:
    if not pace.peers:
        return [_("Ingen jämförbar kommun har värden för lika många år.")]
    many = ngettext(
        "Av %(all)s jämförbar kommun har %(fast)s förbättrats minst så mycket på lika många år.",
        "Av %(all)s jämförbara kommuner har %(fast)s förbättrats minst så mycket på lika många år.",
        len(pace.peers),
    )
    return [many % {"all": len(pace.peers), "fast": pace.peers_as_fast}]
