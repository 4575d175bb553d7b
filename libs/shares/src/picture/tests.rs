use super::*;
use crate::equal_shares::{Add1, Completion, EqualShares};
use crate::greedy::Greedy;
use crate::pabulib;

fn lantern_town() -> Election {
    let file = pabulib::read(&include_bytes!("../../docs/lantern-town.pb")[..]).expect("a good file");
    file.election().expect("a good file").election
}

fn drawn(election: &Election, title: &str) -> String {
    let shares = EqualShares::with(Completion::Add1(Add1::official())).count(election).expect("a result");
    let greedy = Greedy::by_votes().count(election).expect("a result");
    picture(
        election,
        title,
        Named { name: "equal shares", outcome: &shares },
        Named { name: "most votes", outcome: &greedy },
    )
}

#[test]
fn the_picture_in_the_readme_is_what_the_code_draws() {
    let title = "Lantern Town (made-up election)";
    assert_eq!(drawn(&lantern_town(), title), include_str!("../../docs/equal-shares.svg"));
}

#[test]
fn text_from_outside_cannot_become_markup() {
    let mut builder = crate::ElectionBuilder::new(crate::BallotKind::Approval, 5, 0).expect("a budget");
    builder
        .project("x", "<script>alert(\"1\")</script>\u{0} & more of a very long title", 5)
        .expect("a new id");
    builder.ballot(&[crate::Mark { project: 0, value: 1 }], 1).expect("a ballot");
    let svg = drawn(&builder.build().expect("an election"), "a < b");
    assert!(
        !svg.contains("<script")
            && svg.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more…"),
        "{svg}"
    );
    assert!(svg.contains("<title id=\"t\">a &lt; b</title>"));
}
