//! The one place that prints, asks and draws progress.

use crate::ui::voice::{Progress, Voice};
use baocao_core::domain::Moment;
use baocao_core::text::{Lang, Text, visible};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::io::{IsTerminal, Read as _, Write};
use std::path::PathBuf;
use std::time::Duration;

/// The outside world of one run: the real one in the program, a made-up one in tests.
pub struct World {
    /// Variables of the environment.
    pub variables: BTreeMap<String, String>,
    /// The current folder.
    pub here: PathBuf,
    /// The clock.
    pub now: Moment,
    /// Standard output.
    pub out: Box<dyn Write>,
    /// Standard error.
    pub err: Box<dyn Write>,
    /// Whether standard output is a terminal.
    pub out_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub err_is_terminal: bool,
    /// Whether somebody can answer questions.
    pub in_is_terminal: bool,
    /// Answers given beforehand, one a question; the terminal is read where there are none.
    pub answers: Option<VecDeque<String>>,
}

impl World {
    /// The process's own.
    pub fn real() -> Self {
        World {
            variables: std::env::vars_os()
                .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
                .collect(),
            here: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            now: crate::ui::clock::now(),
            out: Box::new(std::io::stdout()),
            err: Box::new(std::io::stderr()),
            out_is_terminal: std::io::stdout().is_terminal(),
            err_is_terminal: std::io::stderr().is_terminal(),
            in_is_terminal: std::io::stdin().is_terminal(),
            answers: None,
        }
    }

    /// A variable that is set and not empty.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|v| !v.is_empty())
    }
}

/// What the terminal is like and how much is to be said.
pub struct Terminal {
    lang: Lang,
    color: bool,
    quiet: bool,
    width: usize,
    progress: bool,
    answers: bool,
    prepared: RefCell<Option<VecDeque<String>>>,
    out: RefCell<Box<dyn Write>>,
    err: RefCell<Box<dyn Write>>,
    failed: Cell<bool>,
}

/// The columns of the window that standard output is shown in.
fn window() -> Option<usize> {
    let sized = terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    // A window that gives its width and no height has a width all the same.
    #[cfg(unix)]
    let sized = sized.or_else(|| Some(usize::from(rustix::termios::tcgetwinsize(std::io::stdout()).ok()?.ws_col)));
    sized
}

impl Terminal {
    /// A terminal that speaks one language; `color` is already decided.
    pub fn new(world: World, lang: Lang, color: bool, quiet: bool) -> Self {
        let asked = world.variable("COLUMNS").and_then(|c| c.parse().ok()).filter(|w| *w >= 40);
        let width = asked.or_else(|| world.out_is_terminal.then(window).flatten().filter(|w| *w >= 20)).unwrap_or(110);
        Terminal {
            lang,
            color,
            quiet,
            width,
            progress: world.err_is_terminal && !quiet,
            answers: world.in_is_terminal,
            prepared: RefCell::new(world.answers),
            out: RefCell::new(world.out),
            err: RefCell::new(world.err),
            failed: Cell::new(false),
        }
    }

    /// Whether to colour.
    pub fn is_colored(&self) -> bool {
        self.color
    }

    /// Says why a command ends without having done its work: on standard error, whatever `-q` says.
    pub fn complain(&self, text: &str) {
        self.write(&self.err, &format!("{}\n", visible(text)));
    }

    /// Prints text made by clap itself, which is already coloured.
    pub fn help(&self, text: &str, to_stderr: bool) {
        self.write(if to_stderr { &self.err } else { &self.out }, text);
    }

    /// Whether words did not arrive for another reason than a reader that has gone (a full disk): half a document must not
    /// pass for a whole one.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// Writes. A stream that takes no more (`baocao log | head`, a full disk) is not written to again; the command itself
    /// goes on, so that a step that has begun is finished.
    fn write(&self, to: &RefCell<Box<dyn Write>>, text: &str) {
        let mut to = to.borrow_mut();
        if let Err(error) = to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
            self.failed.set(self.failed.get() || error.kind() != std::io::ErrorKind::BrokenPipe);
            *to = Box::new(std::io::sink());
        }
    }
}

impl Voice for Terminal {
    fn lang(&self) -> Lang {
        self.lang
    }

    fn color(&self) -> bool {
        self.color
    }

    fn width(&self) -> usize {
        self.width
    }

    fn out(&self, text: &str) {
        self.write(&self.out, text);
    }

    fn say(&self, text: &Text) {
        if !self.quiet {
            self.write(&self.out, &format!("{}\n", visible(text.get(self.lang))));
        }
    }

    fn note(&self, text: &Text) {
        if !self.quiet {
            self.write(&self.err, &format!("{}\n", visible(text.get(self.lang))));
        }
    }

    fn input(&self) -> String {
        let mut bytes = Vec::new();
        // A push of a thousand branches is no push of an office.
        let _ = std::io::stdin().lock().take(1 << 20).read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn ask(&self, question: &Text) -> Option<bool> {
        if !self.answers {
            return None;
        }
        let hint = match self.lang {
            Lang::Vi => "[c/K]",
            Lang::En => "[y/N]",
        };
        self.write(&self.err, &format!("{} {hint} ", visible(question.get(self.lang))));
        let answer = match &mut *self.prepared.borrow_mut() {
            Some(prepared) => prepared.pop_front()?,
            None => {
                let mut line = String::new();
                std::io::stdin().read_line(&mut line).ok()?;
                line
            }
        };
        let answer = baocao_core::text::fold_plain(answer.trim());
        Some(matches!(answer.as_str(), "c" | "co" | "y" | "yes"))
    }

    fn passphrase(&self, prompt: &Text) -> Option<String> {
        if !self.answers {
            return None;
        }
        let prompt = format!("{}: ", visible(prompt.get(self.lang)));
        if let Some(prepared) = &mut *self.prepared.borrow_mut() {
            self.write(&self.err, &format!("{prompt}\n"));
            return prepared.pop_front();
        }
        rpassword::prompt_password(prompt).ok()
    }

    fn progress(&self, label: &Text, total: u64) -> Box<dyn Progress> {
        if !self.progress {
            return Box::new(Silent);
        }
        let bar = indicatif::ProgressBar::new(total);
        bar.set_draw_target(indicatif::ProgressDrawTarget::stderr_with_hz(8));
        if let Ok(style) = indicatif::ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(label.get(self.lang).to_string());
        Box::new(Bar(bar))
    }

    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

struct Silent;

impl Progress for Silent {
    fn step(&self, _by: u64) {}
}

struct Bar(indicatif::ProgressBar);

impl Progress for Bar {
    fn step(&self, by: u64) {
        self.0.inc(by);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
