//! What people do with meetings: record one with its minutes, confirm a line as an obligation, set a line aside.

use super::lines::FoundLine;
use super::{ADDED, DECIDED, MINUTES_MAX, Meeting, store};
use crate::body;
use crate::obligation::acts::{NewObligation, content};
use base::problem::InField as _;
use base::{Day, Id, Level, Ref, Result, Saying, Tri};
use kernel::evidence::{self, Form, StoredFile};
use kernel::obligation::acts as obligations;
use kernel::policy::{ALWAYS, Action, Role, Rule, rule};
use kernel::{Done, Tx, link};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

const OFFICE: &[Rule] = &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)];

/// Recording a meeting.
pub const RECORD: Action = Action::new("tower.meeting.record", OFFICE);
/// Making a line of its minutes an obligation; the obligation's own entry says so.
pub const CONFIRM: Action = Action::new("tower.meeting.confirm", OFFICE);
/// Adding an obligation that was given at the meeting and that the program did not find in the minutes.
pub const ADD: Action = Action::new("tower.meeting.add", OFFICE);
/// Setting a line aside: it orders nothing.
pub const SET_ASIDE: Action = Action::new("tower.meeting.set_aside", OFFICE);

/// Bringing in one that a public record names; only the program does.
pub const IMPORT: Action = Action::new("tower.meeting.import", &[]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&RECORD, &CONFIRM, &ADD, &SET_ASIDE, &IMPORT];

/// A meeting to be recorded.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewMeeting {
    /// The key of the body; empty = none is named.
    pub body: String,
    /// What it was called.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// When it was held.
    pub held_on: String,
    /// The minutes as text; empty = none.
    pub minutes: String,
    /// The meeting and its decisions are shown to everyone; the minutes never are.
    pub open: bool,
}

/// What was checked before the minutes are sealed.
pub struct Checked {
    held_on: Day,
    new: NewMeeting,
}

impl NewMeeting {
    /// What can be said without the city: title, day, length.
    ///
    /// # Errors
    /// Refuses a meeting without a title or a day, and minutes that are too long.
    pub fn checked(self) -> Result<Checked> {
        if self.title.is_empty() {
            return Err(Saying::invalid("tower-meeting-title-missing").into());
        }
        let held_on = Day::parse(self.held_on.trim()).in_field("held_on")?;
        let count = self.minutes.chars().count();
        match count > MINUTES_MAX {
            true => Err(Saying::invalid("tower-meeting-minutes-long")
                .with("max", MINUTES_MAX)
                .with("count", count)
                .into()),
            false => Ok(Checked { held_on, new: self }),
        }
    }
}

impl Checked {
    /// The minutes to be sealed; none when there are none.
    pub fn minutes(&self) -> Option<&str> {
        Some(self.new.minutes.as_str()).filter(|text| !text.trim().is_empty())
    }
}

/// Records a meeting; its minutes were sealed before.
pub fn record(tx: &mut Tx<'_>, checked: &Checked, minutes: Option<StoredFile>) -> Result<Done> {
    tx.allow(&RECORD, &Default::default())?;
    let (new, held_on) = (&checked.new, checked.held_on);
    if held_on > tx.today() {
        return Err(Saying::invalid("tower-meeting-later").with("day", held_on).into());
    }
    let of = match new.body.trim() {
        "" => None,
        code => Some(named_body(tx, code).in_field("body")?),
    };
    let minutes = match minutes {
        Some(file) => Some(evidence::register(tx, &Form::File(file), None, Some(held_on), Level::Attested)?),
        None => None,
    };
    let number = tx.next_number("MTG", held_on.year())?;
    let meeting = Meeting {
        id: tx.new_id(),
        number,
        body: of,
        title: new.title.clone(),
        held_on,
        held_inferred: false,
        minutes,
        open: new.open,
        source: None,
    };
    store::insert(tx, &meeting)?;
    if let Some(of) = of {
        link::write(tx, &Ref::new(body::KIND.name, of), "met", &meeting.name(), None)?;
    }
    let body = json!({"number": meeting.number, "body": of, "held_on": held_on, "minutes": minutes, "open": new.open});
    tx.record(&RECORD, meeting.name(), Some(&meeting.number), &body, &[])
}

