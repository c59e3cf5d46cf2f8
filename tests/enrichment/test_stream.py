"""`parvis enrich`: the line contract."""

import json
from collections.abc import Iterator

from parvis.enrichment.stream import BATCH_LINES, enrich_stream


def run(lines: list[bytes], **options: object) -> tuple[int, list[dict[str, object]], list[str]]:
    written: list[bytes] = []
    said: list[str] = []
    code = enrich_stream(lines, written.append, complain=said.append, **options)  # type: ignore[arg-type]
    return code, [json.loads(line) for line in b"".join(written).splitlines()], said


def test_line_out_has_the_contract_fields() -> None:
    code, (answer,), said = run([b'{"id": 7, "text": "I love it, thank you", "author": "x"}\n'])
    assert (code, said) == (0, [])
    assert list(answer) == [
        "id",
        "language",
        "language_probability",
        "sentiment",
        "sentiment_probability",
        "sentiment_scores",
        "model_version",
        "emotion",
        "emotion_scores",
        "intents",
        "offensive",
        "hateful",
        "entities",
        "personal_data",
    ]
    assert (answer["id"], answer["language"], answer["sentiment"]) == (7, "en", "positive")
    assert list(answer["sentiment_scores"]) == ["negative", "neutral", "positive"]  # type: ignore[call-overload]


def test_keep_passes_other_fields_and_labels_win() -> None:
    _, (answer,), _ = run(
        [b'{"text": "Merci beaucoup", "id": "a", "author": "x", "language": "de"}'], keep=True
    )
    assert (answer["id"], answer["text"], answer["author"], answer["language"]) == (
        "a",
        "Merci beaucoup",
        "x",
        "fr",
    )


def test_broken_lines_answer_in_place_and_set_the_exit_code() -> None:
    code, answers, said = run(
        [
            b'{"id": 1, "text": "ok"}',
            b"{not json",
            b"[1]",
            b'{"id": 4}',
            b'{"id": 5, "text": 3}',
            b"\n",
            b'{"id": NaN, "text": "x"}',
            b"[" * 100_000,
            b'{"id": 8, "text": "fin"}',
        ]
    )
    assert code == 1
    assert [(a["id"], "error" in a) for a in answers] == [
        (1, False),
        (None, True),
        (None, True),
        (4, True),
        (5, True),
        (None, True),
        (None, True),
        (8, False),
    ]
    assert said == ["6 line(s) could not be read; each has an error line in the output."]


def test_invalid_utf8_surrogates_and_mark_are_answered() -> None:
    code, answers, _ = run(
        [b'\xef\xbb\xbf{"id": 1, "text": "caf\xe9 horrible"}', b'{"id": 2, "text": "\\ud83d nice day"}'],
        keep=True,
    )
    assert code == 0
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[1]["text"] == "\ud83d nice day"


def test_order_over_batches_and_output_while_input_flows() -> None:
    read = 0

    def lines() -> Iterator[bytes]:
        nonlocal read
        for number in range(3 * BATCH_LINES):
            read += 1
            yield b'{"id": %d, "text": "Bonjour"}' % number

    seen: list[tuple[int, int]] = []
    ids: list[int] = []

    def write(block: bytes) -> None:
        got = [json.loads(line)["id"] for line in block.splitlines()]
        ids.extend(got)
        seen.append((read, len(ids)))

    assert enrich_stream(lines(), write) == 0
    assert ids == list(range(3 * BATCH_LINES))
    assert seen == [(BATCH_LINES * k, BATCH_LINES * k) for k in (1, 2, 3)]


def test_unknown_language_is_one_sentence() -> None:
    code, answers, said = run([b'{"text": "x"}'], languages=["fr", "xx"])
    assert (code, answers, said) == (2, [], ["Unknown language: xx. Use codes such as fr,en."])


def test_no_language_is_one_sentence() -> None:
    assert run([b'{"text": "x"}'], languages=[]) == (2, [], ["No language given. Use codes such as fr,en."])


def test_targets_are_brands_and_have_a_sentiment_of_their_own() -> None:
    _, (named, other), _ = run(
        [
            b'{"id": 1, "text": "The Acme phone is great, I love it"}',
            b'{"id": 2, "text": "Hello there my friend"}',
        ],
        targets=["Acme", "Globex"],
    )
    assert list(named["targets"]) == ["Acme"] and other["targets"] == {}  # type: ignore[call-overload]
    assert max(named["targets"]["Acme"], key=named["targets"]["Acme"].get) == "positive"  # type: ignore[index]
    assert [entity["text"] for entity in named["entities"]] == ["Acme"]  # type: ignore[attr-defined]


def test_explanation_names_the_words_that_weighed() -> None:
    _, (answer,), _ = run([b'{"id": 1, "text": "The weather is absolutely awful in Lyon"}'], explain=True)
    assert answer["explanation"]["sentiment"][0][0] == "awful"  # type: ignore[index]


def test_several_processes_give_the_same_lines_in_the_same_order() -> None:
    lines = [b'{"id": %d, "text": "Bonjour, service %d nul"}' % (n, n) for n in range(3 * BATCH_LINES)] + [
        b"{"
    ]
    assert run(lines, jobs=2) == run(lines, jobs=1)


def test_no_job_is_one_sentence() -> None:
    assert run([b'{"text": "x"}'], jobs=0) == (2, [], ["The number of jobs must be 1 or more."])
