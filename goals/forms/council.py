"""The forms of one decision over many proposals: the executive board's, and the council's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from burlov_styrning.base.forms import DecisionForm
from burlov_styrning.base.forms.decisions import COUNCIL_KINDS, area
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.forms import Form, as_typed, columns, in_words, lay_out
from burlov_styrning.parts import Clash
from burlov_styrning.swedish import listed
from goals.catalogue import content
from goals.forms.goals import Offered, Writing, proposed, proposed_targets
from goals.forms.rows import RowField
from goals.goals import GoalWords
from goals.models import GoalProposal, Recommendation
from goals.selection import Choice

OUTCOMES = [
    ("", gettext_lazy("Inget i det här beslutet")),
    ("adopt", gettext_lazy("Anta som föreslaget")),
    ("amend", gettext_lazy("Anta med ändringar")),
    ("merge", gettext_lazy("Sammanför med ett annat förslag")),
    ("decline", gettext_lazy("Anta inte")),
    ("refer_back", gettext_lazy("Återremittera")),
    ("table", gettext_lazy("Bordlägg")),
]


class OutcomeForm(Form):
    """What the council did with one proposal."""

    row_name = ""

    outcome = forms.ChoiceField(label=pgettext_lazy("ett", "Beslut"), choices=OUTCOMES, required=False)
    into = RowField(label=gettext_lazy("Sammanförs med"), required=False, empty_label=gettext_lazy("Välj förslag"))
    reason = forms.CharField(
        label=gettext_lazy("Skäl (offentligt, krävs när förslaget inte antas)"), required=False, widget=area(1),
    )  # fmt: skip

    def __init__(self, *args: Any, others: Iterable[GoalProposal], label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].offer(others, label)  # type: ignore[attr-defined]
        lay_out(self, columns("outcome", "into"), "reason")

    def clean(self) -> dict[str, Any]:
        """What an outcome needs."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = values.get("outcome")
        if outcome == "decline" and not values.get("reason"):
            self.add_error("reason", _("Skriv varför förslaget inte antogs. Nämnden och invånarna läser det."))
        if outcome == "merge" and not values.get("into"):
            self.add_error("into", _("Välj vilket förslag det sammanförs med."))
        if outcome != "merge" and values.get("into"):
            self.add_error("outcome", _("Välj Sammanför, eller ta bort förslaget som det skulle sammanföras med."))
        return values


class Matter:
    """One proposal before the council: what was proposed, what was decided, and the goal's final words."""

    def __init__(
        self, proposal: GoalProposal, offered: Offered, others: Sequence[GoalProposal], data: Any, drafted: Any = None
    ) -> None:
        self.proposal, self.offered, self.data, self.drafted = proposal, offered, data, drafted
        self.content = content(proposal)
        self.recommendation: Recommendation | None = None
        rest = [other for other in others if other.pk != proposal.pk]
        self.form = OutcomeForm(data, prefix=f"f{proposal.pk}", others=rest, label=_title)
        self.form.row_name = _title(proposal)
        if data is None:
            as_typed(self.form, drafted)

    @property
    def outcome(self) -> str:
        """What was chosen, as far as it can be read."""
        found = self.form.cleaned_data.get("outcome", "") if self.form.is_bound and self.form.is_valid() else ""
        return str(found) or str(self.form["outcome"].value() or "")

    @cached_property
    def writing(self) -> Writing | None:
        """The goal's final words, where the council amended them: as typed, else as proposed."""
        if self.outcome != "amend":
            return None
        prefix = f"m{self.proposal.pk}"
        typed = self.data if f"{prefix}-wording" in (self.data or ()) else None
        return Writing(self.offered, typed, prefix=prefix, drafted=self.drafted, **self._proposed)

    @property
    def _proposed(self) -> dict[str, Any]:
        return proposed(self.proposal, self.content, self.offered)

    @cached_property
    def changes(self) -> list[Clash]:
        """What the final words say otherwise than the committee proposed."""
        if self.writing is None:
            return []
        return self.writing.differences(Writing(self.offered, prefix=self.writing.prefix, **self._proposed))

    @property
    def outcome_words(self) -> str:
        """What was chosen, as people read it."""
        into = self.form["into"]
        words = [str(dict(OUTCOMES)[self.outcome]) if self.outcome in dict(OUTCOMES) else ""]
        return ": ".join(filter(None, [*words, in_words(into.field, into.value()) if self.outcome == "merge" else ""]))

    @property
    def is_unwritten(self) -> bool:
        """Whether the final words are still to be asked for."""
        return self.writing is not None and not self.writing.form.is_bound

    @property
    def is_valid(self) -> bool:
        """Whether what was typed can be recorded."""
        fine = self.form.is_valid() and (self.writing is None or (not self.is_unwritten and self.writing.is_valid))
        return fine and not self._lacks_area()

    def _lacks_area(self) -> bool:
        if self.outcome != "adopt" or self.as_proposed().area:
            return False
        self.form.add_error("outcome", _("Förslaget har inget målområde. Välj Anta med ändringar och ange det."))
        return True

    def as_proposed(self) -> GoalWords:
        """The goal as the committee proposed it."""
        said = self._proposed["initial"]
        return GoalWords(**said, targets=proposed_targets(self.content, self.offered))

    def choice(self) -> Choice | None:
        """What was decided; none where the decision leaves the proposal alone."""
        said = self.form.cleaned_data
        match said["outcome"]:
            case "":
                return None
            case "adopt":
                return Choice(self.proposal, "adopt", words=self.as_proposed())
            case "amend":
                assert self.writing
                return Choice(self.proposal, "adopt", words=self.writing.words())
        return Choice(self.proposal, said["outcome"], said["reason"], into=said["into"])


