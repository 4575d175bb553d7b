//! One published number on its own page.

use super::{amount, code_word, scope, speaker, verdicts};
use crate::claim::view::show::{
    ClaimCopy, ClaimFigure, ClaimPartner, ClaimView, Countable, FindingView, SaidView,
};
use axum::http::StatusCode;
use axum::response::Response;
use base::Lang;
use base::words::Arg;
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::{Choice, Field};
use web::components::form::{Filled, Form};
use web::components::list::{Definition, definitions, more};
use web::components::notice::{Notice, Tone, empty};
use web::components::overview::with_side;
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Table};
use web::text::tri;
use web::{Ctx, Page};

pub fn show(ctx: &Ctx, view: &ClaimView, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let label = view.line.label.text(ctx.lang());
    let title = if label.is_empty() { &view.line.subject } else { label };
    let page = Page::new(title)
        .above(&format!("{} · {}", t.get("tower-claim"), view.line.code))
        .crumb(t.get("tower-claims"), &ctx.url("/claims"))
        .api(&ctx.url(&format!("/api/v1/claims/{}", view.line.code)));
    let body = html! {
        (with_side(
            html! { (verdict(ctx, view)) (shares(ctx, view)) (partners(ctx, view)) (said(ctx, view)) },
            html! { (published(ctx, view)) (copies(ctx, &view.copies)) },
        ))
        (office(ctx, view, filled))
    };
    let mut response = ctx.page(&page, body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response
}

/// The number, what is said of it, the arithmetic.
fn verdict(ctx: &Ctx, view: &ClaimView) -> Markup {
    let (t, line) = (ctx.words(), &view.line);
    let number = amount(&line.relation, &line.value, &line.unit, t);
    html! {
        div.figure { div.figure-value.long[number.chars().count() > 11] { span.amount.num { (number) } } }
        p.verdict-tags { (verdicts(&line.verdicts, !line.run.is_empty(), t)) }
        @for calculation in &view.arithmetic { p.calculation.num { (calculation) } }
        @for sentence in &view.explanation { p { (sentence.text) } }
        @if let Some(finding) = &view.finding { (counted(ctx, finding)) }
        p {
            a href=(ctx.url("/claims/method")) { (t.get("tower-claim-method-link")) } " · "
            a href=(ctx.url(&format!("/thread/claim:{}", line.code))) { (t.get("tower-claim-thread")) }
        }
    }
}

/// What counting gave, when this reader sees it.
fn counted(ctx: &Ctx, finding: &FindingView) -> Markup {
    let t = ctx.words();
    let figure = counted_figure(ctx, finding);
    if finding.is_published {
        return figure;
    }
    let told = match (&finding.shown_to, finding.answer_by) {
        (Some(to), Some(until)) => t.say(
            "tower-claim-inside-shown",
            &[
                ("name", Arg::from(to.name.text(ctx.lang()))),
                ("until", Arg::from(until.to_string().as_str())),
            ],
        ),
        _ => t.get("tower-claim-inside-not-shown").to_owned(),
    };
    html! { (Notice::new(Tone::Info, t.get("tower-claim-inside")).text(&told).view(t)) (figure) }
}

/// The count and the way to its rows.
fn counted_figure(ctx: &Ctx, finding: &FindingView) -> Markup {
    let t = ctx.words();
    let high = finding.high.as_deref().unwrap_or(t.get("web-unknown"));
    let count = if high == finding.low { high.to_owned() } else { format!("{}–{high}", finding.low) };
    html! {
        p {
            (t.get("tower-claim-by-list")) ": " b.num { (count) } " · " span.num { (finding.definition) }
            @if let Some(kept) = &finding.snapshot {
                " · " a.num href=(ctx.url(&format!("/measures/{}?snapshot={}", kept.measure, kept.number))) { (kept.number) }
            }
        }
    }
}

/// What an unknown part leaves open.
fn shares(ctx: &Ctx, view: &ClaimView) -> Markup {
    let t = ctx.words();
    if view.shares.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::head(t.get("tower-claim-part")),
        Column::number(t.get("tower-claim-share-low")),
        Column::number(t.get("tower-claim-share-high")),
        Column::number(t.get("tower-claim-share-known")),
    ];
    let rows = view.shares.iter().map(|share| {
        let percent = |text: &str| html! { (amount("=", text, "percent", t)) };
        Row::new(vec![
            code_word("figure", &share.part, t),
            percent(&share.low),
            percent(&share.high),
            share.among_known.as_deref().map_or_else(|| date::unknown(t), percent),
        ])
    });
    let caption = t.get("tower-claim-shares");
    html! {
        h2 { (caption) }
        (Table::new(caption, columns, rows.collect(), html! {}).caption_hidden().view(t))
    }
}

