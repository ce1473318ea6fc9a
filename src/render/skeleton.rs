//! The prefilled report a department begins with (`init PERIOD`).

use crate::domain::{Demand, DepartmentId, Form, FormSection, PeriodSettings, PeriodWords};
use std::fmt::Write;

/// What stands where the department's text is to be written.
pub const PLACEHOLDER: &str = "[Viết nội dung tại đây]";

/// A department's empty report: front matter filled as far as it is known, headings with their guidance in comments.
///
/// Sections that do not apply to this kind of period are left out; optional ones are there and say so.
pub fn report(form: &Form, period: &PeriodSettings, department: &DepartmentId) -> String {
    let words = PeriodWords::of(&period.id, period.title.as_deref());
    let cadence = period.id.cadence();
    let (code, id) = (&period.form, &period.id);
    let mut out = format!(
        "---\nbieu_mau: {code}\nky: {id}\ndon_vi: {department}\nnguoi_lap:\nngay_lap:\nso_lieu_den:\nchi_tieu: {{}}\n---\n"
    );
    if let Some(heading) = &form.heading {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n# {}\n", words.fill(heading));
    }
    for (at, section) in form.sections.iter().enumerate() {
        let demand = section.demand(cadence);
        if demand == Demand::NotApplied {
            continue;
        }
        let parent = form.sections.iter().any(|s| s.parent == Some(at) && s.demand(cadence) != Demand::NotApplied);
        let _ = write!(out, "\n{}", self::section(section, &words, demand, !parent));
    }
    out
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
    let title = words.fill(&section.title);
    if section.number.is_empty() { format!("{marks} {title}") } else { format!("{marks} {} {title}", section.number) }
}
