"""Addresses of questions in the inbox."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import cases

URLS: list[URLPattern] = [
    path("community/desk/cases/", cases.cases, name="community-cases"),
    path("community/desk/cases/hours/", cases.hours, name="community-case-hours"),
    path("community/desk/cases/mailbox/", cases.by_mail, name="community-mailbox"),
    path("community/desk/questions/<int:question_id>/inbox/", cases.send, name="community-to-inbox"),
]
