//! Problem pages as a reader meets them.

use base::words::Words;
use web::Page;
use web::components::problem::ProblemView;
use web::page::Link;

use super::{Sample, Say};

pub fn samples(say: &Say, t: &Words) -> Vec<Sample> {
    vec![
        sample("problem-404", not_found(say), t),
        sample("problem-409", closed(say), t),
        sample("problem-422", broken_file(say), t),
        sample("problem-500", fault(say), t),
    ]
}

fn sample(name: &'static str, problem: ProblemView, t: &Words) -> Sample {
    Sample::new(name, Page::without_heading(&problem.title), problem.view(t))
}

fn not_found(say: &Say) -> ProblemView {
    ProblemView {
        status: 404,
        title: say.it("그런 기업을 찾을 수 없습니다", "There is no such firm", "未找到该企业").into(),
        detail: say
            .it(
                "주소가 바뀌었거나, 볼 수 있는 범위가 아닙니다.",
                "The address has changed, or the record is not open to you.",
                "地址已变更，或不在可查看范围内。",
            )
            .into(),
        mend: Some(
            say.it(
                "이름이나 사업자등록번호로 찾아 보세요.",
                "Search by name or business number.",
                "请用名称或营业登记号检索。",
            )
            .into(),
        ),
        ways: vec![
            Link::new(say.it("기업 찾기", "Search firms", "查找企业"), "organisations.html"),
            Link::new(say.it("첫 화면", "First page", "首页"), "home.html"),
        ],
        ..ProblemView::default()
    }
}

fn closed(say: &Say) -> ProblemView {
    ProblemView {
        status: 409,
        title: say.it("공모가 마감되었습니다", "The call has closed", "征集已截止").into(),
        detail: say
            .it("쓰던 내용은 그대로 남아 있습니다.", "Your draft is kept.", "已填写的内容仍会保留。")
            .into(),
        facts: vec![(say.it("마감", "Closed", "截止时间").into(), "2026-05-01 18:00".into())],
        mend: Some(
            say.it(
                "비슷한 공모가 12월에 다시 열립니다. 알림을 받아 보세요.",
                "A similar call opens in December. Ask to be told.",
                "类似的征集将于12月再次开放，可订阅通知。",
            )
            .into(),
        ),
        ways: vec![
            Link::new(say.it("공모로 돌아가기", "Back to the call", "返回征集"), "home.html"),
            Link::new(say.it("담당자에게 묻기", "Ask the desk", "咨询负责人"), "home.html"),
        ],
        ..ProblemView::default()
    }
}

fn broken_file(say: &Say) -> ProblemView {
    ProblemView {
        status: 422,
        title: say.it("파일의 글자가 깨져 있어 가져오지 않았습니다", "The file's letters are destroyed, so nothing was imported", "文件中的文字已损坏，未导入").into(),
        detail: say.it("다른 프로그램에서 저장할 때 한글이 ?로 바뀌었습니다. 되돌릴 수 없습니다.", "Another program replaced Korean letters by question marks when it saved the file. This cannot be undone.", "其他程序保存时将韩文替换成了问号，无法恢复。").into(),
        place: Some("기업명단.csv, 3행 2열".into()),
        mend: Some(say.it("원래 파일을 “CSV UTF-8”로 다시 저장해 주세요.", "Save the original again as “CSV UTF-8”.", "请将原文件重新另存为“CSV UTF-8”。").into()),
        ways: vec![Link::new(say.it("다시 고르기", "Choose again", "重新选择"), "form-new.html")],
        ..ProblemView::default()
    }
}

fn fault(say: &Say) -> ProblemView {
    ProblemView {
        status: 500,
        title: say.it("처리하지 못했습니다", "Something went wrong here", "未能处理").into(),
        detail: say
            .it(
                "저희 쪽 문제입니다. 저장된 것은 없습니다.",
                "The fault is ours. Nothing was saved.",
                "这是我方的问题，未保存任何内容。",
            )
            .into(),
        mend: Some(say.it("잠시 뒤 다시 해 보세요.", "Try again in a moment.", "请稍后重试。").into()),
        reference: Some("F-7K2M-93QD".into()),
        ways: vec![Link::new(say.it("다시 하기", "Try again", "重试"), "home.html")],
        ..ProblemView::default()
    }
}
