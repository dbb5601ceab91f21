"""How the pictures of a report are taken away: links to their files, and where they come from."""

from collections.abc import Collection
from dataclasses import dataclass
from html import escape

from candour.audit.exhibits import Picture

TAKE_AWAY = (("svg", "drawing (SVG)"), ("png", "image (PNG)"), ("csv", "its numbers (CSV)"))
FRAME = 'width="100%" height="640" loading="lazy"'


@dataclass(frozen=True, slots=True)
class PicturesAt:
    """Where the pictures of a finding can be had: a folder of the site, and the site itself."""

    folder: str
    site: str

    def take_away(self, picture: Picture, how_to_read: str = "") -> str:
        """Links to a picture as a file; folded, how it is read and how it goes into a page."""
        named = f'<span class="hidden">: {escape(picture.heading)}</span>'
        links = " · ".join(
            f'<a href="{self.folder}{picture.name}.{form}">{form.upper()}{named}</a>'
            for form, _ in TAKE_AWAY
        )
        own = f"{self.site}{self.folder}{picture.name}/"
        frame = f'<iframe src="{own}" title="{escape(picture.heading)}" {FRAME}></iframe>'
        fold = "How to read it, and put it into a page" if how_to_read else "Put it into a page"
        return (
            f'<div class="report-take"><p>Take this picture: {links}</p><details><summary>'
            f"{fold}{named}</summary>"
            f'{how_to_read}<p class="report-embed"><code>{escape(frame)}</code></p>'
            '<p class="report-embed">'
            f'<a href="{self.folder}{picture.name}/">How it will look: '
            f"{escape(picture.heading)}</a></p></details></div>"
        )


@dataclass(frozen=True, slots=True)
class PicturesBeside:
    """Files of the pictures, by their paths from the report, and their source in words."""

    files: Collection[str]
    source: str

    def take_away(self, picture: Picture) -> str:
        """Links to the files of a picture that were written, and where it comes from."""
        links = ", ".join(
            f'<a href="{path}" download>{escape(words)}</a>'
            for form, words in TAKE_AWAY
            for path in (_path_of(picture, form),)
            if path in self.files
        )
        away = f"<p>Take this picture away: {links}</p>" if links else ""
        return f'<div class="report-take"><p>{escape(self.source)}</p>{away}</div>'


def _path_of(picture: Picture, form: str) -> str:
    return f"tables/{picture.table}.csv" if form == "csv" else f"pictures/{picture.name}.{form}"
