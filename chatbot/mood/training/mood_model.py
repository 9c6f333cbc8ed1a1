"""Trains the sentiment model that `chatbot.mood` reads with, from GoEmotions.

Not part of what is installed: it needs numpy and scikit-learn, which the program does not. Usage::

    python -m chatbot.mood.training.mood_model TRAIN.jsonl --out chatbot/mood/model.bin

TRAIN.jsonl holds one `{"text", "polarity", "emotions"}` a line: GoEmotions (Demszky et al. 2020), its
released training split. `chat_lines.tsv` beside this file adds short chat lines of this project's own.

The model is linear: a softmax over three polarities from words, pairs of words and parts of words, and
another over 28 emotions. A feature's inverse document frequency is folded into its weight,
and each block is divided by the root of its length, so that reading needs only sums.
"""

import argparse
import json
import math
import random
import sys
from array import array
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from chatbot.domain.mood import EMOTIONS
from chatbot.domain.value import Value
from chatbot.mood.features import end_features, part_features, tokens, word_features
from chatbot.mood.model import NEUTRAL_PRIOR, POLARITIES, Model, pack

POLARITY_STRENGTH, EMOTION_STRENGTH = 0.02, 0.05
PART_SCALE = 2.0
RATIO_FLOOR = 0.05
FEWEST_WORD, FEWEST_PART, FEWEST_EMOTION = 2, 8, 4
CHAT_LINE_WEIGHT = 10.0
HELD_OUT = 0.1


class Example(Value):
    """One labelled text; `polarity` None is left out of the polarity model."""

    text: str
    polarity: str | None
    emotions: tuple[str, ...]
    weight: float = 1.0


def words_of(text: str) -> list[int]:
    """The word features of a text."""
    found: list[int] = []
    previous = "<s>"
    for token in tokens(text):
        found.extend(word_features(token, previous))
        previous = token.form
    return [*found, *end_features(previous)]


def parts_of(text: str) -> list[int]:
    """The part features of a text's words."""
    return [part for token in tokens(text) if token.is_word for part in part_features(token.form)]


def vocabulary(documents: list[list[int]], fewest: int) -> dict[int, float]:
    """Features in at least `fewest` documents, commonest first -> inverse document frequency."""
    counts = Counter(feature for document in documents for feature in set(document))
    kept = [(feature, count) for feature, count in counts.most_common() if count >= fewest]
    return {feature: 1 + math.log((1 + len(documents)) / (1 + count)) for feature, count in kept}


def matrix(documents: list[list[int]], frequency: dict[int, float]) -> csr_matrix:
    """Rows of idf-weighted counts over the root of the number of features."""
    columns = {feature: column for column, feature in enumerate(frequency)}
    data, indices, pointers = array("d"), array("q"), array("q", [0])
    for document in documents:
        length = math.sqrt(len(document)) or 1.0
        for feature in document:
            if feature in columns:
                indices.append(columns[feature])
                data.append(frequency[feature] / length)
        pointers.append(len(indices))
    made = csr_matrix((np.array(data), np.array(indices), np.array(pointers)), shape=(len(documents), len(columns)))
    made.sum_duplicates()
    return made


