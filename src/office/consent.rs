//! A question that a person answers once before a step, however often the step is judged anew.

use crate::office::Context;
use baocao_core::diagnostic::Refusal;
use baocao_core::say;
use baocao_core::text::Text;
use std::cell::Cell;

/// Whether the person has agreed to go on.
#[derive(Debug)]
pub struct Consent {
    given: Cell<bool>,
    told: Cell<bool>,
}

impl Consent {
    /// `yes`: given beforehand on the command line.
    pub fn new(yes: bool) -> Self {
        Consent { given: Cell::new(yes), told: Cell::new(false) }
    }

    /// Shows what there is to know, once, and asks unless the person has agreed already.
    ///
    /// # Errors
    /// The person does not agree, or there is no terminal to ask at: `why` the step is not recorded.
    pub fn ask(&self, cx: &Context<'_>, show: impl FnOnce(), question: &Text, why: Text) -> Result<(), Refusal> {
        self.decide(cx, show, question, why, false)
    }

    /// The same, but without a terminal to ask at it is enough that it was shown.
    ///
    /// # Errors
    /// The person does not agree.
    pub fn advise(&self, cx: &Context<'_>, show: impl FnOnce(), question: &Text, why: Text) -> Result<(), Refusal> {
        self.decide(cx, show, question, why, true)
    }

    fn decide(
        &self,
        cx: &Context<'_>,
        show: impl FnOnce(),
        question: &Text,
        why: Text,
        unanswered: bool,
    ) -> Result<(), Refusal> {
        if !self.told.replace(true) {
            show();
        }
        if self.given.get() || goes_on(cx.voice.ask(question), unanswered) {
            self.given.set(true);
            return Ok(());
        }
        Err(Refusal::new(why).who(say!(
            vi: "chạy lại ở cửa sổ lệnh để trả lời, hoặc thêm --yes nếu vẫn làm bước này",
            en: "run it again in a terminal and answer, or add --yes to take the step nevertheless"
        )))
    }
}

/// What an answer means; `unanswered`: what it means that there was no one to ask.
fn goes_on(answer: Option<bool>, unanswered: bool) -> bool {
    answer.unwrap_or(unanswered)
}

#[cfg(test)]
mod tests {
    use crate::office::consent::goes_on;

    #[test]
    fn only_an_answer_or_the_lack_of_a_terminal_decides() {
        for unanswered in [false, true] {
            assert!(goes_on(Some(true), unanswered) && !goes_on(Some(false), unanswered));
            assert_eq!(goes_on(None, unanswered), unanswered);
        }
    }
}
