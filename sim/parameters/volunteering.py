"""Volunteering 志愿服务: registrants, members, active volunteers, organisations, micro-grid leaders."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class Volunteering(NamedTuple):
    """Volunteering 志愿服务: registrants, members, active volunteers, organisations, micro-grid leaders."""

    registered: Annotated[float, number(0.19, 0.15, 0.24, "share", "published", "O-C14", "B-V2", en="registered volunteers at the start", zh="初始注册志愿者比例")]
    register: Annotated[float, number(0.03, 0.015, 0.06, "1/month", "calibrated", "O-C14", en="participants who register", zh="参与者注册率")]
    unregister: Annotated[float, number(0.005, 0.002, 0.01, "1/month", "assumed", "O-N51", en="registrants whose registration lapses", zh="注册失效率")]
    register_recognition: Annotated[float, number(0.5, 0.2, 0.8, "log", "assumed", "B-V12", en="registering per unit of recognition", zh="表彰对注册的作用")]
    register_reward: Annotated[float, number(0.05, 0.02, 0.08, "log/yuan", "assumed", "B-V17", en="registering per yuan of reward", zh="奖励对注册的作用")]
    member: Annotated[float, number(25, 15, 40, "persons/organisation", "assumed", en="members of an organisation at the start", zh="组织初始成员数")]
    member_most: Annotated[float, number(60, 45, 80, "persons/organisation", "assumed", en="members of an organisation at the most", zh="组织成员上限")]
    lead_in: Annotated[float, number(0.0026, 0.0015, 0.004, "1/month", "calibrated", "O-W02", en="a member becomes a willing coordinator", zh="出现热心带头人")]
    lead_out: Annotated[float, number(0.045, 0.03, 0.07, "1/month", "calibrated", "O-W02", en="a coordinator steps back", zh="带头人退出")]
    lead_recognition: Annotated[float, number(0.4, 0.2, 0.7, "log", "assumed", "B-V12", "B-K5", en="coordinators per unit of recognition", zh="表彰对带头人的作用")]
    tasks_leader: Annotated[float, number(5, 3, 7, "tasks/month", "assumed", en="tasks a coordinator finds", zh="带头人自寻任务")]
    capacity_base: Annotated[float, number(1, 0.5, 2, "tasks/month", "assumed", en="tasks an organisation can match without a coordinator", zh="无带头人时可匹配任务")]
    capacity_leader: Annotated[float, number(7, 5, 10, "tasks/month", "assumed", "B-B9", en="more tasks with a coordinator", zh="带头人增加的匹配能力")]
    capacity_funded: Annotated[float, number(0.8, 0.5, 1, "per task", "assumed", en="more tasks matched per funded task", zh="资助任务增加的匹配能力")]
    small_task: Annotated[float, number(0.3, 0.15, 0.45, "1/month", "assumed", en="a small task of its own", zh="自发小活动")]
    task_cost: Annotated[float, number(25, 15, 40, "yuan/task", "assumed", en="money a task takes", zh="单次任务经费")]
    income: Annotated[float, number(180, 120, 260, "yuan/organisation/month", "assumed", en="usual income of an organisation", zh="组织月均经费")]
    funds_most: Annotated[float, number(2000, 1000, 4000, "yuan", "assumed", en="money an organisation keeps at the most", zh="组织结余上限")]
    asks: Annotated[float, number(3, 2, 5, "asks/task", "assumed", en="members asked per task", zh="每任务邀约人数")]
    serve: Annotated[float, number(-1.85, -2.3, -1.4, "logit", "calibrated", "B-V1", "O-N56", en="willingness to serve before being asked is counted", zh="服务意愿（未计受邀）")]
    asked: Annotated[float, number(1.4, 1.0, 1.8, "logit", "published", "B-V5", "B-V7", "B-V8", en="what being asked adds", zh="受邀的作用")]
    motivation: Annotated[float, number(0.7, 0.4, 1, "logit", "assumed", "B-V16", en="serving per unit of motivation", zh="内在动机的作用")]
    working: Annotated[float, number(0.7, 0.4, 1, "logit", "assumed", en="those with a job (less)", zh="在职者")]
    recognition: Annotated[float, number(0.5, 0.2, 0.8, "logit", "published", "B-V12", "B-K5", en="serving per unit of recognition", zh="表彰的作用")]
    reward: Annotated[float, number(0.05, 0.02, 0.08, "logit/yuan", "assumed", "B-V14", "B-V17", en="serving per yuan of reward", zh="奖励的作用")]
    crowding: Annotated[float, number(0.02, -0.02, 0.06, "logit/yuan", "assumed", "B-V14", en="crowding-out of the motivated per yuan of reward; the sign is open", zh="奖励对内在动机的挤出（方向未定）")]
    trust: Annotated[float, number(0.6, 0.3, 0.9, "logit", "assumed", en="serving per unit of trust in volunteers", zh="对志愿服务信任的作用")]
    tired: Annotated[float, number(0.6, 0.3, 0.9, "logit", "assumed", "B-V11", en="tiredness (less)", zh="疲劳的作用")]
    party: Annotated[float, number(0.5, 0.2, 0.8, "logit", "published", "B-V15", "B-G11", en="Party members", zh="党员")]
    hours: Annotated[float, number(5.2, 3, 6.5, "h/occasion", "published", "B-V1", en="hours of one occasion", zh="单次服务时长")]
    mobilised: Annotated[float, number(0.17, 0.05, 0.3, "share/month", "calibrated", "O-C14", "B-V4", en="registrants asked by the village at usual organising time", zh="村里动员的注册志愿者比例")]
    mobilised_half: Annotated[float, number(55, 30, 80, "h/month", "assumed", en="usual organising time, at which mobilising is as usual", zh="动员参照组织工时")]
    leave: Annotated[float, number(0.036, 0.025, 0.045, "1/month", "published", "B-V11", en="active members who leave", zh="活跃成员流失率")]
    leave_useful: Annotated[float, number(0.6, 0.3, 0.9, "log", "published", "B-V13", en="leaving of those who were useful this month (less)", zh="有用感对流失的抑制")]
    leave_recognition: Annotated[float, number(0.4, 0.2, 0.6, "log", "published", "B-V12", en="leaving per unit of recognition (less)", zh="表彰对流失的抑制")]
    join: Annotated[float, number(0.067, 0.03, 0.09, "per ask", "calibrated", "B-V7", en="registrants who join an organisation when asked", zh="受邀加入组织")]
    unmatched_drop: Annotated[float, number(0.5, 0.3, 0.7, "share", "assumed", en="unmatched requests that are dropped and not taken to the cadre", zh="未匹配诉求放弃比例")]
    tired_hour: Annotated[float, number(0.05, 0.02, 0.08, "1/h", "assumed", "B-V11", en="tiredness per hour served", zh="每小时服务的疲劳")]
    tired_rest: Annotated[float, number(0.75, 0.6, 0.85, "1/month", "assumed", en="tiredness that remains after a month", zh="疲劳逐月留存")]
    active_low: Annotated[float, number(40, 30, 60, "h/quarter", "assumed", "O-W02", en="hours of a quarter from which the least demanding organisation counts as active", zh="活跃门槛下限")]
    active_high: Annotated[float, number(80, 60, 100, "h/quarter", "assumed", "O-W02", en="hours of a quarter from which the most demanding organisation counts as active", zh="活跃门槛上限")]
    leader_accept: Annotated[float, number(-2.2, -2.8, -1.6, "logit", "assumed", "B-V16", en="a registrant agrees to lead a cell", zh="同意担任微网格长")]
    leader_quit: Annotated[float, number(0.015, 0.008, 0.03, "1/month", "assumed", en="a rested leader steps back", zh="微网格长退出")]
    leader_quit_tired: Annotated[float, number(1.2, 0.6, 1.8, "log", "assumed", "B-V11", en="leaders step back per unit of tiredness", zh="疲劳对退出的作用")]
    leader_fatigue: Annotated[float, number(0.4, 0.2, 0.6, "share", "assumed", en="a leader's work lost per unit of tiredness", zh="疲劳造成的效能损失")]
    leader_cell: Annotated[float, number(20, 10, 30, "households", "published", "O-D07", en="households in a leader's cell", zh="微网格户数")]
    leader_age: Annotated[float, number(75, 70, 80, "years", "assumed", "B-V15", en="age up to which people lead a cell", zh="微网格长年龄上限")]
    redeem: Annotated[float, number(0.25, 0.1, 0.5, "1/month", "assumed", en="points brought to the shop each month", zh="每月兑换积分比例")]
