//! Components by themselves: notices, tags, levels, dates, charts.

use base::words::Words;
use maud::html;
use web::Page;
use web::charts::{ChartRow, ChartTable, bar, line, stacked, steps};
use web::components::button::{self, Weight};
use web::components::date::{instant, period, unknown, when};
use web::components::evidence::{EvidenceBar, Level, level};
use web::components::list::{code, more};
use web::components::notice::{Notice, Tone};
use web::components::number::{Count, Figure};
use web::components::problem::{LineProblem, line_problems};
use web::components::status::{Meaning, pin, tag};

use super::{Sample, Say};

pub fn samples(say: &Say, t: &Words) -> Vec<Sample> {
    vec![pieces(say, t), charts(say, t)]
}

fn pieces(say: &Say, t: &Words) -> Sample {
    let title = say.it("이름을 고쳤습니다", "The name was corrected", "名称已更正");
    let text = say.it("예전 이름으로도 찾을 수 있습니다.", "The old one still finds it.", "旧名称仍可检索。");
    let body = html! {
        h2 { (say.it("알림", "Notices", "通知")) }
        @for tone in [Tone::Good, Tone::Info, Tone::Warning, Tone::Bad] { (Notice::new(tone, title).text(text).link(say.it("되돌리기", "Undo", "撤销"), "#main").view(t)) }
        h2 { (say.it("상태", "States", "状态")) }
        p { @for meaning in [Meaning::Neutral, Meaning::Active, Meaning::Good, Meaning::Warning, Meaning::Bad, Meaning::Past] { (tag(say.it("진행 중", "In progress", "进行中"), meaning)) " " } (pin("3", say.it("건", "items", "项"))) }
        h2 { (say.it("확인 수준", "Evidence", "证据等级")) }
        p { @for at in Level::ALL { (level(at, t)) " " } }
        (Level::ALL.into_iter().fold(EvidenceBar::new(), |bar, at| bar.part(at, 20)).view(t))
        (EvidenceBar::new().part(Level::Official, 1_200).target(1_000).view(t))
        (EvidenceBar::new().part(Level::Official, 0).part(Level::Unknown, 0).target(1_000).view(t))
        h2 { (say.it("가져오기 전에 고칠 줄", "Lines to mend before the import", "导入前需更正的行")) }
        (line_problems(say.it("12줄 중 2줄을 고쳐야 합니다. 아직 아무것도 저장되지 않았습니다.", "Two of 12 lines need mending. Nothing has been saved yet.", "12行中有2行需更正，尚未保存任何内容。"), &[
            LineProblem { place: say.it("3행 2열", "line 3, column 2", "第3行第2列").into(), what: say.it("사업자등록번호의 마지막 숫자가 맞지 않습니다", "The last digit of the business number does not fit", "营业登记号末位校验不符").into(), mend: say.it("등록증을 보고 고쳐 주세요", "Check it against the certificate", "请对照登记证更正").into() },
            LineProblem { place: say.it("9행 5열", "line 9, column 5", "第9行第5列").into(), what: say.it("주민등록번호로 보이는 값이 있습니다", "This looks like a resident number", "疑似居民登记号").into(), mend: say.it("그 열을 지우고 다시 올려 주세요", "Remove the column and upload again", "请删除该列后重新上传").into() },
        ], t))
        (code(say.it("검증 명령", "Command to verify", "验证命令"), "bitgoeul journal verify --city mirinae --checkpoint 18204.note"))
        (more(say.it("계산 방법 더 보기", "More about the counting", "更多计算说明"), html! { p { (text) } }))
        h2 { (say.it("날짜", "Dates", "日期")) }
        p { (when("2024", t)) " · " (when("2024-11", t)) " · " (when("2021..2024", t)) " · " (period("2024-03", "", t)) " · " (when("", t)) " · " (instant("2026-11-20 14:03", "KST")) }
        h2 { (say.it("숫자", "Numbers", "数字")) }
        p { (say.it("문장 속에서 ", "In a sentence: ", "句中：")) (Figure::new(Count::Exact(412), say.it("곳", "firms", "家")).rows("number.html").inline(t)) ", " (unknown(t)) }
        h2 { (say.it("단추", "Buttons", "按钮")) }
        (button::row(&[button::link(say.it("등록하기", "Register", "登记"), "#main", Weight::Main), button::link(say.it("그만두기", "Cancel", "取消"), "#main", Weight::Plain), button::link(say.it("지우기", "Erase", "删除"), "#main", Weight::Danger), button::download(say.it("내려받기", "Download", "下载"), "#main", "XLSX, 1.2 MB")]))
    };
    Sample::new("components", Page::new(say.it("부품", "Components", "组件")).api("#main"), body)
}

