//! `demo`: plays a quarter of the sample Sở in a scratch folder, so that a newcomer sees every step work.
//!
//! Each step is the verb itself, run as its person at its hour; nothing is pretended. This is the one place where verbs are
//! called by another: playing them is what it is for.

pub mod sample;
mod story;

use crate::commands::key;
use crate::office::Context;
use crate::store::files;
use crate::ui::voice::{Exit, Usage};
use baocao_core::domain::{Moment, parse_date};
use baocao_core::say;
use baocao_core::text::Text;
use std::path::{Path, PathBuf};

/// The stage on which the story is played.
pub struct Stage<'a> {
    cx: &'a Context<'a>,
    /// The office's folder.
    office: PathBuf,
    keys: PathBuf,
}

/// Somebody at some time.
struct Cue<'a> {
    person: &'a str,
    at: &'a str,
}

/// Plays the story and names the folder and what to try next.
pub fn run(cx: &Context<'_>, dir: Option<PathBuf>) -> anyhow::Result<Exit> {
    let root = match dir {
        Some(dir) => cx.here.join(dir),
        None => files::new_folder(&cx.temporary, "baocao-demo-")?,
    };
    if !files::is_empty_or_absent(&root)? {
        let shown = root.display();
        return Err(Usage(say!(vi: "thư mục “{shown}” không rỗng", en: "the folder “{shown}” is not empty")).into());
    }
    let office = root.join("so-khcn");
    let keys = root.join("khoa-mau");
    files::make_folder(&office)?;
    let stage = Stage { cx, office, keys };
    story::play(&stage)?;
    Ok(Exit::Done)
}

