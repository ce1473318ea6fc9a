//! A code's page (docs/rules/CODE.md) as the terminal shows it: one language, without Markdown's marks.

use baocao_core::diagnostic::{Code, Group};
use baocao_core::text::Lang;

/// The page of one code in one language.
pub fn render(code: Code, lang: Lang) -> String {
    let (wanted, other) = match lang {
        Lang::Vi => ("## vi", "## en"),
        Lang::En => ("## en", "## vi"),
    };
    let body = code.page().lines().skip_while(|l| l.trim_end() != wanted).skip(1).take_while(|l| l.trim_end() != other);
    let mut out = format!("{}[{code}]: {}\n", code.severity().word(lang), code.title(lang));
    let mut blank = false;
    for line in body.skip_while(|l| l.is_empty() || l.starts_with("### ")) {
        // Two empty lines in a row would only stretch the page.
        if line.is_empty() {
            blank = true;
            continue;
        }
        if blank {
            out.push('\n');
            blank = false;
        } else if out.lines().count() == 1 {
            out.push('\n');
        }
        out.push_str(&line.replace("**", ""));
        out.push('\n');
    }
    out
}

/// Every code with its title, by group.
pub fn list(lang: Lang) -> String {
    let groups = [
        (Group::File, "Tệp", "Files"),
        (Group::FrontMatter, "Phần đầu tệp", "Front matter"),
        (Group::Section, "Các mục", "Sections"),
        (Group::Figure, "Số liệu", "Figures"),
        (Group::Time, "Thời hạn", "Time"),
        (Group::Settings, "Thiết lập, biểu mẫu, dự thảo", "Settings, forms, drafts"),
        (Group::Trust, "Trình tự và chữ ký", "Procedure and signatures"),
    ];
    let mut out = String::new();
    for (group, vi, en) in groups {
        out.push_str(if lang == Lang::Vi { vi } else { en });
        out.push('\n');
        for code in Code::ALL.iter().filter(|c| c.group() == group) {
            out.push_str(&format!("  {:<28}{}\n", code.id(), code.title(lang)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::ui::output::page::*;

    #[test]
    fn every_page_has_words_in_both_languages_and_no_marks() {
        for code in Code::ALL {
            for lang in [Lang::Vi, Lang::En] {
                let page = render(*code, lang);
                assert!(page.lines().count() > 5, "{code} {lang:?}: {page}");
                assert!(!page.contains("**") && !page.lines().any(|l| l.starts_with('#')), "{code} {lang:?}");
            }
        }
    }
}
