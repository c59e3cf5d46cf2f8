"""Who may see and change persons, and for which purpose an account reads them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from parvis.accounts.models import User
from parvis.people.models import Identity, Person, RightsRequest


def can_view_people(user: User) -> bool:
    return user.may("people.view")


def can_edit_people(user: User) -> bool:
    return user.may("people.edit")


def can_manage_people(user: User) -> bool:
    """Set up what records consist of: fields of the house's own, tags, products, imports."""
    return user.may("people.manage")


def purpose_of(user: User) -> str:
    """Service for those who answer people; a legal duty, which also sees restricted records, for the officer."""
    return "legal_duty" if "data_protection_officer" in user.roles else "service"


def visible_to(user: User) -> QuerySet[Person]:
    """The persons this account may see. What the declared purpose hides is hidden by the database besides."""
    return Person.objects.all() if can_view_people(user) else Person.objects.none()


def person_for(user: User, person_id: int) -> Person:
    """Raises Http404 for a stranger, an unknown id, and a record that the declared purpose does not show."""
    found = visible_to(user).filter(pk=person_id).first()
    if found is None:
        raise Http404
    return found


def identity_for(user: User, identity_id: int) -> Identity:
    """A handle, for those who answer or look after people. Raises Http404."""
    found = Identity.objects.filter(pk=identity_id).first() if can_view_people(user) else None
    if found is None:
        raise Http404
    return found


def can_manage_rights(user: User) -> bool:
    return user.may("privacy.manage")


def request_for(user: User, request_id: int) -> RightsRequest:
    """A request by right, for those at the desk. Raises Http404. Inside a transaction of a legal duty."""
    found = RightsRequest.objects.filter(pk=request_id).first() if can_manage_rights(user) else None
    if found is None:
        raise Http404
    return found
