"""YAML files that remember on which line everything stands, so that an error can say where it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from sim.core.names import unknown

PACKAGE = "gongzhi_conf"
"""The folder conf/ as it is installed."""

Location = Sequence[str | int]


class DescriptionError(ValueError):
    """A county description that cannot be used; the message names the file, the line, the field and the reason."""


@dataclass(frozen=True)
class Document:
    """One file: its name for messages, what it holds, and its YAML nodes with their lines."""

    name: str
    data: dict[str, Any]
    root: yaml.Node

    def find(self, location: Location) -> tuple[int, int]:
        """How many steps of a location the file has, and the line on which the last of them begins."""
        node, line = self.root, 1
        for depth, step in enumerate(location):
            found = _child(node, step)
            if found is None:
                return depth, line
            line, node = found
        return len(location), line


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line + 1, child
    return None


def where(documents: Sequence[Document], location: Location) -> str:
    """``file: line N`` of a location in the first of the documents that leads furthest towards it."""
    best = max(documents, key=lambda document: document.find(location)[0])
    return f"{best.name}: line {best.find(location)[1]}"


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with ``changes``: sections are merged field by field, a figure (with a value) is replaced as a whole."""
    result = dict(base)
    for name, new in changes.items():
        old = base.get(name)
        sections = isinstance(old, Mapping) and isinstance(new, Mapping) and "value" not in old and "value" not in new
        result[name] = merged(old, new) if sections else new  # type: ignore[arg-type]
    return result


def read_named(name: str) -> Document:
    """The shipped county description of that name; raises ``DescriptionError`` with the nearest name."""
    try:
        folder = resources.files(PACKAGE) / "county"
    except ModuleNotFoundError:
        raise DescriptionError(f"'{name}': the package {PACKAGE} (folder conf/) is not installed") from None
    shipped = {entry.name.removesuffix(".yaml"): entry for entry in folder.iterdir() if entry.name.endswith(".yaml")}
    if name not in shipped:
        raise DescriptionError(f"{unknown('county', name, shipped)} (a file of your own: its path, ending in .yaml)")
    return read(shipped[name], shipped[name].name)


def read(file: Path | Traversable, name: str) -> Document:
    """Read a file that holds one YAML mapping; raises ``DescriptionError`` if it does not."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DescriptionError(f"{name}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DescriptionError(f"{name}: cannot be read ({error})") from error
    try:
        root, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DescriptionError(f"{name}: line {line}: not valid YAML ({error.problem})") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DescriptionError(f"{name}: not valid YAML ({error})") from error
    if root is None or data is None:
        raise DescriptionError(f"{name}: line 1: the file is empty")
    if not isinstance(data, dict):
        raise DescriptionError(f"{name}: line 1: expected a mapping of fields, such as 'name: ...'")
    for line, key in _repeated(root):
        raise DescriptionError(f"{name}: line {line}: '{key}' is given twice")
    return Document(name, data, root)


def _repeated(root: yaml.Node) -> Iterator[tuple[int, str]]:
    """Lines and keys that stand twice in one mapping: YAML would silently keep the last."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        if isinstance(node, yaml.MappingNode):
            names = set()
            for key, value in node.value:
                waiting.append(value)
                if isinstance(key, yaml.ScalarNode) and key.value in names:
                    yield key.start_mark.line + 1, key.value
                names.add(str(key.value))
