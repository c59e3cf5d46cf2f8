"""What members are told of, how, and when a mail about it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

NOW, DIGEST, NEVER = "now", "digest", "never"
HOWS = (NOW, DIGEST, NEVER)
WEEKLY, DAILY = "weekly", "daily"
RHYTHMS = (WEEKLY, DAILY, NEVER)


@dataclass(frozen=True, slots=True)
class Kind:
    """how: unless the member chose otherwise. is_chosen: False for what the law has everybody told by mail."""

    key: str
    how: str
    is_chosen: bool = True


ANSWERS = Kind("answers", NOW)
NAMED = Kind("named", NOW)
ACCEPTED = Kind("accepted", NOW)
IDEAS = Kind("ideas", NOW)
REVIEWS = Kind("reviews", NOW)
HONOURS = Kind("honours", DIGEST)
# Statements of reasons, decisions on reports and appeals: Regulation (EU) 2022/2065, art. 16(5), 17(1), 20(5).
DECISIONS = Kind("decisions", NOW, is_chosen=False)
KINDS = {kind.key: kind for kind in (ANSWERS, NAMED, ACCEPTED, IDEAS, REVIEWS, HONOURS, DECISIONS)}
ALL = "all"  # of the way out

# After a mail about a question the next one about it waits, and twice as long while nobody looks.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(days=1)
MOST_MAILS_A_DAY = 50  # to one member; what is beyond stands on the page
MOST_BOUNCES = 3
MOST_IN_A_MAIL = 5  # texts; of the others their number is said
KEPT = timedelta(days=183)


def how_told(kind: str, chosen: Mapping[str, Any]) -> str:
    """chosen: what the member set, kind → how."""
    known = KINDS[kind]
    wanted = chosen.get(kind)
    return wanted if known.is_chosen and wanted in HOWS else known.how


def on_devices(kind: str, chosen: Mapping[str, Any]) -> bool:
    """Whether devices tell of it: as chosen, else of what comes by mail at once to everybody."""
    wanted = chosen.get("devices")
    return kind in wanted if isinstance(wanted, list) else KINDS[kind].how == NOW


def rhythm_of(chosen: Mapping[str, Any]) -> str:
    wanted = chosen.get("rhythm")
    return wanted if wanted in RHYTHMS else WEEKLY


def mail_due(*, now: datetime, mailed_at: datetime | None, mail_count: int) -> datetime:
    """When the next mail about the same thing may go out. mail_count: of those that were not looked at since."""
    if mailed_at is None or not mail_count:
        return now
    wait: timedelta = min(FIRST_WAIT * int(2 ** min(mail_count - 1, 10)), LONGEST_WAIT)
    return max(now, mailed_at + wait)
