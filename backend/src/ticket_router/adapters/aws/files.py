"""Attachments and raw mail in S3."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ticket_router.adapters.aws.errors import translated

OPEN_FOR = 300
"""Seconds that a presigned address lives: long enough for one download, too short to be passed on."""


class S3Files:
    """Serves the `FileStore` port, and opens what it keeps."""

    def __init__(self, *, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def keep(self, key: str, content: bytes, content_type: str, name: str) -> None:
        """See the port."""
        with translated():
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)

    def raw(self, key: str, *, first: int | None = None) -> bytes:
        """The bytes under a key, or only the first so many. Raises NotFound."""
        part = {"Range": f"bytes=0-{first - 1}"} if first else {}
        with translated():
            body: bytes = self._s3.get_object(Bucket=self._bucket, Key=key, **part)["Body"].read()
        return body

    def opened(self, key: str, name: str) -> str:
        """A presigned address that downloads the file under its own name, never as a page in the browser."""
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        address: str = self._s3.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ResponseContentDisposition": disposition,
                "ResponseContentType": "application/octet-stream",
            },
            ExpiresIn=OPEN_FOR,
        )
        return address
