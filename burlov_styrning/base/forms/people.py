"""Forms of people, accounts and assignments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.models import ROLE_LABELS, Organ, Person, Unit, User
from burlov_styrning.clock import today
from burlov_styrning.forms import Form, PartialDateField, columns, lay_out
from burlov_styrning.partial_dates import last_day
from burlov_styrning.rights import Role

ROLES = [("", gettext_lazy("Välj roll")), *((role.value, label) for role, label in ROLE_LABELS.items())]
ELECTED = frozenset({Role.MEMBER, Role.DEPUTY, Role.CHAIR, Role.COUNCILLOR})


class NameForm(Form):
    """What a person is called."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=120)


class AccountForm(Form):
    """The address that a person signs in with."""

    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        help_text=gettext_lazy("Adressen i kommunens inloggning, eller den som lösenordslänken skickas till."),
        error_messages={"invalid": gettext_lazy("Skriv en e-postadress, till exempel anna.berg@kommunen.se.")},
    )
    send_link = forms.BooleanField(
        label=gettext_lazy("Skicka en länk där personen väljer sitt lösenord"),
        help_text=gettext_lazy("Behövs inte för den som loggar in med kommunens inloggning."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        """Nobody else's address."""
        address = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=address).exclude(pk=self.person.user_id or 0).exists():
            raise forms.ValidationError(_("Det finns redan ett konto med den e-postadressen."))
        return address


class UnitChoice(forms.ModelChoiceField):
    """A unit with its organ."""

    def label_from_instance(self, unit: Unit) -> str:  # type: ignore[override]
        return f"{unit.name} ({unit.organ.name})"


class AssignmentForm(Form):
    """Role × organ × unit × from–to; the party where elected."""

    organ = forms.ModelChoiceField(
        Organ.objects.all(), label=gettext_lazy("Organ"), empty_label=gettext_lazy("Välj organ")
    )
    role = forms.ChoiceField(label=gettext_lazy("Roll"), choices=ROLES)
    unit = UnitChoice(
        Unit.objects.select_related("organ"),
        label=gettext_lazy("Enhet"),
        help_text=gettext_lazy("Bara om uppdraget gäller en enda enhet."),
        empty_label=gettext_lazy("Hela organet"),
        required=False,
    )
    starts = PartialDateField(label=gettext_lazy("Från och med"))
    ends = PartialDateField(
        label=gettext_lazy("Till och med"), help_text=gettext_lazy("Tomt betyder tills vidare."), required=False
    )
    party = forms.CharField(
        label=gettext_lazy("Parti"),
        help_text=gettext_lazy("Anges för förtroendevalda."),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("starts", today().isoformat())
        super().__init__(*args, **kwargs)
        lay_out(self, columns("role", "organ"), "unit", columns("starts", "ends"), "party")

    def clean(self) -> dict[str, Any]:
        """The unit is the organ's, the end is not before the start, and an elected person has a party."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        organ, unit = values.get("organ"), values.get("unit")
        if organ and unit and unit.organ_id != organ.pk:
            sentence = _("%(unit)s hör till %(organ)s. Välj det organet, eller en annan enhet.")
            self.add_error("unit", sentence % {"unit": unit, "organ": unit.organ})
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends < starts[: len(ends)]:
            self.add_error("ends", _("Uppdraget kan inte sluta innan det börjar."))
        if values.get("role") in ELECTED and not values.get("party"):
            self.add_error("party", _("Ange partiet, eller skriv Partilös."))
        return values


class EndForm(Form):
    """An assignment's last day."""

    ends = PartialDateField(label=gettext_lazy("Sista dag"))

    def __init__(self, *args: Any, starts: str, **kwargs: Any) -> None:
        self.starts = starts
        kwargs.setdefault("initial", {}).setdefault("ends", today().isoformat())
        super().__init__(*args, **kwargs)

    def clean_ends(self) -> str:
        """Not before the assignment began."""
        ends = str(self.cleaned_data["ends"])
        if last_day(ends).isoformat() < self.starts:
            raise forms.ValidationError(_("Uppdraget kan inte sluta innan det börjar."))
        return ends
