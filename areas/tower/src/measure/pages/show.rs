//! The page of one number: what it is, how firm, whom it counts, whom it leaves out, the rows, how it is defined.

use super::slices::{rate, slices};
use super::{
    amount_text, bar, figure, part_word, reason_word, reasons, said, seen, series_word, stand, unit_after,
    unit_cell,
};
use crate::measure::api::NumberQuery;
use crate::measure::shown::{Cells, Seen};
use crate::measure::view::rows::withheld;
use crate::measure::view::{CountView, MeasureView, RowList, RowView, SinceView, only_published};
use crate::measure::{Definition, Snapshot, Whom};
use ::web::components::button::{Weight, download, link, submit};
use ::web::components::evidence::{self, level};
use ::web::components::field::{Choice, Field};
use ::web::components::list::{Definition as Line, code, definitions, figures, more};
use ::web::components::nav::Pager;
use ::web::components::notice::{Notice, Tone, empty};
use ::web::components::overview::{aside, with_side};
use ::web::components::table::{Column, Row, Table};
use ::web::http::posted::CSRF_FIELD;
use ::web::http::reply::percent;
use ::web::{Ctx, Page};
use axum::response::Response;
use base::words::Arg;
use maud::{Markup, html};
use measures::{How, Part};

pub fn show(ctx: &Ctx, query: &NumberQuery, view: &MeasureView, rows: Option<&RowList>) -> Response {
    let (t, lang, definition) = (ctx.words(), ctx.lang(), &view.definition);
    let page = Page::new(definition.title.text(lang))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-measures"), &ctx.url("/measures"))
        .message(problem(view, ctx))
        .api(&ctx.url(&format!("/api/v1/measures/{}{}", definition.id, asked(query))));
    let body = html! {
        (with_side(number(ctx, view), rule(ctx, definition)))
        @if let Some(whole) = whole(view) { (parts(ctx, view, whole)) }
        (staff(ctx, view))
        @if let Some(count) = &view.count { (slices(ctx, definition, &count.groups)) }
        h2 #rows { (t.get("tower-measure-rows")) }
        @if let Some(rows) = rows { (listed(ctx, query, view, rows)) }
        (choose(ctx, query, view))
        (defined(ctx, view))
        h2 #history { (t.get("tower-measure-history")) }
        (history(ctx, definition, &view.snapshots, view.can.publish_snapshots))
    };
    ctx.page(&page, body)
}

/// What everybody sees of a number when it is counted and has rows.
fn whole(view: &MeasureView) -> Option<&Cells> {
    view.count.as_ref().filter(|count| count.has_list).and_then(CountView::whole)
}

