//! The business model on the first page - a count at each stage, unknown where nobody counts - and the three alarms.

use crate::claim::pages::amount;
use crate::measure::pages::unit_after;
use crate::measure::shown::Seen;
use crate::obligation::pages::kind_word;
use crate::overview::alarms::{Alarms, NumberAlarm, PromiseAlarm, QuestionAlarm};
use crate::overview::{Overview, StageCount, StageView};
use crate::pages::unit_word;
use crate::plan::PlanView;
use base::words::{Arg, Words};
use base::{Instant, Lang};
use maud::{Markup, html};
use web::Ctx;
use web::components::door::{Urgency, alarm};
use web::components::number::{Count, Figure};
use web::components::overview::{ChainLink, Part, chain};

/// The chain of stages; none when the pack names none.
pub fn model(ctx: &Ctx, view: &Overview, plan: &PlanView) -> Option<Part> {
    let t = ctx.words();
    if view.stages.is_empty() {
        return None;
    }
    let heading = plan.plan.business_model.text(ctx.lang());
    let heading = if heading.is_empty() { t.get("tower-model") } else { heading };
    let links: Vec<ChainLink> = view.stages.iter().map(|stage| link(ctx, stage)).collect();
    let official = ctx.about().synthetic || ctx.about().official;
    Some(Part {
        id: "model",
        heading: heading.to_owned(),
        beside: html! {
            p.note { (t.get("tower-model-below")) }
            @if !official { p.note { (t.get("tower-model-own-reading")) } }
        },
        body: chain(heading, &links),
    })
}

fn link(ctx: &Ctx, stage: &StageView) -> ChainLink {
    let t = ctx.words();
    let title = stage.title.text(ctx.lang()).to_owned();
    let known = stage.counts.iter().find(|count| count.count.is_some());
    match (known.or(stage.counts.first()), stage.said.first()) {
        (Some(first), said) if first.count.is_some() || said.is_none() => {
            let others = stage.counts.iter().filter(|count| *count != first);
            let mut below: Vec<String> = vec![name(ctx, first)];
            below.extend(others.map(|count| format!("{} {}", name(ctx, count), text(count, t))));
            ChainLink {
                title,
                figure: figure(first, t),
                below: below.join(" · "),
                href: ctx.url(&rows(first)),
            }
        }
        (_, Some(said)) => ChainLink {
            title,
            figure: Figure::published(&amount(&said.relation, &said.value, &said.unit, t)).inline(t),
            below: format!("{} · {}", said.label.text(ctx.lang()), t.get("tower-stage-said")),
            href: ctx.url(&format!("/claims/{}", said.code)),
        },
        (_, None) => ChainLink {
            title,
            figure: Figure::new(Count::Unknown, "").inline(t),
            below: t.get("tower-stage-nothing").to_owned(),
            href: ctx.url(&format!("/plan#stage-{}", stage.code)),
        },
    }
}

/// Where the rows behind a count are.
fn rows(count: &StageCount) -> String {
    match count.of.as_str() {
        "promises" => format!("/obligations?kind={}", count.code),
        _ => format!("/measures/{}", count.code),
    }
}

/// What is counted, in words.
pub fn name(ctx: &Ctx, count: &StageCount) -> String {
    match count.of.as_str() {
        "promises" => kind_word(&count.code, ctx.words()).to_owned(),
        _ => count.title.text(ctx.lang()).to_owned(),
    }
}

fn figure(count: &StageCount, t: &Words) -> Markup {
    match count.count {
        Some(Seen::Number(number)) => {
            Figure::new(Count::Exact(number), unit(&count.unit, t).trim()).inline(t)
        }
        Some(Seen::Hidden(_)) => html! { span.unknown { (t.get("web-hidden")) } },
        None => Figure::new(Count::Unknown, "").inline(t),
    }
}

