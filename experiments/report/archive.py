"""Office files with the same bytes for the same content: they are zip archives that hold the time of day."""

import io
import re
import zipfile
from datetime import UTC, datetime

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can hold."""
_CORE = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settled(archive: bytes, made: datetime) -> bytes:
    """An Office file without the time of day at which it was written: its properties tell ``made``."""
    told = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == _CORE:
                content = _TIME.sub(rb"\g<1>" + told, content)
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, content)
    return held.getvalue()
