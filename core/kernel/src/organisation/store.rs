//! Rows of organisations and their names.

use super::{NewOrganisation, Organisation, search_key, sort_key};
use crate::fact::IDENTITY;
use crate::tx::Tx;
use base::lang::Lang;
use base::problem::OnUnique as _;
use base::{Day, Id, Result, Saying, Tri};
use db::{Read, Row, Sql};

const INSERT: Sql = Sql::new(
    "kernel.organisation.insert",
    "insert into organisation (id, number, kind, business_number, corporate_number, homepage, founded, source_key,
       sort_key, seq, changed) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
);
const UPDATE: Sql = Sql::new(
    "kernel.organisation.update",
    "update organisation set kind = ?2, business_number = ?3, corporate_number = ?4, homepage = ?5, founded = ?6,
       sort_key = ?7, changed = ?8 where id = ?1",
);
const TOUCH: Sql =
    Sql::new("kernel.organisation.touch", "update organisation set changed = ?2 where id = ?1");
const FIND: Sql = Sql::new(
    "kernel.organisation.find",
    "select id, number, kind, business_number, corporate_number, homepage, founded, source_key, seq, changed
       from organisation where id = ?1 and seq <= ?2",
);
const BY_NUMBER: Sql =
    Sql::new("kernel.organisation.by_number", "select id from organisation where number = ?1");
const BY_SOURCE: Sql =
    Sql::new("kernel.organisation.by_source", "select id from organisation where source_key = ?1");
const BY_BUSINESS_NUMBER: Sql = Sql::new(
    "kernel.organisation.by_business_number",
    "select id, number from organisation where business_number = ?1",
);
const BUSINESS_NUMBERS: Sql = Sql::new(
    "kernel.organisation.business_numbers",
    "select business_number, number from organisation where business_number > ?1 order by business_number limit ?2",
);
const NAMES: Sql = Sql::new(
    "kernel.organisation.names",
    "select id, lang, form, text from organisation_name
      where organisation = ?1 and seq_in <= ?2 and (seq_out is null or seq_out > ?2) order by seq_in, id limit 400",
);
const INSERT_NAME: Sql = Sql::new(
    "kernel.organisation.insert_name",
    "insert into organisation_name (id, organisation, lang, form, text, search_key, seq_in)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
);
const END_NAME: Sql = Sql::new(
    "kernel.organisation.end_name",
    "update organisation_name set seq_out = ?2 where id = ?1 and seq_out is null",
);
// Who is found is looked for under every record, then followed to the record it is known to be: `found` holds both, and
// only the last one of a chain is shown. The page and the total come from the same rows; the total is the last line.
const LIST: Sql = Sql::new(
    "kernel.organisation.list",
    "with recursive found (ref, by) as (
       select 'organisation:' || n.organisation, 'name' from organisation_name n
        where ?4 <> '' and n.seq_out is null and n.search_key like ?4 escape '!'
       union
       select p.subject, 'presence' from fact p
        where ?5 <> '' and p.kind = 'presence' and p.code = ?5 and p.seq_out is null
          and (p.valid_from is null or p.valid_from <= ?6) and (p.valid_to is null or p.valid_to > ?6)
       union
       select i.other, found.by from found join fact i on i.subject = found.ref
        where i.kind = 'identity' and i.seq_out is null
     ), shown (id, sort_key) as (
       select o.id, o.sort_key from organisation o
        where (?3 = '' or o.kind = ?3)
          and (?4 = '' or 'organisation:' || o.id in (select ref from found where by = 'name'))
          and (?5 = '' or 'organisation:' || o.id in (select ref from found where by = 'presence'))
          and not exists (select 1 from fact m
                where m.subject = 'organisation:' || o.id and m.kind = 'identity' and m.seq_out is null)
     )
     select id, sort_key, -1 as total from (
       select id, sort_key from shown where sort_key > ?1 or (sort_key = ?1 and id > ?2)
        order by sort_key, id limit ?7) page
     union all
     select '', '', count(*) from shown
     order by total, sort_key, id",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[
    INSERT,
    UPDATE,
    TOUCH,
    FIND,
    BY_NUMBER,
    BY_SOURCE,
    BY_BUSINESS_NUMBER,
    BUSINESS_NUMBERS,
    NAMES,
    INSERT_NAME,
    END_NAME,
    LIST,
];

