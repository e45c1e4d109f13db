"""The conversion against a reference computed with NumPy, on an encoder small enough to write down."""

from __future__ import annotations

import json
import math

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import helper, numpy_helper
from tokenizers import Tokenizer

from models.convert.e5 import convert
from models.convert.e5 import quantized as rounded
from models.convert.e5_weights import E5Weights
from models.errors import PackError
from tests.fakes.fake_e5 import EPSILON, HEADS, HIDDEN, LAYERS, PIECES, tensors, weight_file, write_raw


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    write_raw(folder)
    return folder


@pytest.fixture
def pack(raw, tmp_path):
    folder = tmp_path / "pack"
    folder.mkdir()
    convert(raw, folder, adapter=None)
    return folder


def session(path):
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


def exact(path):
    """The model with float32 products in place of those in 8 bits."""
    model = onnx.load(path)
    stored = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    nodes, replaced = [], set()
    for node in model.graph.node:
        if node.op_type != "DynamicQuantizeMatMul":
            nodes.append(node)
            continue
        x, codes, scales, _, bias = node.input
        replaced |= {codes, scales}
        values = (stored[codes] * stored[scales]).astype(np.float32)
        model.graph.initializer.append(numpy_helper.from_array(values, f"{codes}.values"))
        nodes.append(helper.make_node("MatMul", [x, f"{codes}.values"], [f"{node.output[0]}.product"]))
        nodes.append(helper.make_node("Add", [f"{node.output[0]}.product", bias], list(node.output)))
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    kept = [one for one in model.graph.initializer if one.name not in replaced]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def embed(model, ids, mask=None):
    ids = np.atleast_2d(np.array(ids, np.int64))
    mask = np.ones_like(ids) if mask is None else np.atleast_2d(np.array(mask, np.int64))
    return model.run(["sentence_embedding"], {"input_ids": ids, "attention_mask": mask})[0]


def traits(model, ids, mask=None):
    ids = np.atleast_2d(np.array(ids, np.int64))
    mask = np.ones_like(ids) if mask is None else np.atleast_2d(np.array(mask, np.int64))
    return model.run(["traits"], {"input_ids": ids, "attention_mask": mask})[0]


def reference(ids, learnt=()):
    """The encoder as its paper has it: BERT (arXiv 1810.04805), post-norm, exact GELU, mean pooling, length 1."""
    mean = layers_of(ids, learnt)[-1].mean(0)
    return mean / np.linalg.norm(mean)


