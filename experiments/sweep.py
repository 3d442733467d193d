"""Sweeps: settings that take several values each, in all combinations; every cell is checked before a month is lived.

The grammar is that of Hydra's multirun: ``a,b,c``, ``range(0,1,0.25)``, lists in brackets. Cells that differ in their
measures only share warm-up and baseline, as packages of one study; others are studies of their own. All are lived
together, so that there is one bar and no processor waits for the end of a cell.
"""

import dataclasses
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from experiments.config import Settings, read_settings
from experiments.overrides import SettingsError, quoted
from experiments.study import BASELINE, Package, Study, draws, study_of
from sim.core.names import check_name
from sim.policies import Policy
from sim.scenario import Scenario

MOST_CELLS = 20_000
SCENARIO = ("county", "seed", "months", "warmup")
SWEPT = ("policies", "parameters", *SCENARIO)
"""Settings that may take several values."""
NOTHING = "nothing"
"""A cell without measures: it is the baseline."""
Values = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """One combination: its values by setting, its scenario without measures, and its measures as one package."""

    values: Mapping[str, Any]
    scenario: Scenario
    package: Package
    name: str


@dataclass(frozen=True)
class Sweep:
    """All cells, the settings that vary, and the studies they make up; ``where`` a cell is: study and package."""

    cells: tuple[Cell, ...]
    varied: tuple[str, ...]
    studies: tuple[Study, ...]
    where: tuple[tuple[int, str], ...]

    def table(self) -> pd.DataFrame:
        """A row a cell: the values of the settings that vary, its study's number and its package there."""
        rows = [
            {"cell": k, **{key: said(cell.values.get(key)) for key in self.varied}, "study": study, "package": package}
            for k, (cell, (study, package)) in enumerate(zip(self.cells, self.where, strict=True))
        ]
        return pd.DataFrame(rows)


def said(value: Any) -> Any:
    """A value as it stands in a table: lists joined, numbers as they are; nothing where a cell has no such setting."""
    return "+".join(value) if isinstance(value, list) else value


def plan_sweep(arguments: Sequence[str]) -> tuple[Settings, Sweep]:
    """Read and check a sweep. Raises ``ValueError`` that names the cell in which something is wrong."""
    fixed, varied = _told_apart(arguments)
    number = math.prod(len(several) for several in varied.values())
    if number > MOST_CELLS:
        raise SettingsError(f"{number} cells are too many: at most {MOST_CELLS}")
    settings = {names: _base(fixed, names) for names in _selections(varied)}
    cells: dict[str, Cell] = {}
    for values in _combinations(varied):
        of = settings[tuple(values.get("policies", ()))]
        kept = {key: value for key, value in values.items() if not _is_idle(key, of)}
        cell = _cell(of, kept)
        cells.setdefault(f"{cell.name}{kept}", cell)
    unused = [key for key in varied if all(_is_idle(key, of) for of in settings.values())]
    if unused:
        raise SettingsError(f"{unused[0]}: no cell selects this measure; select it with policies=[...]")
    first = next(iter(settings.values()))
    return first, _sweep(tuple(cells.values()), tuple(varied), first)


def _told_apart(arguments: Sequence[str]) -> tuple[list[str], dict[str, list[Any]]]:
    """Arguments with one value, and the values of the others."""
    fixed: list[str] = []
    varied: dict[str, list[Any]] = {}
    for argument in arguments:
        key, equals, text = argument.partition("=")
        values = _values(argument, key, text) if equals and key.split(".")[0] in SWEPT else None
        if values is None:
            fixed.append(argument)
        elif key in varied:
            raise SettingsError(f"{key} is given twice")
        else:
            varied[key] = values
    return fixed, varied


def _values(argument: str, key: str, text: str) -> list[Any] | None:
    """The values of a setting that has several, else None."""
    try:
        parsed = OverridesParser.create().parse_override(f"value={quoted(text)}")
        if not parsed.is_sweep_override():
            return None
        texts = list(parsed.sweep_string_iterator())
        values = [OverridesParser.create().parse_override(f"value={one}").value() for one in texts]
    except HydraException as error:
        raise SettingsError(f"cannot read '{argument}': {str(error).splitlines()[0]}") from None
    if key == "policies" and not all(isinstance(value, list) for value in values):
        raise SettingsError(f"'{argument}': each value is a list of measures in brackets, such as policies=[a],[a,b]")
    return values


