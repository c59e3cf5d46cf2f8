"""Who may see and change a report. It shows what its maker may see, so it is theirs.

Somebody who looks after accounts sees the reports of others too, where they may do all that the maker may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404

from parvis.reporting.models import Edition, Report, SharedLink

if TYPE_CHECKING:
    from parvis.accounts.models import User


def can_manage_reports(user: User) -> bool:
    return user.may("reports.manage") and user.may("figures.view")


def visible_to(user: User) -> QuerySet[Report]:
    reports = Report.objects.select_related("maker").prefetch_related("recipients__user")
    if not can_manage_reports(user):
        return reports.none()
    if not user.may("users.manage"):
        return reports.filter(maker_id=user.pk)
    beyond = [report.maker_id for report in reports if not report.maker.permissions <= user.permissions]
    return reports.exclude(maker_id__in=set(beyond) - {user.pk})


def get_report(user: User, report_id: int) -> Report:
    """Raises Http404 where it does not exist for this account."""
    found = visible_to(user).filter(pk=min(report_id, 2**63 - 1)).first()
    if found is None:
        raise Http404("report")
    return found


def get_edition(user: User, report_id: int, edition_id: int) -> Edition:
    found = get_report(user, report_id).editions.filter(pk=min(edition_id, 2**63 - 1)).first()
    if found is None:
        raise Http404("edition")
    return found


def get_link(user: User, link_id: int) -> SharedLink:
    found = SharedLink.objects.select_related("report").filter(pk=min(link_id, 2**63 - 1)).first()
    if found is None:
        raise Http404("link")
    get_report(user, found.report_id)
    return found


def is_answered_for(report: Report) -> bool:
    """Whether the maker is still there and may still make reports; else it is neither sent nor shared."""
    return report.maker.is_active and can_manage_reports(report.maker)


def get_report_or_none(user: User, report_id: int) -> Report | None:
    return visible_to(user).filter(pk=report_id).first()
