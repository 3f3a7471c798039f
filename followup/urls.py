"""Addresses of the third floor."""

from __future__ import annotations

from followup import edition_urls

app_name = "followup"
urlpatterns = [
    *edition_urls.patterns,
]
