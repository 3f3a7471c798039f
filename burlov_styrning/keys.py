"""The forms of the second step of sign-in, in words that people use."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class ActivateForm(ActivateTOTPForm):
    """The app's first code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Koden som appen visar")
        self.fields["code"].widget = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"})


class AddKeyForm(AddWebAuthnForm):
    """A key's name, and whether it is enough alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Namn på nyckeln")
        self.fields["name"].help_text = _("Så att du känner igen den, till exempel Jobbtelefonen.")
        self.fields["name"].initial = ""
        self.initial["name"] = ""
        self.fields["passwordless"].label = _("Logga in med bara nyckeln, utan lösenord")
        self.fields["passwordless"].help_text = _("Nyckeln frågar då efter fingeravtryck, ansikte eller pinkod.")

    def clean_name(self) -> str:
        """A name of our own where none was typed."""
        return self.cleaned_data["name"] or str(_("Min nyckel"))


class EditKeyForm(EditWebAuthnForm):
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Namn på nyckeln")
