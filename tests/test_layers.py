"""House rules that can be read off the source: imports run one way, and sim/ neither prints nor swallows errors."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLES = {"sim.core", "sim.levers", "sim.parameters", "sim.tallies"}
PEOPLE = TABLES | {"sim.world", "sim.agents"}
MEASURES = {"sim.indicators", "sim.indicator_table", "sim.record"}
PARTS = PEOPLE | MEASURES | {"sim.processes", "sim.policies", "sim.scenario", "sim.costs"}
MODEL = PARTS | {"sim.county", "sim"}
# What each layer may import of the project beside itself. A module belongs to the longest name that fits it.
LAYERS: dict[str, set[str]] = {
    "sim.core": set(),
    "sim.levers": {"sim.core"},
    "sim.parameters": {"sim.core"},
    "sim.tallies": {"sim.core"},
    "sim.policies": {"sim.core", "sim.levers"},
    "sim.world": TABLES,
    "sim.agents": TABLES | {"sim.world"},
    "sim.processes": PEOPLE,
    "sim.indicators": TABLES,
    "sim.indicator_table": TABLES | {"sim.indicators"},
    "sim.record": TABLES | {"sim.indicators", "sim.indicator_table"},
    "sim.costs": PEOPLE | {"sim.processes", "sim.policies"},
    "sim.scenario": TABLES | {"sim.world", "sim.policies"},
    "sim.county": PARTS,
    "sim": MODEL,
    "experiments": MODEL,
    # What the workshop page shows: it lives runs and draws them, and knows nothing of pages.
    "experiments.view": MODEL | {"experiments"},
    # Reports read stored results, never a live model.
    "experiments.report": TABLES | MEASURES | {"experiments", "experiments.view", "sim.policies"},
    "experiments.workshop": MODEL | {"experiments", "experiments.report", "experiments.view"},
    "experiments.mesa_page": MODEL | {"experiments", "experiments.view"},
    "experiments.cli": MODEL | {"experiments", "experiments.report", "experiments.workshop"},
}
# The model knows nothing of configuration files, terminals, plots or pages.
FOREIGN = {"hydra", "omegaconf", "rich", "matplotlib", "seaborn", "jinja2", "nicegui"}
Sources = dict[str, ast.Module]


def read(root: Path) -> Sources:
    """Every module of the project by its dotted name, packages as ``package.__init__``."""
    paths = [path for top in ("sim", "experiments") for path in sorted((root / top).rglob("*.py"))]
    return {".".join(p.relative_to(root).with_suffix("").parts): ast.parse(p.read_text("utf-8")) for p in paths}


def plain(name: str) -> str:
    return name.removesuffix(".__init__")


def layer(name: str) -> str:
    return max((known for known in LAYERS if f"{plain(name)}.".startswith(f"{known}.")), key=len)


def imported(name: str, sources: Sources) -> set[str]:
    """The modules that ``name`` imports, wherever in the file: at the top, in a function, for annotations only."""
    modules = {plain(module) for module in sources}
    found = set()
    for node in ast.walk(sources[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parent = name.rsplit(".", node.level)[0] if node.level else ""
            base = ".".join(part for part in (parent, node.module) if part)
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in modules else base for alias in node.names}
    return found - {plain(name)}


def wrong_imports(sources: Sources) -> Iterator[str]:
    for name in sources:
        home = layer(name)
        if home == "sim" and plain(name) != "sim":
            yield f"{name} belongs to no layer: add it to LAYERS"
        for target in sorted(imported(name, sources)):
            top = target.split(".")[0]
            inside = top in {"sim", "experiments"}
            if inside and layer(target) not in LAYERS[home] | {home}:
                yield f"{name} must not import {target}"
            if home.startswith("sim") and top in FOREIGN:
                yield f"{name} must not import {target}"


def cycles(sources: Sources) -> Iterator[str]:
    modules = {plain(name) for name in sources}
    try:
        TopologicalSorter({plain(name): imported(name, sources) & modules for name in sources}).prepare()
    except CycleError as error:
        yield f"import cycle: {' <- '.join(error.args[1])}"


def noises(sources: Sources) -> Iterator[str]:
    for name, tree in sources.items():
        for node in ast.walk(tree) if name.startswith("sim.") else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                yield f"{name}:{node.lineno} prints"
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                yield f"{name}:{node.lineno} has a bare except"


def faults(root: Path) -> list[str]:
    sources = read(root)
    return [*wrong_imports(sources), *cycles(sources), *noises(sources)]


def plant(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def test_the_house_is_in_order() -> None:
    assert len(read(ROOT)) > 1
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"sim/core/draws.py": "from sim.world import ties"}, "sim.core.draws must not import sim.world"),
        ({"sim/core/draws.py": "import experiments"}, "sim.core.draws must not import experiments"),
        ({"sim/world/a.py": "def f():\n    from ..agents import b"}, "sim.world.a must not import sim.agents"),
        ({"sim/agents/a.py": "from sim import County"}, "sim.agents.a must not import sim"),
        ({"sim/policies/a.py": "import sim.processes.trust"}, "sim.policies.a must not import sim.processes.trust"),
        ({"sim/processes/a.py": "from sim.county import County"}, "sim.processes.a must not import sim.county"),
        ({"sim/indicators.py": "from sim.policies import base"}, "sim.indicators must not import sim.policies"),
        ({"sim/county.py": "import rich.progress"}, "sim.county must not import rich.progress"),
        ({"sim/shortcut.py": ""}, "sim.shortcut belongs to no layer: add it to LAYERS"),
        ({"experiments/run.py": "from experiments.cli import main"}, "experiments.run must not import experiments.cli"),
        ({"experiments/report/page.py": "import sim.county"}, "experiments.report.page must not import sim.county"),
        (
            {"sim/core/a.py": "from sim.core import b", "sim/core/b.py": "from . import a"},
            "import cycle: sim.core.a <- sim.core.b <- sim.core.a",
        ),
        ({"sim/county.py": "print('month')"}, "sim.county:1 prints"),
        ({"sim/county.py": "try:\n    pass\nexcept:\n    pass"}, "sim.county:3 has a bare except"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, files: dict[str, str], fault: str) -> None:
    plant(tmp_path, files)
    assert faults(tmp_path) == [fault]


def test_what_the_layers_allow_is_not_called_a_fault(tmp_path: Path) -> None:
    files = {
        "sim/__init__.py": "from sim.county import County",
        "sim/core/__init__.py": "from .draws import draw",
        "sim/core/draws.py": "import numpy",
        "sim/county.py": "from sim.core import draws\nimport sim.policies.base",
        "experiments/cli.py": "import rich\nfrom sim import County",
    }
    plant(tmp_path, files)
    assert faults(tmp_path) == []
