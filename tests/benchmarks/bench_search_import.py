"""How fast a store is imported, and how much memory that takes.

Each import runs in a process of its own, whose peak is measured. "with the language model" makes the real vectors on
two threads, of the demo store's products in several models; the large stores are imported without it, since it takes
the same time for each product.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from resources import ROOT
from tests.benchmarks.large_store import write_store

_SIZES = (10_000, 100_000)
_MODELS = 3
_CHANGED = 10

_CHILD = """
import json, sys, time
from pathlib import Path
import psutil
from catalog.importer import existing, import_store
from catalog.search.embedding import E5
from catalog.store import Catalog
from catalog.store_files import read_store
from engine.settings import home
from models.store import PackStore

def peak():
    memory = psutil.Process().memory_info()
    if hasattr(memory, "peak_wset"):
        return memory.peak_wset / 2**20
    # Not getrusage, which remembers the peak of the process that this one was forked from.
    status = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else "VmHWM: 0"
    return int(status.partition("VmHWM:")[2].split()[0]) / 2**10

database, folder, upsert, embed = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "upsert", sys.argv[4] == "embed"
e5 = E5(PackStore(home() / "models").path("e5-small"), threads=2) if embed else None
with Catalog(database, embedder=e5) as catalog:
    before = peak()
    began, began_cpu = time.perf_counter(), time.process_time()
    import_store(catalog, read_store(folder, existing(catalog.database) if upsert else None), upsert=upsert)
    if catalog.vectors:
        catalog.vectors.embed()
    print(json.dumps({
        "seconds": time.perf_counter() - began, "cpu": time.process_time() - began_cpu,
        "before": before, "peak": peak(),
    }))
"""


def measure() -> dict[str, Any]:
    """Rates and peaks by size."""
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        count = _write_models(folder / "embedded")
        run = _import(folder / "embedded.db", folder / "embedded", embed=True)
        results[f"{count} products with the language model"] = _row(run, count)
        for size in _SIZES:
            files = folder / str(size)
            write_store(files, size)
            results[f"{size} products"] = _row(_import(folder / f"{size}.db", files), size)
            results[f"{size} products, all unchanged"] = _row(_import(folder / f"{size}.db", files), size)
            changed = _changed(files)
            run = _import(folder / f"{size}.db", changed, upsert=True)
            results[f"{_CHANGED} changed products into {size}"] = _row(run, _CHANGED)
    return results


def _write_models(folder: Path) -> int:
    """A store of the demo store's products, each in some models with texts of their own."""
    folder.mkdir()
    products = json.loads((ROOT / "demo" / "products.json").read_text(encoding="utf-8"))
    models = [
        product | {"id": f"{product['id']}-{model}", "name": f"{product['name']} {model}", "image_url": None}
        for product in products
        for model in range(1, _MODELS + 1)
    ]
    (folder / "products.json").write_text(json.dumps(models), encoding="utf-8")
    return len(models)


def _changed(files: Path) -> Path:
    """A folder with some of the products under other names."""
    folder = files.with_name(f"{files.name}-changed")
    folder.mkdir()
    products = json.loads((files / "products.json").read_text(encoding="utf-8"))[:_CHANGED]
    renamed = [product | {"name": f"New {product['name']}"} for product in products]
    (folder / "products.json").write_text(json.dumps(renamed), encoding="utf-8")
    return folder


def _import(database: Path, files: Path, *, upsert: bool = False, embed: bool = False) -> dict[str, float]:
    arguments = [str(database), str(files), "upsert" if upsert else "replace", "embed" if embed else "words"]
    done = subprocess.run([sys.executable, "-c", _CHILD, *arguments], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _row(run: dict[str, float], products: int) -> str:
    rate = f"{products / run['seconds']:.0f} products/s ({run['seconds']:.1f} s, {run['cpu']:.1f} s of CPU)"
    return f"{rate}, peak {run['peak']:.0f} MB ({run['before']:.0f} MB before)"
