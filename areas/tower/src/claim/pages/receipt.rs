//! The receipt of a number that was handed in, and the small form that leads to it.

use super::{amount, code_word};
use crate::claim::handed::HandInState;
use crate::claim::receipt::ClaimReceipt;
use axum::response::Response;
use base::words::Arg;
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::form::{Filled, Form};
use web::components::list::{Definition, definitions};
use web::components::overview::receipt as slip;
use web::components::status::{Meaning, tag};
use web::http::refused::with_status;
use web::{Ctx, Page};

/// The page to look for a receipt.
pub fn find(ctx: &Ctx, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-claim-receipt-find"))
        .below(t.get("tower-claim-receipt-find-below"))
        .crumb(t.get("tower-claims"), &ctx.url("/claims"))
        .crumb(t.get("tower-claim-hand-in"), &ctx.url("/claims/hand-in"));
    with_status(ctx.page(&page, form(ctx, filled)), status)
}

/// The form with number and code.
pub fn form(ctx: &Ctx, filled: &Filled) -> Markup {
    let t = ctx.words();
    let field = |name: &str, label: &str| super::forms::text_field(name, label, filled, t).required().short();
    Form::get(&ctx.url("/claims/received")).errors(&filled.errors).view(
        t,
        html! {
            (field("number", "tower-claim-receipt-number").view(t))
            (field("code", "tower-claim-receipt-code").hint(t.get("tower-claim-receipt-code-hint")).view(t))
            (button::submit(t.get("tower-claim-receipt-open"), Weight::Plain))
        },
    )
}

/// The receipt itself.
pub fn receipt(ctx: &Ctx, found: &ClaimReceipt) -> Response {
    let t = ctx.words();
    let code = found.code.as_deref().unwrap_or("");
    let page = Page::new(t.get("tower-claim-receipt"))
        .below(t.get("tower-claim-receipt-below"))
        .crumb(t.get("tower-claims"), &ctx.url("/claims"))
        .api(&ctx.url(&format!("/api/v1/claims/received/{}/{code}", found.number)));
    let (word, meaning) = match found.state {
        HandInState::Waiting => ("tower-claim-state-waiting", Meaning::Active),
        HandInState::Accepted => ("tower-claim-state-accepted", Meaning::Good),
        HandInState::Refused => ("tower-claim-state-refused", Meaning::Past),
    };
    let day = found.received.to_string();
    let body = html! {
        p.receipt-label { (t.get("tower-claim-receipt-code")) }
        p.receipt-number.num { (code) }
        p { (t.say("tower-claim-received-on", &[("day", Arg::from(day.as_str()))])) }
        p { (tag(t.get(word), meaning)) }
        @if let Some(reason) = &found.reason { p { (t.get("tower-claim-reason")) ": " (reason) } }
        @if let Some(code) = &found.claim {
            p { a href=(ctx.url(&format!("/claims/{code}"))) { (t.get("tower-claim-see")) } }
        }
    };
    let body = html! {
        (slip(t.get("tower-claim-receipt-number"), &found.number, body))
        h2 { (t.get("tower-claim-receipt-sent")) }
        (sent(ctx, found))
    };
    ctx.page(&page, body)
}

/// What was sent, as we hold it.
fn sent(ctx: &Ctx, found: &ClaimReceipt) -> Markup {
    let (t, cell) = (ctx.words(), |column: &str| found.cell(column));
    let mut rows = vec![
        Definition::text(t.get("tower-claim-label"), cell("label_ko")),
        Definition::text(
            t.get("tower-claim-number"),
            &amount(cell("relation"), cell("value"), cell("unit"), t),
        ),
    ];
    for (column, label) in
        [("numerator", "tower-claim-numerator"), ("denominator", "tower-claim-denominator")]
    {
        if !cell(column).is_empty() {
            rows.push(Definition::text(t.get(label), cell(column)));
        }
    }
    let source = cell("source");
    rows.extend([
        Definition::new(
            t.get("tower-claim-link"),
            html! { a href=(source) rel="nofollow noopener" { (source) } },
        ),
        Definition::text(t.get("tower-claim-outlet"), cell("outlet")),
        Definition::new(t.get("tower-claim-speaker"), code_word("speaker", cell("speaker"), t)),
        Definition::new(t.get("tower-claim-published"), date::when(cell("published"), t)),
        Definition::new(t.get("tower-claim-as-of"), date::when(cell("as_of"), t)),
    ]);
    definitions(&rows)
}