def _selections(varied: Mapping[str, Sequence[Any]]) -> list[tuple[str, ...]]:
    """The selections of measures that occur; one without a name where they do not vary."""
    return [tuple(names) for names in varied["policies"]] if "policies" in varied else [()]


def _base(fixed: Sequence[str], names: tuple[str, ...]) -> Settings:
    try:
        chosen = [f"policies=[{','.join(names)}]"] if names else []
        known = set(names)
        # A setting of a measure that only other cells select does not matter here.
        own = [one for one in fixed if not names or _policy_of(one) in (None, *known)]
        return read_settings("sweep", [*own, *chosen])
    except ValueError as error:
        raise type(error)(f"in the cells with policies=[{','.join(names)}]: {error}") if names else error from None


def _policy_of(argument: str) -> str | None:
    """The measure whose setting an argument gives."""
    top, *rest = argument.partition("=")[0].split(".")
    return rest[0] if top == "policies" and rest else None


def _combinations(varied: Mapping[str, Sequence[Any]]) -> Iterator[Values]:
    for values in itertools.product(*varied.values()):
        yield dict(zip(varied, values, strict=True))


def _is_idle(key: str, settings: Settings) -> bool:
    """A setting of a measure that is not selected, which changes nothing."""
    measure = _policy_of(key)
    return measure is not None and measure not in {policy.key for policy in settings.policies}


def _cell(settings: Settings, values: Values) -> Cell:
    """A cell with its values put in; whatever is wrong names them."""
    try:
        package = tuple(_with_values(policy, values) for policy in settings.policies)
        changed = {key: value for key, value in values.items() if key in SCENARIO}
        for key, value in changed.items():
            if key != "county" and (isinstance(value, bool) or not isinstance(value, int)):
                raise ValueError(f"{key}={value}: expected a whole number")
        parameters = {key.partition(".")[2]: value for key, value in values.items() if key.startswith("parameters.")}
        scenario = dataclasses.replace(
            settings.scenario, **changed, parameters={**settings.scenario.parameters, **parameters}
        )
        scenario = dataclasses.replace(scenario, county=scenario.description())
    except (ValueError, TypeError) as error:
        told = ", ".join(f"{key}={said(value)}" for key, value in values.items())
        raise SettingsError(f"in the cell {told}: {error}") from error
    return Cell(values, scenario, package, "+".join(_named(policy, values) for policy in package) or NOTHING)


def _named(policy: Policy, values: Values) -> str:
    """A measure with those of its settings that vary."""
    own = ", ".join(f"{name}={said(value)}" for name, value in _own(policy, values).items())
    return f"{policy.key}({own})" if own else policy.key


def _own(policy: Policy, values: Values) -> Values:
    start = f"policies.{policy.key}."
    return {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}


def _with_values(policy: Policy, values: Values) -> Policy:
    own, known = _own(policy, values), [item.name for item in dataclasses.fields(policy)]
    for name in own:
        check_name(f"setting of {policy.key}", name, known)
    return dataclasses.replace(policy, **own)


def _sweep(cells: tuple[Cell, ...], varied: tuple[str, ...], settings: Settings) -> Sweep:
    """Cells of one scenario become packages of one study."""
    scenarios: list[Scenario] = []
    packages: list[dict[str, Package]] = []
    where = []
    for cell in cells:
        if cell.scenario not in scenarios:
            scenarios.append(cell.scenario)
            packages.append({})
        k = scenarios.index(cell.scenario)
        name = cell.name if cell.package else BASELINE
        packages[k].setdefault(name, cell.package)
        where.append((k, name))
    studies = [
        study_of(base, of, draws(base, settings.blocks, settings.worlds, settings.seeds), settings.worlds)
        for base, of in zip(scenarios, packages, strict=True)
    ]
    return Sweep(cells, varied, tuple(studies), tuple(where))
