//! Organisations: list with long names, one record with its presence, forms, empty and extreme lists.

use base::words::Words;
use maud::html;
use web::Page;
use web::charts::{Span, SpanChart};
use web::components::button::{self, Weight};
use web::components::choice::{ChoiceGroup, tick};
use web::components::date::{period, when};
use web::components::evidence::{Level, level};
use web::components::field::{Choice, Field};
use web::components::form::{FieldError, Filled, Form, section};
use web::components::list::{Definition, definitions};
use web::components::nav::{Pager, Tab, tabs};
use web::components::notice::{Notice, Tone, empty};
use web::components::number::{Count, Figure};
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Sorted, Table, name, text};
use web::components::timeline::{Step, StepState, timeline};

use super::{Sample, Say, frame};

pub fn samples(say: &Say, t: &Words) -> Vec<Sample> {
    vec![
        list(say, t, "organisations"),
        list(say, t, "large-letters").with(frame::large),
        list(say, t, "public-record").with(frame::public_record),
        record(say, t),
        form(say, t, "form-new", Filled::default()),
        form(say, t, "form-errors", wrong(say)),
        nothing(say, t),
        extremes(say, t),
    ]
}

fn list(say: &Say, t: &Words, file: &'static str) -> Sample {
    let presence = |p: usize| {
        [
            say.it("협약", "Agreement", "协议"),
            say.it("지점", "Branch", "分支机构"),
            say.it("공간", "Premises", "办公场所"),
            say.it("직원", "Staff", "员工"),
            say.it("연구·생산", "Research, production", "研发、生产"),
            say.it("본사", "Head office", "总部"),
        ][p]
    };
    let firms = [
        ("가온에이아이", "2026-기업-0412", "2024-03", 4, Level::Official, Count::Exact(14)),
        ("누리로봇", "2025-기업-0098", "2025-01", 3, Level::Attested, Count::Exact(5)),
        (
            "다솜헬스데이터연구소 주식회사 미리내지점 인공지능융합사업본부",
            "2026-기업-0007",
            "2026-02",
            3,
            Level::SelfDeclared,
            Count::Exact(2),
        ),
        ("라온에너지", "2023-기업-0155", "2023-07", 5, Level::Audited, Count::Exact(1_231)),
        ("마루비전", "2025-기업-0201", "2025-05", 0, Level::Unknown, Count::Unknown),
        (
            "Saebyeok Autonomous Mobility Research and Manufacturing Co., Ltd.",
            "2026-기업-0388",
            "2026-09",
            1,
            Level::Intention,
            Count::Between { low: 0, high: Some(30) },
        ),
        ("사이", "2022-기업-0003", "2022", 2, Level::Attested, Count::Exact(0)),
    ];
    let rows = firms.into_iter().map(|(firm, number, since, at, firmness, staff)| {
        Row::new(vec![
            name(firm, "organisation.html", number),
            period(since, "", t),
            text(presence(at)),
            level(firmness, t),
            Figure::new(staff, "").inline(t),
        ])
        .muted(firmness == Level::Unknown)
    });
    let columns = vec![
        Column::head(say.it("기업", "Organisation", "企业")).sort("#main", Sorted::Ascending),
        Column::text(say.it("머문 기간", "Here since", "入驻期间")).sort("#main", Sorted::No),
        Column::text(say.it("정착 정도", "Presence", "落户程度")),
        Column::text(say.it("확인 수준", "Evidence", "证据等级")),
        Column::number(say.it("직원", "Staff", "员工数")).sort("#main", Sorted::No),
    ];
    let table = Table::new(
        say.it("기관·기업 목록", "Organisations", "机构与企业名单"),
        columns,
        rows.collect(),
        empty("", "", None),
    )
    .caption_hidden()
    .pager(Pager { previous_href: None, next_href: Some("#main".into()), shown: 7, total: Some(1_200) });
    let page = Page::new(say.it("기관·기업", "Organisations", "机构与企业"))
        .crumb(say.it("현황", "Overview", "概况"), "home.html")
        .below(say.it(
            "협약을 맺었거나 이곳에서 일하는 기관과 기업입니다.",
            "Bodies and firms that signed an agreement or work here.",
            "已签署协议或在此运营的机构和企业。",
        ));
    Sample::new(
        file,
        page,
        html! { (filters(say, t)) (table.view(t)) (button::row(&[button::download(say.it("명단 내려받기", "Download the list", "下载名单"), "#main", "CSV, 48 KB")])) },
    )
}

