"""The names that files and addresses are made of: small letters, digits and hyphens."""

import re

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST_SLUG = 80
AS_A_SLUG = f"small letters, digits and hyphens, {LONGEST_SLUG} characters at most"


def is_slug(text: str) -> bool:
    r"""Whether a text can be the name of a subject, a finding or an origin.

    Examples
    --------
    >>> is_slug("essex-police"), is_slug("../etc/passwd"), is_slug("essex\n")
    (True, False, False)
    """
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None


def is_text(name: str) -> bool:
    r"""Whether the name of a file is text: a file system takes any bytes, and not all are.

    Examples
    --------
    >>> is_text("hart.yaml"), is_text(b"h\xffrt.yaml".decode("utf-8", "surrogateescape"))
    (True, False)
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
