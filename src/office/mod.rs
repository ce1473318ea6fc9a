//! What every verb stands on: the person, the clock, the folder, the history, and how a step is recorded.

pub mod branches;
mod budget;
pub mod changed;
pub mod charts;
pub mod confirm;
pub mod contact;
pub mod departments;
pub mod draft;
mod earlier;
pub mod examine;
pub mod file_write;
pub mod filing;
mod head;
pub mod history;
pub mod incoming;
pub mod left;
pub mod memory;
pub mod mender;
pub mod older;
pub mod open;
pub mod past;
pub mod pictures;
pub mod pin;
pub mod publish;
pub mod receipts;
pub mod record;
pub mod share;
mod signatures;
pub mod standing;
pub mod targets;
pub mod telling;
pub mod unsent;

pub use older::modern;
pub use open::Office;

use crate::store::git::Repo;
use crate::store::program::Environment;
use crate::store::signing::{PASSPHRASE_TRIES, Secret, Signer, SignerSettings};
use crate::store::{Fault, git};
use crate::ui::voice::{Usage, Voice};
use baocao_core::domain::{Moment, OneLine, PeriodId};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use std::path::PathBuf;

/// What a verb is handed by the floor above: nothing below asks for the clock, the actor or the folder.
pub struct Context<'a> {
    /// The person.
    pub voice: &'a dyn Voice,
    /// Now.
    pub now: Moment,
    /// The current folder.
    pub here: PathBuf,
    /// `-C`.
    pub dir: Option<PathBuf>,
    /// `--key` or `BAOCAO_KEY`.
    pub key: Option<PathBuf>,
    /// Where the user's own settings of this program lie.
    pub config: Option<PathBuf>,
    /// The user's home.
    pub home: Option<PathBuf>,
    /// Where scratch folders may be made.
    pub temporary: PathBuf,
    /// Where programs are found, and what of the environment they may see.
    pub programs: Environment,
    /// `-v`.
    pub verbose: bool,
    /// For crash tests: die at this write.
    pub failpoint: Option<u32>,
}

impl Context<'_> {
    /// The key this person signs with, found as git would find it; nothing is asked yet.
    pub fn signer(&self, repo: Option<&Repo>) -> anyhow::Result<Signer> {
        // Which key is the folder's business as well; which program is run is the user's alone.
        let program = |names: &[&str]| names.iter().find_map(|name| git::config_of_user(name));
        let setting = |name: &str| match repo {
            Some(repo) => repo.config_string(name),
            None => git::config_of_user(name),
        };
        let named = self.key.as_ref().map(|key| self.here.join(key));
        // What `key new` made is used where nothing else is said: the first step needs no knowledge of git's settings.
        let own = self.home.as_ref().map(|home| home.join(".ssh").join("id_baocao"));
        let nothing = setting("user.signingkey").is_none_or(|name| name.trim().is_empty());
        let own = own.filter(|path| nothing && crate::store::files::is_file(path));
        let settings = SignerSettings {
            key_path: named.or(own),
            format: setting("gpg.format"),
            signing_key: setting("user.signingkey"),
            gpg_program: program(&["gpg.openpgp.program", "gpg.program"]),
            ssh_program: program(&["gpg.ssh.program"]),
            x509_program: program(&["gpg.x509.program"]),
        };
        Ok(Signer::find(settings, &self.programs)?)
    }

    /// Asks for a key's passphrase; `wrong` is how many were wrong before.
    pub fn ask_passphrase(&self, what: &str, wrong: u32) -> Result<Option<Secret>, Fault> {
        let shown = visible(what);
        if wrong > 0 {
            let left = PASSPHRASE_TRIES.saturating_sub(wrong);
            self.voice.note(&say!(
                vi: "mật khẩu chưa đúng, còn {left} lần nhập",
                en: "the passphrase is wrong; tries left: {left}"
            ));
        }
        let prompt = say!(vi: "Mật khẩu của khoá {shown}", en: "Passphrase of the key {shown}");
        Ok(self.voice.passphrase(&prompt).map(Secret::new))
    }
}

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// JSON.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// What the verbs that record a step have in common.
#[derive(Debug, Clone, Default)]
pub struct ActOptions {
    /// Whether it is sent to the shared repository.
    pub sending: Sending,
    /// Send a submission to the department's own branch there.
    pub branch: bool,
    /// Go on without asking.
    pub yes: bool,
}

/// Whether an act is sent to the shared repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sending {
    /// Sent where the folder has a shared repository that can be reached; else recorded here and sent later.
    #[default]
    Usual,
    /// `--push`: sent, or not recorded at all.
    Asked,
    /// `--no-push`: recorded here only.
    Never,
}

impl ActOptions {
    /// What holds in a folder: without a shared repository there is nothing to send to, and the folder's or the user's git
    /// setting `baocao.push = false` keeps acts here.
    pub fn sending_in(&self, repo: &Repo) -> Sending {
        match self.sending {
            Sending::Usual if self.branch => Sending::Asked,
            Sending::Usual if !matches!(repo.upstream(), Ok(Some(_))) || is_off(repo) => Sending::Never,
            sending => sending,
        }
    }
}

fn is_off(repo: &Repo) -> bool {
    let value = repo.config_string("baocao.push").map(|value| value.trim().to_ascii_lowercase());
    value.is_some_and(|value| matches!(value.as_str(), "false" | "no" | "off" | "0"))
}

/// A period as typed; a wrong one is pointed at, character by character, with the right form.
pub fn period(typed: &str) -> Result<PeriodId, Usage> {
    PeriodId::parse(typed).map_err(|e| {
        let shown = visible(typed);
        // The typed word is printed under the message with a mark below the wrong characters.
        let pad: usize = typed.chars().take(e.at).map(|c| visible(&c.to_string()).chars().count()).sum();
        let mark = format!("{}{}", " ".repeat(pad), "^".repeat(e.len.max(1)));
        let Text { vi, en } = e.message;
        let (mut vi, mut en) = (format!("{vi}\n    {shown}\n    {mark}"), format!("{en}\n    {shown}\n    {mark}"));
        if let Some(right) = &e.suggestion {
            vi.push_str(&format!("\n  = cách sửa: viết “{right}”"));
            en.push_str(&format!("\n  = how to fix: write “{right}”"));
        }
        Usage(Text { vi, en })
    })
}

/// A line of text that an act will carry, as typed after an option.
pub fn line(option: &str, typed: &str) -> Result<OneLine, Usage> {
    OneLine::new(typed).map_err(|Text { vi, en }| Usage(say!(vi: "{option}: {vi}", en: "{option}: {en}")))
}

/// A line of text that says something: the reference of an order.
pub fn telling_line(option: &str, typed: &str) -> Result<OneLine, Usage> {
    let line = line(option, typed)?;
    if line.is_telling() {
        return Ok(line);
    }
    Err(Usage(say!(
        vi: "{option}: ghi số, ký hiệu văn bản, như “12/UBND-VP”",
        en: "{option}: name the document, like “12/UBND-VP”"
    )))
}

/// The words of an error that is neither wrong usage nor a refusal, and what to do about it.
pub fn fault_words(error: &anyhow::Error) -> (Text, Option<Text>) {
    match error.downcast_ref::<Fault>() {
        Some(fault) => (fault.text.clone(), fault.cure.clone()),
        None => {
            let chain = format!("{error:#}");
            (say!(vi: "{chain}", en: "{chain}"), None)
        }
    }
}
