//! The office's settings (`baocao.toml`) and a period's (`ky.toml`).

use crate::domain::{
    Cadence, Calendar, Date, Deadline, DeadlineRule, DepartmentId, FigureRule, Indicator, PeriodId, RollPolicy, Roster,
    StepPlan, Tenure,
};
use crate::text::TonePlacement;
use std::collections::BTreeMap;

/// Cơ quan: the agency that reports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agency {
    /// `ten`.
    pub name: String,
    /// `chu_quan`: cơ quan chủ quản.
    pub parent: String,
    /// `dia_danh`: the place on the date line.
    pub place: String,
    /// `ky_hieu`: its abbreviation in document numbers, `SKHCN`.
    pub symbol: String,
}

impl Agency {
    /// The field that a Sở is named after, “Khoa học và Công nghệ”; empty for other agencies.
    pub fn field(&self) -> &str {
        self.name.trim().strip_prefix("Sở ").map_or("", str::trim)
    }
}

/// `danh_so`: which documents of an office take their numbers from one series (Nghị định 30/2020/NĐ-CP, Điều 15).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum NumberSeries {
    /// The settings do not say.
    #[default]
    Unsaid,
    /// `"theo-loai"`: each kind of document has a series of its own.
    PerKind,
    /// `"chung"`: all documents share one.
    All,
    /// The abbreviations of the kinds that share one, `BC` among them.
    Group(Vec<String>),
}

/// `[van_ban]`: what the office's document says beyond its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentSettings {
    /// `kinh_gui`; none means the parent agency, an empty list nobody.
    pub addressees: Option<Vec<String>>,
    /// `kinh_gui_bo`: to whom the report through the Ministry's channel goes.
    pub ministry: Option<Vec<String>>,
    /// `can_cu`.
    pub grounds: Vec<String>,
    /// `noi_nhan`, before the dispatch names the recipients.
    pub recipients: Vec<String>,
    /// `luu`: where copies are kept, `VT, VP`.
    pub copies: Option<String>,
    /// `trich_yeu`, with `{ky}`; none means the title of the text.
    pub subject: Option<String>,
    /// `dau_thanh`: where the tone mark stands in the words that the program writes itself.
    pub tone: TonePlacement,
    /// `the_thuc`: the layout profile in `templates/`.
    pub layout: Option<String>,
    /// `danh_so`.
    pub series: NumberSeries,
    /// `muc_do_khan`: `KHẨN`.
    pub urgency: Option<String>,
    /// `luu_hanh`: `LƯU HÀNH NỘI BỘ`.
    pub circulation: Option<String>,
    /// `ma_dinh_danh`: the agency's identifier (QĐ 20/2020/QĐ-TTg), as it was given.
    pub organ_id: Option<String>,
    /// `[van_ban.dinh_danh]`: identifiers of recipients by the name they are sent to.
    pub organ_ids: BTreeMap<String, String>,
}

/// `[luu_tru]`: the office's own Danh mục hồ sơ. There is no built-in term: the circular's figures could not be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilingSettings {
    /// `ho_so`: số và ký hiệu hồ sơ.
    pub notation: Option<String>,
    /// `thoi_han`: thời hạn bảo quản by kind of period.
    pub retention: BTreeMap<Cadence, String>,
    /// `so_rieng`: whether reports are numbered in a series of their own, so that a gap is a fault.
    pub own_series: bool,
}

/// Đơn vị: a department that reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// `ma`.
    pub id: DepartmentId,
    /// `ten`.
    pub name: String,
    /// `tu_ngay`, `den_ngay`: departments begin and end.
    pub tenure: Tenure,
}

/// Everything in `baocao.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// `[co_quan]`.
    pub agency: Agency,
    /// `[[don_vi]]`, in the order of the consolidated report.
    pub departments: Vec<Department>,
    /// `[[nguoi]]` and `[tin_cay]`.
    pub roster: Roster,
    /// `[han_nop]`.
    pub deadlines: BTreeMap<Cadence, DeadlineRule>,
    /// `[quy_trinh]`: the office's own steps.
    pub steps: StepPlan,
    /// `quy_trinh.don_ngay_nghi`: what a last day on a rest day does.
    pub roll: RollPolicy,
    /// `[lich]`.
    pub calendar: Calendar,
    /// `[[chi_tieu]]`.
    pub indicators: Vec<Indicator>,
    /// `[[quy_tac]]`.
    pub rules: Vec<FigureRule>,
    /// `[van_ban]`.
    pub document: DocumentSettings,
    /// `[luu_tru]`.
    pub filing: FilingSettings,
}

impl Settings {
    /// The department of that id.
    pub fn department(&self, id: &DepartmentId) -> Option<&Department> {
        self.departments.iter().find(|d| d.id == *id)
    }

    /// Whether a department has to report in a period that is due on a day: it is in tenure then, or on the day that
    /// `[han_nop]` sets, from which an order may have moved it.
    pub fn has_to_report(&self, department: &Department, by_rule: Option<Date>, due: Date) -> bool {
        department.tenure.covers(due) || by_rule.is_some_and(|day| department.tenure.covers(day))
    }
}

/// Everything in a period's `ky.toml`: what the period was opened with, frozen.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodSettings {
    /// `ky`.
    pub id: PeriodId,
    /// `tieu_de`: an ad hoc period's own title.
    pub title: Option<String>,
    /// `han`: the limit for departments' reports.
    pub deadline: Deadline,
    /// `don_vi`: the departments that must report, in order, with their names then.
    pub departments: Vec<(DepartmentId, String)>,
    /// `bieu_mau`: the form's code.
    pub form: String,
    /// `mo_ngay`: when it was opened.
    pub opened: Date,
    /// `chi_dao`: the order that set or changed the last day.
    pub directive: Option<String>,
    /// `duyet_lai_sau_hoan_chinh`: whether a completed text needs a second approval.
    pub reapproval: bool,
}

impl PeriodSettings {
    /// The department's name when the period was opened.
    pub fn department_name(&self, id: &DepartmentId) -> Option<&str> {
        self.departments.iter().find(|(d, _)| d == id).map(|(_, name)| name.as_str())
    }
}
