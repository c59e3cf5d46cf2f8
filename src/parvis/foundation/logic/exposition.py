"""The text format in which Prometheus reads figures (version 0.0.4 of its exposition format)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_HELP = {
    "up": "Whether the database answers",
    "info": "The release that runs here",
    "jobs": "Jobs by state, of the whole installation",
    "oldest_waiting_job_seconds": "For how long the oldest due job has waited",
    "workers": "Workers that gave a sign of life lately",
    "worker_silent_seconds": "Since the last sign of any worker; -1 where there was none",
    "events_total": "Events published",
    "slow_statements_total": "Statements over the threshold, as far as they are kept",
    "policy_reports_total": "Reports of browsers under the content security policy, as far as they are kept",
    "maintenance": "1 while the pages are closed",
    "database_bytes": "Size of the database",
    "disk_free_bytes": "Free space where the data folder lies",
    "requests_total": "Requests answered by this machine",
    "request_seconds": "How long they took",
}


def exposition(
    figures: Mapping[str, float], requests: Mapping[str, Sequence[float]], *, buckets: Sequence[float]
) -> str:
    """figures: name or name{labels} → value. requests: "GET route 200" → count, seconds, one count a bucket."""
    lines: list[str] = []
    described: set[str] = set()
    for name, value in figures.items():
        plain = name.partition("{")[0]
        if plain not in described:
            described.add(plain)
            kind = "counter" if plain.endswith("_total") else "gauge"
            lines += [f"# HELP parvis_{plain} {_HELP[plain]}", f"# TYPE parvis_{plain} {kind}"]
        lines.append(f"parvis_{name} {_number(value)}")
    lines += [f"# HELP parvis_requests_total {_HELP['requests_total']}", "# TYPE parvis_requests_total counter"]
    for key, row in sorted(requests.items()):
        lines.append(f"parvis_requests_total{{{_labels(key)}}} {_number(row[0])}")
    name = "parvis_request_seconds"
    lines += [f"# HELP {name} {_HELP['request_seconds']}", f"# TYPE {name} histogram"]
    for key, row in sorted(requests.items()):
        labels, running = _labels(key), 0.0
        for limit, count in zip(buckets, row[2:], strict=True):
            running += count
            lines.append(f'{name}_bucket{{{labels},le="{limit}"}} {_number(running)}')
        lines.append(f'{name}_bucket{{{labels},le="+Inf"}} {_number(row[0])}')
        lines += [f"{name}_sum{{{labels}}} {row[1]:.6f}", f"{name}_count{{{labels}}} {_number(row[0])}"]
    return "\n".join(lines) + "\n"


def _labels(key: str) -> str:
    method, route, status = key.split(" ", 1)[0], key.split(" ", 1)[1].rpartition(" ")[0], key.rpartition(" ")[2]
    return ",".join(f'{name}="{_escaped(value)}"' for name, value in _pairs(method, route, status))


def _pairs(method: str, route: str, status: str) -> Iterable[tuple[str, str]]:
    return (("method", method), ("route", route), ("status", status))


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.3f}"
