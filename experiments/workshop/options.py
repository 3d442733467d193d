"""How the page is served: the options of ``gongzhi workshop``, as flags (``--port 9000``) or as ``port=9000``."""

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from experiments.language import language
from experiments.overrides import SettingsError
from experiments.words import Lang
from sim.core.names import check_name, check_range

LOOPBACK = "127.0.0.1"
MOST_WORKERS = 16
_BARE = {"no-browser": ("browser", "false")}
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Options:
    """``host``: the address that is listened on; ``workers``: processes that run the model, by default one a core.

    ``map``: a file of boundaries for the map of the county, where one has any.
    """

    host: str = LOOPBACK
    port: int = 8080
    lang: Lang = "en"
    browser: bool = True
    workers: int | None = None
    map: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether other machines can reach the page, so that a join code is asked for."""
        if self.host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return True


def read_options(arguments: Sequence[str]) -> Options:
    """The options as typed; raises ``UnknownName``, ``OutOfRange`` or ``SettingsError``."""
    given = dict(_pairs(arguments))
    for name in given:
        check_name("option of gongzhi workshop", name, [field.name for field in fields(Options)])
    browser = given.get("browser", "true").lower()
    check_name("browser", browser, _TRUTH)
    port = _whole("port", given.get("port", "8080"))
    check_range("port", port, 1, 65535, "port")
    workers = _whole("workers", given["workers"]) if "workers" in given else None
    if workers is not None:
        check_range("workers", workers, 1, MOST_WORKERS, "processes")
    lang = language(given.get("lang"))
    return Options(given.get("host", LOOPBACK), port, lang, _TRUTH[browser], workers, given.get("map"))


def _pairs(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        name, equals, value = argument.removeprefix("--").partition("=")
        if not equals and name in _BARE:
            yield _BARE[name]
        elif equals:
            yield name, value
        elif argument.startswith("--") and rest:
            yield name, rest.pop(0)
        else:
            raise SettingsError(f"'{argument}' is no option: write --port 8080 or port=8080, for example")


def _whole(name: str, given: str) -> int:
    try:
        return int(given)
    except ValueError:
        raise SettingsError(f"{name}={given} is not a whole number") from None