/// Records are counted without a unit where a language has no word for it.
fn unit(code: &str, t: &Words) -> String {
    match (code, t.lang()) {
        ("count", Lang::En) => String::new(),
        (code, _) => unit_word(code, t),
    }
}

fn text(count: &StageCount, t: &Words) -> String {
    match count.count {
        Some(Seen::Number(number)) => format!("{}{}", t.number(number), unit_after(&count.unit, t)),
        Some(Seen::Hidden(_)) => t.get("web-hidden").to_owned(),
        None => t.get("web-unknown").to_owned(),
    }
}

/// Promises, numbers to check, questions: as many as the rows behind each.
pub fn alarms(ctx: &Ctx, of: &Alarms) -> Part {
    Part {
        id: "now",
        heading: ctx.words().get("tower-now").to_owned(),
        beside: html! {},
        body: html! {
            (promises(ctx, &of.promises))
            (numbers(ctx, &of.numbers))
            (questions(ctx, &of.questions))
        },
    }
}

fn promises(ctx: &Ctx, of: &PromiseAlarm) -> Markup {
    let t = ctx.words();
    let counts = [("all", Arg::Number(of.all)), ("unknown", Arg::Number(of.unknown))];
    match of.overdue {
        Some(late) => alarm(
            Urgency::Overdue,
            t.get("tower-alarm-overdue"),
            &t.number(late),
            t.get("tower-alarm-overdue-about"),
            &t.say("tower-alarm-overdue-text", &counts),
            &ctx.url("/board?when=overdue"),
        ),
        // Whether a promise is late is not told to everyone; how many have no known outcome is.
        None => alarm(
            Urgency::Overdue,
            t.get("tower-alarm-unknown"),
            &t.number(of.unknown),
            t.get("tower-alarm-overdue-about"),
            &t.say("tower-alarm-unknown-text", &counts),
            &ctx.url("/obligations?outcome=unknown"),
        ),
    }
}

fn numbers(ctx: &Ctx, of: &NumberAlarm) -> Markup {
    let t = ctx.words();
    let kinds = [
        ("claims-verdict-arithmetic", of.arithmetic),
        ("claims-verdict-conflict", of.conflict),
        ("claims-verdict-differs-with-reason", of.differs),
    ];
    let mut told: Vec<String> = kinds
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{} {}", t.get(word), t.number(*count)))
        .collect();
    if of.no_list > 0 {
        told.push(t.say("tower-alarm-no-list", &[("count", Arg::Number(of.no_list))]));
    }
    let below = if of.all == 0 { t.get("tower-alarm-numbers-none").to_owned() } else { told.join(" · ") };
    alarm(
        Urgency::Check,
        t.get("tower-alarm-numbers"),
        &t.number(of.to_check),
        t.get("tower-alarm-numbers-about"),
        &below,
        &ctx.url(if of.all == 0 { "/claims" } else { "/claims?verdict=check" }),
    )
}

fn questions(ctx: &Ctx, of: &QuestionAlarm) -> Markup {
    let t = ctx.words();
    let href = ctx.url("/questions");
    let about = t.get("tower-alarm-questions-about");
    let Some(open) = of.open else {
        let text = t.get("tower-alarm-answered-text").to_owned();
        return alarm(
            Urgency::Question,
            t.get("tower-alarm-answered"),
            &t.number(of.answered),
            about,
            &text,
            &href,
        );
    };
    let text = match (&of.first, &of.first_due) {
        (Some(first), Some(due)) => {
            let due = Instant::parse(due).map(|at| at.local(&ctx.about().zone)).unwrap_or_default();
            let args = [("due", Arg::from(due.as_str())), ("text", Arg::from(first.as_str()))];
            t.say("tower-alarm-questions-text", &args)
        }
        (_, _) => t.get("tower-alarm-answered-text").to_owned(),
    };
    alarm(Urgency::Question, t.get("tower-alarm-questions"), &t.number(open), about, &text, &href)
}
