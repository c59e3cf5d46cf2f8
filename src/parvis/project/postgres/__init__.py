"""The embedded PostgreSQL: made, started, adopted and stopped here, with nothing but the standard library.

`parvis run` keeps this in its own small process, so neither Django nor a database driver is imported.
"""

from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.postgres.server import (
    ensure_running,
    is_answering,
    postmaster_pid,
    start_for_tests,
    stop,
)

__all__ = [
    "DatabaseAddresses",
    "ensure_running",
    "is_answering",
    "postmaster_pid",
    "start_for_tests",
    "stop",
]