/// Claims about the same thing.
fn partners(ctx: &Ctx, view: &ClaimView) -> Markup {
    let t = ctx.words();
    let of = |how: &'static str| view.partners.iter().filter(move |partner| partner.how == how);
    html! {
        @if of("conflict").next().is_some() {
            h2 { (t.get("tower-claim-conflicts")) }
            (partner_table(ctx, of("conflict"), t.get("tower-claim-conflicts")))
        }
        @if of("run").next().is_some() {
            h2 { (t.get("tower-claim-timeline")) }
            p { (t.get("tower-claim-timeline-text")) }
            (partner_table(ctx, of("run"), t.get("tower-claim-timeline")))
        }
    }
}

fn partner_table<'a>(ctx: &Ctx, partners: impl Iterator<Item = &'a ClaimPartner>, caption: &str) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-claim-as-of")),
        Column::number(t.get("tower-claim-number")),
        Column::text(t.get("tower-claim-what")),
        Column::text(t.get("tower-claim-outlet")),
    ];
    let rows = partners.map(|partner| {
        let label = partner.label.text(ctx.lang());
        Row::new(vec![
            date::when(&partner.as_of, t),
            html! { b { (amount(&partner.relation, &partner.value, &partner.unit, t)) } },
            html! {
                div {
                    @if partner.is_this { (label) " " (tag(t.get("tower-claim-this"), Meaning::Neutral)) }
                    @else { a href=(ctx.url(&format!("/claims/{}", partner.code))) { (label) } }
                    span.row-below.num { (partner.code) }
                }
            },
            html! {
                div {
                    (code_word("outlet", &partner.outlet, t))
                    span.row-below { (date::when(&partner.published, t)) }
                }
            },
        ])
    });
    Table::new(caption, columns, rows.collect(), html! {}).caption_hidden().view(t)
}

/// Answers and requests, and the ways to give one.
fn said(ctx: &Ctx, view: &ClaimView) -> Markup {
    let t = ctx.words();
    let way = |what: &str| ctx.url(&format!("/claims/{}/{what}", view.line.code));
    let mut ways = Vec::new();
    if view.can.reply {
        ways.push(button::link(t.get("tower-claim-reply"), &way("reply"), Weight::Main));
    }
    if view.can.request {
        ways.push(button::link(t.get("tower-claim-request"), &way("request"), Weight::Plain));
    }
    html! {
        h2 #said { (t.get("tower-claim-said-of")) }
        @if view.said.is_empty() { (empty(t.get("tower-claim-said-none"), t.get("tower-claim-said-none-text"), None)) }
        @for said in &view.said { (one_said(ctx, said)) }
        @if !ways.is_empty() { (button::row(&ways)) }
    }
}

fn one_said(ctx: &Ctx, said: &SaidView) -> Markup {
    let t = ctx.words();
    let title = if said.is_request { "tower-claim-request" } else { "tower-claim-reply" };
    let lang = Lang::from_tag(&said.lang).filter(|lang| *lang != ctx.lang()).map(Lang::html);
    html! {
        section.said {
            h3 { (t.get(title)) " · " (tri(&said.organisation.name, ctx.lang())) }
            p.row-below.num {
                (said.said) " · " (said.number)
                @if let Some(document) = &said.document { " · " (t.get("tower-claim-document")) ": " (document) }
            }
            p lang=[lang] { (said.says) }
            @if let Some(link) = &said.link { p { a href=(link) rel="nofollow noopener" { (link) } } }
            @if said.is_request { (answered(ctx, said)) }
        }
    }
}

fn answered(ctx: &Ctx, said: &SaidView) -> Markup {
    let t = ctx.words();
    let until = said.due.map(|day| day.to_string()).unwrap_or_default();
    html! {
        @match (&said.outcome, &said.answer) {
            (Some(outcome), Some(answer)) => {
                p {
                    (tag(t.get(match outcome.as_str() {
                        "corrected" => "tower-claim-outcome-corrected",
                        _ => "tower-claim-outcome-declined",
                    }), Meaning::Neutral))
                    " " @if let Some(day) = said.answered { span.num { (day) } }
                }
                p { (answer) }
            },
            _ => p { (tag(&t.say("tower-claim-answer-due", &[("until", Arg::from(until.as_str()))]), Meaning::Active)) },
        }
    }
}

/// What was published, exactly.
fn published(ctx: &Ctx, view: &ClaimView) -> Markup {
    let (t, line) = (ctx.words(), &view.line);
    let named = html! {
        @match &view.named {
            Some(named) => a href=(ctx.url(&format!("/organisations/{}", named.number))) { (tri(&named.name, ctx.lang())) },
            None => (date::unknown(t)),
        }
    };
    let mut rows = vec![
        Definition::text(t.get("tower-claim-number"), &amount(&line.relation, &line.value, &line.unit, t)),
        Definition::new(t.get("tower-claim-published"), date::when(&line.published, t)),
        Definition::new(t.get("tower-claim-outlet"), code_word("outlet", &line.outlet, t)),
        Definition::new(t.get("tower-claim-speaker"), speaker(ctx, &line.speaker)),
        Definition::new(t.get("tower-claim-named"), named),
        Definition::new(t.get("tower-claim-subject"), html! { span lang="en" { (line.subject) } }),
        Definition::new(t.get("tower-claim-scope"), scope(&line.scope, t)),
        Definition::new(t.get("tower-claim-as-of"), date::when(&line.as_of, t)),
    ];
    if let Some(numerator) = &view.numerator {
        rows.push(Definition::text(t.get("tower-claim-numerator"), numerator));
    }
    if let Some(denominator) = &view.denominator {
        rows.push(Definition::text(t.get("tower-claim-denominator"), denominator));
    }
    if !view.parts.is_empty() {
        rows.push(Definition::new(t.get("tower-claim-parts"), figures(&view.parts, t)));
    }
    if !view.basis.is_empty() {
        rows.push(Definition::new(t.get("tower-claim-basis"), figures(&view.basis, t)));
    }
    rows.push(Definition::new(t.get("tower-source"), source(&view.source)));
    html! { h2 { (t.get("tower-claim-as-published")) } (definitions(&rows)) }
}

