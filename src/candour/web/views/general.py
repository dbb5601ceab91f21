"""Home, search, and the pages that explain."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.content import FOLDER
from candour.evidence.districts import districts
from candour.evidence.fields import CLASSES
from candour.evidence.places import is_postcode, is_whole_name, places_named, plain
from candour.evidence.weights import EXCLUSIVE
from candour.register import facets, findings, selectors, uses
from candour.register.at_hand import AtHand
from candour.register.by_force import by_force
from candour.register.counted import counted_now
from candour.register.counting import Counts
from candour.register.follows import worked_out_list
from candour.register.forces import Knowledge, forces
from candour.register.happenings import happenings, newcomers
from candour.register.moments import Moment
from candour.register.naming import named_in_clashes
from candour.register.ratios import comparable
from candour.register.search import reasons, search, words_of
from candour.web import query, tables, words
from candour.web.addresses import finding_address, list_address, subject_address
from candour.web.pages import drawn_examples as examples
from candour.web.pages.banner import moment_banner
from candour.web.pages.changed import Changed, changed, slugs_told_of
from candour.web.pages.clashes import clash_shown
from candour.web.pages.downloads import DOWNLOADS
from candour.web.pages.feedback import quoted_findings, replays_address
from candour.web.pages.force_tiles import tiles
from candour.web.pages.forces import lead, rows, told_together
from candour.web.pages.gaps import item_counts, of_bodies
from candour.web.pages.interface import BASE, RESOURCES
from candour.web.pages.law_found import glossary_found, law_found
from candour.web.pages.lists import BRIEF, Choice, list_row
from candour.web.pages.places import PlaceShown, place_shown
from candour.web.pages.reasons import reasons_shown
from candour.web.pages.recommendations import RECOMMENDATIONS
from candour.web.pages.releases import release_shown
from candour.web.pages.shown import Link, Showing
from candour.web.pages.signposts import (
    WHEN_ASKED,
    Signpost,
    SystemOn,
    signposts,
    told_apart,
    with_systems,
)
from candour.web.pages.terms import facets_shown, why_shown
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.problems import BadQuery
from candour.web.reader_words import WORDS
from candour.web.tables import Row
from candour.web.views.answering import answering
from candour.web.views.releases import newest

CLASHES_AT_HOME = 1
FINDINGS_AT_HOME = CHANGES_AT_HOME = 3
CHANGES_LOOKED_AT = 8
DAYS_KEPT = 8
CLASHES_LOOKED_AT = 200
MOST_SIDES = 3
FINDINGS_SHOWN = 5


@answering(takes=Takes(("as-of",)))
def home(request: HttpRequest, *, form: str) -> HttpResponseBase:
    moment = query.as_of(request.GET)
    counts = Counts(moment)
    clashes = _denied_and_shown(moment)
    schema = selectors.schema()
    showing = Showing(schema, selectors.names(named_in_clashes(clashes)))
    every_force = forces(moment)
    tools, totals, asked = counted_now(moment), counts.totals(), counts.items("gap")
    context = {
        "days": query.days_of(moment),
        "tiles": tiles(every_force),
        "force_rows": rows(every_force, schema),
        "forces_lead": lead(every_force),
        "counts": totals,
        "verdicts": counts.states("check"),
        "classes": [(words.CLASS_PLURALS[name], list_address(name), name) for name in CLASSES],
        "clashes": [clash_shown(row, showing) for row in clashes],
        "has_recommendations": RECOMMENDATIONS in selectors.names([RECOMMENDATIONS]),
        "tools": tools,
        "abroad": max(0, totals.get("system", 0) - tools.ours),
        "findings": _headline_findings(moment),
        "changes": _changed(moment, [force.slug for force in every_force]),
        "of_bodies": of_bodies(item_counts(counts.gaps(), schema)),
        "asked_elsewhere": max(0, max(asked.values(), default=0) - tools.asked),
        "contradictory": worked_out_list("contradiction", moment=moment)
        .filter(row__strength=EXCLUSIVE)
        .count(),
        "banner": moment_banner(moment),
    }
    return render(request, "home.html", context)


def _headline_findings(moment: Moment) -> list[Link]:
    """The newest findings with a ratio for more than one body: what touches most people."""
    rows = {one.basis.finding: one.title for one in comparable(moment)}
    return [Link(title, finding_address(key)) for key, title in rows.items()][:FINDINGS_AT_HOME]


def _changed(moment: Moment, forces: Collection[str]) -> list[Changed]:
    """The newest changes that touched what pages show, the same for all until another comes."""
    if not moment.is_of_today:
        return []  # the newest are none of that day
    return _changes_at_hand.answer(moment, selectors.schema(), lambda: _what_changed(forces))


def _what_changed(forces: Collection[str]) -> list[Changed]:
    newest = happenings(CHANGES_LOOKED_AT)
    new = newcomers([happening.change.number for happening in newest])
    names = selectors.names(slugs_told_of(newest))
    return changed(newest, new, names, forces)[:CHANGES_AT_HOME]


_changes_at_hand: AtHand[list[Changed]] = AtHand(DAYS_KEPT)


def _denied_and_shown(moment: Moment) -> list[dict[str, Any]]:
    """A few contradictions in which one speaker denies what another shows, of unlike subjects."""
    clashes = worked_out_list(
        "contradiction", state="denied-and-shown", item="existence", moment=moment
    )
    # In order by their keys alone: to sort all that thousands of them say takes its time.
    first = list(clashes.values_list("pk", flat=True)[:CLASHES_LOOKED_AT])
    rows = {clash.pk: clash.row for clash in clashes.filter(pk__in=first)}
    chosen: list[dict[str, Any]] = []
    for row in (rows[pk] for pk in first):
        is_new = all(set(row["subjects"]).isdisjoint(other["subjects"]) for other in chosen)
        if is_new and _fits_side_by_side(row["sides"]):
            chosen.append(row)
        if len(chosen) == CLASHES_AT_HOME:
            break
    return chosen


def _fits_side_by_side(sides: list[dict[str, Any]]) -> bool:
    """A few sides, not all of one speaker."""
    speakers = [side["said_by"] for side in sides]
    return len(sides) <= MOST_SIDES and any(other != speakers[0] for other in speakers[1:])


@answering(takes=Takes(("q", "class", *query.DAYS_ASKED), on_page=("page",)))
def look_for(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("q", "class"))
    subject_class = wanted.get("class", "")
    if subject_class and subject_class not in CLASSES:
        raise BadQuery(f"“class” must be one of {words.listed(CLASSES)}.")
    moment = query.moment(request.GET)
    days = query.days_of(moment)
    hits = search(wanted.get("q", ""), subject_class=subject_class, moment=moment)
    of_place = _forces_of_place(wanted.get("q", ""), subject_class, moment)
    found = [*of_place, *(slug for slug in hits.slugs if slug not in of_place)]
    if form:
        return tables.table(_all_found(found, moment), form, name="search")
    cut = part(found, query.number(request.GET, "page"), query=wanted | days, size=25)
    briefs = selectors.brief(cut.rows, BRIEF, moment) if cut.rows else {}
    named = {slug for subject in briefs.values() for slug in subject.slugs("operator")}
    named |= uses.speakers(briefs)
    names = selectors.names(named) if named else {}
    shown = [briefs[slug] for slug in cut.rows if slug in briefs]
    headlines = uses.headlines(briefs, today=timezone.localdate(), moment=moment, names=names)
    hit_rows = [list_row(s, selectors.schema(), names, headlines.get(s.slug)) for s in shown]
    labels = [words.CLASS_LABELS[subject.subject_class] for subject in shown]
    searched = hits.read_as or wanted.get("q", "")
    told = reasons_shown(shown, reasons(searched, [s.slug for s in shown], moment))
    why = [
        (f"Polices {of_place[s.slug]}", None) if s.slug in of_place else reason
        for s, reason in zip(shown, told, strict=True)
    ]
    places = _places(wanted.get("q", "")) if not subject_class and cut.number == 1 else ()
    context = {
        "wanted": wanted,
        "days": days,
        "banner": moment_banner(moment, is_list=True),
        "read_as": hits.read_as,
        "places": places,
        "place_first": any(plain(place.name) == plain(wanted["q"]) for place in places),
        "is_postcode": is_postcode(wanted.get("q", "")),
        "part": cut.of(list(zip(labels, hit_rows, why, strict=True))),
        "signposts": _signposts(wanted.get("q", ""), moment) if cut.number == 1 else (),
        "law": law_found(wanted.get("q", "")) if not subject_class and cut.number == 1 else (),
        "findings": _findings(wanted.get("q", "")) if not subject_class and cut.number == 1 else [],
        "class_choices": [
            Choice(name, words.CLASS_PLURALS[name], chosen=name == subject_class)
            for name in CLASSES
        ],
    }
    return render(request, "search.html", context)


def _signposts(text: str, moment: Moment) -> tuple[Signpost, ...]:
    """Pages that answer the question, beside those of subjects that have its words."""
    if not text:
        return ()
    index, schema = facets.index(moment), selectors.schema()
    named = {key for values in index.subjects.values() for key in values}
    shown = facets_shown(index, schema, selectors.names(named))
    names = dict(by_force(moment).names)
    posts = signposts(text, shown, names, selectors.told_of("discrimination", moment))
    systems_of = partial(_systems_of, index=index, moment=moment)
    apart = map(partial(_when_asked, moment=moment), told_apart(posts, schema))
    return (*with_systems(apart, systems_of), *glossary_found(text))


def _when_asked(post: Signpost, *, moment: Moment) -> Signpost:
    """How forces answered, where totals of all are told, in the words that tell them."""
    if post.address != WHEN_ASKED:
        return post
    totals = told_together(forces(moment))
    if totals is None:
        return post
    not_told = f"Not told of {words.counted(totals.not_told, 'force')} how it answered."
    return replace(post, has=f"{not_told} {totals.words}")


def _systems_of(address: str, *, index: facets.Index, moment: Moment) -> list[SystemOn]:
    """The systems of the country on the page of a term, by name; of what is unsure, why."""
    facet, key = address.strip("/").split("/")[1:]
    having = index.having(facet, key) - index.abroad
    names = selectors.names(having)
    by_name = sorted((name, slug) for slug, (name, _) in names.items())
    why = facets.evidence(facets.FACETS[facet], key, moment, among=having)
    return [
        SystemOn(
            Link(name, subject_address("system", slug)),
            why_shown(why[slug]) if slug in why else "",
        )
        for name, slug in by_name
    ]


def _places(text: str) -> tuple[PlaceShown, ...]:
    """Towns and districts of that name, with their forces; a postcode is not looked for here."""
    named = places_named(text, FOLDER)
    slugs = {slug for place in named for slug, _ in place.forces}
    names = selectors.names(slugs.union(*(place.perhaps for place in named))) if named else {}
    every = districts(FOLDER) if named else {}
    return tuple(place_shown(place, names, every) for place in named)


def _forces_of_place(text: str, subject_class: str, moment: Moment) -> dict[str, str]:
    """The forces of the largest place of that name, each with the place: they come first.

    Who types London looks for the force of London before whatever else has the word in its name.
    """
    named = places_named(text, FOLDER) if subject_class in {"", "body"} else ()
    if not named or not is_whole_name(text, named[0]):
        return {}
    standing = selectors.brief([slug for slug, _ in named[0].forces], ("name",), moment)
    return {slug: named[0].name for slug, _ in named[0].forces if slug in standing}


def _all_found(slugs: list[str], moment: Moment) -> Iterator[Row]:
    """What was found, as data: all of it, where the page shows a part at a time."""
    subjects = selectors.brief(slugs, ("name",), moment)
    for subject in subjects.values():
        yield {"slug": subject.slug, "class": subject.subject_class, "name": subject.name}


def _findings(words: str) -> list[Link]:
    """Findings whose titles hold the words asked for."""
    rows = findings.with_words(" ".join(words_of(words)), FINDINGS_SHOWN)
    return [Link(row.title, finding_address(row.identifier)) for row in rows]


@answering()
def easy_home(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The home page in Easy Read."""
    every_force = forces()
    context = {
        "tools": counted_now(),
        "forces": len(every_force),
        "known": sum(bool(force.systems) for force in every_force),
        "not_known": sum(force.known is Knowledge.NOT_KNOWN for force in every_force),
    }
    return render(request, "easy_home.html", context)


