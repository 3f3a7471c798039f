"""How goals are judged, in the words that the reader needs; and god ekonomisk hushållning as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.quantities import entered
from burlov_styrning.swedish import listed
from followup.content import among, layout
from followup.content.goals import GoalView, GroundView, grounds
from followup.content.lines import Shown, cited
from followup.content.snapshot import Plain
from followup.rules.figures import Status
from followup.rules.suggestion import Verdict
from followup.words import assessment_word, status_word, target_status_word, whole_word


@dataclass(frozen=True)
class Rule:
    """A rule under its own heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class BalanceSteps:
    """How the accounts give the balance result, as it was frozen: steps in mnkr, and deficits that are restored."""

    verdict: str
    rows: Sequence[Sequence[str]]
    restoring: Sequence[Sequence[str]]
    sources: Sequence[str]

    @property
    def cited(self) -> str:
        """The reports that it is computed from."""
        return listed(self.sources)


@dataclass(frozen=True)
class WholeView:
    """God ekonomisk hushållning: its judgement, and the goals that it rests on."""

    judged: Shown
    analysis: str
    balance: str
    balance_text: Sequence[str]
    balance_steps: BalanceSteps | None
    group_text: Sequence[str]
    grounds: Sequence[GroundView]
    by: str
    decision: str
    example: bool
    financial: Sequence[GoalView]
    stewardship: Sequence[GoalView]


def signs(snapshot: Plain) -> list[tuple[Shown, str, str, str]]:
    """The judgements with the statuses of an indicator that have the same sign, and when it has them."""
    final = snapshot["head"]["last_annual"]
    meanings = {
        Verdict.MET: (Status.MET, _("Utfallet är minst lika bra som värdet det hålls mot.")),
        Verdict.ON_COURSE: (
            Status.ON_COURSE,
            _("Det är inom toleransen, eller minst halva vägen från utgångsvärdet är tillryggalagd."),
        ),
        Verdict.NOT_MET: (Status.NOT_MET, _("Mindre än halva vägen är tillryggalagd.")),
        Verdict.NOT_ASSESSABLE: (Status.UNKNOWN, _("Inget användbart utfall finns, eller inget värde är beslutat.")),
    }
    last = snapshot["head"]["year"] >= snapshot["head"]["last_year"]
    return [
        (
            Shown(verdict, assessment_word(verdict, last_annual=final)),
            status_word(status),
            target_status_word(status, last_year=last),
            meaning,
        )
        for verdict, (status, meaning) in meanings.items()
    ]


def rules(snapshot: Plain) -> list[Rule]:
    """The few rules that a reader of the report needs."""
    head = snapshot["head"]
    found = [
        Rule(
            _("Två värden, två beslut"),
            _("KF-målet är det värde som fullmäktige har satt för periodens sista år. Målnivån är årets steg på vägen "
              "dit; den beslutar den ansvariga nämnden. Indikatorn hålls mot båda."),
        ),
        Rule(
            _("Indikatorerna räknas, målet bedöms"),
            _("Vad indikatorerna ensamma säger räknas ut: alla nådda ger uppfyllt, någon inte nådd ger inte uppfyllt, "
              "och när färre än hälften har ett utfall går målet inte att bedöma. Den ansvariga nämnden väger det mot "
              "annat den vet och bedömer målet. Avviker bedömningen står skälet intill."),
        ),
        Rule(
            _("Flera ansvariga, områden och helheten"),
            _("Har ett mål flera ansvariga bedömer var och en, och kommunstyrelsen väger samman. Kommunstyrelsen "
              "bedömer också varje målområde och god ekonomisk hushållning. Ett mål som ingen har bedömt räknas som "
              "inte bedömt."),
        ),
        Rule(
            _("Siffrorna"),
            _("Bedömningen görs på totalen; kvinnor och män visas mot samma värde. Siffrorna är de som gällde när "
              "uppföljningen stängdes. Den första decimal som skiljer två värden åt skrivs ut. Varje siffra står med "
              "sin källa i bilagan."),
        ),
    ]  # fmt: skip
    if head["part_year"]:
        text = _("Årsmått som ännu inte har något utfall visas med prognos för helåret. Prognosen står för sig och "
                 "blandas aldrig med utfall.")  # fmt: skip
        found.append(Rule(_("En del av året"), text))
    if compared := among.reading(snapshot):
        found.append(Rule(_("Bland andra kommuner"), compared))
    return found


def whole(snapshot: Plain, views: Sequence[GoalView]) -> WholeView | None:
    """The chapter; none in a committee's report and in a tertial one, where the law does not ask for it."""
    if layout.as_kind(snapshot) not in layout.BY_LAW:
        return None
    row = snapshot["whole"] or {}
    organs = snapshot["names"]["organs"]
    return WholeView(
        judged=Shown(row.get("assessment") or "unknown", whole_word(row.get("assessment"))),
        analysis=row.get("analysis", ""),
        balance=entered(Decimal(row["balance"]), "mnkr") if row.get("balance") else "",
        balance_text=_paragraphs(row, "balance_text"),
        balance_steps=_steps(row["balance_steps"]) if row.get("balance_steps") else None,
        group_text=_paragraphs(row, "group_text"),
        grounds=grounds(row),
        by=organs.get(row.get("by"), ""),
        decision=cited(row.get("decision"), organs),
        example=row.get("example", False),
        financial=[view for view in views if view.financial],
        stewardship=[view for view in views if view.stewardship and not view.financial],
    )


def _steps(said: Plain) -> BalanceSteps:
    return BalanceSteps(**{name: said[name] for name in ("verdict", "rows", "restoring", "sources")})


def _paragraphs(row: Plain, name: str) -> list[str]:
    return [part for part in row.get(name, "").split("\n") if part.strip()]
