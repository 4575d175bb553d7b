//! The method on one page: the rules, the verdicts, who sees what when, how to answer.

use super::verdict_word;
use crate::claim::rules::{ANSWER_DAYS, HAND_INS_PER_SENDER, SHOWN_DAYS_MIN};
use crate::claim::view::VERDICTS;
use axum::response::Response;
use base::words::Arg;
use maud::html;
use web::components::button::{self, Weight};
use web::components::list::{Definition, code, definitions};
use web::{Ctx, Page};

/// The rules, in the order in which they are applied.
const RULES: [&str; 8] = [
    "tower-claim-rule-as-published",
    "tower-claim-rule-same-thing",
    "tower-claim-rule-tolerance",
    "tower-claim-rule-ratio",
    "tower-claim-rule-parts",
    "tower-claim-rule-unknown",
    "tower-claim-rule-conflict",
    "tower-claim-rule-run",
];

pub fn method(ctx: &Ctx) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-claim-method"))
        .below(t.get("tower-claim-method-below"))
        .crumb(t.get("tower-claims"), &ctx.url("/claims"));
    let meanings: Vec<Definition> = VERDICTS
        .iter()
        .map(|code| {
            let key = format!("tower-claim-means-{}", code.replace('_', "-"));
            Definition::text(verdict_word(code, t), t.get(&key))
        })
        .collect();
    let body = html! {
        h2 { (t.get("tower-claim-rules")) }
        ol.rules { @for rule in RULES { li { (t.get(rule)) } } }
        h2 { (t.get("tower-claim-meanings")) }
        (definitions(&meanings))
        h2 { (t.get("tower-claim-who")) }
        ul.rules {
            li { (t.get("tower-claim-who-figures")) }
            li { (t.say("tower-claim-who-list", &[("days", Arg::Number(SHOWN_DAYS_MIN))])) }
            li { (t.say("tower-claim-who-request", &[("answer", Arg::Number(ANSWER_DAYS))])) }
            li { (t.say("tower-claim-who-hand-in", &[("count", Arg::Number(HAND_INS_PER_SENDER as i64))])) }
            li { (t.get("tower-claim-who-copy")) }
        }
        h2 { (t.get("tower-claim-repeat")) }
        p { (t.get("tower-claim-repeat-text")) }
        (code(t.get("tower-claim-repeat"), "bitgoeul recount claims claims.csv"))
        (button::row(&[
            button::download(t.get("tower-claim-download"), &ctx.url("/claims.csv"), "CSV"),
            button::link(t.get("tower-claim-hand-in"), &ctx.url("/claims/hand-in"), Weight::Plain),
        ]))
    };
    ctx.page(&page, body)
}
