//! An [`Act`] → the message of the commit that records it: a line for people, then the trailers.
//!
//! [`crate::trailers`] reads exactly what is written here; another implementation finds the grammar in docs/verification.md.

pub use crate::trailers::words::Words;

use crate::acts::endorse;
use crate::trailers::codec::Block;
use crate::trailers::words::Title;
use baocao_core::domain::{Act, Detail, ObjectId, Proposal, format_date_vi, unfit};
use std::collections::BTreeSet;

/// The whole message: subject line, blank line, trailers, one final line feed.
pub fn message(act: &Act, words: &Words) -> String {
    format!("{}\n\n{}", title(act, words), block(act))
}

/// The same for an act that names earlier commits as dated ahead of its own clock.
pub fn message_naming(act: &Act, words: &Words, ahead: &[ObjectId]) -> String {
    let ahead: BTreeSet<&ObjectId> = ahead.iter().collect();
    let lines: String = ahead.iter().map(|commit| format!("{AHEAD}{commit}\n")).collect();
    message(act, words) + &lines
}

/// A message without the lines that name commits as dated ahead: what is left does not depend on the day it was written.
pub fn without_naming(message: &str) -> String {
    message.split_inclusive('\n').filter(|line| !line.starts_with(AHEAD)).collect()
}

const AHEAD: &str = "Baocao-Ahead: ";

/// The subject line: `nộp: Thanh tra Sở, báo cáo Quý II năm 2024`. Vietnamese always: the folder's history has one
/// language, whatever the language of the person.
pub fn title(act: &Act, words: &Words) -> String {
    let report = act.period.as_ref().map(|period| words.report(period)).unwrap_or_default();
    let line = crate::acts::title(&act.detail, &Title { word: act.kind().word(), report, names: words });
    // Names come from settings, which may hold anything; a subject line may not.
    line.chars().map(|c| if unfit(c) { ' ' } else { c }).collect::<String>().trim_end().to_string()
}

/// What an act did, in English, for people who read that: shown beside history and never recorded.
pub fn title_in_english(act: &Act, words: &Words) -> String {
    let word = act.kind().id();
    let report = act.period.as_ref().map(|period| words.report_in_english(period)).unwrap_or_default();
    match &act.detail {
        Detail::Genesis { agency } => format!("{word}: {agency}"),
        Detail::Open { last_day, .. } => format!("{word}: {report}, last day {}", format_date_vi(*last_day)),
        Detail::Directive { last_day, .. } => format!("{word}: {report}, new last day {}", format_date_vi(*last_day)),
        Detail::Submit { subject, .. } => format!("{word}: {}, {report}", words.of_file(subject)),
        Detail::Receive { received } => {
            let names: Vec<&str> = received.iter().map(|(id, _)| words.department(id)).collect();
            format!("{word}: {}, {report}", names.join(", "))
        }
        Detail::Merge { inputs, missing, .. } if missing.is_empty() => {
            format!("{word}: {report}, {} departments", inputs.len())
        }
        Detail::Merge { inputs, missing, .. } => {
            format!("{word}: {report}, {} departments, {} missing", inputs.len(), missing.len())
        }
        Detail::Return { department: Some(id), .. } => format!("{word}: {}, {report}", words.department(id)),
        Detail::Return { department: None, .. } => format!("{word}: draft of the {report}"),
        Detail::Approve { instructions: Some(_), .. } => format!("{word} with instructions: {report}"),
        Detail::Dispatch { number, .. } => format!("{word}: {report}, number {number}"),
        Detail::Endorse { proposal: Proposal::Roster(digest) } => {
            format!("{word}: new roster {}", endorse::short(digest))
        }
        Detail::Endorse { proposal: Proposal::Annulment(digest) } => {
            format!("{word}: annulment {}", endorse::short(digest))
        }
        Detail::Roster { subject, .. } => format!("{word}: {}", subject.path),
        Detail::Annul { commits, reason } => format!("{word}: {} commits, {reason}", commits.len()),
        Detail::Restate { corrections, .. } => format!("{word}: {report}, {} figures", corrections.len()),
        Detail::Review { .. } | Detail::Approve { .. } | Detail::Finalize { .. } | Detail::Archive { .. } => {
            format!("{word}: {report}")
        }
    }
}

/// The trailers alone.
pub fn block(act: &Act) -> String {
    let mut out = Block::default();
    out.line("Version", 1);
    out.line("Act", act.kind().id());
    out.line("Actor", &act.actor);
    out.line("Role", act.role.id());
    if let Some(period) = &act.period {
        out.line("Period", period);
    }
    out.line("Prev", act.prev);
    crate::acts::write(&act.detail, &mut out);
    out.0
}
