"""An account: what one signs in with. A person is not an account."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """One account; without a password it can only sign in by OpenID Connect."""
        if not email:
            raise ValueError(_("Ange en e-postadress."))
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Asked for by Django's createsuperuser; the rights themselves come from assignments."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Signs in by e-mail address; has no user name."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-postadress"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[assignment, misc]

    class Meta:
        verbose_name = _("konto")
        verbose_name_plural = _("konton")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Det finns redan ett konto med den e-postadressen."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email
