use base::lang::Lang;

use super::scale::{from_top, labelled, position, ticks};
use super::{ChartRow, ChartTable, bar, line, stacked};
use crate::components::number::Count;
use crate::tests::words;

fn chart(rows: Vec<ChartRow>, series: &[&str]) -> ChartTable {
    ChartTable {
        id: "c".into(),
        title: "AI 창업기업".into(),
        unit: "곳".into(),
        label_title: "연도".into(),
        series: series.iter().map(|name| (*name).to_owned()).collect(),
        rows,
    }
}

#[test]
fn axes_have_round_numbers_around_the_values() {
    assert_eq!(ticks(0, 530), [0, 200, 400, 600]);
    assert_eq!(ticks(0, 0), [0, 1]);
    assert_eq!(ticks(0, 4), [0, 1, 2, 3, 4]);
    assert_eq!(ticks(-13, 61), [-20, 0, 20, 40, 60, 80]);
    let widest = ticks(i64::MIN, i64::MAX);
    assert!(widest.contains(&0) && widest.len() <= 6, "{widest:?}");
}

#[test]
fn positions_stay_on_the_axis() {
    assert_eq!(position(0, 0, 0), "0.00%");
    assert_eq!(position(1, 0, 3), "33.33%");
    assert_eq!(position(9, 0, 3), "100.00%");
    assert_eq!(position(i64::MAX, i64::MIN, i64::MAX), "100.00%");
    assert_eq!(from_top(-20, -20, 80), "100.00%");
    assert_eq!(labelled(12, 5), [0, 3, 6, 9]);
    assert_eq!(labelled(10, 4), [0, 3, 6, 9]);
    assert_eq!(labelled(3, 5), [0, 1, 2]);
    assert_eq!(labelled(0, 5), Vec::<usize>::new());
}

#[test]
fn a_bar_and_its_cell_come_from_the_same_row() {
    let rows = vec![
        ChartRow::new("2025", vec![Count::Between { low: 300, high: Some(400) }]),
        ChartRow::new("2026", vec![Count::Exact(100)]),
        ChartRow::new("2027", vec![Count::Unknown]),
    ];
    let markup = bar(&chart(rows, &["곳"]), &words(Lang::Ko)).into_string();
    assert!(markup.contains(r#"width="75.00%""#), "the certain part: {markup}");
    assert!(markup.contains(r#"x="75.00%" y="0" height="100%" fill="url(#paint-unknown)" width="25.00%""#));
    assert!(markup.contains("300–400") && markup.contains("모름"));
    assert!(!markup.contains("style="));
}

#[test]
fn nothing_known_is_said_and_not_drawn() {
    let empty = chart(vec![ChartRow::new("2027", vec![Count::Unknown])], &["곳"]);
    let t = words(Lang::En);
    for markup in [bar(&empty, &t), stacked(&empty, &t), line(&empty, &t)] {
        let text = markup.into_string();
        assert!(text.contains("There are no values to draw yet") && !text.contains("<svg"), "{text}");
    }
}

#[test]
fn a_line_has_a_gap_where_a_value_is_unknown() {
    let value = |n: i64| vec![Count::Exact(n)];
    let rows = vec![
        ChartRow::new("1", value(1)),
        ChartRow::new("2", value(2)),
        ChartRow::new("3", vec![Count::Unknown]),
        ChartRow::new("4", value(4)),
    ];
    let markup = line(&chart(rows, &["곳"]), &words(Lang::Ko)).into_string();
    let series = markup.split(r#"class="series-1""#).nth(1).expect("one series");
    let series = series.split("</g>").next().expect("closed");
    assert_eq!(series.matches("<line").count(), 1);
    assert_eq!(series.matches("<circle").count(), 3);
}
