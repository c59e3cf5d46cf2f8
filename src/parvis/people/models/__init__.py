"""The tables of people, a file a subject.

Row-level security (migrations 0002 and 0003) hides persons, contact points, links and consents from a transaction
that declares no purpose, or one for which a person has not consented.
"""

from parvis.people.models.consents import Consent, CurrentConsent
from parvis.people.models.identities import Identity
from parvis.people.models.joins import CurrentPersonLink, PersonLink
from parvis.people.models.links import CurrentLink, IdentityLink
from parvis.people.models.persons import ContactPoint, Person

__all__ = [
    "Consent",
    "ContactPoint",
    "CurrentConsent",
    "CurrentLink",
    "CurrentPersonLink",
    "Identity",
    "IdentityLink",
    "Person",
    "PersonLink",
]
