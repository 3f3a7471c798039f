"""The lines of accounts, the key figures and their formulas in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.swedish import listed, number, sentence, signed
from indicators.models import AccountFigure, EconomicScenario
from indicators.rules.keyfigures import PERCENT, KeyFigure, Terms

type Text = str | Promise
Version = AccountFigure.Version

LINES: Mapping[str, Text] = {
    "taxes": gettext_lazy("Skatteintäkter"),
    "grants": gettext_lazy("Generella statsbidrag och utjämning"),
    "taxes_grants": gettext_lazy("Skatteintäkter och generella statsbidrag"),
    "income": gettext_lazy("Verksamhetens intäkter"),
    "cost": gettext_lazy("Verksamhetens kostnader"),
    "depreciation": gettext_lazy("Avskrivningar"),
    "net_cost": gettext_lazy("Verksamhetens nettokostnader"),
    "financial_income": gettext_lazy("Finansiella intäkter"),
    "financial_cost": gettext_lazy("Finansiella kostnader"),
    "financial_net": gettext_lazy("Finansnetto"),
    "result": gettext_lazy("Årets resultat"),
    "comparability": gettext_lazy("Jämförelsestörande poster"),
    "comparability_operations": gettext_lazy("Jämförelsestörande poster i verksamheten"),
    "comparability_finance": gettext_lazy("Jämförelsestörande finansiella poster"),
    "capital_gains": gettext_lazy("Realisationsvinster"),
    "gains_excepted": gettext_lazy("Realisationsvinster enligt undantagsmöjlighet"),
    "losses_excepted": gettext_lazy("Realisationsförluster enligt undantagsmöjlighet"),
    "unrealised": gettext_lazy("Orealiserade vinster och förluster i värdepapper"),
    "reversed": gettext_lazy("Återföring av orealiserade vinster och förluster i värdepapper"),
    "to_reserve": gettext_lazy("Reservering till resultatreserv"),
    "from_reserve": gettext_lazy("Användning av resultatreserv"),
    "reserve": gettext_lazy("Resultatreserv (RER)"),
    "old_reserve": gettext_lazy("Resultatutjämningsreserv (RUR)"),
    "special_reasons": gettext_lazy("Synnerliga skäl enligt 11 kap. 13 § kommunallagen"),
    "land_development": gettext_lazy("Exploateringsresultat"),
    "investment": gettext_lazy("Nettoinvesteringar"),
    "land": gettext_lazy("Markförvärv"),
    "equity": gettext_lazy("Eget kapital"),
    "assets": gettext_lazy("Totala tillgångar"),
    "pension_liability": gettext_lazy("Ansvarsförbindelse, pensionsutfästelse"),
    "debt": gettext_lazy("Låneskuld"),
    "cash": gettext_lazy("Kassa och bank"),
    "inhabitants": gettext_lazy("Antal invånare"),
    "employees": gettext_lazy("Antal anställda"),
    "tax_rate": gettext_lazy("Kommunal skattesats"),
    "tax_rate_county": gettext_lazy("Skattesats, medel i länet"),
    "tax_rate_country": gettext_lazy("Skattesats, medel i riket"),
    "equity_ratio": gettext_lazy("Soliditet"),
    "equity_ratio_pension": gettext_lazy("Soliditet inkl. ansvarsförbindelser"),
}
"""Lines by key; the Swedish words are those that a figure entered here is kept under."""

FIGURES: Mapping[str, Text] = {
    "net_cost_share": gettext_lazy("Nettokostnadsandel"),
    "result_share": gettext_lazy("Resultatandel"),
    "result_share_comparable": gettext_lazy("Resultatandel utan jämförelsestörande poster"),
    "self_financing": gettext_lazy("Självfinansieringsgrad av investeringar"),
    "self_financing_without_land": gettext_lazy("Självfinansieringsgrad av investeringar utan mark"),
    "equity_ratio": gettext_lazy("Soliditet"),
    "equity_ratio_pension": gettext_lazy("Soliditet med pensionsskulden utanför balansräkningen"),
    "revenue_share": gettext_lazy("Intäktsandel"),
    "debt": gettext_lazy("Låneskuld per invånare"),
    "investment": gettext_lazy("Nettoinvesteringar per invånare"),
    "investment_without_land": gettext_lazy("Nettoinvesteringar utan mark per invånare"),
    "tax_rate_county": gettext_lazy("Skattesats jämförd med länet"),
    "tax_rate_country": gettext_lazy("Skattesats jämförd med riket"),
}
FORMULAS_BESIDE: Mapping[str, Text] = {
    "tax_rate_group": _("Kommunens skattesats − medelvärdet av de valda kommunernas skattesatser, i procentenheter"),
}
"""Key figures that are computed of other municipalities' values too."""