fn asked(query: &NumberQuery) -> String {
    let pairs = [
        ("as_of", &query.as_of),
        ("at", &query.at),
        ("min", &query.min),
        ("snapshot", &query.snapshot),
        ("version", &query.version),
    ];
    let pairs: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", percent(value)))
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// `?as_of=…&` or `?`: for links that add a filter.
fn and(query: &NumberQuery) -> String {
    match asked(query).as_str() {
        "" => "?".to_owned(),
        asked => format!("{asked}&"),
    }
}

/// The address of exactly this number, for ever.
pub fn permalink(ctx: &Ctx, definition: &Definition, count: &CountView) -> String {
    ctx.url(&lasting(definition, count))
}

/// The same below the city.
fn lasting(definition: &Definition, count: &CountView) -> String {
    match &count.snapshot {
        Some(number) => format!("/measures/{}?snapshot={number}", definition.id),
        None => format!(
            "/measures/{}?version={}&as_of={}&at={}&min={}",
            definition.id, count.version, count.as_of, count.position, count.minimum
        ),
    }
}

/// Problems that are told to everyone; the others are matters of the office.
const OPEN_PROBLEMS: [&str; 1] = ["tower-measure-people-unpublished"];

fn problem(view: &MeasureView, ctx: &Ctx) -> Option<Notice> {
    let t = ctx.words();
    let key = view.problem.as_deref()?;
    let title = if (view.can.take || OPEN_PROBLEMS.contains(&key)) && t.has(key) {
        t.say(key, &[])
    } else {
        t.get("tower-measure-problem").to_owned()
    };
    Some(Notice::new(Tone::Warning, &title).text(t.get("tower-measure-problem-text")))
}

fn number(ctx: &Ctx, view: &MeasureView) -> Markup {
    let (t, definition) = (ctx.words(), &view.definition);
    let cells = view.count.as_ref().and_then(CountView::whole);
    let has_list = view.count.as_ref().is_some_and(|count| count.has_list);
    let query = view.count.as_ref().map(|count| permalink(ctx, definition, count));
    let query = query
        .as_deref()
        .and_then(|link| link.split_once('?'))
        .map_or("?".to_owned(), |(_, q)| format!("?{q}&"));
    let files = |name: &str| {
        ctx.url(&format!("/measures/{}/{name}{}", definition.id, query.trim_end_matches(['?', '&'])))
    };
    html! {
        (figure(cells, has_list, &definition.unit, "#rows", t))
        @if let Some(code) = definition.headline() {
            p { (t.say("tower-measure-headline-of", &[("of", Arg::from(super::group_word(definition, code, ctx.lang()).as_str()))])) }
        }
        @if let Some(count) = &view.count {
            p.num { (stand(count.as_of, count.position, t)) @if let Some(number) = &count.snapshot { " · " (number) } }
            @if only_published(definition, ctx.depth()) { p { (t.get("tower-measure-coarse")) } }
            @if let Some(text) = beside(count, definition, t) { p { (text) } }
        }
        @if !has_list && view.count.is_some() {
            (empty(t.get("tower-measure-no-list"), t.get("tower-measure-no-list-text"), None))
        }
        @if let Some(cells) = whole(view) {
            (bar(cells, definition.counts, Some(&query)).view(t))
            div.buttons {
                @if !withheld(definition.counts, ctx.depth()) {
                    (download(t.get("tower-measure-take-list"), &files("rows.csv"), "CSV"))
                }
                (link(t.get("tower-measure-cite"), "#citation", Weight::Plain))
                (link(t.get("tower-measure-then"), &ctx.url(&format!("/measures/{}/difference", definition.id)), Weight::Plain))
                (download(t.get("tower-measure-pack"), &files("pack.zip"), "ZIP"))
            }
        }
    }
}

/// What everyone sees, where this reader sees more.
pub fn beside(count: &CountView, definition: &Definition, t: &base::words::Words) -> Option<String> {
    if count.cited.as_ref() == count.whole() {
        return None;
    }
    let Some(cells) = &count.cited else { return Some(t.get("tower-measure-not-cited").to_owned()) };
    let amount = amount_text(cells, &definition.unit, t);
    Some(t.say("tower-measure-public-value", &[("amount", Arg::from(amount.as_str()))]))
}

fn rule(ctx: &Ctx, definition: &Definition) -> Markup {
    let (t, lang) = (ctx.words(), ctx.lang());
    let heading = t.say("tower-measure-rule", &[("version", Arg::Number(definition.version))]);
    let revision = definition.revisions.iter().find(|revision| revision.version == definition.version);
    let minimum = evidence::Level::from(definition.minimum).word(t).to_owned();
    let body = html! {
        p { (::web::text::tri(&definition.rule, lang)) }
        p { (t.say("tower-measure-minimum", &[("level", Arg::from(minimum.as_str()))])) }
        @if let Some(revision) = revision {
            p.row-below { (t.get("tower-measure-changed-by")) " " (::web::text::tri(&revision.what, lang)) }
        }
        p.row-below { a href="#definition" { (t.get("tower-measure-to-definition")) } }
    };
    aside(&heading, body)
}

/// Whom the number leaves out and whom nobody knows, the rate among the known, and what changed.
fn parts(ctx: &Ctx, view: &MeasureView, cells: &Cells) -> Markup {
    let (t, definition) = (ctx.words(), &view.definition);
    let told = |label: &str, part: Part| {
        let reasons = reasons(definition, cells, part, t);
        if reasons.is_empty() { t.get(label).to_owned() } else { format!("{}: {reasons}", t.get(label)) }
    };
    let mut lines = vec![
        Line::new(&told("tower-measure-left-out", Part::Out), seen(cells.out, t)),
        Line::new(&told("tower-measure-not-known", Part::Unknown), seen(cells.unknown, t)),
    ];
    // A rate among the known says something only where a unit may be known not to count.
    if definition.parts.contains(&Part::No) {
        lines.push(Line::new(&told("tower-measure-known-not", Part::No), seen(cells.no, t)));
        lines.push(Line::new(t.get("tower-measure-among-known"), rate(cells, ctx)));
    }
    if let Some(since) = &view.since {
        lines.extend(changed(ctx, since));
    }
    figures(&lines)
}

fn changed(ctx: &Ctx, since: &SinceView) -> [Line; 2] {
    let t = ctx.words();
    let of = |how: How| since.changes.iter().find(|sum| sum.how == how).map_or(Seen::HIDDEN, |sum| sum.units);
    let day = since.as_of.to_string();
    let label = t.say(
        "tower-measure-since",
        &[("day", Arg::from(day.as_str())), ("number", Arg::from(since.number.as_str()))],
    );
    [
        Line::new(&label, html! { "+" (seen(of(How::Entered), t)) " −" (seen(of(How::Left), t)) }),
        Line::new(
            t.get("tower-measure-reclassified"),
            html! { (seen(of(How::Reclassified), t)) " · " (seen(of(How::Corrected), t)) },
        ),
    ]
}

fn listed(ctx: &Ctx, query: &NumberQuery, view: &MeasureView, rows: &RowList) -> Markup {
    let (t, definition) = (ctx.words(), &view.definition);
    if rows.withheld {
        let text = t.say("tower-measure-rows-withheld", &[("digest", Arg::from(&rows.digest[..16]))]);
        return empty(t.get("tower-measure-rows-people"), &text, None);
    }
    let scope = match view.depth.as_str() {
        "auditor" => "tower-measure-depth-auditor",
        "entitled" => "tower-measure-depth-entitled",
        _ => "tower-measure-depth-public",
    };
    let filter = filter_words(ctx, query, definition);
    let (filters, next) = (filters(query), rows.next);
    let pager = Pager {
        previous_href: (query.after() > 0).then(|| format!("{}{filters}#rows", and(query))),
        next_href: next.map(|next| format!("{}{filters}after={next}#rows", and(query))),
        shown: i64::try_from(rows.items.len()).unwrap_or(0),
        total: rows.total.number(),
    };
    let none = empty(t.get("tower-measure-rows-none"), t.get("tower-measure-rows-none-text"), None);
    let table = Table::new(
        t.get("tower-measure-rows"),
        columns(ctx, definition, view),
        lines(ctx, definition, view, rows),
        none,
    );
    html! {
        p { (t.get(scope)) }
        @if !filter.is_empty() {
            p { (t.get("tower-measure-filtered")) " " (filter.join(" · ")) " " a href={ (asked(query)) "#rows" } { (t.get("tower-measure-unfiltered")) } }
        }
        (table.caption_hidden().pager(pager).view(t))
    }
}

/// What the rows are narrowed to, in words.
fn filter_words(ctx: &Ctx, query: &NumberQuery, definition: &Definition) -> Vec<String> {
    let t = ctx.words();
    let part = measures::Part::parse(&query.part).map(|part| part_word(part, t).to_owned());
    let level = base::Level::parse(&query.level).map(|level| evidence::Level::from(level).word(t).to_owned());
    let series = (!query.series.is_empty()).then(|| series_word(definition, &query.series, ctx.lang()));
    let reason = (!query.reason.is_empty()).then(|| reason_word(definition, &query.reason, t));
    [part, level, series, reason].into_iter().flatten().collect()
}

fn filters(query: &NumberQuery) -> String {
    let pairs = [
        ("part", &query.part),
        ("level", &query.level),
        ("series", &query.series),
        ("reason", &query.reason),
    ];
    pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}&", percent(value)))
        .collect()
}