fn charts(say: &Say, t: &Words) -> Sample {
    let known = |value: i64| Count::Exact(value);
    let strategies = ChartTable {
        id: "by-strategy".into(),
        title: say.it("전략별 창업기업", "Start-ups by strategy", "各战略的创业企业").into(),
        unit: say.it("곳", "firms", "家").into(),
        label_title: say.it("전략", "Strategy", "战略").into(),
        series: vec![say.it("기업", "Firms", "企业").into()],
        rows: vec![
            ChartRow::new(
                say.it("AI 클러스터 조성", "AI cluster", "建设AI集群"),
                vec![Count::Between { low: 214, high: Some(260) }],
            )
            .href("number.html"),
            ChartRow::new(say.it("AI 비즈니스 생태계", "AI business", "AI商业生态"), vec![known(143)]),
            ChartRow::new(
                say.it(
                    "개방형 데이터센터와 슈퍼컴퓨팅 자원을 함께 쓰는 융합 과제",
                    "Joint tasks on the open data centre and supercomputing",
                    "共用开放型数据中心与超算资源的融合课题",
                ),
                vec![known(55)],
            ),
            ChartRow::new(
                say.it("시민참여형 AI 도시", "A city with its citizens", "市民参与型AI城市"),
                vec![Count::Unknown],
            ),
            ChartRow::new(say.it("그 밖", "Other", "其他"), vec![known(0)]),
        ],
    };
    let difference = ChartTable {
        id: "difference".into(),
        title: say.it("작년과 달라진 것", "Changes since last year", "较上年变化").into(),
        unit: String::new(),
        label_title: say.it("까닭", "Reason", "原因").into(),
        series: vec![say.it("기업", "Firms", "企业").into()],
        rows: vec![
            ChartRow::new(say.it("들어옴", "Entered", "新增"), vec![known(61)]),
            ChartRow::new(say.it("나감", "Left", "退出"), vec![known(-13)]),
            ChartRow::new(say.it("정정", "Corrected", "更正"), vec![known(-2)]),
        ],
    };
    let levels = ChartTable {
        id: "by-field".into(),
        title: say.it("분야별 지원", "Support by field", "各领域资助").into(),
        unit: say.it("억 원", "×10⁸ won", "亿韩元").into(),
        label_title: say.it("분야", "Field", "领域").into(),
        series: [
            say.it("국비", "State", "国费"),
            say.it("시비", "City", "市费"),
            say.it("민간", "Private", "民间"),
            say.it("기타", "Other", "其他"),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: vec![
            ChartRow::new(say.it("자동차", "Mobility", "汽车"), [120, 80, 44, 6].map(known).to_vec()),
            ChartRow::new(
                say.it("에너지", "Energy", "能源"),
                vec![known(90), known(22), Count::Unknown, known(3)],
            ),
            ChartRow::new(say.it("헬스케어", "Health", "健康"), [12, 60, 9, 0].map(known).to_vec()),
        ],
    };
    let years = ChartTable {
        id: "by-quarter".into(),
        title: say.it("창업기업과 일자리", "Start-ups and jobs", "创业企业与就业").into(),
        unit: String::new(),
        label_title: say.it("분기", "Quarter", "季度").into(),
        series: [say.it("발표", "Announced", "公布"), say.it("확인", "Confirmed", "确认")]
            .map(str::to_owned)
            .to_vec(),
        rows: (0..10_i64)
            .map(|at| {
                let confirmed = match at {
                    4 => Count::Unknown,
                    8 => Count::Between { low: 300, high: Some(410) },
                    at => known(40 + at * 34),
                };
                ChartRow::new(
                    &format!("{}-{:02}", 2024 + at / 4, at % 4 * 3 + 1),
                    vec![known(90 + at * 51), confirmed],
                )
            })
            .collect(),
    };
    let held = ChartTable {
        id: "held".into(),
        title: say.it("남은 GPU 시간", "GPU hours left", "剩余GPU小时").into(),
        series: vec![say.it("시간", "Hours", "小时").into()],
        rows: [410_000, 380_500, 380_500, 122_000, 240_000]
            .into_iter()
            .enumerate()
            .map(|(at, hours)| ChartRow::new(&format!("2026-{:02}", at + 5), vec![known(hours)]))
            .collect(),
        ..years.clone()
    };
    let nothing = ChartTable { id: "nothing".into(), rows: Vec::new(), ..years.clone() };
    let body = html! { (bar(&strategies, t)) (bar(&difference, t)) (stacked(&levels, t)) (line(&years, t)) (steps(&held, t)) (line(&nothing, t)) };
    Sample::new("charts", Page::new(say.it("그림", "Charts", "图表")), body)
}
