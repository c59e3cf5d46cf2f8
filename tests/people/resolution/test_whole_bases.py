"""Whole bases by Splink: the same pairs in DuckDB and on Spark, and no record of a person left behind by either."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import stat
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from parvis.project import whole_bases
from parvis.project.command_line import main
from parvis.project.problems import Problem
from tests.people.resolution import french_records

needs_splink = pytest.mark.skipif(
    find_spec("splink") is None,
    reason="splink absent: pip install --require-hashes -r requirements/splink.txt",
)
needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="Spark absent: pip install 'pyspark>=4,<5' and apt-get install openjdk-17-jre-headless",
)

# PySpark leaves its sockets to the collector of garbage.
leaves_sockets = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    first, second = french_records.made(300, seed=5)
    path = tmp_path / "records.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([french_records.HEADER, *first, *second[:150]])
    return path


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, by itself."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def pairs(records: Path, out: Path, *words: str) -> dict[tuple[str, ...], float]:
    assert main(["resolve", "--left", str(records), "--out", str(out), *words]) == 0
    lines = map(json.loads, out.read_text("utf-8").splitlines())
    return {tuple(sorted((line["left"], line["right"]))): line["probability"] for line in lines}


@needs_splink
@needs_spark
@leaves_sockets
def test_spark_finds_the_pairs_that_duckdb_finds(records: Path, temporary: Path, tmp_path: Path) -> None:
    in_duckdb = pairs(records, tmp_path / "a.jsonl", "--engine", "splink")
    on_spark = pairs(records, tmp_path / "b.jsonl", "--engine", "spark", "--cluster", "local[2]")
    sure = {pair for pair, probability in in_duckdb.items() if probability >= 0.99}
    assert len(sure) > 100
    assert sure == {pair for pair, probability in on_spark.items() if probability >= 0.99}
    both = (
        in_duckdb.keys() & on_spark.keys()
    )  # each learns u from pairs of its own drawing, and the files are small
    assert sum(abs(in_duckdb[pair] - on_spark[pair]) for pair in both) / len(both) < 0.01
    assert list(temporary.iterdir()) == []


@needs_splink
@needs_spark
@leaves_sockets
def test_a_cluster_that_is_none_is_told_in_one_sentence(
    records: Path, temporary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--left", str(records), "--out", str(tmp_path / "x"), "--engine", "spark"]
    for address, sentence in (
        ("nonsense", "Spark failed at nonsense."),
        ("sc://127.0.0.1", "Spark Connect does not"),
    ):
        assert main(["resolve", *words, "--cluster", address]) == 1
        said = capsys.readouterr().err
        assert sentence in said and "Traceback" not in said
    assert list(temporary.iterdir()) == []


@needs_splink
def test_duckdb_spills_into_a_folder_of_its_own(temporary: Path) -> None:
    with whole_bases._duckdb() as database:
        [folder] = temporary.iterdir()
        [[set_to]] = database._con.execute("select current_setting('temp_directory')").fetchall()
        assert Path(set_to) == folder and stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(temporary.iterdir()) == []


def test_what_was_spilled_is_gone_when_the_run_is_told_to_end(temporary: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as end, whole_bases._private_folder() as folder:
        (Path(folder) / "spilled").write_text("Solène Quéméner")
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
        signal.raise_signal(signal.SIGTERM)
    assert end.value.code == 143
    assert list(temporary.iterdir()) == [] and signal.getsignal(signal.SIGTERM) is before


def test_on_this_machine_spark_listens_to_nobody_else() -> None:
    here = whole_bases._settings("local[2]", "folder", jar="jar")
    there = whole_bases._settings("spark://cluster:7077", "folder", jar="jar")
    assert here["spark.driver.host"] == here["spark.driver.bindAddress"] == "127.0.0.1"
    assert "spark.driver.host" not in there and not whole_bases._is_here("local-cluster[2,1,1024]")
    for settings in (here, there):
        assert settings["spark.io.encryption.enabled"] == "true" and settings["spark.ui.enabled"] == "false"


@pytest.mark.parametrize(
    ("module", "sentence"),
    [("pyspark.sql", "PySpark is not installed"), ("splink", "Splink is not"), ("duckdb", "Splink is not")],
)
def test_what_is_missing_is_named_with_the_way_to_it(module: str, sentence: str) -> None:
    problem = whole_bases._not_installed(ImportError(name=module))
    assert isinstance(problem, Problem) and sentence in str(problem) and "pip install" in problem.way_out


def test_an_import_that_is_broken_otherwise_is_not_explained_away() -> None:
    broken = ImportError(name="parvis.people")
    assert whole_bases._not_installed(broken) is broken
