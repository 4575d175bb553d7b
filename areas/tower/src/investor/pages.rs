//! How the page for investors looks, and the API beside it.

use super::{InvestorList, Published, all, list};
use crate::measure::pages::show::{citation, permalink};
use crate::measure::pages::{bar, figure, said, seen, stand, unit_after};
use crate::measure::shown::Cells;
use axum::response::Response;
use base::words::Arg;
use maud::{Markup, html};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::components::list::{Definition as Line, definitions};
use web::components::notice::empty;
use web::http::reply;
use web::text::tri;
use web::{Ctx, Page, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_investors))
}

/// Published counts to cite and to check.
#[utoipa::path(get, path = "/investors", tag = "tower", params(("city" = String, Path)),
    responses((status = 200, body = InvestorList)))]
async fn get_investors(ctx: Ctx) -> Reply<Response> {
    let found = all(&ctx).await?;
    reply::json(&list(&ctx, &found), None)
}

/// `/investors`.
pub async fn show(ctx: Ctx) -> Reply<Response> {
    let found = all(&ctx).await?;
    let t = ctx.words();
    let page = Page::new(t.get("tower-investors"))
        .below(t.get("tower-investors-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url("/api/v1/investors"));
    let none = empty(t.get("tower-investors-none"), t.get("tower-investors-none-text"), None);
    let body = html! {
        @if found.is_empty() { (none) }
        @for of in &found { (number(&ctx, of)) }
        p { a href=(ctx.url("/measures")) { (t.get("tower-investors-all")) } }
    };
    Ok(ctx.page(&page, body))
}

fn number(ctx: &Ctx, of: &Published) -> Markup {
    let (t, definition, count) = (ctx.words(), of.definition.as_ref(), &of.count);
    let link = permalink(ctx, definition, count);
    let cells = count.whole().filter(|_| count.has_list);
    html! {
        section id=(definition.id) {
            h2 { (tri(&definition.title, ctx.lang())) }
            (figure(cells, count.has_list, &definition.unit, &link, t))
            p.num {
                (stand(count.as_of, count.position, t))
                @if let Some(number) = &count.snapshot { " · " a href=(link) { (number) } }
            }
            @if let Some(cells) = cells { (bar(cells, definition.counts, None).view(t)) }
            (definitions(&facts(ctx, of, cells)))
        }
    }
}

fn facts(ctx: &Ctx, of: &Published, cells: Option<&Cells>) -> Vec<Line> {
    let (t, definition) = (ctx.words(), of.definition.as_ref());
    let rule = t.say("tower-measure-rule", &[("version", Arg::Number(definition.version))]);
    let unknown = html! {
        @match cells {
            Some(cells) => span.num {
                (seen(cells.unknown, t))
                @if cells.unknown.number().is_some() { (unit_after(definition.unit_of_unknown(), t)) }
            },
            None => (web::components::date::unknown(t)),
        }
    };
    vec![
        Line::new(&rule, tri(&definition.rule, ctx.lang())),
        Line::new(t.get("tower-investors-unknown"), unknown),
        Line::new(t.get("tower-quality-limits"), said(&definition.quality.limits, ctx)),
        Line::new(t.get("tower-investors-cite"), html! { (citation(ctx, definition, &of.count)) }),
    ]
}
