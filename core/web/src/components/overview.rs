//! Parts of an overview: the opening sentence, the chain from problem to effect, lists of links with
//! a remark, a side column.

use maud::{Markup, html};

/// One link of a chain: what, how many, a remark.
#[derive(Clone, Debug)]
pub struct ChainLink {
    pub title: String,
    pub figure: Markup,
    pub below: String,
    pub href: String,
}

/// Steps that follow from each other, left to right, top to bottom on a phone.
pub fn chain(label: &str, links: &[ChainLink]) -> Markup {
    html! {
        ol.chain aria-label=(label) {
            @for link in links {
                li {
                    a href=(link.href) {
                        span.chain-title { (link.title) } " "
                        b.num { (link.figure) } " "
                        span.chain-below.num { (link.below) }
                    }
                }
            }
        }
    }
}

/// A link with a remark at the end of its line.
#[derive(Clone, Debug)]
pub struct LinkRow {
    pub label: String,
    pub href: String,
    /// "" for none.
    pub remark: String,
}

impl LinkRow {
    pub fn new(label: &str, href: &str, remark: &str) -> LinkRow {
        LinkRow { label: label.to_owned(), href: href.to_owned(), remark: remark.to_owned() }
    }
}

/// Links under a heading, as the tasks of a strategy.
pub fn link_list(heading: &str, remark: &str, rows: &[LinkRow]) -> Markup {
    html! {
        section.link-list {
            div.link-list-head { h3 { (heading) } @if !remark.is_empty() { span.num { (remark) } } }
            ul {
                @for row in rows {
                    li {
                        a href=(row.href) { (row.label) }
                        @if !row.remark.is_empty() { " " span.remark.num { (row.remark) } }
                    }
                }
            }
        }
    }
}

/// Blocks beside each other as the width allows.
pub fn columns(blocks: &[Markup]) -> Markup {
    html! { div.columns { @for block in blocks { (block) } } }
}

/// A main part with a narrow one beside it; below it on a phone.
pub fn with_side(main: Markup, side: Markup) -> Markup {
    html! { div.with-side { div { (main) } div.side { (side) } } }
}

/// The opening of a first page: one large sentence and one small.
pub fn opening(lines: &[&str], below: &str) -> Markup {
    html! {
        div.opening {
            h1 { @for line in lines { span { (line) } " " } }
            p { (below) }
        }
    }
}

/// The parts of a first page in the order they are read in. On a phone they stand under each other; on a desk the
/// window holds them all (`Page::front`).
#[derive(Clone, Debug)]
pub struct Front {
    /// From `opening`.
    pub opening: Markup,
    /// Ways in, beside the opening.
    pub ways: Part,
    /// From `strip`; empty for none.
    pub strip: Markup,
    /// From `number::tiles`; empty for none.
    pub tiles: Markup,
    /// What calls for attention, beside the tiles.
    pub alarms: Option<Part>,
    /// From `chain`, below the tiles.
    pub model: Option<Part>,
    /// From `columns`, across the whole width.
    pub lists: Option<Part>,
}

/// A part of a first page with its heading.
#[derive(Clone, Debug)]
pub struct Part {
    /// An identifier for the heading, unique in the page.
    pub id: &'static str,
    pub heading: String,
    /// Remarks beside the heading; empty for none.
    pub beside: Markup,
    pub body: Markup,
}

impl Part {
    fn view(&self, class: &str) -> Markup {
        html! {
            section class=(class) aria-labelledby=(self.id) {
                div.part-head { h2 id=(self.id) { (self.heading) } (self.beside) }
                (self.body)
            }
        }
    }
}

/// A first page from its parts.
pub fn front(of: &Front) -> Markup {
    html! {
        div.masthead { (of.opening) (of.ways.view("part ways")) }
        (of.strip)
        div.with-alarms {
            (of.tiles)
            @if let Some(alarms) = &of.alarms { (alarms.view("part alarms")) }
            @if let Some(model) = &of.model { (model.view("part model")) }
        }
        @if let Some(lists) = &of.lists { (lists.view("part lists")) }
    }
}

/// Short labelled values in one line, as vision and value of a plan.
pub fn strip(items: &[(&str, &str)], end: &str) -> Markup {
    html! {
        div.strip {
            dl { @for (label, value) in items { div { dt { (label) } dd { (value) } } } }
            @if !end.is_empty() { p.num { (end) } }
        }
    }
}

/// An explanation set apart, such as how a number is counted.
pub fn aside(heading: &str, body: Markup) -> Markup {
    html! { section.explained { h2 { (heading) } (body) } }
}

/// A receipt: its number large, what was said, what follows.
pub fn receipt(label: &str, number: &str, body: Markup) -> Markup {
    html! { section.receipt { p.receipt-label { (label) } p.receipt-number.num { (number) } (body) } }
}
