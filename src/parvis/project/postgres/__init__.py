"""The embedded PostgreSQL: made, started, adopted and stopped here, with nothing but the standard library.

`parvis run` keeps this in its own small process, so neither Django nor a database driver is imported.
"""

from parvis.project.postgres.cluster import disk_full
from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.postgres.server import (
    ask_embedded,
    ensure_running,
    is_answering,
    postmaster_pid,
    start_for_tests,
    stop,
)

__all__ = [
    "DatabaseAddresses",
    "ask_embedded",
    "disk_full",
    "ensure_running",
    "is_answering",
    "postmaster_pid",
    "start_for_tests",
    "stop",
]
