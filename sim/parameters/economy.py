"""Enterprises and jobs 企业与就业: orders, cash, arrears, exit, hiring, sponsorship."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class Economy(NamedTuple):
    """Enterprises and jobs 企业与就业: orders, cash, arrears, exit, hiring, sponsorship."""

    persistence: Annotated[float, number(0.94, 0.9, 0.97, "1/month", "assumed", en="order book that remains after a month", zh="订单持续性")]
    noise: Annotated[float, number(0.30, 0.2, 0.4, "sd/month", "assumed", en="monthly shocks of a firm", zh="企业月度冲击")]
    sector_noise: Annotated[float, number(0.15, 0.05, 0.25, "sd/month", "assumed", "O-W29", en="monthly shocks that a whole sector shares", zh="行业共同冲击")]
    chain_risk: Annotated[float, number(0.5, 0.2, 1, "share/unit", "assumed", "O-W32", "O-W33", en="more of the sector's shocks for firms tied into a chain", zh="产业链带来的行业风险")]
    orders_lever: Annotated[float, number(0.05, 0.02, 0.1, "per unit", "published", "B-E1", "B-E2", en="orders per unit of pairing", zh="对接订单的作用")]
    cash_speed: Annotated[float, number(0.1, 0.05, 0.2, "1/month", "assumed", en="speed at which cash follows orders", zh="现金随订单调整速度")]
    quality_spread: Annotated[float, number(0.4, 0.2, 0.6, "sd", "assumed", en="spread of the quality of firms", zh="企业素质离散度")]
    support: Annotated[float, number(0.06, 0.02, 0.1, "per unit", "published", "B-E1", "B-E2", en="cash per unit of support", zh="扶持的作用")]
    exit: Annotated[float, number(0.0075, 0.006, 0.009, "1/month", "calibrated", "B-E4", en="exit in usual conditions", zh="常态退出率")]
    exit_health: Annotated[float, number(0.9, 0.5, 1.3, "log", "assumed", "B-E4", en="exit per unit of health (less)", zh="经营状况对退出的作用")]
    entry: Annotated[float, number(0.1, 0.05, 0.2, "1/month", "assumed", en="a closed firm's place is taken by a new firm", zh="新企业进入率")]
    arrears: Annotated[float, number(-3.6, -4.2, -3, "logit", "calibrated", "O-N09", en="wage arrears in usual conditions", zh="常态欠薪")]
    arrears_health: Annotated[float, number(1.4, 0.9, 1.9, "logit", "assumed", "B-D2", en="arrears per unit of cash (less)", zh="现金状况对欠薪的作用")]
    jobs: Annotated[float, number(0.25, 0.1, 0.4, "log/unit", "assumed", "B-E1", en="posts per unit of orders", zh="订单对岗位的作用")]
    leave_job: Annotated[float, number(0.01, 0.005, 0.02, "1/month", "assumed", en="workers who leave of their own accord", zh="自愿离职率")]
    hire: Annotated[float, number(0.4, 0.2, 0.6, "1/month", "assumed", en="vacancies filled a month while there is somebody to hire", zh="空缺岗位月补充率")]
    work_age: Annotated[float, number(62, 60, 65, "years", "assumed", en="age up to which firms hire", zh="招工年龄上限")]
    sponsor: Annotated[float, number(2, 1, 5, "yuan/worker/month", "assumed", "B-E5", en="sponsorship of a healthy firm per worker", zh="健康企业人均赞助")]
    sponsor_member: Annotated[float, number(0.5, 0.2, 1, "share", "assumed", "B-E5", en="more sponsorship by active members of an association", zh="商协会活跃会员赞助增幅")]
    association_sense: Annotated[float, number(0.25, 0.1, 0.4, "share", "assumed", en="labour and contract grievances that an active association hears of early", zh="商协会早期介入比例")]
    sponsor_matters: Annotated[float, number(0.5, 0.2, 0.8, "share", "assumed", en="sponsorship for what residents raise; the rest goes to organisations", zh="赞助用于居民事项的比例（其余归志愿组织）")]
    association_join: Annotated[float, number(0.1, 0.05, 0.2, "1/month", "assumed", en="firms in reach that join an association", zh="入会速度")]
    association_active: Annotated[float, number(0.35, 0.2, 0.6, "share", "assumed", en="members for whom membership is more than paper", zh="实质参与的会员比例")]
