"""One's own choice of e-mail."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base import mailing
from burlov_styrning.base.models import MailChoice, Person
from burlov_styrning.forms import Form, lay_out, section
from burlov_styrning.middleware import tell
from burlov_styrning.rights import actor_of


class MailForm(Form):
    """Of what a mail is sent."""

    handed_in = forms.BooleanField(label=gettext_lazy("När ett målförslag har lämnats in"), required=False)
    returned = forms.BooleanField(
        label=gettext_lazy("När något skickas tillbaka för att göras om: komplettering, återremiss, åter till utkast"),
        required=False,
    )
    decided = forms.BooleanField(
        label=gettext_lazy("När ett beslut har antecknats om det som jag arbetar med"), required=False
    )
    fetched = forms.BooleanField(
        label=gettext_lazy("När nya uppgifter från Kolada eller SCB väntar på att gås igenom"), required=False
    )
    deadlines = forms.BooleanField(
        label=gettext_lazy("När en sista dag närmar sig, högst ett meddelande om dagen"), required=False
    )

    def __init__(self, *args: object, kinds: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in {*self.fields} - {*kinds}:
            del self.fields[name]
        lay_out(self, section(_("Skicka e-post till mig"), *kinds))


def mail_choice(request: HttpRequest) -> HttpResponse:
    """Choose of what one gets a mail."""
    person = Person.objects.filter(user=request.user.pk).first()
    if person is None:
        raise Http404
    stands = MailChoice.objects.filter(person=person).first() or MailChoice(person=person)
    kinds = mailing.kinds_for(actor_of(request.user))
    form = MailForm(request.POST or None, kinds=kinds, initial={name: getattr(stands, name) for name in kinds})
    if request.method == "POST" and MailForm(request.POST, kinds=kinds).is_valid():
        mailing.choose(person, **{name: name in request.POST for name in mailing.KINDS})
        tell(request, _("Ditt val är sparat."))
        return redirect("base:mail")
    context = {
        "title": _("E-post till mig"), "form": form, "submit": _("Spara"), "back": "/mitt-arbete/",
        "lead": _("Meddelandet säger bara att något har hänt, med en länk. Vad som står där läser du när du har loggat "
                  "in. Det skickas till %(address)s.") % {"address": request.user.email},  # type: ignore[union-attr]
    }  # fmt: skip
    return render(request, "confirm.html", context)
