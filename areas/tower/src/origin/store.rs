//! Rows of origins and their screens, and the two acts that write them.

use super::{KIND, Origin, Says, Screen};
use crate::plan::store::tri;
use base::{Fault, Ref, Result};
use db::{Read, Row, Sql};
use kernel::policy::Action;
use kernel::{Done, Tx};
use serde_json::json;

const INSERT: Sql = Sql::new(
    "tower.origin.insert",
    "insert into tower_origin (code, place, source, area, text_ko, text_en, text_zh, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
);
const LIST: Sql = Sql::new(
    "tower.origin.list",
    "select code, source, area, text_ko, text_en, text_zh from tower_origin order by place, code limit 5000",
);
const INSERT_SCREEN: Sql = Sql::new(
    "tower.origin_screen.insert",
    "insert into tower_origin_screen (origin, screen, says, record, seq) values (?1, ?2, ?3, ?4, ?5)",
);
const FORGET_SCREENS: Sql = Sql::new("tower.origin_screen.forget", "delete from tower_origin_screen");
const SCREENS: Sql = Sql::new(
    "tower.origin_screen.list",
    "select origin, screen, says, record from tower_origin_screen order by origin, screen, record limit 5000",
);
/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, LIST, INSERT_SCREEN, FORGET_SCREENS, SCREENS];

/// Bringing in what the founding texts ask for; only the program does.
pub const IMPORT: Action = Action::new("tower.origin.import", &[]);
/// Saying which screens serve it; only the program does.
pub const SERVE: Action = Action::new("tower.origin.serve", &[]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&IMPORT, &SERVE];

/// Brings in texts that are new.
pub fn import(tx: &mut Tx<'_>, pack: &str, fresh: &[(i64, Origin)]) -> Result<Done> {
    tx.allow(&IMPORT, &Default::default())?;
    for (place, origin) in fresh {
        let text = &origin.text;
        tx.execute(
            &INSERT,
            &[
                (&origin.code).into(),
                (*place).into(),
                (&origin.source).into(),
                (&origin.area).into(),
                (&text.ko).into(),
                (&text.en).into(),
                (&text.zh).into(),
                tx.seq().into(),
            ],
        )?;
    }
    let codes: Vec<&str> = fresh.iter().map(|(_, origin)| origin.code.as_str()).collect();
    tx.record(&IMPORT, Ref::new(KIND.name, pack), None, &json!({"pack": pack, "origins": codes}), &[])
}

/// Says which screens serve which text, in place of what was said before.
pub fn serve(tx: &mut Tx<'_>, pack: &str, screens: &[Screen]) -> Result<Done> {
    tx.allow(&SERVE, &Default::default())?;
    tx.execute(&FORGET_SCREENS, &[])?;
    for screen in screens {
        let (says, seq) = (screen.says.code(), tx.seq());
        let params = [
            (&screen.origin).into(),
            (&screen.screen).into(),
            says.into(),
            (&screen.record).into(),
            seq.into(),
        ];
        tx.execute(&INSERT_SCREEN, &params)?;
    }
    let told: Vec<_> = screens.iter().map(|s| json!([s.origin, s.screen, s.says.code(), s.record])).collect();
    tx.record(&SERVE, Ref::new(KIND.name, pack), None, &json!({"pack": pack, "screens": told}), &[])
}

/// All texts, in the order of their file.
pub fn list(read: &impl Read) -> Result<Vec<Origin>> {
    read.list(&LIST, &[], |row| {
        Ok(Origin { code: row.get(0)?, source: row.get(1)?, area: row.get(2)?, text: tri(row, 3)? })
    })
}

/// All screens, sorted.
pub fn screens(read: &impl Read) -> Result<Vec<Screen>> {
    read.list(&SCREENS, &[], screen)
}

fn screen(row: &Row) -> Result<Screen> {
    let says: String = row.get(2)?;
    let known =
        Says::parse(&says).ok_or_else(|| Fault::new("reading a screen", format!("it says {says}")))?;
    Ok(Screen { origin: row.get(0)?, screen: row.get(1)?, says: known, record: row.get(3)? })
}
