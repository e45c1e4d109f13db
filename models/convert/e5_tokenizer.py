"""The tokenizer of multilingual-e5, cut to the scripts of the shop."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MAX_TOKENS = 512  # rows of the model's position table

# SentencePiece writes a space as U+2581. Besides the scripts: ₹, quotation marks, dashes, … ° × • and the joiners.
_SPOKEN_HERE = re.compile(
    "[\u2581\u0020-\u007e\u0900-\u097f\u0980-\u09ff\u20b9\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00b0\u00d7\u2022\u200c\u200d]+"
    "|[\u00a0-\u024f]"  # an accented letter by itself, so that é in a product's name is not "unknown"
)


def prune(path: Path) -> tuple[dict[str, Any], list[int]]:
    """Keep the pieces of unaccented Latin, Devanagari and Bengali, and the special tokens.

    A text in these letters is cut into the same pieces as before: Unigram takes the best-scored sequence of pieces, and
    every piece that could be in it has stayed, with its score.

    Args:
        path: a `tokenizer.json` of type Unigram.

    Returns:
        The new `tokenizer.json`, and the old id of each new id: row i of the pruned embedding table is the old row
        ids[i].
    """
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    pieces = document["model"]["vocab"]
    special = {token["id"] for token in document["added_tokens"]}
    ids = [old for old, (piece, _) in enumerate(pieces) if old in special or _SPOKEN_HERE.fullmatch(piece)]
    renumbered = {old: new for new, old in enumerate(ids)}
    document["model"]["vocab"] = [pieces[old] for old in ids]
    document["model"]["unk_id"] = renumbered[document["model"]["unk_id"]]
    for token in document["added_tokens"]:
        token["id"] = renumbered[token["id"]]
    for token in document["post_processor"]["special_tokens"].values():
        token["ids"] = [renumbered[old] for old in token["ids"]]
    document["truncation"] = {
        "direction": "Right",
        "max_length": MAX_TOKENS,
        "strategy": "LongestFirst",
        "stride": 0,
    }
    return document, ids
