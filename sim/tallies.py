"""What is counted in every village and month: additive quantities, so that townships and the county are sums.

Each stage of the month has its own tuple of counters; a counter is a row of the month's record, so a kernel that adds
to it writes the record itself. Indicators (``sim.indicators``) are sums and ratios of these.
"""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.core.fields import built

Array = NDArray[np.float64]

MOST_MONTHS = 20
"""Cases settled later than this many months count in the last row of ``SettlementTally.months``."""


@dataclass(frozen=True)
class Counted:
    """What a counter counts: unit, meaning in en and zh, and the number of rows it takes in the record."""

    unit: str
    en: str
    zh: str
    rows: int = 1


# fmt: off  (a table, one counter a line)


class PlaceTally(NamedTuple):
    """Places 村居: what shares are taken of. Arrays of shape (villages,)."""

    villages: Annotated[Array, Counted("places", "villages and communities", "村居数")]
    households: Annotated[Array, Counted("households", "households", "户数")]
    residents: Annotated[Array, Counted("persons", "present residents, children included", "常住人口（含儿童）")]
    registered: Annotated[Array, Counted("persons", "registered adults", "户籍成年人")]


class CadreTally(NamedTuple):
    """Cadre time 干部时间. Arrays of shape (villages,)."""

    hours: Annotated[Array, Counted("h", "hours of filled posts and extra staff", "在岗工时")]
    paperwork: Annotated[Array, Counted("h", "hours of paperwork", "行政事务工时")]
    pulled: Annotated[Array, Counted("h", "hours taken by other duties and training", "抽调与培训工时")]
    leaked: Annotated[Array, Counted("h", "freed hours that went to rest, farm and new tasks", "流失的释放工时")]
    service: Annotated[Array, Counted("h", "service time, in effective hours", "服务工时（有效）")]
    urgent_hours: Annotated[Array, Counted("h", "effective hours for urgent cases", "紧急案件工时")]
    case_hours: Annotated[Array, Counted("h", "effective hours for other cases", "其他案件工时")]
    request_hours: Annotated[Array, Counted("h", "effective hours for requests", "诉求办理工时")]
    routine_hours: Annotated[Array, Counted("h", "effective hours for routine", "日常事务工时")]
    organising: Annotated[Array, Counted("h", "effective hours for organising self-governance", "组织自治工时")]
    posts: Annotated[Array, Counted("posts", "cadre posts", "干部岗位")]
    filled: Annotated[Array, Counted("posts", "filled posts", "在岗岗位")]
    quits: Annotated[Array, Counted("persons", "cadres who quit", "离职人数")]
    hires: Annotated[Array, Counted("persons", "cadres recruited", "补充人数")]
    burnout: Annotated[Array, Counted("sum", "burnout of cadres, summed", "职业倦怠合计")]
    skill: Annotated[Array, Counted("sum", "skill of cadres, summed", "技能合计")]
    pressure: Annotated[Array, Counted("sum", "petition pressure, times adults present", "信访压力（按在村成年人加权）")]


class EconomyTally(NamedTuple):
    """Enterprises 企业, by the village of their workers. Arrays of shape (villages,)."""

    workers: Annotated[Array, Counted("persons", "workers", "职工")]
    unpaid: Annotated[Array, Counted("persons", "workers in arrears", "被欠薪职工")]
    lost_jobs: Annotated[Array, Counted("persons", "workers who lost or left a job", "失去或离开岗位人数")]
    hires: Annotated[Array, Counted("persons", "workers hired", "新聘职工")]
    places: Annotated[Array, Counted("places", "places of business, by seat", "经营场所（按驻地村）")]
    firms: Annotated[Array, Counted("firms", "open firms, by seat", "在营企业（按驻地村）")]
    chain_firms: Annotated[Array, Counted("firms", "open firms in the sectors of the local chains", "产业链在营企业")]
    exits: Annotated[Array, Counted("firms", "firms that closed", "退出企业")]
    entries: Annotated[Array, Counted("firms", "firms that opened", "新设企业")]
    members: Annotated[Array, Counted("firms", "members of associations", "商协会会员")]
    active_members: Annotated[Array, Counted("firms", "members who take part", "实质参与会员")]
    sponsored: Annotated[Array, Counted("yuan", "sponsorship of villages and organisations", "企业赞助")]


