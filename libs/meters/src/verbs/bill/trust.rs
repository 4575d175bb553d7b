//! Trust: what the page says about where its rates come from, and which months rest on none.

use super::{Month, View};
use crate::tariff::Status;
use crate::tariff::plan::Plan;

impl View<'_> {
    /// Where the rates of the last bill come from, the surest first.
    pub(super) fn sources(&self, plan: &Plan<'_>, items: &[usize], text: &mut String) {
        text.push_str(&format!(
            "\n{}\n",
            self.say("이 계산에 쓴 단가의 출처", "Where the rates of this bill come from")
        ));
        for basis in plan.bases(items) {
            let names = basis.items.iter().map(|item| &self.tariff.items[*item]);
            let names: Vec<&str> = names.map(|item| self.say(&item.title_ko, &item.title_en)).collect();
            text.push_str(&format!("  {}: {}\n", self.trust(basis.status), names.join(", ")));
            for source in basis.sources.iter().map(|source| &self.tariff.sources[*source]) {
                let link = if source.link.is_empty() { String::new() } else { format!(" <{}>", source.link) };
                text.push_str(&format!("      {}{link}\n", source.what));
            }
        }
    }

    fn trust(&self, status: Status) -> &str {
        match status {
            Status::Published => self.say("판매자가 펴낸 값", "printed by the seller"),
            Status::Secondary => {
                self.say("판매자가 아닌 곳에서 옮긴 값", "taken from others than the seller")
            }
            Status::Derived => self.say("알려진 인상분을 더해 셈한 값", "computed from announced changes"),
            Status::Recalled => self.say(
                "확인되지 않은 값 (출처 없음: 마지막으로 알려진 단가를 이어 씀)",
                "not confirmed (no source: the last known rate carried on)",
            ),
            Status::Synthetic => self.say("지어낸 값", "made up"),
        }
    }

    /// Months of the page whose sums rest on rates without a source.
    pub(super) fn unconfirmed(&self, months: &[Month], text: &mut String) {
        let status = |month: &&Month| {
            let plan = Plan::new(self.tariff, month.period, &self.terms.classes).ok()?;
            month.total.is_ok().then(|| plan.status())
        };
        let with = |wanted: Status| -> Vec<String> {
            let months = months.iter().filter(|month| status(month) == Some(wanted));
            months.map(|month| month.period.to_string()).collect()
        };
        let recalled = with(Status::Recalled);
        if !with(Status::Synthetic).is_empty() {
            text.push_str(self.say("\n가상의 요금표입니다.\n", "\nThis tariff is made up.\n"));
        } else if let (Some(first), Some(last)) = (recalled.first(), recalled.last()) {
            let months = if first == last { first.clone() } else { format!("{first} ~ {last}") };
            text.push_str(&format!(
                "\n{} ({months})\n",
                self.say(
                    "단가의 일부는 확인되지 않았습니다. 고지서와 견주어 보십시오.",
                    "Some of these rates are not confirmed: compare with the printed bill."
                )
            ));
        }
    }
}
