"""Addresses of how relations go."""

from __future__ import annotations

from django.urls import path

from parvis.people.web.views import journey, relation

urlpatterns = [
    path("people/journey/", journey.journey, name="journey"),
    path("people/journey/steps/", journey.journey_steps, name="journey-steps"),
    path("people/<int:person_id>/relation/", relation.person_relation, name="person-relation"),
]
