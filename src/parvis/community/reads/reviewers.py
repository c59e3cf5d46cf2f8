"""Whether another than the writer could look at an article."""

from __future__ import annotations

from parvis.accounts.reads.role_table import roles_that_may
from parvis.accounts.reads.users import active_users
from parvis.community.models import Member


def has_other_reviewer(member: Member) -> bool:
    """Whether some other account may publish articles: in a house of one, who writes also publishes."""
    others = active_users().exclude(pk=member.staff_id or 0)
    return others.filter(roles__overlap=roles_that_may("community.manage")).exists()
