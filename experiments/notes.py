"""What is known of a measure beside its docstring: in one line, in Chinese, on what evidence, and how it disappoints.

Our own measures have this in conf/ (words.yaml, measures_zh.yaml, measures.yaml). A measure of another package brings a
file named after its key, such as courtyard_meetings.yaml, beside the module of its class; see ``MeasureNotes``.
"""

import inspect
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from experiments.words import LANGUAGES, words
from sim.core.names import UnknownName, check_name
from sim.indicator_table import INDICATORS
from sim.policies import OWN, Policy, from_settings
from sim.policies.base import key_of
from sim.world.documents import DescriptionError, Document, read, where
from sim.world.figures import Part, fault

Grade = Literal["causal", "part", "sign", "none"]
"""Of the evidence on what a measure does; conf/measures.yaml says what the grades mean."""
Kind = Literal["observed", "published", "official claim", "survey", "derived", "memory", "weak"]
Text = Annotated[str, Field(min_length=1)]


class NotesError(ValueError):
    """The notes of a measure cannot be used; the message names the file, the line and the reason."""


class Spoken(Part):
    """The same in both languages."""

    zh: Text
    en: Text


class Paragraphs(Part):
    """The paragraphs of a docstring, in Chinese."""

    claim: Text
    mechanism: Text
    side_effects: Text
    evidence: Text


class Source(Spoken):
    """A piece of evidence that is not in conf/evidence.csv."""

    kind: Kind = "weak"


class Evidence(Part):
    """The grade of the evidence, and the rows that it rests on."""

    grade: Grade
    ids: list[str] = []


class Disappointment(Spoken):
    """A setting or world, as typed behind ``gongzhi compare``, in which a measure does harm or nothing.

    The world is the shipped one but for the parameters that ``settings`` name.
    ``harms``: indicators that clearly get worse; ``nothing``: indicators that hardly get better or not at all.
    """

    settings: list[Text]
    harms: list[str] = []
    nothing: list[str] = []

    def asked(self, key: str) -> list[str]:
        """What to type behind ``gongzhi compare`` to see it."""
        return [f"policies=[{key}]", *self.settings, "worlds=shipped"]

    @model_validator(mode="after")
    def _names_indicators(self) -> Self:
        if not self.harms and not self.nothing:
            raise fault("name what it harms, or what it does nothing for")
        for part in ("harms", "nothing"):
            for k, key in enumerate(getattr(self, part)):
                try:
                    check_name("indicator", key, INDICATORS)
                except UnknownName as error:
                    raise fault(str(error), part, k) from None
        return self


class MeasureNotes(Part):
    """The notes of one measure; all parts may be missing, and what is missing is said to be.

    ``line``: what it is, in one line; ``zh``: its docstring in Chinese; ``sources``: evidence of its own, by id;
    ``defaults``: settings with which the command line begins, where they differ from those of the class.
    """

    line: Spoken | None = None
    zh: Paragraphs | None = None
    evidence: Evidence | None = None
    sources: dict[str, Source] = {}
    disappoints: Disappointment | None = None
    defaults: dict[str, Any] = {}


def notes_of(policy: type[Policy]) -> MeasureNotes:
    """The notes of a measure; empty where another package brings none. Raises ``NotesError``."""
    return _own(key_of(policy)) if policy in OWN else _brought(policy)


@cache
def _own(key: str) -> MeasureNotes:
    line = {lang: words(lang)(f"measure.{key}") for lang in LANGUAGES}
    told = {"line": line, "zh": _table("measures_zh.yaml")[key], **_table("measures.yaml")[key]}
    return MeasureNotes.model_validate(told)


def _brought(policy: type[Policy]) -> MeasureNotes:
    key = key_of(policy)
    try:
        file = Path(inspect.getfile(policy)).with_name(f"{key}.yaml")
        document = read(file, str(file)) if file.is_file() else None
    except (DescriptionError, OSError, TypeError) as error:
        raise NotesError(str(error)) from error
    notes = MeasureNotes() if document is None else _checked(document.data, document)
    if document is not None:
        _check_defaults(policy, notes, document)
    return notes


@cache
def _table(name: str) -> dict[str, Any]:
    text = (resources.files("gongzhi_conf") / name).read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table


def _checked(data: Mapping[str, Any], document: Document) -> MeasureNotes:
    try:
        return MeasureNotes.model_validate(data)
    except ValidationError as error:
        told = [_message(details, document) for details in error.errors(include_url=False)]
        raise NotesError("\n".join(told)) from None


def _message(error: ErrorDetails, document: Document) -> str:
    at = [*error["loc"], *error.get("ctx", {}).get("at", ())]
    reason = "is missing" if error["type"] == "missing" else error["msg"]
    return f"{where([document], at)}: {'.'.join(map(str, at))}: {reason}"


def _check_defaults(policy: type[Policy], notes: MeasureNotes, document: Document) -> None:
    for name in notes.defaults:
        try:
            from_settings(policy, {name: notes.defaults[name]})
        except ValueError as error:
            raise NotesError(f"{where([document], ['defaults', name])}: defaults.{name}: {error}") from None
