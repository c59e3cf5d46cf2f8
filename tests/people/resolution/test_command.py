"""`parvis resolve` as it is called: what it reads, what it writes, what it refuses."""

from __future__ import annotations

import gzip
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from parvis.people.logic.resolution.splink_engine import _reasons
from parvis.project.command_line import main

LEFT = """id,prénom,nom,date de naissance,courriel
a1,Solène,Quéméner,03/02/1980,solene.q@example.org
a2,Hervé,Le Goff,24/12/1961,herve@example.org
a3,Anaïs,"d'Estaing, de La Tour",07/07/1990,
"""
RIGHT = """ref;First name;Last name;DOB;E-mail
b1;SOLENE;QUEMENER;1980-02-03;solene.q@example.org
b2;Herve;Legoff;1961-12-24;herve@example.org
b3;Paul;Martin;1955-05-05;paul@example.org
"""


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def linked(out: Path) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (line["left"], line["right"]): line for line in map(json.loads, out.read_text("utf-8").splitlines())
    }


def resolve(*words: str | Path) -> int:
    return main(["resolve", *map(str, words)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_links_two_files_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    left = put(tmp_path / "a.csv", LEFT.encode(encoding))
    right = put(tmp_path / "b.csv", gzip.compress(RIGHT.replace("\n", "\r\n").encode(encoding)))
    out = tmp_path / "links.jsonl"
    assert resolve("--left", left, "--right", right, "--out", out) == 0
    found = linked(out)
    assert set(found) == {("a1", "b1"), ("a2", "b2")}
    line = found["a1", "b1"]
    assert list(line) == ["left", "right", "probability", "reasons"]
    assert line["probability"] > 0.99
    assert {"field": "given_name", "level": "same"}.items() <= line["reasons"][1].items()
    assert all(list(reason) == ["field", "level", "weight"] for reason in line["reasons"])


def test_finds_duplicates_inside_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = put(tmp_path / "a.csv", LEFT + "a9,Solene,Quemener,1980-02-03,solene.q@example.org\n")
    assert resolve("--left", left, "--out", "-") == 0
    [line] = capsys.readouterr().out.splitlines()
    assert (json.loads(line)["left"], json.loads(line)["right"]) == ("a1", "a9")


def test_columns_of_any_name_can_be_mapped(tmp_path: Path) -> None:
    words = ("--map", "given name=Vorname", "--map", "surname=Nachname", "--map", "email=Elektropost")
    left = put(tmp_path / "a.csv", "nr,Vorname,Nachname,Elektropost\n1,Jürgen,Müller,jm@example.org\n")
    right = put(tmp_path / "b.csv", "nr,Nachname,Vorname,Mail\n7,Mueller,Juergen,jm@example.org\n")
    out = tmp_path / "links.jsonl"
    assert resolve("--left", left, "--right", right, "--out", out, *words) == 0
    assert set(linked(out)) == {("1", "7")}


def test_a_whole_name_meets_a_name_in_two_columns(tmp_path: Path) -> None:
    left = put(tmp_path / "a.csv", "id,name,dob\n1,QUÉMÉNER Solène,1980-02-03\n2,Paul Martin,1955-05-05\n")
    right = put(tmp_path / "b.csv", "id,prenom,nom,dob\n7,Solène,Quéméner,1980-02-03\n")
    out = tmp_path / "links.jsonl"
    assert resolve("--left", left, "--right", right, "--out", out) == 0
    assert set(linked(out)) == {("1", "7")}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("\ufeff", "is empty"),
        ("id,nom,prénom\n", "a header and no records"),
        ("id\n1\n", "a single column"),
        ("id,nom,prénom\n1,a,b\n1,c,d\n", "record id '1' twice, in lines 2 and 3"),
        ("id,nom,prénom\n,a,b\n", "no record id in line 2"),
        ("id,nom,prénom\n1,a,b,c\n", "4 values in line 2, its header 3"),
        ('id,nom,prénom\n1,"a,b\n2,c,d\n', "is broken at line"),
        (b"id,nom\0,prenom\n1,a,b\n", "bytes that no text has"),
        ("id,colour,size\n1,red,4\n", "nothing is recognised"),
        ("id,nom,size\n1,red,4\n", "only surname is recognised"),
        (gzip.compress(b"id,nom,prenom\n1,a,b\n", mtime=0)[:-12], "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, content: str | bytes, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    left, out = put(tmp_path / "a.csv", content), tmp_path / "links.jsonl"
    assert resolve("--left", left, "--out", out) == 1
    said = capsys.readouterr().err
    assert said.startswith("parvis: ") and sentence in said and "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_files_that_are_not_there_or_in_the_way_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = put(tmp_path / "a.csv", LEFT)
    for words in (
        ("--left", tmp_path / "none.csv", "--out", tmp_path / "x"),
        ("--left", tmp_path, "--out", tmp_path / "x"),
        ("--left", left, "--out", left),
        ("--left", left, "--out", tmp_path),
        ("--left", left, "--out", tmp_path / "none" / "x"),
        ("--left", left, "--out", tmp_path / "x", "--map", "shoe=size"),
        ("--left", left, "--out", tmp_path / "x", "--map", "city=Nowhere"),
        ("--left", left, "--out", tmp_path / "x", "--at-least", "1"),
        ("--left", left, "--out", tmp_path / "x", "--cluster", "spark://127.0.0.1:7077"),
    ):
        assert resolve(*words) == 1
        assert capsys.readouterr().err.startswith("parvis: ")
    assert left.read_text("utf-8") == LEFT


def test_quotes_line_breaks_and_missing_ends_are_read(tmp_path: Path) -> None:
    left = put(
        tmp_path / "a.csv",
        'id,nom,prénom,adresse,dob\n"x,1","Le ""Grand"" Martin",Zoé,"1 rue\nde Brest",1980-02-03\n\n2,Morel\n',
    )
    right = put(
        tmp_path / "b.csv", "id,nom,prénom,adresse,dob\n9,Le Grand Martin,Zoe,1 rue de Brest,1980-02-03\n"
    )
    out = tmp_path / "links.jsonl"
    assert resolve("--left", left, "--right", right, "--out", out) == 0
    assert set(linked(out)) == {("x,1", "9")}


def test_whole_bases_by_splink_or_a_word_how_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left, right, out = put(tmp_path / "a.csv", LEFT), put(tmp_path / "b.csv", RIGHT), tmp_path / "out.jsonl"
    if find_spec("splink") is None:
        assert resolve("--left", left, "--right", right, "--out", out, "--engine", "splink") == 1
        assert "requirements/splink.txt" in capsys.readouterr().err and not out.exists()
    else:
        assert resolve("--left", left, "--right", right, "--out", out, "--engine", "splink") == 0
        assert ("a1", "b1") in linked(out)


def test_what_splink_says_of_a_pair_adds_up_to_its_odds() -> None:
    row = {
        "match_weight": 12.5, "gamma_surname": 2, "mw_surname": 6.0, "mw_tf_adj_surname": 1.5,
        "gamma_email": -1, "mw_email": 0.0, "gamma_postcode": 0, "mw_postcode": -3.0,
    }  # fmt: skip
    reasons = _reasons(row, ["surname", "email", "postcode"])
    assert [(one.field, one.level, one.weight) for one in reasons] == [
        ("", "any two records", 8.0), ("surname", "level 2", 7.5), ("postcode", "level 0", -3.0),
    ]  # fmt: skip
