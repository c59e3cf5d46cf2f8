"""Who may be meant, before a record is made."""

from __future__ import annotations

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Typed
from parvis.people.api.endpoints import NOT_AN_ADDRESS
from parvis.people.api.group_endpoints import GROUPS
from parvis.people.logic.contact_points import EMAIL, PHONE, normalised
from parvis.people.permissions import purpose_of
from parvis.people.reads.duplicates import likely_duplicates


class LikelyPerson(Answer):
    id: int
    name: str
    customer_number: str
    city: str


class LikelyPersons(Answer):
    items: list[LikelyPerson]


@GROUPS.get(
    "/likely-persons",
    permission="people.view",
    purpose=purpose_of,
    problems={"not-an-address": NOT_AN_ADDRESS},
)
def list_likely_persons(
    caller: Caller,
    given_name: Typed = "",
    family_name: Typed = "",
    customer_number: Typed = "",
    email: Typed = "",
    phone: Typed = "",
    city: Typed = "",
) -> LikelyPersons:
    """Records that may be this person already: ask before you make one. The certain ones first, then the likeliest."""
    addresses = [
        (kind, normalised(kind, value)) for kind, value in ((EMAIL, email), (PHONE, phone)) if value.strip()
    ]
    found = likely_duplicates(
        customer_number=customer_number.replace("\x00", "").strip(),
        given_name=given_name.replace("\x00", "").strip(),
        family_name=family_name.replace("\x00", "").strip(),
        city=city.replace("\x00", "").strip(),
        addresses=addresses,
    )
    return LikelyPersons(
        items=[
            LikelyPerson(id=one.pk, name=str(one), customer_number=one.customer_number or "", city=one.city)
            for one in found
        ]
    )
