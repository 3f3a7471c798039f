"""The page of a decision as a draft before the meeting: saved, come back to, shared by the secretaries, recorded.

drafting = Drafting(request, organ, title)
if answer := drafting.answer():
    return answer
form = SomeForm(drafting.posted, …)          # what is to be recorded, None until then
as_typed(form, drafting.typed)               # what the draft holds
… drafting.record(decision) in the transaction that records the decision; the template includes `base/drafts/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base import drafts
from burlov_styrning.base.models import Decision, DecisionDraft, DraftText, Organ
from burlov_styrning.base.moves import DRAFTS
from burlov_styrning.carried import LABELS, ONCE
from burlov_styrning.forms import as_typed, in_words
from burlov_styrning.merging import Merged, Typed
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Clash
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.views import carried_number, visible_or_404
from burlov_styrning.workflow import require

NOT_TEXT = frozenset({"csrfmiddlewaretoken", "revision", "gor", ONCE, LABELS})
FIELD_NAME = re.compile(r"[a-z0-9_-]{1,80}", re.IGNORECASE)
SAVE, ITSELF = "utkast", "sparar"


def typed_of(data: QueryDict) -> dict[str, list[str]]:
    """What a page's forms sent, without what is the page's own."""
    names = (n for n in data if n not in NOT_TEXT and not n.endswith("_FORMS") and FIELD_NAME.fullmatch(n))
    return {name: [_storable(text) for text in data.getlist(name)] for name in names}


def _storable(text: str) -> str:
    """Without what no database keeps: the null character and halves of characters."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def as_sent(typed: Typed) -> QueryDict:
    """What is kept, in the shape in which a browser sent it."""
    data = QueryDict(mutable=True)
    for name, texts in typed.items():
        data.setlist(name, list(texts))
    return data


