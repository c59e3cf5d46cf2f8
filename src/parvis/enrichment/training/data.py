"""The sets that may train what ships, read from the data folder; what is held out of each.

A text that stands in a held-out part, after masking, is left out of every training part; so is a duplicate.
"""

import csv
import gzip
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.model import EMOTIONS, INTENTS, SENTIMENTS
from parvis.enrichment.logic.normalise import join_texts

Rows = list[tuple[str, int]]
LABELS = Path(__file__).parent
OWN_WORTH = 5.0


def key(text: str) -> str:
    """What two copies of one post share."""
    return join_texts([text]).lower()


def _tab_separated(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as opened:
        return [line.rstrip("\n").split("\t") for line in opened][1:]


def _comma_separated(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def without(rows: Rows, held: Rows) -> Rows:
    """Unique rows that are not in `held`."""
    hidden = {key(text) for text, _ in held}
    unique = {key(text): (text, label) for text, label in rows}
    return [row for shared, row in unique.items() if shared not in hidden]


def sentiment_rows(path: Path, *, language: str = "") -> Rows:
    """(text, class) of a label–text or language–label–text file."""
    return [
        (line[-1], SENTIMENTS.index(line[-2]))
        for line in _tab_separated(path)
        if not language or line[0] == language
    ]


def sentiment(data: Path) -> dict[str, Rows]:
    """Training rows by language."""
    held = [row for rows in held_out_sentiment(data).values() for row in rows]
    english = sentiment_rows(data / "tweeteval/sentiment_train_rebuilt.tsv.gz")
    english += sentiment_rows(data / "umsab/train.tsv.gz", language="english")
    french = sentiment_rows(data / "umsab/train.tsv.gz", language="french")
    own = understated()
    return {"fr": without(french + own["fr"], held), "en": without(english + own["en"], held)}


def understated() -> dict[str, Rows]:
    """Sentences written for this project: praise by a negated fault ("pas mal"), faint blame, and neither."""
    with (LABELS / "understated.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return {
        code: [(row["text"], SENTIMENTS.index(row["sentiment"])) for row in rows if row["language"] == code]
        for code in ("fr", "en")
    }


def emphasis(texts: Sequence[str]) -> NDArray[np.float64]:
    """What each text counts beside others: fifty sentences on negation are not to drown among fifty thousand."""
    own = {key(text) for rows in understated().values() for text, _ in rows}
    return np.where([key(text) in own for text in texts], OWN_WORTH, 1.0)


def french_emotions(data: Path) -> tuple[Rows, Rows]:
    """A place in EMOTIONS, or their count for none: customers' posts labelled by the project, and sentences written
    for it, because customers are hardly ever glad."""
    texts = {
        row["tweet_id"]: row["text"] for row in _comma_separated(data / "free_telecom_fr/tweets_dev.csv.gz")
    }
    named = (*EMOTIONS, "none")
    with (LABELS / "emotions_fr.csv").open(encoding="utf-8", newline="") as opened:
        posts = [
            (texts[row["tweet_id"]], named.index(row["emotion"]))
            for row in csv.DictReader(opened)
            if row["tweet_id"] in texts
        ]
    with (LABELS / "emotions_written_fr.csv").open(encoding="utf-8", newline="") as opened:
        written = [(row["text"], named.index(row["emotion"])) for row in csv.DictReader(opened)]
    return without(posts, []), written


def held_out_sentiment(data: Path) -> dict[str, Rows]:
    return {
        "TweetEval sentiment, validation": sentiment_rows(data / "tweeteval/sentiment_val.tsv.gz"),
        "UMSAB English, validation": sentiment_rows(data / "umsab/val.tsv.gz", language="english"),
        "UMSAB French, validation": sentiment_rows(data / "umsab/val.tsv.gz", language="french"),
    }


def emotion(data: Path, part: str = "train") -> Rows:
    rows = [
        (line[1], EMOTIONS.index(line[0]))
        for line in _tab_separated(data / f"tweeteval/emotion_{part}.tsv.gz")
    ]
    return rows if part == "val" else without(rows, emotion(data, "val"))


def offensive(data: Path, part: str = "train") -> Rows:
    path = data / f"tweeteval/offensive_{part}.tsv.gz"
    rows = [(line[1], int(line[0] == "offensive")) for line in _tab_separated(path)]
    return rows if part == "val" else without(rows, offensive(data, "val"))


def irony(data: Path, part: str = "train") -> Rows:
    rows = [
        (line[1], int(line[0] == "irony")) for line in _tab_separated(data / f"tweeteval/irony_{part}.tsv.gz")
    ]
    return rows if part == "val" else without(rows, irony(data, "val"))


def held_out_english(data: Path) -> set[str]:
    """Keys of the texts of every English validation part."""
    held = [
        *held_out_sentiment(data).values(),
        emotion(data, "val"),
        offensive(data, "val"),
        irony(data, "val"),
    ]
    return {key(text) for rows in held for text, _ in rows}


def english_pool(data: Path) -> list[str]:
    """Every English text that may train, labelled for one purpose or another; none of a validation part."""
    labelled = (emotion(data), offensive(data), complaints(data), sentiment(data)["en"], irony(data))
    texts = [text for rows in labelled for text, _ in rows]
    for part in ("train", "dev", "devtest", "test2016"):
        lines = _tab_separated(data / f"semeval2017_topic_sentiment/{part}.tsv.gz")
        texts += [line[-1] for line in lines]
    texts += [text for text, _ in hostile(data, "en")]
    texts += questions(data)
    hidden = held_out_english(data)
    unique: dict[str, str] = {}
    for text in texts:
        unique.setdefault(key(text), text)
    return [text for shared, text in unique.items() if shared not in hidden]


def questions(data: Path) -> list[str]:
    """What customers ask, of banking77 and clinc150: no labels of ours, but texts for the encoder to label."""
    banking = [row["text"] for row in _comma_separated(data / "banking77/train.csv.gz")]
    return banking + [line[-1] for line in _tab_separated(data / "clinc150/train.tsv.gz")]


def complaints(data: Path) -> Rows:
    rows = _comma_separated(data / "complaints/complaints_dev.csv.gz")
    return without([(row["text"], int(row["complaint"])) for row in rows], [])


def hostile(data: Path, code: str) -> list[tuple[str, str]]:
    """MLMA: (text, its labels joined by "_")."""
    rows = _comma_separated(data / f"mlma_hate/{code}_dev.csv.gz")
    return list({key(row["tweet"]): (row["tweet"], row["hostility"]) for row in rows}.values())


def drawn(rows: Rows, count: int, *, seed: int) -> Rows:
    chosen = list(rows)
    random.Random(seed).shuffle(chosen)  # noqa: S311 - a draw, not a secret
    return chosen[:count]


def labelled_intents(data: Path) -> dict[str, list[tuple[str, list[int]]]]:
    """The project's own labels, joined with the texts of the data folder: (text, one 0/1 an intent)."""
    french = {
        row["tweet_id"]: row["text"] for row in _comma_separated(data / "free_telecom_fr/tweets_dev.csv.gz")
    }
    english = {
        row["tweet_id"]: row["text"] for row in _comma_separated(data / "complaints/complaints_dev.csv.gz")
    }
    found = {}
    for code, texts, column in (("fr", french, "agreed"), ("en", english, "intents")):
        with (LABELS / f"intents_{code}.csv").open(encoding="utf-8", newline="") as opened:
            found[code] = [
                (texts[row["tweet_id"]], [int(name in row[column].split("+")) for name in INTENTS])
                for row in csv.DictReader(opened)
                if row["tweet_id"] in texts
            ]
    return found
