"""Addresses of the rights desk, its public pages, retention and the register."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.people.web.views import privacy, register, retention, rights, rights_acts

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/rights/", rights.rights, name="rights"),
    path("people/rights/new/", rights.rights_new, name="rights-new"),
    path("people/rights/<int:request_id>/", rights.rights_request, name="rights-request"),
    path("people/rights/<int:request_id>/act/", rights_acts.rights_act, name="rights-act"),
    path("people/rights/<int:request_id>/erase/", rights_acts.rights_erase, name="rights-erase"),
    path("people/rights/<int:request_id>/copy/", rights_acts.rights_copy_file, name="rights-copy-file"),
    path("settings/retention/", retention.retention, name="retention"),
    path("settings/register/", register.processing_register, name="register"),
    path("settings/register/register.<slug:form>", register.register_file, name="register-file"),
    path("privacy/request/", privacy.privacy_request, name="privacy-request"),
    path("privacy/request/thanks/", privacy.privacy_thanks, name="privacy-thanks"),
    path("privacy/copy/<str:token>/", privacy.privacy_copy, name="privacy-copy"),
]