def told_apart(blocks: list[tuple[csr_matrix, float]], truth: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """What to multiply each column with: the root of its largest log ratio between one class and the others.

    After Wang and Manning (2012), softened: what occurs alike in all classes may weigh less.

    Args:
        blocks: columns, and how large their block is made.
        truth: the rows' classes.
        seen: the rows that may be looked at.
    """
    found = []
    for block, scale in blocks:
        ratios = []
        for polarity in range(len(POLARITIES)):
            inside = np.asarray(block[seen & (truth == polarity)].sum(0)).ravel() + 1
            outside = np.asarray(block[seen & (truth != polarity)].sum(0)).ravel() + 1
            ratios.append(np.abs(np.log((inside / inside.sum()) / (outside / outside.sum()))))
        found.append(scale * np.sqrt(np.max(ratios, axis=0) + RATIO_FLOOR))
    return np.concatenate(found)


def read_examples(path: Path) -> list[Example]:
    """The examples of a JSON-lines file."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Example(line["text"], line["polarity"], tuple(line["emotions"])) for line in lines]


def read_chat_lines(path: Path) -> list[Example]:
    """This project's own lines: polarity, emotion and text between tabs."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line]
    return [Example(text, polarity, (emotion,), CHAT_LINE_WEIGHT) for polarity, emotion, text in rows]


def temperature(logits: np.ndarray, truth: np.ndarray) -> float:
    """What to divide logits by so that their softmax is calibrated (Guo et al. 2017)."""

    def loss(scale: float) -> float:
        scaled = logits / scale
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(truth)), truth]))

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def train(examples: list[Example]) -> Model:
    """A model of all examples; the calibration is measured on a tenth that is first held out."""
    words = [words_of(example.text) for example in examples]
    parts = [parts_of(example.text) for example in examples]
    word_idf, part_idf = vocabulary(words, FEWEST_WORD), vocabulary(parts, FEWEST_PART)
    rows = [row for row, example in enumerate(examples) if example.polarity]
    truth = np.array([POLARITIES.index(examples[row].polarity or "") for row in rows])
    weights = np.array([examples[row].weight for row in rows])
    held = np.array([random.Random(row).random() < HELD_OUT and weights[at] == 1 for at, row in enumerate(rows)])
    blocks = [
        (matrix([words[row] for row in rows], word_idf), 1.0),
        (matrix([parts[row] for row in rows], part_idf), PART_SCALE),
    ]
    factors = told_apart(blocks, truth, ~held)
    chosen = hstack([block for block, _ in blocks]).tocsr()
    trial = LogisticRegression(C=POLARITY_STRENGTH, max_iter=300)
    trial.fit(chosen[~held] @ diags(factors), truth[~held], weights[~held])
    logits = trial.decision_function(chosen[held] @ diags(factors))
    scale = temperature(logits, truth[held])
    sys.stdout.write(f"held out: accuracy {np.mean(logits.argmax(1) == truth[held]):.4f}, temperature {scale:.3f}\n")
    factors = told_apart(blocks, truth, np.ones_like(held))
    final = LogisticRegression(C=POLARITY_STRENGTH, max_iter=300).fit(chosen @ diags(factors), truth, weights)

    emotion_idf = vocabulary(words, FEWEST_EMOTION)  # the first of the polarity model's words, in the same order
    names = tuple(EMOTIONS)
    pairs = [(row, names.index(name)) for row, example in enumerate(examples) for name in example.emotions]
    emotion_rows = matrix(words, emotion_idf)[[row for row, _ in pairs]]
    shares = np.array([examples[row].weight / len(examples[row].emotions) for row, _ in pairs])
    feelings = LogisticRegression(C=EMOTION_STRENGTH, max_iter=300)
    feelings.fit(emotion_rows, np.array([name for _, name in pairs]), shares)

    polarity_rows = (final.coef_ / scale) * factors * np.array([*word_idf.values(), *part_idf.values()])
    emotion_weights = feelings.coef_ * np.array(list(emotion_idf.values()))
    return Model.from_weights(
        words=tuple(word_idf),
        parts=tuple(part_idf),
        polarity=[tuple(row) for row in polarity_rows.T.tolist()],
        polarity_bias=tuple((final.intercept_ / scale).tolist()),
        emotion=[tuple(row) for row in emotion_weights.T.tolist()],
        emotion_bias=tuple(feelings.intercept_.tolist()),
    )


def main() -> None:
    """Train, write, and say how large it became."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    own = read_chat_lines(Path(__file__).with_name("chat_lines.tsv"))
    model = train(read_examples(options.train) + own)
    options.out.write_bytes(pack(model))
    sys.stdout.write(f"{options.out}: {options.out.stat().st_size:,} bytes, neutral prior {NEUTRAL_PRIOR}\n")


if __name__ == "__main__":
    main()
