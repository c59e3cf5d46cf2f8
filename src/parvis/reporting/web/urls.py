"""Addresses of this capability."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.reporting.web.views import editions, links, report_editor, reports
from parvis.reporting.web.views.figure import figure_chart
from parvis.reporting.web.views.figures import figures, figures_export
from parvis.reporting.web.views.shared import shared, shared_file
from parvis.reporting.web.views.stop import report_stop

urlpatterns: list[URLPattern | URLResolver] = [
    path("value/", figures, name="figures"),
    path("value/figures/<str:form>", figures_export, name="figures-export"),
    path("value/<str:key>.json", figure_chart, name="figure-chart"),
    path("value/reports/", reports.index, name="reports"),
    path("value/reports/new/", report_editor.new, name="report-new"),
    path("value/reports/<int:report_id>/", reports.report, name="report"),
    path("value/reports/<int:report_id>/edit/", report_editor.edit, name="report-edit"),
    path("value/reports/<int:report_id>/remove/", reports.remove, name="report-remove"),
    path(
        "value/reports/<int:report_id>/quotes/<int:mention_id>/remove/",
        reports.unquote,
        name="report-unquote",
    ),
    path("value/reports/<int:report_id>/take-over/", reports.take, name="report-take-over"),
    path("value/reports/<int:report_id>/send/", editions.send, name="report-send"),
    path("value/reports/<int:report_id>/file/<str:form>", editions.current_file, name="report-file"),
    path("value/reports/<int:report_id>/editions/<int:edition_id>/", editions.edition, name="report-edition"),
    path(
        "value/reports/<int:report_id>/editions/<int:edition_id>/<str:form>",
        editions.edition_file,
        name="report-edition-file",
    ),
    path("value/reports/mails/<int:mail_id>/again/", editions.again, name="report-mail-again"),
    path("value/reports/<int:report_id>/share/", links.share_report, name="report-share"),
    path("value/reports/links/<int:link_id>/revoke/", links.revoke_link, name="report-link-revoke"),
    path("reports/stop/<str:token>/", report_stop, name="report-stop"),
    path("shared/<str:token>/", shared, name="shared-report"),
    path("shared/<str:token>/figures.csv", shared_file, name="shared-report-file"),
]
