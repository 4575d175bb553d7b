//! Ways around: breadcrumb, tabs as links, next and previous of a list.

use base::words::Words;
use maud::{Markup, html};

/// A step of the way to a page.
#[derive(Clone, Debug)]
pub struct Crumb {
    pub label: String,
    pub href: String,
}

impl Crumb {
    pub fn new(label: &str, href: &str) -> Crumb {
        Crumb { label: label.to_owned(), href: href.to_owned() }
    }
}

/// The way to this page; nothing for a page at the top.
pub fn breadcrumb(crumbs: &[Crumb], here: &str, t: &Words) -> Markup {
    html! {
        @if !crumbs.is_empty() {
            nav.crumbs aria-label=(t.get("web-crumbs")) {
                ol {
                    @for crumb in crumbs { li { a href=(crumb.href) { (crumb.label) } } }
                    li { span aria-current="page" { (here) } }
                }
            }
        }
    }
}

/// One view of a record among several.
#[derive(Clone, Debug)]
pub struct Tab {
    pub label: String,
    pub href: String,
    /// How many there are behind it.
    pub count: Option<i64>,
    pub current: bool,
}

/// Views of one record, as links: each has its own address.
pub fn tabs(label: &str, tabs: &[Tab], t: &Words) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                            (tab.label)
                            @if let Some(count) = tab.count { " " span.count.num { (t.number(count)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Next and previous of a list read by cursor. There are no page numbers, since rows move.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    pub previous_href: Option<String>,
    pub next_href: Option<String>,
    /// Rows on this page.
    pub shown: i64,
    /// Rows in all, when counted.
    pub total: Option<i64>,
}

impl Pager {
    pub fn view(&self, t: &Words) -> Markup {
        let count = match self.total {
            Some(total) => t.say("web-pager-of", &[("shown", self.shown.into()), ("total", total.into())]),
            None => t.say("web-pager-shown", &[("shown", self.shown.into())]),
        };
        html! {
            nav.pager aria-label=(t.get("web-pager")) {
                p.num { (count) }
                @if let Some(href) = &self.previous_href {
                    a.button rel="prev" href=(href) { (t.get("web-previous")) }
                }
                @if let Some(href) = &self.next_href {
                    a.button rel="next" href=(href) { (t.get("web-next")) }
                }
            }
        }
    }
}