fn columns(ctx: &Ctx, definition: &Definition, view: &MeasureView) -> Vec<Column> {
    let t = ctx.words();
    let mut columns = vec![
        Column::head(t.get("tower-measure-unit")),
        Column::text(t.get("tower-measure-part")),
        Column::text(t.get("tower-measure-level-word")),
        Column::text(t.get("tower-measure-on")),
    ];
    // Where units are counted one by one, every amount would be one.
    if definition.counts == Whom::PeopleOfOrganisations {
        columns.push(Column::number(t.get("tower-measure-amount")));
    }
    if !definition.axes.is_empty() {
        columns.push(Column::text(t.get("tower-measure-slice")));
    }
    if view.depth != "public" {
        columns.push(Column::text(t.get("tower-measure-record")));
    }
    if view.depth == "auditor" {
        columns.push(Column::text(t.get("tower-measure-evidence")));
    }
    columns
}

fn lines(ctx: &Ctx, definition: &Definition, view: &MeasureView, rows: &RowList) -> Vec<Row> {
    rows.items.iter().map(|row| one_line(ctx, definition, view, row)).collect()
}

fn one_line(ctx: &Ctx, definition: &Definition, view: &MeasureView, row: &RowView) -> Row {
    let (t, lang) = (ctx.words(), ctx.lang());
    let unknown_row = row.part == Part::Unknown;
    let known = base::Level::from_number(row.level).map(evidence::Level::from);
    let shown =
        if unknown_row { evidence::Level::Unknown } else { known.unwrap_or(evidence::Level::Unknown) };
    let on = row.on.map(|day| day.to_string()).unwrap_or_default();
    let mut cells = vec![
        unit_cell(ctx, &row.unit),
        html! {
            (part_word(row.part, t))
            @if let Some(reason) = &row.reason { span.row-below { (reason_word(definition, reason, t)) } }
        },
        level(shown, t),
        html! { @if on.is_empty() { span aria-hidden="true" { "–" } } @else { (::web::components::date::when(&on, t)) } },
    ];
    if definition.counts == Whom::PeopleOfOrganisations {
        cells.push(html! {
            @if unknown_row { (::web::components::date::unknown(t)) } @else { (seen(row.low, t)) }
        });
    }
    if !definition.axes.is_empty() {
        let series = row.series.as_deref().unwrap_or("");
        let group = super::group_word(definition, definition.group(series), lang);
        cells.push(html! { (series_word(definition, series, lang)) @if !group.is_empty() { " · " (group) } });
    }
    if view.depth != "public" {
        cells.push(html! { @match &row.record { Some(record) => span.num { (record) }, None => span aria-hidden="true" { "–" } } });
    }
    if view.depth == "auditor" {
        cells.push(html! {
            @match &row.evidence {
                Some(evidence) => {
                    (evidence.says)
                    span.row-below { (evidence.issuer.as_deref().unwrap_or("")) @if let Some(day) = evidence.issued { " " (day) } }
                },
                None => (::web::components::date::unknown(t)),
            }
        });
    }
    Row::new(cells).muted(unknown_row || row.part == Part::Out)
}

