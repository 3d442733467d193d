"""The levers of the model: inputs that a department controls, in physical units.

The fields of ``LeverValues`` are what the stages of a month read; policies move them through ``sim.core.levers``.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.levers import Levers, lever

Array = NDArray[np.float64]

# fmt: off  (a table, one lever a line: level, unit, neutral value, bounds, rule)


class LeverValues(NamedTuple):
    """The value of every lever in one month, an array per unit of its level."""

    items_cut: Annotated[Array, lever("village", "share", 0, 0, 0.7, "complement", en="administrative items cut", zh="削减行政事项比例")]
    cut_enforcement: Annotated[Array, lever("village", "0-1", 0, 0, 1, "complement", en="enforcement of the cut against creeping back", zh="减负督导力度")]
    inspection: Annotated[Array, lever("village", "change of index", 0, -0.3, 0.25, "add", en="change of inspection pressure", zh="督查强度变化")]
    report_hours: Annotated[Array, lever("village", "h/village/month", 0, 0, 100, "add", en="hours of extra reports and registers", zh="新增台账报表工时")]
    hours_pulled: Annotated[Array, lever("village", "h/village/month", 0, 0, 200, "add", en="cadre hours taken for other duties", zh="抽调干部工时")]
    staff: Annotated[Array, lever("village", "posts/village", 0, 0, 3, "add", en="extra staff", zh="增配人员")]
    pay: Annotated[Array, lever("village", "yuan/post/month", 0, 0, 3000, "add", en="pay supplement of cadres", zh="干部补贴")]
    cadre_training: Annotated[Array, lever("village", "h/post/month", 0, 0, 20, "add", en="training of cadres", zh="干部培训")]
    authority: Annotated[Array, lever("village", "0-1", 0, 0, 0.7, "add", en="authority devolved, beyond what villages have", zh="下放权限（增量）")]
    village_fund: Annotated[Array, lever("village", "yuan/village/month", 0, 0, 20000, "add", en="money for matters residents raise", zh="村级服务经费")]
    grid_leaders: Annotated[Array, lever("village", "per 100 households", 0, 0, 10, "add", en="micro-grid leaders sought", zh="微网格长配备")]
    leader_hours: Annotated[Array, lever("village", "h/leader/month", 0, 0, 20, "add", en="hours asked of a micro-grid leader", zh="微网格长工时")]
    leader_invitations: Annotated[Array, lever("village", "invitations/leader/month", 0, 0, 30, "add", en="personal invitations by a micro-grid leader", zh="微网格长上门邀请")]
    sensing: Annotated[Array, lever("village", "share", 0, 0, 0.6, "complement", en="grievances within reach of early sensing", zh="早期排查覆盖")]
    rules_clarity: Annotated[Array, lever("village", "0-1", 0, 0, 1, "complement", en="clarity of village rules, beyond those in force", zh="村规民约明确程度（增量）")]
    meetings: Annotated[Array, lever("village", "meetings/quarter", 0, 0, 12, "add", en="residents' meetings supported", zh="支持召开的村民会议")]
    invitations: Annotated[Array, lever("village", "invitations/village/month", 0, 0, 500, "add", en="personal invitations", zh="当面邀请")]
    publicity_supervision: Annotated[Array, lever("village", "share/month", 0, 0, 0.3, "complement", en="residents reached about the supervision committee", zh="监督委员会宣传覆盖")]
    publicity_mediation: Annotated[Array, lever("village", "share/month", 0, 0, 0.3, "complement", en="residents reached about the mediation committee", zh="调解委员会宣传覆盖")]
    publicity_rules: Annotated[Array, lever("village", "share/month", 0, 0, 0.3, "complement", en="residents reached about the village rules", zh="村规民约宣传覆盖")]
    reward: Annotated[Array, lever("village", "yuan/h", 0, 0, 30, "add", en="worth of the points for one hour", zh="每小时积分价值")]
    reward_budget: Annotated[Array, lever("village", "yuan/village/month", 0, 0, 20000, "add", en="money in the points shop", zh="积分超市经费")]
    points_paperwork: Annotated[Array, lever("village", "h/rewarded h", 0, 0, 0.5, "add", en="bookkeeping per rewarded hour", zh="每小时积分的记录工时")]
    recognition: Annotated[Array, lever("village", "0-1", 0, 0, 1, "complement", en="public recognition of those who serve", zh="表彰力度")]
    funded_tasks: Annotated[Array, lever("village", "tasks/village/month", 0, 0, 20, "add", en="funded tasks offered to organisations", zh="购买服务任务")]
    organisation_funds: Annotated[Array, lever("village", "yuan/organisation/month", 0, 0, 5000, "add", en="money for organisations", zh="组织补助")]
    platform: Annotated[Array, lever("village", "share", 0, 0, 1, "complement", en="residents covered by the two-way platform", zh="平台覆盖")]
    platform_hours: Annotated[Array, lever("township", "h/township/month", 0, 0, 1000, "add", en="hours of platform staff", zh="平台人员工时")]
    village_mediation: Annotated[Array, lever("village", "h/village/month", 0, 0, 200, "add", en="hours of mediators at the village", zh="村级调解工时")]
    mediator_training: Annotated[Array, lever("village", "h/mediator/month", 0, 0, 20, "add", en="training of mediators", zh="调解员培训")]
    visits: Annotated[Array, lever("village", "visits/village/month", 0, 0, 6, "add", en="officials' visits to where the case is", zh="领导下访")]
    station_hours: Annotated[Array, lever("township", "h/township/month", 0, 0, 1000, "add", en="hours of mediators at the township station", zh="乡镇调解站工时")]
    centre_hours: Annotated[Array, lever("county", "h/township/month", 0, 0, 500, "add", en="hours at the county centre, per township", zh="县中心工时")]
    joint: Annotated[Array, lever("township", "0-1", 0, 0, 1, "complement", en="joint handling across departments, beyond today's", zh="部门联合处置（增量）")]
    delay_township: Annotated[Array, lever("village", "x usual", 1, 0.2, 3, "multiply", en="days from village to township", zh="村到乡镇流转时间")]
    delay_county: Annotated[Array, lever("township", "x usual", 1, 0.2, 3, "multiply", en="days from township to county", zh="乡镇到县流转时间")]
    one_stop: Annotated[Array, lever("county", "0-1", 0, 0, 1, "complement", en="one-stop reception at the county centre", zh="县中心一站式受理")]
    docking: Annotated[Array, lever("county", "share", 0, 0, 1, "complement", en="suits sent to mediation first", zh="诉前调解对接")]
    petition_weight: Annotated[Array, lever("village", "x usual", 1, 0.2, 1.5, "multiply", en="weight of petitions in the assessment of villages", zh="信访考核权重")]
    party_invitations: Annotated[Array, lever("village", "share/month", 0, 0, 1, "complement", en="Party members asked to serve their neighbours", zh="党员志愿服务动员")]
    coordinators: Annotated[Array, lever("township", "posts/township", 0, 0, 4, "add", en="posts for social workers who coordinate organisations", zh="社工统筹岗位")]
    spread: Annotated[Array, lever("village", "0-1", 0, 0, 1, "complement", en="reach of what demonstration sites show", zh="示范点带动范围")]
    site: Annotated[Array, lever("village", "0-1", 0, 0, 1, "complement", en="demonstration site", zh="示范点")]
    collective_income: Annotated[Array, lever("village", "yuan/village/month", 0, 0, 30000, "add", en="income of the collective", zh="集体经济收入")]
    firm_support: Annotated[Array, lever("township", "index", 0, 0, 3, "add", en="credit and one-to-one support to firms", zh="企业帮扶")]
    firm_orders: Annotated[Array, lever("township", "index", 0, 0, 3, "add", en="orders through local chains", zh="产业链订单")]
    pairing: Annotated[Array, lever("township", "share", 0, 0, 2, "add", en="more sponsorship by firms paired with villages", zh="村企结对")]
    association: Annotated[Array, lever("township", "share", 0, 0, 1, "complement", en="firms in reach of an association", zh="商协会覆盖")]

# fmt: on


MonthLevers = Levers[LeverValues]
"""The record policies adjust."""
