"""Ask a large encoder: `python -m parvis.enrichment.training.teach --data DIR --encoder DIR` writes `taught.zip`.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), a folder with model.safetensors and its tokenizer. It is trained twice
on all English labels at once, then says of every English text that may train, and of those altered from them, how
likely each label is. Needs torch
and transformers in an environment of their own; an hour of one core. `make train` reads the file and needs neither.
Nothing of the encoder ships.
Two runs agree closely, not to the last digit: torch's sums depend on the machine.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.features import read_batch
from parvis.enrichment.logic.network import WIDTH, WORD_COUNT, word_rows
from parvis.enrichment.logic.normalise import join_texts
from parvis.enrichment.training import data as sets
from parvis.enrichment.training.altered import altered_texts
from parvis.enrichment.training.network import tokens_of
from parvis.enrichment.training.spoken import Words, masked, spoken
from parvis.enrichment.training.taught import LABELS, TAUGHT, in_quarter, write_taught

TASKS = {"emotion": 4, "offensive": 2, "complaint": 2, "sentiment": 3, "irony": 2}
BATCH, SORTED_TOGETHER = 32, 640
STEP, HEAD_STEP = 1e-4, 1e-3

SPREAD = 0.15  # of the numbers in a word's vector

Rows = dict[str, sets.Rows]


@dataclass(frozen=True)
class Recipe:
    """How one encoder is trained. `balanced`: tasks whose classes weigh by their inverse frequency to the 0.7."""

    seed: int
    epochs: dict[str, int]
    sentiment_rows: int
    longest: int  # word pieces
    balanced: tuple[str, ...]
    attention_dropout: float


WHOLE = Recipe(
    seed=0,
    epochs={"emotion": 4, "offensive": 2, "complaint": 4, "sentiment": 1, "irony": 2},
    sentiment_rows=16_000,
    longest=64,
    balanced=("emotion", "sentiment", "offensive"),
    attention_dropout=0.1,
)
QUARTER = Recipe(
    seed=1,
    epochs={"emotion": 5, "offensive": 2, "complaint": 4, "sentiment": 1, "irony": 2},
    sentiment_rows=12_000,
    longest=72,
    balanced=("emotion", "sentiment"),
    attention_dropout=0.0,
)


def _rows(data: Path) -> Rows:
    hidden = sets.held_out_english(data)
    rows = {
        "emotion": sets.emotion(data),
        "offensive": sets.offensive(data),
        "complaint": sets.complaints(data),
        "sentiment": sets.sentiment(data)["en"],
        "irony": sets.irony(data),
    }
    hidden |= {sets.key(text) for text, _ in sets.understated()["en"]}
    return {task: [row for row in found if sets.key(row[0]) not in hidden] for task, found in rows.items()}


def _answers(
    recipe: Recipe, rows: Rows, pool: Sequence[str], encoder: Path, said: Callable[[str], str]
) -> NDArray[np.float32]:
    """Train on the rows, then the probabilities of LABELS for every text of the pool."""
    import torch  # type: ignore[import-not-found,unused-ignore]
    from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found,unused-ignore]

    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)  # noqa: S311 - an order, not a secret
    tokens = AutoTokenizer.from_pretrained(encoder)
    body = AutoModel.from_pretrained(encoder, attention_probs_dropout_prob=recipe.attention_dropout)
    width = body.config.hidden_size
    heads = torch.nn.ModuleDict({task: torch.nn.Linear(width, count) for task, count in TASKS.items()})

    def pieces(texts: Sequence[str]) -> list[list[int]]:
        found: list[list[int]] = tokens(
            [said(text) for text in texts], truncation=True, max_length=recipe.longest
        )["input_ids"]
        return found

    def read(chunk: Sequence[list[int]]) -> Any:
        longest = max(map(len, chunk))
        numbers = torch.zeros(len(chunk), longest, dtype=torch.long)
        for place, row in enumerate(chunk):
            numbers[place, : len(row)] = torch.tensor(row)
        seen = (numbers != 0).long()
        with torch.autocast("cpu", torch.bfloat16):
            states = body(input_ids=numbers, attention_mask=seen).last_hidden_state
        share = seen[..., None].float()
        return (states.float() * share).sum(1) / share.sum(1)

    texts = {task: pieces([text for text, _ in found]) for task, found in rows.items()}
    truth = {task: torch.tensor([label for _, label in found]) for task, found in rows.items()}
    steps: list[tuple[str, list[int]]] = []
    for task, found in texts.items():
        size = [len(row) for row in found]
        for _ in range(recipe.epochs[task]):
            order = list(range(len(found)))
            chance.shuffle(order)
            for start in range(0, len(order), SORTED_TOGETHER):
                near = sorted(order[start : start + SORTED_TOGETHER], key=size.__getitem__)
                steps += [(task, near[first : first + BATCH]) for first in range(0, len(near), BATCH)]
    chance.shuffle(steps)
    weight: dict[str, Any] = dict.fromkeys(rows)
    for task in recipe.balanced:
        counts = np.bincount(truth[task].numpy())
        weight[task] = torch.tensor((len(truth[task]) / len(counts) / counts) ** 0.7, dtype=torch.float)
    for fixed in body.embeddings.parameters():
        fixed.requires_grad = False
    moving = [one for one in body.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": moving, "lr": STEP}, {"params": heads.parameters(), "lr": HEAD_STEP}], weight_decay=0.01
    )
    warm = len(steps) // 20
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / warm) * max(0, (len(steps) - step) / len(steps))
    )
    body.train()
    for number, (task, chosen) in enumerate(steps):
        states = torch.nn.functional.dropout(read([texts[task][row] for row in chosen]), 0.1)
        loss = torch.nn.functional.cross_entropy(
            heads[task](states), truth[task][chosen], weight=weight[task]
        )
        loss.backward()
        torch.nn.utils.clip_grad_norm_(moving, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        pace.step()
        if number % 100 == 0:
            sys.stdout.write(f"{number} of {len(steps)}\n")
            sys.stdout.flush()
    body.eval()
    asked = pieces(pool)
    order = sorted(range(len(asked)), key=lambda row: len(asked[row]))
    states = np.zeros((len(asked), width), dtype=np.float32)
    with torch.no_grad():
        for start in range(0, len(order), 128):
            chosen = order[start : start + 128]
            states[chosen] = read([asked[row] for row in chosen]).numpy()
        parts = []
        for task, count in LABELS:
            chances = torch.softmax(heads[task](torch.tensor(states)), 1).numpy()
            parts.append(chances if count > 1 else chances[:, 1:])
    return np.concatenate(parts, axis=1)


def word_vectors(pool: Sequence[str], encoder: Path) -> NDArray[np.float32]:
    """A vector for every word met twice, by the encoder as it comes: its main directions, in the network's table.

    Two words that share a row: the commoner one's vector stands.
    """
    import torch  # type: ignore[import-not-found,unused-ignore]
    from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found,unused-ignore]

    counts: Counter[str] = Counter()
    for start in range(0, len(pool), 512):
        batch = read_batch(join_texts(pool[start : start + 512]))
        counts.update(batch.token(place) for place in range(len(batch.tokens)))
    words = [word for word, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])) if count > 1]
    rows = np.concatenate([word_rows(one) for one in tokens_of(words) if len(one) == 1]).astype(np.int64)
    words = [word for word, one in zip(words, tokens_of(words), strict=True) if len(one) == 1]
    tokens, body = AutoTokenizer.from_pretrained(encoder), AutoModel.from_pretrained(encoder).eval()
    vectors = np.zeros((len(words), body.config.hidden_size))
    with torch.no_grad():
        for start in range(0, len(words), 128):
            read = tokens(
                words[start : start + 128], truncation=True, max_length=16, padding=True, return_tensors="pt"
            )
            share = read["attention_mask"][..., None].float()
            states = body(**read).last_hidden_state
            vectors[start : start + 128] = ((states * share).sum(1) / share.sum(1)).numpy()
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors -= vectors.mean(axis=0)
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    vectors = vectors @ directions[:, : -WIDTH - 1 : -1]
    table = np.zeros((WORD_COUNT, WIDTH), dtype=np.float32)
    table[rows] = vectors / vectors.std() * SPREAD
    return table


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m parvis.enrichment.training.teach", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--to", type=Path, default=TAUGHT, metavar="FILE")
    options = parser.parse_args(arguments)
    rows, pool = _rows(options.data), sets.english_pool(options.data)
    words = Words(pool)
    whole, quarter = {}, {}
    for task, found in rows.items():
        mixed = sets.drawn(found, len(found), seed=0)
        if task == "complaint":
            whole[task] = mixed[len(found) // 4 :]
        else:
            whole[task] = mixed[: WHOLE.sentiment_rows] if task == "sentiment" else found
        held = in_quarter([text for text, _ in mixed])
        kept = [row for row, is_held in zip(mixed, held, strict=True) if not is_held]
        quarter[task] = kept[: QUARTER.sentiment_rows] if task == "sentiment" else kept
    own = {sets.key(text) for text, _ in sets.understated()["en"]}
    # What was written for this project says what an encoder gets wrong: it is not asked.
    pool = [text for text in pool if sets.key(text) not in own]
    asked = {sets.key(text) for text in sets.questions(options.data)}
    posts = [text for text in pool if sets.key(text) not in asked]
    questions = [text for text in pool if sets.key(text) in asked]
    altered, _ = altered_texts(options.data, sets.english_pool(options.data))
    said = _answers(
        QUARTER, quarter, posts + questions + altered, options.encoder, lambda text: spoken(text, words)
    )
    # The better encoder alone for what is no post.
    of_whole = np.concatenate(
        [_answers(WHOLE, whole, posts, options.encoder, masked), said[len(posts) : len(pool)]]
    )
    write_taught(
        posts + questions,
        of_whole,
        said[: len(pool)],
        (altered, said[len(pool) :]),
        word_vectors(pool, options.encoder),
        options.to,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
