"""The sentences about formulas: what is wrong and what is possible instead, and why a value is not computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.swedish import listed
from indicators import words
from indicators.models import Missing
from indicators.rules.computing import Reason, Why
from indicators.rules.formulas import Function
from indicators.rules.tokens import Fault
from indicators.words import Text

HOW: Mapping[Function, tuple[str, Text]] = {
    Function.SHARE: ("andel(del; helhet)", gettext_lazy("Hur många procent den första är av den andra.")),
    Function.PER_INHABITANT: (
        "per_invånare(serie; folkmangd)",
        gettext_lazy("Serien delad med folkmängden, som är en egen serie. En tredje siffra, 1000, ger per 1 000."),
    ),
    Function.INDEX: ("index(serie; 2020)", gettext_lazy("Året 2020 är 100.")),
    Function.CHANGE: ("ändring(serie; 3)", gettext_lazy("Skillnaden mot tre år tidigare, i seriens enhet.")),
    Function.CHANGE_PERCENT: ("ändring_procent(serie; 3)", gettext_lazy("Samma skillnad i procent.")),
    Function.MEAN: (
        "medel(serie; 3)",
        gettext_lazy(
            "Medel av året och de två före. medel(serie; 2023; 2028) är medel av de åren, så långt de har gått."
        ),
    ),
    Function.IN_KR: ("i_kr(serie)", gettext_lazy("Pengar räknade om till kr.")),
    Function.IN_TKR: ("i_tkr(serie)", gettext_lazy("Pengar räknade om till tkr.")),
    Function.IN_MNKR: ("i_mnkr(serie)", gettext_lazy("Pengar räknade om till mnkr.")),
}
"""Each function as it is written, and what it gives."""

SENTENCES: Mapping[str, Text] = {
    "empty": gettext_lazy("Skriv en formel, till exempel andel(del; helhet)."),
    "too_long": gettext_lazy("Formeln är för lång: högst %(most)s tecken. Dela upp den i flera indikatorer."),
    "too_many": gettext_lazy("Formeln har för många delar: högst %(most)s. Dela upp den i flera indikatorer."),
    "too_deep": gettext_lazy("För många parenteser i varandra: högst %(most)s. Dela upp formeln i flera indikatorer."),
    "too_heavy": gettext_lazy(
        "Formeln läser fler än %(most)s värden för varje år. Ta färre år, eller dela upp den i flera indikatorer."
    ),
    "no_series": gettext_lazy("Formeln räknar bara med tal. Nämn minst en serie med dess nyckel."),
    "unknown_sign": gettext_lazy("Tecknet %(sign)s hör inte till formler. Skriv + − × / ( ) och semikolon."),
    "ambiguous": gettext_lazy("%(said)s kan läsas på två sätt. Skriv %(whole)s eller %(decimal)s."),
    "two_values": gettext_lazy("Ett räknesätt saknas före ”%(said)s”. Skriv + − × eller / emellan."),
    "value_missing": gettext_lazy("En serie eller ett tal saknas före ”%(said)s”."),
    "two_signs": gettext_lazy("Två räknesätt står efter varandra. Sätt det negativa inom parentes."),
    "per_cent": gettext_lazy("Procenttecknet står bara efter ett tal, som i 100 %% − serie."),
    "not_opened": gettext_lazy("Parentesen avslutas men har inte börjat. Ta bort den, eller sätt en ( före."),
    "not_closed": gettext_lazy("Parentesen avslutas inte. Sätt en ) där den tar slut."),
    "ends_early": gettext_lazy("Formeln slutar mitt i, efter ”%(said)s”. Skriv det som ska stå sist."),
    "unreadable": gettext_lazy("Formeln går inte att läsa. Börja om med en enklare och bygg på den."),
    "not_a_value": gettext_lazy("Semikolon och komma skiljer bara det som står inne i en funktion, som andel(a; b)."),
    "function_alone": gettext_lazy("%(said)s är en funktion. Skriv vad den ska räkna på inom parentes."),
    "arguments": gettext_lazy("%(name)s skrivs så här: %(example)s."),
    "whole_number": gettext_lazy("Här ska ett helt tal stå, med semikolon före: %(example)s."),
    "year": gettext_lazy("%(said)s är inget år. Skriv basåret med fyra siffror, till exempel index(serie; 2020)."),
    "span": gettext_lazy("%(said)s år går inte. Skriv mellan %(least)s och %(most)s år."),
    "mean_span": gettext_lazy(
        "Ett medel tas över %(least)s till %(most)s år: medel(serie; 3). För bestämda år, skriv båda: "
        "medel(serie; 2023; 2028)."
    ),
    "window": gettext_lazy("Skriv det första året före det sista, högst %(most)s år: medel(serie; 2023; 2028)."),
    "per_many": gettext_lazy("Per %(said)s går inte. Skriv 10, 100, 1000, 10000 eller 100000."),
    "units": gettext_lazy("%(left)s och %(right)s går inte att räkna ihop. Välj serier i samma enhet."),
    "unit_of_number": gettext_lazy(
        "Ett tal utan enhet går inte att lägga till %(unit)s. Gångra eller dela med det, eller skriv %% efter det."
    ),
    "scales": gettext_lazy("%(left)s och %(right)s är olika mått på pengar. Räkna om den ena först, till exempel "
                           "i_mnkr(serie)."),
    "per_cent_product": gettext_lazy(
        "Procent gångras och delas bara med tal utan enhet. För en andel, skriv andel(del; helhet)."
    ),
    "people": gettext_lazy("Folkmängden ska vara ett antal, men serien mäts i %(unit)s. Välj en serie med invånare."),
    "no_money": gettext_lazy("Bara pengar räknas om så. Serien mäts i %(unit)s."),
    "ratio_for_share": gettext_lazy(
        "Formeln ger en kvot, inte procent. Skriv andel(del; helhet), eller ange kvot som enhet."
    ),
    "another_scale": gettext_lazy(
        "Formeln ger %(found)s men indikatorn mäts i %(said)s. Räkna om i formeln, till exempel i_kr(serie), "
        "eller ändra enheten."
    ),
    "another_unit": gettext_lazy("Formeln ger %(found)s men indikatorn mäts i %(said)s. Ändra formeln eller enheten."),
    "cycle": gettext_lazy("Formeln går i cirkel: %(way)s. En indikator kan inte räknas ut av sig själv."),
}  # fmt: skip


def sentence(fault: Fault) -> str:
    """What is wrong with a formula, where, and what is possible instead."""
    said: dict[str, Any] = dict(fault.words)
    if fault.code == "unknown_name":
        text = _unknown(said)
    elif fault.code == "unknown_function":
        text = _unknown_function(said)
    else:
        if "function" in said:
            said |= {"name": said["function"].value, "example": HOW[said["function"]][0]}
        bare = _("ett tal utan enhet")
        said |= {name: bare for name in ("found", "unit", "left", "right") if said.get(name) == ""}
        text = str(SENTENCES[fault.code]) % said
    if fault.code in WHOLE:
        return text
    return _("Vid tecken %(at)s: %(text)s") % {"at": fault.at, "text": text}


WHOLE = {"empty", "too_long", "no_series", "too_heavy", "unreadable", "ratio_for_share", "another_scale",
         "another_unit", "cycle"}  # fmt: skip
"""What is wrong with the formula as a whole, and so has no place in it."""


def _unknown(said: Mapping[str, Any]) -> str:
    text = _("Ingen indikator har nyckeln ”%(said)s”.") % {"said": said["said"]}
    if said["minus"]:
        return text + " " + _("Skriv mellanslag på båda sidor om ett minus.")
    if near := said["near"]:
        return text + " " + _("Menar du %(near)s?") % {"near": _either(near)}
    return text + " " + _("Sök nyckeln i rutan under formeln.")


def _unknown_function(said: Mapping[str, Any]) -> str:
    text = _("Det finns ingen funktion ”%(said)s”.") % {"said": said["said"]}
    known = said["near"] or tuple(one.value for one in Function)
    return text + " " + (_("Menar du %(near)s?") if said["near"] else _("Välj %(near)s.")) % {"near": _either(known)}


def _either(names: Any) -> str:
    *first, last = names
    return _("%(first)s eller %(last)s") % {"first": ", ".join(first), "last": last} if first else str(last)


def why_words(why: Why | None, name: str = "") -> str:
    """Why a value is not computed: `Folkmängd 2025 är ej publicerat`; `name` is what the series is called."""
    if why is None:
        return ""
    said = {"name": name or why.key, "period": words.period_words(why.period) if why.period else ""}
    match why.reason:
        case Reason.HIDDEN:
            return _("Visas inte, för %(name)s %(period)s visas inte.") % said
        case Reason.MISSING:
            return _("Beräknas inte: %(name)s %(period)s är %(code)s.") % {**said, "code": Missing(why.missing).label}
        case Reason.ABSENT:
            return _("Beräknas inte: %(name)s %(period)s finns inte än.") % said
        case Reason.BREAK:
            return _("Beräknas inte över ett brott: %(name)s har ny definition från %(period)s.") % said
        case Reason.UNIT:
            return _("Beräknas inte: en del mäts i en annan enhet än formeln är gjord för.")
        case Reason.ZERO:
            return _("Beräknas inte: det som delas med är 0.")
        case Reason.BASE:
            return _("Beräknas inte: värdet som jämförs med är inte större än 0.")
    return _("Fönstret har inte börjat.")


def parts_words(keys: Mapping[str, str], names: list[str]) -> str:
    """The parts by name."""
    return listed(keys.get(name, name) for name in names)
