"""Today, search, and the settings that belong to no capability above."""

from django.urls import path

from parvis.foundation.web.views import (
    audit,
    demo,
    gallery,
    health,
    installed,
    jobs,
    operation,
    policy_report,
    search,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("walked/", today.walked, name="walked"),
    path("search/", search.search, name="search"),
    path("search/commands", search.commands, name="commands"),
    path("settings/jobs/", jobs.jobs, name="jobs"),
    path("settings/jobs/<int:job_id>/again/", jobs.again, name="job-again"),
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/audit/export/<str:form>/", audit.export, name="audit-export"),
    path("settings/demo/", demo.start_own, name="start_own"),
    path("settings/demo/waiting/", demo.wait, name="start_own_wait"),
    path("settings/look/", gallery.gallery, name="look"),
    path("settings/operation/", operation.operation, name="operation"),
    path("settings/operation/maintenance/", operation.set_maintenance, name="set-maintenance"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("service-worker.js", installed.service_worker, name="service-worker"),
    path("offline/", installed.offline, name="offline"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("csp-report", policy_report.policy_report, name="policy-report"),
]
