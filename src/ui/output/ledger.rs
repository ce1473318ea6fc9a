//! The ledger for people (`log`) and for programs (`log`, `verify`).

use crate::ui::output::diagnostics::Resolved;
use crate::ui::output::diagnostics::json::{Item, item, to_line};
use baocao_core::domain::{Date, Moment, ObjectId};
use baocao_core::text::{Lang, Text, visible};
use serde::Serialize;

/// One act as shown.
#[derive(Debug, Clone)]
pub struct Line {
    /// When, by its maker's clock.
    pub at: Moment,
    /// `submit`, …; empty for a commit that is no act.
    pub act: &'static str,
    /// The commit.
    pub commit: String,
    /// Who, by name and title then; or the key's owner is unknown.
    pub who: Option<String>,
    /// The person's id.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<&'static str>,
    /// What was done.
    pub title: Text,
    /// Why, of an act that gives a reason.
    pub reason: Option<String>,
    /// Reasons, instructions, numbers: what belongs to the act beyond its subject line.
    pub details: Vec<Text>,
    /// When the shared repository had it at the latest, by its own receipt.
    pub server: Option<Moment>,
    /// Whether it is believed.
    pub ok: bool,
    /// Codes of what is wrong.
    pub problems: Vec<&'static str>,
}

/// One line an act, details below it.
pub fn text(lines: &[Line], lang: Lang) -> String {
    let mut out = String::new();
    for line in lines {
        let mark = if line.ok { "✓" } else { "✗" };
        let unknown = if lang == Lang::Vi { "không rõ người ký" } else { "signer unknown" };
        let who = line.who.as_deref().unwrap_or(unknown);
        let short = &line.commit[..10.min(line.commit.len())];
        out.push_str(&format!(
            "{mark} {}  {}  – {} [{short}]\n",
            line.at.clock(lang),
            visible(line.title.get(lang)),
            visible(who)
        ));
        for detail in &line.details {
            out.push_str(&format!("    {}\n", visible(detail.get(lang))));
        }
        if let Some(server) = line.server {
            let words = if lang == Lang::Vi { "máy chủ nhận lúc" } else { "the server had it at" };
            out.push_str(&format!("    {words} {}\n", server.clock(lang)));
        }
        if !line.problems.is_empty() {
            out.push_str(&format!("    {}\n", line.problems.join(", ")));
        }
    }
    out
}

#[derive(Serialize)]
struct ActItem<'a> {
    act: &'a str,
    commit: &'a str,
    at: String,
    by: Option<&'a str>,
    role: Option<&'a str>,
    ok: bool,
    problems: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_at: Option<String>,
}

fn acts(lines: &[Line]) -> Vec<ActItem<'_>> {
    lines
        .iter()
        .map(|l| ActItem {
            act: l.act,
            commit: &l.commit,
            at: l.at.to_rfc3339(),
            by: l.by.as_deref(),
            role: l.role,
            ok: l.ok,
            problems: &l.problems,
            reason: l.reason.as_deref(),
            server_at: l.server.map(Moment::to_rfc3339),
        })
        .collect()
}

#[derive(Serialize)]
struct LogDocument<'a> {
    schema_version: u32,
    command: &'a str,
    period: &'a str,
    acts: Vec<ActItem<'a>>,
}

/// `log --format json`.
pub fn json(lines: &[Line], period: &str) -> String {
    to_line(&LogDocument { schema_version: 1, command: "log", period, acts: acts(lines) })
}

#[derive(Serialize)]
struct VerifyDocument<'a> {
    schema_version: u32,
    command: &'a str,
    period: Option<&'a str>,
    ok: bool,
    state: Option<&'a str>,
    root: Option<&'a str>,
    tip: Option<&'a str>,
    acts: Vec<ActItem<'a>>,
    diagnostics: Vec<Item<'a>>,
}

/// What `verify` says in one document.
#[derive(Debug)]
pub struct Verdict<'a> {
    /// The period asked about; none for all.
    pub period: Option<&'a str>,
    /// Whether everything holds.
    pub ok: bool,
    /// The period's stage.
    pub state: Option<&'a str>,
    /// The first commit.
    pub root: Option<&'a str>,
    /// The last commit.
    pub tip: Option<&'a str>,
    /// Every act.
    pub lines: &'a [Line],
    /// What is wrong.
    pub found: &'a [Resolved],
}

/// `verify --format json`.
pub fn verdict(v: &Verdict<'_>, lang: Lang) -> String {
    to_line(&VerifyDocument {
        schema_version: 1,
        command: "verify",
        period: v.period,
        ok: v.ok,
        state: v.state,
        root: v.root,
        tip: v.tip,
        acts: acts(v.lines),
        diagnostics: v.found.iter().map(|r| item(r, lang)).collect(),
    })
}
#[derive(Serialize)]
struct HeldDocument<'a> {
    schema_version: u32,
    command: &'a str,
    file: &'a str,
    sha256: &'a str,
    ok: bool,
    sent: Option<SentItem<'a>>,
    diagnostics: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct SentItem<'a> {
    period: &'a str,
    number: &'a str,
    date: String,
    commit: String,
    exact: bool,
}

/// What `verify --file` says in one document.
#[derive(Debug)]
pub struct Held<'a> {
    /// The file as it was named.
    pub file: &'a str,
    /// Its digest.
    pub sha256: &'a str,
    /// Whether it was sent and everything about it holds.
    pub ok: bool,
    /// The dispatch it belongs to.
    pub sent: Option<HeldSent<'a>>,
    /// What is wrong.
    pub found: &'a [Resolved],
}

/// The dispatch that a file belongs to.
#[derive(Debug)]
pub struct HeldSent<'a> {
    /// The period.
    pub period: &'a str,
    /// Số ký hiệu.
    pub number: &'a str,
    /// The document's date.
    pub date: Date,
    /// The act.
    pub commit: ObjectId,
    /// Whether it is the sent file itself, not the same document exported again.
    pub exact: bool,
}

/// `verify --file --format json`.
pub fn held(held: &Held<'_>, lang: Lang) -> String {
    let sent = held.sent.as_ref().map(|s| SentItem {
        period: s.period,
        number: s.number,
        date: s.date.to_string(),
        commit: s.commit.to_string(),
        exact: s.exact,
    });
    to_line(&HeldDocument {
        schema_version: 1,
        command: "verify",
        file: held.file,
        sha256: held.sha256,
        ok: held.ok,
        sent,
        diagnostics: held.found.iter().map(|r| item(r, lang)).collect(),
    })
}
