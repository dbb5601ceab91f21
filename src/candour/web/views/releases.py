"""Releases of the whole register: which there are, and their files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from candour.register.published import (
    FOLDER,
    Published,
    PublishedFile,
    published,
    release_named,
)
from candour.web import tables
from candour.web.pages.releases import MEDIA_TYPES, address_of, release_data, release_shown
from candour.web.problems import NotHere
from candour.web.views.answering import answering

LISTED_APART = ("tables/", "release.json", "README.txt", "SHA256SUMS", "delta/", "checkpoints/")


def home() -> Path:
    return Path(settings.DATA_DIR) / FOLDER


def newest() -> list[Published]:
    return published(home())


@answering()
def releases(request: HttpRequest, *, form: str) -> HttpResponseBase:
    every = newest()
    if form:
        return tables.table((release_data(one) for one in every), form, name="releases")
    context = {"releases": [release_shown(one) for one in every]}
    return render(request, "releases.html", context)


@answering()
def release(request: HttpRequest, version: str, *, form: str) -> HttpResponseBase:
    one = _named(version)
    files = one.files()
    if form:
        return tables.json_page(_whole(one, files))
    context = {
        "release": release_shown(one),
        "files": [
            (file, address_of(one.version, file.path))
            for file in files
            if file.path.startswith(LISTED_APART)
        ],
        "others": sum(not file.path.startswith(LISTED_APART) for file in files),
    }
    return render(request, "release.html", context)


def _whole(one: Published, files: list[PublishedFile]) -> dict[str, Any]:
    listed = [
        {
            "path": file.path,
            "bytes": file.size,
            "sha256": file.digest,
            "address": address_of(one.version, file.path),
        }
        for file in files
    ]
    return release_data(one) | {"files": listed}


@answering()
def archive(request: HttpRequest, version: str, *, form: str) -> HttpResponseBase:
    """All of a release in one file."""
    one = _named(version)
    return _file(request, one.folder.with_name(one.archive.path), one.archive)


@answering()
def file(request: HttpRequest, version: str, path: str, *, form: str) -> HttpResponseBase:
    """One file of a release; none but those that its list of digests names."""
    one = _named(version)
    wanted = next((each for each in one.files() if each.path == path), None)
    if wanted is None:
        raise NotHere(f"Release {version} holds no such file.")
    return _file(request, one.folder / wanted.path, wanted)


def _named(version: str) -> Published:
    one = release_named(home(), version)
    if one is None:
        raise NotHere("There is no release of this name.")
    return one


def _file(request: HttpRequest, path: Path, about: PublishedFile) -> HttpResponseBase:
    """A file as it is; not opened where the reader has it already."""
    etag = f'"{about.digest}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        kind = MEDIA_TYPES.get(path.suffix, "application/octet-stream")
        answer = FileResponse(path.open("rb"), filename=path.name, content_type=kind)
        answer["ETag"] = etag
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
