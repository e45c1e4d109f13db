"""The packs as they are installed on this machine."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer

from engine.settings import home
from models.store import PackStore
from models.verify import State, verify

pytestmark = pytest.mark.models

# What the full tokenizer of multilingual-e5-small makes of a sentence in each language.
PIECES = {
    "query: लाल साड़ी दिखाइए, ₹2,999 से कम।": ("<s> ▁que ry : ▁लाल ▁सा ड़ी ▁दिखा इए , ▁₹ 2 , 999 ▁से ▁कम । </s>"),
    "query: লাল শাড়ি আছে কি? অর্ডার ১২৩": "<s> ▁que ry : ▁লা ল ▁শা ড়ি ▁আছে ▁কি ? ▁অ র্ ডার ▁১২ ৩ </s>",
    "query: माझी ऑर्डर कुठे आहे?": "<s> ▁que ry : ▁माझी ▁ऑर् डर ▁कुठे ▁आहे ? </s>",
    "query: Do you have a red saree under 500?": ("<s> ▁que ry : ▁Do ▁you ▁have ▁a ▁red ▁sare e ▁under ▁500 ? </s>"),
    "query: laal saree dikhao": "<s> ▁que ry : ▁la al ▁sare e ▁di kha o </s>",
}


@pytest.fixture(scope="module")
def store():
    return PackStore(home() / "models")


@pytest.fixture(scope="module")
def tokenizer(store):
    return Tokenizer.from_file(str(store.path("e5-small") / "tokenizer.json"))


@pytest.fixture(scope="module")
def embed(store, tokenizer):
    model = onnxruntime.InferenceSession(store.path("e5-small") / "model.onnx", providers=["CPUExecutionProvider"])

    def run(text: str) -> np.ndarray:
        encoded = tokenizer.encode(text)
        inputs = {"input_ids": np.array([encoded.ids]), "attention_mask": np.array([encoded.attention_mask])}
        return model.run(None, inputs)[0][0]

    return run


def test_every_default_pack_is_whole(store):
    states = {pack.name: verify(pack, store.root).state for pack in store.packs if pack.default}
    assert set(states.values()) == {State.OK}, states


@pytest.mark.parametrize("text", PIECES)
def test_the_pruned_tokenizer_cuts_as_the_full_one(tokenizer, text):
    assert tokenizer.encode(text).tokens == PIECES[text].split()


@pytest.mark.parametrize("query", ["लाल साड़ी", "লাল শাড়ি", "लाल रंगाची साडी", "a saree in red"])
def test_a_query_is_nearest_to_what_it_means(embed, query):
    asked = embed(f"query: {query}")
    assert asked.shape == (384,)
    assert asked @ embed("passage: red saree") > asked @ embed("passage: pressure cooker") + 0.03


def test_kokoros_voices_are_styles_of_the_right_shape(store):
    voices = np.load(store.path("kokoro") / "voices.npz")
    assert {"hf_alpha", "hf_beta", "hm_omega", "hm_psi", "af_heart", "am_michael"} == set(voices.files)
    assert all(voices[name].shape == (510, 1, 256) for name in voices.files)
    assert all(0.01 < np.abs(voices[name]).mean() < 1 for name in voices.files)


@pytest.mark.parametrize("name", ["silero-vad", "smart-turn", "kokoro"])
def test_an_onnx_model_can_be_loaded(store, name):
    model = onnxruntime.InferenceSession(store.path(name) / "model.onnx", providers=["CPUExecutionProvider"])
    assert model.get_inputs()
