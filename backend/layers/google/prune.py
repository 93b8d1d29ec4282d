"""Makes the installed Google libraries small enough for a layer: what no function reads is left out.

googleapiclient brings a discovery document for each of Google's APIs, over a hundred megabytes; we build three of them.
It runs wherever the layer is built, so it needs nothing but Python.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

DOCUMENTS = Path("googleapiclient/discovery_cache/documents")
KEPT = frozenset({"drive.v3.json", "docs.v1.json", "sheets.v4.json", "index.json"})
"""Drive for the push channels, Docs for the reports, Sheets to have the three together; the index lists them."""
NOT_RUN = ("__pycache__", "tests", "test")


def prune(packages: Path) -> int:
    """Take out what is not needed below a folder of installed packages; bytes that remain.

    Raises FileNotFoundError when a document that we need is not there: the library was laid out anew.
    """
    documents = packages / DOCUMENTS
    if missing := sorted(name for name in KEPT if not (documents / name).is_file()):
        raise FileNotFoundError(f"{DOCUMENTS} has no {', '.join(missing)}")
    for document in documents.iterdir():
        if document.name not in KEPT:
            document.unlink()
    for folder in sorted(packages.rglob("*"), reverse=True):
        if folder.is_dir() and folder.name in NOT_RUN:
            shutil.rmtree(folder)
    # Commands are for terminals, and `pip install --target` puts them here.
    shutil.rmtree(packages / "bin", ignore_errors=True)
    return sum(path.stat().st_size for path in packages.rglob("*") if path.is_file())


def main() -> int:
    """`python3 prune.py FOLDER`."""
    size = prune(Path(sys.argv[1]))
    sys.stdout.write(f"the Google layer has {size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