def from_the_board(standing: Iterable[Recommendation]) -> dict[str, list[str]]:
    """A first text of the council's decision: what the executive board proposed about each, as if it were typed."""
    typed: dict[str, list[str]] = {}
    for row in standing:
        prefix = f"f{row.proposal_id}"
        reason = row.text if row.outcome == Recommendation.Outcome.DECLINE else ""
        typed |= {f"{prefix}-outcome": [row.outcome], f"{prefix}-into": [""], f"{prefix}-reason": [reason]}
    return typed


def _title(proposal: GoalProposal) -> str:
    return str(proposal.handed_in.content["title"]) if proposal.handed_in else proposal.title


def chosen_but_gone(rows: Sequence[GoalProposal], data: Any) -> list[str]:
    """What somebody chose an outcome for on a page that has grown old: decided or sent back since."""
    chosen = {int(m[1]) for name in data or () if (m := re.fullmatch(r"f(\d{1,9})-outcome", name)) and data[name]}
    gone = chosen - {row.pk for row in rows}
    if not gone or not rows:
        return []
    found = GoalProposal.objects.filter(pk__in=gone, term=rows[0].term_id, handed_in__isnull=False)
    return [_title(row) for row in found.select_related("handed_in")]


def tell_gone(form: DecisionForm, gone: Sequence[str]) -> bool:
    """Refuse rather than leave out silently what the secretary chose."""
    if gone:
        sentence = _(
            "Det går inte längre att besluta om %(titles)s. Sidan visar nu det som återstår: kontrollera och spara."
        )
        form.add_error(None, sentence % {"titles": listed(f"”{title}”" for title in gone)})
    return bool(gone)


class Added:
    """A goal that the decision adopts without a proposal; left empty it is none."""

    def __init__(self, offered: Offered, number: int, data: Any, drafted: Any = None) -> None:
        years = range(offered.term.first_year, offered.term.last_year + 1)
        prefix = f"n{number}"
        typed = data if f"{prefix}-wording" in (data or ()) else None
        self.writing = Writing(offered, typed, prefix=prefix, years=years, extra=2, drafted=drafted)
        self.number = number + 1

    @property
    def is_said(self) -> bool:
        """Whether there is a goal at all."""
        lines = [form["indicator"] for form in self.writing.targets.forms]
        return any(bound.value() for bound in (self.writing.form["wording"], self.writing.form["title"], *lines))

    @property
    def is_valid(self) -> bool:
        """Whether it can be recorded."""
        return self.writing.form.is_bound and self.writing.is_valid


def _added(offered: Offered, data: Any, drafted: Any) -> list[Added]:
    """The goals without a proposal that are written on the page."""
    shown = data if data is not None else drafted
    numbers = {int(m[1]) for name in shown or () if (m := re.fullmatch(r"n(\d{1,2})-wording", name))}
    return [one for number in sorted(numbers) if (one := Added(offered, number, data, drafted)).is_said]


