"""The tally after the lists closed: table, chart and files. All of it advisory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from burlov_styrning import rights, sheets
from burlov_styrning.exposure import Exposure
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.swedish import spelled
from burlov_styrning.views import only
from goals import costs, terms
from goals.catalogue import handed_in
from goals.models import Ballot, Term
from goals.rules.tally import By, Spread
from goals.tally import Line, Result, tally
from goals.tally_charts import Tallied, spread_chart, tally_chart
from goals.titles import titled
from goals.views.costs import BillShown, bill_shown
from goals.views.shared import Years, the_term

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _readers(request: HttpRequest) -> None:
    """Those who read the lists once they are public records."""
    only(request, *(rights.READ[Ballot.rights_kind][Exposure.RECORD] - {rights.Who.SELF}))


def tally_show(request: HttpRequest, term: Years) -> HttpResponse:
    """How the proposals came out; before the lists closed a sentence."""
    _readers(request)
    of = the_term(request, term)
    context: dict[str, Any] = {"term": of, "closed": terms.lists_are_closed(of), "closes": terms.lists_close(of)}
    if context["closed"]:
        result = _result(request, of)
        shown = [_tallied(line) for line in result.lines]
        spread = any(line.row.spread for line in result.lines)
        context |= {
            "result": result,
            "rows": [(place(line), title(line), line, _spread(line)) for line in result.lines],
            "chart": tally_chart(shown, example=result.example) if result.counted else None,
            "by_party": result.by is By.PARTY,
            "bill": _bill(result, of, request.user),
            "has_spread": spread,
            "spread_chart": spread_chart(shown, example=result.example) if spread else None,
        }
    return render(request, "goals/selection/tally.html", context)


def _bill(result: Result, term: Term, user: Any) -> BillShown | None:
    """What the proposals that would fill a list cost together, beside the economic room."""
    best = [line.proposal.pk for line in result.lines if line.row.points][: term.places]
    if len(best) < 2:
        return None
    prices = costs.prices_of(handed_in(term, user).filter(pk__in=best), user)
    whose = _("De %(count)s högst prioriterade förslagen") % {"count": spelled(len(best))}
    return bill_shown(prices.bill(best), prices.room, whose)


def _result(request: HttpRequest, term: Term) -> Result:
    return tally(term, titled(handed_in(term, request.user), request.user), request.user)


def title(line: Line) -> str:
    """The title that this reader may read."""
    return str(line.proposal.shown_title)  # type: ignore[attr-defined]


def _tallied(line: Line) -> Tallied:
    groups = [(one.party, one.points) for one in line.row.spread]
    return Tallied(place(line), title(line), line.row.points, line.row.lists, groups)


def place(line: Line) -> str:
    """The place in words; a shared one says so."""
    if line.row.shared:
        return _("%(rank)s, delad") % {"rank": line.row.rank}
    return str(line.row.rank)


def _spread(line: Line) -> list[str]:
    return [_in_group(one) for one in line.row.spread]


def _in_group(one: Spread) -> str:
    said = {"party": one.party, "naming": one.naming, "lists": one.lists, "points": one.points}
    return _("%(party)s: %(naming)s av %(lists)s listor, %(points)s poäng") % said


def tally_file(request: HttpRequest, term: Years, kind: str) -> HttpResponse:
    """The table as a file."""
    _readers(request)
    of = the_term(request, term)
    if not terms.lists_are_closed(of):
        raise Refusal(Reason.PHASE, _("Sammanräkningen går att hämta när listorna har stängts."))
    sheet = _sheet(_result(request, of))
    body = sheets.comma_separated(sheet) if kind == "csv" else sheets.workbook([sheet], title=sheet.title)
    name = f"prioritering-{of.key}.{kind}"
    return HttpResponse(
        body, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _sheet(result: Result) -> sheets.Sheet:
    """A row a proposal; of each party group its points and its lists in columns of their own, to count on."""
    groups = [heading for one in _groups(result) for heading in _headings(one)]
    headings = (_("Plats"), _("Förslag"), _("Nämnd"), _("Poäng"), _("Listor"), *groups, _("Obs"))
    remark = _("Rådgivande. Exempel.") if result.example else _("Rådgivande.")
    rows: list[tuple[sheets.Value, ...]] = [
        (place(line), title(line), line.proposal.organ.name, line.row.points, line.row.lists, *_numbers(line), remark)
        for line in result.lines
    ]
    return sheets.Sheet(_("Prioritering, rådgivande"), headings, rows)


def _groups(result: Result) -> Sequence[Spread]:
    """The groups that are large enough to be shown: the same in every line."""
    return result.lines[0].row.spread if result.lines else ()


def _headings(one: Spread) -> tuple[str, str]:
    said = {"party": one.party, "lists": one.lists}
    return _("%(party)s, poäng") % said, _("%(party)s, listor av %(lists)s") % said


def _numbers(line: Line) -> list[int]:
    return [number for one in line.row.spread for number in (one.points, one.naming)]
