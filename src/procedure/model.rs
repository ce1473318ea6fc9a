//! What is allowed before is believed after: random sequences of steps, against a small model of the procedure that
//! shares no code with the judgements.

mod agree;
mod explore;
mod machine;
mod rules;
mod world;

use super::line::{DEPARTMENTS, Line, department, office, period, version, words, write};
use super::site::{draft, in_period, report};
use super::*;
use crate::domain::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Op {
    Submit(usize, bool),
    EditReport(usize),
    Merge,
    EditDraft,
    Review,
    ReturnDraft,
    ReturnReport(usize),
    Approve(bool),
    Finalize,
    Dispatch,
    Archive,
}

/// The procedure, told a second time.
#[derive(Debug, Default)]
struct Model {
    file: [u32; 2],
    submitted: [Option<(u32, usize)>; 2],
    returned: [bool; 2],
    merged: Option<[Option<(u32, usize)>; 2]>,
    drafters: BTreeSet<&'static str>,
    reviewer: Option<&'static str>,
    approved: Option<bool>,
    finalized: bool,
    sent: bool,
    filed: bool,
}

impl Model {
    fn accepted(&self) -> [Option<(u32, usize)>; 2] {
        [0, 1].map(|d| self.submitted[d].filter(|(text, _)| *text == self.file[d] && !self.returned[d]))
    }

    fn stage(&self) -> Stage {
        match (self.filed, self.sent, self.finalized, self.approved, self.reviewer, self.merged) {
            (true, ..) => Stage::Archived,
            (_, true, ..) => Stage::Dispatched,
            (_, _, true, ..) => Stage::Finalized,
            (.., Some(true), _, _) => Stage::Completing,
            (.., Some(false), _, _) => Stage::Approved,
            (.., Some(_), _) => Stage::Reviewed,
            (.., Some(_)) => Stage::Drafted,
            _ => Stage::Collecting,
        }
    }

    fn allows(&self, op: Op, by: &str, text: u32) -> bool {
        let stage = self.stage();
        let early = stage <= Stage::Drafted;
        let writes = |d: usize| by == ["khanh", "hoa"][d];
        let fresh = self.merged == Some(self.accepted());
        let chief = matches!(by, "binh" | "kiem");
        let leader = matches!(by, "dung" | "em" | "giang" | "kiem");
        match op {
            Op::Submit(d, _) => early && writes(d) && self.submitted[d].is_none_or(|(last, _)| last != text),
            Op::EditReport(d) => early && writes(d),
            Op::Merge => early && matches!(by, "chi" | "kiem") && self.accepted() != [None, None],
            Op::EditDraft => early && matches!(by, "chi" | "binh" | "kiem"),
            Op::Review => stage == Stage::Drafted && chief && fresh && !self.drafters.contains(by),
            Op::ReturnDraft => {
                (chief && stage >= Stage::Drafted || leader && stage >= Stage::Reviewed) && stage < Stage::Dispatched
            }
            Op::ReturnReport(d) => (chief || leader) && stage < Stage::Dispatched && self.accepted()[d].is_some(),
            Op::Approve(_) => {
                let signs = matches!(by, "dung" | "em" | "kiem");
                stage == Stage::Reviewed && signs && fresh && !self.drafters.contains(by) && self.reviewer != Some(by)
            }
            Op::Finalize => stage == Stage::Completing && chief,
            Op::Dispatch => matches!(stage, Stage::Approved | Stage::Finalized) && by == "hai",
            Op::Archive => stage == Stage::Dispatched && matches!(by, "hai" | "chi" | "kiem"),
        }
    }

    fn take(&mut self, op: Op, by: &'static str, text: u32, at: usize) {
        match op {
            Op::Submit(d, _) => {
                (self.file[d], self.submitted[d], self.returned[d]) = (text, Some((text, at)), false);
            }
            Op::EditReport(d) => self.file[d] = text,
            Op::Merge => {
                self.merged = Some(self.accepted());
                self.drafters.insert(by);
            }
            Op::EditDraft => drop(self.drafters.insert(by)),
            Op::Review => self.reviewer = Some(by),
            Op::ReturnDraft | Op::ReturnReport(_) => {
                (self.reviewer, self.approved, self.finalized) = (None, None, false);
                if let Op::ReturnReport(d) = op {
                    self.returned[d] = true;
                }
            }
            Op::Approve(instructed) => self.approved = Some(instructed),
            Op::Finalize => self.finalized = true,
            Op::Dispatch => self.sent = true,
            Op::Archive => self.filed = true,
        }
    }
}

/// Who usually takes a step.
fn usual(op: Op) -> &'static str {
    match op {
        Op::Submit(d, _) | Op::EditReport(d) => ["khanh", "hoa"][d],
        Op::Merge | Op::EditDraft => "chi",
        Op::Review | Op::ReturnDraft | Op::ReturnReport(_) | Op::Finalize => "binh",
        Op::Approve(_) => "dung",
        Op::Dispatch | Op::Archive => "hai",
    }
}

