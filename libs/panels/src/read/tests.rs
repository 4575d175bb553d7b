use super::{PeopleColumns, ids, people, quotas};
use crate::error::{Kind, Place, Source};
use proptest::prelude::*;

const QUOTAS: &str = "feature,value,min,max\nsex,female,1,2\nsex,male,1,2\nage,young,0,2\nage,old,1,3\n";

fn columns() -> PeopleColumns {
    PeopleColumns { id: Some("id".into()), address: vec!["street".into(), "zip".into()] }
}

fn first(error: crate::error::Problems) -> (Kind, Place) {
    let error = error.list.into_iter().next().expect("problems are never empty");
    assert!(!error.mend().is_empty());
    (error.kind, error.place)
}

#[test]
fn the_usual_headers_are_all_read() {
    let plain = quotas(QUOTAS.as_bytes()).expect("plain headers");
    assert_eq!(plain.features.len(), 2);
    assert_eq!((plain.features[1].values[1].minimum, plain.features[1].values[1].line), (1, Some(5)));
    for header in ["category,name,min,max", "Category,feature,Min,Max", "\u{feff}feature,value,min,max"] {
        let text = QUOTAS.replacen("feature,value,min,max", header, 1);
        assert_eq!(quotas(text.as_bytes()).expect(header), plain, "{header}");
    }
    let flexible = QUOTAS
        .replace("max\n", "max,min_flex,max_flex\n")
        .replace("2\n", "2,0,9\n")
        .replace("3\n", "3,0,9\n");
    assert_eq!(quotas(flexible.as_bytes()).expect("flex columns"), plain);
}

#[test]
fn names_match_over_case_spaces_and_unicode_form() {
    let table = quotas("feature,value,min,max\n성별,여성,0,1\n".as_bytes()).expect("quotas");
    // The same two words, decomposed into jamo.
    let decomposed =
        "\u{1109}\u{1165}\u{11bc}\u{1107}\u{1167}\u{11af}\n\u{110b}\u{1167}\u{1109}\u{1165}\u{11bc}\n";
    let pool = people(decomposed.as_bytes(), &table, &PeopleColumns::default()).expect("one person");
    assert_eq!((pool.people.len(), pool.people[0].id.as_str()), (1, "line-2"));
    let table = quotas(QUOTAS.as_bytes()).expect("quotas");
    let pool =
        people("AGE,Sex\n OLD ,Female\n".as_bytes(), &table, &PeopleColumns::default()).expect("one person");
    assert_eq!(pool.people[0].values, vec![0, 1]);
}

#[test]
fn addresses_are_shared_only_when_written() {
    let table = quotas(QUOTAS.as_bytes()).expect("quotas");
    let text =
        "id,street,zip,sex,age\na,Main 1,7,male,old\nb,main  1,7,male,old\nc,,,male,old\nd,,,male,old\n";
    let pool = people(text.as_bytes(), &table, &columns()).expect("four people");
    assert_eq!(pool.people[0].address, pool.people[1].address);
    assert!(pool.people[0].address.is_some());
    assert_eq!(pool.people[2].address, None);
}

#[test]
fn every_fault_of_the_quotas_has_its_place() {
    let cell = |line, column| Place::cell(Source::Quotas, line, column);
    let cases: [(&str, Kind, Place); 8] = [
        (
            "feature,value,min\na,b,1\n",
            missing("min", "max", &["feature", "value", "min"]),
            Place::line(Source::Quotas, 1),
        ),
        ("feature,value,min,max\n", Kind::NoRows, Place::whole(Source::Quotas)),
        ("feature,value,min,max\na,b,x,2\n", Kind::NotANumber { found: "x".into() }, cell(2, "min")),
        ("feature,value,min,max\na,b,0,-2\n", Kind::NotANumber { found: "-2".into() }, cell(2, "max")),
        ("feature,value,min,max\na,b,,2\n", Kind::EmptyCell, cell(2, "min")),
        (
            "feature,value,min,max\na,b,3,2\n",
            Kind::MinimumAboveMaximum { minimum: 3, maximum: 2 },
            Place::line(Source::Quotas, 2),
        ),
        (
            "feature,value,min,max\na,b,1,2\na,B,1,2\n",
            Kind::DuplicateValue { value: "a = B".into(), first_line: Some(2) },
            Place::line(Source::Quotas, 3),
        ),
        (
            "feature,value,min,max\na,b,1\n",
            Kind::NotATable { cause: "3 cells where the header has 4".into() },
            Place::line(Source::Quotas, 2),
        ),
    ];
    for (text, kind, place) in cases {
        let found = first(quotas(text.as_bytes()).expect_err(text));
        assert_eq!(found, (kind, place), "{text}");
    }
}

