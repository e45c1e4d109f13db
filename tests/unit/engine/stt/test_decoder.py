from __future__ import annotations

import struct

import numpy as np
import pytest

from engine.languages import Language
from engine.stt.decoder import Decoder, read_model_bin

PROMPT = ("<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>")
SENTENCE = "Where is my order and what is the price of the new one?"


VOCABULARY = [*range(8000), END := 50_257]


def name(text: str) -> bytes:
    encoded = text.encode() + b"\0"
    return struct.pack("<H", len(encoded)) + encoded


def tensor(label: str, values: np.ndarray, kind: int) -> bytes:
    head = name(label) + struct.pack(f"<B{values.ndim}IBI", values.ndim, *values.shape, kind, values.nbytes)
    return head + values.tobytes()


def test_the_tensors_of_a_model_file(tmp_path):
    written = {
        "decoder/embeddings/weight": (np.arange(6, dtype=np.float32).reshape(2, 3), 0),
        "decoder/quantised": (np.array([[-128, 127]], np.int8), 1),
        "short": (np.array([-5, 300], np.int16), 2),
        "scalar": (np.array(7, np.int32), 3),
        "half": (np.array([0.5, -2.0], np.float16), 4),
        "संख्या": (np.zeros((1, 2, 3, 4), np.float32), 0),
    }
    header = struct.pack("<I", 6) + name("WhisperSpec") + struct.pack("<II", 3, len(written))
    path = tmp_path / "model.bin"
    path.write_bytes(header + b"".join(tensor(label, *entry) for label, entry in written.items()) + b"aliases follow")
    found = read_model_bin(path)
    assert found.keys() == written.keys()
    for label, (values, _) in written.items():
        assert found[label].dtype == values.dtype
        assert found[label].shape == values.shape
        assert np.array_equal(found[label], values)


@pytest.fixture(scope="module")
def decoder(packs, whisper) -> Decoder:
    return Decoder(packs.path("whisper-base") / "model.bin", np.array(VOCABULARY))


@pytest.fixture(scope="module")
def dictated(whisper, said):
    """An English sentence's encoding, and CTranslate2's own greedy tokens with their mean log-probability."""
    encoding = whisper.encode(said(SENTENCE, Language.ENGLISH))
    result = whisper._model.generate(
        encoding.storage, [list(PROMPT)], beam_size=1, suppress_blank=False, suppress_tokens=[], return_scores=True
    )[0]
    return encoding, tuple(result.sequences_ids[0]), result.scores[0]


@pytest.fixture(scope="module")
def prompt(whisper):
    return tuple(whisper.tokenizer.token_to_id(token) for token in PROMPT)


@pytest.mark.models
def test_each_step_chooses_what_ctranslate2_chooses(decoder, whisper, dictated, prompt):
    encoding, tokens, score = dictated
    assert whisper.tokenizer.decode(list(tokens)).strip() == SENTENCE
    sequence = [*prompt, *tokens, END]
    cross = decoder.attend(encoding.array())
    cache = decoder.cache(1, len(sequence))
    steps = [decoder.step(np.array([token]), at, cache, cross)[0] for at, token in enumerate(sequence[:-1])]
    columns = decoder.column[[*tokens, END]]
    assert [likely.argmax() for likely in steps[len(prompt) - 1 :]] == columns.tolist()
    total = sum(likely[column] for likely, column in zip(steps[len(prompt) - 1 :], columns, strict=True))
    assert total / len(columns) == pytest.approx(score, abs=0.02)


@pytest.mark.models
def test_a_step_gives_probabilities_over_the_vocabulary(decoder, dictated, prompt):
    cross = decoder.attend(dictated[0].array())
    likely = decoder.step(np.array([prompt[0]] * 3), 0, decoder.cache(3, 1), cross)
    assert likely.shape == (3, 8001)
    assert likely.dtype == np.float32
    assert np.exp(likely).sum(axis=1) == pytest.approx(1, abs=1e-4)


@pytest.mark.models
def test_tokens_outside_the_vocabulary_have_no_column(decoder):
    assert len(decoder.column) == 51_865
    assert decoder.column[:8000].tolist() == list(range(8000))
    assert decoder.column[50_257] == 8000
    assert (np.flatnonzero(decoder.column < 0) >= 8000).all()
    assert np.count_nonzero(decoder.column < 0) == 51_865 - 8001


def alone(decoder: Decoder, sequence: tuple[int, ...], cross) -> np.ndarray:
    cache = decoder.cache(1, len(sequence))
    return [decoder.step(np.array([token]), at, cache, cross) for at, token in enumerate(sequence)][-1][0]


@pytest.mark.models
def test_hypotheses_do_not_disturb_each_other(decoder, dictated, prompt):
    """Many at once, crossed over and thinned out, are as each would be alone."""
    cross = decoder.attend(dictated[0].array())
    cache = decoder.cache(4, 10)
    for at, token in enumerate(prompt):
        decoder.step(np.array([token]), at, cache, cross)
    cache.keep(np.zeros(4, np.intp), len(prompt))
    decoder.step(np.array([11, 22, 33, 44]), 4, cache, cross)
    cache.keep(np.array([2, 0, 2]), 5)
    found = decoder.step(np.array([55, 66, 77]), 5, cache, cross)
    for row, tail in enumerate([(33, 55), (11, 66), (33, 77)]):
        assert found[row] == pytest.approx(alone(decoder, (*prompt, *tail), cross), abs=2e-3)


@pytest.mark.models
def test_a_selection_of_a_cache_leaves_it_as_it_was(decoder, dictated, prompt):
    cross = decoder.attend(dictated[0].array())
    cache = decoder.cache(2, 8)
    for at, token in enumerate(prompt):
        decoder.step(np.array([token, token]), at, cache, cross)
    decoder.step(np.array([11, 22]), 4, cache, cross)
    before = cache.keys.copy(), cache.values.copy()
    chosen = cache.select(np.array([1, 1, 0]))
    found = decoder.step(np.array([55, 66, 77]), 5, chosen, cross)
    for row, tail in enumerate([(22, 55), (22, 66), (11, 77)]):
        assert found[row] == pytest.approx(alone(decoder, (*prompt, *tail), cross), abs=2e-3)
    assert np.array_equal(cache.keys, before[0])
    assert np.array_equal(cache.values, before[1])


@pytest.mark.models
def test_what_is_heard_decides(decoder, whisper, said, dictated, prompt):
    """On the sentence its own words are far likelier than on another."""
    encoding, tokens, _ = dictated
    other = whisper.encode(said("What is the price of this red saree?", Language.ENGLISH))

    def score(encoded) -> float:
        cross = decoder.attend(encoded.array())
        cache = decoder.cache(1, 40)
        sequence = [*prompt, *tokens]
        steps = [decoder.step(np.array([token]), at, cache, cross)[0] for at, token in enumerate(sequence[:-1])]
        return sum(float(steps[at + len(prompt) - 1][decoder.column[token]]) for at, token in enumerate(tokens))

    assert score(encoding) > score(other) + 20