class Drafting:
    """One page of a decision with its draft, if one is being written."""

    def __init__(
        self, request: HttpRequest, organ: Organ, title: str, goes_on: Mapping[str, str] | None = None
    ) -> None:
        """`goes_on`: buttons that save the draft too, with the query of the page they lead to."""
        self.goes_on = {SAVE: "", **(goes_on or {})}
        self.request, self.organ, self.title = request, organ, title
        self.address = request.path
        self.draft = drafts.of(organ, request.path)
        self.merged: Merged | None = None
        """What could not be joined: the page shows both texts."""

    @property
    def is_sent(self) -> bool:
        """Whether the page was sent back."""
        return self.request.method == "POST"

    @property
    def revision(self) -> int:
        """The revision that the page was shown with."""
        return carried_number(self.request.POST.get("revision", ""))

    @cached_property
    def text(self) -> DraftText | None:
        """What the draft holds."""
        return drafts.latest(self.draft) if self.draft else None

    @property
    def posted(self) -> QueryDict | None:
        """What is to be recorded as a decision; None while the page only shows or saves the draft."""
        return self.request.POST if self.is_sent and not self.merged else None

    @cached_property
    def typed(self) -> QueryDict | None:
        """What the page shows of the draft; nothing where there is none."""
        if self.merged:
            return as_sent(self.merged.typed)
        return as_sent(self.text.typed) if self.text else None

    def filled[F: BaseForm](self, form: F) -> F:
        """The form with what the draft holds, until something is to be recorded."""
        if self.posted is None:
            as_typed(form, self.typed)
        return form

    def answer(self) -> HttpResponse | None:
        """The answer to a page that was sent to be saved; None where it is to be shown, or the decision recorded."""
        if not self.is_sent:
            return None
        if self.request.GET.get("spara") == ITSELF:
            return self._save_itself()
        if self.request.POST.get("gor") in self.goes_on:
            joined = _("Utkastet är sparat, tillsammans med det som någon annan skrev medan du skrev.")
            return self._save(_("Utkastet är sparat. Det är inget beslut förrän du antecknar det."), joined)
        if self.draft and self.draft.revision != self.revision:
            return self._save(_("Någon annan sparade utkastet medan du skrev. Det är med här nu: kontrollera det, "
                                "och anteckna beslutet igen."))  # fmt: skip
        return None

    def begin(self, typed: Typed) -> None:
        """Begin the draft with a text of its own, such as what another organ proposed."""
        if self.draft is None:
            self.draft = drafts.begin(self.organ, self.address, self.title, typed, by=self.request.user)

    def record(self, decision: Decision) -> None:
        """The draft has become the decision."""
        if self.draft:
            drafts.record(self.draft, decision, by=self.request.user, revision=self.revision)

    def _save(self, done: str, joined: str = "") -> HttpResponse | None:
        typed = typed_of(self.request.POST)
        try:
            if self.draft is None:
                self._refuse_gone()
                self.begin(typed)
            else:
                merged = drafts.save(self.draft, typed, by=self.request.user, revision=self.revision)
                done = joined if joined and merged.came else done
        except Conflict as conflict:
            self.merged = conflict.mine  # type: ignore[assignment]
            return None
        tell(self.request, done)
        return redirect(self.address + self.goes_on.get(self.request.POST.get("gor", ""), ""))

    def _refuse_gone(self) -> None:
        """A draft that this page was shown with has been recorded or thrown away."""
        if self.revision:
            raise Refusal(Reason.STATE, _("Utkastet är redan antecknat som beslut, eller kastat. Se efter först."))

    def _save_itself(self) -> HttpResponse:
        line: dict[str, Any] = {"revision": self.revision}
        status = 200
        try:
            if self.draft is None:
                self._refuse_gone()
            else:
                typed = typed_of(self.request.POST)
                saved = drafts.autosave(self.draft, typed, by=self.request.user, revision=self.revision)
                line = {"revision": saved.revision, "saved": localtime()}
        except Conflict as conflict:
            line |= {"theirs": self.last_saved(conflict.theirs), "stops": True}
            status = 409
        except Refusal as refusal:
            line |= {"sentences": refusal.sentences, "stops": True}
            status = 422
        return render(self.request, "base/drafts/saved.html", line, status=status)

    # What the page shows

    def last_saved(self, text: Any = None) -> Mapping[str, Any]:
        """Who saved last, and when; nobody is named where it was oneself."""
        text = text or self.text
        mine = text.person_id == rights.actor_of(self.request.user).person
        return {"who": "" if mine else text.person, "mine": mine, "when": text.at}

    def shown(self, forms: Iterable[BaseForm]) -> Mapping[str, Any]:
        """What `base/drafts/top.html` and `bottom.html` show."""
        stands = self.draft.revision if self.draft else 0
        shows = stands if self.posted is None else self.revision
        found: dict[str, Any] = {"draft": self.draft, "revision": shows, "organ": self.organ}
        if self.text:
            found["last"] = self.last_saved()
        if self.merged and self.text:
            found["clashes"] = self._clashes(self.merged, self.text, list(forms))
        return found

    def _clashes(self, merged: Merged, text: DraftText, forms: Sequence[Any]) -> list[Clash]:
        """Both texts, field by field, in the words of the page."""
        mine = {name: _words(forms, name, as_sent(merged.typed)) for name in merged.clashes}
        theirs = {name: _words(forms, name, as_sent(text.typed)) for name in merged.clashes}
        return [Clash(label, said, theirs[name][1]) for name, (label, said) in mine.items()]

    @property
    def status(self) -> int:
        """How the page is answered while two texts could not be joined."""
        return 409 if self.merged else 200


def _words(forms: Sequence[Any], name: str, typed: QueryDict) -> tuple[str, str]:
    """A field by its label and what a text has in it."""
    for form in forms:
        for key, field in getattr(form, "fields", {}).items():
            if form.add_prefix(key) == name:
                row, label = getattr(form, "row_name", ""), str(form[key].label)
                value = field.prepare_value(field.widget.value_from_datadict(typed, {}, name))
                return (f"{row}, {label}" if row else label), in_words(field, value)
    return name, ", ".join(typed.getlist(name))


def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away; asked first."""
    draft: DecisionDraft = visible_or_404(request, DecisionDraft.objects.select_related("organ"), pk=pk)
    require(DRAFTS, "discard", draft, request.user)
    if request.method == "POST":
        drafts.discard(draft, by=request.user)
        tell(request, _("Utkastet är kastat. Inget beslut är antecknat."))
        return redirect(draft.address)
    last: datetime = drafts.latest(draft).at
    context = {
        "title": _("Kasta utkastet?"), "lead": _("Det som står i det används inte mer. Inget beslut antecknas."),
        "facts": [(_("Utkast"), draft.title), (_("Organ"), draft.organ.name), (_("Sparat"), localtime(last))],
        "submit": DRAFTS.move("discard").label, "back": draft.address,
    }  # fmt: skip
    return render(request, "confirm.html", context)
