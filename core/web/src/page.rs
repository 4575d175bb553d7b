//! The shell around every page: head, banners, header, main, footer.
//!
//! A `Frame` is what the request decides (city, reader, language, files); a `Page` is what the view
//! decides (title, crumbs, message). `Page::view` joins them around a body.

use base::lang::Lang;
use base::words::Words;
use maud::{DOCTYPE, Markup, html};

use crate::assets::Assets;
use crate::charts::patterns;
use crate::components::nav::{Crumb, breadcrumb};
use crate::components::notice::Notice;

mod footer;
mod header;

/// Where the records of a city come from; decides the line every page carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Made up; says so on every page.
    Synthetic,
    /// Made from public reports by others; says that it is not an official site.
    PublicRecord,
    /// Kept by the city itself.
    Official,
}

/// A city in the switch at the top.
#[derive(Clone, Debug)]
pub struct City {
    pub name: String,
    pub href: String,
    pub origin: Origin,
}

/// A plain link with its text.
#[derive(Clone, Debug)]
pub struct Link {
    pub label: String,
    pub href: String,
}

impl Link {
    pub fn new(label: &str, href: &str) -> Link {
        Link { label: label.to_owned(), href: href.to_owned() }
    }
}

/// One entry of the main navigation.
#[derive(Clone, Debug)]
pub struct NavLink {
    pub label: String,
    pub href: String,
    /// This page or a page below it.
    pub current: bool,
}

/// Who reads the page.
#[derive(Clone, Debug)]
pub enum Reader {
    Visitor { sign_in_href: String },
    SignedIn { account_href: String, sign_out_action: String, csrf: String },
}

/// What the journal says about the state this page shows.
#[derive(Clone, Debug)]
pub struct JournalFoot {
    /// The position the page was read at.
    pub position: i64,
    /// The last checkpoint, already written for people, as `2026-11-20 14:03`.
    pub checkpoint_at: Option<String>,
    pub verify_href: String,
}

/// Everything around the body that the request decides.
#[derive(Clone, Debug)]
pub struct Frame {
    pub assets: Assets,
    /// The city of this page, `None` above cities.
    pub city: Option<City>,
    /// All cities of this program, for the switch; the current one among them.
    pub cities: Vec<City>,
    /// The address of the first page.
    pub home_href: String,
    pub nav: Vec<NavLink>,
    /// The same page in other languages. Staff pages have ko and en only.
    pub languages: Vec<(Lang, String)>,
    /// Large letters are on.
    pub large: bool,
    /// Where the large-letters form posts `size` (`large` or `normal`) and `back`.
    pub large_action: String,
    /// Path and query of this page, to come back to.
    pub here: String,
    pub search_action: Option<String>,
    /// What was searched for, shown in the box.
    pub search_query: String,
    pub reader: Reader,
    pub journal: Option<JournalFoot>,
    pub footer_links: Vec<Link>,
}

/// Everything around the body that the view decides.
#[derive(Clone, Debug, Default)]
pub struct Page {
    title: String,
    heading: Option<Heading>,
    crumbs: Vec<Crumb>,
    staff: bool,
    front: bool,
    message: Option<Notice>,
    api_href: Option<String>,
}

/// The first heading of a page and what stands beside it.
#[derive(Clone, Debug, Default)]
struct Heading {
    /// A short word above, such as the kind and number of the record.
    above: Option<String>,
    /// A sentence below.
    below: Option<String>,
}

impl Page {
    /// A page whose first heading is its title.
    pub fn new(title: &str) -> Page {
        Page { title: title.to_owned(), heading: Some(Heading::default()), ..Page::default() }
    }

    /// A page whose body writes its own `h1`.
    pub fn without_heading(title: &str) -> Page {
        Page { title: title.to_owned(), ..Page::default() }
    }

    /// A short word above the heading, such as kind and number: `기업 · 2026-기업-0412`.
    pub fn above(mut self, text: &str) -> Page {
        self.heading.get_or_insert_default().above = Some(text.to_owned());
        self
    }

    /// One sentence below the heading: what this page is.
    pub fn below(mut self, text: &str) -> Page {
        self.heading.get_or_insert_default().below = Some(text.to_owned());
        self
    }

    /// A step of the way to this page, in order from the city's first page; not this page itself.
    pub fn crumb(mut self, label: &str, href: &str) -> Page {
        self.crumbs.push(Crumb::new(label, href));
        self
    }

    /// A page for staff: wider and denser.
    pub fn staff(mut self) -> Page {
        self.staff = true;
        self
    }

    /// The first page of a city: as wide as the window takes, its parts close together, on one screen of a desk.
    pub fn front(mut self) -> Page {
        self.front = true;
        self
    }

    /// True for staff pages, which come in ko and en only.
    pub fn is_staff(&self) -> bool {
        self.staff
    }

    /// A message above the body, such as what was just done.
    pub fn message(mut self, notice: Option<Notice>) -> Page {
        self.message = notice;
        self
    }

    /// Where the API gives what this page shows; linked in the footer.
    pub fn api(mut self, href: &str) -> Page {
        self.api_href = Some(href.to_owned());
        self
    }

    /// The whole document.
    pub fn view(&self, frame: &Frame, t: &Words, body: Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(t.lang().html()) class=[frame.large.then_some("large")] {
                (self.head(frame, t))
                body class=[self.class()] {
                    a.skip href="#main" { (t.get("web-skip")) }
                    (header::view(frame, self.staff, t))
                    main #main tabindex="-1" {
                        div.wrap {
                            (breadcrumb(&self.crumbs, &self.title, t))
                            @if let Some(notice) = &self.message { (notice.view(t)) }
                            (self.first_heading())
                            (body)
                        }
                    }
                    (footer::view(frame, self.api_href.as_deref(), t))
                    (patterns())
                }
            }
        }
    }

    fn class(&self) -> Option<&'static str> {
        match (self.front, self.staff) {
            (true, _) => Some("front"),
            (false, true) => Some("staff"),
            (false, false) => None,
        }
    }

    fn head(&self, frame: &Frame, t: &Words) -> Markup {
        let place = frame.city.as_ref().map(|city| header::city_name(city, t));
        let title = match place {
            Some(place) if place != self.title => {
                format!("{} - {place} - {}", self.title, t.get("web-product"))
            }
            Some(_) | None => format!("{} - {}", self.title, t.get("web-product")),
        };
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                @for url in frame.assets.style_urls() { link rel="stylesheet" href=(url); }
                @for (lang, href) in &frame.languages {
                    link rel="alternate" hreflang=(lang.html()) href=(href);
                }
                @if let Some(href) = &self.api_href { link rel="alternate" type="application/json" href=(href); }
                @if let Some(url) = frame.assets.script_url() {
                    meta name="htmx-config" content=r#"{"includeIndicatorCSS":false}"#;
                    script src=(url) defer {}
                }
            }
        }
    }

    fn first_heading(&self) -> Markup {
        html! {
            @if let Some(heading) = &self.heading {
                div.heading {
                    @if let Some(above) = &heading.above { p.above.num { (above) } }
                    h1 { (self.title) }
                    @if let Some(below) = &heading.below { p.below { (below) } }
                }
            }
        }
    }
}
