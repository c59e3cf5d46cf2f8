"""Addresses of notices and of the way out of mails."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import notices

URLS: list[URLPattern] = [
    path("community/notices/", notices.notices, name="community-notices"),
    path("community/notices/read/", notices.read_all, name="community-notices-read"),
    path("community/notices/settings/", notices.settings, name="community-notice-settings"),
    path("community/notices/<int:notice_id>/", notices.notice, name="community-my-notice"),
    path("community/stop/<str:token>/", notices.stop, name="community-stop"),
]
