"""Demography 人口: ageing, mortality, out- and return migration tied to local jobs."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class Demography(NamedTuple):
    """Demography 人口: ageing, mortality, out- and return migration tied to local jobs."""

    mortality_70: Annotated[float, number(0.022, 0.015, 0.03, "1/year", "assumed", en="yearly mortality at 70", zh="70 岁年死亡率")]
    mortality_age: Annotated[float, number(0.1, 0.08, 0.12, "log/year", "assumed", en="growth of mortality with age", zh="死亡率随年龄增长")]
    mortality_male: Annotated[float, number(0.25, 0.1, 0.4, "log", "assumed", en="mortality of men over women", zh="男性死亡率增幅")]
    out_young: Annotated[float, number(0.012, 0.008, 0.016, "1/month", "calibrated", "O-W26", "O-X01", en="adults under 30 who leave", zh="30 岁以下外出率")]
    out_middle: Annotated[float, number(0.35, 0.2, 0.5, "x", "assumed", en="leaving of those aged 30-44, against the young", zh="30-44 岁外出率（相对青年）")]
    out_old: Annotated[float, number(0.1, 0.05, 0.2, "x", "assumed", en="leaving of those aged 45-59, against the young", zh="45-59 岁外出率（相对青年）")]
    return_old: Annotated[float, number(0.05, 0.03, 0.08, "1/month", "calibrated", "O-W26", "O-X01", en="return of those aged 55 or over", zh="55 岁以上返乡率")]
    return_young: Annotated[float, number(0.005, 0.002, 0.01, "1/month", "calibrated", "O-W26", "O-X01", en="return of younger ones", zh="55 岁以下返乡率")]
    jobs_pull: Annotated[float, number(0.8, 0.4, 1.2, "log", "assumed", "B-C9", en="leaving (less) and returning (more) per share of local jobs above usual", zh="本地就业对去留的作用")]
    newcomer_away: Annotated[float, number(0.5, 0.35, 0.65, "share", "assumed", en="those turning 18 who are away at once", zh="年满 18 岁即外出的比例")]
    newcomer_schooling: Annotated[float, number(12, 9, 15, "years", "assumed", "B-D8", en="schooling of those turning 18", zh="年满 18 岁者受教育年限")]
