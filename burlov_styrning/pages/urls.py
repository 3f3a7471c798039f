"""Addresses of the roof."""

from __future__ import annotations

from django.urls import path

from burlov_styrning.pages import goal_urls
from burlov_styrning.pages.demo import demo

app_name = "pages"
urlpatterns = [
    path("demo/", demo, name="demo"),
    *goal_urls.patterns,
]
