//! The office's own steps after the departments' last day (các bước của Văn phòng), and by when each is planned.

use crate::domain::calendar::{Calendar, Counting};
use crate::domain::moment::Date;
use crate::text::Lang;
use std::collections::BTreeMap;

/// One step of the procedure, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Thu thập: chuyên viên tổng hợp collects what the departments sent.
    Collect,
    /// Dự thảo: chuyên viên tổng hợp drafts the consolidated report.
    Draft,
    /// Hoàn chỉnh, trình: Chánh Văn phòng completes and submits it.
    Complete,
    /// Phê duyệt: Giám đốc or Phó Giám đốc approves.
    Approve,
    /// Gửi: Văn thư sends it.
    Send,
    /// Lưu hồ sơ: it is filed. The procedure plans no time for it.
    File,
}

impl Step {
    /// Every step, in order.
    pub(crate) const ALL: [Step; 6] =
        [Step::Collect, Step::Draft, Step::Complete, Step::Approve, Step::Send, Step::File];

    /// The id in formats.
    pub fn id(self) -> &'static str {
        match self {
            Step::Collect => "collect",
            Step::Draft => "draft",
            Step::Complete => "complete",
            Step::Approve => "approve",
            Step::Send => "send",
            Step::File => "file",
        }
    }

    /// The step with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Step::ALL.into_iter().find(|step| step.id() == id)
    }

    /// The key in `[quy_trinh]`; none for filing, which has no planned time.
    pub(crate) fn settings_key(self) -> Option<&'static str> {
        match self {
            Step::Collect => Some("thu_thap"),
            Step::Draft => Some("du_thao"),
            Step::Complete => Some("hoan_chinh"),
            Step::Approve => Some("phe_duyet"),
            Step::Send => Some("gui"),
            Step::File => None,
        }
    }

    /// The step for people.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Step::Collect, Lang::Vi) => "thu thập báo cáo",
            (Step::Collect, Lang::En) => "collecting",
            (Step::Draft, Lang::Vi) => "dự thảo báo cáo tổng hợp",
            (Step::Draft, Lang::En) => "drafting",
            (Step::Complete, Lang::Vi) => "hoàn chỉnh, trình duyệt",
            (Step::Complete, Lang::En) => "completing and submitting",
            (Step::Approve, Lang::Vi) => "phê duyệt",
            (Step::Approve, Lang::En) => "approval",
            (Step::Send, Lang::Vi) => "gửi báo cáo",
            (Step::Send, Lang::En) => "sending",
            (Step::File, Lang::Vi) => "lưu hồ sơ",
            (Step::File, Lang::En) => "filing",
        }
    }
}

/// How long each step is planned to take (`[quy_trinh]`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepPlan {
    /// Days a step takes; a step that is not there has no planned time.
    pub days: BTreeMap<Step, u32>,
    /// Which days count.
    pub counting: Counting,
}

impl Default for StepPlan {
    /// The procedure's own table, mục 5: 01, 02, 01, 01, 01 days. It says only "ngày"; offices count working days.
    fn default() -> Self {
        let days = [(Step::Collect, 1), (Step::Draft, 2), (Step::Complete, 1), (Step::Approve, 1), (Step::Send, 1)];
        StepPlan { days: BTreeMap::from(days), counting: Counting::Working }
    }
}

impl StepPlan {
    /// By when each step should be done, counted one after another from the departments' last day, which itself does
    /// not count; `None` for a step without a planned time.
    pub fn due_dates(&self, last_day: Date, calendar: &Calendar) -> Vec<(Step, Option<Date>)> {
        let mut day = last_day;
        let mut due = |step: &Step| {
            self.days.get(step).map(|days| {
                day = calendar.add_days(day, *days, self.counting);
                day
            })
        };
        Step::ALL.into_iter().map(|step| (step, due(&step))).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::parse_date;
    use crate::domain::steps::*;

    fn due(plan: &StepPlan, last_day: &str) -> Vec<String> {
        let days = plan.due_dates(parse_date(last_day).unwrap(), &Calendar::default());
        days.into_iter().map(|(_, day)| day.map_or("-".into(), |day| day.to_string())).collect()
    }

    #[test]
    fn six_working_days_after_the_last_day() {
        let expected = ["2024-06-17", "2024-06-19", "2024-06-20", "2024-06-21", "2024-06-24", "-"];
        assert_eq!(due(&StepPlan::default(), "2024-06-14"), expected);
    }

    #[test]
    fn calendar_days_run_over_weekends() {
        let plan = StepPlan { counting: Counting::Calendar, ..StepPlan::default() };
        let expected = ["2024-06-15", "2024-06-17", "2024-06-18", "2024-06-19", "2024-06-20", "-"];
        assert_eq!(due(&plan, "2024-06-14"), expected);
    }

    #[test]
    fn tet_pushes_every_step() {
        let expected = ["2026-02-23", "2026-02-25", "2026-02-26", "2026-02-27", "2026-03-02", "-"];
        assert_eq!(due(&StepPlan::default(), "2026-02-19"), expected);
    }

    #[test]
    fn a_step_of_no_days_or_no_plan() {
        let mut plan = StepPlan::default();
        plan.days.insert(Step::Collect, 0);
        plan.days.remove(&Step::Draft);
        let expected = ["2024-06-14", "-", "2024-06-17", "2024-06-18", "2024-06-19", "-"];
        assert_eq!(due(&plan, "2024-06-14"), expected);
    }

    #[test]
    fn steps_have_their_ids() {
        for step in Step::ALL {
            assert_eq!(Step::from_id(step.id()), Some(step));
        }
        assert_eq!(Step::ALL.map(Step::id), ["collect", "draft", "complete", "approve", "send", "file"]);
    }
}
