# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small identity provider on this machine: discovery, keys, the code flow with PKCE, a signed id_token. It asks nobody anything."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "insieme", "a secret between the two"


class Provider(ThreadingHTTPServer):
    """Says of everybody who comes that they are `person`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person = {"sub": "42", "name": "Ada Ferri", "email": "ada@example.it", "email_verified": True}
        self.codes: dict[str, dict[str, str]] = {}
        self.refused: list[str] = []

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def redeem(self, form: dict[str, str]) -> dict[str, object] | None:
        """The answer to a code; None where anything about it is not as it was."""
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        sound = asked and (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if not asked or not sound or challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            self.refused.append(str(form))
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.get("nonce")} | self.person
        token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "let-me-ask", "token_type": "Bearer", "expires_in": 300, "id_token": token}


class Answers(BaseHTTPRequestHandler):
    """The addresses of the provider."""

    server: Provider

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/authorize":
            code = secrets.token_hex(8)
            self.server.codes[code] = given
            self.send_response(302)
            self.send_header("Location", f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}")
            self.end_headers()
            return
        issuer = self.server.issuer
        key = json.loads(RSAAlgorithm.to_jwk(self.server.key.public_key())) | {"kid": "one", "use": "sig", "alg": "RS256"}
        pages = {
            "/.well-known/openid-configuration": {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/me",
                "jwks_uri": f"{issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [key]},
            "/me": self.server.person if self.headers["Authorization"] == "Bearer let-me-ask" else None,
        }
        self._say(pages.get(asked.path))

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._say(self.server.redeem({name: values[0] for name, values in parse_qs(sent).items()}))

    def _say(self, said: object) -> None:
        body = json.dumps(said or {"error": "invalid_grant"}).encode()
        self.send_response(200 if said else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Be quiet."""


@contextmanager
def a_provider() -> Iterator[Provider]:
    """One that answers as long as it is needed."""
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()
