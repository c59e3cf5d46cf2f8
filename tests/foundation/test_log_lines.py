"""Log lines hold what helps to find an error and nothing that somebody wrote."""

from __future__ import annotations

import ast
import json
import logging
from pathlib import Path

import pytest

from parvis.foundation.log_lines import JsonLines, PlainLines, request_id, scrub, shown_value

SAID = "Réglez ma facture 4711, je suis Zoé Martin, zoe.martin@example.com"


def line_of(template: object, *values: object, error: BaseException | None = None) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("parvis.tests", logging.ERROR, "here.py", 1, template, values, info)
    text = JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_an_exception_is_its_class_and_its_way_and_no_word_of_its_text() -> None:
    def take(text: str) -> None:
        raise ValueError(f"cannot take {text}")

    try:
        try:
            take(SAID)
        except ValueError as error:
            raise RuntimeError(SAID) from error
    except RuntimeError as error:
        line = line_of("job %s failed", 12, error=error)
    assert line["message"] == "job 12 failed"
    assert line["exception"]["type"] == "builtins.RuntimeError"
    assert line["exception"]["after"] == "ValueError"
    assert "test_log_lines.py" in line["exception"]["way"][-1]
    for word in ("zoe", "Zoé", "facture", "Réglez"):
        assert word not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12, 12),
        (None, None),
        ("conversations.deliver", "conversations.deliver"),
        ("/people/12/", "/people/12/"),
        ("zoe@example.com", "‹15 characters›"),
        ("two words", "‹9 characters›"),
        ("ligne\nFAKE", "‹10 characters›"),
        ("0612345678", "‹10 characters›"),
        (ValueError(SAID), "ValueError"),
        (KeyError, "KeyError"),
    ],
)
def test_a_value_is_shown_only_where_it_has_the_shape_of_a_name_or_number(value: object, shown: object) -> None:
    assert shown_value(value) == shown


def test_nobody_begins_a_line_of_their_own() -> None:
    forged = 'x\n{"level": "CRITICAL", "message": "forged"}'
    assert line_of("took %s", forged)["message"] == f"took ‹{len(forged)} characters›"
    plain = PlainLines().format(logging.LogRecord("a", 40, "p", 1, forged, (), None))
    assert "\n" not in plain
    assert "\x1b" not in PlainLines().format(logging.LogRecord("a", 40, "p", 1, "red \x1b[31m", (), None))


def test_a_finished_sentence_of_a_library_is_freed_of_addresses_and_quotations() -> None:
    text = f'Login of zoe@example.com +33 6 12 34 56 78 at /a?q=zoe failed: "{SAID}"'
    assert scrub(text) == "Login of ‹e-mail› ‹number› at /a?‹…› failed: ‹…›"


def test_the_request_is_named() -> None:
    token = request_id.set("abcdef0123")
    try:
        assert line_of("slow")["request"] == "abcdef0123"
    finally:
        request_id.reset(token)
    assert "request" not in line_of("slow")


def test_our_own_code_hands_values_to_the_logger_and_never_a_finished_sentence() -> None:
    """A value can be looked at before it is shown; what an f-string holds cannot."""
    package = Path(__file__).resolve().parents[2] / "src/parvis"
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    finished = []
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in levels
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in ("logger", "_logger", "log")
                and not isinstance(node.args[0], ast.Constant)
            ):
                finished.append(f"{path.relative_to(package)}:{node.lineno}")
    assert finished == []