/// Another day, another position, another level: a form that needs no script.
fn choose(ctx: &Ctx, query: &NumberQuery, view: &MeasureView) -> Markup {
    let t = ctx.words();
    let level =
        |level: base::Level| (level.code().to_owned(), evidence::Level::from(level).word(t).to_owned());
    let position = view.count.as_ref().map(|count| count.position.to_string()).unwrap_or_default();
    let body = html! {
        form.filter method="get" action=(ctx.url(&format!("/measures/{}", view.definition.id))) {
            (Field::date("as_of", t.get("tower-measure-as-of")).value(&view.as_of.to_string()).short().view(t))
            (Field::text("at", t.get("tower-measure-at-label"))
                .value(if query.at.is_empty() { "" } else { &position })
                .hint(t.get("tower-measure-at-hint")).middle().view(t))
            (levels(t.get("tower-measure-min"), &query.min, &base::Level::ALL.map(level), t))
            div.buttons { (submit(t.get("tower-measure-count"), Weight::Plain)) }
        }
    };
    more(t.get("tower-measure-choose"), body)
}

fn levels(label: &str, now: &str, all: &[(String, String)], t: &base::words::Words) -> Markup {
    let choices = all.iter().map(|(code, word)| Choice::new(code, word)).collect();
    Field::filter("min", label, choices).value(now).short().view(t)
}

