"""Addresses of notices and of the way out of mails."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import devices, notices

URLS: list[URLPattern] = [
    path("community/notices/", notices.notices, name="community-notices"),
    path("community/notices/read/", notices.read_all, name="community-notices-read"),
    path("community/notices/settings/", notices.settings, name="community-notice-settings"),
    path("community/notices/device/", devices.device, name="community-device"),
    path(
        "community/notices/device/<int:device_id>/remove/",
        devices.device_remove,
        name="community-device-remove",
    ),
    path("community/service-worker.js", devices.service_worker, name="community-service-worker"),
    path("community/notices/<int:notice_id>/", notices.notice, name="community-my-notice"),
    path("community/stop/<str:token>/", notices.stop, name="community-stop"),
]
