"""Districts as pages show them: a list by police force, and what is known of one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from candour.evidence.collection import SubjectFile
from candour.evidence.districts import District
from candour.register.findings import FindingOnSubject
from candour.simulation.systems import replay_of
from candour.web.addresses import finding_address, subject_address
from candour.web.pages.shown import Link, Names

LIST = "/places/districts/"
SHOWN_AUDITS = ("stops", "places", "places-by-type", "neighbourhoods", "replay", "evaluation")


# Forces whose nation has no districts here; the list says why beside their names.
WITHOUT_DISTRICTS = ("police-scotland", "police-service-of-northern-ireland")


def district_address(slug: str) -> str:
    return f"/places/{slug}/"


@dataclass(frozen=True, slots=True)
class DistrictLink:
    """A district in the list: its page, or why it has none."""

    name: str
    address: str
    why_not: str


@dataclass(frozen=True, slots=True)
class ForceDistricts:
    slug: str
    force: Link
    districts: tuple[DistrictLink, ...]


@dataclass(frozen=True, slots=True)
class SentSystem:
    """A system about places, and what is known of where it sent police."""

    link: Link
    told: str
    needed: str


@dataclass(frozen=True, slots=True)
class AroundDistrict:
    """What stands beneath the figures of a district: its force, its systems, its findings."""

    force: Link
    systems: tuple[SentSystem, ...]
    findings: tuple[Link, ...]


def by_force(every: Iterable[District], names: Names) -> tuple[ForceDistricts, ...]:
    """Districts under their forces, both by name."""
    under: dict[str, list[DistrictLink]] = defaultdict(list)
    for district in every:
        address = "" if district.why_not else district_address(district.slug)
        under[district.force].append(DistrictLink(district.name, address, district.why_not))
    forces = [
        ForceDistricts(slug, _force(slug, names), tuple(some)) for slug, some in under.items()
    ]
    return tuple(sorted(forces, key=lambda force: force.force.text.casefold()))


def list_of_force(slug: str, every: Iterable[District]) -> Link | None:
    """Where the districts of a force stand in the list, or why none does; None of other bodies."""
    own = [district for district in every if district.force == slug]
    if own:
        number = "its district" if len(own) == 1 else f"its {len(own)} districts"
        return Link(f"Who lives where in {number}", f"{LIST}#{slug}")
    if slug in WITHOUT_DISTRICTS:
        return Link("Why its districts are not shown", f"{LIST}#{slug}")
    return None


def around(
    district: District,
    systems: Iterable[SubjectFile],
    findings: Iterable[FindingOnSubject],
    names: Names,
) -> AroundDistrict:
    """The systems of its force that are about places, and the findings about the force."""
    about_places = [
        system
        for system in systems
        if any(str(target.value) == "places" for target in system.of("targets"))
    ]
    return AroundDistrict(
        _force(district.force, names),
        tuple(_sent(system, names) for system in about_places),
        tuple(
            Link(found.title, finding_address(found.identifier))
            for found in findings
            if found.audit in SHOWN_AUDITS and not found.refused
        ),
    )


def _sent(system: SubjectFile, names: Names) -> SentSystem:
    row = replay_of(system)
    name = names.get(system.slug, (system.slug, ""))[0]
    return SentSystem(Link(name, subject_address("system", system.slug)), row.told, row.needed)


def _force(slug: str, names: Names) -> Link:
    return Link(names.get(slug, (slug, ""))[0], subject_address("body", slug))


def as_row(district: District, names: Names) -> dict[str, str]:
    """One district for machines."""
    return {
        "slug": district.slug,
        "name": district.name,
        "force": district.force,
        "force_name": names.get(district.force, (district.force, ""))[0],
        "nation": district.nation,
        "address": "" if district.why_not else district_address(district.slug),
        "why_not": district.why_not,
    }
