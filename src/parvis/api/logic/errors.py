"""Why a change of webhooks is refused: codes; the sentences stand at the edges."""

from __future__ import annotations


class WebhookRefused(Exception):
    """code: "unknown-event", "no-event", "address-unfit", "secret-unfit", "not-replayable"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
