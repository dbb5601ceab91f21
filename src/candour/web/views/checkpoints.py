"""Checkpoints, published: what the chains have come to, signed, for others to keep."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.evidence.checkpoints import Checkpoint
from candour.register.checkpoints import (
    checkpoint_text,
    installation_name,
    numbered_checkpoints,
    standing_heads,
)
from candour.web import tables
from candour.web.problems import NotHere
from candour.web.views.answering import answering

LARGEST = 2**31  # beyond it there is no number of a checkpoint


@answering()
def checkpoints(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """Every checkpoint that was signed here, and where the chains stand now."""
    kept = numbered_checkpoints()
    now = standing_heads("", installation=installation_name())
    if form:
        return tables.json_page({"signed": [_row(*each) for each in kept], "now": _heads(now)})
    context = {"kept": kept, "now": now, "keys": sorted({each.key for _, each in kept})}
    return render(request, "checkpoints.html", context)


@answering()
def checkpoint(request: HttpRequest, number: int, *, form: str) -> HttpResponseBase:
    """One checkpoint, to the byte."""
    text = checkpoint_text(number) if number < LARGEST else None
    if text is None:
        raise NotHere(f"There is no checkpoint {number}.")
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="candour-checkpoint-{number}.json"'
    return answer


def _row(number: int, each: Checkpoint) -> dict[str, Any]:
    return {"number": number, "address": f"/data/checkpoints/{number}.json", **each.as_dict()}


def _heads(now: Checkpoint) -> dict[str, Any]:
    return {name: head.as_dict() for name, head in sorted(now.chains.items())}
