"""The register that benchmarks are taken on is valid content, whatever the table of fields asks."""

from benchmarks.generate import Size, write
from candour.evidence.fields import read_schema
from candour.evidence.following import what_follows
from candour.evidence.reading import read_with_problems


def test_a_generated_register_has_no_problem_and_much_follows_from_it(tmp_path):
    write(Size(systems=60), tmp_path)
    schema = read_schema(tmp_path)

    collection, problems = read_with_problems(tmp_path, schema)

    assert [str(problem) for problem in problems] == []
    follows = what_follows(collection, schema)
    assert {verdict.verdict for verdict in follows.verdicts} >= {"holds"}
    assert follows.contradictions
    assert follows.gaps
