"""The texts of the command line in Chinese and English: conf/words_cli.yaml beside the words of tables and reports."""

import os
from functools import cache
from importlib import resources
from typing import Any

import yaml

from experiments.words import Lang, Words, from_table, words
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


def phrases(lang: Lang) -> Words:
    """All words of a language, those of the command line too."""
    return Words(lang, {**words(lang).texts, **from_table({"cli": _table()}, lang).texts})


@cache
def _table() -> dict[str, Any]:
    file = resources.files("gongzhi_conf") / "words_cli.yaml"
    table: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return table
