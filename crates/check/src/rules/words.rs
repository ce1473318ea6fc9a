//! Titles and places as messages show them.

use baocao_core::domain::{Dossier, FrontMatter, Paper, Report};
use baocao_core::text::{Place, Span, Text};

/// A title as it is spoken: “Kiến nghị và đề xuất” for “KIẾN NGHỊ VÀ ĐỀ XUẤT”. Numerals and abbreviations keep their capitals.
pub(crate) fn spoken(title: &str) -> String {
    if title.chars().any(char::is_lowercase) {
        return title.to_string();
    }
    let keep = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let numeral = !bare.is_empty() && bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        numeral || bare.chars().any(|c| !c.is_alphabetic()) || matches!(bare, "UBND" | "HĐND" | "KHCN")
    };
    let mut words = Vec::new();
    for (at, word) in title.split_whitespace().enumerate() {
        if keep(word) {
            words.push(word.to_string());
            continue;
        }
        let lower = word.to_lowercase();
        let mut letters = lower.chars();
        words.push(match letters.next() {
            Some(first) if at == 0 => first.to_uppercase().chain(letters).collect(),
            _ => lower,
        });
    }
    words.join(" ")
}

/// The title of a section of the form in this period, spoken.
pub fn title(dossier: &Dossier, section: usize) -> String {
    dossier.form.sections.get(section).map_or_else(String::new, |s| spoken(&dossier.words.shown(&s.title)))
}

/// The heading of a section of the form as a writer would type it: `## IV. KIẾN NGHỊ VÀ ĐỀ XUẤT`.
pub(crate) fn heading_line(dossier: &Dossier, section: usize) -> String {
    let Some(section) = dossier.form.sections.get(section) else { return String::new() };
    let marks = "#".repeat(section.level.into());
    let title = dossier.words.shown(&section.title);
    if section.number.is_empty() { format!("{marks} {title}") } else { format!("{marks} {} {title}", section.number) }
}

/// The place that stands for a report as a whole: its opening `---`, else its first line.
pub(crate) fn head(paper: &Paper, report: &Report) -> Place {
    let start = paper.source.as_ref().map_or(0, |source| source.bom_len());
    let span = match &report.front {
        FrontMatter::Read(..) | FrontMatter::Malformed(..) => Span::new(start, start + 3),
        FrontMatter::Missing => {
            let line = paper.source.as_ref().map_or("", |source| source.line_at(start).1);
            Span::new(start, start + line.trim_end().len())
        }
    };
    report.place(span)
}

/// A part of the procedure, as shown under a diagnostic.
pub(crate) fn procedure(section: &str) -> Text {
    baocao_core::say!(vi: "Quy trình báo cáo định kỳ, mục {section}", en: "the periodic reporting procedure, section {section}")
}

/// Where the last day comes from: the order that set it, or the procedure's table.
pub(crate) fn deadline_basis(dossier: &Dossier) -> Text {
    match &dossier.period.directive {
        Some(order) => Text::same(order.clone()),
        None => procedure("4.2"),
    }
}

/// How a mistake is likely to have been meant.
pub(crate) fn did_you_mean(near: &str) -> Text {
    baocao_core::say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?")
}

#[cfg(test)]
mod tests {
    use crate::rules::words::spoken;

    #[test]
    fn capitals_are_spoken_as_sentences() {
        assert_eq!(spoken("KIẾN NGHỊ VÀ ĐỀ XUẤT"), "Kiến nghị và đề xuất");
        assert_eq!(spoken("PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ III NĂM 2024"), "Phương hướng nhiệm vụ quý III năm 2024");
        assert_eq!(spoken("Kết quả nổi bật"), "Kết quả nổi bật");
    }
}
