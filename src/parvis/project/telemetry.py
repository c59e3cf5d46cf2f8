"""Traces and reports of errors for a receiver that the operator names; without one nothing is even imported."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from urllib.parse import SplitResult, urlsplit

from parvis.project.problems import Problem

TRACES = "PARVIS_OTLP_ENDPOINT"
ERRORS = "PARVIS_SENTRY_DSN"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class _Part:
    """What a setting needs: a module, the extra that brings it, and words for both."""

    module: str
    extra: str
    called: str
    example: str


_PARTS = {
    TRACES: _Part("opentelemetry.exporter.otlp", "telemetry", "OpenTelemetry", "http://127.0.0.1:4318"),
    ERRORS: _Part("sentry_sdk", "sentry", "Sentry's library", "https://KEY@sentry.example.org/1"),
}


def release() -> str:
    return version("parvis")


def named_receivers() -> Iterator[tuple[str, SplitResult]]:
    """(setting, address) of what is set. Raises Problem for what cannot work."""
    for setting, part in _PARTS.items():
        given = os.environ.get(setting, "").strip()
        if not given:
            continue
        address = urlsplit(given)
        if (
            address.scheme not in _PORTS
            or not address.hostname
            or (setting == ERRORS and not address.username)
        ):
            raise Problem(f"{setting} is no address to send to.", f"It looks like {part.example}.")
        if not _is_installed(part.module):
            raise Problem(
                f"{setting} is set, but {part.called} is not installed.",
                f"pip install --require-hashes -r requirements/{part.extra}.txt (or 'parvis[{part.extra}]'), "
                "or take the setting away.",
            )
        yield setting, address


def require_parts() -> None:
    """Raises Problem where something is to be sent by a part that is not there."""
    list(named_receivers())


def answers(address: SplitResult) -> bool:
    """Whether somebody listens at a receiver's address."""
    port = address.port or _PORTS[address.scheme]
    try:
        socket.create_connection((str(address.hostname), port), timeout=3).close()
    except OSError:
        return False
    return True


def start_telemetry(process: str) -> None:
    """For a process that works (web, live, worker), once Django is set up."""
    settings = [setting for setting, _ in named_receivers()]
    if TRACES in settings:
        from parvis.project.traces import start_traces

        start_traces(os.environ[TRACES].strip(), process=process)
    if ERRORS in settings:
        from parvis.project.error_reports import start_error_reports

        environment = os.environ.get("PARVIS_SENTRY_ENVIRONMENT", "production")
        start_error_reports(os.environ[ERRORS].strip(), process=process, environment=environment)


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
