"""What a browser is remembered by: a signed cookie, and the token against forged requests that follows from it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "reportedly"


@dataclass(frozen=True, slots=True)
class Session:
    """One browser's visit. Its cookie holds nothing that is worth stealing but itself."""

    id: str
    name: str = ""  # who signed in; "" for nobody
    mark: str = ""  # of the password or token that he signed in with


class Sessions:
    """Makes and reads cookies. Several servers understand each other's if they have the same secret."""

    def __init__(self, secret: bytes, hours: int) -> None:
        self._secret = secret
        self._seconds = hours * 3600
        self._signer = URLSafeTimedSerializer(secret, salt="session", signer_kwargs={"digest_method": hashlib.sha256})

    def begin(self, name: str = "", mark: str = "") -> Session:
        """A new one. Whoever signs in gets a new one, so that nobody can have planted it before."""
        return Session(secrets.token_urlsafe(18), name, mark)

    def cookie(self, session: Session) -> str:
        signed: str = self._signer.dumps([session.id, session.name, session.mark])
        return signed

    def read(self, cookie: str) -> Session | None:
        """None for a cookie that is forged, damaged or too old."""
        try:
            found = self._signer.loads(cookie, max_age=self._seconds)
        except BadSignature:
            return None
        match found:
            case [str(number), str(name), str(mark)]:
                return Session(number, name, mark)
        return None

    def csrf(self, session: Session) -> str:
        """What a form of ours holds, and a page elsewhere cannot know."""
        return hmac.new(self._secret, b"csrf:" + session.id.encode(), hashlib.sha256).hexdigest()

    def is_csrf(self, session: Session, token: str) -> bool:
        return hmac.compare_digest(self.csrf(session).encode(), token.encode())
