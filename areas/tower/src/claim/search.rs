//! Published numbers in the search: by label, figure, subject, scope, outlet and source, as they were published.
//!
//! No verdict stands here: one that rests on a list may still be internal. Speakers neither: they may be people.

use super::{KIND, Recorded, codes, pages, store};
use base::search::Document;
use base::words::{Catalogue, Words};
use base::{Lang, Result, Tri};
use db::{Read, Reading, Sql};
use kernel::scope::Sight;
use kernel::search::Searchable;
use std::sync::{Arc, LazyLock};

const CHANGED: Sql = Sql::new(
    "tower.claim.changed",
    "select seq_in, id from tower_claim
      where (seq_in > ?1 or (seq_in = ?1 and id > ?2)) and seq_in <= ?3 order by seq_in, id limit ?4",
);
const CODE: Sql =
    Sql::new("tower.claim.code", "select code from tower_claim where id = ?1 and seq_out is null");

/// All statements but those that `Area::searchables` adds, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[CODE];

/// Claims.
pub const SEARCHABLE: Searchable = Searchable {
    kind: &KIND,
    word: "tower-search-claim",
    page: Some("/claims/{number}"),
    changed: CHANGED,
    document,
};

fn document(read: &Reading<'_>, id: &str, _: &Sight) -> Result<Option<Document>> {
    let Some(code) = read.opt(&CODE, &[id.into()], |row| row.get::<String>(0))? else { return Ok(None) };
    Ok(store::by_code(read, &code)?.map(|found| said(&found)))
}

/// The words of units, outlets and scopes; how a number is written needs no other.
static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let own = Catalogue::new().with("claims", include_str!("words.toml"));
    // Words that cannot be read fail the tests and the start of the site; codes stand in for them here.
    Arc::new(own.unwrap_or_default())
});

/// What several claims with one label differ in: `약 50% · AI 협약 · 2025 · 신문`.
fn told(found: &Recorded, t: &Words) -> String {
    let claim = &found.claim;
    let printed = [
        pages::amount(claim.relation.code(), &claim.value.text(), &claim.unit, t),
        codes::scope(&claim.scope, t).unwrap_or_else(|| claim.scope.clone()),
        claim.as_of.printed.clone(),
        codes::text("outlet", &claim.outlet, t),
    ];
    printed.join(" · ")
}

fn said(found: &Recorded) -> Document {
    let (claim, label) = (&found.claim, found.label());
    let title = if label.is_empty() { Tri::korean(&claim.subject) } else { label };
    let figures = [Some(&claim.value), claim.numerator.as_ref(), claim.denominator.as_ref()];
    // A figure is found with and without its separators.
    let figures = figures.into_iter().flatten().map(|figure| figure.text().replace(',', ""));
    let names = [claim.value.text(), claim.subject.clone(), claim.outlet.clone(), claim.source.clone()];
    let [ko, en, zh] = Lang::ALL.map(|lang| told(found, &Words::new(lang, Arc::clone(&WORDS))));
    Document {
        text: Tri::new(&ko, &en, &zh),
        number: claim.id.clone(),
        names: names.into_iter().chain(figures).filter(|name| !name.is_empty()).collect(),
        title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_tells_relation_unit_and_scope_in_each_language() {
        let line = "id,published,outlet,speaker,subject,scope,relation,value,unit,as_of,source,label_ko\n\
                    c1,2025-12,press,city,academy.rate,classes 1-5,~,50,percent,2025,news-1,취업률\n";
        let claim = claims::read(line.as_bytes()).unwrap().remove(0);
        let id = base::Id::new(base::Instant::from_micros(1), &mut base::Seeded::new(1));
        let text = said(&Recorded { id, seq_in: 1, seq_out: None, why: None, claim }).text;
        assert_eq!(text.ko.as_deref(), Some("약 50% · 1~5기 · 2025 · 신문"));
        assert_eq!(text.en.as_deref(), Some("about 50 % · classes 1-5 · 2025 · press"));
        assert_eq!(text.zh.as_deref(), Some("约50% · 第1至5期 · 2025 · 报刊"));
    }
}
