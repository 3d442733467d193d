"""The API pages of docs/api: signatures and docstrings as they stand in the code; part of ``scripts/docs.py``."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import griffe
import yaml

from sim.policies import OWN
from sim.policies.base import Policy, key_of, settings

ROOT = Path(__file__).resolve().parents[1]
NOTE = "Written by `python scripts/docs.py` from the code; not to be edited."
WIDEST = 100
"""Letters of a signature that stands in one line."""


PAGES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "scripts" / "docs_api.yaml").read_text("utf-8"))


def writers() -> dict[str, Callable[[], str]]:
    """What writes each page, by its path in docs/."""
    of_modules = {f"api/{name}.md": partial(_api, page) for name, page in PAGES.items()}
    return {"api/README.md": _index, **of_modules, "api/measures.md": _measures}


def _api(page: dict[str, Any]) -> str:
    return _page(page["title"], page["about"], *map(section, page["modules"]))


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", NOTE, *(part for part in parts if part))) + "\n"


def _index() -> str:
    intro = (
        "For researchers who call the model from Python; the [tutorial](../tutorial.ipynb) shows it at work. Until "
        "version 1.0 anything may change (see [CHANGELOG](../../CHANGELOG.md))."
    )
    rows = [f"| [{page['title']}]({name}.md) | {page['about']} |" for name, page in PAGES.items()]
    rows.insert(1, "| [Measures](measures.md) | The measures of `sim.policies` and their settings. |")
    return _page("API reference", intro, "\n".join(("| page | what for |", "| --- | --- |", *rows)))


@cache
def written(package: str) -> griffe.Module:
    """A package as it is written; nothing is run."""
    found = griffe.load(package, search_paths=[ROOT], allow_inspection=False)
    assert isinstance(found, griffe.Module)
    return found


def source(module: str) -> griffe.Module:
    """A module of ours."""
    package, _, inner = module.partition(".")
    found = written(package)[inner]
    assert isinstance(found, griffe.Module)
    return found


def members(entry: str) -> list[griffe.Object]:
    """What a page shows of a module, in the order of the source: public, and written there."""
    module, *names = entry.split()
    own = [member for member in source(module).members.values() if isinstance(member, griffe.Object)]
    shown = [member for member in own if not member.is_module and not member.name.startswith("_")]
    assert set(names) <= {member.name for member in shown}, entry
    return [member for member in shown if not names or member.name in names]


def section(entry: str) -> str:
    """A module and what is shown of it."""
    module = entry.split()[0]
    path = Path(str(source(module).filepath)).relative_to(ROOT).as_posix()
    shown = members(entry)
    constants = [line for member in shown if isinstance(member, griffe.Attribute) for line in _constant(module, member)]
    parts = [f"## {module}", f"Source: [{path}](../../{path})", _said(source(module))]
    parts += ["\n".join(constants)] if constants else []
    for member in shown:
        if isinstance(member, griffe.Class):
            parts += _class(member)
        elif isinstance(member, griffe.Function):
            parts += [f"### {member.name}", _signature(member.name, member), _said(member)]
    return "\n\n".join(part for part in parts if part)


def _constant(module: str, member: griffe.Attribute) -> Iterator[str]:
    """A line for a constant of plain values or a choice of words; aliases of types are left out."""
    value, written = getattr(import_module(module), member.name, None), str(member.value)
    meaning = f": {_said(member)}" if member.docstring else ""
    if isinstance(value, tuple) and value and all(isinstance(one, str) for one in value):
        yield f"- `{member.name}` = {', '.join(f'`{one}`' for one in value)}{meaning}"
    elif isinstance(value, str | int | float | bytes) or written.startswith("Literal["):
        yield f"- `{member.name}` = `{' '.join(written.split())}`{meaning}"


def _class(member: griffe.Class) -> Iterator[str]:
    yield f"### {member.name}"
    yield _signature(member.name, member)
    yield _said(member)
    inside = [one for one in member.members.values() if isinstance(one, griffe.Object) and not one.name.startswith("_")]
    told = [one for one in inside if isinstance(one, griffe.Attribute) and one.docstring]
    if told:
        yield "\n".join(f"- `{one.name}`: {_said(one)}" for one in told)
    for one in inside:
        if isinstance(one, griffe.Function):
            yield f"#### {member.name}.{one.name}"
            yield from (_signature(one.name, one), _said(one))


def _signature(name: str, of: griffe.Function | griffe.Class) -> str:
    """How it is called, as Python; a class with what its instances are made of."""
    shown = [one for one in of.parameters if one.name not in ("self", "cls")]
    if isinstance(of, griffe.Class) and not shown:
        return f"```python\nclass {name}({', '.join(map(str, of.bases))})\n```"
    written, star = [], False
    for one in shown:
        star_before = one.kind is griffe.ParameterKind.keyword_only and not star
        star |= star_before or one.kind is griffe.ParameterKind.var_positional
        written += ["*"] if star_before else []
        written.append(_parameter(one))
    gives = f" -> {_typed(of.returns)}" if isinstance(of, griffe.Function) and of.returns else ""
    line = f"{name}({', '.join(written)}){gives}"
    if len(line) > WIDEST:
        line = f"{name}(\n" + "".join(f"    {one},\n" for one in written) + f"){gives}"
    return f"```python\n{line}\n```"


def _parameter(one: griffe.Parameter) -> str:
    kinds = griffe.ParameterKind
    stars = "*" if one.kind is kinds.var_positional else "**" if one.kind is kinds.var_keyword else ""
    text = stars + one.name + (f": {_typed(one.annotation)}" if one.annotation else "")
    return text + (f" = {one.default}" if one.default is not None and not stars else "")


def _typed(annotation: object) -> str:
    """An annotation without quotes, and without what ``Annotated`` adds to a type."""
    tree = ast.parse(str(annotation), mode="eval")

    class Plain(ast.NodeTransformer):
        def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
            self.generic_visit(node)
            if isinstance(node.value, ast.Name) and node.value.id == "Annotated" and isinstance(node.slice, ast.Tuple):
                return node.slice.elts[0]
            return node

    return ast.unparse(Plain().visit(tree)).strip("'")


def _said(of: griffe.Object) -> str:
    """A docstring as Markdown."""
    return "" if of.docstring is None else markdown(of.docstring.value)


def markdown(docstring: str) -> str:
    """Names in single backticks, indented lines as code, one line of the source after the other."""
    lines: list[str] = []
    inside = False
    for line in docstring.replace("``", "`").splitlines():
        code = line.startswith("    ") or (inside and not line.strip())
        if code != inside:
            while lines and not lines[-1].strip():
                lines.pop()
            lines += ["", "```"] if code else ["```", ""]
        inside = code
        lines.append(line.removeprefix("    ") if code else "".join(map(_shielded, re.split("(`.*?`)", line))))
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*lines, *(["```"] if inside else [])])).strip()


def _shielded(part: str) -> str:
    """Text in which nothing is taken for a tag of HTML; names in backticks stay as they are."""
    return part if part.startswith("`") else part.replace("<", "\\<")


def _measures() -> str:
    intro = (
        "The measures of `sim.policies`, such as `policies.MicroGrids(coverage=0.5)`, and their settings: default, "
        "allowed range and unit. What each does and how good the evidence is stands in "
        "[measures](../tables/measures.md). The command line writes `policies.micro_grids.coverage=0.5`."
    )
    common = ["## Common to all", *_settings(Policy, settings(Policy)), "The others: [Policy](sim.md#policy)."]
    parts = [part for policy in OWN for part in _measure(policy)]
    return _page("Measures", intro, *common, *parts)


def _measure(policy: type[Policy]) -> Iterator[str]:
    yield f"## {policy.__name__}"
    yield f"`{key_of(policy)}` {policy.zh}. {(policy.__doc__ or '').splitlines()[0]}"
    yield from _settings(policy, [name for name in settings(policy) if name not in settings(Policy)])


def _settings(policy: type[Policy], names: Iterable[str]) -> Iterator[str]:
    known, default = settings(policy), {item.name: item.default for item in fields(policy)}
    rows: list[Sequence[str]] = [("setting", "default", "range", "unit", "meaning"), ("---",) * 5]
    for name in names:
        one = known[name]
        assert default[name] is not MISSING
        rows.append((f"`{name}`", f"{default[name]:g}", f"{one.low:g} to {one.high:g}", one.unit, one.en))
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
