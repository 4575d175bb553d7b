//! Files that leave the hub with a number: rows as CSV, the pack for a council, the feed.

use super::count::Counted;
use super::shown::{Cells, Seen};
use super::view::{MeasureView, RowList, RowView, Which};
use super::{Held, Snapshot, Whom, acts, pages, store};
use crate::bundle;
use ::web::Ctx;
use ::web::http::csv::cell;
use base::{Error, Fault, Instant, Lang, Result, Tri};
use std::sync::Arc;

/// Entries of the feed.
const ENTRIES: i64 = 50;

/// The first line of the file of rows.
fn csv_head() -> String {
    "\u{feff}number,name_ko,name_en,name_zh,of_ko,unit,part,low,high,level,series,reason,place,on,record,evidence,issuer,issued,synthetic\r\n"
        .to_owned()
}

/// Rows that a reader sees. A cell that a spreadsheet would run is written as text.
pub fn csv(rows: &RowList, synthetic: bool) -> String {
    let mut text = csv_head();
    for row in &rows.items {
        text.push_str(&line(row, synthetic));
    }
    text
}

fn line(row: &RowView, synthetic: bool) -> String {
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let seen = |seen: Seen| seen.number().map_or_else(|| "hidden".to_owned(), |number| number.to_string());
    let day = |day: Option<base::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let evidence = row.evidence.as_ref();
    let cells = [
        own(&row.unit.number),
        own(&row.unit.name.ko),
        own(&row.unit.name.en),
        own(&row.unit.name.zh),
        own(&row.unit.of.ko),
        own(&row.unit.unit),
        row.part.code().to_owned(),
        seen(row.low),
        row.high.map(seen).unwrap_or_default(),
        format!("E{}", row.level),
        own(&row.series),
        own(&row.reason),
        own(&row.place),
        day(row.on),
        own(&row.record),
        evidence.map(|evidence| evidence.says.clone()).unwrap_or_default(),
        evidence.and_then(|evidence| evidence.issuer.clone()).unwrap_or_default(),
        day(evidence.and_then(|evidence| evidence.issued)),
        synthetic.to_string(),
    ];
    cells.map(|text| cell(&text)).join(",") + "\r\n"
}

/// What a council gets: the name of the zip and its bytes. What everyone may see leaves as everyone sees it; the rest
/// says in its name that it is internal. A list of people leaves with no pack, whoever asks.
pub async fn council(ctx: &Ctx, measure: &str, which: &Which) -> Result<(String, Vec<u8>)> {
    let own = super::view::show(ctx, measure, which).await?;
    let everyone = ctx.as_visitor();
    let of = |counted: &Arc<Counted>| (counted.as_of, counted.position, counted.digest.clone());
    let (ctx, (view, counted), marked) = match super::view::show(&everyone, measure, which).await {
        Ok(public) if public.1.as_ref().map(of) == own.1.as_ref().map(of) => (&everyone, public, ""),
        Ok(_) | Err(Error::Refused(_)) => (ctx, own, "-internal"),
        Err(fault) => return Err(fault),
    };
    let mut rows = match &counted {
        Some(counted) => Some(super::view::rows(ctx, counted, &Default::default(), 0, usize::MAX).await?),
        None => None,
    };
    if let Some(rows) = rows.as_mut().filter(|_| view.definition.counts == Whom::People) {
        rows.withheld = true;
        rows.items.clear();
    }
    let bytes = pack(ctx, &view, counted.as_deref(), rows.as_ref())?;
    Ok((format!("{}-{measure}{marked}.zip", ctx.about().slug), bytes))
}

/// A zip: a page to read, rows, the answer of the API, the definition, checksums.
fn pack(ctx: &Ctx, view: &MeasureView, counted: Option<&Counted>, rows: Option<&RowList>) -> Result<Vec<u8>> {
    let fault = |e: &dyn std::fmt::Display| Fault::new("writing a pack for a council", e);
    let number = serde_json::to_string_pretty(view).map_err(|e| fault(&e))?;
    let definition = counted.map_or_else(String::new, |counted| counted.held.text.clone());
    let mut files = vec![
        ("index.html".to_owned(), pages::council::page(ctx, view, rows).into_string().into_bytes()),
        ("number.json".to_owned(), number.into_bytes()),
        ("definition.toml".to_owned(), definition.into_bytes()),
    ];
    match rows {
        Some(rows) if !rows.withheld => {
            files.push(("rows.csv".to_owned(), csv(rows, ctx.about().synthetic).into_bytes()))
        }
        // A pack without a list says why: it would look like a list of nobody.
        Some(_) => {
            let why = format!("{}\r\n", ctx.words().get("tower-measure-people-list"));
            files.push(("rows-not-public.txt".to_owned(), why.into_bytes()));
        }
        None => {}
    }
    // Whoever sees every row gets the text that the digest of the number is made of.
    let whole = super::view::sees_all(ctx.depth()) && rows.is_some_and(|rows| !rows.withheld);
    if let Some(counted) = counted.filter(|_| whole) {
        files.push(("rows.jsonl".to_owned(), measures::row::canonical(&counted.rows).into_bytes()));
    }
    bundle::zipped(&bundle::summed(files))
}

