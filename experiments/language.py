"""Which language to speak."""

import os

from experiments.words import Lang
from sim.core.names import check_name

LANGUAGE = "GONGZHI_LANG"
"""Environment variable that names the language where none is given."""
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_LANGUAGES: dict[str, Lang] = {"zh": "zh", "en": "en"}


def language(given: str | None = None) -> Lang:
    """The language as given, or of the environment, or of the system's locale; English where nothing says Chinese."""
    if given is not None:
        check_name("lang", given, _LANGUAGES)
        return _LANGUAGES[given]
    wanted = os.environ.get(LANGUAGE) or next((os.environ[name] for name in _LOCALE if os.environ.get(name)), "")
    return "zh" if wanted.lower().startswith("zh") else "en"
