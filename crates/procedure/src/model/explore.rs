//! Every state that can be reached, breadth first.

use crate::model::agree::{Office, asked, compare};
use crate::model::machine::Step;
use crate::model::rules::{Rule, Rules, broken};
use crate::model::world::{Who, World};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Who matters: `an` and `giang` can do nothing in a period that these cannot, and `em` what `dung` does.
pub(crate) const CAST: [Who; 7] = [Who::Khanh, Who::Hoa, Who::Chi, Who::Kiem, Who::Binh, Who::Dung, Who::Hai];

/// A state, and the step by which it was first reached.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub world: World,
    pub from: Option<(usize, Step, Who)>,
}

/// The steps that lead to a state.
pub(crate) fn road(nodes: &[Node], mut at: usize) -> Vec<(Step, Who)> {
    let mut steps = Vec::new();
    while let Some((from, step, by)) = nodes[at].from {
        steps.push((step, by));
        at = from;
    }
    steps.reverse();
    steps
}

/// Every state that these rules let be reached; or only those up to the first one that must not be, with what it breaks.
pub(crate) fn explore(rules: Rules) -> (Vec<Node>, Option<&'static str>) {
    let starts = [false, true].map(|reapproval| World { reapproval, ..World::default() });
    let mut nodes: Vec<Node> = starts.iter().map(|world| Node { world: *world, from: None }).collect();
    let mut seen: HashSet<World> = starts.iter().map(|world| world.essence()).collect();
    let mut at = 0;
    while at < nodes.len() {
        let world = nodes[at].world;
        for step in world.steps() {
            for by in CAST {
                if !world.allows(rules, step, by) {
                    continue;
                }
                let next = world.after(rules, step, by);
                if seen.insert(next.essence()) {
                    nodes.push(Node { world: next, from: Some((at, step, by)) });
                    if let Some(wrong) = broken(&next) {
                        return (nodes, Some(wrong));
                    }
                }
            }
        }
        at += 1;
    }
    (nodes, None)
}

/// How many states there are; docs/verification.md says so, too.
const STATES: usize = 22_072;

/// What can be reached by all the rules.
fn all() -> &'static (Vec<Node>, Option<&'static str>) {
    static ALL: OnceLock<(Vec<Node>, Option<&str>)> = OnceLock::new();
    ALL.get_or_init(|| explore(Rules::ALL))
}

#[test]
fn every_state_of_the_procedure_is_sound() {
    let (nodes, wrong) = all();
    assert_eq!(*wrong, None, "{:#?}", road(nodes, nodes.len() - 1));
    assert_eq!(nodes.len(), STATES);
    // Never the only lock: wherever one of these would refuse, another rule refuses, too.
    for node in nodes {
        let world = node.world;
        for step in world.steps() {
            for by in CAST.into_iter().filter(|by| !world.allows(Rules::ALL, step, *by)) {
                for (rule, why) in SECOND_LOCKS {
                    assert!(!world.allows(Rules::ALL.without(*rule), step, by), "{rule:?} ({why}): {step:?} {world:?}");
                }
            }
        }
    }
}

/// How many steps there are at least to something that must not be, once a rule is left out.
const NEEDED: &[(Rule, usize)] = &[
    (Rule::ReviewNeedsFreshInputs, 4),
    (Rule::EditsVoidSubmissions, 4),
    (Rule::ReturnsVoidSubmissions, 4),
    (Rule::SubmissionsDiffer, 3),
    (Rule::ReportsCloseAtReview, 4),
    (Rule::DraftClosesAtReview, 4),
    (Rule::DraftClosesAtApproval, 5),
    (Rule::EditsAreDrafting, 4),
    (Rule::DraftersDoNotReview, 3),
    (Rule::DraftersDoNotApprove, 4),
    (Rule::ReviewersDoNotApprove, 4),
    (Rule::CompletersDoNotApprove, 6),
    (Rule::ApproversDoNotFinalize, 5),
    (Rule::ApproveAfterReview, 3),
    (Rule::ReturnClears, 4),
    (Rule::FinalizeOnlyAsInstructed, 5),
    (Rule::FinalizeOnce, 6),
    (Rule::InstructionsFirst, 5),
    (Rule::SecondApprovalFirst, 6),
    (Rule::SentIsSent, 6),
    (Rule::RestateAfterApproval, 3),
    (Rule::RestateWhatWentIn, 5),
    (Rule::OvertakenBranchesAreNotTaken, 3),
];

/// Rules without which nothing goes wrong as long as the others hold, and which others those are: what they refuse is
/// refused once more, so that the same states are reached without them.
const SECOND_LOCKS: &[(Rule, &str)] = &[
    (
        Rule::ApprovalNeedsFreshInputs,
        "what was fresh at the review stays so, since the reports close and a return clears the review",
    ),
    (Rule::ApprovedIsReviewed, "the draft closes at the review"),
    (Rule::SentIsApproved, "the draft closes at the approval"),
    (
        Rule::BranchesAreTakenOnce,
        "the text of a branch that was taken in still stands, and is no change, or has been overtaken",
    ),
];

#[test]
fn every_rule_is_needed() {
    for (rule, steps) in NEEDED {
        let (nodes, wrong) = explore(Rules::ALL.without(*rule));
        let road = road(&nodes, nodes.len() - 1);
        let wrong = wrong.unwrap_or_else(|| panic!("nothing goes wrong without {rule:?}"));
        assert_eq!(road.len(), *steps, "{rule:?}: {wrong}: {road:?}");
    }
    let told = NEEDED.len() + SECOND_LOCKS.len();
    let all = Rule::ALL.iter().all(|rule| {
        NEEDED.iter().any(|(needed, _)| needed == rule) || SECOND_LOCKS.iter().any(|(lock, _)| lock == rule)
    });
    assert!(all && told == Rule::ALL.len(), "each rule is one or the other");
}

/// The commits that lead to a state; those of the states on the way are kept.
fn written(nodes: &[Node], at: usize, offices: &mut HashMap<usize, Office>) -> Office {
    if let Some(office) = offices.get(&at) {
        return office.clone();
    }
    let mut office = Office::open(nodes[at].world.reapproval);
    if let Some((from, step, by)) = nodes[at].from {
        office = written(nodes, from, offices);
        let answer = office.ask(&office.ledger(), step, by);
        assert!(answer.allowed, "{step:?} by {by:?}");
        office.take(step, answer.entry);
    }
    offices.insert(at, office.clone());
    office
}

/// One in so many states is asked of the judgements; `MODEL_EVERY=1` asks all.
const EVERY: usize = 20;

#[test]
fn the_judgements_agree_in_the_states_of_the_model() {
    let every = std::env::var("MODEL_EVERY").map_or(EVERY, |every| every.parse().unwrap());
    let (nodes, _) = all();
    let mut states = 0;
    let mut offices = HashMap::new();
    for at in (0..nodes.len()).step_by(every) {
        let world = nodes[at].world;
        let office = written(nodes, at, &mut offices);
        let ledger = office.ledger();
        compare(&world, &ledger);
        for (turn, step) in world.steps().into_iter().enumerate() {
            for by in asked(step, at + turn) {
                let allowed = office.ask(&ledger, step, by).allowed;
                assert_eq!(allowed, world.allows(Rules::ALL, step, by), "{step:?} by {by:?} in {world:?}");
            }
        }
        states += 1;
    }
    assert!(states > 1_000, "{states} states");
}
