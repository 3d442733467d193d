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

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from experiments.config import Settings, read_settings
from experiments.fingerprint import fingerprint, run_content
from experiments.overrides import Given, SettingsError, quoted, read, shown
from experiments.schema import ALL, ALONE
from experiments.study import BASELINE, Package, Study, draws, study_of
from sim.policies import Policy, registry
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

    def rows(self) -> list[Values]:
        """A row a cell: the values of the settings that vary, its study's number and its package there."""
        return [
            {"cell": k, **{key: said(cell.values.get(key)) for key in self.varied}, "study": study, "package": package}
            for k, (cell, (study, package)) in enumerate(zip(self.cells, self.where, strict=True))
        ]


def said(value: Any) -> Any:
    """A value as it stands in a table: lists joined, numbers as they are; nothing where a cell has no such setting."""
    return "+".join(value) if isinstance(value, list) else value


def plan_sweep(arguments: Sequence[str]) -> tuple[Settings, Sweep]:
    """Read and check a sweep. Raises ``ValueError`` that names the cell in which something is wrong."""
    fixed, varied = _told_apart(arguments)
    number = math.prod(len(several) for several in varied.values())
    if number > MOST_CELLS:
        raise SettingsError(f"{number} cells are too many: at most {MOST_CELLS}")
    _check_names(varied)
    selections = [_measures(value) for value in varied.get("policies", ())]
    chosen = list(dict.fromkeys(name for names in selections for name in names))
    # Settings that do not vary are read once, for all measures that any cell selects.
    settings = read_settings("sweep", [*fixed, f"policies=[{','.join(chosen)}]"] if "policies" in varied else fixed)
    known = {policy.key: policy for policy in settings.policies}
    for key in varied:
        if _policy_of(key) not in (None, *known):
            raise SettingsError(f"{key}: no cell selects this measure; select it with policies=[...]")
    return settings, _sweep(list(_cells(settings, known, varied)), tuple(varied), settings)


def _told_apart(arguments: Sequence[str]) -> tuple[list[str], dict[str, list[Any]]]:
    """Arguments with one value, and the values of the others."""
    fixed: dict[str, str] = {}
    varied: dict[str, list[Any]] = {}
    for argument in arguments:
        key, equals, text = argument.partition("=")
        values = _values(argument, key, text) if equals and key.split(".")[0] in SWEPT else None
        if key in varied or (values is not None and key in fixed):
            raise SettingsError(f"{key} is given twice")
        if values is None:
            fixed[key] = argument
        else:
            varied[key] = values
    return list(fixed.values()), varied


def _values(argument: str, key: str, text: str) -> list[Any] | None:
    """The values of a setting that has several, else None."""
    if key == "policies" and text.strip("[]") == ALONE:
        return [[name] for name in registry()]
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


def _check_names(varied: Mapping[str, Sequence[Any]]) -> None:
    """Find every name in the settings that vary to exist, and that of every measure."""
    for key, values in varied.items():
        for value in values if key == "policies" else values[:1]:
            try:
                read([str(Given(key, value))], "sweep")
            except ValueError as error:
                raise SettingsError(f"in the cells with {key}={shown(value)}: {error}") from error


def _measures(value: Sequence[str]) -> list[str]:
    return list(registry()) if list(value) == [ALL] else list(value)


def _policy_of(key: str) -> str | None:
    """The measure whose setting this is."""
    top, *rest = key.split(".")
    return rest[0] if top == "policies" and rest else None


def _cells(settings: Settings, known: Mapping[str, Policy], varied: Mapping[str, Sequence[Any]]) -> Iterator[Cell]:
    """The cells, none twice; settings of measures that a cell does not select change nothing there and are left out."""
    scenarios: dict[Any, Scenario] = {}
    found = set()
    for combination in itertools.product(*varied.values()):
        values = dict(zip(varied, combination, strict=True))
        names = _measures(values.get("policies", list(known)))
        kept = {key: value for key, value in values.items() if _policy_of(key) in (None, *names)}
        if (same := _frozen(kept)) in found:
            continue
        found.add(same)
        try:
            package = tuple(dataclasses.replace(known[name], **_own(name, kept)) for name in names)
            own = {key: value for key, value in kept.items() if key.split(".")[0] != "policies"}
            if (same := _frozen(own)) not in scenarios:
                scenarios[same] = _scenario(settings.scenario, own)
        except (ValueError, TypeError) as error:
            told = ", ".join(f"{key}={said(value)}" for key, value in kept.items())
            raise SettingsError(f"in the cell {told}: {error}") from error
        yield Cell(kept, scenarios[same], package, "+".join(_named(policy, kept) for policy in package) or NOTHING)


def _frozen(values: Values) -> tuple[Any, ...]:
    """The same for the same values; the order in a list of names does not matter."""
    return tuple((key, tuple(sorted(value)) if isinstance(value, list) else value) for key, value in values.items())


def _scenario(base: Scenario, values: Values) -> Scenario:
    """The scenario with its values put in; a parameter that is null takes the shipped value."""
    changed = {key: value for key, value in values.items() if key in SCENARIO}
    for key, value in changed.items():
        if key != "county" and (isinstance(value, bool) or not isinstance(value, int)):
            raise ValueError(f"{key}={value}: expected a whole number")
    named = {key.partition(".")[2]: value for key, value in values.items() if key.startswith("parameters.")}
    parameters = {name: value for name, value in {**base.parameters, **named}.items() if value is not None}
    scenario = dataclasses.replace(base, **changed, parameters=parameters)
    return dataclasses.replace(scenario, county=scenario.description())


def _named(policy: Policy, values: Values) -> str:
    """A measure with those of its settings that vary."""
    own = ", ".join(f"{name}={said(value)}" for name, value in _own(policy.key, values).items())
    return f"{policy.key}({own})" if own else policy.key


def _own(measure: str, values: Values) -> Values:
    """Settings of a measure."""
    start = f"policies.{measure}."
    return {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}


def _sweep(cells: Sequence[Cell], varied: tuple[str, ...], settings: Settings) -> Sweep:
    """Cells of one scenario become packages of one study."""
    different = {id(cell.scenario): cell.scenario for cell in cells}
    marks = {k: fingerprint(run_content(scenario)) for k, scenario in different.items()}
    bases = {marks[k]: scenario for k, scenario in different.items()}
    numbers = {mark: k for k, mark in enumerate(bases)}
    packages: list[dict[str, Package]] = [{} for _ in bases]
    where = []
    for cell in cells:
        k, name = numbers[marks[id(cell.scenario)]], cell.name if cell.package else BASELINE
        packages[k].setdefault(name, cell.package)
        where.append((k, name))
    studies = [
        study_of(base, of, draws(base, settings.blocks, settings.worlds, settings.seeds), settings.worlds)
        for base, of in zip(bases.values(), packages, strict=True)
    ]
    return Sweep(tuple(cells), varied, tuple(studies), tuple(where))