/// The plan and the changes of a step; no plan for plain text work.
fn step(op: Op, text: &str) -> (Option<Plan>, Vec<Change>) {
    let period = period();
    let (draft, file) = (draft(&period), |d: usize| report(&period, &department(DEPARTMENTS[d])));
    let reason = words("thiếu số liệu");
    match op {
        Op::Submit(d, _) => (
            Some(Plan::Submit { subject: version(&file(d), text), period: period.clone() }),
            vec![write(file(d), text)],
        ),
        Op::EditReport(d) => (None, vec![write(file(d), text)]),
        Op::EditDraft => (None, vec![write(draft, text)]),
        Op::Merge => (Some(Plan::Merge { subject: version(&draft, text), period }), vec![write(draft, text)]),
        Op::Review => (Some(Plan::Review { period }), vec![]),
        Op::ReturnDraft => (Some(Plan::Return { period, department: None, due: None, reason }), vec![]),
        Op::ReturnReport(d) => {
            (Some(Plan::Return { period, department: Some(department(DEPARTMENTS[d])), due: None, reason }), vec![])
        }
        Op::Approve(instructed) => {
            (Some(Plan::Approve { period, instructions: instructed.then(|| words("sửa mục II")) }), vec![])
        }
        Op::Finalize => (Some(Plan::Finalize { subject: version(&draft, text), period }), vec![write(draft, text)]),
        Op::Dispatch => (Some(Line::dispatch_plan()), vec![write(in_period(&period, "ho-so/bao-cao.pdf"), "pdf")]),
        Op::Archive => {
            let manifest = Digest::of(b"manifest");
            (
                Some(Plan::Archive { period: period.clone(), manifest }),
                vec![write(in_period(&period, "ho-so/bang-ma-kiem.sha256"), "manifest")],
            )
        }
    }
}

fn ops() -> impl Strategy<Value = Vec<(Op, Option<usize>)>> {
    let op = prop_oneof![
        4 => (0..2usize, prop::bool::weighted(0.8)).prop_map(|(d, new)| Op::Submit(d, new)),
        1 => (0..2usize).prop_map(Op::EditReport),
        4 => Just(Op::Merge),
        1 => Just(Op::EditDraft),
        4 => Just(Op::Review),
        1 => Just(Op::ReturnDraft),
        1 => (0..2usize).prop_map(Op::ReturnReport),
        4 => any::<bool>().prop_map(Op::Approve),
        3 => Just(Op::Finalize),
        3 => Just(Op::Dispatch),
        2 => Just(Op::Archive),
    ];
    prop::collection::vec((op, prop::option::weighted(0.25, 0..10usize)), 30)
}

proptest! {
    #[test]
    fn what_is_allowed_is_believed_and_the_model_agrees(ops in ops()) {
        let names = ["an", "binh", "chi", "dung", "em", "giang", "hai", "khanh", "hoa", "kiem"];
        let people = office();
        let (mut line, mut model, mut counter) = (Line::open(), Model::default(), 0u32);
        let mut ledger = line.ledger();
        for (at, (op, actor)) in ops.into_iter().enumerate() {
            let by = actor.map_or(usual(op), |at| names[at]);
            let person = people.people.iter().find(|p| p.id.as_str() == by).unwrap();
            let text = match op {
                Op::Submit(d, false) => model.file[d],
                _ => { counter += 1; counter }
            };
            let content = if text == 0 { "skeleton".to_string() } else { format!("văn bản {text}") };
            let (plan, mut changes) = step(op, &content);
            // A commit has no change where the text stays the same.
            changes.retain(|c| c.new.map(|new| new.0) != ledger.version(&c.path).map(|v| v.blob));
            let planned = plan.as_ref().map(|plan| prepare(&ledger, plan, person, Moment::from_unix(line.at + 60)));
            let entry = match &planned {
                Some(Ok(act)) => Some(line.entry(by, Some(act.clone()), changes)),
                None => Some(line.entry(by, None, changes)),
                Some(Err(_)) => None,
            };
            let allowed = entry.as_ref().is_some_and(|entry| admit(&ledger, entry).is_ok());
            if let Some(Ok(act)) = &planned {
                prop_assert!(allowed, "{op:?} by {by} was prepared and then refused: {:?}", entry.as_ref().map(|e| admit(&ledger, e)));
                let mut intent = Intent::of(act.kind(), &period());
                intent.department = match op { Op::ReturnReport(d) => Some(department(DEPARTMENTS[d])), _ => None };
                prop_assert!(may(&ledger, &intent, person, Moment::from_unix(line.at + 60)).is_ok());
            }
            prop_assert_eq!(allowed, model.allows(op, by, text), "{:?} by {} at {:?}", op, by, model);
            if let Some(entry) = entry.filter(|_| allowed) {
                line.push_ref(entry);
                model.take(op, names.iter().find(|name| **name == by).unwrap(), text, at);
                let (next, diagnostics) = line.verify();
                prop_assert!(diagnostics.is_empty(), "{diagnostics:?}");
                ledger = next;
            }
            prop_assert_eq!(ledger.stage(&period()), model.stage());
        }
    }
}
