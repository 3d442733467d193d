"""Learning 信任学习: trust follows results, losses weigh more, ties hear of it."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class Trust(NamedTuple):
    """Learning 信任学习: trust follows results, losses weigh more, ties hear of it."""

    start_neighbour: Annotated[float, number(0.53, 0.5, 0.7, "0-1", "assumed", "O-N59", en="trust in neighbours at the start", zh="对邻里的初始信任")]
    start_volunteer: Annotated[float, number(0.375, 0.3, 0.5, "0-1", "assumed", "O-W06", en="trust in volunteers at the start", zh="对志愿者的初始信任")]
    start_cadre: Annotated[float, number(0.55, 0.45, 0.65, "0-1", "assumed", "B-T5", en="trust in village cadres at the start", zh="对村干部的初始信任")]
    start_platform: Annotated[float, number(0.44, 0.35, 0.55, "0-1", "assumed", en="trust in the platform at the start", zh="对平台的初始信任")]
    start_township: Annotated[float, number(0.45, 0.35, 0.6, "0-1", "assumed", "B-T5", en="trust in the township at the start", zh="对乡镇的初始信任")]
    start_spread: Annotated[float, number(0.12, 0.06, 0.18, "0-1", "assumed", en="spread of trust at the start", zh="初始信任离散度")]
    eta: Annotated[float, number(0.2, 0.10, 0.30, "per contact", "assumed", "B-T2", en="weight of one contact", zh="单次接触的权重")]
    loss: Annotated[float, number(2, 1, 6, "x", "published", "B-T1", "B-T2", "B-T3", en="weight of a bad contact over a good one", zh="坏体验相对好体验的权重")]
    word: Annotated[float, number(0.15, 0.05, 0.30, "share", "assumed", en="part of a change that a tie takes over", zh="亲友间口碑传递比例")]
    heard: Annotated[float, number(60, 20, 150, "persons", "assumed", "B-T4", en="residents of the village who hear of a contact above the village", zh="村内听闻上级办事情况的人数")]
    revert: Annotated[float, number(0.006, 0.003, 0.012, "1/month", "assumed", en="return of trust to its long-run level", zh="信任回归速度")]
    satisfaction_eta: Annotated[float, number(0.15, 0.08, 0.25, "per contact", "assumed", "B-C8", en="weight of one contact for satisfaction", zh="单次接触对满意度的权重")]
    satisfaction_start: Annotated[float, number(0.6, 0.5, 0.7, "0-1", "assumed", en="satisfaction at the start", zh="初始满意度")]
    satisfaction_revert: Annotated[float, number(0.01, 0.005, 0.02, "1/month", "assumed", en="return of satisfaction to its long-run level", zh="满意度回归速度")]
