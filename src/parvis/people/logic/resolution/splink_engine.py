"""Whole bases with Splink instead of our own scorer: the same records in, the same matches out.

An optional extra (`parvis[splink]`). Which database it works in, DuckDB or Spark, is the caller's; nothing here knows
it. Splink (Ministry of Justice, MIT) estimates m by EM over blocked pairs and u by random sampling, after Fellegi &
Sunter (1969).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parvis.people.logic.resolution.fields import FIELDS
from parvis.people.logic.resolution.forms import normal
from parvis.people.logic.resolution.matching import SUREST, Match, Reason
from parvis.people.logic.resolution.table import RawColumn, Records, kind_of

# Pairs that agree in one of these are compared; those whose fields the files have.
BLOCKS = (
    ("identifier",), ("email",), ("phone",), ("date_of_birth",), ("surname", "given_name"), ("surname", "postcode"),
    ("given_name", "postcode"), ("surname", "city"), ("street_number", "postcode"), ("address_1",), ("full_name",),
)  # fmt: skip
# What is not blocked on is learned: so more than one of these, each by itself.
LEARNED_WITHIN = (("date_of_birth",), ("surname",), ("postcode",), ("email",), ("phone",), ("city",))
CERTAIN = (("identifier",), ("email",), ("surname", "given_name", "date_of_birth"))
CERTAIN_RECALL = 0.7
NAMES = ("first_file", "second_file")  # of tables: "left" is a word of SQL
SEED, PAIRS_BY_CHANCE = 20240919, 2_000_000
# Within a town of a large base stand hundreds of millions of pairs; so many are enough to learn from.
PAIRS_TO_LEARN_FROM = 5_000_000


def splink_matches(
    left: Records, right: Records | None = None, *, at_least: float = 0.5, database: Any
) -> Iterator[Match]:
    """Between two files, or inside one. database: Splink's own interface to the database to work in."""
    from splink import Linker

    files = [left] if right is None else [left, right]
    fields = [field for field in FIELDS if all(_is_filled(file, field) for file in files)]
    tables = [
        database.register(_columns(file, fields), dataset_display_name=name)
        for file, name in zip(files, NAMES, strict=False)
    ]
    linker = Linker(tables, _settings(fields, is_one=right is None), log_level=40)
    _learn(linker, fields)
    found = linker.inference.predict(threshold_match_probability=at_least)
    for row in found.as_record_list():
        ends = (row["unique_id_l"], row["unique_id_r"])
        if right is not None and row["source_dataset_l"] != NAMES[0]:
            ends = ends[::-1]
        yield Match(*ends, min(float(row["match_probability"]), SUREST), _reasons(row, fields))


def _is_filled(records: Records, field: str) -> bool:
    return field in records.columns and len(records.columns[field].numbers) > 1


def _columns(records: Records, fields: list[str]) -> dict[str, list[Any]]:
    return {"unique_id": list(records.ids)} | {
        field: _values(field, records.columns[field]) for field in fields
    }


def _values(field: str, column: RawColumn) -> list[str | None]:
    values = [normal(kind_of(field), raw) or None for raw in column.numbers]
    return [values[number] for number in column.rows]


def _settings(fields: list[str], *, is_one: bool) -> Any:
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only" if is_one else "link_only",
        comparisons=[_comparison(field) for field in fields],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in _possible(BLOCKS, fields)],
        retain_intermediate_calculation_columns=True,
    )


def _comparison(field: str) -> Any:
    import splink.comparison_library as library

    kind = kind_of(field)
    if kind in ("name", "text"):
        chosen = library.JaroWinklerAtThresholds(field, [0.92, 0.8])
    elif kind in ("date", "identifier", "phone", "email"):
        chosen = library.DamerauLevenshteinAtThresholds(field, [1, 2])
    else:
        chosen = library.DamerauLevenshteinAtThresholds(field, [1])
    return chosen.configure(term_frequency_adjustments=kind in ("name", "text", "postcode"))


def _learn(linker: Any, fields: list[str]) -> None:
    from splink import block_on

    training = linker.training
    certain = [block_on(*rule) for rule in _possible(CERTAIN, fields)]
    if certain:
        training.estimate_probability_two_random_records_match(certain, recall=CERTAIN_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=PAIRS_BY_CHANCE, seed=SEED)
    for rule in list(_possible(LEARNED_WITHIN, fields))[:3]:
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), max_pairs=PAIRS_TO_LEARN_FROM
        )


def _possible(rules: tuple[tuple[str, ...], ...], fields: list[str]) -> Iterator[tuple[str, ...]]:
    return (rule for rule in rules if all(field in fields for field in rule))


def _reasons(row: Mapping[str, Any], fields: list[str]) -> tuple[Reason, ...]:
    """Splink's own levels, by number: 0 is "all other", the highest exact. Its weights are bits, too."""
    bits = {
        field: float(row.get(f"mw_{field}") or 0) + float(row.get(f"mw_tf_adj_{field}") or 0)
        for field in fields
        if row[f"gamma_{field}"] >= 0
    }
    start = float(row["match_weight"]) - sum(bits.values())
    out = [Reason("", "any two records", round(start, 3))]
    out += [Reason(field, f"level {row[f'gamma_{field}']}", round(value, 3)) for field, value in bits.items()]
    return tuple(out)
