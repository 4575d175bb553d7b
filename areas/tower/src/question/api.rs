//! Council questions on the API. Each answer is what the page of the same name shows.

use super::acts::{self, Names};
use super::attached::Note;
use super::form::{SentAnswer, SentOwner, SentQuestion, SentReason};
use super::pins::FINDERS;
use super::view::{FileView, QuestionList, QuestionView};
use super::{Pin, draft, pack, pins, store, view};
use crate::bundle;
use crate::who::{self, Reader};
use ::web::http::{Sent, content, reply};
use ::web::{Ctx, Reply, Shared};
use axum::extract::Path;
use axum::response::Response;
use kernel::policy::Target;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_questions, post_question))
        .routes(routes!(get_question))
        .routes(routes!(get_question_files))
        .routes(routes!(post_question_owner))
        .routes(routes!(post_question_draft))
        .routes(routes!(post_question_answer))
        .routes(routes!(post_question_amendment))
        .routes(routes!(post_question_withdrawal))
}

/// What pages and the API read: the list.
pub async fn list(ctx: &Ctx) -> Reply<QuestionList> {
    let (reader, now) = (Reader::of(ctx), ctx.city().now());
    ctx.read(move |read| view::list(read, &reader, now)).await
}

/// One question with the files of its answer, or "not found".
pub async fn show(ctx: &Ctx, number: &str) -> Reply<QuestionView> {
    let (reader, now, key) = (Reader::of(ctx), ctx.city().now(), number.to_owned());
    let mut found = ctx.read(move |read| view::show(read, &reader, &key, now)).await?;
    if !found.answers.is_empty() {
        found.files = listed(ctx, &found)?;
    }
    Ok(found)
}

/// The answer's files with the zip of all of them first.
fn listed(ctx: &Ctx, found: &QuestionView) -> base::Result<Vec<FileView>> {
    let own = pack::documents(found, &about(ctx))?;
    let at = |name: &str| ctx.url(&format!("/questions/{}/{name}", found.line.number));
    // Rows behind the numbers may be many: these two are made when they are asked for.
    let made = |name: &str| FileView { name: name.to_owned(), href: at(name), bytes: None, sha256: None };
    let file = |(name, bytes): &bundle::File| FileView {
        bytes: Some(i64::try_from(bytes.len()).unwrap_or(i64::MAX)),
        sha256: Some(crate::claim::upload::digest(bytes)),
        ..made(name)
    };
    let mut files = vec![made(pack::ZIP)];
    files.extend(own.iter().map(file));
    files.push(made(bundle::SUMS));
    Ok(files)
}

/// Everything that the zip of an answer holds.
pub async fn files(ctx: &Ctx, number: &str) -> Reply<Vec<bundle::File>> {
    let view = show(ctx, number).await?;
    let (documents, note) = (pack::documents(&view, &about(ctx))?, Note::of(ctx.about(), ctx.words()));
    let today = crate::api::today(ctx);
    ctx.read(move |read| pack::files(read, &view, documents, &note, today)).await
}

/// What files say besides the question, in the reader's language.
pub fn about(ctx: &Ctx) -> pack::About<'_> {
    pack::About::of(ctx.about(), ctx.address(""), ctx.words())
}

/// Names of people in public roles, for acts that must not copy one.
pub async fn names(ctx: &Ctx) -> Reply<Names> {
    let vault = Arc::clone(ctx.city().vault());
    ctx.read(move |read| Names::open(read, &vault)).await
}

/// What the form of an answer offers: counts to pin, names to choose an owner from.
pub async fn offers(ctx: &Ctx) -> Reply<(Vec<Pin>, Vec<String>)> {
    let (today, lang) = (crate::api::today(ctx), ctx.lang());
    ctx.read(move |read| Ok((pins::offered(read)?, who::owners_to_pick(read, today, lang)?))).await
}

/// Writes a question down.
pub async fn ask(ctx: &Ctx, sent: SentQuestion, print: &str) -> Reply<kernel::Done> {
    acts::ASK.allow(ctx.actor(), &Target::default())?;
    let new = sent.read(&ctx.about().zone, ctx.city().now())?;
    let names = names(ctx).await?;
    ctx.act(&acts::ASK, print, move |tx| acts::ask(tx, &names, new)).await
}

/// Says who prepares the answer.
pub async fn assign(
    ctx: &Ctx,
    number: String,
    owner: String,
    (expected, print): (Option<i64>, &str),
) -> Reply<kernel::Done> {
    ctx.act(&acts::ASSIGN, print, move |tx| acts::assign(tx, &number, &owner, expected)).await
}

/// Answers, or amends an answer.
pub async fn answer(
    ctx: &Ctx,
    number: String,
    sent: SentAnswer,
    is_amendment: bool,
    (expected, print): (Option<i64>, &str),
) -> Reply<kernel::Done> {
    let names = names(ctx).await?;
    if is_amendment {
        let act = move |tx: &mut kernel::Tx<'_>| acts::amend(tx, &names, FINDERS, &number, (&sent, expected));
        return ctx.act(&acts::AMEND, print, act).await;
    }
    let act = move |tx: &mut kernel::Tx<'_>| acts::answer(tx, &names, FINDERS, &number, (&sent, expected));
    ctx.act(&acts::ANSWER, print, act).await
}

/// Takes a question back.
pub async fn withdraw(
    ctx: &Ctx,
    number: String,
    why: String,
    (expected, print): (Option<i64>, &str),
) -> Reply<kernel::Done> {
    let names = names(ctx).await?;
    let act = move |tx: &mut kernel::Tx<'_>| acts::withdraw(tx, &names, &number, (&why, expected));
    ctx.act(&acts::WITHDRAW, print, act).await
}

