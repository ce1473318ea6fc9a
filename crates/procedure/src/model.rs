//! What is allowed before is believed after: the judgements against a model of the procedure that shares no code with
//! them. Every state of the model is visited and every rule of it left out once (`explore`); here people do at random
//! whatever comes to their minds.

mod agree;
mod explore;
mod machine;
mod rules;
mod world;

use crate::line::period;
use agree::{Office, compare};
use machine::{REPORTERS, Step};
use proptest::prelude::*;
use rules::{Rules, broken};
use world::{Who, World};

/// Who usually takes a step.
fn usual(step: Step) -> Who {
    match step {
        Step::Submit(d, _) | Step::EditReport(d, _) => REPORTERS[d],
        Step::Push(_) => REPORTERS[1],
        Step::Merge(_) | Step::EditDraft(_) | Step::Receive => Who::Chi,
        Step::Review | Step::ReturnDraft | Step::ReturnReport(_) | Step::Finalize(_) => Who::Binh,
        Step::Approve(_) | Step::Restate => Who::Dung,
        Step::Dispatch | Step::Archive => Who::Hai,
    }
}

/// Whether a step is of a kind.
type Kind = fn(&Step) -> bool;

/// One of the steps of a kind that can be tried, which of them, and who tries; nobody in particular is who usually does.
type Whim = (Kind, prop::sample::Index, Option<usize>);

fn whims() -> impl Strategy<Value = Vec<Whim>> {
    let kinds: Vec<(u32, Kind)> = vec![
        (4, |step| matches!(step, Step::Submit(..))),
        (1, |step| matches!(step, Step::EditReport(..))),
        (1, |step| matches!(step, Step::Push(_))),
        (1, |step| matches!(step, Step::Receive)),
        (4, |step| matches!(step, Step::Merge(_))),
        (1, |step| matches!(step, Step::EditDraft(_))),
        (4, |step| matches!(step, Step::Review)),
        (1, |step| matches!(step, Step::ReturnDraft)),
        (1, |step| matches!(step, Step::ReturnReport(_))),
        (4, |step| matches!(step, Step::Approve(_))),
        (3, |step| matches!(step, Step::Finalize(_))),
        (3, |step| matches!(step, Step::Dispatch)),
        (2, |step| matches!(step, Step::Archive)),
        (1, |step| matches!(step, Step::Restate)),
    ];
    let kind =
        prop::strategy::Union::new_weighted(kinds.into_iter().map(|(weight, kind)| (weight, Just(kind))).collect());
    let by = prop::option::weighted(0.25, 0..Who::ALL.len());
    prop::collection::vec((kind, any::<prop::sample::Index>(), by), 30)
}

proptest! {
    #[test]
    fn what_is_allowed_is_believed_and_the_model_agrees(reapproval: bool, whims in whims()) {
        let mut world = World { reapproval, ..World::default() };
        let mut office = Office::open(reapproval);
        let mut ledger = office.ledger();
        for (kind, which, by) in whims {
            let steps: Vec<Step> = world.steps().into_iter().filter(kind).collect();
            if steps.is_empty() {
                continue;
            }
            let step = *which.get(&steps);
            let by = by.map_or(usual(step), |at| Who::ALL[at]);
            let answer = office.ask(&ledger, step, by);
            prop_assert_eq!(answer.allowed, world.allows(Rules::ALL, step, by), "{:?} by {:?} at {:?}", step, by, world);
            if answer.allowed {
                office.take(step, answer.entry);
                world = world.after(Rules::ALL, step, by);
                ledger = office.ledger();
                compare(&world, &ledger);
                prop_assert_eq!(broken(&world), None, "{:?}", world);
            }
            prop_assert_eq!(ledger.stage(&period()), world.stage());
        }
    }
}
