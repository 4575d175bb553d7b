use super::*;

const JUNIT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="4" failures="1" errors="0">
  <testsuite name="shares" tests="4">
    <testcase name="tests::plain" classname="shares" time="0.01"/>
    <testcase name="tests::talks" classname="shares" time="0.01">
      <system-out>running &lt;1&gt; test</system-out>
    </testcase>
    <testcase name="tests::real" classname="shares" time="0.01">
      <system-err>SKIPPED: tests::real needs BITGOEUL_TEST_DATA
</system-err>
    </testcase>
    <testcase name="tests::wrong" classname="shares" time="0.01">
      <failure message="left != right" type="test failure">SKIPPED is only a word here</failure>
    </testcase>
  </testsuite>
</testsuites>"#;

fn tally(text: &str) -> Tally {
    from_junit(text).unwrap_or_default()
}

#[test]
fn a_junit_report_is_counted() {
    let tally = tally(JUNIT);
    assert_eq!(
        (tally.passed, tally.failed.as_slice(), tally.skipped),
        (2, &["tests::wrong".to_string()][..], 1)
    );
    assert_eq!(
        tally.to_string(),
        "SKIPPED: tests::real needs BITGOEUL_TEST_DATA\nFAILED: tests::wrong\n\
         3 tests ran, 2 passed, 1 failed, 1 skipped (BITGOEUL_TEST_DATA absent)\n"
    );
}

#[test]
fn several_things_that_were_missing_are_counted_apart() {
    let other = JUNIT.replace("running &lt;1&gt; test", "SKIPPED: tests::talks needs PostgreSQL");
    assert_eq!(
        tally(&other).to_string().lines().last(),
        Some(
            "2 tests ran, 1 passed, 1 failed, 2 skipped (BITGOEUL_TEST_DATA absent: 1, PostgreSQL absent: 1)"
        )
    );
}

#[test]
fn a_test_that_says_two_lines_is_one_test() {
    let two = JUNIT.replace("\n</system-err>", "\nSKIPPED: the other half needs PostgreSQL\n</system-err>");
    assert_eq!(tally(&two).skipped, 1);
    assert_eq!(tally(&two).lines.len(), 2);
}

#[test]
fn a_broken_report_is_no_empty_report() {
    assert!(from_junit("<testsuites><testcase name=\"a\"></wrong></testsuites>").is_err());
}

#[test]
fn the_text_of_cargo_test_is_counted() {
    let text = "running 3 tests\ntest a ... ok\ntest b ... FAILED\ntest c ... ok\n\nsuccesses:\n\n---- c stdout ----\n\
        SKIPPED: c needs BITGOEUL_TEST_DATA\n\ntest result: FAILED. 2 passed; 1 failed; 0 ignored\n\
        test result: ok. 5 passed; 0 failed; 0 ignored\n";
    let tally = from_libtest(text);
    assert_eq!((tally.passed, tally.failed.as_slice(), tally.skipped), (6, &["b".to_string()][..], 1));
}