def layers_of(ids, learnt=()):
    """What comes out of each layer: [tokens, HIDDEN]."""
    weights = {name: values for name, _, _, values in tensors()}
    for name, more in dict(learnt).items():
        weights[f"{name}.w"] = weights[f"{name}.w"] + more
    erf = np.vectorize(math.erf)

    def linear(x, name):
        return x @ weights[f"{name}.w"].T + weights[f"{name}.b"]

    def norm(x, name):
        centred = x - x.mean(-1, keepdims=True)
        return (
            centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON) * weights[f"{name}.w"]
            + weights[f"{name}.b"]
        )

    def heads(x):
        return x.reshape(len(ids), HEADS, -1).transpose(1, 0, 2)

    x = weights["emb.word"][ids] + weights["emb.pos"].reshape(-1, HIDDEN)[: len(ids)] + weights["emb.type"][:HIDDEN]
    x = norm(x, "emb.ln")
    layers = []
    for layer in range(LAYERS):
        name = f"l{layer}"
        q, k, v = (heads(linear(x, f"{name}.{part}")) for part in "qkv")
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(HIDDEN // HEADS)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        attended = (shares @ v).transpose(1, 0, 2).reshape(len(ids), HIDDEN)
        x = norm(x + linear(attended, f"{name}.ao"), f"{name}.aln")
        inner = linear(x, f"{name}.fi")
        gelu = inner * (1 + erf(inner / math.sqrt(2))) / 2
        x = norm(x + linear(gelu, f"{name}.fo"), f"{name}.oln")
        layers.append(x)
    return layers


def kept_ids(pack):
    pieces = json.loads((pack / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return {piece: number for number, (piece, _) in enumerate(pieces)}


WORDS_ASKED = ["<s>", "▁लाल", "साड़ी", "▁red", "▁saree", "₹", "1", "</s>"]


def test_the_graph_computes_what_the_encoder_is_defined_to(pack):
    new = kept_ids(pack)
    expected = reference([PIECES.index(word) for word in WORDS_ASKED])
    ids = [new[word] for word in WORDS_ASKED]
    assert float(embed(exact(pack / "model.onnx"), ids)[0] @ expected) > 0.9999, "only the weights are rounded"
    assert float(embed(session(pack / "model.onnx"), ids)[0] @ expected) > 0.999, "and what they are multiplied with"


def test_what_has_been_learnt_is_added_to_the_weights(raw, tmp_path):
    rng = np.random.default_rng(11)
    a, b = rng.standard_normal((3, HIDDEN)), rng.standard_normal((HIDDEN, 3)) / 4
    arrays = {"l1.v.a": a.astype(np.float16), "l1.v.b": b.astype(np.float16)}
    np.savez(tmp_path / "adapter.npz", **arrays)
    folder = tmp_path / "taught"
    folder.mkdir()
    convert(raw, folder, tmp_path / "adapter.npz")
    new = kept_ids(folder)
    got = embed(exact(folder / "model.onnx"), [new[word] for word in WORDS_ASKED])[0]
    ids = [PIECES.index(word) for word in WORDS_ASKED]
    more = arrays["l1.v.b"].astype(np.float64) @ arrays["l1.v.a"].astype(np.float64)
    assert float(got @ reference(ids, {"l1.v": more})) > 0.9999
    assert float(got @ reference(ids, {"l1.v": more})) > float(got @ reference(ids)) + 0.01


def test_padding_and_the_batch_change_nothing_but_the_rounding(pack):
    model = exact(pack / "model.onnx")
    alone = embed(model, [0, 5, 6, 2])[0]
    padded = embed(model, [[0, 5, 6, 2, 1, 1], [0, 7, 7, 7, 7, 2]], [[1, 1, 1, 1, 0, 0], [1] * 6])[0]
    np.testing.assert_allclose(padded, alone, atol=1e-5)


def test_the_middle_layers_tell_of_a_text(pack):
    new = kept_ids(pack)
    model = exact(pack / "model.onnx")
    ids = [new[word] for word in WORDS_ASKED]
    layers = layers_of([PIECES.index(word) for word in WORDS_ASKED])
    half, later = LAYERS // 2 - 1, LAYERS // 2 + LAYERS // 4 - 1
    expected = np.stack([layers[half].mean(0), layers[later].mean(0), layers[later].max(0)])
    np.testing.assert_allclose(traits(model, ids)[0], expected, atol=0.1)
    padded = traits(model, [[*ids, 1, 1]], [[1] * len(ids) + [0, 0]])
    np.testing.assert_allclose(padded[0], traits(model, ids)[0], atol=1e-4)


def test_weights_are_rounded_to_seven_bits_by_row():
    matrix = np.random.default_rng(3).standard_normal((5, 40)).astype(np.float32) * np.float32(
        [[1], [9], [0], [0.1], [3]]
    )
    codes, scales = rounded(matrix)
    assert codes.dtype == np.int8
    assert np.abs(codes).max(axis=1).tolist() == [63, 63, 0, 63, 63], "two products with a byte fit into 16 bits"
    assert np.all(np.abs(codes * scales[:, None] - matrix) <= scales[:, None] / 2 * 1.001)


def test_embeddings_have_length_one(pack):
    assert np.linalg.norm(embed(session(pack / "model.onnx"), [0, 4, 2])) == pytest.approx(1, abs=1e-5)


def test_the_pieces_of_other_scripts_go_and_everything_else_stays(pack):
    new = kept_ids(pack)
    assert [piece for piece in PIECES if piece not in new] == ["水", "▁приве", "é̀", "▁café"]
    assert list(new) == [piece for piece in PIECES if piece in new], "the order stays"


@pytest.mark.parametrize("text", ["लाल साड़ी", "শাড়ি", "red saree ₹1", "a।1 <mask>", "é"])
def test_tokens_are_the_same_as_before(raw, pack, text):
    before = Tokenizer.from_file(str(raw / "tokenizer.json")).encode(text)
    after = Tokenizer.from_file(str(pack / "tokenizer.json")).encode(text)
    assert after.tokens == before.tokens
    new = kept_ids(pack)
    assert after.ids == [new[PIECES[number]] for number in before.ids]


def test_unknown_scripts_become_unknown_tokens(pack):
    tokenizer = Tokenizer.from_file(str(pack / "tokenizer.json"))
    assert tokenizer.token_to_id("<unk>") in tokenizer.encode("水").ids


def test_a_long_text_is_cut_to_the_models_length(pack):
    assert len(Tokenizer.from_file(str(pack / "tokenizer.json")).encode("red saree " * 1_000).ids) == 512


def test_the_same_weights_make_the_same_bytes(raw, pack, tmp_path):
    again = tmp_path / "again"
    again.mkdir()
    convert(raw, again, adapter=None)
    for name in ("model.onnx", "tokenizer.json"):
        assert (again / name).read_bytes() == (pack / name).read_bytes()


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda data: b"GGUF" + data[4:], lambda data: data[:200], lambda data: data[:-100]]
)
def test_another_file_is_refused(tmp_path, damage):
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(damage(weight_file()))
    with pytest.raises(PackError, match=r"e5-small-q4\.bin is no E5S1 weight file"):
        E5Weights(path)


def test_a_tensor_of_another_type_is_refused(raw):
    with pytest.raises(PackError, match=r"tensor emb\.word is of type 1 instead of 0"):
        E5Weights(raw / "e5-small-q4.bin").vector("emb.word")
