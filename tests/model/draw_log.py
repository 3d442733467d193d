"""Who draws what: a log of every block of draws of a short life, for a process in which nothing is compiled."""

import ast
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import sim.core.draws as draws
from tests.model.counties import ROOT, Moved, all_measures, changed, counted, lived, small
from tests.oracle.stirring import LIVELY

BUSY = {**LIVELY, "needs.certificate": 0.2, "needs.public": 0.2, "needs.drop": 0.1, "needs.township_hours": 10.0}
"""So much is asked for that people have more than one request waiting."""

Block = tuple[int, int, int, int]
"""Decision, month, identity, sub."""


def names() -> dict[int, str]:
    """Names of all decisions declared in sim/, by their keys."""
    found = {}
    for path in sorted(Path(ROOT / "sim").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and ast.unparse(node.func) == "decision"
            if called and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                name = str(node.args[0].value)  # type: ignore[attr-defined]
                found[int(draws.decision(name))] = name
    return found


def logged() -> dict[Block, Counter[str]]:
    """From now on every block drawn is noted with the function that asked for it."""
    log: dict[Block, Counter[str]] = defaultdict(Counter)
    generator = draws.philox

    def noted(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
        frame = sys._getframe(1)
        while frame.f_globals["__name__"] == draws.__name__ and frame.f_back:
            frame = frame.f_back
        log[int(k1), int(c2), int(c0), int(c1)][f"{frame.f_globals['__name__']}.{frame.f_code.co_name}"] += 1
        return generator(c0, c1, c2, c3, k0, k1)

    draws.philox = noted
    return log


def summary() -> dict[str, Any]:
    """A year and a half of two busy villages: by decision, how many blocks, and who drew them."""
    log = logged()
    sweeps = (Moved(lever="sensing", amount=0.5), *all_measures())
    villages = changed(small(1, 2, 150.0), organisations__registered=4, organisations__active=2)
    county = lived(county=villages, warmup=4, months=14, parameters=BUSY, beyond_prior=True, policies=sweeps)
    known = names()
    told: dict[str, dict[str, Any]] = {}
    for (key, *_), askers in log.items():
        entry = told.setdefault(known.get(key, "pilot"), {"blocks": 0, "askers": [], "shared": [], "repeated": 0})
        entry["blocks"] += 1
        entry["askers"] = sorted({*entry["askers"], *askers})
        entry["shared"] = sorted({*entry["shared"], *(askers if len(askers) > 1 else ())})
        entry["repeated"] += sum(askers.values()) > 1
    counts = {name: float(counted(county, name).sum()) for name in COUNTED}
    counts["persons"] = float(len(county.residents) * county.state.month)
    counts["villages"] = float(county.state.places.villages * county.state.month)
    counts["firms"] = float(len(county.enterprises) * county.state.month)
    return {"drawn": told, "counts": counts}


COUNTED = (
    "needs.needs",
    "grievances.grievances",
    "grievances.sensed",
    "grievances.brought",
    "settlement.attempts_village",
    "settlement.attempts_township",
    "settlement.attempts_county",
    "self_governance.raised",
    "cadre_time.posts",
    "volunteering.organisations",
)
