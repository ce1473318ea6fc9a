//! The procedure of one period, told a second time and small enough to visit all of it. It shares no code with the
//! judgements; each of its rules can be left out.

use crate::Stage;
use crate::model::rules::Rule::*;
use crate::model::rules::Rules;
use crate::model::world::{Branch, Completion, Decision, Sent, Text, Who, World};

/// A step with the text that it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    Submit(usize, Text),
    EditReport(usize, Text),
    /// The second department submits on its own branch.
    Push(Text),
    Receive,
    Merge(Text),
    EditDraft(Text),
    Review,
    ReturnDraft,
    ReturnReport(usize),
    Approve(bool),
    Finalize(Text),
    Dispatch,
    Archive,
    /// A figure of the first department is put right.
    Restate,
}

/// Who reports for each department.
pub(crate) const REPORTERS: [Who; 2] = [Who::Khanh, Who::Hoa];

impl World {
    pub fn stage(&self) -> Stage {
        match (self.filed, self.sent, self.completion, self.approval, self.review, self.merged) {
            (true, ..) => Stage::Archived,
            (_, Some(_), ..) => Stage::Dispatched,
            (_, _, Some(_), ..) => Stage::Finalized,
            (_, _, _, Some(approval), ..) if approval.instructed => Stage::Completing,
            (_, _, _, Some(_), ..) => Stage::Approved,
            (.., Some(_), _) => Stage::Reviewed,
            (.., true) => Stage::Drafted,
            _ => Stage::Collecting,
        }
    }

    /// What a draft made now would consist of, by these rules.
    pub(crate) fn accepted(&self, rules: Rules) -> [Option<Sent>; 2] {
        self.reports.map(|report| {
            report.submitted.filter(|sent| {
                rules.hold(EditsVoidSubmissions, sent.text == report.file)
                    && rules.hold(ReturnsVoidSubmissions, !report.returned)
            })
        })
    }

    fn fresh(&self, rules: Rules) -> bool {
        self.reports.map(|report| report.merged) == self.accepted(rules)
    }

    pub fn awaits_second_approval(&self) -> bool {
        self.reapproval && self.completion.is_some_and(|completion| completion.approved.is_none())
    }

    /// The text that a decision is about.
    fn standing(&self) -> Option<Text> {
        let completed = self.completion.map(|completion| completion.text);
        completed.or(self.review.map(|review| review.text))
    }

