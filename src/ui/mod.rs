//! The person's side of the program: terminal, clock, questions, and results as text, tables and JSON.

pub mod clock;
pub mod output;
pub mod terminal;
pub mod voice;
