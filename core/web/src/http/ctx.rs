//! Who asks, in which city, in which language: everything a handler needs, read from the request.

use super::area::NavFor;
use super::posted::too_long;
use super::reply::{Failure, Reply};
use super::site::{Shared, Site};
use crate::page::{self, Frame, JournalFoot, Link, NavLink, Origin, Page, Reader};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse as _, Response};
use base::lang::Lang;
use base::problem::Class;
use base::words::Words;
use base::{PersonId, Result, Saying};
use kernel::account::{self, Caller, acts};
use kernel::policy::{Action, Actor, Depth, Target};
use kernel::{About, City, Done, Request, Tx};
use maud::Markup;
use std::sync::{Arc, OnceLock};

/// The context of one request.
#[derive(Clone)]
pub struct Ctx {
    site: Shared,
    city: City,
    about: About,
    caller: Caller,
    actor: Actor,
    session: Option<SignedIn>,
    words: Words,
    large: bool,
    here: String,
    request_id: Option<String>,
    /// The number of the form that was sent, once its body is read; all contexts of one request share it.
    form: Arc<OnceLock<String>>,
    /// What the form holds that is never taken, field by field.
    untakeable: Arc<OnceLock<Saying>>,
    if_match: Option<i64>,
    /// The network that it came from; none when nobody can tell.
    sender: Option<String>,
}

/// A session that holds, and what proves that a form came from our page.
#[derive(Clone)]
struct SignedIn {
    secret: String,
    csrf: String,
    confirmed: bool,
}

impl FromRequestParts<Shared> for Ctx {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Shared) -> Result<Ctx, Failure> {
        if let Some(ctx) = parts.extensions.get::<Ctx>() {
            return Ok(ctx.clone());
        }
        let ctx = Ctx::from_parts(parts, site).await?;
        parts.extensions.insert(ctx.clone());
        Ok(ctx)
    }
}

impl Ctx {
    /// Reads the request; the failure layer uses it too.
    pub(super) async fn from_parts(parts: &Parts, site: &Shared) -> Result<Ctx, Failure> {
        let path = original_path(parts);
        let slug = path.split('/').nth(1).unwrap_or("");
        let city =
            site.city(slug).ok_or_else(|| base::Error::from(Saying::not_found("web-no-city")))?.clone();
        let about = city.about()?;
        let (caller, session) = who(&parts.headers, &city, site, &about.slug).await?;
        let (asked, today) = (caller.clone(), city.now().day_in(&about.zone));
        let actor = match &caller {
            Caller::Visitor => Actor::Visitor,
            _ => city.read(move |read| account::resolve(db::Read::conn(read), asked, today)).await?,
        };
        Ok(Ctx {
            words: Words::new(language(parts), Arc::clone(site.catalogue())),
            large: cookie(&parts.headers, "bitgoeul-size").as_deref() == Some("large"),
            here: here(parts),
            request_id: header_text(&parts.headers, "idempotency-key"),
            form: Arc::default(),
            untakeable: Arc::default(),
            if_match: version_asked(&parts.headers),
            sender: super::sender::network(parts),
            site: Arc::clone(site),
            city,
            about,
            caller,
            actor,
            session,
        })
    }

