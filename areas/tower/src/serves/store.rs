//! Rows of stages and of what serves what, and the one act that writes them in place of what was said before.

use super::{Element, STAGE, Served, Serves, Stage};
use crate::plan::store::tri;
use base::{Fault, Ref, Result};
use db::{Read, Row, Sql};
use kernel::policy::Action;
use kernel::{Done, Tx};
use serde_json::json;

const FORGET_STAGES: Sql = Sql::new("tower.stage.forget", "delete from tower_stage");
const FORGET: Sql = Sql::new("tower.serves.forget", "delete from tower_serves");
const INSERT_STAGE: Sql = Sql::new(
    "tower.stage.insert",
    "insert into tower_stage (code, place, title_ko, title_en, title_zh, seq) values (?1, ?2, ?3, ?4, ?5, ?6)",
);
const INSERT: Sql = Sql::new(
    "tower.serves.insert",
    "insert into tower_serves (element, code, place, kind, what, seq) values (?1, ?2, ?3, ?4, ?5, ?6)",
);
const STAGES: Sql = Sql::new(
    "tower.stage.list",
    "select code, title_ko, title_en, title_zh from tower_stage order by place, code limit 100",
);
// A promise that is not open to everyone serves only for those whose sight is at least that of the office.
const LIST: Sql = Sql::new(
    "tower.serves.list",
    "select s.element, s.code, s.kind, s.what from tower_serves s
      where ?1 >= 2 or s.kind <> 'record'
         or (not exists (select 1 from agreement a
                   where a.id = substr(s.what, 11) and a.seq_out is null and a.open = 0)
         and not exists (select 1 from obligation o
                   where o.id = substr(s.what, 12) and o.seq_out is null and o.open = 0))
      order by s.element, s.code, s.place limit 20000",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[FORGET_STAGES, FORGET, INSERT_STAGE, INSERT, STAGES, LIST];

/// Saying what serves what; only the program does.
pub const SERVE: Action = Action::new("tower.plan.serve", &[]);

/// Says it, in place of what was said before.
pub fn serve(tx: &mut Tx<'_>, pack: &str, stages: &[Stage], served: &Served) -> Result<Done> {
    tx.allow(&SERVE, &Default::default())?;
    tx.execute(&FORGET_STAGES, &[])?;
    tx.execute(&FORGET, &[])?;
    for (place, stage) in (0i64..).zip(stages) {
        let title = &stage.title;
        let params = [
            (&stage.code).into(),
            place.into(),
            (&title.ko).into(),
            (&title.en).into(),
            (&title.zh).into(),
            tx.seq().into(),
        ];
        tx.execute(&INSERT_STAGE, &params)?;
    }
    let mut told = Vec::new();
    for ((element, code), all) in served {
        for (place, serves) in (0i64..).zip(all) {
            let (kind, what) = serves.stored();
            let params = [
                element.code().into(),
                code.into(),
                place.into(),
                kind.into(),
                (&what).into(),
                tx.seq().into(),
            ];
            tx.execute(&INSERT, &params)?;
            told.push(json!([element.code(), code, kind, what]));
        }
    }
    let codes: Vec<&str> = stages.iter().map(|stage| stage.code.as_str()).collect();
    let body = json!({"pack": pack, "stages": codes, "serves": told});
    tx.record(&SERVE, Ref::new(STAGE.name, pack), None, &body, &[])
}

/// Stages, in order.
pub fn stages(read: &impl Read) -> Result<Vec<Stage>> {
    read.list(&STAGES, &[], |row| Ok(Stage { code: row.get(0)?, title: tri(row, 1)? }))
}

/// What serves what; `depth` is the number of the reader's sight.
pub fn list(read: &impl Read, depth: i64) -> Result<Served> {
    let mut served = Served::new();
    for (of, serves) in read.list(&LIST, &[depth.into()], line)? {
        served.entry(of).or_default().push(serves);
    }
    Ok(served)
}

fn line(row: &Row) -> Result<((Element, String), Serves)> {
    let (element, kind): (String, String) = (row.get(0)?, row.get(2)?);
    let known = Element::parse(&element).zip(Serves::read(&kind, row.get(3)?));
    let (element, serves) =
        known.ok_or_else(|| Fault::new("reading what serves a task", format!("{element}: {kind}")))?;
    Ok(((element, row.get(1)?), serves))
}
