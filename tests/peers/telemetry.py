"""Receivers of traces (OTLP over HTTP) and of errors (Sentry envelopes) on loopback: they read what was sent."""

from __future__ import annotations

import gzip
import json
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.peers.receiver import Receiver, Told


def plain(told: Told) -> bytes:
    """The body as it was before it was packed."""
    return gzip.decompress(told.body) if told.headers.get("content-encoding") == "gzip" else told.body


def spans_in(receiver: Receiver) -> list[dict[str, Any]]:
    """Every span that came, with its attributes as plain values under their names."""
    found = []
    for told in receiver.requests:
        sent = ExportTraceServiceRequest.FromString(plain(told))
        for resource in sent.resource_spans:
            service = {one.key: one.value.string_value for one in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    found.append(
                        {
                            "name": span.name, "kind": span.kind, "trace": span.trace_id.hex(),
                            "id": span.span_id.hex(), "parent": span.parent_span_id.hex(),
                            "failed": span.status.code == 2, "events": len(span.events),
                            "service": service["service.name"],
                            **{one.key: _value(one.value) for one in span.attributes},
                        }
                    )  # fmt: skip
    return found


def _value(given: Any) -> Any:
    return getattr(given, given.WhichOneof("value"))


def errors_in(receiver: Receiver) -> list[dict[str, Any]]:
    """The events of every envelope that came."""
    found = []
    for told in receiver.requests:
        _head, *lines = plain(told).splitlines()
        for kind, body in zip(lines[::2], lines[1::2], strict=False):
            if json.loads(kind).get("type") == "event":
                found.append(json.loads(body))
    return found
