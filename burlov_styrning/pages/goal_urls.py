"""The goals of a term and one goal: `/mal/`, `/2023-2026/mal/7/`; the way back from the needs to them."""

from django.urls import path

from burlov_styrning.pages import areas, earlier, goals, way_back
from goals.converters import register

register()

patterns = [
    path("mal/", goals.goals, name="goals"),
    path("<term:term>/mal/", goals.goal_list, name="goal-list"),
    path("<term:term>/mal/<int:pk>/", goals.goal_show, name="goal"),
    path("<term:term>/omraden/<int:pk>/", areas.area, name="goal-area"),
    path("<term:term>/forslag/tidigare-mal/", earlier.earlier_goals, name="earlier-goals"),
    path("<term:term>/behov/vagen-tillbaka/", way_back.way_back, name="way-back"),
]
