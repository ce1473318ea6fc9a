//! Diagnostics for people: the line, the marked part under it, the basis and the cure.

use crate::ui::output::diagnostics::{Resolved, Tally};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Padding, Renderer, Snippet};
use baocao_core::diagnostic::Severity;
use baocao_core::say;
use baocao_core::text::{Lang, Text, visible};

/// How text is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The language.
    pub lang: Lang,
    /// Whether to colour.
    pub color: bool,
    /// Width of the terminal in columns; long paragraphs are cut to it.
    pub width: usize,
}

/// One diagnostic, ending in a line end.
pub fn render(resolved: &Resolved, style: Style) -> String {
    let d = &resolved.diagnostic;
    let lang = style.lang;
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::NOTE,
    }
    .with_name(d.severity.word(lang));
    let path = match (d.place.path.as_str(), lang) {
        ("lịch sử", Lang::En) => "history".to_string(),
        (path, _) => visible(path),
    };
    let title = visible(d.message.get(lang));
    let (basis, cure, see) = match lang {
        Lang::Vi => ("căn cứ", "cách sửa", "xem"),
        Lang::En => ("basis", "how to fix", "see"),
    };
    let mut elements: Vec<Element<'_>> = Vec::new();
    match (&resolved.located, &resolved.excerpt) {
        (Some(located), Some(excerpt)) => {
            // A mark under an empty stretch would be invisible; the drawing library widens it to one column.
            let (line, span) = drawable(&excerpt.line, excerpt.start, excerpt.end);
            let snippet = Snippet::source(line)
                .line_start(located.line)
                .path(path)
                .annotation(AnnotationKind::Primary.span(span));
            elements.push(snippet.into());
            if let (Some((located, excerpt)), Some((place, what))) = (&resolved.also, &d.also) {
                let (line, span) = drawable(&excerpt.line, excerpt.start, excerpt.end);
                let mark = AnnotationKind::Context.span(span).label(visible(what.get(lang)));
                let other = Snippet::source(line).line_start(located.line).path(visible(place.path.as_str()));
                elements.push(other.annotation(mark).into());
            }
        }
        _ => elements.push(Origin::path(path).into()),
    }
    elements.push(Padding.into());
    if let Some(source) = &d.source {
        elements.push(Level::NOTE.with_name(basis).message(visible(source.get(lang))).into());
    }
    if let Some(help) = &d.help {
        elements.push(Level::HELP.with_name(cure).message(visible(help.get(lang))).into());
    }
    elements.push(Level::NOTE.with_name(see).message(format!("baocao explain {}", d.code)).into());
    let report = &[level.primary_title(title).id(d.code.id()).elements(elements)];
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let drawn = renderer.decor_style(DecorStyle::Ascii).term_width(style.width).render(report);
    format!("{drawn}\n")
}

/// The line with what is invisible or directional shown, and the marked bytes moved accordingly.
fn drawable(line: &str, start: usize, end: usize) -> (String, std::ops::Range<usize>) {
    let before = visible(&line[..start]);
    let marked = visible(&line[start..end]);
    let after = visible(&line[end..]);
    let range = before.len()..before.len() + marked.len();
    (before + &marked + &after, range)
}

/// The closing line.
pub fn summary(tally: Tally, lang: Lang) -> String {
    let Tally { files, errors, warnings, notices, .. } = tally;
    let plural = |n: usize, one: &'static str, many: &'static str| if n == 1 { one } else { many };
    match lang {
        Lang::Vi if errors + warnings + notices == 0 => format!("đã kiểm tra {files} tệp: không có lỗi"),
        Lang::Vi => format!("đã kiểm tra {files} tệp: {errors} lỗi, {warnings} cảnh báo, {notices} lưu ý"),
        Lang::En if errors + warnings + notices == 0 => {
            format!("{files} {} checked: nothing wrong", plural(files, "file", "files"))
        }
        Lang::En => format!(
            "{files} {} checked: {errors} {}, {warnings} {}, {notices} {}",
            plural(files, "file", "files"),
            plural(errors, "error", "errors"),
            plural(warnings, "warning", "warnings"),
            plural(notices, "notice", "notices"),
        ),
    }
}

/// The line about the office's own rules; none where it has none.
pub fn rules(tally: Tally) -> Option<Text> {
    let Tally { rules_judged: judged, rules_skipped: skipped, .. } = tally;
    (judged + skipped > 0).then(|| {
        say!(
            vi: "quy tắc số liệu: đã xét {judged} lượt, bỏ qua {skipped} lượt vì thiếu số liệu",
            en: "rules about figures: judged {judged} times, skipped {skipped} times for want of figures"
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::ui::output::diagnostics::text::*;
    use baocao_core::diagnostic::{Code, Diagnostic};
    use baocao_core::text::{Place, Source, Span};

    fn drawn(text: &str, word: &str) -> String {
        let source = Source::new("reports/2024-Q2/a.md".into(), text.to_string());
        let at = text.find(word).expect("the word is there");
        let place = Place::new(source.path().clone(), Span::new(at, at + word.len()));
        let d = Diagnostic::new(Code::SectionEmpty, place, say!(vi: "mục “Nguyên nhân” để trống", en: "section empty"))
            .help(say!(vi: "viết nội dung", en: "write it"))
            .source(say!(vi: "BM-VP-01.01, mục II.3", en: "BM-VP-01.01, section II.3"));
        render(&Resolved::new(d, Some(&source)), Style { lang: Lang::Vi, color: false, width: 100 })
    }

    #[test]
    fn marks_stand_under_the_same_letters_in_both_unicode_forms() {
        let nfc = drawn("a\n### 3. Ngữ Nguyên nhân\n", "Nguyên nhân");
        let word = "Nguye\u{302}n nha\u{302}n";
        let nfd = drawn(&format!("a\n### 3. Ngu\u{31b}\u{303} {word}\n"), word);
        let mark = |s: &str| s.lines().find(|l| l.contains('^')).map(str::to_string);
        assert!(nfc.contains("lỗi[section-empty]: mục “Nguyên nhân” để trống"), "{nfc}");
        assert!(nfc.contains("= căn cứ: BM-VP-01.01, mục II.3"), "{nfc}");
        assert_eq!(mark(&nfc), mark(&nfd), "{nfc}\n{nfd}");
    }

    #[test]
    fn long_paragraphs_are_cut_and_nothing_directional_is_drawn() {
        let text = format!("{} \u{202e}xấu {}", "chữ ".repeat(1500), "nữa ".repeat(1500));
        let out = drawn(&text, "xấu");
        assert!(out.lines().all(|l| l.chars().count() < 160), "{out}");
        assert!(!out.contains('\u{202e}'));
    }
}
