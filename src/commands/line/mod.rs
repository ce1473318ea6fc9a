//! Words typed and words shown. Nothing below this floor knows the clock, the environment or the terminal.

mod args;
mod complete;
mod dispatch;
mod errors;
mod generate;
mod help;

pub use crate::ui::terminal::World;
pub use generate::reference;

use crate::ui::terminal::Terminal;
use crate::ui::voice::{Exit, Usage};
use args::Cli;
use baocao_core::diagnostic::Refusal;
use baocao_core::text::{Lang, Text, visible};
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::mem::ManuallyDrop;

/// Runs the process's own command line and returns its exit status.
pub fn run() -> u8 {
    let words: Vec<OsString> = std::env::args_os().collect();
    // The shell asks for completions through a variable; then nothing else is done.
    if std::env::var_os("COMPLETE").is_some() {
        let world = World::real();
        let lang = language(&words, &world);
        clap_complete::CompleteEnv::with_factory(move || help::localise(Cli::command(), lang)).complete();
    }
    run_in(&words, World::real())
}

/// Runs one command line in a world and returns the exit status.
pub fn run_in(words: &[OsString], world: World) -> u8 {
    let asked = asks_for_help(words);
    let words = asked.as_deref().unwrap_or(words);
    let lang = language(words, &world);
    let color = use_color(words, &world);
    let choice = if color { clap::ColorChoice::Always } else { clap::ColorChoice::Never };
    let parse = |command: clap::Command| {
        // The tree of verbs lives as long as the process: taking it apart again would be a tenth of a short run.
        let mut command = ManuallyDrop::new(command.color(choice));
        command.try_get_matches_from_mut(words).and_then(|m| Cli::from_arg_matches(&m))
    };
    // Help and complaints are in the person's language. To put the whole tree of verbs into it takes longer than many a
    // verb's own work, so it is done only for a line that is not understood at once.
    let parsed = parse(Cli::command()).or_else(|error| match error.kind() {
        clap::error::ErrorKind::DisplayVersion => Err(error),
        _ => parse(help::localise(Cli::command(), lang)),
    });
    let strange = strange_language(words, &world);
    let surroundings = dispatch::Surroundings::of(&world);
    let terminal = Terminal::new(world, lang, color, parsed.as_ref().is_ok_and(|c| c.global.quiet));
    if let Some(strange) = strange {
        let shown = visible(&strange);
        let text = baocao_core::say!(
            vi: "chú ý: BAOCAO_LANG=“{shown}” không dùng được, chỉ nhận vi hoặc en",
            en: "note: BAOCAO_LANG=“{shown}” is not known; it may be vi or en"
        );
        terminal.complain(text.get(lang));
    }
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return show_usage(&error, &terminal, lang),
    };
    let exit = match dispatch::dispatch(cli, &terminal, surroundings) {
        Ok(exit) => exit,
        Err(error) => complain(&error, &terminal, lang),
    };
    if terminal.has_failed() { Exit::Fault.code() } else { exit.code() }
}

/// `baocao help VERB` as `baocao VERB --help`; `None` where the line does not begin with that word.
fn asks_for_help(words: &[OsString]) -> Option<Vec<OsString>> {
    let mut at = 1;
    while let Some(word) = words.get(at).map(|word| word.to_string_lossy()).filter(|word| word.starts_with('-')) {
        let takes_value = matches!(word.as_ref(), "-C" | "--lang" | "--color" | "--key");
        at += if takes_value { 2 } else { 1 };
    }
    words.get(at).filter(|word| *word == "help" || *word == "tro-giup")?;
    let mut words = words.to_vec();
    words.remove(at);
    words.push("--help".into());
    Some(words)
}

/// The value of an option before the line is parsed, since help and usage errors depend on it already.
fn typed(words: &[OsString], option: &str) -> Option<String> {
    words.iter().enumerate().rev().find_map(|(at, word)| {
        let word = word.to_string_lossy();
        match word.strip_prefix(option)? {
            "" => words.get(at + 1).map(|w| w.to_string_lossy().into_owned()),
            rest => rest.strip_prefix('=').map(str::to_string),
        }
    })
}

fn language(words: &[OsString], world: &World) -> Lang {
    let wanted = typed(words, "--lang").or_else(|| world.variable("BAOCAO_LANG").map(str::to_string));
    if wanted.is_some_and(|w| w.to_ascii_lowercase().starts_with("en")) { Lang::En } else { Lang::Vi }
}

/// A `BAOCAO_LANG` that names neither language, where it is asked at all.
fn strange_language(words: &[OsString], world: &World) -> Option<String> {
    let wanted = world.variable("BAOCAO_LANG").filter(|wanted| !wanted.is_empty())?;
    let lower = wanted.to_ascii_lowercase();
    let known = ["vi", "en"].iter().any(|lang| lower.starts_with(lang));
    (!known && typed(words, "--lang").is_none()).then(|| wanted.to_string())
}

fn use_color(words: &[OsString], world: &World) -> bool {
    match typed(words, "--color").as_deref() {
        Some("always") => true,
        Some("never") => false,
        _ => world.variable("NO_COLOR").is_none() && world.out_is_terminal,
    }
}

fn show_usage(error: &clap::Error, terminal: &Terminal, lang: Lang) -> u8 {
    use clap::error::ErrorKind;
    // clap itself would colour for a terminal that is not there.
    let rendered =
        || if terminal.is_colored() { error.render().ansi().to_string() } else { error.render().to_string() };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            terminal.help(&rendered(), false);
            Exit::Done.code()
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal.help(&rendered(), true);
            Exit::Usage.code()
        }
        _ => {
            match lang {
                Lang::Vi => terminal.complain(&errors::vietnamese(error)),
                Lang::En => terminal.help(&rendered(), true),
            }
            Exit::Usage.code()
        }
    }
}

/// Says why a verb did not do its work, each of the three kinds of "no" in its own words.
fn complain(error: &anyhow::Error, terminal: &Terminal, lang: Lang) -> Exit {
    let line =
        |word: &Text, text: &Text| terminal.complain(&format!("{}: {}", word.get(lang), visible(text.get(lang))));
    if let Some(Usage(text)) = error.downcast_ref() {
        line(&baocao_core::say!(vi: "lỗi", en: "error"), text);
        return Exit::Usage;
    }
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        line(&baocao_core::say!(vi: "chưa được phép", en: "refused"), &refusal.why);
        if let Some(who) = &refusal.who {
            line(&baocao_core::say!(vi: "  = tiếp theo", en: "  = next"), who);
        }
        return Exit::Refused;
    }
    let (text, cure) = crate::office::fault_words(error);
    line(&baocao_core::say!(vi: "sự cố", en: "fault"), &text);
    if let Some(cure) = cure {
        line(&baocao_core::say!(vi: "  = cách xử lý", en: "  = what to do"), &cure);
    }
    terminal.complain(baocao_core::say!(vi: "  = chưa có gì bị thay đổi", en: "  = nothing was changed").get(lang));
    Exit::Fault
}