class NeedsTally(NamedTuple):
    """Needs 诉求. Arrays of shape (villages,)."""

    needs: Annotated[Array, Counted("needs", "needs", "诉求")]
    first_family: Annotated[Array, Counted("needs", "needs handled within the family or left", "首选自家解决")]
    first_neighbour: Annotated[Array, Counted("needs", "first turned to neighbours", "首选邻里")]
    first_volunteer: Annotated[Array, Counted("needs", "first turned to volunteers", "首选志愿者")]
    first_cadre: Annotated[Array, Counted("needs", "first turned to cadres", "首选村干部")]
    first_platform: Annotated[Array, Counted("needs", "first turned to platform or hotline", "首选平台热线")]
    first_township: Annotated[Array, Counted("needs", "first turned to the township", "首选乡镇")]
    met_family: Annotated[Array, Counted("needs", "met within the family", "自家解决成功")]
    met_at_once: Annotated[Array, Counted("needs", "met within the month they arose, any channel", "当月办结")]
    served_neighbour: Annotated[Array, Counted("needs", "served by neighbours", "邻里办结")]
    served_volunteer: Annotated[Array, Counted("needs", "served by volunteers", "志愿者办结")]
    served_cadre: Annotated[Array, Counted("needs", "served by cadres", "干部办结")]
    served_upper: Annotated[Array, Counted("needs", "served by township and platform", "乡镇与平台办结")]
    unmet: Annotated[Array, Counted("needs", "needs that were never met", "未获满足")]
    passed_up: Annotated[Array, Counted("needs", "requests passed up", "上报诉求")]
    lost: Annotated[Array, Counted("needs", "requests lost on the way", "流转中丢失诉求")]
    handed_on: Annotated[Array, Counted("needs", "volunteers' requests handed to cadres", "志愿者转干部诉求")]
    waiting: Annotated[Array, Counted("needs", "requests that wait, at the end of the month", "月末待办诉求")]


class GrievanceTally(NamedTuple):
    """Grievances and first responses 矛盾与应对. Arrays of shape (villages,)."""

    grievances: Annotated[Array, Counted("grievances", "new grievances", "新生矛盾")]
    family: Annotated[Array, Counted("grievances", "new family grievances", "家庭矛盾")]
    neighbours: Annotated[Array, Counted("grievances", "new grievances between neighbours", "邻里矛盾")]
    land: Annotated[Array, Counted("grievances", "new land grievances", "土地宅基地矛盾")]
    village: Annotated[Array, Counted("grievances", "new village-affairs grievances", "村务矛盾")]
    labour: Annotated[Array, Counted("grievances", "new labour grievances", "劳动矛盾")]
    contract: Annotated[Array, Counted("grievances", "new contract grievances", "合同矛盾")]
    other: Annotated[Array, Counted("grievances", "other new grievances", "其他矛盾")]
    severity: Annotated[Array, Counted("sum", "severity of new grievances, summed", "严重程度合计")]
    borne: Annotated[Array, Counted("grievances", "borne", "忍耐")]
    borne_severity: Annotated[Array, Counted("sum", "severity of what was borne, summed", "忍耐的严重程度合计")]
    talked: Annotated[Array, Counted("grievances", "talked over", "协商解决")]
    brought: Annotated[Array, Counted("grievances", "brought to a third party", "找第三方")]
    sensed: Annotated[Array, Counted("grievances", "noticed early", "早期发现")]
    surfaced: Annotated[Array, Counted("grievances", "noticed, not settled and made a case", "发现后转为案件")]
    early_settled: Annotated[Array, Counted("grievances", "noticed and settled for good on the spot", "早期就地化解")]
    pondering: Annotated[Array, Counted("grievances", "grievances whose owners decide again, at the end of the month", "待再决定")]
    recorded: Annotated[Array, Counted("cases", "recorded", "登记案件")]
    recorded_family: Annotated[Array, Counted("cases", "recorded, family", "登记：家庭")]
    recorded_neighbours: Annotated[Array, Counted("cases", "recorded, neighbours", "登记：邻里")]
    recorded_land: Annotated[Array, Counted("cases", "recorded, land", "登记：土地")]
    recorded_village: Annotated[Array, Counted("cases", "recorded, village affairs", "登记：村务")]
    recorded_labour: Annotated[Array, Counted("cases", "recorded, labour", "登记：劳动")]
    recorded_contract: Annotated[Array, Counted("cases", "recorded, contract", "登记：合同")]
    recorded_other: Annotated[Array, Counted("cases", "recorded, other", "登记：其他")]
    direct_petitions: Annotated[Array, Counted("petitions", "petitions without trying below", "直接信访")]
    direct_suits: Annotated[Array, Counted("suits", "suits without trying below", "直接起诉")]
    outside_petitions: Annotated[Array, Counted("petitions", "petitions from outside village disputes", "村外来源信访")]
    outside_suits: Annotated[Array, Counted("suits", "suits from outside village disputes", "村外来源诉讼")]


