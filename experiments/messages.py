"""Messages for the person who asked, in his language: the model's own are English."""

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from experiments.words import Lang


def spoken(message: str, lang: Lang) -> str:
    """A message of the model in a language, as far as its form is known (conf/messages_zh.yaml)."""
    for pattern, replacement in _forms() if lang == "zh" else ():
        message = pattern.sub(replacement, message)
    return message


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    file = resources.files("gongzhi_conf") / "messages_zh.yaml"
    table: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    kinds = [[f"unknown {re.escape(en)} '", f"unknown {zh} '"] for en, zh in table["kinds"].items()]
    forms = [*table["names"], *kinds, *table["forms"]]
    return tuple((re.compile(pattern, re.MULTILINE), replacement) for pattern, replacement in forms)
