//! Biểu đồ số liệu: this year against last by period, and what was done against the plan by department.
//!
//! A sum over departments is drawn only where every department is in it that reports the indicator and existed then: one
//! that is silent would show as a fall. What is not drawn is said.

use crate::consolidate::Basis;
use crate::consolidate::compared::{ComparedLine, OfficeCompared, in_order, written};
use baocao_core::domain::{
    Cadence, Chart, ChartSeries, ChartValue, Contribution, DepartmentId, Indicator, PeriodId, PeriodSettings, STATED,
    Total, Track,
};
use baocao_core::say;
use baocao_core::text::{Lang, Text};
use std::collections::BTreeMap;

/// The charts of every indicator that wants them ([`Indicator::chart`]), in the order of the settings.
pub fn charts(basis: &Basis<'_>, period: &PeriodSettings, contributions: &[Contribution], lang: Lang) -> Vec<Chart> {
    let written = written(basis, &in_order(period, contributions));
    let office = OfficeCompared { basis, period, approved: false };
    let mut all = Vec::new();
    for indicator in basis.indicators.iter().filter(|indicator| indicator.chart) {
        let lines: Vec<_> = office.compare(indicator, &written).lines.into_iter().filter(|line| line.counted).collect();
        if lines.iter().all(|line| line.compared.actual.is_none()) {
            continue;
        }
        let desk = ChartBuilder { basis, period, indicator, lines: &lines, lang };
        let tracks = desk.tracks();
        if indicator.is_share() && tracks.len() > 1 {
            // Percentages of several departments have no sum.
            all.extend(desk.by_department());
        } else {
            all.extend(desk.by_period(&tracks));
        }
        all.extend(desk.against_plan());
    }
    all
}

/// One indicator's charts in the making.
struct ChartBuilder<'a> {
    basis: &'a Basis<'a>,
    period: &'a PeriodSettings,
    indicator: &'a Indicator,
    lines: &'a [ComparedLine<'a>],
    lang: Lang,
}