class SettlementTally(NamedTuple):
    """Settlement 化解. Arrays of shape (villages,)."""

    reopened: Annotated[Array, Counted("cases", "relapsed", "反复")]
    attempts_village: Annotated[Array, Counted("attempts", "cases heard at the village", "村级调解次数")]
    attempts_township: Annotated[Array, Counted("attempts", "cases heard at the township", "乡镇调解次数")]
    attempts_county: Annotated[Array, Counted("attempts", "cases heard at the county", "县级调解次数")]
    true_village: Annotated[Array, Counted("attempts", "heard and truly settled at the village, no relapse to come", "村级实质化解（不反复）")]
    true_township: Annotated[Array, Counted("attempts", "heard and truly settled at the township, no relapse to come", "乡镇实质化解（不反复）")]
    true_county: Annotated[Array, Counted("attempts", "heard and truly settled at the county, no relapse to come", "县级实质化解（不反复）")]
    papered: Annotated[Array, Counted("attempts", "settled on paper, for now", "纸面结案次数")]
    settled_village: Annotated[Array, Counted("cases", "settled in fact at the village, for good (early ones included)", "村级化解（含早期）")]
    settled_township: Annotated[Array, Counted("cases", "settled in fact at the township, for good", "乡镇化解")]
    settled_county: Annotated[Array, Counted("cases", "settled in fact at the county, for good", "县级化解")]
    settled_paper: Annotated[Array, Counted("cases", "settled on paper, for good", "纸面结案")]
    withdrawn: Annotated[Array, Counted("cases", "withdrawn", "撤回")]
    closed: Annotated[Array, Counted("cases", "closed on paper by age", "逾期了结")]
    lost: Annotated[Array, Counted("cases", "lost on the way", "流转中丢失")]
    suits: Annotated[Array, Counted("suits", "lawsuits from disputes, direct ones included", "诉讼（含直接）")]
    docked: Annotated[Array, Counted("suits", "suits sent to mediation first", "诉前调解")]
    petitions: Annotated[Array, Counted("petitions", "petitions from disputes, direct ones included", "信访（含直接）")]
    passed_up: Annotated[Array, Counted("cases", "passed up", "上交")]
    open: Annotated[Array, Counted("cases", "open cases, at the end of the month", "月末在办")]
    asleep: Annotated[Array, Counted("cases", "settled for now, to relapse later, at the end of the month", "暂结待反复")]
    hours_village: Annotated[Array, Counted("h", "hours given to cases at the village", "村级调解工时")]
    hours_township: Annotated[Array, Counted("h", "hours given to cases at the township", "乡镇调解工时")]
    hours_county: Annotated[Array, Counted("h", "hours given to cases at the county", "县级调解工时")]
    months: Annotated[Array, Counted("cases", "cases settled for good, by months since they arose", "化解案件（按月数）", rows=MOST_MONTHS + 1)]


