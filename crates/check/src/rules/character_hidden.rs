//! Characters nobody sees: they hide text, turn its direction, or make two equal words different.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use baocao_core::text::{Place, Text, hidden_name, hidden_spans};

/// More than these are one accident, not many.
const SHOWN: usize = 20;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(source) = &paper.source else { return };
    let spans = hidden_spans(source.text());
    for (span, c) in spans.into_iter().filter(|(span, _)| span.start >= source.bom_len()).take(SHOWN) {
        let code = format!("U+{:04X}", u32::from(c));
        let Text { vi, en } = hidden_name(c).unwrap_or_else(|| Text::same(""));
        let message = say!(vi: "có ký tự ẩn {code}", en: "hidden character {code}");
        let named = |words: String, name: String| if name.is_empty() { words } else { format!("{words} ({name})") };
        let message = Text { vi: named(message.vi, vi), en: named(message.en, en) };
        out.push(
            Diagnostic::new(Code::CharacterHidden, Place::new(paper.path.clone(), span), message)
                .help(say!(vi: "xoá ký tự này, hoặc gõ lại cả từ", en: "delete the character, or type the word anew")),
        );
    }
}
