//! Titles and numbers of records that no other store reads by their id, and ids by what people call a record.

use crate::plan;
use crate::serves::Serves;
use base::{Fault, Id, Ref, Result, Tri};
use db::{Read, Row, Sql};

const CLAIM: Sql = Sql::new(
    "tower.thread.claim",
    "select code, label_ko, label_en, label_zh from tower_claim where id = ?1 and seq_out is null",
);
const REPLY: Sql = Sql::new("tower.thread.reply", "select number from tower_claim_reply where id = ?1");
const FINDING: Sql = Sql::new(
    "tower.thread.finding",
    "select c.code, f.published_seq from tower_claim_finding f join tower_claim c on c.id = f.claim
      where f.id = ?1 and c.seq_out is null",
);
const SNAPSHOT: Sql = Sql::new(
    "tower.thread.snapshot",
    "select number, measure from tower_snapshot where id = ?1 and (published is not null or ?2 = 1)",
);
const PLAN: Sql =
    Sql::new("tower.thread.plan", "select code, title_ko, title_en, title_zh from tower_plan where id = ?1");
const ELEMENT: Sql = Sql::new(
    "tower.thread.element",
    "select code, title_ko, title_en, title_zh, plan, kind, strategy, seq from tower_element where id = ?1",
);
const TARGET: Sql = Sql::new(
    "tower.thread.target",
    "select code, title_ko, title_en, title_zh, plan from tower_target where id = ?1",
);
const SEQ_OF_TARGET: Sql =
    Sql::new("tower.thread.seq_of_target", "select seq from tower_target where id = ?1");
const BUDGET_LINE: Sql = Sql::new(
    "tower.thread.budget_line",
    "select code, title_ko, title_en, title_zh from tower_budget_line where id = ?1",
);
const REPORT: Sql = Sql::new("tower.thread.report", "select number from tower_promise_report where id = ?1");
const ELEMENTS_OF_PLAN: Sql = Sql::new(
    "tower.thread.elements_of_plan",
    "select id, seq from tower_element where plan = ?1 and kind <> 'task' order by place, code limit 100",
);
const TARGETS_OF_PLAN: Sql = Sql::new(
    "tower.thread.targets_of_plan",
    "select id, seq from tower_target where plan = ?1 order by place, code limit 100",
);
const TASKS_OF: Sql = Sql::new(
    "tower.thread.tasks_of_strategy",
    "select id, seq from tower_element where plan = ?1 and kind = 'task' and strategy = ?2
      order by place, code limit 100",
);
const STRATEGY: Sql = Sql::new(
    "tower.thread.strategy",
    "select id from tower_element where plan = ?1 and kind = 'strategy' and code = ?2",
);
const SERVING_TASK: Sql = Sql::new(
    "tower.thread.serving_task",
    "select kind, what, seq from tower_serves where element = 'task' and code = ?1 order by place limit 100",
);
const TASKS_SERVED: Sql = Sql::new(
    "tower.thread.tasks_served",
    "select e.id, s.seq from tower_serves s join tower_element e on e.kind = 'task' and e.code = s.code
      where s.element = 'task' and s.kind = ?1 and s.what = ?2 order by e.place, e.code limit 100",
);
/// Ids by number or key, by kind of record. A key of a plan's part is one inside its plan: the first plan is meant.
const BY_NUMBER: [(&str, Sql); 12] = [
    (
        "organisation",
        Sql::new("tower.thread.by.organisation", "select id from organisation where number = ?1"),
    ),
    (
        "agreement",
        Sql::new(
            "tower.thread.by.agreement",
            "select id from agreement where number = ?1 and seq_out is null",
        ),
    ),
    (
        "obligation",
        Sql::new(
            "tower.thread.by.obligation",
            "select id from obligation where number = ?1 and seq_out is null",
        ),
    ),
    ("body", Sql::new("tower.thread.by.body", "select id from tower_body where code = ?1")),
    ("meeting", Sql::new("tower.thread.by.meeting", "select id from tower_meeting where number = ?1")),
    ("event", Sql::new("tower.thread.by.event", "select id from tower_event where code = ?1")),
    (
        "council_question",
        Sql::new("tower.thread.by.question", "select id from tower_question where number = ?1"),
    ),
    ("snapshot", Sql::new("tower.thread.by.snapshot", "select id from tower_snapshot where number = ?1")),
    (
        "budget_line",
        Sql::new("tower.thread.by.budget_line", "select id from tower_budget_line where code = ?1"),
    ),
    (
        "target",
        Sql::new(
            "tower.thread.by.target",
            "select t.id from tower_target t join tower_plan p on p.id = t.plan
              where t.code = ?1 order by p.seq, p.code limit 1",
        ),
    ),
    (
        "plan_element",
        Sql::new(
            "tower.thread.by.element",
            "select e.id from tower_element e join tower_plan p on p.id = e.plan
              where e.code = ?1 order by p.seq, p.code, e.kind limit 1",
        ),
    ),
    (
        "promise_report",
        Sql::new("tower.thread.by.report", "select id from tower_promise_report where number = ?1"),
    ),
];

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[
    CLAIM,
    REPLY,
    FINDING,
    SNAPSHOT,
    PLAN,
    ELEMENT,
    TARGET,
    SEQ_OF_TARGET,
    BUDGET_LINE,
    REPORT,
    ELEMENTS_OF_PLAN,
    TARGETS_OF_PLAN,
    TASKS_OF,
    STRATEGY,
    SERVING_TASK,
    TASKS_SERVED,
    BY_NUMBER[0].1,
    BY_NUMBER[1].1,
    BY_NUMBER[2].1,
    BY_NUMBER[3].1,
    BY_NUMBER[4].1,
    BY_NUMBER[5].1,
    BY_NUMBER[6].1,
    BY_NUMBER[7].1,
    BY_NUMBER[8].1,
    BY_NUMBER[9].1,
    BY_NUMBER[10].1,
    BY_NUMBER[11].1,
];