class SelfGovernanceTally(NamedTuple):
    """Self-governance 村民自治. Arrays of shape (villages,)."""

    present: Annotated[Array, Counted("persons", "adults present", "在村成年人")]
    took_part: Annotated[Array, Counted("persons", "took part this month, present", "当月参与")]
    took_part_away: Annotated[Array, Counted("persons", "took part this month, away", "当月线上参与（外出）")]
    took_part_year: Annotated[Array, Counted("persons", "took part within 12 months, present", "近一年参与")]
    present_60: Annotated[Array, Counted("persons", "adults present aged 60 or over", "在村 60 岁以上")]
    year_60: Annotated[Array, Counted("persons", "... who took part within 12 months", "60 岁以上近一年参与")]
    present_women: Annotated[Array, Counted("persons", "women present", "在村女性")]
    year_women: Annotated[Array, Counted("persons", "... who took part within 12 months", "女性近一年参与")]
    away: Annotated[Array, Counted("persons", "adults away", "外出成年人")]
    year_away: Annotated[Array, Counted("persons", "... who took part within 12 months", "外出者近一年参与")]
    present_remote: Annotated[Array, Counted("persons", "adults present in remote villages", "偏远村在村成年人")]
    year_remote: Annotated[Array, Counted("persons", "... who took part within 12 months", "偏远村近一年参与")]
    events: Annotated[Array, Counted("events", "events", "自治活动")]
    invited: Annotated[Array, Counted("persons", "asked in person", "受邀人数")]
    raised: Annotated[Array, Counted("matters", "matters raised", "提出事项")]
    done: Annotated[Array, Counted("matters", "matters acted on in time", "及时办理事项")]
    efficacy: Annotated[Array, Counted("sum", "sense of efficacy of adults present, summed", "效能感合计")]
    aware_supervision: Annotated[Array, Counted("persons", "present and know the supervision committee", "知晓监督委员会")]
    aware_mediation: Annotated[Array, Counted("persons", "present and know the mediation committee", "知晓调解委员会")]
    aware_rules: Annotated[Array, Counted("persons", "present and know the village rules", "知晓村规民约")]


class VolunteerTally(NamedTuple):
    """Volunteering 志愿服务. Arrays of shape (villages,)."""

    registered: Annotated[Array, Counted("persons", "registered volunteers present", "注册志愿者")]
    members: Annotated[Array, Counted("persons", "members of organisations", "组织成员")]
    active_volunteers: Annotated[Array, Counted("persons", "served within three months", "近三月服务者")]
    organisations: Annotated[Array, Counted("organisations", "volunteer organisations", "志愿组织")]
    active_organisations: Annotated[Array, Counted("organisations", "active organisations", "活跃组织")]
    coordinators: Annotated[Array, Counted("organisations", "organisations with a coordinator", "有带头人的组织")]
    professionals: Annotated[Array, Counted("organisations", "organisations with a social worker", "有社工统筹的组织")]
    dependence: Annotated[Array, Counted("sum", "dependence on funded tasks, summed over organisations", "对购买服务依赖合计")]
    tasks: Annotated[Array, Counted("tasks", "tasks matched", "匹配任务")]
    funded_done: Annotated[Array, Counted("tasks", "funded tasks done", "完成的购买任务")]
    tasks_done: Annotated[Array, Counted("tasks", "tasks done", "完成任务")]
    hours_organisation: Annotated[Array, Counted("h", "hours served in organisations", "组织服务工时")]
    hours_mobilised: Annotated[Array, Counted("h", "hours served for the village", "动员服务工时")]
    hours_party: Annotated[Array, Counted("h", "hours of Party members who were asked", "党员服务工时")]
    hours_leader: Annotated[Array, Counted("h", "hours of micro-grid leaders", "微网格长工时")]
    joined: Annotated[Array, Counted("persons", "joined an organisation", "加入组织")]
    left: Annotated[Array, Counted("persons", "left an organisation", "退出组织")]
    leaders: Annotated[Array, Counted("persons", "micro-grid leaders, at the end of the month", "微网格长")]
    new_leaders: Annotated[Array, Counted("persons", "new micro-grid leaders", "新任微网格长")]
    leaders_quit: Annotated[Array, Counted("persons", "micro-grid leaders who stepped back", "退出的微网格长")]
    tired_leaders: Annotated[Array, Counted("sum", "tiredness of micro-grid leaders, summed", "微网格长疲劳合计")]
    points: Annotated[Array, Counted("points", "points given", "发放积分")]
    demanded: Annotated[Array, Counted("yuan", "points brought to the shop, at full worth", "兑换需求")]
    redeemed: Annotated[Array, Counted("yuan", "goods given for points", "实际兑付")]


