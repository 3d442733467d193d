"""The texts of the command line in Chinese and English: conf/words_cli.yaml beside the words of tables and reports."""

import os
import re
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
# The model's messages are English; these are the forms that most of them take.
_ERRORS = (
    (re.compile(r"unknown (.+?) '([^']*)'; did you mean '([^']*)'\?"), r"没有名为“\2”的 \1；是否想写“\3”？"),
    (re.compile(r"unknown (.+?) '([^']*)'; allowed: "), r"没有名为“\2”的 \1；可用："),
    (re.compile(r"=(\S+) is out of range: allowed (\S+) to (\S+) \((.*?)\)"), r"=\1 超出范围：允许 \2 至 \3（\4）"),
)


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


def translated(message: str, lang: Lang) -> str:
    """A message of the model in the language asked for, as far as its form is known."""
    for pattern, replacement in _ERRORS if lang == "zh" else ():
        message = pattern.sub(replacement, message)
    return message
