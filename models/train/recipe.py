"""The recipe of `indic-mini`: texts → speech → training → the pack, over one working folder.

Each stage leaves whole files and skips what is there, so the recipe can be stopped at any time and started again. The
manifest says what went in, from which package and under which licence.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from models.digest import Digest
from models.download import Downloads
from models.errors import PackError
from models.indic_mini.ngrams import NGrams
from models.indic_mini.symbols import LANGUAGES
from models.registry import load as load_registry
from models.sources.npm import Tarball
from models.store import PackStore
from models.train import speech, texts

Report = Callable[[str], None]
_LEAST_SHARDS = 1
_TEXTS_BESIDE_WORDS = 4  # in the letters' n-grams: words of a list have no frequencies, and most are rare
_SECONDS_A_SHARD = {"kokoro": 125.0, "espeak": 82.0, "festival": 110.0}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything.

    Attributes:
        speech: minutes of speech by engine; one that is 0 is left out.
        training: minutes of processor time.
        texts: how many to compose.
        seed: of every choice.
    """

    speech: dict[str, float]
    training: float
    texts: texts.Counts = texts.USUAL
    seed: int = 1


SMALL = Sizes({"kokoro": 0.0, "espeak": 10.0, "festival": 0.0}, training=2.0, texts=texts.Counts(400, 300, 400, 200))
FULL = Sizes({"kokoro": 300.0, "espeak": 120.0, "festival": 60.0}, training=120.0)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where general texts are, without which there are only the shop's, and what to begin with.

    Attributes:
        catalogues: gettext catalogues below `…/<language>/` or `lo-<language>/`.
        lists: `<language>/*.txt`, a word or a paragraph a line.
        start: `model.onnx` of an earlier pack, to train on; None begins with Whisper's weights.
    """

    catalogues: Path | None = None
    lists: Path | None = None
    start: Path | None = None


def run(work: Path, packs: PackStore, sizes: Sizes, sources: Sources, report: Report) -> Path:
    """Make the pack.

    Args:
        work: the working folder; it is created.
        packs: the installed packs; `whisper-base` is needed, and `kokoro` where it is to speak.
        sizes: see `Sizes`.
        sources: see `Sources`.
        report: is told what goes on.

    Returns:
        The folder of the pack's files.

    Raises:
        PackError: a pack, a package or a program that is needed is missing.
    """
    work.mkdir(parents=True, exist_ok=True)
    written = make_texts(work, sizes, sources, report)
    make_speech(work, packs, sizes, written, report)
    pack = work / "pack"
    pack.mkdir(exist_ok=True)
    make_language_models(pack, written, sources, report)
    make_model(work, packs, sizes, pack, report, sources.start)
    manifest = _manifest(packs, sizes, sources, written)
    (pack / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return pack


def make_texts(work: Path, sizes: Sizes, sources: Sources, report: Report) -> list[texts.Text]:
    """Stage 1."""
    path = work / "texts.jsonl"
    if not path.exists():
        catalogues = {language: _catalogues(sources.catalogues, language) for language in LANGUAGES}
        lists = {language: _lists(sources.lists, language) for language in LANGUAGES}
        texts.write(path, texts.gather(sizes.seed, catalogues, lists, sizes.texts))
    found = texts.read(path)
    report(f"texts: {len(found)}")
    return found


def make_speech(work: Path, packs: PackStore, sizes: Sizes, written: list[texts.Text], report: Report) -> None:
    """Stage 2. Texts are read in their order; the shards of each engine are numbered from 0."""
    for name, minutes in sizes.speech.items():
        if minutes <= 0:
            continue
        shards = range(max(_LEAST_SHARDS, round(minutes * 60 / _SECONDS_A_SHARD[name])))
        folder = work / "speech"

        def told(number: int, seconds: float, name: str = name, last: int = shards[-1]) -> None:
            report(f"speech: {name} {number + 1} of {last + 1}, {seconds:.0f} s")

        if any(not (folder / f"{name}-{number:05d}.jsonl").exists() for number in shards):
            speech.generate(_engine(name, work, packs), name, written, folder, sizes.seed, shards, told)


def make_language_models(pack: Path, written: list[texts.Text], sources: Sources, report: Report) -> None:
    """The character n-grams of each language: of the texts, and of every listed word, which counts less."""
    for language in LANGUAGES:
        said = [text.text for text in written if text.language == language and text.kind not in ("words", "mixed")]
        listed = {word for words in texts.word_lists(language, _lists(sources.lists, language)) for word in words}
        NGrams.count([*said * _TEXTS_BESIDE_WORDS, *sorted(listed)]).save(pack / f"letters-{language}.npz")
    report("language models: done")


def make_model(
    work: Path, packs: PackStore, sizes: Sizes, pack: Path, report: Report, start: Path | None = None
) -> None:
    """Stages 3 and 4, from Whisper's weights or from an earlier model's file.

    Raises:
        PackError: torch is not installed.
    """
    try:
        from models.train.export import export, restore
        from models.train.network import Network
        from models.train.training import Plan, train
    except ImportError as missing:
        raise PackError(f"training needs {missing.name}", "pip install 'sahayak-kiosk[train]'") from missing
    network = restore(start) if start else Network(packs.path("whisper-base") / "model.bin")
    plan = Plan(minutes=sizes.training, seed=sizes.seed)
    trained = train(network, work / "speech", plan, work / "training", lambda when, score: report(f"{when}: {score}"))
    difference = export(trained, pack / "model.onnx")
    report(f"exported; torch and ONNX differ by {difference:.1e}")


def _engine(name: str, work: Path, packs: PackStore) -> speech.Engine:
    match name:
        case "kokoro":
            from kokoro_onnx.tokenizer import Tokenizer

            from models.train.kokoro import Kokoro

            model = packs.path("kokoro") / "model.onnx"
            try:
                from models.train.vocoder import FastKokoro

                run = FastKokoro(model).run
            except ImportError:  # without torch it takes four times as long
                run = None
            return Kokoro(model, kokoro_voices(work), Tokenizer().vocab, run)
        case "espeak":
            from models.train.espeak import Espeak

            packs.espeak()
            return Espeak()
        case "festival":
            from models.train.festival import Festival

            return Festival()
        case unknown:
            raise ValueError(f"there is no speech engine called {unknown!r}")


def kokoro_voices(work: Path) -> Path:
    """All of Kokoro's voices, from the npm package that the pack `kokoro` takes its six from."""
    folder = work / "voices"
    if not folder.exists():
        tarball = _kokoro_tarball()
        downloads = Downloads(work, lambda *_: None)
        partial = work / "voices.partial"
        partial.mkdir(exist_ok=True)
        with tarfile.open(downloads.get(tarball), "r:gz") as archive:
            for member in archive.getmembers():
                path = Path(member.name)
                stream = archive.extractfile(member) if member.isreg() and path.suffix == ".bin" else None
                if stream and path.parent.name == "voices":
                    (partial / path.name).write_bytes(stream.read())
        partial.replace(folder)
    return folder


