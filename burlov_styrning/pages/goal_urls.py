"""The goals of a term and one goal: `/mal/`, `/2023-2026/mal/7/`."""

from django.urls import path

from burlov_styrning.pages import goals
from goals.converters import register

register()

patterns = [
    path("mal/", goals.goals, name="goals"),
    path("<term:term>/mal/", goals.goal_list, name="goal-list"),
    path("<term:term>/mal/<int:pk>/", goals.goal_show, name="goal"),
]
