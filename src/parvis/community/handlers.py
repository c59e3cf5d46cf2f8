"""What the community does with its own events, apart from the act that they tell of."""

from __future__ import annotations

from parvis.community.actions.cases import close_case, open_again
from parvis.community.events import AcceptanceWithdrawn, AnswerAccepted
from parvis.foundation.clock import utc_now
from parvis.foundation.events import subscribe


@subscribe(AnswerAccepted)
def close_solved_case(event: AnswerAccepted) -> None:
    close_case(event.question_id, now=utc_now())


@subscribe(AcceptanceWithdrawn)
def open_case_again(event: AcceptanceWithdrawn) -> None:
    open_again(event.question_id)
