"""Who gets an account: nobody by themselves. An administrator makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from burlov_styrning.base.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Password accounts: no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to the work, not back to the form."""
        return reverse(settings.LOGIN_REDIRECT_URL)


def send_password_link(request: HttpRequest, user: User) -> None:
    """Mail a link by which the account's person chooses a password; only they get it."""
    where = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=where))
    values = {"product": settings.PRODUCT_NAME, "link": link, "email": user.email}
    body = render_to_string("mail/password_link.txt", values)
    send_mail(_("Ditt konto i %(product)s") % values, body, None, [user.email])
