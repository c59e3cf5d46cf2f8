"""Addresses of this capability."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.people.web import (
    claim_urls,
    consent_urls,
    group_urls,
    join_urls,
    record_urls,
    relation_urls,
    rights_urls,
)
from parvis.people.web.views import (
    card,
    contact_points,
    identities,
    people_list,
    person_form,
    record,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *claim_urls.urlpatterns,
    *consent_urls.urlpatterns,
    *group_urls.urlpatterns,
    *join_urls.urlpatterns,
    *record_urls.urlpatterns,
    *relation_urls.urlpatterns,
    *rights_urls.urlpatterns,
    path("people/", people_list.people, name="people"),
    path("people/new/", person_form.person_new, name="person-new"),
    path("people/new/duplicates/", person_form.person_duplicates, name="person-duplicates"),
    path("people/card/<int:identity_id>/", card.person_card, name="person-card"),
    path("people/identities/<int:identity_id>/", identities.identity, name="identity"),
    path("people/identities/<int:identity_id>/link/", identities.identity_link, name="identity-link"),
    path("people/identities/<int:identity_id>/unlink/", identities.identity_unlink, name="identity-unlink"),
    path("people/<int:person_id>/", record.person, name="person"),
    path("people/<int:person_id>/timeline/", record.person_timeline, name="person-timeline"),
    path("people/<int:person_id>/change/", person_form.person_change, name="person-change"),
    path("people/<int:person_id>/addresses/", contact_points.contact_point_add, name="contact-point-add"),
    path(
        "people/<int:person_id>/addresses/<int:point_id>/remove/",
        contact_points.contact_point_remove,
        name="contact-point-remove",
    ),
]
