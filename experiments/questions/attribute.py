"""What does each measure add to a package, and with which other? Coalitions are lived, and a game is fitted to them."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from threadpoolctl import threadpool_limits

from experiments.desk import Desk
from experiments.methods.attribution import Attribution, attribute
from experiments.methods.coalitions import Design, coalitions
from experiments.methods.order2 import Coalition
from experiments.questions.outcome import bills, changes, check_outcome
from experiments.study import BASELINE, Draw, Package, Worlds, draws, study_of
from sim.core.names import check_name
from sim.policies import Policy, registry
from sim.policies.base import moved_by
from sim.scenario import Scenario


@dataclass(frozen=True)
class Game:
    """Players and the coalitions that each draw lives; ``packages``: what a coalition is, by its name.

    ``measure``: the measure whose levers are the players; None where players are measures.
    """

    base: Scenario
    worlds: Worlds
    places: Sequence[Draw]
    design: Design
    packages: Mapping[Coalition, Package]
    measure: str | None = None

    @property
    def players(self) -> tuple[str, ...]:
        """Keys of measures, or names of levers."""
        return self.design.players


def game_of_measures(
    base: Scenario, packages: Mapping[str, Package], worlds: Worlds, seeds: int, blocks: int, runs: int
) -> Game:
    """The measures of all packages are the players. Raises ``ValueError`` where a measure comes with two settings."""
    measures: dict[str, Policy] = {}
    for policy in (policy for package in packages.values() for policy in package):
        if measures.setdefault(policy.key, policy) != policy:
            raise ValueError(f"{policy.key} comes with different settings: take it into one package only")
    if len(measures) < 2:
        raise ValueError("attribute needs a package of two measures or more, such as policies=all")
    design = coalitions(list(measures), blocks, runs, base.seed)
    held = {coalition: tuple(measures[key] for key in measures if key in coalition) for coalition in design.distinct}
    return Game(base, worlds, draws(base, blocks, worlds, seeds), design, held)


def game_of_levers(
    base: Scenario, packages: Mapping[str, Package], worlds: Worlds, seeds: int, blocks: int, runs: int, key: str
) -> Game:
    """The levers that one measure moves are the players; its settings are those of the package that holds it."""
    check_name("measure (levers=...)", key, registry())
    measure = next((p for package in packages.values() for p in package if p.key == key), None) or registry()[key]()
    levers = moved_by(measure)
    if len(levers) < 2:
        raise ValueError(f"levers={key}: this measure moves a single lever ({levers[0]}): all comes by that")
    design = coalitions(levers, blocks, runs, base.seed)
    held = {
        coalition: (dataclasses.replace(measure, only=tuple(name for name in levers if name in coalition)),)
        for coalition in design.distinct
    }
    return Game(base, worlds, draws(base, blocks, worlds, seeds), design, held, key)


@dataclass(frozen=True)
class Lived:
    """The runs of a game, with columns block, coalition and value: of the outcome, and of the cost in yuan."""

    effect: pd.DataFrame
    cost: pd.DataFrame


def live_game(game: Game, desk: Desk, outcome: str) -> Lived:
    """Live the coalitions of a game."""
    names = {coalition: name_of(coalition, game.players) for coalition in game.packages}
    packages = {names[coalition]: package for coalition, package in game.packages.items()}
    by_block = {place.number: game.design.blocks[k] for k, place in enumerate(game.places)}

    def lived(place: Draw) -> list[str]:
        return [names[coalition] for coalition in by_block[place.number]]

    months = desk.months(study_of(game.base, packages, game.places, game.worlds, lived))
    back = {name: coalition for coalition, name in names.items()}
    return Lived(*(_long(table, back) for table in (changes(months, outcome), bills(months))))


def name_of(coalition: Coalition, players: Sequence[str]) -> str:
    """A short name of a coalition: of its only player, or a number whose bits are the players."""
    if len(coalition) == 1:
        return next(iter(coalition))
    code = sum(1 << k for k, player in enumerate(players) if player in coalition)
    return f"coalition {code:0{-(-len(players) // 4)}x}" if code else BASELINE


def _long(table: pd.DataFrame, coalition: Mapping[str, Coalition]) -> pd.DataFrame:
    long = table.melt(ignore_index=False).dropna().reset_index()
    return pd.DataFrame(
        {"block": long["block"], "coalition": long["package"].map(lambda name: coalition[name]), "value": long["value"]}
    )


def answer(game: Game, desk: Desk, outcome: str) -> tuple[Attribution, Attribution]:
    """What each player adds to the outcome, and to the cost; tables go to the desk's store."""
    check_outcome(outcome)
    lived = live_game(game, desk, outcome)
    with threadpool_limits(1, "blas"):
        effect, cost = (attribute(runs, game.players) for runs in (lived.effect, lived.cost))
    store = desk.store
    store.keep_table("players", effect.players, effect.players)
    store.keep_table("pairs", effect.pairs, effect.pairs)
    store.keep_table("costs", cost.players, cost.players)
    store.keep_table("runs", lived.effect.assign(coalition=lived.effect["coalition"].map(_joined)))
    return effect, cost


def _joined(coalition: Coalition) -> str:
    return "+".join(sorted(coalition))