/// The body that a form names. That it is not there is no reason to lose what was pasted.
fn named_body(tx: &Tx<'_>, code: &str) -> Result<Id> {
    match body::store::by_code(tx, code) {
        Ok(found) => Ok(found.id),
        Err(error) if error.is("base-not-found") => {
            let short: String = code.chars().take(60).collect();
            Err(Saying::invalid("tower-meeting-body-unknown").with("body", short).into())
        }
        Err(error) => Err(error),
    }
}

/// Brings in a meeting from a public record, without minutes.
pub fn import(
    tx: &mut Tx<'_>,
    of: Id,
    title: Tri,
    (held_on, held_inferred): (Day, bool),
    source: &str,
) -> Result<Done> {
    tx.allow(&IMPORT, &Default::default())?;
    let number = tx.next_number("MTG", held_on.year())?;
    let (id, source) = (tx.new_id(), Some(source.to_owned()));
    let meeting = Meeting {
        id,
        number,
        body: Some(of),
        title,
        held_on,
        held_inferred,
        minutes: None,
        open: true,
        source,
    };
    store::insert(tx, &meeting)?;
    link::write(tx, &Ref::new(body::KIND.name, of), "met", &meeting.name(), meeting.source.as_deref())?;
    let told = json!({"number": meeting.number, "body": of, "held_on": held_on, "inferred": held_inferred,
        "title": meeting.title, "source": meeting.source});
    tx.record(&IMPORT, meeting.name(), Some(&meeting.number), &told, &[])
}

/// Makes a line of the minutes an obligation, as the person who confirms it words it.
pub fn confirm(tx: &mut Tx<'_>, number: &str, line: FoundLine, new: &NewObligation) -> Result<Done> {
    let meeting = find(tx, number)?;
    tx.allow(&CONFIRM, &Default::default())?;
    let done = given(tx, &meeting, new)?;
    let obligation = Id::parse(&done.subject.id)?;
    if !store::settle_line(tx, meeting.id, line.start(), Some(obligation))? {
        return Err(Saying::conflict("tower-meeting-line-settled").into());
    }
    let basis = format!("line:{}", line.start());
    link::write(tx, &meeting.name(), DECIDED, &done.subject, Some(&basis))?;
    Ok(done)
}

/// Makes an obligation of what was ordered at the meeting and was not found in its minutes. The link says that a person
/// added it.
pub fn add(tx: &mut Tx<'_>, number: &str, new: &NewObligation) -> Result<Done> {
    let meeting = find(tx, number)?;
    tx.allow(&ADD, &Default::default())?;
    let done = given(tx, &meeting, new)?;
    link::write(tx, &meeting.name(), ADDED, &done.subject, None)?;
    Ok(done)
}

fn given(tx: &mut Tx<'_>, meeting: &Meeting, new: &NewObligation) -> Result<Done> {
    tx.allow(&obligations::TAKE, &Default::default())?;
    let mut content = content(tx, new)?;
    // Who decided it is the body that met, unless somebody else is named.
    content.from = content.from.or(meeting.body.map(|id| Ref::new(body::KIND.name, id)));
    obligations::take(tx, content)
}

/// Sets a line aside: it orders nothing.
pub fn set_aside(tx: &mut Tx<'_>, number: &str, line: FoundLine) -> Result<Done> {
    let meeting = find(tx, number)?;
    tx.allow(&SET_ASIDE, &Default::default())?;
    let start = line.start();
    if !store::settle_line(tx, meeting.id, start, None)? {
        return Err(Saying::conflict("tower-meeting-line-settled").into());
    }
    tx.record(&SET_ASIDE, meeting.name(), Some(&meeting.number), &json!({"line": start}), &[])
}

/// Meetings that are not open are for those who read what is internal; to others they are not there.
fn find(tx: &Tx<'_>, number: &str) -> Result<Meeting> {
    store::by_number(tx, number)?
        .filter(|meeting| meeting.open || tx.depth() >= kernel::policy::Depth::Entitled)
        .ok_or_else(|| Saying::not_found("base-not-found").into())
}
