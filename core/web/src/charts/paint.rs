//! Paints of bars: each level and each series has a tone and a texture, so that nothing rests on
//! colour alone, in print or for readers who see colours otherwise.

use maud::{Markup, html};

/// How many series a chart can tell apart.
pub const SERIES_MAX: usize = 5;

/// The paint of the n-th series of a chart, n from 0; further ones repeat the last.
pub(crate) fn series(place: usize) -> &'static str {
    const PAINTS: [&str; SERIES_MAX] = [
        "url(#paint-series-1)",
        "url(#paint-series-2)",
        "url(#paint-series-3)",
        "url(#paint-series-4)",
        "url(#paint-series-5)",
    ];
    PAINTS[place.min(SERIES_MAX - 1)]
}

/// The definitions of all paints; once a page. Tones come from classes and follow dark mode.
pub(crate) fn patterns() -> Markup {
    html! {
        svg.paints aria-hidden="true" focusable="false" width="0" height="0" {
            defs {
                (plain("paint-audited"))
                (plain("paint-official"))
                (striped("paint-attested", "3", "0"))
                (dotted("paint-self-declared"))
                (framed("paint-intention"))
                (striped("paint-unknown", "6", "45"))
                (plain("paint-series-1"))
                (striped("paint-series-2", "5", "135"))
                (dotted("paint-series-3"))
                (striped("paint-series-4", "4", "90"))
                (framed("paint-series-5"))
            }
        }
    }
}

fn plain(id: &str) -> Markup {
    html! {
        pattern id=(id) class=(id) width="8" height="8" patternUnits="userSpaceOnUse" {
            rect.tone width="8" height="8" {}
        }
    }
}

/// Lines `step` pixels apart, turned by `angle` degrees from upright.
fn striped(id: &str, step: &str, angle: &str) -> Markup {
    html! {
        pattern id=(id) class=(id) width=(step) height=(step) patternUnits="userSpaceOnUse"
            patternTransform={ "rotate(" (angle) ")" } {
            rect.tone width=(step) height=(step) {}
            line.texture x1="0" y1="0" x2="0" y2=(step) {}
        }
    }
}

fn dotted(id: &str) -> Markup {
    html! {
        pattern id=(id) class=(id) width="5" height="5" patternUnits="userSpaceOnUse" {
            rect.tone width="5" height="5" {}
            circle.texture cx="2.5" cy="2.5" r="0.8" {}
        }
    }
}

fn framed(id: &str) -> Markup {
    html! {
        pattern id=(id) class=(id) width="8" height="8" patternUnits="userSpaceOnUse" {
            rect.tone width="8" height="8" {}
            line.texture x1="0" y1="4" x2="8" y2="4" {}
        }
    }
}
