"""Writes the Python client from the OpenAPI document: `python -m parvis.api.client_generator [folder]`.

Two files are generated (shapes.py: what is sent and answered; client.py: a method an endpoint); the transport
beside them is written by hand. A test compares what is committed with what would be written now.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

HEAD = (
    '"""{}\n\nGenerated from the OpenAPI document by `python -m parvis.api.client_generator`: '
    'change nothing here.\n"""\n\n'
)
_PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "object": "dict[str, Any]",
}


def generated_files(document: dict[str, Any]) -> dict[str, str]:
    """File name → its text."""
    return {"shapes.py": _shapes(document), "client.py": _client(document)}


def _shapes(document: dict[str, Any]) -> str:
    parts = [
        HEAD.format("What is sent to Parvis and what it answers."),
        "from __future__ import annotations\n\nfrom typing import Any, Literal, NotRequired, TypedDict\n",
    ]
    for name, shape in sorted(document["components"]["schemas"].items()):
        parts.append(
            f"\n\nclass {name}(TypedDict):\n" + "".join(_fields(shape, is_answer=name in _answered(document)))
        )
    return "".join(parts)


def _answered(document: dict[str, Any]) -> set[str]:
    """Names of shapes that come out: every field of theirs is always there."""
    found: set[str] = set()

    def walk(shape: Any) -> None:
        if isinstance(shape, dict):
            name = str(shape.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                walk(document["components"]["schemas"][name])
            for value in shape.values():
                walk(value)
        elif isinstance(shape, list):
            for value in shape:
                walk(value)

    for _method, _path, operation in _operations(document):
        for status, answer in operation["responses"].items():
            if status < "4":
                walk(answer)
    return found


def _fields(shape: dict[str, Any], *, is_answer: bool) -> Iterator[str]:
    words = " ".join(str(shape.get("description", "")).split())
    if words:
        yield _docstring(words, "    ")
    fields = shape.get("properties", {})
    if not fields and not words:
        yield "    pass\n"
    for name, field in fields.items():
        kind = _type(field)
        is_there = is_answer or name in shape.get("required", ())
        yield f"    {name}: {kind if is_there else f'NotRequired[{kind}]'}\n"


def _client(document: dict[str, Any]) -> str:
    bodies = []
    names: set[str] = set()
    for method, path, operation in _operations(document):
        bodies.append(_method(method, path, operation, names))
    listed = ",\n    ".join(sorted(names))
    return (
        HEAD.format("A method for each endpoint of Parvis.")
        + "from __future__ import annotations\n\nfrom typing import Any, Literal, cast\n\n"
        + f"from parvis_client.shapes import (\n    {listed},\n)\n"
        + "from parvis_client.transport import Transport, quoted\n\n\n"
        + 'class Parvis(Transport):\n    """Parvis(address, token): what a screen can do, a method each."""\n'
        + "".join(bodies)
    )


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield method.upper(), path.removeprefix("/api/v1"), operation


def _method(method: str, path: str, operation: dict[str, Any], names: set[str]) -> str:
    parameters = operation.get("parameters", [])
    inside = [one for one in parameters if one["in"] == "path"]
    query = [one for one in parameters if one["in"] == "query"]
    headers = [one["name"] for one in parameters if one["in"] == "header"]
    is_write = "Idempotency-Key" in headers
    content = operation.get("requestBody", {}).get("content", {})
    body = _type(content["application/json"]["schema"]) if "application/json" in content else ""
    is_raw = bool(content) and (not body or body == "bytes")
    answer = _answer(operation)
    names |= {
        name for name in re.findall(r"[A-Z]\w+", f"{body} {answer}") if name not in ("Any", "Literal", "None")
    }

    positional = [f"{one['name']}: {_type(one['schema'])}" for one in inside]
    if content:
        positional.append("given: bytes" if is_raw else f"given: {body}")
    keyword = [
        f"{one['name']}: {_type(one['schema']).removesuffix(' | None')}"
        + ("" if one.get("required") else " | None = None")
        for one in query
    ]
    keyword += [f'{_snake(name)}: str = ""' for name in headers if name != "Idempotency-Key"]
    keyword += ['idempotency_key: str = ""'] if is_write else []
    keyword.sort(key=lambda one: "=" in one)
    given = ["self", *positional, *(["*", *keyword] if keyword else [])]
    ask = [f'"{method}"', _address(path, inside)]
    if query:
        ask.append("query={" + ", ".join(f'"{one["name"]}": {one["name"]}' for one in query) + "}")
    if content:
        ask.append("raw=given" if is_raw else "body=given")
    sent = [name for name in headers if name != "Idempotency-Key"]
    if sent:
        ask.append("headers={" + ", ".join(f'"{name}": {_snake(name)}' for name in sent) + "}")
    ask += ["key=idempotency_key", "is_write=True"] if is_write else []
    arguments = "".join(f"\n            {one}," for one in ask)
    call = f"self.ask({arguments}\n        )"
    lines = "".join(f"\n        {one}," for one in given)
    head = f"\n    def {operation['operationId']}({lines}\n    ) -> {answer}:\n"
    words = " ".join(operation["description"].split("\n\n")[0].split())
    done = (
        f"        {call}\n"
        if answer == "None"
        else f"        answer = {call}\n        return cast({answer}, answer)\n"
    )
    return head + _docstring(words, "        ") + done


def _answer(operation: dict[str, Any]) -> str:
    for status, answer in operation["responses"].items():
        if status < "4":
            shape = answer.get("content", {}).get("application/json", {}).get("schema")
            return _type(shape) if shape else "None"
    return "None"


def _address(path: str, inside: list[dict[str, Any]]) -> str:
    for one in inside:
        path = path.replace(f"{{{one['name']}}}", f"{{quoted({one['name']})}}")
    return f'f"{path}"' if inside else f'"{path}"'


def _type(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"].rpartition("/")[2])
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(part for one in shape["anyOf"] for part in _type(one).split(" | ")))
    if "enum" in shape:
        return "Literal[" + ", ".join(_quoted(value) for value in shape["enum"]) + "]"
    if "const" in shape:
        return f"Literal[{_quoted(shape['const'])}]"
    if shape.get("type") == "array":
        return f"list[{_type(shape.get('items', {}))}]"
    if shape.get("format") == "binary":
        return "bytes"
    if isinstance(shape.get("additionalProperties"), dict):
        return f"dict[str, {_type(shape['additionalProperties'])}]"
    return _PLAIN.get(str(shape.get("type")), "Any")


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _snake(name: str) -> str:
    return name.lower().replace("-", "_")


def _docstring(words: str, indent: str) -> str:
    words = words.replace("\\", "\\\\").replace('"""', "'''")
    lines = wrap(words, 100 - len(indent) - 6)
    if words.endswith('"'):
        lines[-1] += " "
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""\n'
    return f'{indent}"""' + f"\n{indent}".join(lines) + f'\n{indent}"""\n'


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")
    import django

    django.setup()
    from parvis.api.web.root import openapi_document

    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "clients/python/parvis_client")
    for name, text in generated_files(openapi_document()).items():
        (folder / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