    /// The city.
    pub fn city(&self) -> &City {
        &self.city
    }
    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }
    /// What the city says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }
    /// The words in the reader's language.
    pub fn words(&self) -> &Words {
        &self.words
    }
    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.words.lang()
    }
    /// Who asks.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
    /// The caller, as acts take it.
    pub fn caller(&self) -> Caller {
        self.caller.clone()
    }
    /// How deep this reader sees.
    pub fn depth(&self) -> Depth {
        self.actor.depth()
    }
    /// The person, or "sign in first".
    pub fn signed_in(&self) -> Result<PersonId> {
        self.actor.person().ok_or_else(|| Saying::new(Class::SignIn, "kernel-sign-in-first").into())
    }
    /// The session's secret, for signing out and confirming.
    pub fn session_secret(&self) -> Option<&str> {
        self.session.as_ref().map(|session| session.secret.as_str())
    }
    /// The same request as if nobody had signed in: for what leaves the hub.
    pub fn as_visitor(&self) -> Ctx {
        Ctx { caller: Caller::Visitor, actor: Actor::Visitor, session: None, ..self.clone() }
    }
    /// What proves that a form came from our page; empty for visitors, whose forms are judged by their origin alone.
    pub fn csrf(&self) -> &str {
        self.session.as_ref().map_or("", |session| &session.csrf)
    }
    /// May the reader do this? For `view.can` and for pages that only lead to an act.
    pub fn may(&self, action: &Action, target: &Target) -> bool {
        action.permits(&self.actor, target)
    }
    /// An address in this city.
    pub fn url(&self, path: &str) -> String {
        format!("/{}{path}", self.about.slug)
    }
    /// An address in this city for what leaves the site, such as a citation: with scheme and host, where the program was
    /// told them.
    pub fn address(&self, path: &str) -> String {
        self.site.address_of(&self.url(path))
    }
    /// Path and query of this request.
    pub fn here(&self) -> &str {
        &self.here
    }
    /// The network that the request came from, to limit how much one sends; none when nobody can tell. Never to be
    /// written down as it is.
    pub fn sender(&self) -> Option<&str> {
        self.sender.as_deref()
    }
    /// The version a writer believes to change, from `If-Match`.
    pub fn expected(&self) -> Option<i64> {
        self.if_match
    }
    /// True when browsers reach us by HTTPS.
    pub fn is_secure(&self) -> bool {
        self.site.is_secure()
    }

    /// Reads one snapshot.
    pub async fn read<T, F>(&self, read: F) -> Reply<T>
    where
        T: Send + 'static,
        F: FnOnce(&db::Reading<'_>) -> Result<T> + Send + 'static,
    {
        Ok(self.city.read(read).await?)
    }

    /// Runs an act as this caller. `fingerprint` is the content asked for, to recognise a request sent twice.
    /// What needs the password typed again is refused until it was.
    pub async fn act<F>(&self, action: &Action, fingerprint: &str, act: F) -> Reply<Done>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static,
    {
        self.takeable()?;
        let confirmed = self.session.as_ref().is_some_and(|session| session.confirmed);
        if action.confirm && self.actor.person().is_some() && !confirmed {
            return Err(base::Error::from(
                Saying::forbidden("web-confirm-first").with("action", action.name),
            )
            .into());
        }
        Ok(self.city.act(self.caller(), self.request(action, fingerprint), act).await?)
    }

    /// Refuses a form that holds what is never taken, such as a number that identifies a person: for what is written
    /// without an act, and before work that comes before one.
    ///
    /// # Errors
    /// `web-form-untakeable` with every field that is wrong.
    pub fn takeable(&self) -> Result<()> {
        match self.untakeable.get() {
            Some(saying) => Err(saying.clone().into()),
            None => Ok(()),
        }
    }

    /// Fields of the form that hold what is never taken, or more than `limit` bytes in all; whatever it asks for is
    /// refused, with what was typed.
    pub(super) fn sent_with(&self, fields: &[(String, String)], limit: usize) {
        let wrong = fields
            .iter()
            .filter_map(|(name, text)| Some((name.as_str(), kernel::untakeable::untakeable(name, text)?)));
        let whole = Saying::invalid("web-form-untakeable");
        let wrong = wrong.chain(too_long(fields, limit));
        let saying = wrong.fold(whole, |whole, (name, inner)| whole.field(name, inner));
        if !saying.fields.is_empty() {
            let _ = self.untakeable.set(saying);
        }
    }

    /// The form that was sent carries this number: pressing its button twice acts once.
    pub(super) fn sent_by_form(&self, number: &str) {
        if (1..=64).contains(&number.len()) {
            let _ = self.form.set(number.to_owned());
        }
    }

    /// The request that the caller named by `Idempotency-Key`, or the form by its number; for acts that do not run here.
    pub fn request(&self, action: &Action, fingerprint: &str) -> Option<Request> {
        // What the key stands for is this very address with this content.
        let content = digest(action.name, &format!("{}\n{fingerprint}", self.here));
        let named = self.request_id.as_ref().filter(|id| !id.trim().is_empty()).cloned();
        let id = match (named, self.form.get()) {
            (Some(id), _) => id,
            // Whoever goes back and changes what a form says asks for something else.
            (None, Some(form)) if !fingerprint.is_empty() => format!("{form}-{content}"),
            _ => return None,
        };
        // The key is the caller's own.
        Some(Request { id: format!("{}/{id}", self.actor.code()), fingerprint: content })
    }

    /// The whole page around a body.
    pub fn page(&self, page: &Page, body: Markup) -> Response {
        Html(page.view(&self.frame(page.is_staff()), &self.words, body).into_string()).into_response()
    }

    fn frame(&self, staff: bool) -> Frame {
        let t = &self.words;
        let languages = if staff { &[Lang::Ko, Lang::En][..] } else { &Lang::ALL[..] };
        Frame {
            assets: self.site.assets().clone(),
            city: Some(self.switch_entry(&self.about)),
            cities: self
                .site
                .cities()
                .filter_map(|city| city.about().ok())
                .map(|about| self.switch_entry(&about))
                .collect(),
            home_href: self.url("/"),
            nav: self
                .site
                .nav()
                .iter()
                .filter(|item| self.sees(item.shown))
                .map(|item| NavLink {
                    label: t.get(item.key).to_owned(),
                    href: self.url(item.path),
                    current: is_current(&self.here, &self.url(item.path), item.path),
                })
                .collect(),
            languages: languages.iter().map(|lang| (*lang, with_lang(&self.here, *lang))).collect(),
            large: self.large,
            large_action: self.url("/preferences"),
            here: self.here.clone(),
            search_action: Some(self.url("/search")),
            search_query: asked_for(&self.here, &self.url("/search")),
            reader: match (&self.actor, &self.session) {
                (Actor::Person { .. }, Some(session)) => Reader::SignedIn {
                    account_href: self.url("/account"),
                    sign_out_action: self.url("/sign-out"),
                    csrf: session.csrf.clone(),
                },
                _ => Reader::Visitor { sign_in_href: self.url("/sign-in") },
            },
            journal: Some(JournalFoot {
                position: self.city.position(),
                checkpoint_at: Some(self.city.head_at().local(&self.about.zone)),
                verify_href: self.url("/journal"),
            }),
            footer_links: vec![Link::new(t.get("web-api-all"), "/api/openapi.json")],
        }
    }

    fn sees(&self, shown: NavFor) -> bool {
        match shown {
            NavFor::Everyone => true,
            NavFor::SignedIn => self.actor.person().is_some(),
            NavFor::May(action) => self.may(action, &Target::default()),
        }
    }

    fn switch_entry(&self, about: &About) -> page::City {
        page::City {
            name: about.name.text(self.lang()).to_owned(),
            href: format!("/{}/", about.slug),
            origin: match (about.synthetic, about.official) {
                (true, _) => Origin::Synthetic,
                (false, true) => Origin::Official,
                (false, false) => Origin::PublicRecord,
            },
        }
    }
}