/// The citation, the definition with its quality, the same elsewhere, the SQL.
fn defined(ctx: &Ctx, view: &MeasureView) -> Markup {
    let (t, definition) = (ctx.words(), &view.definition);
    let quality = &definition.quality;
    let lines = [
        Line::new(t.get("tower-quality-verification"), said(&quality.verification, ctx)),
        Line::new(t.get("tower-quality-sources"), said(&quality.sources, ctx)),
        Line::new(t.get("tower-quality-accuracy"), said(&quality.accuracy, ctx)),
        Line::new(t.get("tower-quality-limits"), said(&quality.limits, ctx)),
        Line::new(t.get("tower-quality-compensation"), said(&quality.compensation, ctx)),
    ];
    let versions = view.versions.iter().map(|version| {
        let href = ctx.url(&format!("/measures/{}?version={}", definition.id, version.version));
        html! { a href=(href) { (t.say("tower-measure-version-of", &[("version", Arg::Number(version.version))])) } " " }
    });
    html! {
        @if let Some(count) = &view.count {
            h2 #citation { (t.get("tower-measure-cite")) }
            @match count.public {
                true => (code(t.get("tower-measure-cite"), &citation(ctx, definition, count))),
                false => p { (t.get("tower-measure-not-cited")) },
            }
            p { a href=(permalink(ctx, definition, count)) { (t.get("tower-measure-permalink")) } }
        }
        h2 #definition { (t.get("tower-measure-definition")) }
        (definitions(&lines))
        p { @for version in versions { (version) } }
        p { (crate::thread::pages::link(ctx, &format!("measure:{}", definition.id))) }
        (more(t.get("tower-measure-sql"), code("SQL", &definition.rows)))
        (elsewhere(ctx, definition))
    }
}

/// One sentence that says everything needed to find and check the number again: what everyone sees, whoever asks.
pub fn citation(ctx: &Ctx, definition: &Definition, count: &CountView) -> String {
    let t = ctx.words();
    if !count.public {
        return t.get("tower-measure-not-cited").to_owned();
    }
    let amount = match &count.cited {
        Some(cells) => amount_text(cells, &definition.unit, t),
        None => t.get("web-unknown").to_owned(),
    };
    let (day, digest) = (count.as_of.to_string(), &count.digest[..16]);
    let made_up = if ctx.about().synthetic { t.get("tower-measure-made-up") } else { "" };
    let text = t.say(
        "tower-measure-citation",
        &[
            ("city", Arg::from(ctx.about().name.text(ctx.lang()))),
            ("title", Arg::from(definition.title.text(ctx.lang()))),
            ("amount", Arg::from(amount.as_str())),
            ("day", Arg::from(day.as_str())),
            ("position", Arg::Number(count.position)),
            ("version", Arg::Number(count.version)),
            ("link", Arg::from(ctx.address(&lasting(definition, count)).as_str())),
            ("digest", Arg::from(digest)),
        ],
    );
    format!("{text} {made_up}").trim_end().to_owned()
}

