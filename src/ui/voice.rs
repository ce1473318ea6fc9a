//! How a verb speaks with the person, whoever that is: a terminal, a test.

use baocao_core::text::{Lang, Text};
use std::time::Duration;

/// The person's side of a verb. `cli::terminal` is the real one.
pub trait Voice {
    /// The language in use.
    fn lang(&self) -> Lang;
    /// Whether to colour.
    fn color(&self) -> bool;
    /// Columns of the terminal.
    fn width(&self) -> usize;
    /// Writes a finished document to standard output, byte for byte.
    fn out(&self, text: &str);
    /// One line of result for people, on standard output.
    fn say(&self, text: &Text);
    /// One line about the work, on standard error, so that a document on standard output stays whole.
    fn note(&self, text: &Text);
    /// A yes-or-no question; `None` when nobody is there to answer.
    fn ask(&self, question: &Text) -> Option<bool>;
    /// A key's passphrase; `None` when nobody is there to type it.
    fn passphrase(&self, prompt: &Text) -> Option<String>;
    /// What another program writes to this one: all of its standard input, within reason.
    fn input(&self) -> String;
    /// A bar for long work.
    fn progress(&self, label: &Text, total: u64) -> Box<dyn Progress>;
    /// Lets time pass (between two tries on the network, between two looks of `--watch`).
    fn pause(&self, time: Duration);
}

/// A bar that ends when it is dropped.
pub trait Progress {
    /// So many more are done.
    fn step(&self, by: u64);
}

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, nothing wrong.
    Done,
    /// 1: the documents or the chain are wrong.
    Wrong,
    /// 2: wrong usage.
    Usage,
    /// 3: the procedure does not allow it now, or not to this person.
    Refused,
    /// 4: the world failed; nothing was changed.
    Fault,
}

impl Exit {
    /// The process's exit status.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// Wrong usage that only the verb itself could see (a malformed period id): exit 2.
#[derive(Debug, Clone)]
pub struct Usage(pub Text);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.vi)
    }
}

impl std::error::Error for Usage {}