impl ChartBuilder<'_> {
    fn say(&self, words: &Text) -> String {
        words.get(self.lang).to_string()
    }

    /// Everybody's figures of the indicator over the periods that are drawn.
    fn tracks(&self) -> BTreeMap<DepartmentId, Track> {
        let past = self.basis.past.iter();
        let mut tracks: BTreeMap<DepartmentId, Track> =
            past.filter_map(|(id, series)| Some((id.clone(), series.track(&self.indicator.id)?.clone()))).collect();
        for line in self.lines {
            tracks.entry(line.contribution.input.department.clone()).or_default();
        }
        tracks
    }

    /// This year's periods of the kind up to this one, beside the same of last year.
    fn by_period(&self, tracks: &BTreeMap<DepartmentId, Track>) -> Option<Chart> {
        let id = &self.period.id;
        let mut periods = vec![id.clone()];
        while let Some(before) = periods.last().and_then(PeriodId::previous).filter(|p| p.year() == id.year()) {
            periods.push(before);
        }
        periods.reverse();
        let last_year = id.same_period_last_year()?;
        let mut gaps: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
        let mut value = |period: &PeriodId| {
            let (value, silent) = self.agency(tracks, period);
            if !silent.is_empty() {
                gaps.entry(silent).or_default().push(running(period, self.lang));
            }
            value
        };
        let now: Vec<ChartValue> = periods.iter().map(&mut value).collect();
        let then: Vec<ChartValue> =
            periods.iter().map(|p| p.same_period_last_year().map(|p| value(&p)).unwrap_or_default()).collect();
        if now.iter().all(|value| value.amount.is_none()) {
            return None;
        }
        let (name, year, before) = (&self.indicator.name, id.year(), last_year.year());
        let mut notes = Vec::new();
        for (silent, periods) in gaps {
            let (silent, periods) = (silent.join(", "), periods.join(", "));
            notes.push(self.say(&say!(
                vi: "Chưa cộng {periods}: thiếu số liệu của {silent}.",
                en: "Not added up for {periods}: without the figures of {silent}."
            )));
        }
        self.chart(
            say!(vi: "{name}: năm {year} so với cùng kỳ năm {before}", en: "{name}: {year} against {before}"),
            say!(vi: "Kỳ báo cáo", en: "Period"),
            periods.iter().map(|period| short(period, self.lang)).collect(),
            [(say!(vi: "Năm {year}", en: "{year}"), now), (say!(vi: "Năm {before}", en: "{before}"), then)],
            notes,
        )
    }

    /// This period beside the same of last year, department by department.
    fn by_department(&self) -> Option<Chart> {
        let id = &self.period.id;
        let last_year = id.same_period_last_year()?;
        let (name, now, then) = (&self.indicator.name, id.name(self.lang), last_year.name(self.lang));
        let (running, before) = (running(id, self.lang), last_year.year());
        let values = |pick: &dyn Fn(&ComparedLine<'_>) -> ChartValue| self.lines.iter().map(pick).collect::<Vec<_>>();
        self.chart(
            say!(vi: "{name}: {running} so với cùng kỳ năm {before}", en: "{name}: {running} against {before}"),
            say!(vi: "Đơn vị", en: "Department"),
            self.departments(),
            [
                (say!(vi: "{now}", en: "{now}"), values(&|line| of(line.compared.actual.as_ref(), false))),
                (say!(vi: "{then}", en: "{then}"), values(&|line| of(line.compared.before.as_ref(), line.stated.0))),
            ],
            Vec::new(),
        )
    }

    /// What was done beside the plan, department by department; none where nobody has a plan.
    fn against_plan(&self) -> Option<Chart> {
        self.lines.iter().find_map(|line| line.compared.plan)?;
        let (name, running) = (&self.indicator.name, running(&self.period.id, self.lang));
        let done = self.lines.iter().map(|line| of(line.compared.actual.as_ref(), false)).collect();
        let plan = |line: &ComparedLine<'_>| ChartValue { amount: line.compared.plan, ..ChartValue::default() };
        let planned = self.lines.iter().map(plan).collect();
        self.chart(
            say!(vi: "{name}: thực hiện so với kế hoạch, {running}", en: "{name}: done against the plan, {running}"),
            say!(vi: "Đơn vị", en: "Department"),
            self.departments(),
            [(say!(vi: "Thực hiện", en: "Done"), done), (say!(vi: "Kế hoạch", en: "Plan"), planned)],
            Vec::new(),
        )
    }

    fn departments(&self) -> Vec<String> {
        self.lines.iter().map(|line| line.contribution.name.clone()).collect()
    }

    /// A row of which nothing is known is not drawn but said; of fewer than two numbers there is nothing to compare, and
    /// no chart.
    fn chart(
        &self,
        title: Text,
        kind: Text,
        categories: Vec<String>,
        rows: [(Text, Vec<ChartValue>); 2],
        mut notes: Vec<String>,
    ) -> Option<Chart> {
        let known = rows.iter().flat_map(|(_, values)| values).filter(|value| value.amount.is_some()).count();
        if known < 2 {
            return None;
        }
        let mut series = Vec::new();
        for (name, values) in rows {
            let name = self.say(&name);
            if values.iter().any(|value| value.amount.is_some()) {
                series.push(ChartSeries { name, values });
            } else {
                notes.insert(0, self.say(&say!(vi: "{name}: chưa có số liệu.", en: "{name}: not known.")));
            }
        }
        if series.iter().flat_map(|series| &series.values).any(|value| value.stated) {
            let mark = STATED.trim();
            notes.push(self.say(&say!(
                vi: "{mark} Số do đơn vị nêu; trong hồ sơ chưa có báo cáo đã duyệt của kỳ trước để đối chiếu.",
                en: "{mark} The department's own word; no approved report of that time is on file."
            )));
        }
        let unit = self.indicator.unit.clone();
        Some(Chart { title: self.say(&title), unit, kind: self.say(&kind), categories, series, notes, lang: self.lang })
    }

    /// The agency's number of a period; where it has no sum although somebody reported, those whose figures are missing.
    fn agency(&self, tracks: &BTreeMap<DepartmentId, Track>, period: &PeriodId) -> (ChartValue, Vec<String>) {
        let mut totals = Vec::new();
        let (mut stated, mut silent) = (false, Vec::new());
        for (id, track) in tracks {
            let line = self.lines.iter().find(|line| line.contribution.input.department == *id);
            let (total, word) = if *period == self.period.id {
                (line.and_then(|line| line.compared.actual.clone()), false)
            } else if Some(period) == self.period.id.same_period_last_year().as_ref()
                && let Some(line) = line
            {
                (line.compared.before.clone(), line.stated.0)
            } else {
                (track.like(self.indicator.accumulation, period), false)
            };
            stated |= word;
            match total {
                Some(total) => totals.push(total),
                None if self.expected(id, period) => silent.push(self.name(id)),
                None => {}
            }
        }
        if totals.is_empty() || !silent.is_empty() {
            return (ChartValue::default(), if totals.is_empty() { Vec::new() } else { silent });
        }
        (of(Total::sum(&totals).as_ref(), stated), Vec::new())
    }

    /// Whether a department reports the indicator in a period: it exists, the indicator is its own and in force. Of a
    /// department that no setting knows any more nothing is awaited.
    fn expected(&self, id: &DepartmentId, period: &PeriodId) -> bool {
        let known = self.basis.departments.iter().find(|department| department.id == *id);
        let here = known.map_or(self.period.department_name(id).is_some(), |department| {
            let tenure = department.tenure;
            tenure.from.is_none_or(|from| from <= period.last_day())
                && tenure.to.is_none_or(|to| period.first_day() <= to)
        });
        here && self.indicator.is_of(id) && self.indicator.in_force(period)
    }

    fn name(&self, id: &DepartmentId) -> String {
        let known = || self.basis.departments.iter().find(|d| d.id == *id).map(|d| d.name.as_str());
        self.period.department_name(id).or_else(known).unwrap_or(id.as_str()).to_string()
    }
}

fn of(total: Option<&Total>, stated: bool) -> ChartValue {
    ChartValue { amount: total.map(|t| t.value), estimate: total.is_some_and(Total::estimate), stated }
}

/// A period among those of its year: `Quý II`, `Tháng 6`.
fn short(period: &PeriodId, lang: Lang) -> String {
    let (name, year) = (period.name(lang), period.year());
    match period.cadence() {
        Cadence::HalfYear => say!(vi: "6 tháng đầu năm", en: "First half").get(lang).to_string(),
        Cadence::NineMonths => say!(vi: "9 tháng đầu năm", en: "First nine months").get(lang).to_string(),
        Cadence::Year | Cadence::Ministry | Cadence::AdHoc => name,
        Cadence::Month | Cadence::Quarter => {
            let ends = [format!(" năm {year}"), format!(" of {year}"), format!(" {year}")];
            ends.iter().find_map(|end| name.strip_suffix(end.as_str())).unwrap_or(&name).to_string()
        }
    }
}

/// A period in running text: `quý II năm 2024`.
fn running(period: &PeriodId, lang: Lang) -> String {
    let name = period.name(lang);
    let mut chars = name.chars();
    match lang {
        Lang::Vi => chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default(),
        Lang::En => name,
    }
}
