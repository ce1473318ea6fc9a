//! The rules beyond the arrows, each of which can be left out, and what must never be.

use crate::model::world::World;

/// Names each rule once: as itself, and among all.
macro_rules! rules {
    ($($name:ident,)+) => {
        /// A rule of docs/verification.md, part 7.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Rule {
            $($name,)+
        }

        impl Rule {
            pub(crate) const ALL: &[Rule] = &[$(Rule::$name,)+];
        }
    };
}

rules! {
    ReviewNeedsFreshInputs,
    ApprovalNeedsFreshInputs,
    EditsVoidSubmissions,
    ReturnsVoidSubmissions,
    SubmissionsDiffer,
    ReportsCloseAtReview,
    DraftClosesAtReview,
    DraftClosesAtApproval,
    EditsAreDrafting,
    DraftersDoNotReview,
    DraftersDoNotApprove,
    ReviewersDoNotApprove,
    CompletersDoNotApprove,
    ApproversDoNotFinalize,
    ApproveAfterReview,
    ApprovedIsReviewed,
    ReturnClears,
    FinalizeOnlyAsInstructed,
    FinalizeOnce,
    InstructionsFirst,
    SecondApprovalFirst,
    SentIsApproved,
    SentIsSent,
    RestateAfterApproval,
    RestateWhatWentIn,
    BranchesAreTakenOnce,
    OvertakenBranchesAreNotTaken,
}

/// Every rule but some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    left_out: u32,
}

impl Rules {
    pub(crate) const ALL: Rules = Rules { left_out: 0 };

    pub(crate) fn without(self, rule: Rule) -> Rules {
        Rules { left_out: self.left_out | 1 << rule as u32 }
    }

    pub fn has(self, rule: Rule) -> bool {
        self.left_out & 1 << rule as u32 == 0
    }

    /// Whether a rule is content: what it asks is so, or it is left out.
    pub(crate) fn hold(self, rule: Rule, asked: bool) -> bool {
        asked || !self.has(rule)
    }
}

/// What must be so in every state.
type Invariant = (&'static str, fn(&World) -> bool);

const INVARIANTS: &[Invariant] = &[
    ("what is reviewed, approved and sent was made of the reports as they are submitted now", |world| {
        let submitted = |report: &crate::model::world::Report| {
            report.submitted.filter(|sent| sent.text == report.file && !report.returned) == report.merged
        };
        world.review.or(world.approval).is_none() && world.sent.is_none() || world.reports.iter().all(submitted)
    }),
    ("after the review the draft is what was reviewed, or what was completed as instructed", |world| {
        let completed = world.completion.map(|completion| completion.text);
        world.review.is_none_or(|review| world.draft == completed.or(Some(review.text)))
    }),
    ("nothing is approved that was not reviewed", |world| {
        world.truth.word.is_none_or(|word| world.truth.reviewed == Some(word.text))
    }),
    ("no review or approval stands that was taken back", |world| {
        world.review.map(|review| review.text) == world.truth.reviewed && world.approval == world.truth.word
    }),
    ("who wrote the draft does not review it", |world| {
        world.review.is_none_or(|review| !world.truth.hands.contains(review.by))
    }),
    ("who wrote the draft or completed it does not approve it", |world| {
        let approvers = [world.approval.map(|approval| approval.by), world.completion.and_then(|c| c.approved)];
        let wrote = |by| world.truth.hands.contains(by) || world.completers.contains(by);
        !approvers.into_iter().flatten().any(wrote)
    }),
    ("who reviewed does not approve", |world| {
        let approvers = [world.approval.map(|approval| approval.by), world.completion.and_then(|c| c.approved)];
        !approvers.into_iter().flatten().any(|by| world.review.is_some_and(|review| review.by == by))
    }),
    ("only what a leader gave instructions for is completed, once, and from the approved text", |world| {
        world.completion.is_none_or(|completion| {
            let asked = world.truth.word.is_some_and(|word| word.instructed && word.text == completion.was);
            asked && world.truth.completions == 1
        })
    }),
    ("what is sent is what a leader approved, completed if the leader asked for that", |world| {
        let Some(sent) = world.sent else { return true };
        let Some(word) = world.truth.word else { return false };
        if word.instructed { world.completion.is_some_and(|c| c.text == sent) } else { word.text == sent }
    }),
    ("where the office wants it, a completed text is approved again before it is sent", |world| {
        world.sent.is_none() || !world.awaits_second_approval()
    }),
    ("what is filed was sent", |world| !world.filed || world.sent.is_some() && world.sent == world.draft),
    ("only figures of an approved text are restated, and of reports that went in", |world| {
        !world.restated || world.reports[0].merged.is_some() && world.truth.word.is_some()
    }),
    ("a return is answered with another text", |world| !world.truth.same_again),
    ("no older text takes the place of a newer one", |world| !world.truth.older_wins),
];

/// The first invariant that a state breaks.
pub(crate) fn broken(world: &World) -> Option<&'static str> {
    INVARIANTS.iter().find(|(_, holds)| !holds(world)).map(|(name, _)| *name)
}
