"""Addresses of log-in and of members."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import elsewhere, log_in, members, ways_in

URLS: list[URLPattern] = [
    path("community/log-in/", log_in.log_in, name="community-log-in"),
    path("community/log-in/code/", log_in.code, name="community-log-in-code"),
    path("community/log-in/name/", log_in.name, name="community-log-in-name"),
    path("community/log-in/passkey/", ways_in.log_in_passkey, name="community-log-in-passkey"),
    path("community/log-in/with/<int:log_in_id>/", elsewhere.log_in_with, name="community-log-in-with"),
    path("community/log-in/back/", elsewhere.log_in_back, name="community-log-in-back"),
    path("community/me/log-in/", ways_in.ways_in, name="community-me-ways"),
    path("community/me/log-in/options/", ways_in.ways_options, name="community-me-way-options"),
    path("community/me/log-in/end/", ways_in.end_log_ins, name="community-me-end-log-ins"),
    path(
        "community/me/log-in/elsewhere/<int:elsewhere_id>/remove/",
        elsewhere.way_elsewhere_remove,
        name="community-me-elsewhere-remove",
    ),
    path("community/me/log-in/<int:passkey_id>/remove/", ways_in.way_remove, name="community-me-way-remove"),
    path("community/log-out/", log_in.log_out, name="community-log-out"),
    path("community/members/<int:member_id>/", members.member, name="community-member"),
]