fn elsewhere(ctx: &Ctx, definition: &Definition) -> Markup {
    let (t, lang) = (ctx.words(), ctx.lang());
    if definition.elsewhere.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::head(t.get("tower-elsewhere-place")),
        Column::text(t.get("tower-elsewhere-value")),
        Column::text(t.get("tower-measure-as-of")),
        Column::text(t.get("tower-elsewhere-definition")),
        Column::text(t.get("tower-source")),
    ];
    let rows = definition.elsewhere.iter().map(|row| {
        Row::new(vec![
            ::web::text::tri(&row.place, lang),
            ::web::text::tri(&row.value, lang),
            ::web::components::date::when(&row.as_of, t),
            ::web::text::tri(&row.definition, lang),
            html! { (row.source) },
        ])
    });
    html! {
        h2 #elsewhere { (t.get("tower-elsewhere")) }
        p { (t.get("tower-elsewhere-below")) }
        (Table::new(t.get("tower-elsewhere"), columns, rows.collect(), empty("", "", None)).caption_hidden().view(t))
    }
}

fn history(ctx: &Ctx, definition: &Definition, snapshots: &[Snapshot], may_publish: bool) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-snapshot")),
        Column::text(t.get("tower-measure-as-of")),
        Column::number(t.get("tower-snapshot-position")),
        Column::number(t.get("tower-snapshot-version")),
        Column::text(t.get("tower-snapshot-digest")),
        Column::text(t.get("tower-snapshot-public")),
    ];
    let rows = snapshots.iter().map(|kept| {
        let href = ctx.url(&format!("/measures/{}?snapshot={}", definition.id, kept.number));
        let since = ctx.url(&format!("/measures/{}/difference?from={}&to=now", definition.id, kept.number));
        Row::new(vec![
            html! { a.row-name href=(href) { (kept.number) } a.row-below href=(since) { (t.get("tower-snapshot-since")) } },
            html! { (kept.as_of) },
            html! { (t.number(kept.position)) },
            html! { (t.number(kept.version)) },
            html! { span.num { (&kept.digest[..16]) } },
            html! {
                @if kept.published.is_some() { (t.get("tower-snapshot-is-public")) }
                @else {
                    (t.get("tower-measure-internal"))
                    @if may_publish {
                        form method="post" action=(ctx.url(&format!("/snapshots/{}/publication", kept.number))) {
                            input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf());
                            (submit(t.get("tower-snapshot-publish-button"), Weight::Plain))
                        }
                    }
                }
            },
        ])
    });
    let none = empty(t.get("tower-snapshots-none"), t.get("tower-snapshots-none-text"), None);
    Table::new(t.get("tower-measure-history"), columns, rows.collect(), none).caption_hidden().view(t)
}

/// Verbs of those who may.
fn staff(ctx: &Ctx, view: &MeasureView) -> Markup {
    let (t, id) = (ctx.words(), &view.definition.id);
    let kept = view.count.as_ref().is_none_or(|count| count.snapshot.is_some());
    html! {
        @if view.can.publish {
            form method="post" action=(ctx.url(&format!("/measures/{id}/publication"))) {
                input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf());
                (submit(t.get("tower-measure-publish-button"), Weight::Plain))
            }
        }
        @if let (true, false, Some(count)) = (view.can.take, kept, &view.count) {
            form method="post" action=(ctx.url(&format!("/measures/{id}/snapshots"))) {
                input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf());
                input type="hidden" name="as_of" value=(count.as_of);
                input type="hidden" name="at" value=(count.position);
                input type="hidden" name="min" value=(count.minimum);
                (submit(t.get("tower-snapshot-take-button"), Weight::Plain))
            }
        }
    }
}

/// For a sentence elsewhere: number and unit.
pub fn short(cells: &Cells, unit: &str, t: &base::words::Words) -> String {
    match cells.value.number() {
        Some(number) => format!("{}{}", t.number(number), unit_after(unit, t)),
        None => t.get("web-hidden").to_owned(),
    }
}
