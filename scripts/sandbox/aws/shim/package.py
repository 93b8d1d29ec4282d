"""Makes a deployment package with compiled code in it; run by the emulator's interpreter, which it is compiled for.

Each function unpacks the package anew, and would compile anew what it imports. Lambda would read these files as well.
"""

from __future__ import annotations

import sys
import zipfile
from importlib.machinery import SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from marshal import dumps
from pathlib import Path

#: "Hash-based, and not to be checked" (PEP 552), and the hash that nobody looks at.
_UNCHECKED = (1).to_bytes(4, "little") + bytes(8)


def make(folder: Path, package: Path) -> None:
    """Write the folder's files to the zip `package`; without compiled leftovers, but with what is compiled now."""
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as made:
        for file in sorted(folder.rglob("*")):
            if not file.is_file() or "__pycache__" in file.parts:
                continue
            name = file.relative_to(folder).as_posix()
            made.write(file, name)
            if file.suffix == ".py":
                # Kept beside the source too, as by any import, so that the next package is made at once.
                code = SourceFileLoader(file.stem, str(file)).get_code(file.stem)
                made.writestr(cache_from_source(name), MAGIC_NUMBER + _UNCHECKED + dumps(code))


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
