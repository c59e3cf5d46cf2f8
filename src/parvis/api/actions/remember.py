"""Idempotency-Key: the answer to a write is kept in the write's own transaction.

The key's row is inserted first. A second request with the same key waits at its unique index until the first
one commits, and then gets the first one's answer; if the first one is killed or refused, its row is gone with
its effect and the second one acts. There is no moment in which the effect is there and the answer is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from parvis.accounts.models import ApiToken
from parvis.api.models import RememberedAnswer
from parvis.foundation.secrets import seal, unseal

KEPT = timedelta(hours=24)


class KeyReused(Exception):
    """The key stands for another request."""


@dataclass(frozen=True, slots=True)
class Kept:
    status: int
    headers: dict[str, str]
    body: str


def claim_key(token: ApiToken, key: str, *, request_hash: str, now: datetime) -> Kept | None:
    """Take the key for this request: None when it is ours, else what was answered before. Raises KeyReused.

    Must run inside the transaction of the effect.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM api_remembered_answer WHERE token_id = %s AND key = %s AND created_at < %s",
            [token.pk, key, now - KEPT],
        )
        cursor.execute(
            "INSERT INTO api_remembered_answer (token_id, key, request_hash, headers, sealed_body, created_at) "
            "VALUES (%s, %s, %s, '{}', '', %s) ON CONFLICT (token_id, key) DO NOTHING",
            [token.pk, key, request_hash, now],
        )
        if cursor.rowcount == 1:
            return None
    row = RememberedAnswer.objects.get(token=token, key=key)
    if row.request_hash != request_hash or row.status is None:
        raise KeyReused
    return Kept(row.status, row.headers, str(unseal(row.sealed_body).get("body", "")))


def keep_answer(token: ApiToken, key: str, *, status: int, headers: dict[str, str], body: str) -> None:
    """Write what the request is answered, beside its effect."""
    RememberedAnswer.objects.filter(token=token, key=key).update(
        status=status, headers=headers, sealed_body=seal({"body": body}) if body else ""
    )


def forget_old_answers(*, now: datetime) -> int:
    return RememberedAnswer.objects.filter(created_at__lt=now - KEPT).delete()[0]