fn filters(say: &Say, t: &Words) -> maud::Markup {
    let presence = vec![
        Choice::new("p3", say.it("직원 이상", "Staff or more", "有员工及以上")),
        Choice::new("p5", say.it("본사", "Head office", "总部")),
    ];
    Form::get("organisations.html").inline().view(t, html! {
        (Field::text("q", say.it("이름·사업자등록번호", "Name or business number", "名称、营业登记号")).middle().view(t))
        (Field::filter("presence", say.it("정착 정도", "Presence", "落户程度"), presence).view(t))
        (button::submit(say.it("찾기", "Filter", "筛选"), Weight::Plain))
    })
}

fn record(say: &Say, t: &Words) -> Sample {
    let page = Page::new("가온에이아이")
        .above(say.it("기업 · 2026-기업-0412", "Firm · 2026-기업-0412", "企业 · 2026-기업-0412"))
        .crumb(say.it("현황", "Overview", "概况"), "home.html")
        .crumb(say.it("기관·기업", "Organisations", "机构与企业"), "organisations.html")
        .message(Some(Notice::new(
            Tone::Good,
            say.it(
                "이름을 고쳤습니다. 예전 이름으로도 찾을 수 있습니다.",
                "The name was corrected. The old one still finds it.",
                "名称已更正，旧名称仍可检索。",
            ),
        )));
    let links = |label: &str, count: i64, current: bool| Tab {
        label: label.into(),
        href: "#main".into(),
        count: (count > 0).then_some(count),
        current,
    };
    let body = html! {
        p { (tag(say.it("운영 중", "Operating", "运营中"), Meaning::Good)) " " (tag(say.it("창업 7년 이내", "Founded within 7 years", "成立7年以内"), Meaning::Neutral)) " " (tag(say.it("폐업", "Closed", "已停业"), Meaning::Past)) }
        (tabs(say.it("이 기업", "This firm", "该企业"), &[links(say.it("한눈에", "Summary", "概览"), 0, true), links(say.it("협약", "Agreements", "协议"), 2, false), links(say.it("할 일", "Obligations", "待办事项"), 14, false), links(say.it("기록", "History", "记录"), 1_204, false)], t))
        (definitions(&[
            Definition::new(say.it("이름", "Names", "名称"), html! { "가온에이아이 · " span lang="en" { "Gaon AI Inc." } " · " span lang="zh-Hans" { "佳温人工智能" } }),
            Definition::text(say.it("예전 이름", "Former names", "曾用名"), "가온소프트 (2021-04 – 2024-02)"),
            Definition::new(say.it("사업자등록번호", "Business number", "营业登记号"), html! { span.num { "123-45-67891" } }),
            Definition::new(say.it("창업", "Founded", "成立"), when("2021-04", t)),
            Definition::new(say.it("직원", "Staff", "员工"), html! { (Figure::new(Count::Exact(14), say.it("명", "people", "人")).rows("number.html").inline(t)) " · " (level(Level::Official, t)) }),
            Definition::new(say.it("매출", "Revenue", "营业额"), when("", t)),
        ]))
        h2 { (say.it("정착", "Presence", "落户情况")) }
        (presence_chart(say).view(t))
        h2 { (say.it("있었던 일", "What happened", "经过")) }
        (timeline(&[
            Step::new(StepState::Done, say.it("협약을 맺었습니다", "Agreement signed", "签署协议")).when(when("2023-11-02", t)).below(html! { (level(Level::Official, t)) }),
            Step::new(StepState::Done, say.it("직원 3명이 일하기 시작했습니다", "Three people began to work here", "3名员工开始工作")).when(when("2024-03", t)).below(html! { (level(Level::Attested, t)) }),
            Step::new(StepState::Overdue, say.it("창업동 보증 연장 서류", "Papers for the rent guarantee", "创业楼担保续期材料")).when(when("2026-10-31", t)).below(html! { (say.it("산단진흥과", "Industry division", "产业振兴科")) }),
            Step::new(StepState::Now, say.it("고용보험 명부를 확인하고 있습니다", "The employment register is being checked", "正在核对雇佣保险名册")).when(when("2026-12-04", t)),
            Step::new(StepState::Next, say.it("연구동으로 옮길 예정입니다", "Move to the research building", "计划迁入研究楼")).when(when("2027", t)),
        ], t))
    };
    Sample::new("organisation", page, body)
}

