"""``gongzhi workshop``: the page in a browser."""

from experiments.cli.call import GOOD, Call, announce_compiling
from experiments.overrides import SettingsError
from experiments.words import words
from experiments.workshop.options import read_options


def open_workshop(call: Call) -> int:
    """``gongzhi workshop``."""
    options = read_options(call.arguments)
    say = words(options.lang)
    try:
        from experiments.workshop.server import serve
    except ImportError as error:
        raise SettingsError(say("workshop.terminal.missing", reason=error)) from error
    announce_compiling(say)
    serve(options)
    return GOOD
