//! Pages of staff, denser; and signing in.

use base::words::Words;
use maud::html;
use web::Page;
use web::components::button::{self, Weight};
use web::components::date::when;
use web::components::field::Field;
use web::components::form::{FieldError, Form};
use web::components::nav::{Pager, Tab, tabs};
use web::components::notice::{Notice, Tone, empty};
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Sorted, Table, name, text};

use super::{Sample, Say, frame};

pub fn samples(say: &Say, t: &Words) -> Vec<Sample> {
    vec![desk(say, t), sign_in(say, t)]
}

fn desk(say: &Say, t: &Words) -> Sample {
    let word = |at: usize| match at {
        0 => tag(say.it("기한 지남", "Overdue", "逾期"), Meaning::Bad),
        1 => tag(say.it("이번 주", "This week", "本周"), Meaning::Warning),
        2 => tag(say.it("진행 중", "In progress", "进行中"), Meaning::Active),
        _ => tag(say.it("소관 미상", "No owner", "归属不明"), Meaning::Neutral),
    };
    let rows = (0..24).map(|at| {
        let number = format!("2026-할일-{:04}", 118 + at);
        let title = if at % 5 == 2 {
            "창업동 입주기업 임대차 보증 연장 서류와 전년도 고용 유지 확인서 제출"
        } else {
            "데이터 협약 첫 행 제공"
        };
        Row::new(vec![
            name(title, "organisation.html", &number),
            text(if at % 3 == 0 { "인공지능산업실 데이터산업과" } else { "창업진흥과" }),
            when(if at < 3 { "2026-11-02" } else { "2026-11-27" }, t),
            text(if at % 4 == 3 { "" } else { "김하늘" }),
            text(&t.number(at * 137)),
            word(at as usize % 4),
        ])
    });
    let columns = vec![
        Column::head(say.it("할 일", "Obligation", "事项")),
        Column::text(say.it("부서", "Office", "部门")),
        Column::text(say.it("기한", "Due", "期限")).sort("#main", Sorted::Ascending),
        Column::text(say.it("담당", "Owner", "负责人")),
        Column::number(say.it("금액(만 원)", "Amount (10⁴ won)", "金额（万韩元）")).sort("#main", Sorted::No),
        Column::text(say.it("상태", "State", "状态")),
    ];
    let tab = |label: &str, count: i64, current: bool| Tab {
        label: label.into(),
        href: "#main".into(),
        count: Some(count),
        current,
    };
    let table =
        Table::new(say.it("할 일", "Obligations", "事项"), columns, rows.collect(), empty("", "", None))
            .caption_hidden()
            .pager(Pager {
                next_href: Some("#main".into()),
                shown: 24,
                total: Some(312),
                previous_href: None,
            });
    let body = html! {
        (tabs(say.it("보기", "Views", "视图"), &[tab(say.it("오늘", "Today", "今日"), 24, true), tab(say.it("우리 부서", "Our office", "本部门"), 312, false), tab(say.it("소관 미상", "No owner", "归属不明"), 31, false)], t))
        (Form::get("desk.html").inline().view(t, html! { (Field::text("q", say.it("찾을 말", "Search", "搜索")).middle().view(t)) (Field::date("until", say.it("기한까지", "Due until", "期限至")).view(t)) (button::submit(say.it("찾기", "Filter", "筛选"), Weight::Plain)) }))
        (table.view(t))
    };
    let page = Page::new(say.it("오늘 할 일", "Today", "今日事项"))
        .staff()
        .crumb(say.it("직원 화면", "Staff", "工作人员"), "desk.html")
        .message(Some(
            Notice::new(
                Tone::Warning,
                say.it("기한 지난 할 일이 3건 있습니다.", "Overdue obligations: 3.", "有3项逾期。"),
            )
            .link(say.it("기한 지난 것만 보기", "Show only these", "仅看逾期"), "#main"),
        ));
    Sample::new("desk", page, body).with(frame::officer)
}

fn sign_in(say: &Say, t: &Words) -> Sample {
    let errors = [FieldError::new(
        "",
        say.it(
            "전자우편 주소나 비밀번호가 맞지 않습니다.",
            "The e-mail address or the password does not fit.",
            "电子邮箱或密码不正确。",
        ),
    )];
    let body = html! {
        (Form::post("#main", "sample").errors(&errors).view(t, html! {
            (Field::email("email", say.it("전자우편 주소", "E-mail address", "电子邮箱")).required().value("haneul@mirinae.example").autocomplete("username").view(t))
            (Field::password("password", say.it("비밀번호", "Password", "密码"), "current-password").required().view(t))
            (button::row(&[button::submit(say.it("로그인", "Sign in", "登录"), Weight::Main)]))
        }))
        (Notice::new(Tone::Info, say.it("로그인하지 않아도 공개된 것은 모두 볼 수 있습니다.", "Everything public can be seen without signing in.", "无需登录即可查看所有公开内容。")).view(t))
    };
    Sample::new("sign-in", Page::new(say.it("로그인", "Sign in", "登录")), body)
}
