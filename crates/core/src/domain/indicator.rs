//! Chỉ tiêu: what is counted, how it adds up over periods, and what its figures must be like.

use crate::domain::{Amount, Cadence, DepartmentId, PeriodId, Tenure};
use rust_decimal::Decimal;

/// Whether an indicator adds up over periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accumulation {
    /// `phat-sinh`: adds up.
    Flow,
    /// `thoi-diem`: the latest counts.
    Stock,
}

/// Chỉ tiêu: something that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// `ma`.
    pub id: String,
    /// `ten`.
    pub name: String,
    /// `don_vi_tinh`.
    pub unit: String,
    /// `loai`.
    pub accumulation: Accumulation,
    /// `don_vi`: who reports it; nobody named means everybody may.
    pub departments: Vec<DepartmentId>,
    /// `so_le`: how many decimals its figures have at most.
    pub decimals: Option<u32>,
    /// `nho_nhat`.
    pub least: Option<Decimal>,
    /// `lon_nhat`.
    pub most: Option<Decimal>,
    /// `bat_buoc`: the kinds of period in which the departments named must report it.
    pub required: Vec<Cadence>,
    /// `tu_ngay`, `den_ngay`: the time in which it is reported at all.
    pub tenure: Tenure,
    /// `nhom`: the part of the table it stands in.
    pub group: Option<String>,
    /// `bien_dong`: how many times larger or smaller than before a figure may be without a word of explanation.
    pub jump: Option<Decimal>,
    /// `bieu_do`: whether documents and the board draw it.
    pub chart: bool,
}

impl Indicator {
    /// An indicator that everybody may report and that nothing more is known about.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        unit: impl Into<String>,
        accumulation: Accumulation,
    ) -> Self {
        Indicator {
            id: id.into(),
            name: name.into(),
            unit: unit.into(),
            accumulation,
            departments: Vec::new(),
            decimals: None,
            least: None,
            most: None,
            required: Vec::new(),
            tenure: Tenure::default(),
            group: None,
            jump: None,
            chart: false,
        }
    }

    /// Whether it is a percentage: such figures have no sum, and their difference is one of percentage points.
    pub fn is_share(&self) -> bool {
        self.unit.contains('%')
    }

    /// Whether a department reports it.
    pub fn is_of(&self, department: &DepartmentId) -> bool {
        self.departments.is_empty() || self.departments.contains(department)
    }

    /// Whether it is reported at all in a period.
    pub fn in_force(&self, period: &PeriodId) -> bool {
        self.tenure.from.is_none_or(|from| from <= period.last_day())
            && self.tenure.to.is_none_or(|to| period.first_day() <= to)
    }

    /// Whether a department owes it in a period.
    pub fn is_due(&self, department: &DepartmentId, period: &PeriodId) -> bool {
        self.required.contains(&period.cadence()) && self.is_of(department) && self.in_force(period)
    }

    /// Reads one of its figures.
    pub fn read(&self, text: &str) -> Amount {
        Amount::read_in(text, self.decimals)
    }
}
