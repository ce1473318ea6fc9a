//! What a person is asked before a step that cannot be taken back.

use crate::office::{ActOptions, Context};
use baocao_core::diagnostic::Refusal;
use baocao_core::say;
use baocao_core::text::Text;
use std::cell::Cell;

/// What will be recorded, line by line, and the question whether to.
#[derive(Debug, Clone)]
pub struct Question {
    summary: Vec<Text>,
    question: Text,
    doubt: Option<Doubt>,
}

/// A reason not to take the step that a person has to have seen: scripts say `--yes`.
#[derive(Debug, Clone)]
pub struct Doubt {
    /// What there is to know; shown in any case.
    pub notice: Text,
    /// Why the step is not recorded where it is not answered.
    pub why: Text,
}

impl Question {
    /// A question about a step whose facts are shown first.
    pub fn new(summary: Vec<Text>, question: Text) -> Self {
        Question { summary, question, doubt: None }
    }

    /// The same with a doubt, if there is one.
    pub fn with(self, doubt: Option<Doubt>) -> Self {
        Question { doubt, ..self }
    }

    fn words(&self) -> Text {
        let lines = || self.summary.iter().chain([&self.question]);
        Text {
            vi: lines().map(|line| line.vi.as_str()).collect::<Vec<_>>().join("\n"),
            en: lines().map(|line| line.en.as_str()).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// One answer for one command: a step that is judged again on a newer state is not asked about again.
pub struct Confirmation {
    given: Cell<bool>,
    told: Cell<bool>,
}

impl Confirmation {
    /// Nothing is answered yet, or there is nothing to ask (`--yes`).
    pub fn new(options: &ActOptions) -> Self {
        Confirmation { given: Cell::new(options.yes), told: Cell::new(false) }
    }

    /// Shows what will be recorded and asks. Where no terminal can answer, the command line itself is the answer, unless
    /// there is a doubt.
    ///
    /// # Errors
    /// The answer is no, or there is a doubt and no terminal to answer it at.
    pub fn ask(&self, cx: &Context<'_>, question: &Question) -> Result<(), Refusal> {
        if let Some(doubt) = question.doubt.as_ref().filter(|_| !self.told.replace(true)) {
            cx.voice.note(&doubt.notice);
        }
        if self.given.get() {
            return Ok(());
        }
        let answer = cx.voice.ask(&question.words());
        if let (None, Some(doubt)) = (answer, &question.doubt) {
            return Err(Refusal::new(doubt.why.clone()).who(say!(
                vi: "chạy lại ở cửa sổ lệnh để trả lời, hoặc thêm --yes nếu vẫn làm bước này",
                en: "run it again in a terminal and answer, or add --yes to take the step nevertheless"
            )));
        }
        if answer == Some(false) {
            let why = say!(vi: "chưa được đồng ý nên chưa ghi gì", en: "not agreed to; nothing was recorded");
            return Err(Refusal::new(why).who(say!(
                vi: "chạy lại và trả lời “c” (có); trong tệp lệnh thì thêm --yes",
                en: "run this again and answer “y”; in scripts add --yes"
            )));
        }
        self.given.set(true);
        Ok(())
    }
}