pub(super) fn digest(action: &str, content: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let mut hash = Sha256::new();
    hash.update(action.as_bytes());
    hash.update([0]);
    hash.update(content.as_bytes());
    kernel::journal::hex(&hash.finalize())
}

async fn who(
    headers: &HeaderMap,
    city: &City,
    site: &Site,
    slug: &str,
) -> Result<(Caller, Option<SignedIn>)> {
    if headers.contains_key(header::AUTHORIZATION) {
        let bearer = header_text(headers, "authorization").unwrap_or_default();
        // The name of the scheme is read in any case (RFC 9110, section 11.1).
        let Some((_, secret)) =
            bearer.trim().split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        else {
            return Err(Saying::new(Class::SignIn, "account-token-unknown").into());
        };
        return Ok((acts::token(city, secret.trim()).await?, None));
    }
    let Some(secret) = cookie(headers, &session_cookie(slug, site.is_secure())) else {
        return Ok((Caller::Visitor, None));
    };
    let Some(session) = acts::session(city, &secret).await? else { return Ok((Caller::Visitor, None)) };
    let signed_in = SignedIn {
        csrf: city.vault().keyed_hash("csrf", &secret)?,
        confirmed: acts::is_confirmed(&session, city.now()),
        secret,
    };
    Ok((Caller::Person(session.person), Some(signed_in)))
}

/// The session cookie carries the city, so that two cities on one host never mix.
pub fn session_cookie(slug: &str, secure: bool) -> String {
    match secure {
        true => format!("__Host-bitgoeul-{slug}"),
        false => format!("bitgoeul-{slug}"),
    }
}

/// A cookie's value.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(|line| {
        line.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    })
}

pub(super) fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= 200).then(|| text.to_owned())
}

/// The version that `If-Match` names. A tag that we never gave fits no version: 0 is none, so the change is refused.
fn version_asked(headers: &HeaderMap) -> Option<i64> {
    headers.get(header::IF_MATCH).filter(|tag| tag.as_bytes() != b"*")?;
    Some(header_text(headers, "if-match").and_then(|tag| position_of_tag(&tag)).unwrap_or(0))
}

/// `"v42"`, `W/"v42"` or `"v42-9c1e…"`, as our answers tag records.
fn position_of_tag(tag: &str) -> Option<i64> {
    let tag = tag.trim_start_matches("W/").trim_matches('"').strip_prefix('v')?;
    tag.split('-').next()?.parse().ok()
}

/// The language that the asker reads.
pub(super) fn language(parts: &Parts) -> Lang {
    let asked = asked_language(parts);
    let kept = cookie(&parts.headers, "bitgoeul-lang");
    let accepts = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::choose(asked.as_deref(), kept.as_deref(), accepts)
}

/// The language that the address itself names.
pub(super) fn asked_language(parts: &Parts) -> Option<String> {
    parts.uri.query()?.split('&').find_map(|pair| pair.strip_prefix("lang=").map(str::to_owned))
}

fn original_path(parts: &Parts) -> String {
    match parts.extensions.get::<axum::extract::OriginalUri>() {
        Some(uri) => uri.path().to_owned(),
        None => parts.uri.path().to_owned(),
    }
}

fn here(parts: &Parts) -> String {
    let path = original_path(parts);
    match parts.uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    }
}

/// The same address in another language.
fn with_lang(here: &str, lang: Lang) -> String {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let mut pairs: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    let own = format!("lang={}", lang.code());
    pairs.push(&own);
    format!("{path}?{}", pairs.join("&"))
}

/// What was looked for on the page of the search, to stand in the box again.
fn asked_for(here: &str, search: &str) -> String {
    let Some(uri) = here.parse::<axum::http::Uri>().ok().filter(|uri| uri.path() == search) else {
        return String::new();
    };
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri);
    let asked = pairs.ok().and_then(|pairs| pairs.0.into_iter().find(|(name, _)| name == "q"));
    asked.map(|(_, value)| value).unwrap_or_default()
}

fn is_current(here: &str, href: &str, path: &str) -> bool {
    let here = here.split('?').next().unwrap_or(here);
    match path {
        "/" => here == href,
        _ => here == href || here.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')),
    }
}
