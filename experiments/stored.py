"""The question of a stored study: what it compared, in which county, worlds and months."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.errors import StoreError
from experiments.store import Store
from experiments.study import Package, Worlds
from sim.policies import from_settings, registry
from sim.scenario import Scenario
from sim.world.description import CountyDescription


@dataclass(frozen=True)
class Stored:
    """A comparison as it was asked: ``scenario`` without measures."""

    scenario: Scenario
    packages: Mapping[str, Package]
    blocks: int
    worlds: Worlds
    seeds: int


def stored_question(folder: Path) -> Stored | None:
    """The question of the comparison in a folder; None where there is none. Raises ``StoreError``."""
    store = Store(folder)
    manifest = store.earlier_manifest()
    if manifest is None or "packages" not in manifest:
        return None
    blocks = manifest["blocks"]["each"]
    worlds = {block["world"] for block in blocks}
    return Stored(
        scenario=scenario_of(_any_content(store, blocks), manifest["parameters"]),
        packages={name: package_of(one["policies"]) for name, one in manifest["packages"].items()},
        blocks=len({block["block"] for block in blocks}),
        worlds=manifest["worlds"],
        seeds=1 if manifest["worlds"] == "shipped" else len({block["block"] for block in blocks}) // len(worlds),
    )


def _any_content(store: Store, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """What decided the first block that is there; its seed is that of the study."""
    for block in blocks:
        if store.has_block(block["name"]):
            content = store.content_of(block["name"])
            return {**content, "seed": content["seed"] - block["block"]}
    raise StoreError("read", store.folder, ValueError("no block of this study is finished"))


def scenario_of(content: Mapping[str, Any], parameters: Mapping[str, float] | None = None) -> Scenario:
    """The scenario, without measures, that the content of a block tells; all its parameters unless some are given."""
    values = {f"{group}.{name}": value for group, of in content["parameters"].items() for name, value in of.items()}
    return Scenario(
        county=CountyDescription.model_validate(content["county"]),
        seed=content["seed"],
        months=content["months"],
        warmup=content["warmup"],
        parameters=values if parameters is None else parameters,
        beyond_prior=True,
    )


def package_of(settings: Mapping[str, Mapping[str, Any]]) -> Package:
    """A package from its measures' settings by key."""
    return tuple(from_settings(registry()[key], of) for key, of in settings.items())
