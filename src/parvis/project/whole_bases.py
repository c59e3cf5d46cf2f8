"""Where Splink compares whole bases: in DuckDB inside this process, or on Spark; the same code for both.

What memory does not hold is written to disk, and it is records of persons: so into a folder made for this run, which
only this account may enter and which goes with the run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from parvis.project.problems import Problem

if TYPE_CHECKING:
    from parvis.people.logic.resolution.matching import Match
    from parvis.people.logic.resolution.table import Records

THIS_MACHINE = "local[*]"
# Spark would take 1 GB, whatever the machine has.
SHARE_OF_MEMORY = 0.5
PARTITIONS_A_CORE = 2


def compare_whole(
    left: Records, right: Records | None, *, at_least: float, engine: str, cluster: str | None
) -> list[Match]:
    """cluster: Spark's master; this machine unless given. Raises Problem."""
    from parvis.people.logic.resolution.splink_engine import splink_matches

    try:
        with _spark(cluster or THIS_MACHINE) if engine == "spark" else _duckdb() as database:
            return list(splink_matches(left, right, at_least=at_least, database=database))
    except ImportError as error:
        raise _not_installed(error) from error


def _not_installed(error: ImportError) -> Exception:
    missing = (error.name or "").partition(".")[0]
    if missing == "pyspark":
        return Problem("PySpark is not installed.", "pip install 'pyspark>=4,<5', of the cluster's version.")
    if missing in ("splink", "duckdb"):
        return Problem("Splink is not installed.", "pip install --require-hashes -r requirements/splink.txt")
    return error


@contextlib.contextmanager
def _duckdb() -> Iterator[Any]:
    import duckdb
    from splink import DuckDBAPI

    with _private_folder() as folder, duckdb.connect(config={"temp_directory": folder}) as connection:
        yield DuckDBAPI(connection)


@contextlib.contextmanager
def _spark(master: str) -> Iterator[Any]:
    """A session of our own, which ends with the run."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
    from splink.backends.spark import SparkAPI, similarity_jar_location

    if master.startswith("sc:"):
        raise Problem(
            "Spark Connect does not take the functions that Splink brings.",
            "Name the cluster's own address, as spark://host:7077.",
        )
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Problem("Spark needs Java 17 or 21.", "apt-get install openjdk-17-jre-headless")
    with _private_folder() as folder:
        settings = _settings(master, folder, jar=similarity_jar_location())
        try:
            session = SparkSession.builder.master(master).config(map=settings).getOrCreate()
            try:
                yield SparkAPI(spark_session=session, break_lineage_method=_kept(session, master, folder))
            finally:
                session.stop()
        except (PySparkException, Py4JError) as error:
            raise Problem(f"Spark failed at {master}.", "What Java said stands above.") from error


def _settings(master: str, folder: str, *, jar: str) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "spark.app.name": "parvis resolve",
        "spark.jars": jar,  # Splink's own: likeness of words, which Spark lacks
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": folder,
        "spark.io.encryption.enabled": "true",  # what the machines of a cluster write to their disks
        "spark.ui.enabled": "false",  # a page without a log-in that shows values
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    if not _is_here(master):
        return settings
    memory = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * SHARE_OF_MEMORY) >> 20
    return settings | {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": f"{memory}m",
        "spark.sql.shuffle.partitions": PARTITIONS_A_CORE * (os.cpu_count() or 1),
    }


def _kept(session: Any, master: str, folder: str) -> str:
    """How steps between are kept: on this machine in the folder, in a cluster by its machines until the run ends.
    The other way there is, a store that all of them see, would keep records of persons when a run is killed."""
    if not _is_here(master):
        return "persist"
    session.sparkContext.setCheckpointDir(folder)
    return "parquet"


def _is_here(master: str) -> bool:
    return master.partition("[")[0] == "local"


@contextlib.contextmanager
def _private_folder() -> Iterator[str]:
    """Gone at the end of the run, also when it is told to end."""
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        with tempfile.TemporaryDirectory(prefix="parvis-resolve-", ignore_cleanup_errors=True) as folder:
            yield folder
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)
