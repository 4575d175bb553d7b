//! The page inside a pack for a council: one file that opens anywhere, without our styles and without a network.

use super::{amount_text, group_word, part_word, reason_word, reasons, series_word, stand};
use crate::measure::shown::{Cells, Seen};
use crate::measure::view::{CountView, MeasureView, RowList};
use ::web::Ctx;
use ::web::components::evidence::Level;
use base::words::{Arg, Words};
use maud::{DOCTYPE, Markup, html};
use measures::Part;

const STYLE: &str = "body{font-family:Pretendard,'Noto Sans CJK KR','Noto Sans KR',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
    line-height:1.6}table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border-bottom:1px solid #bbb;padding:.3rem .5rem;\
    text-align:left;vertical-align:top}.n{text-align:right;font-variant-numeric:tabular-nums}.big{font-size:2.4rem;font-weight:700}";

pub fn page(ctx: &Ctx, view: &MeasureView, rows: Option<&RowList>) -> Markup {
    let (t, lang, definition) = (ctx.words(), ctx.lang(), &view.definition);
    let title = definition.title.text(lang);
    html! {
        (DOCTYPE)
        html lang=(lang.html()) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (title) } style { (maud::PreEscaped(STYLE)) } }
            body {
                p { (ctx.about().name.text(lang)) @if ctx.about().synthetic { " · " (t.get("tower-measure-made-up")) }
                    @if !ctx.about().synthetic && !ctx.about().official { " · " (t.get("tower-measure-not-official")) } }
                h1 { (title) }
                @match &view.count { Some(count) => (number(ctx, view, count)), None => p { (t.get("tower-measure-problem")) } }
                h2 { (t.say("tower-measure-rule", &[("version", Arg::Number(definition.version))])) }
                p { (definition.rule.text(lang)) }
                @if let Some(rows) = rows { h2 { (t.get("tower-measure-rows")) } (listed(ctx, view, rows)) }
                p { (t.get("tower-pack-files")) }
            }
        }
    }
}

fn number(ctx: &Ctx, view: &MeasureView, count: &CountView) -> Markup {
    let (t, definition) = (ctx.words(), &view.definition);
    let Some(cells) = count.whole().filter(|_| count.has_list) else {
        return html! { p.big { (t.get("web-unknown")) } p { (t.get("tower-measure-no-list")) } };
    };
    html! {
        p.big { (amount_text(cells, &definition.unit, t)) }
        p { (stand(count.as_of, count.position, t)) }
        p { (super::show::citation(ctx, definition, count)) }
        table {
            @for part in Part::ALL {
                tr { th { (part_word(part, t)) } td.n { (of_part(cells, part, t)) } td { (reasons(definition, cells, part, t)) } }
            }
            @for cell in &cells.levels {
                @if let Some(level) = base::Level::from_number(cell.level) {
                    tr { th { (Level::from(level).word(t)) } td.n { (plain(cell.value, t)) } td {} }
                }
            }
        }
        @for group in count.groups.iter().filter(|group| !group.series.is_empty()) {
            h2 { (t.get("tower-measure-series")) " " (group_word(definition, &group.code, ctx.lang())) }
            table {
                @for slice in &group.series {
                    tr {
                        th { (series_word(definition, &slice.code, ctx.lang())) }
                        td.n { (plain(slice.cells.value, t)) }
                        td.n { (part_word(Part::Unknown, t)) " " (plain(slice.cells.unknown, t)) }
                    }
                }
            }
        }
    }
}

fn of_part(cells: &Cells, part: Part, t: &Words) -> String {
    plain(
        match part {
            Part::Yes => cells.yes,
            Part::No => cells.no,
            Part::Unknown => cells.unknown,
            Part::Out => cells.out,
        },
        t,
    )
}

fn plain(seen: Seen, t: &Words) -> String {
    seen.number().map_or_else(|| t.get("web-hidden").to_owned(), |number| t.number(number))
}

fn listed(ctx: &Ctx, view: &MeasureView, rows: &RowList) -> Markup {
    let t = ctx.words();
    if rows.withheld {
        return html! { p { (t.get("tower-measure-rows-people")) } };
    }
    html! {
        table {
            @for row in &rows.items {
                tr {
                    td { (row.unit.number.as_deref().unwrap_or("")) }
                    td { (row.unit.name.text(ctx.lang())) }
                    td { (part_word(row.part, t)) @if let Some(reason) = &row.reason { " · " (reason_word(&view.definition, reason, t)) } }
                    td.n { (plain(row.low, t)) }
                    td { @if let Some(level) = base::Level::from_number(row.level) { (Level::from(level).word(t)) } }
                }
            }
        }
    }
}
