"""The whole register as tables that other programs read, as a release holds them.

`held.py` says what a register must give for that; a folder gives it here, and a database in
`register/releasing.py`. `columns.py` says what each table and column is, `rows.py` and
`systems.py` make the rows, `forms.py` writes them in four forms, `writing.py` all of it, and
`holding.py` holds what was written against making it anew. `deltas.py` tells two releases apart.

Everything follows from the chains and the table of fields, and nothing from the clock: the same
register makes the same bytes, so whoever has the chains can hold the tables against them.
"""