@answering()
def about(request: HttpRequest, *, form: str) -> HttpResponseBase:
    schema = selectors.schema()
    context = {
        "silences": schema.vocabularies["silences"].values(),
        "items": schema.gap_items.values(),
    }
    return render(request, "about.html", context | keepers())


def keepers() -> dict[str, str]:
    """Who keeps this copy, as the settings have it."""
    contact = settings.CONTACT
    address = contact if contact.startswith("https://") else f"mailto:{contact}"
    return {
        "kept_by": settings.KEPT_BY,
        "contact": contact,
        "contact_address": address if "@" in contact or address == contact != "" else "",
        "funded_by": settings.FUNDED_BY,
    }


@answering()
def glossary(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The words of the register, explained for readers."""
    return render(request, "words.html", {"words": WORDS})


@answering()
def promises(request: HttpRequest, *, form: str, template: str) -> HttpResponseBase:
    """What readers are promised: one page for each, and who answers for it."""
    return render(request, template, keepers())


@answering()
def feedback(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """How a prediction makes itself true: a made-up place, and the findings about it."""
    context = {"quoted": quoted_findings(), "replays": replays_address()}
    return render(request, "feedback.html", context)


MARKS = (
    ("provided", "Shown", "Somebody shows it, or it is published."),
    ("partly", "In part", "Something is told of it, or it can’t be told."),
    ("stated", "Stated empty", "Somebody says that there is none, or refuses."),
    ("ended", "None in use", "A system is named, and none was last said to be in use."),
    ("silent", "Not known", "Nobody whose words were read says it. That is no statement of no."),
    ("clash", "In a clash", "Statements on it don’t fit together."),
    ("fails", "Fails", "A printed number is not what it should come to."),
    ("holds", "Holds", "A printed number comes to what it should."),
)
COLOURS = (
    ("ink", "Ink", "What is shown."),
    ("bad", "Red", "What is contradicted, or fails when recomputed."),
    ("unsure", "Amber", "What is told in part, or can’t be told."),
    ("good", "Green", "A printed number that comes to what it should; always with its mark."),
    ("accent", "Brick", "What can be followed or pressed."),
    ("quiet", "Grey", "What helps, and is no part of what is said."),
)


@answering()
def design(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The parts of the design and what each means."""
    context = {
        "marks": MARKS,
        "colours": COLOURS,
        "example": examples.groups(),
        "strip": examples.strip(),
    }
    return render(request, "design.html", context)


@answering()
def data(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """What can be taken: the whole in one file, where a release is published, and each table."""
    releases = [release_shown(one) for one in newest()[:1]]
    site = request.build_absolute_uri("/").rstrip("/")
    distributions = [
        {"@type": "DataDownload", "contentUrl": f"{site}{file.address}", "sha256": file.digest}
        for one in releases
        for file in (one.archive, *one.first)
    ]
    context = {"downloads": DOWNLOADS, "releases": releases, "distributions": distributions}
    return render(request, "data.html", context)


@answering()
def interface(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """What programs can ask, for people."""
    site = request.build_absolute_uri("/").rstrip("/")
    context = {"resources": RESOURCES, "base": BASE, "site": site}
    return render(request, "interface.html", context)
