"""Addresses of the roof."""

from __future__ import annotations

from django.urls import path

from burlov_styrning.pages import calendar, efficiency, goal_urls, record
from burlov_styrning.pages.about import about, about_edit
from burlov_styrning.pages.accessibility import accessibility
from burlov_styrning.pages.data import data, data_file
from burlov_styrning.pages.demo import demo
from burlov_styrning.pages.indicators import indicator
from burlov_styrning.pages.minutes import decision_extract
from burlov_styrning.pages.start import start
from burlov_styrning.pages.work.view import work

app_name = "pages"
urlpatterns = [
    path("", start, name="start"),
    path("om-styrningen/", about, name="about"),
    path("om-styrningen/andra/", about_edit, name="about-edit"),
    path("oppna-data/", data, name="data"),
    path("oppna-data/<slug:name>.<slug:form>", data_file, name="data-file"),
    path("tillganglighet/", accessibility, name="accessibility"),
    path("mitt-arbete/", work, name="work"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/adress/", calendar.calendar_address, name="calendar-address"),
    path("kalender/adress/ta-bort/", calendar.calendar_revoke, name="calendar-revoke"),
    path("kalender/<slug:token>.ics", calendar.calendar_feed, name="calendar-feed"),
    path("allmanna-handlingar/", record.record_list, name="records"),
    path("allmanna-handlingar/hamta.zip", record.record_file, name="record-file"),
    path("demo/", demo, name="demo"),
    path("beslut/<int:pk>/protokollsutdrag.<paper:kind>", decision_extract, name="decision-extract"),
    path("indikatorer/<int:pk>/", indicator, name="indicator"),
    path("ekonomi/effektivitet/<int:pk>/", efficiency.service_area, name="service-area"),
    path("ekonomi/effektivitet/<int:pk>/omrade.<paper:kind>", efficiency.service_area_paper, name="service-area-paper"),
    path("ekonomi/effektivitet/<int:pk>/omrade.xlsx", efficiency.service_area_file, name="service-area-xlsx"),
    *goal_urls.patterns,
]