/// A value, a strategy or a task, as far as a thread needs it.
pub struct ElementRow {
    /// Its key.
    pub code: String,
    /// What it is called.
    pub title: Tri,
    /// Of which plan.
    pub plan: Id,
    /// `value`, `strategy` or `task`.
    pub kind: String,
    /// For tasks: the key of the strategy.
    pub strategy: Option<String>,
    /// The position that wrote it.
    pub seq: i64,
}

impl ElementRow {
    /// True for a task.
    pub fn is_task(&self) -> bool {
        self.kind == plan::ElementKind::Task.code()
    }
}

/// Code and label of a published number.
pub fn claim(read: &impl Read, id: Id) -> Result<Option<(String, Tri)>> {
    titled(read, &CLAIM, id)
}

/// The number of a reply or a request.
pub fn reply(read: &impl Read, id: Id) -> Result<Option<String>> {
    read.opt(&REPLY, &[(&id.to_string()).into()], |row| row.get(0))
}

/// The code of the published number that a finding is about, and whether the finding was published.
pub fn finding(read: &impl Read, id: Id) -> Result<Option<(String, bool)>> {
    read.opt(&FINDING, &[(&id.to_string()).into()], |row| {
        Ok((row.get(0)?, row.get::<Option<i64>>(1)?.is_some()))
    })
}

