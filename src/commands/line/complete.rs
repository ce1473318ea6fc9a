//! What the shell offers after TAB: periods, departments and indicators of this folder, codes.

use baocao_core::diagnostic::Code;
use baocao_core::text::Lang;
use clap_complete::CompletionCandidate;
use clap_complete::engine::{PathCompleter, ValueCompleter};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

fn offered(current: &OsStr, all: impl IntoIterator<Item = (String, String)>) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    all.into_iter()
        .filter(|(value, _)| value.starts_with(typed.as_ref()))
        .map(|(value, help)| CompletionCandidate::new(value).help((!help.is_empty()).then(|| help.into())))
        .collect()
}

/// The folder that the line being typed names with `-C`; the shell hands that line over behind `--`.
fn folder() -> Option<PathBuf> {
    named(std::env::args_os().skip_while(|word| word != "--").skip(1))
}

fn named(mut words: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    while let Some(word) = words.next() {
        if word == "-C" {
            return words.next().map(PathBuf::from);
        }
        if let Some(rest) = word.to_str().and_then(|word| word.strip_prefix("-C")) {
            return Some(PathBuf::from(rest));
        }
    }
    None
}

/// The periods that have a folder.
pub fn periods(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, crate::office::open::known_periods(folder().as_deref()))
}

/// The periods that have a folder, and files.
pub fn periods_and_files(current: &OsStr) -> Vec<CompletionCandidate> {
    let mut all = periods(current);
    all.extend(PathCompleter::any().complete(current));
    all
}

/// The departments of `baocao.toml`.
pub fn departments(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, crate::office::open::known_departments(folder().as_deref()))
}

/// The indicators of `baocao.toml`.
pub fn indicators(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, crate::office::open::known_indicators(folder().as_deref()))
}

/// The diagnostics' codes.
pub fn codes(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, Code::ALL.iter().map(|c| (c.id().to_string(), c.title(Lang::Vi).to_string())))
}
