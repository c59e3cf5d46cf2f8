"""The tables of people, a file a subject.

Row-level security (migrations 0002 and 0003) hides persons, contact points, links and consents from a transaction
that declares no purpose, or one for which a person has not consented.
"""

from parvis.people.models.claims import Claim, RefusedLink
from parvis.people.models.consents import Consent, CurrentConsent
from parvis.people.models.custom_fields import CustomChoice, CustomField, CustomValue
from parvis.people.models.duplicates import MatchKey, MatchWeights, RefusedJoin, StaleRecord, SuggestedJoin
from parvis.people.models.erasures import Erasure, Tombstone
from parvis.people.models.exchange import ExternalId, PersonVersion, SyncConflict
from parvis.people.models.identities import HeardHash, Identity
from parvis.people.models.imports import ImportRow, PeopleImport
from parvis.people.models.joins import CurrentPersonLink, PersonLink
from parvis.people.models.links import CurrentLink, IdentityLink
from parvis.people.models.networks import NetworkQuestion, ProofNetwork
from parvis.people.models.notes import NoteVersion, PersonNote, RecordFile
from parvis.people.models.organizations import Organization, Position
from parvis.people.models.persons import ContactPoint, Person
from parvis.people.models.purchases import Product, Purchase, PurchaseImport
from parvis.people.models.purposes import PurposeRule, Wording
from parvis.people.models.refusals import ChoicesLink, OptOut
from parvis.people.models.relations import ChannelPrior, HealthScale, JourneyFigure, JourneyPlace, JourneyStep
from parvis.people.models.relationships import Relationship
from parvis.people.models.retention import RetentionPeriod, RetentionRun
from parvis.people.models.rights import RightsArchive, RightsHandle, RightsRequest, RightsStep, RightsSubject
from parvis.people.models.segments import Segment
from parvis.people.models.tags import Tag, Tagging

__all__ = [
    "ChannelPrior",
    "ChoicesLink",
    "Claim",
    "Consent",
    "ContactPoint",
    "CurrentConsent",
    "CurrentLink",
    "CurrentPersonLink",
    "CustomChoice",
    "CustomField",
    "CustomValue",
    "Erasure",
    "ExternalId",
    "HealthScale",
    "HeardHash",
    "Identity",
    "IdentityLink",
    "ImportRow",
    "JourneyFigure",
    "JourneyPlace",
    "JourneyStep",
    "MatchKey",
    "MatchWeights",
    "NetworkQuestion",
    "NoteVersion",
    "OptOut",
    "Organization",
    "PeopleImport",
    "Person",
    "PersonLink",
    "PersonNote",
    "PersonVersion",
    "Position",
    "Product",
    "ProofNetwork",
    "Purchase",
    "PurchaseImport",
    "PurposeRule",
    "RecordFile",
    "RefusedJoin",
    "RefusedLink",
    "Relationship",
    "RetentionPeriod",
    "RetentionRun",
    "RightsArchive",
    "RightsHandle",
    "RightsRequest",
    "RightsStep",
    "RightsSubject",
    "Segment",
    "StaleRecord",
    "SuggestedJoin",
    "SyncConflict",
    "Tag",
    "Tagging",
    "Tombstone",
    "Wording",
]
