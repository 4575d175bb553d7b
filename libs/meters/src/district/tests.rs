//! The 15/15 rule and the one that must not be subtracted out.

use super::*;

fn homes(district: &str, uses: &[i64]) -> Vec<Home> {
    uses.iter().map(|wh| Home { district: district.to_owned(), wh: Some(*wh) }).collect()
}

#[test]
fn few_homes_and_one_large_home_are_held_back() {
    let mut all = homes("few", &[100; 14]);
    all.extend(homes("large", &[[100; 19].as_slice(), &[1_000]].concat()));
    all.extend(homes("good", &[100; 40]));
    all.push(Home { district: "good".to_owned(), wh: None });
    let report = report(&all);
    let of = |name: &str| report.rows.iter().find(|row| row.district == name).unwrap().shown;
    assert_eq!(of("few"), Err(Held::TooFewHomes));
    assert_eq!(of("large"), Err(Held::OneHomeDominates));
    assert_eq!(of("good"), Ok(Shown { homes: 40, unknown: 1, wh: 4_000, mean_wh: 100 }));
    assert_eq!(report.city.map(|city| city.homes), Some(74));
}

#[test]
fn a_single_held_district_takes_the_smallest_with_it() {
    let mut all = homes("few", &[100; 3]);
    all.extend(homes("small", &[100; 20]));
    all.extend(homes("big", &[100; 50]));
    let report = report(&all);
    let held: Vec<_> =
        report.rows.iter().filter(|row| row.shown.is_err()).map(|row| row.district.as_str()).collect();
    assert_eq!(held, ["few", "small"]);
    assert!(report.city.is_some());
}
