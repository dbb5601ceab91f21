"""What can be downloaded as a catalogue that other catalogues gather: DCAT 3, in JSON-LD."""

import json
from collections.abc import Sequence
from typing import Any

from candour.register.published import Published
from candour.web.addresses import data_address
from candour.web.pages.downloads import DOWNLOADS
from candour.web.pages.releases import MEDIA_TYPES, address_of, archive_address

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
IANA = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TITLE = "Candour: public register of predictive-policing systems in the United Kingdom"
RELEASED = ("tables/candour.sqlite", "tables/csv/systems.csv", "tables/csv/statements.csv")
Node = dict[str, Any]


def catalogue(site: str, releases: Sequence[Published]) -> str:
    """The catalogue; `site` is the address that links begin with, without a last slash."""
    tables = [_table(site, one.title, one.page) for one in DOWNLOADS]
    data = {
        "@context": CONTEXT,
        "@id": f"{site}/data/",
        "@type": "dcat:Catalog",
        "dcterms:title": TITLE,
        "dcterms:language": "en",
        "dcterms:license": {"@id": LICENCE},
        "dcterms:publisher": {"@type": "foaf:Agent", "foaf:name": "Candour"},
        "dcat:dataset": [*(_release(site, one) for one in releases), *tables],
        "dcat:service": {
            "@id": f"{site}/api/v1/",
            "@type": "dcat:DataService",
            "dcterms:title": "Candour API",
            "dcat:endpointURL": {"@id": f"{site}/api/v1/"},
            "dcat:endpointDescription": {"@id": f"{site}/api/v1/openapi.json"},
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _table(site: str, title: str, page: str) -> Node:
    return {
        "@id": f"{site}{page}#dataset",
        "@type": "dcat:Dataset",
        "dcterms:title": title,
        "dcat:landingPage": {"@id": f"{site}{page}"},
        "dcterms:license": {"@id": LICENCE},
        "dcat:distribution": [
            _distribution(f"{site}{data_address(page, form)}", form) for form in ("json", "csv")
        ],
    }


def _release(site: str, release: Published) -> Node:
    files = {file.path: file for file in release.files()}
    archive = release.archive
    return {
        "@id": f"{site}{address_of(release.version)}",
        "@type": "dcat:Dataset",
        "dcterms:title": f"{TITLE}, release {release.version}",
        "dcat:version": release.version,
        "dcterms:issued": {"@type": "xsd:date", "@value": release.day},
        "dcterms:license": {"@id": LICENCE},
        "dcat:landingPage": {"@id": f"{site}{address_of(release.version)}"},
        "dcat:distribution": [
            _distribution(
                f"{site}{archive_address(release.version)}", "zip", archive.size, archive.digest
            ),
            *(
                _distribution(
                    f"{site}{address_of(release.version, path)}",
                    path.rpartition(".")[2],
                    files[path].size,
                    files[path].digest,
                )
                for path in RELEASED
                if path in files
            ),
        ],
    }


def _distribution(address: str, form: str, size: int = 0, digest: str = "") -> Node:
    kind = MEDIA_TYPES[f".{form}"].partition(";")[0]
    node: Node = {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{IANA}{kind}"},
        "dcterms:license": {"@id": LICENCE},
    }
    if digest:
        node["dcat:byteSize"] = {"@type": "xsd:nonNegativeInteger", "@value": str(size)}
        node["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": digest},
        }
    return node
