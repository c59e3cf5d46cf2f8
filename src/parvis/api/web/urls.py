"""The machine interface, its documentation, and the screens of webhooks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from parvis.api.web.root import serve
from parvis.api.web.views import docs, webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", docs.openapi, name="api-openapi"),
    path("api/v1/docs/", docs.documentation, name="api-docs"),
    re_path(r"^api/v1/(?P<path>.*)$", serve, name="api"),
    path("settings/webhooks/", webhooks.webhooks, name="webhooks"),
    path("settings/webhooks/add/", webhooks.add, name="webhook-add"),
    path("settings/webhooks/<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path("settings/webhooks/<int:webhook_id>/secret/", webhooks.secret, name="webhook-secret"),
    path("settings/webhooks/<int:webhook_id>/switch/", webhooks.switch, name="webhook-switch"),
    path("settings/webhooks/<int:webhook_id>/test/", webhooks.test, name="webhook-test"),
    path("settings/webhooks/<int:webhook_id>/delete/", webhooks.delete, name="webhook-delete"),
    path("settings/webhooks/deliveries/<int:delivery_id>/replay/", webhooks.replay, name="webhook-replay"),
]
