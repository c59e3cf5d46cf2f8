"""Traces to a receiver of OpenTelemetry (OTLP over HTTP): imported only where one is named.

No library of ours is instrumented by another: those packages send addresses with their queries, statements with
their values and exceptions with their texts. Spans are made where `foundation.spans` says, and hold names, numbers
and statements without values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span as OtelSpan
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from parvis.foundation.log_lines import shown_value
from parvis.foundation.slow_statements import shape_of
from parvis.foundation.spans import Kind, Noted, Span, listen
from parvis.project.telemetry import release

STATEMENT = "db.query.text"
SERVER = "server.address"
_KINDS = {"server": SpanKind.SERVER, "client": SpanKind.CLIENT, "consumer": SpanKind.CONSUMER}
_LONGEST_STATEMENT = 500


def start_traces(endpoint: str, *, process: str) -> TracerProvider:
    """Send what this process does to `endpoint`/v1/traces, in batches, from a thread of its own."""
    named = {"service.namespace": "parvis", SERVICE_NAME: f"parvis-{process}", SERVICE_VERSION: release()}
    # The environment's OTEL_RESOURCE_ATTRIBUTES and OTEL_TRACES_SAMPLER are the library's own to read.
    provider = TracerProvider(resource=Resource.create(named))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("parvis", release())
    propagator = TraceContextTextMapPropagator()

    @contextmanager
    def traced(name: str, kind: Kind, noted: Mapping[str, Noted], parent: str) -> Iterator[Span]:
        came_from = propagator.extract({"traceparent": parent}) if parent else None
        with tracer.start_as_current_span(
            name,
            context=came_from,
            kind=_KINDS[kind],
            # Both would send the exception's text, which quotes what somebody wrote.
            record_exception=False,
            set_status_on_exception=False,
        ) as going_on:
            told = _Told(going_on)
            for fact, value in noted.items():
                told.note(fact, value)
            try:
                yield told
            except BaseException as error:
                told.fail(type(error).__qualname__)
                raise

    listen(traced)
    return provider


class _Told:
    """A span of the library's, with the guard over what is noted."""

    def __init__(self, going_on: OtelSpan) -> None:
        self._going_on = going_on

    def rename(self, name: str) -> None:
        self._going_on.update_name(name)

    def note(self, name: str, value: Noted) -> None:
        shown: Noted
        if name == STATEMENT:
            shown = shape_of(str(value))[:_LONGEST_STATEMENT]
        else:
            # The server that was asked is told by its address, whose numbers look like those of a telephone.
            shown = value if name == SERVER else shown_value(value)
        self._going_on.set_attribute(name, shown)

    def fail(self, kind: str) -> None:
        self._going_on.set_attribute("error.type", str(shown_value(kind)))
        self._going_on.set_status(StatusCode.ERROR)