fn presence_chart(say: &Say) -> SpanChart {
    let span = |label: &str, from: (i64, &str), to: Option<(i64, &str)>, level| Span {
        label: label.into(),
        href: None,
        from: Some(from.0),
        to: to.map(|to| to.0),
        from_text: from.1.into(),
        to_text: to.map_or("", |to| to.1).into(),
        level,
    };
    SpanChart {
        id: "presence".into(),
        title: say.it("정착 기간", "Degrees of presence", "落户期间").into(),
        label_title: say.it("정도", "Degree", "程度").into(),
        level_title: say.it("확인 수준", "Evidence", "证据等级").into(),
        from: 0,
        to: 1_420,
        ticks: [(0, "2023"), (365, "2024"), (731, "2025"), (1_096, "2026")]
            .map(|(day, year)| (day, year.to_owned()))
            .to_vec(),
        rows: vec![
            span(say.it("협약", "Agreement", "协议"), (305, "2023-11"), None, Level::Official),
            span(
                say.it("공간", "Premises", "办公场所"),
                (400, "2024-02"),
                Some((1_000, "2025-09")),
                Level::Attested,
            ),
            span(say.it("직원", "Staff", "员工"), (425, "2024-03"), None, Level::Official),
            span(
                say.it("연구·생산", "Research, production", "研发、生产"),
                (1_100, "2026-01"),
                None,
                Level::SelfDeclared,
            ),
            span(say.it("본사", "Head office", "总部"), (1_380, "2026-10"), None, Level::Intention),
        ],
    }
}

fn wrong(say: &Say) -> Filled {
    let values = [
        ("name_ko", ""),
        ("business_number", "123-45-67890"),
        ("founded", "2031-02"),
        ("kind", "firm"),
        ("staff", "일곱"),
    ];
    Filled {
        values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        errors: vec![
            FieldError::new(
                "name_ko",
                say.it("한국어 이름을 써 주세요.", "Please give the Korean name.", "请填写韩文名称。"),
            ),
            FieldError::new(
                "business_number",
                say.it(
                    "사업자등록번호의 마지막 숫자가 맞지 않습니다. 등록증을 다시 보고 열 자리를 써 주세요.",
                    "The last digit does not fit. Check the certificate and type all ten digits.",
                    "营业登记号末位校验不符，请对照登记证填写十位数字。",
                ),
            ),
            FieldError::new(
                "founded",
                say.it(
                    "창업일이 오늘보다 뒤입니다.",
                    "The day of founding lies in the future.",
                    "成立日期晚于今天。",
                ),
            ),
            FieldError::new(
                "staff",
                say.it(
                    "숫자로 써 주세요. 모르면 비워 두세요.",
                    "Write digits, or leave it empty when unknown.",
                    "请填写数字；不清楚请留空。",
                ),
            ),
            FieldError::new(
                "agree",
                say.it("확인란에 표시해 주세요.", "Please tick the box.", "请勾选确认栏。"),
            ),
        ],
    }
}