/// A published definition or count, for the feed.
pub struct Entry {
    /// Below the city.
    pub href: String,
    pub title: Tri,
    pub what: &'static str,
    /// The version, or the day of a kept count.
    pub of: String,
    pub count: Option<(Cells, String)>,
    pub position: i64,
    pub at: Instant,
}

/// The newest published counts and definitions, newest first.
pub async fn entries(ctx: &Ctx) -> Result<Vec<Entry>> {
    let (kept, defined) = ctx
        .city()
        .read(|read| {
            let mut kept = Vec::new();
            for snapshot in store::newest_snapshots(read, ENTRIES)? {
                let counted =
                    super::view::kept(read, &snapshot.measure, &snapshot.number, store::Seeing::Public)?;
                let at = time_of(read, snapshot.published.unwrap_or(snapshot.seq))?;
                kept.push((snapshot, counted, at));
            }
            let mut defined = Vec::new();
            for held in store::latest(read, store::Seeing::Public)? {
                let at = time_of(read, held.published.unwrap_or(held.seq))?;
                defined.push((held, at));
            }
            Ok((kept, defined))
        })
        .await?;
    let mut entries: Vec<Entry> =
        kept.iter().map(|(kept, counted, at)| of_count(kept, counted, *at)).collect();
    entries.extend(defined.iter().map(|(held, at)| of_definition(held, *at)));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.position));
    Ok(entries)
}

fn time_of(read: &impl db::Read, position: i64) -> Result<Instant> {
    let entry = kernel::journal::store::page(read, position - 1, 1)?;
    Ok(entry.first().map_or(Instant::from_micros(0), |entry| Instant::from_micros(entry.at)))
}

/// Numbers of the feed are those of the public: whoever reads it, it can be passed on.
fn of_count(kept: &Snapshot, counted: &Counted, at: Instant) -> Entry {
    Entry {
        href: format!("/measures/{}?snapshot={}", kept.measure, kept.number),
        title: counted.definition().title.clone(),
        what: "tower-feed-count",
        of: kept.as_of.to_string(),
        count: Some((counted.headline(false), counted.definition().unit.clone())),
        position: kept.published.unwrap_or(kept.seq),
        at,
    }
}

fn of_definition(held: &Held, at: Instant) -> Entry {
    Entry {
        href: format!("/measures/{}", held.definition.id),
        title: held.definition.title.clone(),
        what: "tower-feed-definition",
        of: held.definition.version.to_string(),
        count: None,
        position: held.published.unwrap_or(held.seq),
        at,
    }
}

/// The feed as Atom (RFC 4287).
pub fn atom(ctx: &Ctx, entries: &[Entry]) -> String {
    let (t, lang) = (ctx.words(), ctx.lang());
    let slug = &ctx.about().slug;
    let updated = entries.first().map_or(Instant::from_micros(0), |entry| entry.at);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>urn:bitgoeul:{}:measures</id>\n<title>{}</title>\n<updated>{updated}</updated>\n\
         <author><name>{}</name></author>\n<link rel=\"self\" href=\"{}\"/>\n",
        lang.html(),
        xml(slug),
        xml(&format!("{} · {}", ctx.about().name.text(lang), t.get("tower-measures"))),
        xml(ctx.about().name.text(lang)),
        xml(&ctx.address("/measures.atom")),
    );
    for entry in entries {
        out.push_str(&atom_entry(ctx, entry, lang));
    }
    out.push_str("</feed>\n");
    out
}

fn atom_entry(ctx: &Ctx, entry: &Entry, lang: Lang) -> String {
    let t = ctx.words();
    let mut summary = t.say(entry.what, &[("of", entry.of.as_str().into())]);
    if let Some((cells, unit)) = &entry.count {
        summary.push_str(": ");
        summary.push_str(&pages::amount_text(cells, unit, t));
    }
    if ctx.about().synthetic {
        summary.push_str(" - ");
        summary.push_str(t.get("tower-measure-made-up"));
    }
    let slug = &ctx.about().slug;
    format!(
        "<entry>\n<id>urn:bitgoeul:{}:entry:{}:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <link href=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
        xml(slug),
        entry.position,
        &acts::digest(&entry.href)[..12],
        xml(entry.title.text(lang)),
        entry.at,
        xml(&ctx.address(&entry.href)),
        xml(&summary),
    )
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
