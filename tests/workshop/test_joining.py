"""Who may come in when the page is open to a room, and where it listens otherwise."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from experiments.overrides import SettingsError
from experiments.workshop.joining import LETTERS, Attempts, JoinGate, new_code
from experiments.workshop.options import LOOPBACK, read_options
from sim.core.names import OutOfRange, UnknownName

CODE = "ABC234"


async def secret(_: object) -> PlainTextResponse:
    return PlainTextResponse("the page")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


@pytest.fixture
def room() -> TestClient:
    app = Starlette(routes=[Route("/zh", secret), WebSocketRoute("/socket", socket)])
    return TestClient(JoinGate(app, CODE))


def test_nothing_is_seen_without_the_code(room: TestClient) -> None:
    shown = room.get("/zh?p=micro_grids:1")
    assert "the page" not in shown.text
    assert "name='code'" in shown.text
    with pytest.raises(WebSocketDisconnect), room.websocket_connect("/socket"):
        pass


def test_the_code_opens_page_and_socket_in_any_case_and_leads_on(room: TestClient) -> None:
    answer = room.post("/join?to=/zh", data={"code": f" {CODE.lower()} "})
    assert answer.text == "the page"
    with room.websocket_connect("/socket") as opened:
        assert opened.receive_text() == "hello"


def test_wrong_codes_are_refused_and_soon_slowed_down(room: TestClient) -> None:
    assert [room.post("/join", data={"code": "WRONG2"}).status_code for _ in range(6)] == [403] * 5 + [429]
    assert room.post("/join", data={"code": CODE}).status_code == 429, "even the right one must wait now"


def test_wrong_codes_are_forgotten_after_a_while() -> None:
    attempts = Attempts(each=1, seconds=0.0)
    attempts.note("somebody")
    assert attempts.allowed("somebody")


@pytest.mark.parametrize("target", ["//elsewhere.example/", "https://elsewhere.example", "/\\elsewhere.example", "x"])
def test_the_form_leads_nowhere_else(room: TestClient, target: str) -> None:
    answer = room.post("/join", params={"to": target}, data={"code": CODE}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_a_huge_form_is_a_wrong_code(room: TestClient) -> None:
    assert room.post("/join", data={"code": "A" * 100_000}).status_code == 403


def test_codes_differ_and_are_easy_to_read_out() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert set("".join(codes)) <= set(LETTERS)
    assert not set("01OIL") & set(LETTERS)


def test_the_page_listens_to_this_machine_unless_told_otherwise() -> None:
    usual = read_options([])
    assert usual.host == LOOPBACK
    assert not usual.is_open
    assert usual.browser


@pytest.mark.parametrize(("host", "is_open"), [("0.0.0.0", True), ("::", True), ("192.168.1.5", True), ("room", True)])
def test_an_explicit_host_is_open_to_others(host: str, is_open: bool) -> None:
    assert read_options(["--host", host]).is_open is is_open


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_the_machine_itself_needs_no_code(host: str) -> None:
    assert not read_options([f"--host={host}"]).is_open


def test_flags_and_settings_are_the_same() -> None:
    flags = read_options(["--port", "9000", "--lang=zh", "--no-browser", "--workers", "3", "--map", "a.geojson"])
    assert flags == read_options(["port=9000", "lang=zh", "browser=false", "workers=3", "map=a.geojson"])


def test_bad_options_say_what_is_allowed() -> None:
    with pytest.raises(UnknownName, match="port"):
        read_options(["--prot", "9000"])
    with pytest.raises(OutOfRange):
        read_options(["--port", "99999"])
    with pytest.raises(SettingsError, match="whole number"):
        read_options(["port=many"])
    with pytest.raises(SettingsError):
        read_options(["--port"])
