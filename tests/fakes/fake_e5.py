"""A multilingual-e5 small enough to write down: its weight file and its tokenizer."""

from __future__ import annotations

import json
import struct

import numpy as np

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, EPSILON = 64, 2, 2, 96, 16, 1e-6
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = ["▁", "a", "▁saree", "▁red", "水", "साड़ी", "▁लाल", "শাড়ি", "▁приве", "é", "é̀", "₹", "।", "1", "▁café"]
PIECES = [*SPECIAL, *WORDS, "<mask>"]
ROWS = len(PIECES) + 3  # a table may have more rows than there are pieces


def quantized(rng, rows, columns):
    """A random matrix: its Q4_0 bytes, and the numbers they stand for."""
    codes = rng.integers(0, 16, (rows, columns // 32, 32), dtype=np.uint8)
    scales = rng.uniform(0.01, 0.05, (rows, columns // 32)).astype("<f2")
    packed = codes[..., :16] | codes[..., 16:] << 4
    stored = np.concatenate([scales[..., None].view(np.uint8), packed], axis=-1).tobytes()
    return stored, ((codes.astype(np.float32) - 8) * scales[..., None].astype(np.float32)).reshape(rows, columns)


def tensors():
    """Name, type, bytes and value of every tensor."""
    rng = np.random.default_rng(7)
    shapes = {"emb.word": (ROWS, HIDDEN), "emb.pos": POSITIONS * HIDDEN, "emb.type": 2 * HIDDEN}
    shapes |= {"emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    for layer in range(LAYERS):
        linear = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN))
        linear |= {"fi": (FEED_FORWARD, HIDDEN), "fo": (HIDDEN, FEED_FORWARD)}
        for part, shape in linear.items():
            shapes |= {f"l{layer}.{part}.w": shape, f"l{layer}.{part}.b": shape[0]}
        shapes |= {f"l{layer}.{norm}.{part}": HIDDEN for norm in ("aln", "oln") for part in "wb"}
    for name, shape in shapes.items():
        if isinstance(shape, tuple):
            yield name, 1, *quantized(rng, *shape)
        else:
            values = rng.standard_normal(shape).astype("<f4")
            yield name, 0, values.tobytes(), values


def weight_file() -> bytes:
    texts = "".join(PIECES).encode()
    header = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, LAYERS, HEADS, FEED_FORWARD, ROWS, POSITIONS, 2, EPSILON, 32)
    header += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(texts))
    header += bytes(4 * (len(PIECES) + 1) + 4 * len(PIECES)) + texts
    header += struct.pack("<iI", 0, 5) + b"table"
    listed = list(tensors())
    entries = sum(2 + len(name) + 1 + 4 + 8 + 8 for name, *_ in listed)
    offset, directory, body = len(header) + 4 + entries, struct.pack("<i", len(listed)), b""
    for name, kind, stored, values in listed:
        directory += struct.pack(
            f"<H{len(name)}sBIQQ", len(name), name.encode(), kind, values.size, offset + len(body), len(stored)
        )
        body += stored
    return header + directory + body


def tokenizer_file() -> str:
    special = [(number, PIECES[number]) for number in (0, 1, 2, 3, len(PIECES) - 1)]
    added = [
        {
            "id": number,
            "content": text,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for number, text in special
    ]
    template = [
        {"SpecialToken": {"id": "<s>", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "</s>", "type_id": 0}},
    ]
    marks = {text: {"id": text, "ids": [number], "tokens": [text]} for text, number in (("<s>", 0), ("</s>", 2))}
    metaspace = {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True}
    document = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": None,
        "pre_tokenizer": metaspace,
        "post_processor": {"type": "TemplateProcessing", "single": template, "pair": template, "special_tokens": marks},
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": [[piece, -float(n % 7)] for n, piece in enumerate(PIECES)]},
    }
    return json.dumps(document)


def write_raw(folder) -> None:
    """Write both files as they are published."""
    (folder / "e5-small-q4.bin").write_bytes(weight_file())
    (folder / "tokenizer.json").write_text(tokenizer_file(), encoding="utf-8")
