"""The server of the page: where it listens, who may come in, and one scheduler for everybody."""

import asyncio
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import Request
from nicegui import app, ui
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse, Response

from experiments.overrides import SettingsError
from experiments.view.boundaries import BoundaryError, read_boundaries
from experiments.view.drawing import Outline
from experiments.view.proposal import yearly_costs
from experiments.view.scheduler import Scheduler
from experiments.view.whole import township_names
from experiments.words import LANGUAGES, Lang, words
from experiments.workshop.joining import JoinGate, new_code
from experiments.workshop.links import PATHS
from experiments.workshop.look import serve_font
from experiments.workshop.options import Options
from experiments.workshop.page import page
from experiments.workshop.visit import House

HERE = ["localhost", "127.0.0.1", "[::1]"]
_TAGS = {"zh": "zh-CN", "en": "en-US"}


def serve(options: Options) -> None:
    """Serve the page until it is stopped; ``SettingsError`` for an address or boundaries that cannot be had."""
    _check_free(options)
    say = words(options.lang)
    room = f"http://{_own_address(options.host)}:{options.port}" if options.is_open else ""
    house = House(Scheduler(options.workers), _outlines(options), room)
    register(options.lang, house)
    if options.is_open:
        code = new_code()
        app.add_middleware(JoinGate, code=code)
    else:
        code = ""
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*HERE, options.host])
    app.on_startup(partial(_get_ready, house.scheduler))
    app.on_shutdown(house.close)
    shown = "127.0.0.1" if options.host in ("0.0.0.0", "::") else options.host
    print(say("workshop.terminal.open", url=f"http://{shown}:{options.port}{PATHS[options.lang]}"))
    if code:
        print(say("workshop.terminal.room", url=room, code=code))
    print(say("workshop.terminal.stop"), flush=True)
    ui.run(
        host=options.host,
        port=options.port,
        title=say("workshop.title"),
        favicon=FAVICON,
        dark=False,
        reload=False,
        show=PATHS[options.lang] if options.browser else False,
        show_welcome_message=False,
        tailwind=False,
        reconnect_timeout=10.0,
        storage_secret=secrets.token_urlsafe(32),
        session_middleware_kwargs={"same_site": "lax"},
    )


FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="1.5" fill="#0072B2"/>'
    '<path d="M1.5 6 3.5 3.5 5 4.5 6.5 2" fill="none" stroke="#fff"/></svg>'
)


def register(lang: Lang, house: House) -> None:
    """The page in both languages, the bare address leading to ``lang``, and its font."""
    serve_font()
    for each in LANGUAGES:
        build = _page_in(each, house)
        ui.page(PATHS[each], title=words(each)("workshop.title"), language=_TAGS[each], favicon=FAVICON)(build)  # type: ignore[arg-type]

    @app.get("/")
    def bare(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(PATHS[lang] + query)


def _page_in(lang: Lang, house: House) -> Callable[[], Awaitable[None]]:
    async def build() -> None:
        await page(lang, house)

    return build


async def _get_ready(scheduler: Scheduler) -> None:
    """Work out prices, then warm the processes up; pages that come meanwhile wait with a notice."""
    await asyncio.to_thread(yearly_costs)
    await scheduler.start()


def _outlines(options: Options) -> tuple[Outline, ...]:
    try:
        return read_boundaries(options.map, township_names()) if options.map else ()
    except BoundaryError as error:
        raise SettingsError(error.told(options.lang)) from None


def _check_free(options: Options) -> None:
    """Say it before anything is started."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            if sys.platform != "win32":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((options.host, options.port))
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(
            words(options.lang)("workshop.terminal.taken", host=options.host, port=options.port, reason=reason)
        ) from None


def _own_address(host: str) -> str:
    """The address under which others in the room find this machine; nothing is sent to find it out."""
    if host not in ("0.0.0.0", "::"):
        return host
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
    except OSError:
        return socket.gethostname()
