"""Who may open the page when it is open to a room: whoever knows the code that the terminal printed."""

import hmac
import secrets
import time
from collections import deque
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from experiments.words import LANGUAGES, words

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Of a code: none that is taken for another."""
LENGTH = 6
COOKIE = "gongzhi_joined"
PATH = "/join"
_MOST_BODY = 2_000


def new_code() -> str:
    """A code to read out in a room."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


class Attempts:
    """Wrong codes of the last minute: at most ``each`` from one address, at most ``everybody`` from all."""

    def __init__(self, each: int = 5, everybody: int = 60, seconds: float = 60.0) -> None:
        self._each, self._everybody, self._seconds = each, everybody, seconds
        self._wrong: deque[tuple[float, str]] = deque()

    def allowed(self, address: str) -> bool:
        """Whether this address may try another code now."""
        self._forget()
        mine = sum(one == address for _, one in self._wrong)
        return mine < self._each and len(self._wrong) < self._everybody

    def note(self, address: str) -> None:
        """A wrong code came from this address."""
        self._wrong.append((time.monotonic(), address))

    def _forget(self) -> None:
        while self._wrong and self._wrong[0][0] < time.monotonic() - self._seconds:
            self._wrong.popleft()


class JoinGate:
    """Lets nobody through, neither to a page nor to a socket, who has not given the code once in this browser."""

    def __init__(self, app: ASGIApp, code: str) -> None:
        self._app, self._code = app, code
        self._joined: set[str] = set()
        self._attempts = Attempts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the page, or pass on to it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == PATH:
            await (await self._answer(Request(scope, receive)))(scope, receive, send)
        elif _cookie(scope) in self._joined:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await _to_the_form(scope)(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        wanted = _within(request.query_params.get("to", "/"))
        if request.method != "POST":
            return _form(wanted)
        address = request.client.host if request.client else ""
        if not self._attempts.allowed(address):
            return _form(wanted, "slower", 429)
        if not hmac.compare_digest((await _code(request)).encode(), self._code.encode()):
            self._attempts.note(address)
            return _form(wanted, "wrong", 403)
        token = secrets.token_urlsafe(32)
        self._joined.add(token)
        response = RedirectResponse(wanted, 303)
        response.set_cookie(COOKIE, token, httponly=True, samesite="lax")
        return response


def _cookie(scope: Scope) -> str:
    return Request({**scope, "type": "http"}).cookies.get(COOKIE, "")


async def _code(request: Request) -> str:
    """What was typed, as codes are written; never more than a form would send."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BODY:
            return ""
    return parse_qs(body.decode("utf-8", "replace")).get("code", [""])[0].strip().upper()


def _within(target: str) -> str:
    """A place on this server, never another one."""
    parts = urlsplit(target.replace("\\", "/"))
    inside = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return target if inside else "/"


def _to_the_form(scope: Scope) -> Response:
    query = scope.get("query_string", b"").decode("latin-1")
    wanted = scope["path"] + (f"?{query}" if query else "")
    return RedirectResponse(f"{PATH}?to={quote(wanted[:2_000], safe='')}", 303)


def _form(wanted: str, notice: str | None = None, status: int = 200) -> Response:
    """The question for the code, in both languages, as nobody has chosen one yet."""
    zh, en = (words(lang) for lang in LANGUAGES)
    said = "".join(f"<p role='alert'>{escape(say(f'workshop.join.{notice}'))}</p>" for say in (zh, en) if notice)
    action = escape(f"{PATH}?to={quote(wanted, safe='')}", quote=True)
    label = escape(f"{zh('workshop.join.code')} / {en('workshop.join.code')}")
    button = escape(f"{zh('workshop.join.enter')} / {en('workshop.join.enter')}")
    return HTMLResponse(
        f"<!doctype html><html lang='zh-CN'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>{escape(zh('workshop.title'))}</title><style>body{{font:1.2rem sans-serif;max-width:30rem;"
        f"margin:15vh auto;padding:0 1rem}}input,button{{font:inherit;padding:.5rem;margin:.5rem 0;display:block}}"
        f"input{{letter-spacing:.2em;text-transform:uppercase}}</style><link rel='icon' href='data:,'>"
        f"<h1>{escape(zh('workshop.title'))}</h1>{said}<form method='post' action='{action}'><label>{label}"
        f"<input name='code' autocomplete='off' autofocus required maxlength='{LENGTH}'></label>"
        f"<button>{button}</button></form></html>",
        status,
        {"Cache-Control": "no-store"},
    )
