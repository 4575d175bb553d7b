//! The manifest of an area: everything it adds to the hub, as a plain value.

use super::posted::FormLimit;
use super::site::Shared;
use axum::routing::{MethodRouter, get, post};
use db::{Migrations, Sql};
use kernel::retention::Keep;
use kernel::search::Searchable;
use kernel::{Action, Kind};
use utoipa_axum::router::OpenApiRouter;

/// Who a page is for. A test visits every route without the right to; the list of public ones may shrink without a
/// word and grow only with a reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// Everyone, and why.
    Everyone(&'static str),
    /// Signed-in people; finer rules are the act's.
    SignedIn,
}

/// One route.
#[derive(Clone)]
pub struct Route {
    /// `get` or `post`.
    pub method: &'static str,
    /// Below the city: `/organisations/{number}`.
    pub path: &'static str,
    /// Who it is for.
    pub who: Who,
    handler: MethodRouter<Shared>,
}

/// Routes of pages and forms.
#[derive(Clone, Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// No routes yet.
    pub fn new() -> Routes {
        Routes::default()
    }
    /// A page.
    pub fn get<H, T>(self, path: &'static str, who: Who, handler: H) -> Routes
    where
        H: axum::handler::Handler<T, Shared>,
        T: 'static,
    {
        self.add("get", path, who, get(handler))
    }
    /// A form's target.
    pub fn post<H, T>(self, path: &'static str, who: Who, handler: H) -> Routes
    where
        H: axum::handler::Handler<T, Shared>,
        T: 'static,
    {
        self.add("post", path, who, post(handler))
    }
    /// A form's target with a larger limit on its body, in bytes.
    pub fn post_large<H, T>(self, path: &'static str, who: Who, limit: usize, handler: H) -> Routes
    where
        H: axum::handler::Handler<T, Shared>,
        T: 'static,
    {
        let larger: MethodRouter<Shared> = post(handler).layer(axum::extract::DefaultBodyLimit::max(limit));
        self.add("post", path, who, larger.layer(axum::Extension(FormLimit(limit))))
    }
    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        who: Who,
        handler: MethodRouter<Shared>,
    ) -> Routes {
        self.0.push(Route { method, path, who, handler });
        self
    }
    /// All routes, for the test that visits them.
    pub fn list(&self) -> &[Route] {
        &self.0
    }
    /// As a router below the city.
    pub fn router(&self) -> axum::Router<Shared> {
        self.0
            .iter()
            .fold(axum::Router::new(), |router, route| router.route(route.path, route.handler.clone()))
    }
}

/// Who sees a place in the navigation.
#[derive(Clone, Copy)]
pub enum NavFor {
    /// Everyone.
    Everyone,
    /// Those who are signed in.
    SignedIn,
    /// Those who may do this.
    May(&'static Action),
}

/// A place of an area in the navigation.
#[derive(Clone, Copy)]
pub struct NavItem {
    /// Key of its word.
    pub key: &'static str,
    /// Below the city.
    pub path: &'static str,
    /// Order.
    pub order: u16,
    /// Who sees it.
    pub shown: NavFor,
}

/// What an area adds.
#[derive(Clone)]
pub struct Area {
    /// Its name: tables, actions and words carry it.
    pub name: &'static str,
    /// Its tables.
    pub migrations: Option<Migrations>,
    /// What it keeps records of.
    pub kinds: Vec<&'static Kind>,
    /// How the years that its records are kept are carried out; facts need no line here.
    pub keep: Vec<Keep>,
    /// What people do in it.
    pub actions: Vec<&'static Action>,
    /// Its SQL, for the test that prepares all.
    pub statements: Vec<Sql>,
    /// Its words, as TOML: one text for each `words.toml`.
    pub words: Vec<&'static str>,
    /// Its pages.
    pub pages: Routes,
    /// Its part of the API, below `/api/v1`.
    pub api: OpenApiRouter<Shared>,
    /// Its places in the navigation.
    pub nav: Vec<NavItem>,
    /// Its kinds of records that are searched.
    pub searchables: Vec<Searchable>,
}

impl Area {
    /// An area that adds nothing yet.
    pub fn new(name: &'static str) -> Area {
        Area {
            name,
            migrations: None,
            kinds: Vec::new(),
            keep: Vec::new(),
            actions: Vec::new(),
            statements: Vec::new(),
            words: Vec::new(),
            pages: Routes::new(),
            api: OpenApiRouter::new(),
            nav: Vec::new(),
            searchables: Vec::new(),
        }
    }
    /// Its tables.
    pub fn migrations(self, migrations: Migrations) -> Area {
        Area { migrations: Some(migrations), ..self }
    }
    /// More kinds.
    pub fn kinds(mut self, kinds: &[&'static Kind]) -> Area {
        self.kinds.extend_from_slice(kinds);
        self
    }
    /// More records that are kept for some years only.
    pub fn keep(mut self, keep: &[Keep]) -> Area {
        self.keep.extend_from_slice(keep);
        self
    }
    /// More actions.
    pub fn actions(mut self, actions: &[&'static Action]) -> Area {
        self.actions.extend_from_slice(actions);
        self
    }
    /// More statements.
    pub fn statements(mut self, statements: &[Sql]) -> Area {
        self.statements.extend_from_slice(statements);
        self
    }
    /// More words.
    pub fn words(mut self, words: &'static str) -> Area {
        self.words.push(words);
        self
    }
    /// More pages.
    pub fn pages(mut self, pages: Routes) -> Area {
        self.pages.0.extend(pages.0);
        self
    }
    /// More of the API.
    pub fn api(self, api: OpenApiRouter<Shared>) -> Area {
        Area { api: self.api.merge(api), ..self }
    }
    /// A place in the navigation.
    pub fn nav(mut self, key: &'static str, path: &'static str, order: u16) -> Area {
        self.nav.push(NavItem { key, path, order, shown: NavFor::Everyone });
        self
    }
    /// A place in the navigation of some.
    pub fn nav_for(mut self, key: &'static str, path: &'static str, order: u16, shown: NavFor) -> Area {
        self.nav.push(NavItem { key, path, order, shown });
        self
    }
    /// More kinds of records that are searched; their SQL is prepared by the test with the area's other statements.
    pub fn searchables(mut self, searchables: &[Searchable]) -> Area {
        self.statements.extend(searchables.iter().map(|searchable| searchable.changed));
        self.searchables.extend_from_slice(searchables);
        self
    }
}
