"""Names of a study's packages: their own, those of their measures, and by what those of the same measures differ."""

from collections import Counter
from collections.abc import Mapping

from experiments.report.stored import Stored
from experiments.words import Lang, Words
from sim.policies import Policy, from_settings, settings

Known = Mapping[str, type[Policy]]
_MOST = 3
"""Measures that a package without a name of its own is called by."""


def package_names(study: Stored, say: Words, known: Known) -> dict[str, str]:
    """A name for each package, in order; packages of the same measures are told apart by the settings that differ."""
    names = {package: _name(study, package, say, known) for package in study.packages}
    alike = Counter(names.values())
    groups = {name: [p for p in names if names[p] == name] for name, count in alike.items() if count > 1}
    details = {p: detail for group in groups.values() for p, detail in _apart(study, group, say, known).items()}
    return {package: name + details.get(package, "") for package, name in names.items()}


def _name(study: Stored, package: str, say: Words, known: Known) -> str:
    keys = list(study.manifest.measures(package))
    if say.has(f"package.{package}"):
        return say(f"package.{package}")
    if 1 <= len(keys) <= _MOST:
        return say("form.plus").join(_measure(study, package, key, say, known) for key in keys)
    return say.package(package, keys).replace("_", " ")


def _measure(study: Stored, package: str, key: str, say: Words, known: Known) -> str:
    """The name of a measure as the study has it, or as it is now; else the one it has in the other language."""
    other: Lang = "en" if say.lang == "zh" else "zh"
    told = study.manifest.measure_name(package, key, say.lang)
    if told or key in known:
        return told or say.measure(key)
    return say("report.unnamed", name=study.manifest.measure_name(package, key, other) or key.replace("_", " "))


def _apart(study: Stored, group: list[str], say: Words, known: Known) -> dict[str, str]:
    """In brackets, the settings that differ within a group; a number for packages that these do not tell apart."""
    given = {package: values_of(study, package, known) for package in group}
    keys = [key for key in next(iter(given.values())) if len({values.get(key) for values in given.values()}) > 1]
    told = {package: [_line(key, values[key], say, known) for key in keys] for package, values in given.items()}
    if len({tuple(lines) for lines in told.values()}) < len(group):
        told = {package: [*lines, say.number(n)] for n, (package, lines) in enumerate(told.items(), 1)}
    return {package: say.bracketed(say("form.comma").join(lines)) for package, lines in told.items()}


def _line(key: tuple[str, str], value: float, say: Words, known: Known) -> str:
    setting = settings(known[key[0]])[key[1]]
    return f"{getattr(setting, say.lang)} {say.setting(setting.unit, value)}"


def values_of(study: Stored, package: str, known: Known) -> dict[tuple[str, str], float]:
    """Numeric settings of a package by measure and name; none of measures not installed or of another version."""
    found: dict[tuple[str, str], float] = {}
    for key, given in (study.manifest.measures(package) or {package: {}}).items():
        if key not in known:
            continue
        try:
            policy = from_settings(known[key], dict(given))
        except ValueError:
            # Settings of another version of the measure cannot be put into words.
            continue
        found |= {(key, name): float(getattr(policy, name)) for name in settings(known[key])}
    return found