class DemographyTally(NamedTuple):
    """Demography 人口. Arrays of shape (villages,)."""

    deaths: Annotated[Array, Counted("persons", "deaths", "死亡")]
    left: Annotated[Array, Counted("persons", "went away to work", "外出")]
    returned: Annotated[Array, Counted("persons", "came back", "返乡")]
    present_rural: Annotated[Array, Counted("persons", "adults present in villages", "在村成年人（农村）")]
    present_rural_60: Annotated[Array, Counted("persons", "... aged 60 or over", "其中 60 岁及以上（农村）")]


class TrustTally(NamedTuple):
    """Trust and satisfaction 信任与满意度, of adults present. Arrays of shape (villages,)."""

    neighbour: Annotated[Array, Counted("sum", "trust in neighbours, summed", "对邻里信任合计")]
    volunteer: Annotated[Array, Counted("sum", "trust in volunteers, summed", "对志愿者信任合计")]
    cadre: Annotated[Array, Counted("sum", "trust in cadres, summed", "对村干部信任合计")]
    platform: Annotated[Array, Counted("sum", "trust in the platform, summed", "对平台信任合计")]
    township: Annotated[Array, Counted("sum", "trust in the township, summed", "对乡镇信任合计")]
    satisfaction: Annotated[Array, Counted("sum", "satisfaction, summed", "满意度合计")]


class Tallies(NamedTuple):
    """All counters of one month."""

    places: PlaceTally
    cadre_time: CadreTally
    economy: EconomyTally
    needs: NeedsTally
    grievances: GrievanceTally
    settlement: SettlementTally
    self_governance: SelfGovernanceTally
    volunteering: VolunteerTally
    demography: DemographyTally
    trust: TrustTally


# fmt: on


@cache
def _stages() -> dict[str, type[NamedTuple]]:
    return dict(get_type_hints(Tallies))


@cache
def counters() -> dict[str, Counted]:
    """Every counter as ``stage.name``, in the order of the record's rows."""
    found = {}
    for stage, tally in _stages().items():
        for name, hint in get_type_hints(tally, include_extras=True).items():
            found[f"{stage}.{name}"] = next(note for note in get_args(hint)[1:] if isinstance(note, Counted))
    return found


@cache
def rows() -> dict[str, slice]:
    """The rows of the record that belong to each counter."""
    placed, start = {}, 0
    for name, counted in counters().items():
        placed[name] = slice(start, start + counted.rows)
        start += counted.rows
    return placed


def on(block: NDArray[np.float64]) -> Tallies:
    """The counters laid over one month's record, shape (rows, villages); they share its memory."""
    placed = rows()
    views: dict[str, dict[str, Any]] = {}
    for name, where in placed.items():
        stage, counter = name.split(".")
        views.setdefault(stage, {})[counter] = block[where.start] if where.stop - where.start == 1 else block[where]
    return built(Tallies, {stage: built(_stages()[stage], named) for stage, named in views.items()})
