"""Distil word directions from a sentence encoder: `python -m parvis.enrichment.training.word_table --data DIR
--encoder DIR` writes `weights/words.npz`.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), a folder with model.safetensors and its tokenizer. It is asked about
every one of its word pieces alone, about two to four words drawn at random (so that every word is seen beside
others, also those of no text here), and about real questions and posts that may train. The table is the least-squares
answer: a text's pieces, added up, come as near as they can to what the encoder said of the text. Needs torch and
transformers in an environment of their own, and scipy; ten minutes of two cores. No text ships.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.similar.vectors import TABLE, pieces_of
from parvis.enrichment.logic.similar.words import folded
from parvis.enrichment.training import data as sets

WIDTH = 128
POSTS, ROUNDS, COMMONEST = 15_000, 3, 6_000
TOKENS_READ = 40
ALONE = 0.5  # weight of a piece asked alone, beside 1 for a text
RIDGE = 1.0
STEPS = 40  # of conjugate gradients
Array = NDArray[np.float32]

_PLAIN = re.compile(r"[a-z0-9]+")
_PIECE = re.compile(r"(##)?[a-z0-9]+")
_MASK = re.compile(r"@\w+|https?://\S+")


def real_texts(data: Path, chance: random.Random) -> list[str]:
    texts: list[str] = []
    for path, mark in (("banking77/train.csv.gz", ","), ("clinc150/train.tsv.gz", "\t")):
        with gzip.open(data / path, "rt", encoding="utf-8", newline="") as lines:
            texts += [row["text"] for row in csv.DictReader(lines, delimiter=mark)]
    posts = [text for text, _ in sets.sentiment(data)["en"]] + [text for text, _ in sets.complaints(data)]
    chance.shuffle(posts)
    return [_MASK.sub("", text) for text in texts + posts[:POSTS]]


def drawn_texts(pieces: Sequence[str], chance: random.Random) -> list[str]:
    """Two words of all, one or two of the commonest; a vocabulary of WordPiece is in order of frequency."""
    whole = [piece for piece in pieces if re.fullmatch(r"[a-z]{2,}", piece)]
    texts = []
    for _ in range(ROUNDS):
        order = whole[:]
        chance.shuffle(order)
        for start in range(0, len(order), 2):
            words = order[start : start + 2] + chance.sample(whole[:COMMONEST], chance.choice((1, 2)))
            chance.shuffle(words)
            texts.append(" ".join(words))
    return texts


def ask(texts: Sequence[str], encoder: Path) -> tuple[list[str], Array, Array]:
    """The encoder's pieces, what it says of each alone, and what it says of every text; rows of length 1."""
    import torch  # type: ignore[import-not-found,unused-ignore]
    from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found,unused-ignore]

    tokens, body = AutoTokenizer.from_pretrained(encoder), AutoModel.from_pretrained(encoder).eval()
    pieces = list(tokens.convert_ids_to_tokens(range(tokens.vocab_size)))

    def read(chunk: Sequence[Sequence[int]]) -> Array:
        numbers = torch.zeros(len(chunk), max(map(len, chunk)), dtype=torch.long)
        for place, row in enumerate(chunk):
            numbers[place, : len(row)] = torch.tensor(row)
        seen = (numbers != 0).long()
        with torch.no_grad():
            states = body(input_ids=numbers, attention_mask=seen).last_hidden_state
        mean = (states * seen[..., None]).sum(1) / seen.sum(1, keepdim=True)
        found: Array = torch.nn.functional.normalize(mean).numpy()
        return found

    alone = [[tokens.cls_token_id, number, tokens.sep_token_id] for number in range(len(pieces))]
    asked: list[list[int]] = tokens(list(texts), truncation=True, max_length=TOKENS_READ)["input_ids"]
    said = []
    for rows in (alone, asked):
        order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
        answers = np.zeros((len(rows), body.config.hidden_size), dtype=np.float32)
        for start in range(0, len(order), 256):
            chosen = order[start : start + 256]
            answers[chosen] = read([rows[row] for row in chosen])
        said.append(answers)
    return pieces, said[0], said[1]


def fit(pieces: Sequence[str], alone: Array, texts: Sequence[str], said: Array) -> tuple[list[str], Array]:
    """Pieces that are kept, and their directions."""
    from scipy import sparse  # type: ignore[import-untyped,unused-ignore]

    kept = [number for number, piece in enumerate(pieces) if _PIECE.fullmatch(piece)]
    names = [pieces[number] for number in kept]
    rows = {name: row for row, name in enumerate(names)}
    bags = [[p for word in _PLAIN.findall(folded(text)) for p in pieces_of(word, rows)] for text in texts]
    filled = [row for row, bag in enumerate(bags) if bag]
    sizes = [len(bags[row]) for row in filled]
    counted = sparse.csr_matrix(
        (
            np.repeat(1 / np.sqrt(sizes), sizes).astype(np.float32),
            np.concatenate([bags[row] for row in filled]),
            np.concatenate(([0], np.cumsum(sizes))),
        ),
        shape=(len(filled), len(names)),
    )
    whole = said[filled].astype(np.float32)
    whole = whole - whole.mean(axis=0)
    single = alone[kept] - alone[kept].mean(axis=0)
    _, directions = np.linalg.eigh(whole.T @ whole / len(whole) + single.T @ single / len(single) / 2)
    main = directions[:, : -WIDTH - 1 : -1].astype(np.float32)
    goal, start = whole @ main, single @ main
    # (A'A + ALONE + RIDGE) E = A'Y + ALONE * what was said of each alone; all columns at once.
    target = counted.T @ goal + ALONE * start

    def applied(table: Array) -> Array:
        found: Array = counted.T @ (counted @ table) + (ALONE + RIDGE) * table
        return found

    table = start.copy()
    left = target - applied(table)
    way = left.copy()
    size = (left * left).sum(axis=0)
    for _ in range(STEPS):
        pushed = applied(way)
        step = size / np.maximum((way * pushed).sum(axis=0), 1e-12)
        table += step * way
        left -= step * pushed
        now = (left * left).sum(axis=0)
        way = left + now / np.maximum(size, 1e-12) * way
        size = now
    return names, table


def write(names: Sequence[str], table: Array, to: Path) -> None:
    scales = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
    np.savez_compressed(
        to,
        vectors=np.round(table / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float16),
        pieces=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m parvis.enrichment.training.word_table", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--to", type=Path, default=TABLE, metavar="FILE")
    options = parser.parse_args(arguments)
    chance = random.Random(5)  # noqa: S311 - an order, not a secret
    texts = real_texts(options.data, chance)
    vocabulary = (options.encoder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    texts += drawn_texts(vocabulary, chance)
    pieces, alone, said = ask(texts, options.encoder)
    names, table = fit(pieces, alone, texts, said)
    write(names, table, options.to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
