"""Addresses of groups, of files of customers, and of what other systems say."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.people.web.views import customer_imports, people_export, segments, sync_conflicts

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/groups/", segments.segments, name="segments"),
    path("people/groups/new/", segments.segment_new, name="segment-new"),
    path("people/groups/count/", segments.segment_count, name="segment-count"),
    path("people/groups/<int:segment_id>/", segments.segment, name="segment"),
    path("people/groups/<int:segment_id>/change/", segments.segment_change, name="segment-change"),
    path("people/groups/<int:segment_id>/remove/", segments.segment_remove, name="segment-remove"),
    path("people/groups/<int:segment_id>/export/", people_export.segment_export, name="segment-export"),
    path("people/export/", people_export.people_export, name="people-export"),
    path("people/files/", customer_imports.customer_imports, name="customer-imports"),
    path("people/files/new/", customer_imports.customer_import_new, name="customer-import-new"),
    path("people/files/<int:customer_import_id>/", customer_imports.customer_import, name="customer-import"),
    path(
        "people/files/<int:customer_import_id>/columns/",
        customer_imports.customer_import_columns,
        name="customer-import-columns",
    ),
    path(
        "people/files/<int:customer_import_id>/keep/",
        customer_imports.customer_import_keep,
        name="customer-import-keep",
    ),
    path(
        "people/files/<int:customer_import_id>/undo/",
        customer_imports.customer_import_undo,
        name="customer-import-undo",
    ),
    path(
        "people/files/<int:customer_import_id>/refused/",
        customer_imports.customer_import_refused,
        name="customer-import-refused",
    ),
    path(
        "people/files/rows/<int:customer_row_id>/",
        customer_imports.customer_row_decide,
        name="customer-row-decide",
    ),
    path("people/conflicts/", sync_conflicts.sync_conflicts, name="sync-conflicts"),
    path(
        "people/conflicts/<int:conflict_id>/",
        sync_conflicts.sync_conflict_settle,
        name="sync-conflict-settle",
    ),
]
