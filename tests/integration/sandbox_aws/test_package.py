"""The deployment package that a world's functions run from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from scripts.sandbox.aws.deploy import zipped

from .stack import CODE


def test_the_package_brings_its_compiled_code(tmp_path: Path) -> None:
    """Every source has its code beside it, for the interpreter that runs it, and no leftovers; a change is packed."""
    package = zipfile.ZipFile(io.BytesIO(zipped(CODE)))
    names = set(package.namelist())
    sources = {name for name in names if name.endswith(".py")}
    compiled = {name for name in names if name.endswith(".pyc")}
    assert "fixture_app/handlers.py" in sources
    assert len(compiled) == len(sources)
    assert names == sources | compiled
    with (tmp_path / "app.py").open("w") as source:
        source.write("WORD = 'before'\n")
    before = zipped(tmp_path)
    (tmp_path / "app.py").write_text("WORD = 'after, and longer'\n")
    assert b"after, and longer" in zipped(tmp_path)
    assert b"after, and longer" not in before
