"""`parvis similar`: the line contract."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from parvis.enrichment.similar_stream import BrokenLine, read_corpus, similar_stream

CORPUS = [
    b'{"id": "pw", "question": "How do I reset my password?", "answer": "By the link below the form."}\n',
    b'\n',
    b'{"id": 2, "question": "Where is my parcel?", "answer": null}\n',
]  # fmt: skip


def run(lines: list[bytes], top: int = 10) -> tuple[int, list[dict[str, object]], list[str]]:
    written: list[bytes] = []
    said: list[str] = []
    code = similar_stream(lines, written.append, index=read_corpus(CORPUS), top=top, complain=said.append)
    return code, [json.loads(line) for line in written], said


def test_a_line_out_has_the_contract_fields() -> None:
    code, (answer,), said = run([b'{"id": 7, "text": "lost my password", "more": 1}\n'], top=1)
    assert (code, said) == (0, [])
    assert answer["id"] == 7
    (result,) = answer["results"]  # type: ignore[misc]
    assert list(result) == ["id", "score"]
    assert result["id"] == "pw"


@pytest.mark.parametrize(
    ("line", "id"),
    [
        (b"nonsense", None),
        (b"[1]", None),
        (b'{"text": "no id"}', None),
        (b'{"id": true, "text": "x"}', None),
        (b'{"id": 3}', 3),
        (b'{"id": "a", "text": 5}', "a"),
        (b"[" * 200_000, None),
        (b'{"id": ' + b"9" * 5_000 + b', "text": "x"}', None),
    ],
)
def test_a_broken_line_says_so_in_its_place(line: bytes, id: object) -> None:
    code, answers, said = run(
        [b'{"id": 1, "text": "parcel"}\n', line + b"\n", b'{"id": 2, "text": "parcel"}\n']
    )
    assert code == 1
    assert [answer["id"] for answer in answers] == [1, id, 2]
    assert list(answers[1]) == ["id", "error"]
    assert len(said) == 1


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b'{"id": 5}',
        b'{"question": "no id"}',
        b'{"id": 2, "question": "again"}',
        b'{"id": 9, "question": "x", "answer": 4}',
    ],
)
def test_a_broken_corpus_is_refused_with_its_line(line: bytes) -> None:
    with pytest.raises(BrokenLine, match="line 4"):
        read_corpus([*CORPUS, line])


def test_the_command_answers_and_tells_by_its_exit_code(tmp_path: Path) -> None:
    corpus = tmp_path / "faq.jsonl"
    corpus.write_bytes(b"".join(CORPUS))
    command = [
        sys.executable,
        "-m",
        "parvis.project.command_line",
        "similar",
        "--corpus",
        str(corpus),
        "--top",
        "1",
    ]
    done = subprocess.run(command, input=b'{"id": 1, "text": "my parcel"}\nbroken\n', capture_output=True)
    assert done.returncode == 3
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["results"][0]["id"] == 2
    assert second["id"] is None
    missing = subprocess.run([*command[:-3], "absent.jsonl"], input=b"", capture_output=True)
    assert missing.returncode == 1
    assert b"absent.jsonl cannot be read" in missing.stderr
