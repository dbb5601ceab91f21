"""Public data: read-only, with an OpenAPI description.

urls.py         which address is answered by what
app.py          the API itself: its title, and what it answers when it can't
public.py       what holds for every answer: GET and HEAD only, open to all, dated
parameters.py   what may be asked in an address
errors.py       what is refused, in one sentence
rows.py         models of the rows, as `evidence.listing` prints them
answers.py      models of whole answers
paging.py       one part of a long list
about.py, subjects.py, statements.py, findings.py, audited.py, changes.py
                the addresses themselves
description.py  the OpenAPI document
reference.py    the same as a page to read
"""
