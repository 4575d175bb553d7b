//! Korean text destroyed before it came here: every way in which it commonly happens.

use crate::{Damage, Finding, Options, Severity, What, read};
use encoding_rs::{EUC_KR, UTF_8, WINDOWS_1252};

const SOUND: &str = "이름,구분,주소\n미리내전자,주식회사,광주광역시 북구 첨단과기로 123\n빛고을소프트,유한회사,서울시 강남구 테헤란로\n무등산연구소,재단법인,광주시 동구\n";

fn refusal(text: &str) -> Finding {
    read(text.as_bytes(), &Options::default()).expect_err("refused")
}

fn damage(finding: &Finding) -> (Damage, Option<&str>) {
    match &finding.what {
        What::DestroyedText { damage, recovered, .. } => (*damage, recovered.as_deref()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn cp949_read_as_utf8_leaves_replacement_characters() {
    let (bytes, _, _) = EUC_KR.encode(SOUND);
    let finding = refusal(&UTF_8.decode_without_bom_handling(&bytes).0);
    assert_eq!(damage(&finding), (Damage::ReplacementCharacters, None));
    assert_eq!(
        (finding.place.line, finding.place.column, finding.severity()),
        (Some(1), Some(1), Severity::Stop)
    );
}

#[test]
fn saving_as_ascii_leaves_question_marks() {
    let lost: String = SOUND.chars().map(|letter| if letter.is_ascii() { letter } else { '?' }).collect();
    assert_eq!(damage(&refusal(&lost)), (Damage::QuestionMarks, None));
    let body = lost.replace("??,??,??\n", "name,kind,place\n");
    let finding = refusal(&body);
    assert_eq!((damage(&finding).0, finding.place.line), (Damage::QuestionMarks, Some(2)));
}

#[test]
fn western_readings_show_what_was_meant() {
    let utf8 = WINDOWS_1252.decode_without_bom_handling(SOUND.as_bytes()).0.into_owned();
    assert_eq!(damage(&refusal(&utf8)), (Damage::Utf8AsLatin, Some("이름")));
    let (bytes, _, _) = EUC_KR.encode(SOUND);
    let latin: String = bytes.iter().map(|byte| *byte as char).collect();
    assert_eq!(damage(&refusal(&latin)), (Damage::Cp949AsLatin, Some("이름")));
    let windows = WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned();
    assert_eq!(damage(&refusal(&windows)), (Damage::Cp949AsLatin, Some("이름")));
    assert!(refusal("name\n±¤ÁÖ\n").en().contains("It probably said \"광주\"."));
}

#[test]
fn utf8_read_as_cp949_is_named_even_when_bytes_were_lost() {
    let whole = refusal("name\n愿묒＜\n");
    assert_eq!(damage(&whole), (Damage::Utf8AsCp949, Some("광주")));
    let decoded = EUC_KR.decode_without_bom_handling(SOUND.as_bytes()).0.into_owned();
    let finding = refusal(&decoded);
    assert!(matches!(damage(&finding).0, Damage::Utf8AsCp949 | Damage::ReplacementCharacters), "{finding}");
    let asked = decoded.replace('\u{FFFD}', "?");
    let finding = refusal(&asked);
    assert!(matches!(damage(&finding).0, Damage::Utf8AsCp949 | Damage::QuestionMarks), "{finding}");
    assert_eq!(damage(&refusal("name\n占쏙옙占쏙옙\n")).0, Damage::ReplacementCharacters);
}

#[test]
fn one_destroyed_cell_in_a_sound_file_stops_only_its_line() {
    let text = SOUND.replace("재단법인", "ì£¼ì‹íšŒì‚¬").replace("유한회사", "????");
    let table = read(text.as_bytes(), &Options::default()).expect("readable");
    let said: Vec<(Option<u32>, &str, Severity)> = table
        .findings
        .iter()
        .map(|finding| (finding.place.line, finding.code(), finding.severity()))
        .collect();
    assert_eq!(
        said,
        [(Some(3), "destroyed-cell", Severity::Line), (Some(4), "destroyed-cell", Severity::Line)]
    );
}

#[test]
fn sound_text_of_other_languages_is_left_alone() {
    for text in [
        SOUND,
        "name,city\nMüller & Söhne,Köln\nCafé Crème,Besançon\nÅngström,Malmö\nÆrø,Tromsø\n",
        "이름,한자\n이순신,李舜臣\n안중근,安重根\n金九,白凡\n",
        "name,note\nA,what??? really\nB,https://a.example/?q=1??\n",
        "名前,市\n山田太郎,東京都\n鈴木,大阪\n",
        "名称,城市\n上海人工智能实验室,上海市\n华为技术有限公司,深圳市\n",
        "이름,물음\n가,뭐라고요??\n나,?\n",
    ] {
        let table =
            read(text.as_bytes(), &Options::default()).unwrap_or_else(|finding| panic!("{text}: {finding}"));
        assert_eq!(table.findings, [], "{text}");
    }
}