/// Keeps what was typed, over the version that was seen. Whoever saves first prepares the answer. The version now.
///
/// # Errors
/// `tower-question-draft-newer` when somebody else saved in between.
pub async fn keep(ctx: &Ctx, number: &str, sent: SentAnswer, seen: i64) -> Reply<i64> {
    let person = ctx.signed_in()?;
    ctx.takeable()?;
    // Whether there is such a question for this reader comes before whether they may do something with it.
    let found = show(ctx, number).await?;
    acts::ANSWER.allow(ctx.actor(), &Target::default())?;
    sent.check_draft(&names(ctx).await?)?;
    let key = number.to_owned();
    let saved = ctx.city().tidy(move |tx| {
        let question = store::get(tx, &key, true)?;
        question.must_be_open()?;
        draft::save(tx, question.id, &sent, person, seen)
    });
    saved.await?;
    if found.line.owner.is_none() {
        let print = format!("draft {number}");
        assign(ctx, number.to_owned(), "me".to_owned(), (None, &print)).await?;
    }
    Ok(seen + 1)
}

/// Council questions: answered ones for everyone, open ones for those entitled.
#[utoipa::path(get, path = "/questions", tag = "council", params(("city" = String, Path)),
    responses((status = 200, body = QuestionList)))]
async fn get_questions(ctx: Ctx) -> Reply<Response> {
    reply::json(&list(&ctx).await?, None)
}

/// One question with its answers, numbers, promises and files.
#[utoipa::path(get, path = "/questions/{question}", tag = "council",
    params(("city" = String, Path), ("question" = String, Path)),
    responses((status = 200, body = QuestionView), (status = 404)))]
async fn get_question(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    // Promises change without a new version of the question: no tag.
    reply::json(&show(&ctx, &number).await?, None)
}

/// The files of an answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionFiles {
    /// The zip of all of them first.
    pub items: Vec<FileView>,
}

/// The answer as files: page, document, pinned numbers as CSV, checksums; where each is, its size and hash.
#[utoipa::path(get, path = "/questions/{question}/files", tag = "council",
    params(("city" = String, Path), ("question" = String, Path)),
    responses((status = 200, body = QuestionFiles), (status = 404), (status = 409)))]
async fn get_question_files(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    let found = show(&ctx, &number).await?;
    reply::json(&QuestionFiles { items: listed(&ctx, &found)? }, None)
}

/// Writes a question down.
#[utoipa::path(post, path = "/questions", tag = "council", params(("city" = String, Path)),
    request_body = SentQuestion, responses((status = 201), (status = 403), (status = 422)))]
async fn post_question(ctx: Ctx, Sent(sent): Sent<SentQuestion>) -> Reply<Response> {
    let print = content(&sent)?;
    let done = ask(&ctx, sent, &print).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/questions/{number}")));
    reply::done(&done, place)
}

/// Says who prepares the answer.
#[utoipa::path(post, path = "/questions/{question}/owner", tag = "council",
    params(("city" = String, Path), ("question" = String, Path)), request_body = SentOwner,
    responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_question_owner(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(sent): Sent<SentOwner>,
) -> Reply<Response> {
    let print = number.clone() + &content(&sent)?;
    reply::done(&assign(&ctx, number, sent.owner, (ctx.expected(), &print)).await?, None)
}

/// A draft to be kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SentDraft {
    /// What was typed; it may be unfinished.
    pub says: SentAnswer,
    /// The version that was seen; 0 = there was none.
    pub version: i64,
}

/// What standing version a draft has after saving.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KeptDraft {
    /// Counted from 1.
    pub version: i64,
}

/// Keeps a draft of the answer for the next officer. No act: it is overwritten, and gone with the answer.
#[utoipa::path(post, path = "/questions/{question}/draft", tag = "council",
    params(("city" = String, Path), ("question" = String, Path)), request_body = SentDraft,
    responses((status = 200, body = KeptDraft), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_question_draft(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(sent): Sent<SentDraft>,
) -> Reply<Response> {
    let version = keep(&ctx, &number, sent.says, sent.version).await?;
    reply::json(&KeptDraft { version }, None)
}

/// Answers. Each promise becomes an obligation.
#[utoipa::path(post, path = "/questions/{question}/answer", tag = "council",
    params(("city" = String, Path), ("question" = String, Path)), request_body = SentAnswer,
    responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_question_answer(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(sent): Sent<SentAnswer>,
) -> Reply<Response> {
    let print = number.clone() + &content(&sent)?;
    reply::done(&answer(&ctx, number, sent, false, (ctx.expected(), &print)).await?, None)
}

/// Writes the next version of an answer, with its reason. The first stays.
#[utoipa::path(post, path = "/questions/{question}/amendment", tag = "council",
    params(("city" = String, Path), ("question" = String, Path)), request_body = SentAnswer,
    responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_question_amendment(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(sent): Sent<SentAnswer>,
) -> Reply<Response> {
    let print = number.clone() + &content(&sent)?;
    reply::done(&answer(&ctx, number, sent, true, (ctx.expected(), &print)).await?, None)
}

/// Takes a question back, with a reason.
#[utoipa::path(post, path = "/questions/{question}/withdrawal", tag = "council",
    params(("city" = String, Path), ("question" = String, Path)), request_body = SentReason,
    responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_question_withdrawal(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(sent): Sent<SentReason>,
) -> Reply<Response> {
    let print = number.clone() + &content(&sent)?;
    reply::done(&withdraw(&ctx, number, sent.why, (ctx.expected(), &print)).await?, None)
}
