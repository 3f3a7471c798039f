"""Forms that were sent: what each of them led to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from burlov_styrning.trace import untraced


@untraced("no content: the key of a form that was sent, forgotten after thirty days")
class Sent(models.Model):
    """A form that somebody sent: its key, the fingerprint of what was typed, and where it led."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("konto"))
    key = models.CharField(_("nyckel"), max_length=32)
    content = models.CharField(max_length=64, blank=True)
    place = models.TextField(_("adress"), blank=True)
    made_new = models.BooleanField(default=False)
    at = models.DateTimeField(_("tid"), auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="sent_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.at:%Y-%m-%d %H:%M}"