fn missing(_before: &str, wanted: &str, found: &[&str]) -> Kind {
    Kind::MissingColumn { wanted: wanted.into(), found: found.iter().map(|name| name.to_string()).collect() }
}

#[test]
fn all_faults_of_the_people_are_collected() {
    let table = quotas(QUOTAS.as_bytes()).expect("quotas");
    let text = "id,street,zip,sex,age\na,1,1,male,old\na,2,2,divers,old\nb,3,3,male,\n";
    let found = people(text.as_bytes(), &table, &columns()).expect_err("three faults");
    let told = found.to_string();
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "people file, line 3: the id 'a' stands twice, first in line 2. Remove the second row, or give the \
             second person an id of their own.",
            "people file, line 3, column 'sex': the quotas have no value 'divers'. Use one of: female, male; or add \
             the value to the quotas.",
            "people file, line 4, column 'age': the cell is empty. Fill the cell or remove the row.",
        ]
    );
}

#[test]
fn an_empty_pool_and_foreign_bytes_are_errors() {
    let table = quotas(QUOTAS.as_bytes()).expect("quotas");
    let empty = people("id,street,zip,sex,age\n".as_bytes(), &table, &columns()).expect_err("nobody");
    assert_eq!(first(empty).0, Kind::EmptyPool);
    let bytes = people(&b"id,street,zip,sex,age\n\xff\xfe,1,1,male,old\n"[..], &table, &columns());
    assert_eq!(first(bytes.expect_err("not UTF-8")).0, Kind::NotATable { cause: "not UTF-8".into() });
}

#[test]
fn a_list_of_ids_may_have_a_header() {
    assert_eq!(ids("id\na\n\nb\n".as_bytes(), None).expect("ids"), ["a", "b"]);
    assert_eq!(ids("a,x\nb\n".as_bytes(), None).expect("ids"), ["a", "b"]);
    assert_eq!(ids("nr\nb\n".as_bytes(), Some("NR")).expect("ids"), ["b"]);
}

proptest! {
    #[test]
    fn any_bytes_give_a_value_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(problems) = quotas(bytes.as_slice()) {
            prop_assert!(!problems.list.is_empty() && !problems.to_string().is_empty());
        }
        let table = quotas(QUOTAS.as_bytes()).expect("quotas");
        prop_assert!(people(bytes.as_slice(), &table, &columns()).is_err());
        prop_assert!(ids(bytes.as_slice(), None).map_or_else(|e| !e.list.is_empty(), |ids| ids.len() <= bytes.len()));
    }

    #[test]
    fn any_mangled_table_gives_a_value_or_an_error(
        cuts in prop::collection::vec((0_usize..90, "[\",\n\r0-9a-e가-힣\u{0}\u{feff}-]{0,6}"), 0..6),
    ) {
        let mut text = QUOTAS.to_string();
        for (place, insert) in cuts {
            let place = place.min(text.len());
            if text.is_char_boundary(place) {
                text.insert_str(place, &insert);
            }
        }
        match quotas(text.as_bytes()) {
            Ok(table) => prop_assert!(table.pairs().all(|(_, _, _, value)| value.minimum <= value.maximum)),
            Err(problems) => prop_assert!(problems.list.iter().all(|error| error.place.source == Source::Quotas)),
        }
    }
}
