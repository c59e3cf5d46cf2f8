"""Labels for texts of any origin: what `parvis enrich` gives, over HTTP, and nothing is stored."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from parvis.enrichment.stream import EXIT_BAD_OPTION, enrich_stream
from parvis.foundation.api.endpoints import BULK_BYTES, Caller, Endpoints
from parvis.foundation.api.problems import Problem
from parvis.foundation.api.shapes import Answer, Body

MOST_TEXTS = 1000
UNKNOWN_LANGUAGE = "The language model does not know one of these languages."

ENDPOINTS = Endpoints(
    "Labels", explain="Language, sentiment and more of texts that are sent; nothing of them is kept."
)


class Text(Body):
    """Other fields are passed through only with `keep`; the text may be empty."""

    id: str | int | None = None
    text: Annotated[str, Field(max_length=1_000_000)]

    model_config = ConfigDict(extra="allow", strict=True)


class Texts(Body):
    texts: Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)]
    languages: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z]{2}$")]], Field(min_length=1, max_length=20)
    ] = [
        "fr",
        "en",
    ]
    targets: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=20)] = (
        Field([], description="Brands or topics: adds the sentiment towards each.")
    )
    explain: bool = Field(False, description="Add the words that weighed most.")
    keep: bool = Field(False, description="Pass the other fields of each text through.")

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [{"texts": [{"id": "1", "text": "Toujours aucune réponse, scandaleux."}]}]
        },
    )


class Labelled(Answer):
    """The labels of one text, under the names of `parvis enrich`; more may be added."""

    id: str | int | None
    language: str = Field("", description='"" nothing to read, "unknown" none of the languages asked for.')
    language_probability: float = 0.0
    sentiment: str = Field("", description='"" not analysed.')
    sentiment_scores: dict[str, float] = {}
    model_version: str = ""

    model_config = ConfigDict(extra="allow")


class LabelledTexts(Answer):
    items: list[Labelled]


# It reads and changes nothing: no transaction, no Idempotency-Key.
@ENDPOINTS.post(
    "/enrich",
    permission="mentions.view",
    is_write=False,
    most_bytes=BULK_BYTES,
    problems={"unknown-language": (409, UNKNOWN_LANGUAGE)},
)
def enrich_texts(caller: Caller, given: Texts) -> LabelledTexts:
    """Label up to 1,000 texts; answers in the same order with the same ids."""
    # The command's own stream, so that both always give the same fields.
    lines = [
        json.dumps({"id": one.id, "text": one.text, **_others(one, given)}).encode() for one in given.texts
    ]
    written: list[bytes] = []
    wanted: dict[str, Any] = {"targets": tuple(given.targets)} if given.targets else {}
    if given.explain:
        wanted["explain"] = True
    code = enrich_stream(
        lines,
        written.append,
        languages=tuple(given.languages),
        keep=given.keep,
        complain=lambda sentence: None,
        **wanted,
    )
    if code == EXIT_BAD_OPTION:
        raise Problem(409, "unknown-language", UNKNOWN_LANGUAGE)
    return LabelledTexts(
        items=[Labelled.model_validate_json(line) for line in b"".join(written).split(b"\n") if line]
    )


def _others(one: Text, given: Texts) -> dict[str, Any]:
    return dict(one.model_extra or {}) if given.keep else {}
