//! Messages that look like something else than they are where git prints them. They prove nothing and stop nothing; people
//! who read `git log` instead of the ledger should know.

use crate::about::{period_of, place};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Entry, MessageOddity};
use baocao_core::say;
use baocao_core::text::{Text, hidden_name, visible};

/// What is misleading in the messages of a commit and of the branches that it takes in.
pub(crate) fn misleading(entry: &Entry) -> Vec<Diagnostic> {
    let taken = entry.branches.iter().flatten();
    taken.chain([entry]).filter_map(|entry| Some(diagnostic(entry, entry.odd?))).collect()
}

fn diagnostic(entry: &Entry, odd: MessageOddity) -> Diagnostic {
    let title: String = visible(&entry.title).chars().take(80).collect();
    let Text { vi, en } = why(odd);
    let message = say!(vi: "commit “{title}”: {vi}", en: "the commit “{title}”: {en}");
    let short = entry.commit.short();
    let mut diagnostic = Diagnostic::new(Code::MessageMisleading, place(Some(entry.commit)), message).help(say!(
        vi: "xem các bước thật bằng `baocao log`, không bằng git log; nếu muốn bỏ commit này, người quản trị chạy `baocao annul {short}`",
        en: "read the true steps with `baocao log`, not with git log; to take the commit out, the administrator runs `baocao annul {short}`"
    ));
    diagnostic.period = period_of(entry).map(|period| period.to_string());
    diagnostic
}

/// What makes a message misleading, in words.
pub fn why(odd: MessageOddity) -> Text {
    match odd {
        MessageOddity::Obeyed(c) => {
            let code = u32::from(c);
            let name = hidden_name(c).unwrap_or(say!(vi: "ký tự điều khiển", en: "control character"));
            let (vi, en) = (name.vi, name.en);
            say!(
                vi: "lời ghi có {vi} U+{code:04X} nên git log có thể hiện khác với những gì đã ghi",
                en: "the message holds the {en} U+{code:04X}, so that git log may show something else than was written"
            )
        }
        MessageOddity::Imitation => say!(
            vi: "lời ghi có dòng trông giống dòng “Baocao-” của một bước, nhưng không phải bước nào của quy trình",
            en: "the message has a line that looks like a “Baocao-” line of a step and is none"
        ),
    }
}
