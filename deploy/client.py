"""A client of the API, as a user's script would have one: it signs in, pages through lists, and repeats a request
whose answer was lost, with the same key, so that it is done once."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import click
import httpx

_AGAIN = frozenset({429, 502, 503, 504})
"""The service is away, or the answer was lost on its way: the same request with the same key is safe."""
_LONGEST_PAUSE = 5.0


class Refused(click.ClickException):
    """The server's answer, in its own sentences (`told`). `code`: the problem's, empty where the answer is none."""

    def __init__(self, request: str, answer: httpx.Response):
        self.code, self.told = _told(answer)
        super().__init__(f"{request}: {'; '.join(self.told)}")


class Api:
    """One person's session. Raises Refused where a request is refused, ClickException where nobody has answered for
    `patience` seconds."""

    def __init__(self, address: str, login: str, password: str, *, patience: float = 120, language: str = "en"):
        self._login, self._password, self._patience = login, password, patience
        self._http = httpx.Client(base_url=f"{address}/api/v1", timeout=30, headers={"Accept-Language": language})
        try:
            self._sign_in()
        except click.ClickException:
            self._http.close()
            raise

    def get(self, path: str, **asked: Any) -> Any:
        return self._send("GET", path, params=asked)

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> Any:
        """`key`: the request's own for ever; without one it is safe to repeat as long as this call lasts."""
        return self._send("POST", path, json=body or {}, headers={"Idempotency-Key": key or str(uuid4())})

    def patch(self, path: str, body: dict[str, Any], *, key: str | None = None) -> Any:
        return self._send("PATCH", path, json=body, headers={"Idempotency-Key": key or str(uuid4())})

    def all(self, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
        """Every row of a listing, page by page."""
        cursor: str | None = None
        while True:
            page = self.get(path, limit=100, **asked, **({"cursor": cursor} if cursor else {}))
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def ensure(self, path: str, card: dict[str, Any], *, by: str, **asked: Any) -> Any:
        """The row of a listing whose field `by` is the card's; made of the card when there is none."""
        return next((row for row in self.all(path, **asked) if row[by] == card[by]), None) or self.post(path, card)

    def _sign_in(self) -> None:
        credentials = {"login": self._login, "password": self._password}
        answer = self._patiently("POST", "/auth/token", json=credentials)
        if not answer.is_success:
            raise Refused("POST /auth/token", answer)
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def _send(self, method: str, path: str, **request: Any) -> Any:
        answer = self._patiently(method, path, **request)
        if answer.status_code == 401:  # the token has lived its quarter of an hour
            self._sign_in()
            answer = self._patiently(method, path, **request)
        if not answer.is_success:
            raise Refused(f"{method} {path}", answer)
        return answer.json() if answer.content else None

    def _patiently(self, method: str, path: str, **request: Any) -> httpx.Response:
        deadline, pause = time.monotonic() + self._patience, 0.2
        while True:
            answer: httpx.Response | None = None
            try:
                answer = self._http.request(method, path, **request)
                if answer.status_code not in _AGAIN:
                    return answer
                why = "; ".join(_told(answer)[1])
            except httpx.TransportError as error:
                why = str(error)
            if time.monotonic() + pause > deadline:
                raise click.ClickException(f"{method} {path}: {why}")
            time.sleep(pause if answer is None else float(answer.headers.get("retry-after", pause)))
            pause = min(pause * 2, _LONGEST_PAUSE)


def _told(answer: httpx.Response) -> tuple[str, list[str]]:
    """The problem's code, its sentence and one for each faulty field; the bare body where it is not a problem."""
    try:
        problem = answer.json()
        fields = [f"{error['pointer']}: {error['message']}" for error in problem.get("errors", ())]
        return problem["code"], [problem["detail"], *fields]
    except (ValueError, KeyError, TypeError):
        return "", [f"{answer.status_code} {answer.text[:500]}"]
