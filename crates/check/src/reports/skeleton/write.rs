//! The prefilled report a department begins with (`init PERIOD`).

use baocao_core::domain::{
    Agency, Demand, DepartmentId, Form, FormSection, Indicator, PeriodId, PeriodSettings, PeriodWords, Variables,
};
use std::fmt::Write;

/// What stands where the department's text is to be written.
pub const PLACEHOLDER: &str = "[Viết nội dung tại đây]";

/// A department's empty report: front matter filled as far as it is known, headings with their guidance in comments.
///
/// The department's own indicators stand there to be filled in, each with its name and unit. Sections that do not apply to this kind of period are left out; optional ones are there and say so.
pub fn report(
    form: &Form,
    period: &PeriodSettings,
    agency: &Agency,
    department: &DepartmentId,
    indicators: &[Indicator],
) -> String {
    let words = Variables::of(&period.id, period.title.as_deref(), agency);
    let cadence = period.id.cadence();
    let (code, id) = (&period.form, &period.id);
    let mut out =
        format!("---\nbieu_mau: {code}\nky: {id}\ndon_vi: {department}\nnguoi_lap:\nngay_lap:\nso_lieu_den:\n");
    out.push_str(&figures(&period.id, department, indicators));
    out.push_str("---\n");
    if let Some(heading) = &form.heading {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n# {}\n", words.title(heading));
    }
    for (at, section) in form.sections.iter().enumerate() {
        let demand = section.demand(cadence);
        if demand == Demand::NotApplied {
            continue;
        }
        let parent = form.sections.iter().any(|s| s.parent == Some(at) && s.demand(cadence) != Demand::NotApplied);
        let _ = write!(out, "\n{}", crate::reports::skeleton::write::section(section, &words.period, demand, !parent));
    }
    out
}

/// `chi_tieu` with the indicators that are given to this department by name.
fn figures(period: &PeriodId, department: &DepartmentId, indicators: &[Indicator]) -> String {
    let own = |i: &&Indicator| i.departments.contains(department) && i.in_force(period);
    let mut out = String::new();
    for Indicator { id, name, unit, .. } in indicators.iter().filter(own) {
        // One line, whatever the settings hold: a comment ends where its line ends.
        let words = one_line(&format!("{name} ({unit})"));
        let _ = write!(out, "  # {words}\n  {id}: {{ ke_hoach: , thuc_hien: }}\n");
    }
    if out.is_empty() { "chi_tieu: {}\n".to_string() } else { format!("chi_tieu:\n{out}") }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// One section of an empty report: heading, guidance as comments, placeholder.
///
/// A section whose text stands in its parts has no placeholder of its own.
pub fn section(section: &FormSection, words: &PeriodWords, demand: Demand, placeholder: bool) -> String {
    let mut out = heading(section, words) + "\n";
    if demand == Demand::Optional {
        out.push_str("<!-- không bắt buộc ở kỳ này: không có gì thì xoá cả mục -->\n");
    }
    for guidance in &section.guidance {
        // A comment ends at the first “-->”; a form cannot hold one inside a comment, so this is only a precaution.
        let _ = writeln!(out, "<!-- hướng dẫn: {} -->", guidance.replace("--", "–"));
    }
    if placeholder {
        let _ = write!(out, "\n{PLACEHOLDER}\n");
    }
    out
}

/// `## IV. KIẾN NGHỊ VÀ ĐỀ XUẤT`.
pub fn heading(section: &FormSection, words: &PeriodWords) -> String {
    let marks = "#".repeat(section.level.into());
    let title = words.shown(&section.title);
    if section.number.is_empty() { format!("{marks} {title}") } else { format!("{marks} {} {title}", section.number) }
}
