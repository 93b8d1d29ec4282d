"""The layer with Google's libraries: small, and still able to build what the functions build."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.integration.ports.template_tables import resources

ROOT = Path(__file__).resolve().parents[3]
LAYER = ROOT / "backend" / "layers" / "google"
USES = """
import json, sys
sys.path.insert(0, sys.argv[1])
import googleapiclient, httplib2
from googleapiclient.discovery import build
from googleapiclient.errors import UnknownApiNameOrVersion

def builds(name, version):
    try:
        build(name, version, http=httplib2.Http(), static_discovery=True, cache_discovery=False)
    except UnknownApiNameOrVersion:
        return False
    return True

wanted = {"drive": "v3", "docs": "v1", "sheets": "v4", "calendar": "v3"}
print(json.dumps([googleapiclient.__file__, {name: builds(name, version) for name, version in wanted.items()}]))
"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with googleapiclient as it is installed."""
    spec = find_spec("googleapiclient")
    assert spec is not None and spec.origin is not None
    source = Path(spec.origin).parent
    # Copies, not links: the library looks for its documents beside the real place of its files.
    shutil.copytree(source, tmp_path / source.name)
    return tmp_path


def size(folder: Path) -> int:
    """Bytes of all files below it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def prune(folder: Path) -> subprocess.CompletedProcess[str]:
    """As the layer's build runs it."""
    return subprocess.run([sys.executable, LAYER / "prune.py", folder], capture_output=True, text=True)


def test_a_pruned_library_still_builds_what_we_use(packages: Path) -> None:
    """Drive, Docs and Sheets come from its own documents; the six hundred others are gone, and most of the size."""
    before = size(packages)
    done = prune(packages)
    assert done.returncode == 0, done.stderr
    assert size(packages) < 5_000_000 < 50_000_000 < before
    told = subprocess.run([sys.executable, "-c", USES, str(packages)], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    where, built = json.loads(told.stdout)
    assert Path(where).is_relative_to(packages)
    assert built == {"drive": True, "docs": True, "sheets": True, "calendar": False}


def test_a_library_that_was_laid_out_anew_stops_the_build(packages: Path) -> None:
    """Without the document that a function needs there is no layer, rather than a function that fails at night."""
    next(packages.rglob("drive.v3.json")).unlink()
    done = prune(packages)
    assert done.returncode != 0
    assert "drive.v3.json" in done.stderr


def test_the_make_target_is_the_one_that_the_template_asks_for() -> None:
    """SAM runs `build-<logical id>` in the layer's folder, which also holds the lock."""
    layers = {name: r for name, r in resources().items() if r["Type"] == "AWS::Serverless::LayerVersion"}
    for name, layer in layers.items():
        folder = ROOT / layer["Properties"]["ContentUri"]
        assert f"\nbuild-{name}:\n" in (folder / "Makefile").read_text(encoding="utf-8")
        assert (folder / "requirements.txt").is_file()
    assert list(layers) == ["GoogleLayer"]