fn figures(figures: &[ClaimFigure], t: &base::words::Words) -> Markup {
    html! {
        @for (index, figure) in figures.iter().enumerate() {
            @if index > 0 { br; }
            (code_word("figure", &figure.name, t)) " " span.num { (figure.value) }
        }
    }
}

/// A key as it stands; an address as a link.
fn source(source: &str) -> Markup {
    html! {
        @if source.starts_with("https://") || source.starts_with("http://") {
            a href=(source) rel="nofollow noopener" { (source) }
        } @else { span.num { (source) } }
    }
}

/// Copies of ours that were wrong.
fn copies(ctx: &Ctx, copies: &[ClaimCopy]) -> Markup {
    let t = ctx.words();
    html! {
        @for copy in copies {
            (more(
                &t.say("tower-claim-copy", &[("position", Arg::Number(copy.until))]),
                html! {
                    p { (copy.why) }
                    p { (figures(&copy.said, t)) }
                },
            ))
        }
    }
}

/// What the office may do here.
fn office(ctx: &Ctx, view: &ClaimView, filled: &Filled) -> Markup {
    let (t, can) = (ctx.words(), &view.can);
    let at = |what: &str| ctx.url(&format!("/claims/{}/{what}", view.line.code));
    html! {
        @if can.name || can.correct || can.compare || can.show || can.publish { h2 { (t.get("tower-claim-office")) } }
        @if can.correct {
            (button::row(&[button::link(t.get("tower-claim-correct"), &at("correction"), Weight::Plain)]))
        }
        @if can.name {
            (Form::post(&at("naming"), ctx.csrf()).errors(&of(filled, "organisation")).view(t, html! {
                (Field::text("organisation", t.get("tower-claim-name-number")).hint(t.get("tower-claim-name-hint"))
                    .value(filled.value("organisation")).error(filled.error("organisation")).required().short().view(t))
                (button::submit(t.get("tower-claim-name"), Weight::Plain))
            }))
        }
        @if can.compare { (comparison(ctx, view, filled)) }
        @if can.show {
            (Form::post(&at("showing"), ctx.csrf()).errors(&of(filled, "days")).view(t, html! {
                (Field::number("days", t.get("tower-claim-show-days"), t.get("tower-claim-unit-day"))
                    .value(if filled.value("days").is_empty() { "14" } else { filled.value("days") })
                    .error(filled.error("days")).required().view(t))
                (button::submit(t.get("tower-claim-show"), Weight::Plain))
            }))
        }
        @if can.publish {
            (Form::post(&at("publication"), ctx.csrf()).errors(&of(filled, "why")).view(t, html! {
                (Field::lines("why", t.get("tower-claim-publish-why"), 2).hint(t.get("tower-claim-publish-hint"))
                    .value(filled.value("why")).error(filled.error("why")).view(t))
                (button::submit(t.get("tower-claim-publish"), Weight::Plain))
            }))
        }
    }
}

/// Choosing the kept count that a claim is compared with.
fn comparison(ctx: &Ctx, view: &ClaimView, filled: &Filled) -> Markup {
    let t = ctx.words();
    if view.countable.is_empty() {
        return html! { p.row-below { (t.get("tower-claim-compare-none")) } };
    }
    let choice = |kept: &Countable| {
        let text = format!("{} · {} · {}", kept.title.text(ctx.lang()), kept.as_of, kept.number);
        Choice::new(&kept.number, &text)
    };
    let choices = view.countable.iter().map(choice).collect();
    let action = ctx.url(&format!("/claims/{}/comparison", view.line.code));
    Form::post(&action, ctx.csrf()).errors(&of(filled, "snapshot")).view(
        t,
        html! {
            (Field::select("snapshot", t.get("tower-claim-compare-with"), choices)
                .hint(t.get("tower-claim-compare-hint"))
                .value(filled.value("snapshot")).error(filled.error("snapshot")).required().view(t))
            (button::submit(t.get("tower-claim-compare"), Weight::Plain))
        },
    )
}

/// The errors of one of several forms of a page.
fn of(filled: &Filled, field: &str) -> Vec<web::components::form::FieldError> {
    filled.errors.iter().filter(|error| error.field == field).cloned().collect()
}