/// Number and measure of a kept count that is seen.
pub fn snapshot(read: &impl Read, id: Id, internal: bool) -> Result<Option<(String, String)>> {
    let id = id.to_string();
    let params = [(&id).into(), i64::from(internal).into()];
    read.opt(&SNAPSHOT, &params, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Code and title of a plan.
pub fn plan(read: &impl Read, id: Id) -> Result<Option<(String, Tri)>> {
    titled(read, &PLAN, id)
}

/// A part of a plan.
pub fn element(read: &impl Read, id: Id) -> Result<Option<ElementRow>> {
    read.opt(&ELEMENT, &[(&id.to_string()).into()], |row| {
        Ok(ElementRow {
            code: row.get(0)?,
            title: plan::store::tri(row, 1)?,
            plan: row.get(4)?,
            kind: row.get(5)?,
            strategy: row.get(6)?,
            seq: row.get(7)?,
        })
    })
}

/// Plan, key and title of a target.
pub fn target(read: &impl Read, id: Id) -> Result<Option<(Id, String, Tri)>> {
    read.opt(&TARGET, &[(&id.to_string()).into()], |row| {
        Ok((row.get(4)?, row.get(0)?, plan::store::tri(row, 1)?))
    })
}

/// The position that wrote a target.
pub fn seq_of_target(read: &impl Read, id: Id) -> Result<i64> {
    read.one(&SEQ_OF_TARGET, &[(&id.to_string()).into()], |row| row.get(0))
}

/// Key and title of a budget line.
pub fn budget_line(read: &impl Read, id: Id) -> Result<Option<(String, Tri)>> {
    titled(read, &BUDGET_LINE, id)
}

/// The number of a published report.
pub fn report(read: &impl Read, id: Id) -> Result<Option<String>> {
    read.opt(&REPORT, &[(&id.to_string()).into()], |row| row.get(0))
}

/// Values and strategies of a plan with the positions that wrote them.
pub fn elements_of_plan(read: &impl Read, plan: Id) -> Result<Vec<(Id, i64)>> {
    read.list(&ELEMENTS_OF_PLAN, &[(&plan.to_string()).into()], placed)
}

/// Targets of a plan.
pub fn targets_of_plan(read: &impl Read, plan: Id) -> Result<Vec<(Id, i64)>> {
    read.list(&TARGETS_OF_PLAN, &[(&plan.to_string()).into()], placed)
}

/// Tasks of a strategy.
pub fn tasks_of(read: &impl Read, plan: Id, strategy: &str) -> Result<Vec<(Id, i64)>> {
    read.list(&TASKS_OF, &[(&plan.to_string()).into(), strategy.into()], placed)
}

/// A strategy by its key.
pub fn strategy(read: &impl Read, plan: Id, code: &str) -> Result<Option<Id>> {
    read.opt(&STRATEGY, &[(&plan.to_string()).into(), code.into()], |row| row.get(0))
}

/// What serves a task, and the position that said so.
pub fn serving_task(read: &impl Read, code: &str) -> Result<Vec<(Serves, i64)>> {
    read.list(&SERVING_TASK, &[code.into()], |row| {
        let kind: String = row.get(0)?;
        let serves = Serves::read(&kind, row.get(1)?);
        let broken = || Fault::new("reading what serves a task", kind.clone());
        Ok((serves.ok_or_else(broken)?, row.get(2)?))
    })
}

/// Tasks that something serves, and the position that said so.
pub fn tasks_served(read: &impl Read, what: &Serves) -> Result<Vec<(Id, i64)>> {
    let (kind, what) = what.stored();
    read.list(&TASKS_SERVED, &[kind.into(), (&what).into()], placed)
}

/// The record of a kind that people know by this number or key.
pub fn by_number(read: &impl Read, kind: &str, number: &str) -> Result<Option<Id>> {
    match BY_NUMBER.iter().find(|(known, _)| *known == kind) {
        Some((_, sql)) => read.opt(sql, &[number.into()], |row| row.get(0)),
        None => Ok(None),
    }
}

/// The record of any kind that people know by this number or key: the first of the kinds above.
pub fn by_any_number(read: &impl Read, number: &str) -> Result<Option<Ref>> {
    for (kind, sql) in &BY_NUMBER {
        if let Some(id) = read.opt(sql, &[number.into()], |row| row.get::<Id>(0))? {
            return Ok(Some(Ref::new(kind, id)));
        }
    }
    Ok(None)
}

fn placed(row: &Row) -> Result<(Id, i64)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn titled(read: &impl Read, sql: &Sql, id: Id) -> Result<Option<(String, Tri)>> {
    read.opt(sql, &[(&id.to_string()).into()], |row: &Row| Ok((row.get(0)?, plan::store::tri(row, 1)?)))
}
