"""Cadre time 干部时间: what paperwork takes, what is left for residents, and who stays."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class CadreTime(NamedTuple):
    """Cadre time 干部时间: what paperwork takes, what is left for residents, and who stays."""

    cadres: Annotated[float, number(5, 4, 6, "posts/village", "published", "O-N30", "O-D08", en="paid village posts: secretary, director, members, grid worker", zh="每村在编村干部岗位数")]
    hours: Annotated[float, number(105, 80, 150, "h/post/month", "assumed", "O-N33", en="working hours of a post, full-time and part-time members mixed", zh="每岗每月工时（专职与兼职混合）")]
    items: Annotated[float, number(60, 45, 75, "items/village", "published", "O-C10", en="administrative items a village carries", zh="每村承担的行政事项数")]
    hours_per_item: Annotated[float, number(4.3, 3.4, 5.2, "h/item/month", "calibrated", "B-B2", "O-N34", en="hours an item takes, set so that paperwork takes about 55 % of the time", zh="每个事项每月耗时")]
    admin_cap: Annotated[float, number(0.85, 0.75, 0.95, "share", "assumed", en="largest share of time that paperwork can take", zh="行政事务占工时的上限")]
    cut_elasticity: Annotated[float, number(0.5, 0.35, 0.65, "-", "published", "O-D14", en="hours saved per share of items cut", zh="削减事项所节省工时的弹性")]
    rebound_rate: Annotated[float, number(0.06, 0.02, 0.10, "1/month", "assumed", en="speed at which cut items creep back where nobody enforces the cut", zh="减负反弹速度")]
    rebound_cap: Annotated[float, number(0.8, 0.5, 0.9, "share", "assumed", "B-G7", en="share of a cut that can creep back", zh="减负反弹上限")]
    leak: Annotated[float, number(0.3, 0.15, 0.5, "share", "assumed", en="part of freed hours that goes to rest, own farm and new tasks", zh="释放工时被休息、农活和新任务占去的比例")]
    petition_paperwork: Annotated[float, number(0.1, 0.03, 0.20, "share/unit", "calibrated", en="extra paperwork per unit of petition pressure", zh="信访压力带来的额外材料负担")]
    pressure_cap: Annotated[float, number(2.5, 2, 3, "x usual", "assumed", en="ceiling of petition pressure", zh="信访压力上限（常态倍数）")]
    pressure_memory: Annotated[float, number(0.85, 0.75, 0.92, "1/month", "assumed", en="share of petition pressure that remains after a month", zh="信访压力逐月留存")]
    inspection_paperwork: Annotated[float, number(0.45, 0.2, 0.8, "share/unit", "assumed", "B-B6", en="extra paperwork per unit of inspection pressure", zh="督查压力带来的额外材料负担")]
    inspection_0: Annotated[float, number(0.45, 0.40, 0.60, "0-1", "assumed", "B-B7", en="inspection pressure in the untreated county, right of the best", zh="未干预时的督查强度")]
    inspection_best: Annotated[float, number(0.4, 0.30, 0.45, "0-1", "assumed", "B-B7", en="inspection pressure at which effort peaks", zh="督查强度的最优点")]
    effort_curve: Annotated[float, number(1.2, 0.6, 2.0, "-", "assumed", "B-B7", en="curvature of effort around the best inspection pressure", zh="努力程度对督查强度的曲率")]
    skill_reference: Annotated[float, number(0.62, 0.55, 0.68, "0-1", "assumed", en="skill at which an hour counts as one hour", zh="技能参照值")]
    skill_start_spread: Annotated[float, number(0.08, 0.04, 0.12, "0-1", "assumed", en="spread of skill among cadres at the start", zh="初始技能离散度")]
    skill_new: Annotated[float, number(0.5, 0.42, 0.55, "0-1", "assumed", en="skill of a newly recruited cadre", zh="新任干部技能")]
    skill_max: Annotated[float, number(0.82, 0.75, 0.9, "0-1", "assumed", en="skill that experience approaches", zh="技能上限")]
    skill_learning: Annotated[float, number(0.016, 0.010, 0.02, "1/month", "assumed", en="speed of learning on the job", zh="在岗学习速度")]
    skill_decay: Annotated[float, number(0.0022, 0.001, 0.004, "1/month", "assumed", en="skill that goes out of date each month", zh="技能每月折旧")]
    training_half: Annotated[float, number(15, 8, 30, "h/month", "assumed", "O-N44", en="training hours that double the speed of learning", zh="使学习速度翻倍的培训时数")]
    burnout_loss: Annotated[float, number(0.5, 0.3, 0.6, "share", "assumed", "B-B1", en="service lost at full burnout", zh="完全倦怠时服务能力的损失")]
    burnout_speed: Annotated[float, number(0.06, 0.03, 0.10, "1/month", "assumed", "B-B5", en="speed at which burnout follows its causes", zh="倦怠调整速度")]
    burnout_base: Annotated[float, number(-0.9, -1.5, -0.7, "logit", "calibrated", "B-B5", en="burnout in usual conditions", zh="常态倦怠水平")]
    burnout_load: Annotated[float, number(2, 1, 3, "logit", "assumed", "B-B5", "B-B6", en="burnout per unit of demand over service time", zh="负荷对倦怠的作用")]
    burnout_paperwork: Annotated[float, number(3, 1.5, 4, "logit", "assumed", "B-B6", en="burnout per share of time on paperwork", zh="材料负担对倦怠的作用")]
    burnout_pressure: Annotated[float, number(0.35, 0.1, 0.6, "logit", "assumed", "B-B6", en="burnout per unit of petition pressure", zh="信访压力对倦怠的作用")]
    burnout_recognition: Annotated[float, number(0.5, 0.2, 0.9, "logit", "assumed", "B-K4", "B-K5", en="relief from recognition", zh="表彰对倦怠的缓解")]
    burnout_success: Annotated[float, number(0.6, 0.3, 1, "logit", "assumed", "B-K3", en="relief from success in what one does", zh="办成事对倦怠的缓解")]
    burnout_motivation: Annotated[float, number(0.6, 0.2, 1, "logit", "assumed", "B-K3", en="relief from a cadre's own motivation", zh="个人动机对倦怠的缓解")]
    burnout_0: Annotated[float, number(0.33, 0.25, 0.45, "0-1", "assumed", "B-B5", en="usual burnout, and that of a new cadre", zh="常态倦怠（新任者亦同）")]
    load_0: Annotated[float, number(0.95, 0.85, 1.1, "-", "assumed", en="usual demand over service time", zh="常态负荷")]
    paperwork_0: Annotated[float, number(0.55, 0.45, 0.65, "share", "assumed", "B-B2", en="usual share of time on paperwork", zh="常态材料占比")]
    success_0: Annotated[float, number(0.65, 0.5, 0.8, "share", "assumed", en="usual share of matters that succeed", zh="常态办成率")]
    quit: Annotated[float, number(0.008, 0.005, 0.012, "1/month", "assumed", en="quitting in usual conditions, 6 to 14 % a year", zh="常态离职风险")]
    quit_burnout: Annotated[float, number(2, 1, 3, "log-hazard", "assumed", en="quitting per unit of burnout", zh="倦怠对离职的作用")]
    quit_pay: Annotated[float, number(1.1, 0.6, 1.6, "log-hazard", "published", "B-K1", "B-K3", en="largest effect of pay on quitting", zh="补贴对离职的最大作用")]
    quit_pay_half: Annotated[float, number(800, 500, 1200, "yuan/month", "assumed", "O-N40", "O-N41", en="pay supplement with half of the largest effect", zh="作用减半处的月补贴")]
    fill: Annotated[float, number(0.22, 0.12, 0.35, "1/month", "assumed", en="vacancies filled a month where working-age adults are as usual", zh="常态下每月补缺率")]
    fill_pay: Annotated[float, number(0.5, 0.2, 0.8, "log-rate", "assumed", "B-K3", en="largest effect of pay on filling vacancies", zh="补贴对补缺的最大作用")]
    pool_reference: Annotated[float, number(0.31, 0.28, 0.34, "share", "calibrated", "B-C9", en="usual share of registered adults under 62 and present", zh="在村 62 岁以下成年人占户籍成年人比例参照值")]
    pool_elasticity: Annotated[float, number(1, 0.5, 1.5, "-", "assumed", "B-C9", en="how filling follows the share of working-age adults present", zh="补缺率对在村劳动力的弹性")]
    pool_skill: Annotated[float, number(0.3, 0.15, 0.5, "-", "assumed", "B-C9", en="how the skill of recruits follows the share of working-age adults present", zh="新人技能对在村劳动力的弹性")]
    organising_floor: Annotated[float, number(0.1, 0.05, 0.20, "share", "assumed", en="share of service time kept for organising", zh="留给组织自治的最低时间比例")]
    urgent_severity: Annotated[float, number(2.5, 2, 3, "severity", "assumed", en="severity from which a case is served first", zh="优先处理的严重程度")]
    routine_hours: Annotated[float, number(38, 25, 60, "h/village/month", "assumed", en="visits, patrols, upkeep", zh="走访、巡查等日常工时")]
    mediator_hours: Annotated[float, number(6, 3, 12, "h/person/month", "assumed", "O-D03", en="hours of a people's mediator who is not a cadre", zh="非干部调解员每月工时")]
    success_memory: Annotated[float, number(0.8, 0.6, 0.9, "1/month", "assumed", en="share of last month in what cadres take for their success", zh="办成率记忆")]
    authority_skill_low: Annotated[float, number(0.45, 0.4, 0.5, "0-1", "assumed", en="skill below which a village cannot use more authority", zh="无法用好授权的技能下限")]
    authority_skill_full: Annotated[float, number(0.7, 0.65, 0.8, "0-1", "assumed", en="skill from which a village makes full use of more authority", zh="充分用好授权的技能水平")]
