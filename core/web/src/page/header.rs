//! The header: brand, city switch, search, large letters, languages, sign-in, navigation, and the
//! line that says where the records come from.
//!
//! On a phone everything but the brand and large letters folds into a menu that the browser itself
//! opens (`popover`); a browser that does not know it shows the menu unfolded.

use base::words::Words;
use maud::{Markup, html};

use super::{City, Frame, Origin, Reader};

pub(super) fn view(frame: &Frame, staff: bool, t: &Words) -> Markup {
    html! {
        header.top {
            div.wrap {
                (brand(frame, t))
                @if staff { span.staff-mark { (t.get("web-staff-mark")) } }
                (large_letters(frame, t))
                button.menu-button type="button" popovertarget="menu" { (t.get("web-menu")) }
                div.menu #menu popover="" {
                    button.menu-close type="button" popovertarget="menu" popovertargetaction="hide" {
                        (t.get("web-menu-close"))
                    }
                    (cities(frame, t))
                    (search(frame, t))
                    (languages(frame, t))
                    (reader(frame, t))
                    (navigation(frame, t))
                }
            }
        }
        (origin_line(frame, t))
    }
}

/// The name with its origin: `미리내시 (가상)`.
pub(super) fn city_name(city: &City, t: &Words) -> String {
    match city.origin {
        Origin::Synthetic => t.say("web-city-synthetic", &[("name", (&city.name).into())]),
        Origin::PublicRecord | Origin::Official => city.name.clone(),
    }
}

fn brand(frame: &Frame, t: &Words) -> Markup {
    html! {
        a.brand href=(frame.home_href) {
            span.light aria-hidden="true" {}
            span.brand-name { (t.get("web-product")) }
            @match &frame.city {
                Some(city) => span.brand-city { (city_name(city, t)) },
                None => span.brand-city { (t.get("web-product-line")) },
            }
        }
    }
}

fn cities(frame: &Frame, t: &Words) -> Markup {
    let current = frame.city.as_ref().map(|city| city.href.as_str());
    html! {
        @if frame.cities.len() > 1 {
            nav.cities aria-label=(t.get("web-cities")) {
                ul {
                    @for city in &frame.cities {
                        li {
                            a href=(city.href) aria-current=[(current == Some(&city.href)).then_some("true")] {
                                (city.name) " " span.origin { (origin_word(city.origin, t)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn origin_word(origin: Origin, t: &Words) -> &str {
    match origin {
        Origin::Synthetic => t.get("web-origin-synthetic"),
        Origin::PublicRecord => t.get("web-origin-public-record"),
        Origin::Official => t.get("web-origin-official"),
    }
}

fn search(frame: &Frame, t: &Words) -> Markup {
    html! {
        @if let Some(action) = &frame.search_action {
            form.search role="search" action=(action) method="get" {
                label.hidden for="search-box" { (t.get("web-search")) }
                input #search-box type="search" name="q" value=(frame.search_query)
                    placeholder=(t.get("web-search-hint")) autocomplete="off" enterkeyhint="search";
                button type="submit" { (t.get("web-search-button")) }
            }
        }
    }
}

fn large_letters(frame: &Frame, t: &Words) -> Markup {
    let size = if frame.large { "normal" } else { "large" };
    html! {
        form.letters method="post" action=(frame.large_action) {
            input type="hidden" name="back" value=(frame.here);
            button type="submit" name="size" value=(size) aria-pressed=(frame.large.to_string()) {
                (t.get("web-large"))
            }
        }
    }
}

fn languages(frame: &Frame, t: &Words) -> Markup {
    html! {
        @if !frame.languages.is_empty() {
            nav.languages aria-label=(t.get("web-languages")) {
                ul {
                    @for (lang, href) in &frame.languages {
                        li {
                            a href=(href) lang=(lang.html()) hreflang=(lang.html())
                                aria-current=[(*lang == t.lang()).then_some("true")] { (lang.own_name()) }
                        }
                    }
                }
            }
        }
    }
}

fn reader(frame: &Frame, t: &Words) -> Markup {
    html! {
        div.reader {
            @match &frame.reader {
                Reader::Visitor { sign_in_href } => a href=(sign_in_href) { (t.get("web-sign-in")) },
                Reader::SignedIn { account_href, sign_out_action, csrf } => {
                    a.account href=(account_href) { (t.get("web-account")) }
                    form method="post" action=(sign_out_action) {
                        input type="hidden" name="csrf" value=(csrf);
                        button type="submit" { (t.get("web-sign-out")) }
                    }
                }
            }
        }
    }
}

fn navigation(frame: &Frame, t: &Words) -> Markup {
    html! {
        @if !frame.nav.is_empty() {
            nav.areas aria-label=(t.get("web-navigation")) {
                ul {
                    @for link in &frame.nav {
                        li { a href=(link.href) aria-current=[link.current.then_some("true")] { (link.label) } }
                    }
                }
            }
        }
    }
}

fn origin_line(frame: &Frame, t: &Words) -> Markup {
    let line = frame.city.as_ref().and_then(|city| match city.origin {
        Origin::Synthetic => Some(("web-line-synthetic", "origin-line synthetic")),
        Origin::PublicRecord => Some(("web-line-public-record", "origin-line")),
        Origin::Official => None,
    });
    html! {
        @if let Some((key, class)) = line {
            aside class=(class) aria-label=(t.get("web-line-label")) { p.wrap { (t.get(key)) } }
        }
    }
}