    /// Every step that can be tried, allowed or not: with a new text, and with each old one that could matter.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let new = self.count + 1;
        let mut steps = vec![
            Step::Push(new),
            Step::Receive,
            Step::Merge(new),
            Step::EditDraft(new),
            Step::Review,
            Step::ReturnDraft,
            Step::Approve(false),
            Step::Approve(true),
            Step::Finalize(new),
            Step::Dispatch,
            Step::Archive,
            Step::Restate,
        ];
        steps.extend(self.draft.map(Step::Finalize));
        for (d, report) in self.reports.iter().enumerate() {
            let mut texts = vec![new, report.file];
            texts.extend(report.submitted.iter().map(|sent| sent.text));
            texts.sort_unstable();
            texts.dedup();
            steps.push(Step::ReturnReport(d));
            steps.extend(texts.iter().map(|text| Step::Submit(d, *text)));
            // Writing what stands there is no change, and no commit.
            steps.extend(texts.iter().filter(|text| **text != report.file).map(|text| Step::EditReport(d, *text)));
        }
        steps.retain(|step| *step != Step::Receive || self.reports[1].branch.is_some());
        steps
    }

    pub(crate) fn allows(&self, rules: Rules, step: Step, by: Who) -> bool {
        let stage = self.stage();
        let reports_open = rules.hold(ReportsCloseAtReview, stage <= Stage::Drafted);
        let draft_open = match stage {
            Stage::Collecting | Stage::Drafted => true,
            Stage::Reviewed => rules.hold(DraftClosesAtReview, false),
            _ => rules.hold(DraftClosesAtApproval, false),
        };
        let changes_something =
            |d: usize, text| rules.hold(SubmissionsDiffer, self.reports[d].submitted.is_none_or(|s| s.text != text));
        match step {
            Step::Submit(d, text) => by == REPORTERS[d] && reports_open && changes_something(d, text),
            Step::EditReport(d, _) => by == REPORTERS[d] && reports_open,
            Step::Push(_) => by == REPORTERS[1] && reports_open,
            Step::Receive => {
                let comes_in = |branch: Branch| {
                    rules.hold(BranchesAreTakenOnce, !branch.taken)
                        && rules.hold(OvertakenBranchesAreNotTaken, !branch.overtaken)
                        && changes_something(1, branch.text)
                };
                by.consolidates() && reports_open && self.reports[1].branch.is_some_and(comes_in)
            }
            Step::Merge(_) => by.consolidates() && draft_open && self.accepted(rules) != [None, None],
            Step::EditDraft(_) => (by.consolidates() || by.chief()) && draft_open,
            Step::Review => {
                by.chief()
                    && stage == Stage::Drafted
                    && rules.hold(ReviewNeedsFreshInputs, self.fresh(rules))
                    && rules.hold(DraftersDoNotReview, !self.drafters.contains(by))
            }
            Step::ReturnDraft => {
                (by.chief() && stage >= Stage::Drafted || by.leads() && stage >= Stage::Reviewed)
                    && rules.hold(SentIsSent, stage < Stage::Dispatched)
            }
            Step::ReturnReport(d) => {
                (by.chief() || by.leads())
                    && rules.hold(SentIsSent, stage < Stage::Dispatched)
                    && self.accepted(rules)[d].is_some()
            }
            Step::Approve(instructed) => {
                let first =
                    stage == Stage::Reviewed || stage == Stage::Drafted && rules.hold(ApproveAfterReview, false);
                by.signs()
                    && (first || self.awaits_second_approval() && self.sent.is_none() && !instructed)
                    && rules.hold(ApprovalNeedsFreshInputs, self.fresh(rules))
                    && rules.hold(ApprovedIsReviewed, self.standing().is_none_or(|text| self.draft == Some(text)))
                    && rules.hold(DraftersDoNotApprove, !self.drafters.contains(by))
                    && rules.hold(ReviewersDoNotApprove, self.review.is_none_or(|review| review.by != by))
                    && rules.hold(CompletersDoNotApprove, !self.completers.contains(by))
            }
            Step::Finalize(_) => {
                let fits = match stage {
                    Stage::Completing => true,
                    Stage::Approved => rules.hold(FinalizeOnlyAsInstructed, false),
                    Stage::Finalized => rules.hold(FinalizeOnce, false),
                    _ => false,
                };
                by.chief()
                    && fits
                    && rules.hold(ApproversDoNotFinalize, self.approval.is_none_or(|approval| approval.by != by))
            }
            Step::Dispatch => {
                let fits = match stage {
                    Stage::Approved => true,
                    Stage::Finalized => rules.hold(SecondApprovalFirst, !self.awaits_second_approval()),
                    Stage::Completing => rules.hold(InstructionsFirst, false),
                    _ => false,
                };
                let approved = self.completion.map(|c| c.text).or(self.approval.map(|a| a.text));
                by == Who::Hai && fits && rules.hold(SentIsApproved, approved == self.draft)
            }
            Step::Archive => stage == Stage::Dispatched && (by == Who::Hai || by.consolidates()),
            Step::Restate => {
                by.signs()
                    && rules.hold(RestateAfterApproval, stage >= Stage::Approved)
                    && rules.hold(RestateWhatWentIn, self.reports[0].merged.is_some())
                    // The step names the figure as it was reported: a second time that is no longer the one in force.
                    && !self.restated
            }
        }
    }

    /// The state after a step.
    pub(crate) fn after(mut self, rules: Rules, step: Step, by: Who) -> World {
        self.count += 1;
        match step {
            Step::Submit(d, text) => {
                self.submit(d, text);
                if let Some(branch) = &mut self.reports[d].branch {
                    branch.overtaken = true;
                }
            }
            Step::EditReport(d, text) => self.reports[d].file = text,
            Step::Push(text) => self.reports[1].branch = Some(Branch { text, overtaken: false, taken: false }),
            Step::Receive => {
                if let Some(branch) = self.reports[1].branch {
                    self.truth.older_wins |= branch.overtaken;
                    self.submit(1, branch.text);
                    self.reports[1].branch = Some(Branch { taken: true, ..branch });
                }
            }
            Step::Merge(text) => {
                let accepted = self.accepted(rules);
                (0..2).for_each(|d| self.reports[d].merged = accepted[d]);
                (self.merged, self.draft) = (true, Some(text));
                self.drafters.insert(by);
                self.truth.hands.insert(by);
            }
            Step::EditDraft(text) => {
                self.draft = Some(text);
                self.truth.hands.insert(by);
                if rules.has(EditsAreDrafting) {
                    self.drafters.insert(by);
                }
            }
            Step::Review => {
                self.review = self.draft.map(|text| Decision { by, text, instructed: false });
                self.truth.reviewed = self.draft;
            }
            Step::ReturnDraft | Step::ReturnReport(_) => {
                if rules.has(ReturnClears) {
                    (self.review, self.approval, self.completion) = (None, None, None);
                    self.restated = false;
                }
                (self.truth.reviewed, self.truth.word, self.truth.completions) = (None, None, 0);
                if let Step::ReturnReport(d) = step {
                    self.reports[d].returned = true;
                }
            }
            Step::Approve(instructed) => match &mut self.completion {
                Some(completion) => completion.approved = Some(by),
                None => {
                    self.approval = self.draft.map(|text| Decision { by, text, instructed });
                    self.truth.word = self.approval;
                }
            },
            Step::Finalize(text) => {
                let was = self.approval.map_or(text, |approval| approval.text);
                self.completion = Some(Completion { by, text, was, approved: None });
                self.draft = Some(text);
                self.completers.insert(by);
                self.truth.completions += 1;
            }
            Step::Dispatch => self.sent = self.draft,
            Step::Archive => self.filed = true,
            Step::Restate => self.restated = true,
        }
        self
    }

    fn submit(&mut self, d: usize, text: Text) {
        let report = &mut self.reports[d];
        self.truth.same_again |= report.returned && report.submitted.is_some_and(|before| before.text == text);
        (report.file, report.returned) = (text, false);
        report.submitted = Some(Sent { text, serial: self.count });
    }
}