PREMISES: Mapping[str, Text] = {
    "taxes": _("skatteintäkter"), "grants": _("generella statsbidrag och utjämning"),
    "financial_net": _("finansnetto"), "net_cost": _("beslutad nettokostnad i årets priser"),
    "result_target": _("fullmäktiges resultatmål"),
}  # fmt: skip
"""What a scenario assumes of a year."""

BASES: Mapping[str, Text] = {
    "wage_cost": _("Personalkostnad, tkr"), "price_base": _("Övriga kostnader, tkr"),
    "income_per_inhabitant": _("Skatt och utjämning per invånare, tkr"), "tax_base": _("Skatteunderlag, tkr"),
    "floating_debt": _("Lån med rörlig ränta, tkr"),
}  # fmt: skip
"""What small changes are taken of."""

YEAR_WORDS: Mapping[str, Text] = {
    Version.ACTUAL: gettext_lazy("utfall"),
    Version.FORECAST: gettext_lazy("prognos"),
    Version.BUDGET: gettext_lazy("budget"),
    Version.PLAN: gettext_lazy("plan"),
}


def lines(keys: Iterable[str]) -> str:
    """The lines in a sentence."""
    return listed(str(LINES[key]).lower() for key in keys)


def formula(figure: KeyFigure) -> str:
    """The formula as it is printed beside its figure, with its unit."""
    over = _terms(figure.over)
    if not figure.under:
        return sentence(f"{over} ({figure.unit})")
    under = _terms(figure.under)
    over = f"({over})" if len(figure.over) > 1 else over
    under = f"({under})" if len(figure.under) > 1 else under
    times = " × 100" if figure.unit == PERCENT else ""
    return sentence(f"{over} / {under}{times} ({figure.unit})")


def _terms(terms: Terms) -> str:
    said = [f"{'−' if sign < 0 else '+'} {str(LINES[line]).lower()}" for sign, line in terms]
    return " ".join(said).removeprefix("+ ")


def mean_words(figure: KeyFigure) -> str:
    """How its mean over years is taken."""
    if figure.pooled:
        return _("Medel över år: åren läggs ihop över och under strecket, för investeringar kommer i klump.")
    return _("Medel över år: medelvärdet av årens värden.")


def span(years: Sequence[int], versions: Mapping[int, str]) -> str:
    """`2023–2028: utfall 2023–2024, prognos 2025, plan 2026–2028`."""
    runs: list[tuple[str, list[int]]] = []
    for year in years:
        if runs and runs[-1][0] == versions[year]:
            runs[-1][1].append(year)
        else:
            runs.append((versions[year], [year]))
    return ", ".join(f"{YEAR_WORDS[version]} {run_words(run)}" for version, run in runs)


def run_words(years: Sequence[int]) -> str:
    """`2023–2028`, or the one year."""
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"


def change_words(change: str, base: Decimal) -> tuple[str, str]:
    """A small change, and how what it means is computed."""
    said, formula = _changes()[change]
    return said, sentence(formula % {"base": number(base)})


def _changes() -> dict[str, tuple[str, str]]:
    return {
        "wages": (_("1 procent högre löner"), _("personalkostnad %(base)s tkr × 1 %%")),
        "prices": (_("1 procent högre priser"), _("övriga kostnader %(base)s tkr × 1 %%")),
        "inhabitants": (_("100 invånare fler"), _("skatt och utjämning %(base)s tkr per invånare × 100")),
        "tax": (_("10 öre högre skatt"), _("skatteunderlag %(base)s tkr × 0,10 av 100")),
        "interest": (_("1 procentenhet högre ränta"), _("lån med rörlig ränta %(base)s tkr × 1 %%")),
    }


def effect_words(scenario: EconomicScenario) -> list[tuple[str, str, str]]:
    """Each small change, how it is computed, and what it means in mnkr; what is not stated says so."""
    found = []
    for one in scenario.sensitivity:
        if one.base is None or one.amount is None:
            found.append((_changes()[one.change.key][0], _("Inte angivet i scenariot."), "–"))
        else:
            found.append((*change_words(one.change.key, one.base), signed(one.amount.scaleb(-3), 1)))
    return found
