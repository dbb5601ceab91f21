"""What tests stand on.

settings.py      Django's settings under test
steady.py        the pytest plugin that gives every test the same surroundings
engines.py       the pytest plugin that picks the tests for the database in use
sizes.py         the pytest plugin that decides how much of a long proof is tried
databases.py     copies of the database, so that the register is loaded once in each process
postgres.py      a throw-away PostgreSQL cluster
run_postgres.py  runs any command with DATABASE_URL pointing at such a cluster

**Both databases.** A pytest process has one database, named by DATABASE_URL, so `scripts/test` runs
pytest twice: everything on SQLite, then (`--only-database`) the tests that touch a database again
on PostgreSQL. What reads pages for their words and layout (`words`), whose questions to the
database other tests ask there, runs again with --long alone. One process with two engines was
turned down: pytest-django sets up, flushes and rolls back all databases of a process together, a
model writes to the default one whatever a fixture says, and a failure would not tell which engine
it came from. Two runs work the same under xdist, where each worker gets its own database in the one
cluster.
"""
