use std::sync::Arc;

use base::lang::Lang;
use base::words::{Catalogue, Words};

pub(crate) fn words(lang: Lang) -> Words {
    let catalogue = Catalogue::new().with("core/web/src/words.toml", crate::WORDS);
    Words::new(lang, Arc::new(catalogue.expect("the kit's own words can be read")))
}

#[test]
fn the_kits_words_are_whole_in_three_languages() {
    let catalogue = Catalogue::new().with("core/web/src/words.toml", crate::WORDS).expect("readable");
    assert_eq!(catalogue.gaps(), Vec::<String>::new());
}
