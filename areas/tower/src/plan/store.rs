//! Rows of plans, their elements and targets.

use super::{Element, ElementKind, Plan, PlanView, StrategyView, Target};
use base::{Day, Id, Result, Saying, Tri};
use db::{Param, Read, Row, Sql};
use kernel::Tx;

const INSERT_PLAN: Sql = Sql::new(
    "tower.plan.insert",
    "insert into tower_plan (id, code, title_ko, title_en, title_zh, vision_ko, vision_en, vision_zh, goal_ko, goal_en,
       goal_zh, national_goal_ko, national_goal_en, national_goal_zh, business_model_ko, business_model_en,
       business_model_zh, proclaimed, horizon_years, follows, note, source, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
);
const INSERT_ELEMENT: Sql = Sql::new(
    "tower.element.insert",
    "insert into tower_element (id, plan, kind, code, strategy, place, title_ko, title_en, title_zh, aliases, status,
       announced_tasks, source, seq) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
);
const INSERT_TARGET: Sql = Sql::new(
    "tower.target.insert",
    "insert into tower_target (id, plan, code, place, title_ko, title_en, title_zh, amount, unit, relation, starts, due,
       due_inferred, source, seq) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
);
const FIRST: Sql = Sql::new(
    "tower.plan.first",
    "select id, code, title_ko, title_en, title_zh, vision_ko, vision_en, vision_zh, goal_ko, goal_en, goal_zh,
       national_goal_ko, national_goal_en, national_goal_zh, business_model_ko, business_model_en, business_model_zh,
       proclaimed, horizon_years, note, source
       from tower_plan where follows is null order by seq, code limit 1",
);
const LATER: Sql = Sql::new(
    "tower.plan.later",
    "select id, code, title_ko, title_en, title_zh, vision_ko, vision_en, vision_zh, goal_ko, goal_en, goal_zh,
       national_goal_ko, national_goal_en, national_goal_zh, business_model_ko, business_model_en, business_model_zh,
       proclaimed, horizon_years, note, source
       from tower_plan where follows = ?1 order by proclaimed, code limit 100",
);
const ELEMENTS: Sql = Sql::new(
    "tower.element.of_plan",
    "select id, code, strategy, title_ko, title_en, title_zh, aliases, status, announced_tasks, source, kind
       from tower_element where plan = ?1 order by place, code limit 15000",
);
const TARGETS: Sql = Sql::new(
    "tower.target.of_plan",
    "select id, code, title_ko, title_en, title_zh, amount, unit, relation, starts, due, due_inferred, source
       from tower_target where plan = ?1 order by place, code limit 5000",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT_PLAN, INSERT_ELEMENT, INSERT_TARGET, FIRST, LATER, ELEMENTS, TARGETS];

pub fn insert_plan(tx: &Tx<'_>, plan: &Plan, follows: Option<Id>) -> Result<()> {
    let id = plan.id.to_string();
    let texts = [&plan.title, &plan.vision, &plan.goal, &plan.national_goal, &plan.business_model];
    let mut params: Vec<Param<'_>> = vec![(&id).into(), (&plan.code).into()];
    for text in texts {
        let three: [Param<'_>; 3] = [(&text.ko).into(), (&text.en).into(), (&text.zh).into()];
        params.extend(three);
    }
    let follows = follows.map(|id| id.to_string());
    let rest: [Param<'_>; 6] = [
        plan.proclaimed.into(),
        plan.horizon_years.into(),
        (&follows).into(),
        (&plan.note).into(),
        (&plan.source).into(),
        tx.seq().into(),
    ];
    params.extend(rest);
    tx.execute(&INSERT_PLAN, &params)?;
    Ok(())
}

pub fn insert_element(tx: &Tx<'_>, plan: Id, kind: ElementKind, place: i64, new: &Element) -> Result<()> {
    tx.execute(
        &INSERT_ELEMENT,
        &[
            (&new.id.to_string()).into(),
            (&plan.to_string()).into(),
            kind.code().into(),
            (&new.code).into(),
            (&new.strategy).into(),
            place.into(),
            (&new.title.ko).into(),
            (&new.title.en).into(),
            (&new.title.zh).into(),
            (&new.aliases.join("\n")).into(),
            (&new.status).into(),
            new.announced_tasks.into(),
            (&new.source).into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

pub fn insert_target(tx: &Tx<'_>, plan: Id, place: i64, new: &Target) -> Result<()> {
    tx.execute(
        &INSERT_TARGET,
        &[
            (&new.id.to_string()).into(),
            (&plan.to_string()).into(),
            (&new.code).into(),
            place.into(),
            (&new.title.ko).into(),
            (&new.title.en).into(),
            (&new.title.zh).into(),
            new.amount.into(),
            (&new.unit).into(),
            (&new.relation).into(),
            new.from.into(),
            new.due.into(),
            new.due_inferred.into(),
            (&new.source).into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// The plan of the city with everything in it; none before a pack was loaded.
pub fn find(read: &impl Read, position: i64) -> Result<Option<PlanView>> {
    let Some(plan) = read.opt(&FIRST, &[], plan)? else { return Ok(None) };
    let id = plan.id.to_string();
    let all = read.list(&ELEMENTS, &[(&id).into()], |row| Ok((row.get::<String>(10)?, element(row)?)))?;
    let of = |kind: ElementKind| {
        all.iter().filter(move |(stored, _)| stored == kind.code()).map(|(_, element)| element)
    };
    let own =
        |code: &str| of(ElementKind::Task).filter(|t| t.strategy.as_deref() == Some(code)).cloned().collect();
    let strategies = of(ElementKind::Strategy)
        .map(|s| StrategyView { tasks: own(&s.code), strategy: s.clone() })
        .collect();
    let values = of(ElementKind::Value).cloned().collect();
    let targets = read.list(&TARGETS, &[(&id).into()], target)?;
    let later = read.list(&LATER, &[(&id).into()], self::plan)?;
    Ok(Some(PlanView { plan, values, strategies, targets, later, stages: Vec::new(), position }))
}

/// The same, or "not found".
pub fn get(read: &impl Read, position: i64) -> Result<PlanView> {
    find(read, position)?.ok_or_else(|| Saying::not_found("tower-no-plan").into())
}

/// Three columns from `first` on.
pub fn tri(row: &Row, first: usize) -> Result<Tri> {
    Ok(Tri { ko: row.get(first)?, en: row.get(first + 1)?, zh: row.get(first + 2)? })
}

/// Lines of a column.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn plan(row: &Row) -> Result<Plan> {
    Ok(Plan {
        id: row.get(0)?,
        code: row.get(1)?,
        title: tri(row, 2)?,
        vision: tri(row, 5)?,
        goal: tri(row, 8)?,
        national_goal: tri(row, 11)?,
        business_model: tri(row, 14)?,
        proclaimed: row.get::<Option<Day>>(17)?,
        horizon_years: row.get(18)?,
        note: row.get(19)?,
        source: row.get(20)?,
    })
}

fn element(row: &Row) -> Result<Element> {
    Ok(Element {
        id: row.get(0)?,
        code: row.get(1)?,
        strategy: row.get(2)?,
        title: tri(row, 3)?,
        aliases: lines(&row.get::<String>(6)?),
        status: row.get(7)?,
        announced_tasks: row.get(8)?,
        source: row.get(9)?,
    })
}

fn target(row: &Row) -> Result<Target> {
    Ok(Target {
        id: row.get(0)?,
        code: row.get(1)?,
        title: tri(row, 2)?,
        amount: row.get(5)?,
        unit: row.get(6)?,
        relation: row.get(7)?,
        from: row.get(8)?,
        due: row.get(9)?,
        due_inferred: row.get(10)?,
        source: row.get(11)?,
    })
}
