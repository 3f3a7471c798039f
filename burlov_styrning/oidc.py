"""Sign-in by the municipality's own identity provider. Apart from accounts.py: allauth loads it only where it is on."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Only known e-mail addresses come in; nobody gets an account by signing in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False
