"""Members and colleagues of the demo by their names."""

from __future__ import annotations

from parvis.accounts.models import User
from parvis.community.models import BroughtIn, Member
from parvis.foundation.demo import DOMAIN


def member_called(name: str) -> Member:
    known = BroughtIn.objects.filter(origin="demo", what=BroughtIn.MEMBER, external_id=name)
    return Member.objects.get(pk__in=known.values("own_id"))


def colleague(local: str) -> User:
    return User.objects.get(email=f"{local}@{DOMAIN}")