fn form(say: &Say, t: &Words, file: &'static str, filled: Filled) -> Sample {
    let page = Page::new(say.it("기관·기업 등록", "Register an organisation", "登记机构或企业"))
        .crumb(say.it("현황", "Overview", "概况"), "home.html")
        .crumb(say.it("기관·기업", "Organisations", "机构与企业"), "organisations.html")
        .below(say.it(
            "아는 것만 쓰면 됩니다. 나중에 더할 수 있습니다.",
            "Write what you know. More can be added later.",
            "填写已知内容即可，之后可以补充。",
        ));
    let regions = vec![
        Choice::new("a", say.it("첨단지구", "Techno district", "尖端区")),
        Choice::new("b", say.it("도심", "Centre", "市中心")),
    ];
    let text = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name)).view(t);
    let body = Form::post("#main", "sample").errors(&filled.errors).multipart().view(t, html! {
        (section(say.it("이름", "Names", "名称"), html! {
            (text(Field::text("name_ko", say.it("한국어 이름", "Korean name", "韩文名称")).required().autocomplete("organization").hint(say.it("사업자등록증에 적힌 그대로", "As on the registration certificate", "与营业登记证一致")), "name_ko"))
            (text(Field::text("name_en", say.it("영어 이름", "English name", "英文名称")).lang(base::lang::Lang::En), "name_en"))
        }))
        (section(say.it("등록 정보", "Registration", "登记信息"), html! {
            (ChoiceGroup::one("kind", say.it("종류", "Kind", "类型")).required()
                .answer("firm", say.it("기업", "Firm", "企业"), filled.ticked("kind", "firm"))
                .answer_with_hint("body", say.it("기관", "Public body", "机构"), say.it("시, 공공기관, 대학, 연구소", "City, agencies, universities, institutes", "市政府、公共机构、大学、研究所"), false)
                .view(t))
            (text(Field::text("business_number", say.it("사업자등록번호", "Business number", "营业登记号")).short().required().autocomplete("off").hint("000-00-00000"), "business_number"))
            (text(Field::date("founded", say.it("창업일", "Founded", "成立日期")).hint(say.it("달이나 해만 알면 그것만 씁니다", "A month or a year will do", "仅知年月亦可")), "founded"))
            (text(Field::number("staff", say.it("직원", "Staff", "员工数"), say.it("명", "people", "人")), "staff"))
            (Field::select("region", say.it("지역", "District", "地区"), regions).required().view(t))
            (ChoiceGroup::many("lanes", say.it("분야", "Fields", "领域")).answer("car", say.it("자동차", "Mobility", "汽车"), true).answer("energy", say.it("에너지", "Energy", "能源"), false).answer("health", say.it("헬스케어", "Health", "健康"), false).view(t))
            (Field::file("paper", say.it("증빙 파일", "Evidence", "证明文件"), ".pdf,.png").hint(say.it("PDF나 그림, 20 MB까지", "PDF or picture, up to 20 MB", "PDF或图片，不超过20 MB")).view(t))
            (Field::lines("note", say.it("알릴 것", "Note", "备注"), 3).view(t))
            (tick("agree", say.it("사실대로 썼습니다", "What I wrote is true", "以上内容属实"), false, filled.error("agree"), t))
        }))
        (button::row(&[button::submit(say.it("등록하기", "Register", "登记"), Weight::Main), button::link(say.it("그만두기", "Cancel", "取消"), "organisations.html", Weight::Plain)]))
    });
    Sample::new(file, page, body)
}

fn nothing(say: &Say, t: &Words) -> Sample {
    let columns =
        vec![Column::head(say.it("자료", "Dataset", "数据集")), Column::number(say.it("행", "Rows", "行数"))];
    let none = empty(
        say.it("아직 데이터가 없습니다", "There are no data yet", "暂无数据"),
        say.it(
            "기관이 데이터를 올리면 여기에 보입니다. 검색어를 줄이면 더 많이 나옵니다.",
            "Data appear here when an institution publishes them. Fewer words find more.",
            "机构发布数据后将显示在此处，减少检索词可获得更多结果。",
        ),
        Some(button::link(say.it("모두 보기", "Show all", "查看全部"), "#main", Weight::Plain)),
    );
    let table = Table::new(say.it("데이터", "Data", "数据"), columns, Vec::new(), none);
    Sample::new("empty", Page::new(say.it("데이터", "Data", "数据")), table.view(t))
}

fn extremes(say: &Say, t: &Words) -> Sample {
    let columns = vec![
        Column::head(say.it("항목", "Item", "项目")),
        Column::number(say.it("값", "Value", "数值")),
        Column::number(say.it("범위", "Bounds", "范围")),
    ];
    let counts = [
        Count::Exact(0),
        Count::Exact(-1_234_567),
        Count::Exact(i64::MAX),
        Count::Between { low: 412, high: Some(530) },
        Count::Between { low: 412, high: None },
        Count::Unknown,
    ];
    let rows = counts.into_iter().map(|count| {
        Row::new(vec![
            text(say.it("GPU 시간", "GPU hours", "GPU小时")),
            Figure::new(count, say.it("원", "won", "韩元")).rows("number.html").inline(t),
            text(&web::components::number::bounds(count, t).unwrap_or_default()),
        ])
    });
    let table = Table::new(
        say.it("아주 작은 수와 큰 수", "Very small and very large", "极小与极大的数"),
        columns,
        rows.collect(),
        empty("", "", None),
    )
    .scroll();
    let body = html! {
        (table.view(t))
        @for count in counts { (Figure::new(count, say.it("원", "won", "韩元")).rows("number.html").large(t)) }
    };
    Sample::new("zero", Page::new(say.it("컴퓨팅", "Computing", "算力")), body)
}
