"""Addresses of the record's own parts: organisations, relationships, own fields, tags, notes, files, purchases."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.people.web.views import (
    custom_fields,
    notes,
    organizations,
    products,
    purchases,
    record_files,
    record_parts,
    relationships,
    tags,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/organizations/", organizations.organizations, name="organizations"),
    path("people/organizations/new/", organizations.organization_new, name="organization-new"),
    path("people/organizations/<int:organization_id>/", organizations.organization, name="organization"),
    path(
        "people/organizations/<int:organization_id>/change/",
        organizations.organization_change,
        name="organization-change",
    ),
    path(
        "people/organizations/<int:organization_id>/remove/",
        organizations.organization_remove,
        name="organization-remove",
    ),
    path("people/<int:person_id>/positions/", organizations.position_add, name="position-add"),
    path("people/<int:person_id>/positions/<int:position_id>/", organizations.position, name="position"),
    path(
        "people/<int:person_id>/positions/<int:position_id>/remove/",
        organizations.position_remove,
        name="position-remove",
    ),
    path("people/<int:person_id>/relationships/", relationships.relationship_add, name="relationship-add"),
    path(
        "people/<int:person_id>/relationships/<int:relationship_id>/remove/",
        relationships.relationship_remove,
        name="relationship-remove",
    ),
    path("people/<int:person_id>/owner/", record_parts.person_owner, name="person-owner"),
    path("people/<int:person_id>/tags/", record_parts.person_tag_add, name="person-tag-add"),
    path(
        "people/<int:person_id>/tags/<int:tag_id>/remove/",
        record_parts.person_tag_remove,
        name="person-tag-remove",
    ),
    path("people/<int:person_id>/notes/", notes.note_add, name="person-note-add"),
    path("people/<int:person_id>/notes/<int:note_id>/", notes.note, name="person-note"),
    path("people/<int:person_id>/notes/<int:note_id>/remove/", notes.note_remove, name="person-note-remove"),
    path("people/<int:person_id>/files/", record_files.person_files, name="person-files"),
    path("people/<int:person_id>/files/<int:file_id>/", record_files.person_file, name="person-file"),
    path(
        "people/<int:person_id>/files/<int:file_id>/remove/",
        record_files.file_remove,
        name="person-file-remove",
    ),
    path("people/<int:person_id>/purchases/", purchases.person_purchases, name="person-purchases"),
    path(
        "people/<int:person_id>/purchases/<int:purchase_id>/remove/",
        purchases.purchase_remove,
        name="purchase-remove",
    ),
    path("settings/fields/", custom_fields.custom_fields, name="custom-fields"),
    path("settings/fields/new/", custom_fields.custom_field_new, name="custom-field-new"),
    path("settings/fields/<int:field_id>/", custom_fields.custom_field, name="custom-field"),
    path("settings/fields/<int:field_id>/move/", custom_fields.custom_field_move, name="custom-field-move"),
    path(
        "settings/fields/<int:field_id>/retire/",
        custom_fields.custom_field_retire,
        name="custom-field-retire",
    ),
    path(
        "settings/fields/<int:field_id>/delete/",
        custom_fields.custom_field_delete,
        name="custom-field-delete",
    ),
    path("settings/tags/", tags.tags, name="tags"),
    path("settings/tags/<int:tag_id>/", tags.tag, name="tag"),
    path("settings/tags/<int:tag_id>/remove/", tags.tag_remove, name="tag-remove"),
    path("settings/products/", products.products, name="products"),
    path("settings/products/new/", products.product_new, name="product-new"),
    path("settings/products/<int:product_id>/", products.product, name="product"),
    path("settings/products/<int:product_id>/remove/", products.product_remove, name="product-remove"),
    path("settings/purchases/", purchases.purchase_imports, name="purchase-imports"),
    path("settings/purchases/<int:purchase_import_id>/", purchases.purchase_import, name="purchase-import"),
]
