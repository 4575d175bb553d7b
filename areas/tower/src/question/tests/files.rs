//! The files of an answer: the same in every language, checksums that hold, cells that cannot run.

use super::*;
use crate::question::pack;
use base::Lang;
use base::words::Words;

fn files(hub: &Hub, number: &str, lang: Lang) -> Vec<crate::bundle::File> {
    let catalogue = ::web::http::site::catalogue(&[crate::area()]).unwrap();
    let words = Words::new(lang, Arc::new(catalogue));
    let line = Some("만든 자료".into());
    let about = pack::About {
        city: "시험시".into(),
        at: "https://hub.example/testville".into(),
        zone: ZONE.into(),
        line,
        words: &words,
    };
    let view = shown(hub, number).unwrap();
    let documents = pack::documents(&view, &about).unwrap();
    let note = crate::question::attached::Note::of(&hub.city.about().unwrap(), &words);
    let today = base::Day::parse("2026-11-20").unwrap();
    hub.city.read_blocking(move |read| pack::files(read, &view, documents, &note, today)).unwrap()
}

#[test]
fn checksums_of_the_files_hold_and_a_cell_cannot_run() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    hall(&hub);
    let number = asked(&hub);
    answer(&hub, &number, new_answer(HALL)).unwrap();
    let files = files(&hub, &number, Lang::Ko);
    let sums = String::from_utf8(files[3].1.clone()).unwrap();
    for file in &files[..3] {
        assert!(sums.contains(&format!("{}  {}\n", crate::claim::upload::digest(&file.1), file.0)), "{sums}");
    }
    let rows = String::from_utf8(files[2].1.clone()).unwrap();
    assert!(
        rows.contains(
            ",'=정착한 기업,at least,,142,unknown,company,2026-10-31,https://hub.example/testville/"
        ),
        "{rows}"
    );
    let hashed = format!("{},발표된 숫자의 칸을", "ab".repeat(32));
    assert!(rows.contains(&hashed), "what a hash is of stands beside it: {rows}");
    assert!(String::from_utf8(files[0].1.clone()).unwrap().contains("만든 자료"));
    assert_eq!(&crate::bundle::zipped(&files).unwrap()[..2], b"PK");
}

#[test]
fn a_pinned_number_has_its_unit_and_says_unknown_in_the_language_of_the_reader() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    hall(&hub);
    let number = asked(&hub);
    answer(&hub, &number, new_answer(HALL)).unwrap();
    let page = |lang| String::from_utf8(files(&hub, &number, lang)[0].1.clone()).unwrap();
    assert!(page(Lang::Ko).contains("142곳 (적어도 142, 위로는 모름)"), "{}", page(Lang::Ko));
    assert!(page(Lang::En).contains("142 firms (At least 142, no known upper bound)"), "{}", page(Lang::En));
    assert!(page(Lang::Zh).contains("142家 (至少142，上限不详)"), "{}", page(Lang::Zh));
    for lang in Lang::ALL {
        assert_eq!(page(lang).matches('?').count(), 1, "only the question asks: {}", page(lang));
        assert!(page(lang).contains(&"ab".repeat(32)), "the whole hash stands in the file");
    }
}