impl Stage<'_> {
    /// Tells a part of the story.
    fn tell(&self, text: Text) {
        self.cx.voice.out("\n");
        let bold = if self.cx.voice.color() { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        self.cx.voice.out(&format!("{}{}{}\n", bold.0, text.get(self.cx.voice.lang()), bold.1));
    }

    /// A key for a person; made on first use.
    fn key(&self, person: &str) -> PathBuf {
        self.keys.join(person)
    }

    /// The public line of a new key.
    fn new_key(&self, person: &str) -> anyhow::Result<String> {
        let quiet = Quiet { lang: self.cx.voice.lang() };
        let cx = Context { voice: &quiet, ..self.surroundings(&Cue { person, at: "2023-01-02 08:00" })? };
        key::new(&cx, Some(self.key(person)), true)?;
        let public = self.key(person).with_extension("pub");
        let bytes = files::read_outside(&public)?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).trim().to_string())
    }

    fn surroundings(&self, cue: &Cue<'_>) -> anyhow::Result<Context<'_>> {
        Ok(Context {
            voice: self.cx.voice,
            now: moment(cue.at)?,
            here: self.office.clone(),
            dir: None,
            key: Some(self.key(cue.person)),
            // The user's own pins are none of the demo's business: it has its own.
            config: Some(self.keys.join("cau-hinh")),
            home: self.cx.home.clone(),
            temporary: self.cx.temporary.clone(),
            programs: self.cx.programs.clone(),
            verbose: false,
            failpoint: None,
        })
    }

    /// Plays one command line, shown as typed, and insists on its exit status.
    fn play(
        &self,
        cue: Cue<'_>,
        line: &str,
        expected: Exit,
        verb: impl FnOnce(&Context<'_>) -> anyhow::Result<Exit>,
    ) -> anyhow::Result<()> {
        let cx = self.surroundings(&cue)?;
        let (name, title) = story::who(cue.person);
        let dim = if self.cx.voice.color() { ("\u{1b}[36m", "\u{1b}[0m") } else { ("", "") };
        let when = cx.now.clock(self.cx.voice.lang());
        self.cx.voice.out(&format!("\n{}[{when}] {name} ({title})\n$ baocao {line}{}\n", dim.0, dim.1));
        let ended = match verb(&cx) {
            Ok(exit) => exit,
            Err(error) => match error.downcast::<baocao_core::diagnostic::Refusal>() {
                Ok(refusal) => {
                    let lang = self.cx.voice.lang();
                    let refused = say!(vi: "chưa được phép", en: "refused");
                    self.cx.voice.out(&format!("{}: {}\n", refused.get(lang), refusal.why.get(lang)));
                    if let Some(who) = &refusal.who {
                        self.cx.voice.out(&format!("  = {}\n", who.get(lang)));
                    }
                    Exit::Refused
                }
                Err(error) => return Err(error),
            },
        };
        anyhow::ensure!(ended == expected, "baocao {line}: {ended:?}, expected {expected:?}");
        Ok(())
    }

    /// The same without a word: for the quarters that are history already.
    fn play_quietly(
        &self,
        cue: Cue<'_>,
        verb: impl FnOnce(&Context<'_>) -> anyhow::Result<Exit>,
    ) -> anyhow::Result<()> {
        let quiet = Quiet { lang: self.cx.voice.lang() };
        let cx = Context { voice: &quiet, ..self.surroundings(&cue)? };
        let ended = verb(&cx)?;
        anyhow::ensure!(ended == Exit::Done, "a quiet step ended with {ended:?}");
        Ok(())
    }

    /// Writes a file as a person would with an editor.
    fn write(&self, path: &str, text: &str) -> anyhow::Result<()> {
        Ok(files::write_outside(&self.office.join(path), text.as_bytes())?)
    }

    /// Edits a file as a person would: the first occurrence of some words.
    fn edit(&self, path: &str, old: &str, new: &str) -> anyhow::Result<()> {
        let bytes = files::read_outside(&self.office.join(path))?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        anyhow::ensure!(text.contains(old), "“{old}” does not stand in {path}");
        self.write(path, &text.replacen(old, new, 1))
    }

    /// The public keys in the form in which ordinary git wants to be told of them.
    fn allowed_signers(&self) -> anyhow::Result<PathBuf> {
        let settings = files::read_outside(&self.office.join("baocao.toml"))?.unwrap_or_default();
        let settings = String::from_utf8_lossy(&settings).into_owned();
        let keys = settings.lines().filter_map(|l| l.strip_prefix("khoa = [\""));
        let lines: String = keys.map(|l| format!("* namespaces=\"git\" {}\n", l.trim_end_matches("\"]"))).collect();
        let path = self.keys.join("allowed_signers");
        files::write_outside(&path, lines.as_bytes())?;
        Ok(path)
    }

    /// The office's folder.
    fn office(&self) -> &Path {
        &self.office
    }
}

/// "2024-06-12 09:00" at UTC+7.
fn moment(text: &str) -> anyhow::Result<Moment> {
    let parsed = text.split_once(' ').and_then(|(day, clock)| {
        let (hours, minutes) = clock.split_once(':')?;
        let seconds = hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60;
        Some(Moment::from_unix(Moment::start_of(parse_date(day)?).unix() + seconds))
    });
    parsed.ok_or_else(|| anyhow::anyhow!("“{text}” is no time"))
}

/// Nobody listens.
struct Quiet {
    lang: baocao_core::text::Lang,
}

impl crate::ui::voice::Voice for Quiet {
    fn input(&self) -> String {
        String::new()
    }

    fn lang(&self) -> baocao_core::text::Lang {
        self.lang
    }
    fn color(&self) -> bool {
        false
    }
    fn width(&self) -> usize {
        100
    }
    fn out(&self, _: &str) {}
    fn say(&self, _: &Text) {}
    fn note(&self, _: &Text) {}
    fn ask(&self, _: &Text) -> Option<bool> {
        None
    }
    fn passphrase(&self, _: &Text) -> Option<String> {
        None
    }
    fn progress(&self, _: &Text, _: u64) -> Box<dyn crate::ui::voice::Progress> {
        Box::new(Still)
    }
    fn pause(&self, _: std::time::Duration) {}
}

struct Still;

impl crate::ui::voice::Progress for Still {
    fn step(&self, _: u64) {}
}