/// Turns the unique rules of the table into refusals.
fn unique<T>(result: Result<T>, new: &NewOrganisation) -> Result<T> {
    let taken = |key: &'static str, value: &Option<String>| {
        Saying::conflict(key).with("number", value.clone().unwrap_or_default())
    };
    result
        .on_unique(&["business_number"], taken("organisation-business-number-taken", &new.business_number))
        .on_unique(&["corporate_number"], taken("organisation-corporate-number-taken", &None))
        .on_unique(&["source_key"], taken("organisation-source-key-taken", &new.source_key))
}

pub fn insert(tx: &mut Tx<'_>, id: Id, number: &str, new: &NewOrganisation) -> Result<()> {
    let done = tx.execute(
        &INSERT,
        &[
            (&id.to_string()).into(),
            number.into(),
            (&new.kind).into(),
            (&new.business_number).into(),
            (&new.corporate_number).into(),
            (&new.homepage).into(),
            (&new.founded).into(),
            (&new.source_key).into(),
            (&sort_key(&new.name)).into(),
            tx.seq().into(),
        ],
    );
    unique(done, new)?;
    for lang in Lang::ALL {
        if let Some(text) = new.name.only(lang) {
            insert_name(tx, id, lang, "name", text)?;
        }
    }
    new.aliases.iter().try_for_each(|alias| insert_name(tx, id, language_of(alias), "alias", alias))
}

pub fn update(tx: &Tx<'_>, id: Id, new: &NewOrganisation) -> Result<()> {
    let done = tx.execute(
        &UPDATE,
        &[
            (&id.to_string()).into(),
            (&new.kind).into(),
            (&new.business_number).into(),
            (&new.corporate_number).into(),
            (&new.homepage).into(),
            (&new.founded).into(),
            (&sort_key(&new.name)).into(),
            tx.seq().into(),
        ],
    );
    unique(done, new).map(|_| ())
}

/// Marks the record as changed by this act.
pub fn touch(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.execute(&TOUCH, &[(&id.to_string()).into(), tx.seq().into()])?;
    Ok(())
}

