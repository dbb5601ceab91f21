"""Commands that show how to read a reply, and what of the law is to be read again."""

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from candour.cli.law.options import AsJson, day_of, one_of
from candour.core.errors import CandourError
from candour.law.clocks import NOT_LEGAL_ADVICE
from candour.law.exemptions import read_exemptions
from candour.law.read_again import due_to_be_read
from candour.law.routes import read_routes
from candour.law.triage import Reply, Request, read_texts


def replies(
    kind: Annotated[str, typer.Argument(help="A kind of reply, such as nothing-to-disclose.")] = "",
    request: Annotated[str, typer.Option(help=f"Only replies to: {', '.join(Request)}.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show how to read a reply, what to ask back, and the sections a refusal can rest on.

    Example:

        candour law replies nothing-to-disclose
    """
    known = read_texts().replies
    if kind and kind not in known:
        raise CandourError(f"'{kind}' is no kind of reply. Use one of {', '.join(known)}.")
    wanted = one_of(request, Request, "--request") if request else None
    if kind and wanted not in {None, known[kind].request}:
        raise CandourError(
            f"'{kind}' is a reply to a request for {known[kind].request}, not for {wanted}. Leave "
            "--request out."
        )
    shown = [known[kind]] if kind else list(known.values())
    shown = [each for each in shown if wanted in {None, each.request}]
    sections = () if kind else tuple(read_exemptions().values())
    if as_json:
        data: dict[str, object] = {"replies": [each.as_dict() for each in shown]}
        if not kind:
            data["exemptions"] = [asdict(each) for each in sections]
        print(json.dumps(data | {"not_legal_advice": NOT_LEGAL_ADVICE}, ensure_ascii=False))
        return
    for reply in shown:
        _print_reply(reply)
    if sections:
        print("Sections that a refusal under the Freedom of Information Act 2000 can rest on")
    for each in sections:
        print(f"  {each.section}: {each.about} (in Scotland {each.scotland}). {each.ask}")
    print(f"\n{NOT_LEGAL_ADVICE}")


def _print_reply(reply: Reply) -> None:
    names = {route.id: route.name for route in read_routes().values()}
    names |= {step.id: step.name for step in read_texts().steps}
    laws = f", {' or '.join(reply.data_laws)}" if reply.request is Request.OWN_DATA else ""
    print(f"To a request for {reply.request}{laws}")
    print(f"{reply.name} ({reply.id})\n  {reply.says}\n  {reply.means}")
    for part, text in reply.there.items():
        print(f"  In {part.label}: {text}")
    for text in reply.ask:
        print(f"  - {text}")
    for name in reply.next:
        print(f"  Next: {name}, {names[name]}")
    print(f"  Letter: {reply.letter or 'none'}\n")


def read_again(
    before: Annotated[str, typer.Option(help="List what was last checked before this day.")] = "",
    as_json: AsJson = False,
) -> None:
    """List what of the law is due to be read again, and why.

    Example:

        candour law read-again --before 2026-11-29
    """
    shown = due_to_be_read(before=day_of(before, "--before") if before else date.min)
    if as_json:
        print(json.dumps([each.as_dict() for each in shown], ensure_ascii=False, indent=1))
        return
    for each in shown:
        print(f"{each.what} ({', '.join(each.ids) or 'no route'}). {each.why}")
