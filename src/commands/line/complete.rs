//! What the shell offers after TAB: periods, departments and indicators of this folder, codes.

use baocao_core::diagnostic::Code;
use baocao_core::text::Lang;
use clap_complete::CompletionCandidate;
use std::ffi::OsStr;

fn offered(current: &OsStr, all: impl IntoIterator<Item = (String, String)>) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    all.into_iter()
        .filter(|(value, _)| value.starts_with(typed.as_ref()))
        .map(|(value, help)| CompletionCandidate::new(value).help((!help.is_empty()).then(|| help.into())))
        .collect()
}

/// The periods that have a folder.
pub fn periods(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, crate::office::open::known_periods(None))
}

/// The departments of `baocao.toml`.
pub fn departments(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, crate::office::open::known_departments(None))
}

/// The indicators of `baocao.toml`.
pub fn indicators(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, crate::office::open::known_indicators(None))
}

/// The diagnostics' codes.
pub fn codes(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, Code::ALL.iter().map(|c| (c.id().to_string(), c.title(Lang::Vi).to_string())))
}
