"""Addresses of questions in the inbox."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import cases, mail_desk

URLS: list[URLPattern] = [
    path("community/desk/cases/", cases.cases, name="community-cases"),
    path("community/desk/mail/", mail_desk.inbox_and_mail, name="community-desk-mail"),
    path("community/desk/cases/hours/", mail_desk.hours, name="community-case-hours"),
    path("community/desk/cases/mailbox/", mail_desk.by_mail, name="community-mailbox"),
    path("community/desk/questions/<int:question_id>/inbox/", cases.send, name="community-to-inbox"),
]
