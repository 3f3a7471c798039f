"""Addresses of the ground: people, organs, meetings, decisions."""

from __future__ import annotations

from django.urls import path

from burlov_styrning.base.views import comments, decisions, drafts, mail, meetings, organs, people

app_name = "base"
urlpatterns = [
    path("personer/", people.person_list, name="people"),
    path("personer/ny/", people.person_add, name="person-add"),
    path("personer/<int:pk>/", people.person_show, name="person"),
    path("personer/<int:pk>/namn/", people.person_edit, name="person-edit"),
    path("personer/<int:pk>/konto/", people.person_account, name="person-account"),
    path("personer/<int:pk>/konto/stang/", people.account_close, name="person-account-close"),
    path("personer/<int:pk>/uppdrag/nytt/", people.assignment_add, name="assignment-add"),
    path("personer/uppdrag/<int:pk>/avsluta/", people.assignment_end, name="assignment-end"),
    path("organ/", organs.organ_list, name="organs"),
    path("organ/nytt/", organs.organ_add, name="organ-add"),
    path("organ/<int:pk>/", organs.organ_edit, name="organ-edit"),
    path("organ/enheter/ny/", organs.unit_add, name="unit-add"),
    path("organ/enheter/<int:pk>/", organs.unit_edit, name="unit-edit"),
    path("sammantraden/", meetings.meeting_list, name="meetings"),
    path("sammantraden/nytt/", meetings.meeting_add, name="meeting-add"),
    path("sammantraden/<int:pk>/", meetings.meeting_show, name="meeting"),
    path("sammantraden/<int:pk>/andra/", meetings.meeting_edit, name="meeting-edit"),
    path("beslut/", decisions.decision_list, name="decisions"),
    path("beslut/<int:pk>/", decisions.decision_show, name="decision"),
    path("beslut/<int:pk>/komplettera/", decisions.decision_complete, name="decision-complete"),
    path("beslut/<int:pk>/ratta/", decisions.decision_correct, name="decision-correct"),
    path("beslut/<int:pk>/publicera/", decisions.decision_publish, name="decision-publish"),
    path("beslut/utkast/<int:pk>/kasta/", drafts.draft_discard, name="draft-discard"),
    path("konto/e-post/", mail.mail_choice, name="mail"),
    path("kommentarer/<int:pk>/avklarad/", comments.comment_resolve, name="comment-resolve"),
    path("kommentarer/<int:pk>/oppen/", comments.comment_reopen, name="comment-reopen"),
]
