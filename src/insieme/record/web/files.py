# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record's files as C2SP tlog-tiles names them, one by one or all in one archive. They need no session and may be kept."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from insieme.foundation.errors import NotVisible
from insieme.record import queries
from insieme.record.queries import files
from insieme.record.rules.addresses import ENTRIES, read_tile_path
from insieme.record.rules.trees import WIDTH

VERIFIER = settings.REPOSITORY / "verify_record.py"
FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
A_MOMENT = "public, max-age=1"
TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
LEVELS = {str(level): level for level in range(8)}


def _answer(data: bytes | str, kind: str, keep: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Cache-Control": keep, "Access-Control-Allow-Origin": "*"})


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Give the newest checkpoint."""
    newest = queries.newest_checkpoint()
    if newest is None:
        raise NotVisible
    return _answer(newest.note, TEXT, A_MOMENT)


@require_safe
def checkpoints(_request: HttpRequest) -> StreamingHttpResponse:
    """Give all checkpoints, one after the other."""
    return StreamingHttpResponse(files.notes(), content_type=TEXT, headers={"Cache-Control": A_MOMENT})


@require_safe
def vkey(_request: HttpRequest) -> HttpResponse:
    """Give the key that checks the signatures."""
    return _answer(files.vkey(), TEXT, A_DAY)


@require_safe
def tile(_request: HttpRequest, kind: str, address: str) -> HttpResponse:
    """Give a tile of hashes, or the bundle of entries beside one."""
    found = read_tile_path(address)
    if found is None or (kind != ENTRIES and kind not in LEVELS):
        raise NotVisible
    index, width = found
    data = files.entries(index, width) if kind == ENTRIES else files.tile(LEVELS[kind], index, width)
    return _answer(data, BYTES, FOREVER if width == WIDTH else A_DAY)


@require_safe
def proof(_request: HttpRequest, position: int) -> JsonResponse:
    """Give an entry with the proof that it is in the record."""
    headers = {"Cache-Control": A_MOMENT, "Content-Disposition": f'attachment; filename="record-{position}.json"'}
    return JsonResponse(queries.proof(position).as_json(), json_dumps_params={"indent": 1, "ensure_ascii": False}, headers=headers)


@require_safe
def verifier(_request: HttpRequest) -> HttpResponse:
    """Give the program that checks a downloaded record."""
    if not VERIFIER.exists():
        raise NotVisible
    return HttpResponse(
        VERIFIER.read_bytes(), content_type=TEXT, headers={"Content-Disposition": f'attachment; filename="{VERIFIER.name}"'}
    )


@require_safe
def archive(_request: HttpRequest) -> StreamingHttpResponse:
    """Give the whole record and the program that checks it, as one tar file made while it is sent."""
    headers = {"Content-Disposition": 'attachment; filename="record.tar"'}
    return StreamingHttpResponse(_tar(), content_type="application/x-tar", headers=headers)


def _tar() -> Iterator[bytes]:
    if VERIFIER.exists():
        yield from _member("verify_record.py", [VERIFIER.read_bytes()])
    for name, data in files.files():
        if name == "checkpoint":
            yield from _member("record/checkpoints", files.notes())
        yield from _member(f"record/{name}", [data])
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(name: str, chunks: Iterator[bytes] | list[bytes]) -> Iterator[bytes]:
    """Give a file of the archive: its size stands before it, so that what is long is put aside first."""
    with tempfile.SpooledTemporaryFile(max_size=1 << 24) as file:
        file.writelines(chunks)
        info = tarfile.TarInfo(name)
        info.size = file.tell()
        yield info.tobuf()
        file.seek(0)
        while data := file.read(1 << 16):
            yield data
        yield bytes(-info.size % tarfile.BLOCKSIZE)
