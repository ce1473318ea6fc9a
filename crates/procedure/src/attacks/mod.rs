//! Each rule's attack is refused with its code, each honest control accepted.

mod binding;
mod branches;
mod history;
mod order;
mod people;
mod recalled;
mod roster;

use crate::line::*;
use crate::site::{draft, in_period, report};
use crate::*;
use baocao_core::diagnostic::Code;
use baocao_core::diagnostic::Code::*;
use baocao_core::domain::*;
use baocao_core::text::{RepoPath, Text};
use std::sync::Arc;

/// A change of an honest value, and the code it must get.
type Bend<'a, T> = (&'a dyn Fn(&mut T), Code);
/// A step in its stage by its person, with its changes, and people it does not belong to.
type Case<'a> = (Stage, &'a str, Plan, Vec<Change>, Vec<&'a str>);
type BendInputs<'a> = &'a dyn Fn(&mut Vec<Input>, &mut Vec<DepartmentId>);

/// The act that a plan gives to an honest person, to be bent.
fn bent(line: &Line, by: &str, plan: Plan, bend: impl Fn(&mut Act)) -> Act {
    let mut act = line.prepare(by, &plan);
    bend(&mut act);
    act
}

fn review() -> Plan {
    Plan::Review { period: period() }
}

fn approve() -> Plan {
    Plan::Approve { period: period(), instructions: None }
}

/// The one commit is refused with that code, and the period stays where it was.
#[track_caller]
fn refused(line: &Line, entry: Entry, code: Code) {
    let before = line.stage();
    let after = line.clone().push(entry.clone());
    assert_eq!(after.codes(), [code], "{:#?}", after.verify().1);
    assert_eq!(after.stage(), before);
    let judged = after.ledger();
    let last = judged.acts(None).last().unwrap();
    assert_eq!((last.commit(), last.ok(), last.problems.as_slice()), (entry.commit, false, &[code][..]));
    // A later honest commit does not make it good again.
    let mut later = after.clone();
    later.at = line.at;
    let next = later.entry("an", None, vec![write("templates/x.md", "x")]);
    later.push_ref(next);
    assert_eq!(later.codes(), [code]);
}

#[track_caller]
fn refused_act(line: &Line, by: &str, act: Act, changes: Vec<Change>, code: Code) {
    refused(line, line.entry(by, Some(act), changes), code);
}

fn subject(act: &mut Act) -> &mut Version {
    match &mut act.detail {
        Detail::Submit { subject, .. }
        | Detail::Merge { subject, .. }
        | Detail::Review { subject, .. }
        | Detail::Approve { subject, .. }
        | Detail::Finalize { subject, .. }
        | Detail::Dispatch { subject, .. }
        | Detail::Archive { subject, .. } => subject,
        _ => panic!("no subject"),
    }
}

#[test]
fn the_honest_line_is_proven_to_the_end() {
    for stage in Stage::ALL {
        let line = Line::until(stage);
        assert_eq!(line.codes(), [], "{stage:?}");
        assert_eq!(line.stage(), stage);
    }
    let ledger = Line::until(Stage::Archived).ledger();
    assert_eq!(ledger.acts(Some(&period())).count(), 8);
    assert!(ledger.acts(None).all(|judged| judged.ok() && judged.by.is_some()));
    assert_eq!(ledger.period(&period()).unwrap().on_time(&department("thanh-tra")), Some(true));
}

#[test]
fn instructions_are_carried_out_once_and_then_sent() {
    let mut line = Line::until(Stage::Finalized);
    let record = line.ledger().period(&period()).unwrap().clone();
    let finalization = record.finalization.unwrap();
    assert_ne!(finalization.subject, finalization.was);
    line.dispatch("hai");
    line.archive("chi");
    assert_eq!((line.codes(), line.stage()), (vec![], Stage::Archived));
}

fn changed_office(change: impl Fn(&mut Roster)) -> Line {
    let mut line = Line::new();
    let mut roster = office();
    change(&mut roster);
    let genesis = &mut line.entries[0];
    genesis.roster = Some(Ok(Arc::new(roster)));
    line.open_with(settings())
}

fn reference(act: &mut Act, to: ObjectId) {
    match &mut act.detail {
        Detail::Review { merge: at, .. }
        | Detail::Approve { review: at, .. }
        | Detail::Finalize { approve: at, .. }
        | Detail::Dispatch { basis: (_, at), .. }
        | Detail::Archive { dispatch: at, .. } => *at = to,
        _ => panic!("no reference"),
    }
}

fn plan_changes(plan: &Plan) -> Vec<Change> {
    match plan {
        Plan::Dispatch { .. } => vec![write(in_period(&period(), "ho-so/bao-cao.pdf"), "pdf")],
        _ => vec![],
    }
}

fn change_roster(line: &mut Line, roster: Roster, text: &str, by: &[&str]) -> Entry {
    let digest = Digest::of(text.as_bytes());
    by.iter().for_each(|by| line.endorse(by, Proposal::Roster(digest)));
    let subject = version(&RepoPath::new("baocao.toml"), text);
    let endorsements = line.entries.iter().rev().take(by.len()).map(|entry| entry.commit).collect();
    let act = Act {
        actor: PersonId::parse("an").unwrap(),
        role: Role::Administrator,
        period: None,
        prev: line.ledger().last_act(None),
        detail: Detail::Roster { subject, endorsements },
    };
    Entry { roster: Some(Ok(Arc::new(roster))), ..line.entry("an", Some(act), vec![write("baocao.toml", text)]) }
}
