"""Reports of findings of any kind, with the kind looked up among those that Candour knows."""

from candour.audit import reports
from candour.audit.payloads import row_of
from candour.audit.reports import answers as five
from candour.audit.reports import page
from candour.audit.reports.headings import Named
from candour.config.kinds import KINDS


def as_html(finding, **how):
    return reports.as_html(finding, KINDS.of(finding), **how)


def main_html(finding, **how):
    return reports.main_html(finding, KINDS.of(finding), **how)


def whole_page(finding, **how):
    return page.whole_page(finding, KINDS.of(finding), **how)


def as_pdf(finding, **how):
    return reports.as_pdf(finding, KINDS.of(finding), **how)


def five_answers(finding):
    return five.five_answers(finding, KINDS.of(finding))


def pictures(finding):
    drawn = [draw(finding) for draw in KINDS.of(finding).pictures]
    return [picture for picture in drawn if picture is not None]


def title_of(finding):
    return KINDS.of(finding).title(finding)


def tables_of(finding):
    """The tables of a finding as its JSON has them."""
    return page.tables_of(row_of(finding.result))


def named(finding):
    kind = KINDS.of(finding)
    return Named(kind.headings, kind.events(finding))
