"""`parvis enrich`: JSON Lines in, JSON Lines out, same order, same id, in bounded memory.

A line that cannot be read becomes {"id", "error"} in its place and the exit code is 1 at the end, so that a
night's run is not lost to one bad row and is not taken for clean either. Bytes that are no UTF-8 are replaced
and the text labelled: half a character says little about the rest.
"""

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from parvis.enrichment.logic.explain import explain_labels
from parvis.enrichment.logic.labels import DEFAULT_LANGUAGES, EVERYTHING, Labels, label_texts
from parvis.enrichment.logic.language import UnknownLanguage
from parvis.enrichment.logic.targets import target_sentiments
from parvis.foundation.logic.in_order import in_order

BATCH_LINES = 512
BATCH_BYTES = 4_000_000  # long lines make short batches
EXIT_BROKEN_LINES = 1
EXIT_BAD_OPTION = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of every line; sent to each process once a batch."""

    languages: tuple[str, ...] = DEFAULT_LANGUAGES
    keep: bool = False
    targets: tuple[str, ...] = ()
    explain: bool = False


class _Broken(Exception):
    """A line that holds no readable record; carries the id where there is one."""

    def __init__(self, reason: str, record_id: object = None) -> None:
        super().__init__(reason)
        self.record_id = record_id


def _to_stderr(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def enrich_stream(
    lines: Iterable[bytes],
    write: Callable[[bytes], object],
    *,
    languages: Sequence[str] = DEFAULT_LANGUAGES,
    keep: bool = False,
    targets: Sequence[str] = (),
    explain: bool = False,
    jobs: int = 1,
    complain: Callable[[str], object] = _to_stderr,
) -> int:
    """Label every line and write the results; returns the exit code (0, 1 broken lines, 2 bad option).

    `keep` passes the record's other fields through; a field that has a label's name is replaced by the label.
    `targets` adds the sentiment towards each; `explain` the words that weighed. `jobs`: processes.
    """
    if not languages:
        complain("No language given. Use codes such as fr,en.")
        return EXIT_BAD_OPTION
    if jobs < 1:
        complain("The number of jobs must be 1 or more.")
        return EXIT_BAD_OPTION
    try:
        label_texts([""], languages=languages)
    except UnknownLanguage as error:
        complain(f"Unknown language: {error}. Use codes such as fr,en.")
        return EXIT_BAD_OPTION
    options = Options(tuple(languages), keep, tuple(targets), explain)
    work = functools.partial(_label_lines, options=options)
    batches = _batches(lines)
    broken = 0
    for answer, broken_here in map(work, batches) if jobs == 1 else in_order(work, batches, jobs=jobs):
        write(answer)
        broken += broken_here
    if broken:
        complain(f"{broken} line(s) could not be read; each has an error line in the output.")
    return EXIT_BROKEN_LINES if broken else 0


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    pending: list[bytes] = []
    size = 0
    for line in lines:
        if not line.strip():
            continue
        pending.append(line)
        size += len(line)
        if len(pending) >= BATCH_LINES or size >= BATCH_BYTES:
            yield pending
            pending, size = [], 0
    if pending:
        yield pending


Answer = tuple[bytes, int]


def _label_lines(lines: Sequence[bytes], *, options: Options) -> Answer:
    """Answers to one batch, and how many of its lines were broken."""
    records: list[dict[str, Any] | _Broken] = []
    for line in lines:
        try:
            records.append(_read_record(line))
        except _Broken as broken:
            records.append(broken)
    texts = [record["text"] for record in records if not isinstance(record, _Broken)]
    fields = iter(_fields(texts, options))
    answers = [
        {"id": record.record_id, "error": str(record)}
        if isinstance(record, _Broken)
        else _answer(record, next(fields), keep=options.keep)
        for record in records
    ]
    return b"".join(_encoded(answer) for answer in answers), len(records) - len(texts)


def _fields(texts: Sequence[str], options: Options) -> list[dict[str, Any]]:
    names = {"brand": options.targets} if options.targets else None
    labels = label_texts(texts, languages=options.languages, wanted=EVERYTHING, names=names)
    fields = [label_fields(label) for label in labels]
    if options.targets:
        towards = target_sentiments(texts, targets=options.targets, languages=options.languages)
        for field, scores in zip(fields, towards, strict=True):
            field["targets"] = scores
    if options.explain:
        for field, words in zip(
            fields, explain_labels(texts, labels, languages=options.languages), strict=True
        ):
            field["explanation"] = words
    return fields


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _read_record(line: bytes) -> dict[str, Any]:
    text = line.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        record = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise _Broken("nested too deeply") from None
    except ValueError as error:
        raise _Broken(f"not JSON: {error}") from None
    if not isinstance(record, dict):
        raise _Broken("not a JSON object")
    if not isinstance(record.get("text"), str):
        raise _Broken('no field "text" that holds a string', record.get("id"))
    return record


def _answer(record: dict[str, Any], fields: dict[str, Any], *, keep: bool) -> dict[str, Any]:
    kept = {name: value for name, value in record.items() if name != "id"} if keep else {}
    return {"id": record.get("id"), **kept, **fields}


def label_fields(labels: Labels) -> dict[str, Any]:
    """The labels under the names they have in every command and endpoint."""
    return {
        "language": labels.language,
        "language_probability": labels.language_probability,
        "sentiment": labels.sentiment,
        "sentiment_probability": labels.sentiment_probability,
        "sentiment_scores": labels.sentiment_scores,
        "model_version": labels.model_version,
        "emotion": labels.emotion,
        "emotion_scores": labels.emotion_scores,
        "intents": labels.intents,
        "offensive": labels.offensive,
        "hateful": labels.hateful,
        "entities": [entity._asdict() for entity in labels.entities],
        "personal_data": [found._asdict() for found in labels.personal_data],
    }


def _encoded(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair came in escaped, and leaves escaped
        return json.dumps(answer).encode("ascii") + b"\n"
