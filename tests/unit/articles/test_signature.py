"""Who may make the portal fetch its content: whoever knows the secret, in the way their git host proves it."""

import hmac
from hashlib import sha256

import pytest
from werkzeug.datastructures import Headers

from portal.articles.signature import HookSecret, is_signed

BODY = b'{"ref": "refs/heads/main"}'
OWN = HookSecret("a secret of the hook alone", is_own=True)
SHARED = HookSecret("the portal's secret key", is_own=False)


def sign(secret: HookSecret, body: bytes = BODY) -> str:
    return hmac.new(secret.value.encode(), body, sha256).hexdigest()


@pytest.mark.parametrize("secret", [OWN, SHARED])
@pytest.mark.parametrize(
    ("header", "prefix"),
    [("X-Hub-Signature-256", "sha256="), ("X-Gitea-Signature", ""), ("X-Forgejo-Signature", "")],
)
def test_signature_of_each_host_is_accepted(header, prefix, secret):
    assert is_signed(BODY, Headers({header: prefix + sign(secret)}), secret)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256="},
        {"X-Hub-Signature-256": f"sha256={sign(SHARED)}"},
        {"X-Hub-Signature-256": f"sha256={sign(OWN, BODY + b' ')}"},
        {"X-Hub-Signature-256": "sha256=é"},
        {"X-Hub-Signature": f"sha1={sign(OWN)}"},
        {"X-Gitlab-Token": ""},
        {"X-Gitlab-Token": "a secret of somebody else"},
        {"X-Gitlab-Token": sign(OWN)},
    ],
)
def test_anything_else_is_refused(headers):
    assert not is_signed(BODY, Headers(headers), OWN)


def test_plain_token_is_accepted_when_the_hook_has_a_secret_of_its_own():
    assert is_signed(BODY, Headers({"X-Gitlab-Token": OWN.value}), OWN)


def test_secret_key_of_the_portal_is_never_accepted_as_a_plain_token():
    assert not is_signed(BODY, Headers({"X-Gitlab-Token": SHARED.value}), SHARED)
