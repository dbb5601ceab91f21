"""The database is held against its chains, and these against a checkpoint kept elsewhere."""

import json

import pytest

from candour.evidence.checkpoints import new_key
from candour.evidence.proofs import read_proof, verify_proof
from candour.register import models
from candour.register.checkpoints import keep_checkpoint
from candour.register.proving import prove_statement
from candour.register.verifying.database import verify_database

pytestmark = pytest.mark.django_db


def test_what_nobody_touched_is_valid(register):
    checkpoint = keep_checkpoint(new_key())
    report = verify_database(checkpoint)
    assert [str(x) for x in report.differences] == []
    assert verify_database().is_valid
    for key in models.Statement.objects.values_list("id", flat=True):
        proof = prove_statement(key)
        assert proof is not None
        again = read_proof(json.dumps(proof.as_dict()))
        assert again == proof
        assert verify_proof(again, checkpoint).differences == []
