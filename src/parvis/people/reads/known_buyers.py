"""People you know bought this: told only where the one who is told and the one who bought both agreed.

The purpose "contacts" is off until the data-protection officer has written down why and for which country's law.
Then the row-level policies do the work: a relationship is seen with both its persons, a purchase with its buyer, and
a person only with their own consent to this. No condition of consent stands here that could be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from parvis.foundation.access import purpose


@dataclass(frozen=True, slots=True)
class KnownBuyer:
    """Somebody the person knows. Of the purchase no more is told than that it was made."""

    person_id: int
    given_name: str


_SQL = """
SELECT DISTINCT ON (buyer.id) buyer.id, buyer.given_name
FROM people_person me
JOIN people_person mine ON mine.id = me.id OR mine.joined_id = me.joined_id
JOIN people_relationship r ON r.kind = 'knows' AND mine.id IN (r.person_id, r.other_id)
JOIN people_person known ON known.id = r.person_id + r.other_id - mine.id
JOIN people_person buyer ON buyer.id = known.id OR buyer.joined_id = known.joined_id
JOIN people_purchase p ON p.person_id = buyer.id AND p.product_id = %(product)s AND p.returned_at IS NULL
WHERE me.id = %(person)s AND buyer.given_name <> ''
      AND (buyer.id <> me.id AND (buyer.joined_id IS NULL OR buyer.joined_id IS DISTINCT FROM me.joined_id))
ORDER BY buyer.id
LIMIT %(most)s
"""


def known_buyers(person_id: int, product_id: int, *, most: int = 20) -> list[KnownBuyer]:
    """Who of the people this person knows bought the product and did not give it back. Declares its purpose."""
    with purpose("contacts"), connection.cursor() as cursor:
        cursor.execute(_SQL, {"person": person_id, "product": product_id, "most": most})
        return [KnownBuyer(*row) for row in cursor.fetchall()]
