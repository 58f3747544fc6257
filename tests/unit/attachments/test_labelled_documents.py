"""Secrets in files with a structure: found within it, and nothing else changed."""

import json

import pytest

from tests.unit.attachments.labelled.documents import read_cleaned, read_documents
from tests.unit.masking.labelled.samples import SEED, survives

RECALL = 0.99


def test_there_are_a_dozen_documents_of_every_kind():
    documents = read_documents()

    assert len(documents) >= 12
    assert {document.name.rpartition(".")[2] for document in documents} == {"har", "json", "jsonl", "zip"}
    assert sum(len(document.secrets) for document in documents) >= 40


@pytest.mark.parametrize("seed", [SEED, 1, 2])
def test_secrets_in_documents_are_masked(seed):
    missed, count = [], 0
    for document in read_documents(seed):
        text = read_cleaned(document)
        missed += [
            (document.name, secret.label, secret.secret) for secret in document.secrets if survives(secret, text)
        ]
        count += len(document.secrets)

    assert len(missed) / count <= 1 - RECALL, missed


def test_everything_else_in_documents_stays():
    lost = [
        (document.name, words)
        for document in read_documents()
        for words in document.kept
        if words not in read_cleaned(document) and json.dumps(words)[1:-1] not in read_cleaned(document)
    ]

    assert lost == []
