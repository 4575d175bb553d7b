//! How firm a number is: a bar from dark (audited) to pale (declared), unknown hatched, and the words.
//!
//! Letters such as E3 never reach a page; the word does.

use base::words::Words;
use maud::{Markup, html};

/// How firmly a fact stands, strongest first as bars are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Audited,
    Official,
    Attested,
    SelfDeclared,
    Intention,
    /// Not known at all.
    Unknown,
}

impl Level {
    pub const ALL: [Level; 6] = [
        Level::Audited,
        Level::Official,
        Level::Attested,
        Level::SelfDeclared,
        Level::Intention,
        Level::Unknown,
    ];

    pub fn word(self, t: &Words) -> &str {
        t.get(match self {
            Level::Audited => "web-level-audited",
            Level::Official => "web-level-official",
            Level::Attested => "web-level-attested",
            Level::SelfDeclared => "web-level-self-declared",
            Level::Intention => "web-level-intention",
            Level::Unknown => "web-unknown",
        })
    }

    /// The name of its paint pattern, defined once a page by `charts::patterns`.
    pub(crate) fn paint(self) -> &'static str {
        match self {
            Level::Audited => "url(#paint-audited)",
            Level::Official => "url(#paint-official)",
            Level::Attested => "url(#paint-attested)",
            Level::SelfDeclared => "url(#paint-self-declared)",
            Level::Intention => "url(#paint-intention)",
            Level::Unknown => "url(#paint-unknown)",
        }
    }
}

impl From<base::Level> for Level {
    fn from(level: base::Level) -> Level {
        match level {
            base::Level::Audited => Level::Audited,
            base::Level::Official => Level::Official,
            base::Level::Attested => Level::Attested,
            base::Level::SelfDeclared => Level::SelfDeclared,
            base::Level::Intention => Level::Intention,
        }
    }
}

/// The level of one row: swatch and word.
pub fn level(level: Level, t: &Words) -> Markup {
    html! { span.level { (swatch(level.paint())) (level.word(t)) } }
}

/// A small square painted like the part it stands for.
pub(crate) fn swatch(paint: &str) -> Markup {
    html! {
        svg.swatch aria-hidden="true" focusable="false" {
            rect.part x="0" y="0" width="100%" height="100%" fill=(paint) {}
        }
    }
}

/// A counted whole, split by how firmly each part stands.
#[derive(Clone, Debug, Default)]
pub struct EvidenceBar {
    parts: Vec<(Level, i64, Option<String>)>,
    target: Option<i64>,
}

impl EvidenceBar {
    pub fn new() -> EvidenceBar {
        EvidenceBar::default()
    }

    /// Adds a part. Parts below one are listed but not drawn.
    pub fn part(mut self, level: Level, count: i64) -> EvidenceBar {
        self.parts.push((level, count, None));
        self
    }

    /// Adds a part whose word leads to its rows.
    pub fn part_with_rows(mut self, level: Level, count: i64, href: &str) -> EvidenceBar {
        self.parts.push((level, count, Some(href.to_owned())));
        self
    }

    /// The length of the whole bar, when there is a target above the sum.
    pub fn target(mut self, target: i64) -> EvidenceBar {
        self.target = Some(target);
        self
    }

    /// Bar and legend with counts. The legend is the text of the bar, so the drawing is hidden
    /// from screen readers.
    pub fn view(&self, t: &Words) -> Markup {
        html! { div.evidence { (self.bar()) (self.legend(t, self.target)) } }
    }

    /// The same where the target is written beside it already.
    pub fn view_under_target(&self, t: &Words) -> Markup {
        html! { div.evidence { (self.bar()) (self.legend(t, None)) } }
    }

    /// The bar alone, for a row that writes the counts itself.
    pub fn bar(&self) -> Markup {
        let sum = self.parts.iter().fold(0_i64, |sum, (_, count, _)| sum.saturating_add((*count).max(0)));
        let whole = self.target.unwrap_or(0).max(sum).max(1);
        html! {
            svg.bar aria-hidden="true" focusable="false" {
                rect.rest x="0" y="0" width="100%" height="100%" {}
                @for (level, start, count) in self.drawn_parts() {
                    rect.part x=(percent(start, whole)) y="0" height="100%"
                        width=(percent(count, whole)) fill=(level.paint()) {}
                }
                @if let Some(target) = self.target.filter(|target| *target < sum && *target > 0) {
                    line.target x1=(percent(target, whole)) x2=(percent(target, whole)) y1="0" y2="100%" {}
                }
            }
        }
    }

    /// The parts that have a length: level, where it starts, how long it is.
    fn drawn_parts(&self) -> Vec<(Level, i64, i64)> {
        let mut start = 0_i64;
        let mut drawn = Vec::new();
        for (level, count, _) in self.parts.iter().filter(|(_, count, _)| *count > 0) {
            drawn.push((*level, start, *count));
            start = start.saturating_add(*count);
        }
        drawn
    }

    fn legend(&self, t: &Words, target: Option<i64>) -> Markup {
        html! {
            ul.legend.num {
                @for (level, count, href) in &self.parts {
                    li {
                        (swatch(level.paint()))
                        @match href {
                            Some(href) => a href=(href) { (level.word(t)) " " (t.number(*count)) },
                            None => { (level.word(t)) " " (t.number(*count)) }
                        }
                    }
                }
                @if let Some(target) = target {
                    li { (t.say("web-target", &[("count", target.into())])) }
                }
            }
        }
    }
}

/// `part` of `whole` as an SVG length, cut to a hundredth of a percent.
pub(crate) fn percent(part: i64, whole: i64) -> String {
    let hundredths = i128::from(part.max(0)) * 10_000 / i128::from(whole.max(1));
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