class Deciding:
    """The whole page: the decision, each proposal, and the goals from none."""

    def __init__(
        self, offered: Offered, council: Organ, rows: Sequence[GoalProposal], data: Any = None, drafted: Any = None,
        more: bool = False,
    ) -> None:  # fmt: skip
        """`drafted`: what the draft holds, shown until something is sent; `more`: one more goal from no proposal."""
        self.decision = DecisionForm(data, organ=council, kind=Decision.Kind.SELECT, kinds=COUNCIL_KINDS, ahead=True)
        if data is None:
            as_typed(self.decision, drafted)
        self.matters = [Matter(row, offered, rows, data, drafted) for row in rows]
        self.added = _added(offered, data, drafted)
        if more:
            self.added.append(Added(offered, self.added[-1].number if self.added else 0, None))
        self.gone = chosen_but_gone(rows, data)

    @property
    def forms(self) -> list[Any]:
        """All forms of the page, in its order."""
        found: list[Any] = [self.decision]
        for matter in self.matters:
            found += [matter.form, *((matter.writing.form, matter.writing.targets) if matter.writing else ())]
        for one in self.added:
            found += [one.writing.form, one.writing.targets]
        return found

    @property
    def fields(self) -> list[Any]:
        """The forms one by one, each line of targets too."""
        return [one for form in self.forms for one in getattr(form, "forms", [form])]

    @property
    def unwritten(self) -> list[Matter]:
        """The amended ones whose final words are still to be asked for."""
        return [matter for matter in self.matters if matter.is_unwritten]

    @cached_property
    def is_valid(self) -> bool:
        """Whether it can be recorded; every part is asked, so that every fault is shown."""
        parts = [self.decision.is_valid(), *[matter.is_valid for matter in self.matters]]
        parts += [one.is_valid for one in self.added]
        return all(parts) and not tell_gone(self.decision, self.gone) and self._something() and self._merges()

    def _something(self) -> bool:
        if any(matter.choice() for matter in self.matters) or self.goals():
            return True
        self.decision.add_error(None, _("Välj vad fullmäktige beslutade om minst ett förslag."))
        return False

    def _merges(self) -> bool:
        """What is merged goes into something that is adopted by the same decision."""
        adopted = {matter.proposal.pk for matter in self.matters if matter.outcome in ("adopt", "amend")}
        fine = True
        for matter in self.matters:
            into = matter.form.cleaned_data.get("into")
            if into and into.pk not in adopted:
                sentence = _("Det förslaget antas inte i det här beslutet. Välj att anta det, eller ett annat.")
                matter.form.add_error("into", sentence)
                fine = False
        return fine

    def choices(self) -> list[Choice]:
        """What was decided, proposal by proposal."""
        return [choice for matter in self.matters if (choice := matter.choice())]

    def goals(self) -> list[GoalWords]:
        """The goals from no proposal."""
        return [one.writing.words() for one in self.added]


class RecommendForm(Form):
    """What the executive board proposes about one proposal."""

    row_name = ""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Förslag till beslut"), required=False,
        choices=[("", gettext_lazy("Inget i det här beslutet")), *Recommendation.Outcome.choices],
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("Motivering"), required=False, widget=area(1))

    def clean(self) -> dict[str, Any]:
        """A motivation belongs to a proposal."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("text") and not values.get("outcome") and not self.has_error("outcome"):
            self.add_error("outcome", _("Välj vad styrelsen föreslår, eller töm motiveringen."))
        return values


class Recommending:
    """The whole page: the decision, and what is proposed about each."""

    def __init__(self, board: Organ, rows: Sequence[GoalProposal], data: Any = None, drafted: Any = None) -> None:
        """`drafted`: what the draft holds, shown until something is sent."""
        self.decision = DecisionForm(data, organ=board, kind=Decision.Kind.PROPOSE, ahead=True)
        self.matters = [(row, _title(row), RecommendForm(data, prefix=f"f{row.pk}")) for row in rows]
        for _row, title, form in self.matters:
            form.row_name = title
        if data is None:
            for form in self.forms:
                as_typed(form, drafted)
        self.gone = chosen_but_gone(rows, data)

    @property
    def forms(self) -> list[Any]:
        """All forms of the page, in its order."""
        return [self.decision, *(form for _row, _title, form in self.matters)]

    @cached_property
    def is_valid(self) -> bool:
        """Whether it can be recorded."""
        if not all([form.is_valid() for form in self.forms]) or tell_gone(self.decision, self.gone):
            return False
        if self.said():
            return True
        self.decision.add_error(None, _("Välj vad styrelsen föreslår om minst ett förslag."))
        return False

    def said(self) -> list[tuple[GoalProposal, str, str]]:
        """Proposal, outcome, text."""
        return [
            (row, form.cleaned_data["outcome"], form.cleaned_data["text"])
            for row, _title, form in self.matters
            if form.cleaned_data["outcome"]
        ]
