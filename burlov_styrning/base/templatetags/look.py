"""The components of the look and the filters for numbers and dates; `{% load look %}` is not needed (a builtin).

Their call syntax stands together in `templates/pages/styleguide.html`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from burlov_styrning import diffs, parts, pictures, quantities, spoken, swedish
from burlov_styrning import rich as rich_text
from burlov_styrning.carried import LABELS, ONCE, labels_of, new_key
from burlov_styrning.clock import today
from burlov_styrning.forms import HouseForm, plain_helper
from burlov_styrning.lists import Listing

register = template.Library()

# The house's codes for how it goes, and the class that draws each. Words come from the rules, never from here.
SIGNS = {
    "met": "met", "on_course": "course", "not_met": "missed", "unknown": "unknown",
    "course": "course", "missed": "missed", "done": "done", "rest": "rest",
}  # fmt: skip


def sign(code: object) -> str:
    """The class of a status code; what is not known is drawn as unknown."""
    return SIGNS.get(str(code), "unknown")


# --- status ---------------------------------------------------------------------------------------------------


def _inline(template_name: str, **values: object) -> SafeString:
    """A component that stands in running text: no line break after it."""
    return mark_safe(render_to_string(template_name, values).strip())


@register.simple_tag
def status(code: object, text: object, plain: bool = False) -> SafeString:
    """`{% status code text %}`: sign and words; `plain=True` without the pill, for running text."""
    return _inline("components/status.html", sign=sign(code), text=text, plain=plain)


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: str) -> SafeString:
    """`{% options filter.choices chosen %}`: the options of a select, in one piece, for there may be hundreds."""
    texts = ((str(value), str(label)) for value, label in choices)
    marked = ((value, " selected" if value == chosen else "", label) for value, label in texts)
    return mark_safe("".join(f'<option value="{escape(v)}"{on}>{escape(label)}</option>' for v, on, label in marked))


@register.simple_tag
def example(when: object = True) -> SafeString:
    """`{% example row.is_example %}`: the badge *Exempel*, if so."""
    return _inline("components/example.html") if when else SafeString()


@register.inclusion_tag("components/tally.html")
def tally(counts: Iterable[parts.Count]) -> dict[str, object]:
    """`{% tally counts %}`: a strip and the counts in words, each with its sign."""
    known = list(counts)
    rows = [{"sign": sign(c.code), "count": c.count, "text": c.text} for c in known if c.count]
    return {"segments": _pieces(known), "rows": rows}


@register.inclusion_tag("components/strip.html")
def strip(done: int, whole: int, text: object) -> dict[str, object]:
    """`{% strip 2 5 "2 inlämnade, 3 utkast" %}`: how much of a whole is done, and in words."""
    rest = max(0, whole - done)
    return {"segments": _pieces([parts.Count("done", done, ""), parts.Count("rest", rest, "")]), "text": text}


def _pieces(counts: Sequence[parts.Count]) -> list[parts.Segment]:
    return [parts.Segment(sign(piece.code), piece.x, piece.width) for piece in parts.segments(counts)]


# --- the page's frame -----------------------------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def sheet(context: template.Context, content: str, title: object = "", **options: object) -> SafeString:
    """`{% sheet "Att göra" aside="3 av 5" id="…" level=2 side=True scrolls=True quiet=True %}…{% endsheet %}`."""
    values = {"content": content, "title": title, "level": 2, **options}
    return render_to_string("components/sheet.html", values)


@register.simple_block_tag(takes_context=True)
def more(context: template.Context, content: str, label: object, opened: bool = False) -> SafeString:
    """`{% more "Visa som tabell" %}…{% endmore %}`: what opens on demand."""
    return render_to_string("components/more.html", {"content": content, "label": label, "opened": opened})


@register.inclusion_tag("components/crumbs.html")
def crumbs(*pairs: object) -> dict[str, object]:
    """`{% crumbs "Mål 2027–2030" url "Attraktiva Burlöv" url2 %}`: the way here; texts and addresses in turn."""
    return {"links": list(zip(pairs[::2], pairs[1::2], strict=False))}


@register.inclusion_tag("components/head.html")
def head(title: object, lead: object = "", **options: object) -> dict[str, object]:
    """`{% head "Fyra saker väntar på dig" "Förslagen ska …" small="Socialnämnden" aside="Utkast" example=True %}`."""
    return {"title": title, "lead": lead, **options}


@register.inclusion_tag("components/facts.html")
def facts(pairs: Iterable[tuple[object, object]]) -> dict[str, object]:
    """`{% facts pairs %}`: (word, what it is) as a definition list; empty ones are left out."""
    return {"pairs": [(word, value) for word, value in pairs if value not in (None, "")]}


@register.inclusion_tag("components/files.html")
def files(items: Iterable[parts.FileLink]) -> dict[str, object]:
    """`{% files items %}`: links to files with kind and size."""
    return {"files": items}


# --- lists ----------------------------------------------------------------------------------------------------


@register.simple_block_tag(takes_context=True, name="list")
def list_(context: template.Context, content: str, listing: Listing, **options: object) -> SafeString:
    """`{% list listing %}{% for row in listing.rows %}<tr>…</tr>{% endfor %}{% endlist %}`; `rows=True`: `<li>`;
    `plain=True`: whatever the rows are drawn as; `file=url file_label=…`: all that was found, as a file.

    Without any row the content is not shown but what is empty and what to do.
    """
    return render_to_string("components/list.html", {"content": content, "listing": listing, **options})


@register.inclusion_tag("components/work.html")
def work(tasks: Iterable[parts.Task], calm: bool = False) -> dict[str, object]:
    """`{% work tasks %}`: rows of work, the first with the filled button; `calm=True`: none filled."""
    now = today()
    return {"rows": [{"task": task, **(_due(task.due, now) if task.due else {})} for task in tasks], "calm": calm}


def _due(due: date, now: date) -> dict[str, object]:
    """What is nearest to the reader comes first: `I går`, `27 nov`; the other way to say it stands beneath."""
    exact, near = swedish.short_date(due, now), swedish.when(due, now)
    first, then = (swedish.sentence(near), exact) if abs((due - now).days) < 2 else (exact, near)
    return {"first": first, "then": then, "late": due < now}


@register.inclusion_tag("components/checks.html")
def checks(items: Iterable[parts.Check]) -> dict[str, object]:
    """`{% checks items %}`: what is done and what is missing."""
    return {"checks": items}


@register.inclusion_tag("components/way.html")
def way(stages: Iterable[parts.Stage]) -> dict[str, object]:
    """`{% way stages %}`: a way in time."""
    return {"stages": stages}


@register.inclusion_tag("components/rank.html", takes_context=True)
def rank(context: template.Context, items: Iterable[parts.Ranked], shown: str = "") -> dict[str, object]:
    """`{% rank items shown %}`: an ordered list with ↑ ↓ as forms that post; rows with `put` are dragged too.

    `shown` goes with every form: the list as the page has it.
    """
    return {"items": items, "shown": shown, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/comments.html", takes_context=True)
def comments(context: template.Context, notes: Iterable[parts.Note]) -> dict[str, object]:
    """`{% comments notes %}`: what was said, oldest first; put `{% form %}` after it to answer."""
    return {"notes": notes, "csrf_token": context.get("csrf_token")}


# --- what a person does ---------------------------------------------------------------------------------------


@register.inclusion_tag("components/moves.html", takes_context=True)
def moves(context: template.Context, buttons: Iterable[parts.Button], calm: bool = False) -> dict[str, object]:
    """`{% moves buttons %}`: what can be done now; the first is filled, with `calm=True` none."""
    return {"buttons": buttons, "calm": calm, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/form.html", takes_context=True)
def form(context: template.Context, form: BaseForm, submit: object = "", **options: object) -> dict[str, object]:
    """`{% form form "Spara och fortsätt" back=url formset=lines action=url guard=False %}`: a whole form that posts."""
    return {
        "form": form,
        "submit": submit or _("Spara"),
        "guard": True,
        "csrf_token": context.get("csrf_token"),
        **options,
    }


@register.inclusion_tag("components/form_top.html")
def form_top(*given: BaseForm | BaseFormSet[Any] | list[Any]) -> dict[str, object]:
    """`{% form_top form formset %}` (or a list): the errors with links, what the star means, what the form carries."""
    forms = [one for some in given for one in (some if isinstance(some, list) else [some])]
    problems = [problem for one in _each(forms) for problem in _problems(one)]
    for one in forms:
        if isinstance(one, BaseFormSet) and one.is_bound:
            problems += [{"href": "", "label": "", "error": error} for error in one.non_form_errors()]
    required = any(bound.field.required for one in _each(forms) for bound in one.visible_fields())
    ours = [one for one in _each(forms) if isinstance(one, HouseForm)]
    carried = [(ONCE, new_key()), (LABELS, labels_of(ours))] if ours else []
    return {"problems": problems, "required": required, "heading": _heading(len(problems)), "carried": carried}


def _each(forms: Iterable[BaseForm | BaseFormSet[Any]]) -> Iterable[BaseForm]:
    for one in forms:
        if isinstance(one, BaseFormSet) or hasattr(one, "forms"):  # a formset, or a grid of forms like one
            yield from one.forms
        elif one:
            yield one


def _problems(form: BaseForm) -> Iterable[dict[str, object]]:
    if not form.is_bound:
        return
    row = getattr(form, "row_name", "")  # which of several alike: `Indikator 2`
    for error in form.non_field_errors():
        yield {"href": "", "label": "", "error": f"{row}: {error}" if row else error}
    for bound in form:
        for error in bound.errors:
            # Radio buttons and check boxes have no label of their own: the first of them is where one can begin.
            target = bound.id_for_label or f"{bound.auto_id}_0"
            yield {"href": "" if bound.is_hidden else target, "label": f"{row}, {bound.label}" if row else bound.label,
                   "error": error}  # fmt: skip


def _heading(count: int) -> str:
    return _("%(things)s behöver rättas") % {"things": swedish.counted(count, _("sak"), _("saker"))} if count else ""


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """`{% fields form %}`: the fields alone, by crispy, as the form is laid out."""
    return mark_safe(render_crispy_form(form, getattr(form, "helper", None) or plain_helper()))


@register.inclusion_tag("components/formset.html")
def formset(formset: BaseFormSet[Any], label: object = "") -> dict[str, object]:
    """`{% formset lines "Indikator" %}`: each form of a formset under its own heading, with its management form."""
    return {"formset": formset, "label": label}


@register.inclusion_tag("components/submit.html")
def submit(label: object, back: str = "", back_label: object = "", **options: object) -> dict[str, object]:
    """`{% submit "Spara" back=url %}`: the filled button and the way back."""
    return {"label": label, "back": back, "back_label": back_label or _("Avbryt"), **options}


@register.inclusion_tag("components/clash.html")
def clash(rows: Iterable[parts.Clash], who: object = "", when: object = "") -> dict[str, object]:
    """`{% clash rows who when %}`: somebody saved in between; both texts side by side."""
    found = [row for row in rows if row.differs]
    return {"rows": found, "who": who, "when": when}


@register.inclusion_tag("components/progress.html")
def progress(done: int, whole: int, text: object, url: str) -> dict[str, object]:
    """`{% progress done whole "Ritar diagram" url %}`: how far; asks `url` again every other second until done."""
    return {"done": done, "whole": max(whole, 1), "text": text, "url": url, "finished": whole > 0 and done >= whole}


@register.inclusion_tag("components/turn.html")
def turn(before: str, after: str, text: object) -> dict[str, object]:
    """`{% turn before after "Förslag 12 av 40" %}`: one back, one on; the arrow keys do the same."""
    return {"before": before, "after": after, "text": text}


# --- what is compared and drawn -------------------------------------------------------------------------------


@register.inclusion_tag("components/diff.html")
def diff(old: str, new: str) -> dict[str, object]:
    """`{% diff old new %}`: one text with what went and what came."""
    return {"changes": diffs.compare(old, new)}


@register.inclusion_tag("components/chart.html", takes_context=True)
def chart(context: template.Context, chart: Any) -> dict[str, object]:
    """`{% chart chart %}`: finding, drawing, table, files; `chart` has `finding`, `spec`, `table.headings`, `.rows`."""
    said = f"{getattr(chart, 'name', '')}|{chart.finding}|{chart.table.headings}"
    name = f"chart-{zlib.crc32(said.encode())}"
    return {"chart": chart, "id": name, "files": pictures.shown(context.get("request"), name, chart)}


@register.inclusion_tag("components/spark.html")
def spark(values: Sequence[Decimal | None], target: Decimal | None = None) -> dict[str, object]:
    """`{% spark values target %}`: a very small line; say its numbers beside it."""
    return {"spark": parts.spark(values, target)}


# --- numbers and dates ----------------------------------------------------------------------------------------


@register.simple_tag
def quantity(value: Any, decimals: int | None = None, unit: str = "", missing: str = "–") -> str:
    """`{% quantity value 1 "%" %}`: 1 234,5 %; a dash where there is no value."""
    return missing if value in (None, "") else swedish.number(value, decimals, unit)


@register.simple_tag
def measured(value: Any, version: Any, missing: str = "–", bare: bool = False) -> str:
    """`{% measured level indicator.current %}`: a value with its unit and the digits it was given."""
    if value in (None, ""):
        return missing
    return swedish.number(value, quantities.digits(value, version.decimals), "" if bare else version.unit)


@register.simple_tag
def aimed(line: Any, missing: str = "–") -> str:
    """`{% aimed line %}`: minst 83 %, högst 12, mellan 3 och 5 %; `line` has direction, target, low, high, unit."""
    return quantities.aim(line.direction, line.target, (line.low, line.high), line.unit) or missing


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """`{{ value|number:1 }}`: 1 234,5."""
    try:
        return "" if value in (None, "") else swedish.number(value, decimals)
    except InvalidOperation:
        return str(value)


@register.filter
def signed(value: Any, decimals: int | None = None) -> str:
    """`{{ change|signed:1 }}`: +1,5."""
    return "" if value in (None, "") else swedish.signed(value, decimals)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


@register.filter
def rich(value: str | None, level: int = 3) -> SafeString:
    """`{{ row.analysis|rich:4 }}`: headings (the first of level 4), lists, tables and emphasis of what was written."""
    spoken.note(*rich_text.words(value or ""))
    return mark_safe(rich_text.as_html(value or "", level))


@register.filter
def day(value: Any) -> str:
    """`{{ date|day }}`: fredag 11 december."""
    found = _day(value)
    return swedish.long_date(found, today()) if found else ""


@register.filter
def short_day(value: Any) -> str:
    """`{{ date|short_day }}`: 11 dec."""
    found = _day(value)
    return swedish.short_date(found, today()) if found else ""


@register.filter
def iso(value: Any) -> str:
    """`{{ date|iso }}`: 2026-12-11."""
    found = _day(value)
    return found.isoformat() if found else ""


@register.filter
def clock(value: Any) -> str:
    """`{{ moment|clock }}`: i går 16.20 (nearer than a week), else 20 nov 2025."""
    found, now = _day(value), today()
    if not found or not isinstance(value, datetime):
        return swedish.short_date(found, now) if found else ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    near = swedish.when(found, now) if 0 <= (now - found).days < 2 else swedish.short_date(found, now)
    return f"{near} {moment:%H.%M}"


@register.filter
def when(value: Any) -> str:
    """`{{ date|when }}`: om 4 dagar, i går."""
    found = _day(value)
    return swedish.when(found, today()) if found else ""


@register.filter
def partial_date(value: str | None) -> str:
    """`{{ "2018-05"|partial_date }}`: maj 2018."""
    return swedish.partial_date(value) if value else ""


SPAN_OF_YEARS = re.compile(r"\b\d{4}–\d{4}\b")


@register.filter
def unbroken(text: Any) -> SafeString:
    """`{{ title|unbroken }}`: a span of years in it does not break at its dash."""
    return mark_safe(SPAN_OF_YEARS.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))


@register.filter
def listed(items: Iterable[object]) -> str:
    """`{{ names|listed }}`: a, b och c."""
    return swedish.listed(items)


@register.filter
def spelled(count: int) -> str:
    """`{{ 4|spelled }}`: fyra."""
    return swedish.spelled(count)


@register.filter
def file_size(size: int) -> str:
    """`{{ file.size|file_size }}`: 1,2 MB."""
    return swedish.file_size(size)
