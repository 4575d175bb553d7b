//! Tables of records: caption, headings that sort by link, numbers to the right, empty state, next
//! and previous. On a phone each row becomes a card that still names every cell.
//!
//! Roles are written out because cards are laid out as blocks, and browsers drop the meaning of a
//! table that is not laid out as one.

use base::words::Words;
use maud::{Markup, html};

use super::nav::Pager;

/// What the list is sorted by, and which way a press on the heading turns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    No,
    Ascending,
    Descending,
}

/// How a column behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Names the row; the head of its card on a phone.
    Head,
    Text,
    Number,
}

#[derive(Clone, Debug)]
pub struct Column {
    kind: Kind,
    title: String,
    sort: Option<(String, Sorted)>,
    wide_only: bool,
}

impl Column {
    fn new(kind: Kind, title: &str) -> Column {
        Column { kind, title: title.to_owned(), sort: None, wide_only: false }
    }

    /// The column that names the row. A table has one, the first.
    pub fn head(title: &str) -> Column {
        Column::new(Kind::Head, title)
    }

    pub fn text(title: &str) -> Column {
        Column::new(Kind::Text, title)
    }

    pub fn number(title: &str) -> Column {
        Column::new(Kind::Number, title)
    }

    /// The heading is a link that sorts by this column.
    pub fn sort(mut self, href: &str, now: Sorted) -> Column {
        self.sort = Some((href.to_owned(), now));
        self
    }

    /// Left out on a phone; only for what the record's own page repeats.
    pub fn wide_only(mut self) -> Column {
        self.wide_only = true;
        self
    }
}

/// One row; as many cells as columns.
#[derive(Clone, Debug)]
pub struct Row {
    cells: Vec<Markup>,
    muted: bool,
    id: Option<String>,
}

impl Row {
    pub fn new(cells: Vec<Markup>) -> Row {
        Row { cells, muted: false, id: None }
    }

    /// A row that no longer counts, or is unknown.
    pub fn muted(mut self, muted: bool) -> Row {
        self.muted = muted;
        self
    }

    /// An id, so that the row can be linked to and replaced alone.
    pub fn id(mut self, id: &str) -> Row {
        self.id = Some(id.to_owned());
        self
    }
}

/// A text cell.
pub fn text(text: &str) -> Markup {
    html! { (text) }
}

/// A name that leads to its record, with a line below (number, alias) or "".
pub fn name(name: &str, href: &str, below: &str) -> Markup {
    html! {
        a.row-name href=(href) { (name) }
        @if !below.is_empty() { span.row-below.num { (below) } }
    }
}

/// A list as a table.
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    caption_hidden: bool,
    columns: Vec<Column>,
    rows: Vec<Row>,
    sums: Option<Vec<Markup>>,
    empty: Markup,
    pager: Option<Pager>,
    scroll: bool,
}

impl Table {
    /// `caption` says what the rows are; `empty` is shown instead when there are none.
    pub fn new(caption: &str, columns: Vec<Column>, rows: Vec<Row>, empty: Markup) -> Table {
        Table {
            caption: caption.to_owned(),
            caption_hidden: false,
            columns,
            rows,
            sums: None,
            empty,
            pager: None,
            scroll: false,
        }
    }

    /// The heading above already says it: keep the caption for screen readers only.
    pub fn caption_hidden(mut self) -> Table {
        self.caption_hidden = true;
        self
    }

    /// A last row of sums.
    pub fn sums(mut self, cells: Vec<Markup>) -> Table {
        self.sums = Some(cells);
        self
    }

    pub fn pager(mut self, pager: Pager) -> Table {
        self.pager = Some(pager);
        self
    }

    /// Keep rows and columns on a phone and scroll sideways: for tables read by comparing columns.
    pub fn scroll(mut self) -> Table {
        self.scroll = true;
        self
    }

    pub fn view(&self, t: &Words) -> Markup {
        if self.rows.is_empty() {
            return html! { (self.empty) @if let Some(pager) = &self.pager { (pager.view(t)) } };
        }
        html! {
            @if self.scroll {
                div.scroll role="region" tabindex="0" aria-label=(self.caption) { (self.table(t)) }
            } @else { (self.table(t)) }
            @if let Some(pager) = &self.pager { (pager.view(t)) }
        }
    }

    fn table(&self, t: &Words) -> Markup {
        html! {
            table.table.cards[!self.scroll] role="table" {
                caption class=[self.caption_hidden.then_some("hidden")] { (self.caption) }
                thead role="rowgroup" {
                    tr role="row" { @for column in &self.columns { (heading(column, t)) } }
                }
                tbody role="rowgroup" {
                    @for row in &self.rows { (self.row(row)) }
                    @if let Some(sums) = &self.sums { (self.row(&Row::new(sums.clone()).id("sums"))) }
                }
            }
        }
    }

    fn row(&self, row: &Row) -> Markup {
        html! {
            tr role="row" id=[row.id.as_deref()] class=[row.muted.then_some("muted")] {
                @for (column, cell) in self.columns.iter().zip(&row.cells) { (self::cell(column, cell)) }
            }
        }
    }
}

fn heading(column: &Column, t: &Words) -> Markup {
    let sorted = column.sort.as_ref().and_then(|(_, now)| match now {
        Sorted::No => None,
        Sorted::Ascending => Some("ascending"),
        Sorted::Descending => Some("descending"),
    });
    html! {
        th.number[column.kind == Kind::Number].wide-only[column.wide_only] role="columnheader" scope="col"
            aria-sort=[sorted] {
            @match &column.sort {
                Some((href, _)) => a.sort href=(href) title=(t.get("web-sort")) { (column.title) },
                None => (column.title),
            }
        }
    }
}

fn cell(column: &Column, cell: &Markup) -> Markup {
    html! {
        @match column.kind {
            Kind::Head => th.head role="rowheader" scope="row" { (cell) },
            Kind::Text => td.wide-only[column.wide_only] role="cell" data-label=(column.title) { (cell) },
            Kind::Number => {
                td.number.num.wide-only[column.wide_only] role="cell" data-label=(column.title) { (cell) }
            }
        }
    }
}
