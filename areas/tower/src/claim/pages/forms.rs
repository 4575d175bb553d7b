//! Forms for everyone and for the organisation named: handing a number in, answering, asking to correct.

use super::amount;
use crate::claim::view::show::ClaimView;
use axum::response::Response;
use base::words::{Arg, Words};
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::field::{Choice, Field};
use web::components::form::{Filled, Form, section};
use web::http::refused::with_status;
use web::{Ctx, Page};

/// Roles that a hand-in may name as speaker.
const SPEAKERS: [&str; 6] = ["city", "council", "ministry", "agency", "press", "other"];
/// Units that a hand-in may use.
pub const UNITS: [&str; 6] = ["company", "person", "percent", "eok_krw", "project", "day"];
/// How a number may be meant.
pub const RELATIONS: [&str; 4] = ["=", "~", ">", ">="];

/// A form's field with what was typed and what is wrong with it.
pub fn text_field(name: &str, label: &str, filled: &Filled, t: &Words) -> Field {
    Field::text(name, t.get(label)).value(filled.value(name)).error(filled.error(name)).autocomplete("off")
}

/// A list to pick from, with words for its codes.
pub fn pick(name: &str, label: &str, list: &str, codes: &[&str], filled: &Filled, t: &Words) -> Field {
    let choices = codes.iter().map(|code| Choice::new(code, &super::code_text(list, code, t))).collect();
    Field::select(name, t.get(label), choices).value(filled.value(name)).error(filled.error(name))
}

/// How a number is meant, to pick from.
pub fn relation(filled: &Filled, t: &Words) -> Field {
    let words =
        ["tower-claim-exactly", "tower-claim-pick-about", "tower-claim-pick-more", "tower-claim-pick-least"];
    let choices = RELATIONS.iter().zip(words).map(|(code, word)| Choice::new(code, t.get(word))).collect();
    let value = if filled.value("relation").is_empty() { "=" } else { filled.value("relation") };
    Field::select("relation", t.get("tower-claim-relation"), choices)
        .value(value)
        .error(filled.error("relation"))
}

pub fn hand_in(ctx: &Ctx, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-claim-hand-in"))
        .below(t.get("tower-claim-hand-in-below"))
        .crumb(t.get("tower-claims"), &ctx.url("/claims"));
    let number = html! {
        (text_field("label_ko", "tower-claim-label", filled, t).hint(t.get("tower-claim-label-hint")).required().max_length(500).view(t))
        (text_field("value", "tower-claim-value", filled, t).hint(t.get("tower-claim-value-hint")).required().short().view(t))
        (pick("unit", "tower-claim-unit", "unit", &UNITS, filled, t).required().view(t))
        (relation(filled, t).required().view(t))
        (text_field("numerator", "tower-claim-numerator", filled, t).hint(t.get("tower-claim-numerator-hint")).short().view(t))
        (text_field("denominator", "tower-claim-denominator", filled, t).short().view(t))
    };
    let where_from = html! {
        (text_field("source", "tower-claim-link", filled, t).hint(t.get("tower-claim-link-hint")).required().max_length(500).view(t))
        (text_field("outlet", "tower-claim-outlet", filled, t).hint(t.get("tower-claim-outlet-hint")).required().middle().view(t))
        (pick("speaker", "tower-claim-speaker", "speaker", &SPEAKERS, filled, t).required().view(t))
        (Field::date("published", t.get("tower-claim-published")).value(filled.value("published")).error(filled.error("published")).required().view(t))
        (Field::date("as_of", t.get("tower-claim-as-of")).hint(t.get("tower-claim-as-of-hint")).value(filled.value("as_of")).error(filled.error("as_of")).view(t))
    };
    let form = Form::post(&ctx.url("/claims/hand-in"), ctx.csrf()).errors(&filled.errors).view(
        t,
        html! {
            (section(t.get("tower-claim-number"), number))
            (section(t.get("tower-claim-where-from"), where_from))
            p { (t.get("tower-claim-hand-in-after")) }
            (button::submit(t.get("tower-claim-hand-in"), Weight::Main))
        },
    );
    let body = html! {
        (form)
        h2 #receipt { (t.get("tower-claim-receipt-find")) }
        p { (t.get("tower-claim-receipt-find-below")) }
        (super::receipt::form(ctx, &Filled::default()))
    };
    with_status(ctx.page(&page, body), status)
}

/// A form to answer, or to ask to correct.
pub fn speak(ctx: &Ctx, view: &ClaimView, is_request: bool, filled: &Filled, status: u16) -> Response {
    let (t, line) = (ctx.words(), &view.line);
    let (title, below, path) = match is_request {
        true => ("tower-claim-request", "tower-claim-request-below", "request"),
        false => ("tower-claim-reply", "tower-claim-reply-below", "reply"),
    };
    let label = line.label.text(ctx.lang());
    let page = Page::new(t.get(title))
        .above(&format!("{} · {label} · {}", line.code, amount(&line.relation, &line.value, &line.unit, t)))
        .below(t.get(below))
        .staff()
        .crumb(t.get("tower-claims"), &ctx.url("/claims"))
        .crumb(label, &ctx.url(&format!("/claims/{}", line.code)));
    let by = view.named.as_ref().map_or("", |named| named.name.text(ctx.lang()));
    let form = Form::post(&ctx.url(&format!("/claims/{}/{path}", line.code)), ctx.csrf())
        .errors(&filled.errors)
        .hidden("lang", ctx.lang().code())
        .view(
            t,
            html! {
                p { (t.say("tower-claim-speaks-for", &[("name", Arg::from(by))])) }
                (Field::lines("says", t.get("tower-claim-says"), 6).hint(t.get("tower-claim-says-hint"))
                    .value(filled.value("says")).error(filled.error("says")).required().max_length(2_000).view(t))
                (text_field("link", "tower-claim-link-more", filled, t).view(t))
                (text_field("document", "tower-claim-document", filled, t).hint(t.get("tower-claim-document-hint")).view(t))
                (button::submit(t.get(title), Weight::Main))
            },
        );
    with_status(ctx.page(&page, form), status)
}

/// One answer of a list of two or three, as a select.
pub fn outcomes(filled: &Filled, t: &Words) -> Markup {
    let choices = vec![
        Choice::new("corrected", t.get("tower-claim-outcome-corrected")),
        Choice::new("declined", t.get("tower-claim-outcome-declined")),
    ];
    Field::select("outcome", t.get("tower-claim-outcome-field"), choices)
        .value(filled.value("outcome"))
        .error(filled.error("outcome"))
        .required()
        .view(t)
}
