"""What the endpoints of people have in common: their list and how they refuse."""

from __future__ import annotations

from parvis.foundation.api.endpoints import Endpoints
from parvis.foundation.api.problems import Problem
from parvis.people.logic.errors import (
    AddressKnown,
    AlreadyJoined,
    CustomerNumberTaken,
    IdentityLinked,
    NameMissing,
    NotAnAddress,
    NotJoined,
    NotLinked,
    OwnAccount,
    SameRecord,
)
from parvis.people.logic.joins import NotSuggested
from parvis.people.logic.refusals import CODES, NotKept
from parvis.people.logic.rights import ErasedBefore

NUMBER_TAKEN = (409, "Another person has this customer number.")
ADDRESS_KNOWN = (409, "Other persons gave this address; send address_may_be_shared to go on.")
NOT_AN_ADDRESS = (409, "This is no e-mail address, or no phone number that can be called from abroad.")
NAME_MISSING = (409, "A record needs a name, a customer number or an address.")
ERASED_BEFORE = (409, "Who has this address or number was erased by right; send has_come_back if they returned.")
LINKED = (409, "The handle is linked to another person: end that link first.")


def refusal(error: Exception) -> Problem | None:
    """Codes of people's errors; a person that may not be seen is not named."""
    if isinstance(error, NotKept):
        status, sentence = CODES[error.code]
        return Problem(status, error.code, sentence, about=error.about, **error.detail)
    if isinstance(error, CustomerNumberTaken):
        return Problem(*_said("customer-number-taken", NUMBER_TAKEN), person_id=error.person_id)
    if isinstance(error, AddressKnown):
        return Problem(*_said("address-known", ADDRESS_KNOWN), person_ids=list(error.person_ids))
    if isinstance(error, IdentityLinked):
        return Problem(*_said("identity-linked", LINKED), person_id=error.person_id)
    if isinstance(error, NotAnAddress):
        return Problem(*_said("not-an-address", NOT_AN_ADDRESS), kind=error.kind)
    if isinstance(error, NameMissing):
        return Problem(*_said("name-missing", NAME_MISSING))
    if isinstance(error, NotLinked):
        return Problem(409, "not-linked", "The handle is linked to nobody.")
    if isinstance(error, ErasedBefore):
        return Problem(*_said("erased-before", ERASED_BEFORE))
    if isinstance(error, OwnAccount):
        return Problem(409, "own-account", "The handle is the company's own and stands for no customer.")
    if isinstance(error, AlreadyJoined):
        return Problem(409, "already-joined", "The two are records of one person already.")
    if isinstance(error, NotJoined):
        return Problem(409, "not-joined", "The two are not joined any more.")
    if isinstance(error, NotSuggested):
        return Problem(409, "not-suggested", "The pair is decided already.")
    if isinstance(error, SameRecord):
        return Problem(409, "same-record", "A record cannot be joined with itself.")
    return None


ENDPOINTS = Endpoints(
    "People",
    explain="Customer records, the addresses they gave, the handles they speak from, what they consented to.",
    refusal=refusal,
)
PROBLEMS = {
    "customer-number-taken": NUMBER_TAKEN,
    "address-known": ADDRESS_KNOWN,
    "not-an-address": NOT_AN_ADDRESS,
    "name-missing": NAME_MISSING,
    "erased-before": ERASED_BEFORE,
}


def _said(code: str, words: tuple[int, str]) -> tuple[int, str, str]:
    return words[0], code, words[1]