def _kokoro_tarball() -> Tarball:
    sources = [source for file in load_registry()["kokoro"].raw for source in file.sources]
    found = [archive for source in sources for archive in source.archives if isinstance(archive, Tarball)]
    return found[0]


def _catalogues(folder: Path | None, language: str) -> list[Path]:
    if folder is None:
        return []
    places = {f"lo-{language}", language, *(["bn_IN"] if language == "bn" else [])}
    return sorted(path for path in folder.rglob("*.mo") if places & set(path.relative_to(folder).parts))


def _lists(folder: Path | None, language: str) -> list[Path]:
    return sorted((folder / language).glob("*.txt")) if folder else []


def _manifest(packs: PackStore, sizes: Sizes, sources: Sources, written: Iterable[texts.Text]) -> dict[str, Any]:
    """What went in."""
    counts: dict[str, int] = {}
    for text in written:
        counts[f"{text.language} {text.kind}"] = counts.get(f"{text.language} {text.kind}", 0) + 1
    whisper = packs.path("whisper-base") / "model.bin"
    files = [path for language in LANGUAGES for path in _catalogues(sources.catalogues, language)]
    lists = [path for language in LANGUAGES for path in _lists(sources.lists, language)]
    return {
        "encoder": {"pack": "whisper-base", "licence": "MIT", "digest": str(Digest.sha256("0" * 64).of(whisper))},
        "voices": [
            {"package": "npm kokoro-js", "licence": "Apache-2.0", "digest": str(_kokoro_tarball().digest)},
            {"package": f"espeakng-loader {version('espeakng-loader')}", "licence": "GPL-3.0-or-later"},
            {"package": "Debian festvox-hi-nsk 0.1-11", "licence": "GPL-2.0-or-later"},
        ],
        "texts": counts,
        "catalogues": sorted({_package(path) for path in files}),
        "lists": [f"{path.parent.name}/{path.name}" for path in lists],
        "speech_minutes": sizes.speech,
        "training_minutes": sizes.training,
        "seed": sizes.seed,
    }


def _package(catalogue: Path) -> str:
    """The gettext domain: the translations are under the licence of the program that they belong to."""
    return catalogue.stem
