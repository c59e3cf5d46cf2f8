"""What the actions on persons refuse, as codes; the sentences stand at the edge (web/sentences.py)."""

from __future__ import annotations

from parvis.people.logic.contact_points import NotAnAddress

__all__ = [
    "AddressKnown",
    "AlreadyJoined",
    "BasisRefused",
    "CustomerNumberTaken",
    "IdentityLinked",
    "NameMissing",
    "NotAnAddress",
    "NotJoined",
    "NotLinked",
    "NotPermitted",
    "ObjectedBefore",
    "OwnAccount",
    "PeopleError",
    "RuleRefused",
    "SameRecord",
    "WordsOutdated",
]


class PeopleError(Exception):
    """Base of this family."""


class CustomerNumberTaken(PeopleError):
    """Another person has this customer number. person_id is None where that record may not be seen."""

    def __init__(self, person_id: int | None, name: str = "") -> None:
        super().__init__(person_id)
        self.person_id, self.name = person_id, name


class AddressKnown(PeopleError):
    """Other persons gave the same address. Families share one: whoever is told may go on."""

    def __init__(self, kind: str, person_ids: tuple[int, ...]) -> None:
        super().__init__(kind, person_ids)
        self.kind, self.person_ids = kind, person_ids


class IdentityLinked(PeopleError):
    """The handle is linked to somebody already. person_id is None where that record may not be seen."""

    def __init__(self, person_id: int | None, name: str = "") -> None:
        super().__init__(person_id)
        self.person_id, self.name = person_id, name


class NotLinked(PeopleError):
    """There is no link to end: a colleague may have ended it a moment ago."""


class OwnAccount(PeopleError):
    """The handle is the company's own; it stands for no customer."""


class NameMissing(PeopleError):
    """A record needs a name, a customer number or an address to be found again."""


class AlreadyJoined(PeopleError):
    """The two are records of one human already: a colleague may have been a moment faster."""


class NotJoined(PeopleError):
    """There is no join to end: a colleague may have ended it a moment ago."""


class SameRecord(PeopleError):
    """A record cannot be joined with itself."""


class BasisRefused(PeopleError):
    """The basis is not one that the data-protection officer allowed for this purpose and channel."""


class ObjectedBefore(PeopleError):
    """The person said no: only their own consent stands above that."""


class RuleRefused(PeopleError):
    """What was decided about a purpose is not possible, or its reason is missing. code says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WordsOutdated(PeopleError):
    """The words beside a choice were never in force: the page has to be shown again."""


class NotPermitted(PeopleError):
    """The person may not be written to for this purpose. Whether they exist is not said."""


class ClaimRefused(PeopleError):
    """A proof cannot be begun or settled. reason: "no-address", "linked", "ours", "over", "not-found", "no-profile",
    "no-network", "too-many" or "not-both-ways"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NetworkRefused(PeopleError):
    """A network cannot be set up. code: "not-an-address", "unreachable", "answer-refused", "address-taken",
    "client-missing", "channel-missing" or "claim-missing"."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class ProofRefused(PeopleError):
    """A log-in at a network proves nothing here. reason: "over", "declined", "other-account", "unreachable",
    "answer-refused", "elsewhere", "ours", "forgotten" or "too-many"."""

    def __init__(self, reason: str, *, handle: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.handle = handle
