//! Titles, headings and sentences that name another period than the report's.

use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Cadence, Dossier, Heading, NamedTime, Paper, PeriodId, Report, Section};
use baocao_core::say;
use baocao_core::text::Span;

/// See the code's page. A heading that names the right period may name others beside it.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    if dossier.cadence() == Cadence::AdHoc {
        return;
    }
    let headed = &paper.statements.headed;
    let mut judge = |heading: &Heading, expected: Expected, severity: Severity| {
        let own: Vec<&NamedTime> = headed.iter().filter(|time| inside(time.span, heading.text_span)).collect();
        if own.is_empty() || own.iter().any(|time| expected.fits(dossier.id(), time)) {
            return;
        }
        let named = source.slice(own[0].span).split_whitespace().collect::<Vec<_>>().join(" ");
        let (now, next) = (within(&dossier.words.now), within(&dossier.words.next));
        let message = match expected {
            Expected::Now => say!(
                vi: "tiêu đề ghi “{named}”, nhưng đây là báo cáo {now}",
                en: "the heading says “{named}”, but this is the report of {now}"
            ),
            Expected::Next => say!(
                vi: "mục phương hướng ghi “{named}”, nhưng kỳ tiếp theo của báo cáo {now} là {next}",
                en: "the section about plans says “{named}”, but after {now} comes {next}"
            ),
        };
        let help = match expected {
            Expected::Now => say!(
                vi: "sửa thành “{now}”; nếu chép từ báo cáo kỳ trước, xem lại cả nội dung bên dưới",
                en: "write “{now}”; if it was copied from an earlier report, look at the text below it, too"
            ),
            Expected::Next => say!(vi: "sửa thành “{next}”", en: "write “{next}”"),
        };
        let mut found = Diagnostic::new(Code::PeriodContradicted, report.place(own[0].span), message).help(help);
        found.severity = severity;
        out.push(found);
    };
    for title in &report.titles {
        judge(title, Expected::Now, Severity::Error);
    }
    for section in &report.sections {
        let known = !section.answers.is_empty();
        let severity = if known { Severity::Error } else { Severity::Notice };
        judge(&section.heading, expected(dossier, report, section), severity);
    }
    sentences(dossier, report, paper, out);
}

/// What a heading may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// This period.
    Now,
    /// What comes after it.
    Next,
}

impl Expected {
    /// Whether a named stretch is the period, what has passed of the year with it, or the year it lies in; of plans, whether it
    /// holds the month after the period.
    fn fits(self, period: &PeriodId, time: &NamedTime) -> bool {
        let (year, (_, last)) = (period.year(), period.months());
        match self {
            Expected::Now => time.fits(period),
            Expected::Next => {
                let (year, month) = if last == 12 { (year + 1, 1) } else { (year, last + 1) };
                let (from, to) = time.months;
                time.year.is_none_or(|named| named == year) && (from..=to).contains(&month)
            }
        }
    }
}

/// What the form wants in the title of a section, or of the one it is in; this period where it wants nothing.
pub(crate) fn expected(dossier: &Dossier, report: &Report, section: &Section) -> Expected {
    let sections = &dossier.form.sections;
    let own = section.answers.first().copied().or_else(|| {
        let around = |other: &&Section| {
            !other.answers.is_empty()
                && other.extent.start <= section.extent.start
                && section.extent.end <= other.extent.end
        };
        report.sections.iter().rfind(around).and_then(|other| other.answers.first().copied())
    });
    let mut at = own;
    while let Some(section) = at.and_then(|at| sections.get(at)) {
        if section.title.contains("{ky_sau}") {
            return Expected::Next;
        }
        at = section.parent;
    }
    Expected::Now
}

/// A sentence that begins with the period before this one, or with the same period a year ago, in what was done: as in a
/// copied report.
fn sentences(dossier: &Dossier, report: &Report, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(source) = &paper.source else { return };
    let others: Vec<PeriodId> =
        [dossier.id().previous(), dossier.id().same_period_last_year()].into_iter().flatten().collect();
    for time in &paper.statements.opening {
        let is = |period: &PeriodId| time.year == Some(period.year()) && time.months == period.months();
        let section = report.sections.iter().rfind(|section| inside(time.span, section.extent));
        let now = section.is_some_and(|section| expected(dossier, report, section) == Expected::Now);
        if !now || !others.iter().any(is) {
            continue;
        }
        let named = source.slice(time.span);
        let now = within(&dossier.words.now);
        let message = say!(
            vi: "câu này nói về “{named}”, nhưng đây là báo cáo {now}",
            en: "this sentence is about “{named}”, but this is the report of {now}"
        );
        let help = say!(
            vi: "nếu chép từ báo cáo kỳ trước thì sửa lại; nếu đúng là nói về kỳ ấy thì để nguyên",
            en: "mend it if it was copied from an earlier report; leave it if that period is meant"
        );
        let mut found = Diagnostic::new(Code::PeriodContradicted, report.place(time.span), message).help(help);
        found.severity = Severity::Notice;
        out.push(found);
    }
}

pub(crate) fn inside(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// A period's name within a sentence: “quý II năm 2024”.
fn within(name: &str) -> String {
    let spoken = crate::rules::words::spoken(name);
    let mut letters = spoken.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