pub fn insert_name(tx: &mut Tx<'_>, organisation: Id, lang: Lang, form: &str, text: &str) -> Result<()> {
    let id = tx.new_id();
    tx.execute(
        &INSERT_NAME,
        &[
            (&id.to_string()).into(),
            (&organisation.to_string()).into(),
            lang.code().into(),
            form.into(),
            text.into(),
            (&search_key(text)).into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

pub fn end_name(tx: &Tx<'_>, name: Id) -> Result<()> {
    tx.execute(&END_NAME, &[(&name.to_string()).into(), tx.seq().into()])?;
    Ok(())
}

/// The language an alias is most likely in: by its script.
pub fn language_of(text: &str) -> Lang {
    let hangul = |c: char| ('\u{AC00}'..='\u{D7A3}').contains(&c) || ('\u{1100}'..='\u{11FF}').contains(&c);
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    match () {
        () if text.chars().any(hangul) => Lang::Ko,
        () if text.chars().any(han) => Lang::Zh,
        () => Lang::En,
    }
}

/// A name as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// Its own id.
    pub id: Id,
    /// Its language.
    pub lang: Lang,
    /// True for an alias.
    pub alias: bool,
    /// The text.
    pub text: String,
}

pub fn names(read: &impl Read, organisation: Id, position: i64) -> Result<Vec<Name>> {
    read.list(&NAMES, &[(&organisation.to_string()).into(), position.into()], |row| {
        let lang: String = row.get(1)?;
        Ok(Name {
            id: row.get(0)?,
            lang: Lang::from_tag(&lang).unwrap_or(Lang::Ko),
            alias: row.get::<String>(2)? == "alias",
            text: row.get(3)?,
        })
    })
}

/// One organisation with its names as of a position; organisations are public, so all are in scope.
pub fn find(read: &impl Read, id: Id, position: i64) -> Result<Organisation> {
    let mut found = read.one(&FIND, &[(&id.to_string()).into(), position.into()], organisation)?;
    for name in names(read, id, position)? {
        match (name.alias, name.lang) {
            (true, _) => found.aliases.push(name.text),
            (false, Lang::Ko) => found.name.ko = Some(name.text),
            (false, Lang::En) => found.name.en = Some(name.text),
            (false, Lang::Zh) => found.name.zh = Some(name.text),
        }
    }
    Ok(found)
}

fn organisation(row: &Row) -> Result<Organisation> {
    Ok(Organisation {
        id: row.get(0)?,
        number: row.get(1)?,
        kind: row.get(2)?,
        name: Tri::default(),
        aliases: Vec::new(),
        business_number: row.get(3)?,
        corporate_number: row.get(4)?,
        homepage: row.get(5)?,
        founded: row.get(6)?,
        source_key: row.get(7)?,
        registered: row.get(8)?,
        version: row.get(9)?,
    })
}

/// The id behind a human number.
pub fn by_number(read: &impl Read, number: &str) -> Result<Id> {
    read.one(&BY_NUMBER, &[number.into()], |row| row.get(0))
}

/// The id behind the key of an imported record.
pub fn by_source(read: &impl Read, key: &str) -> Result<Option<Id>> {
    read.opt(&BY_SOURCE, &[key.into()], |row| row.get(0))
}

/// The organisation with a business number: id and human number.
pub fn by_business_number(read: &impl Read, number: &str) -> Result<Option<(Id, String)>> {
    read.opt(&BY_BUSINESS_NUMBER, &[number.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A page of business numbers with the human numbers of their organisations.
pub fn business_numbers(read: &impl Read, after: &str, limit: i64) -> Result<Vec<(String, String)>> {
    read.list(&BUSINESS_NUMBERS, &[after.into(), limit.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What a list shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Part of a name.
    pub query: String,
    /// A kind.
    pub kind: String,
    /// A code of presence, held on `today`.
    pub presence: String,
}

impl Filter {
    fn like(&self) -> String {
        let key = search_key(&self.query);
        match key.is_empty() && !self.query.trim().is_empty() {
            // Only signs were typed: nothing is called like that.
            true => "!".repeat(2),
            false if key.is_empty() => String::new(),
            false => format!("%{}%", key.replace('!', "!!").replace('%', "!%").replace('_', "!_")),
        }
    }
}

/// A page of what a filter finds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// Ids with their sort keys, after the cursor, in the order of names.
    pub page: Vec<(Id, String)>,
    /// How many the filter finds in all.
    pub total: i64,
}

/// Organisations after a cursor (sort key, id). A record that is known to be another one is shown as that one, which
/// is found by the names and the presence of all that are it, however they were merged.
pub fn list(read: &impl Read, filter: &Filter, today: Day, after: (&str, &str), limit: i64) -> Result<Found> {
    let (mut found, like) = (Found::default(), filter.like());
    let params = [
        after.0.into(),
        after.1.into(),
        (&filter.kind).into(),
        (&like).into(),
        (&filter.presence).into(),
        today.into(),
        limit.into(),
    ];
    let rows = read.list(&LIST, &params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (id, sort_key, total) in rows {
        let (id, total): (String, i64) = (id, total);
        match total {
            0.. => found.total = total,
            _ => found.page.push((Id::parse(&id)?, sort_key)),
        }
    }
    Ok(found)
}

/// How many organisations the filter finds.
pub fn count(read: &impl Read, filter: &Filter, today: Day) -> Result<i64> {
    Ok(list(read, filter, today, ("", ""), 0)?.total)
}

/// True when the record is known to be another one.
pub fn is_merged(read: &impl Read, id: Id) -> Result<bool> {
    let of = base::Ref::new(super::KIND.name, id);
    debug_assert_eq!(IDENTITY, "identity", "the list's statement spells the kind out");
    Ok(crate::fact::store::same_as(read, &of, crate::fact::store::LATEST)?.is_some())
}
