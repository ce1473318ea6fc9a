//! What an act binds: texts, inputs, references.

use crate::attacks::*;
use rust_decimal::Decimal;

#[test]
fn decisions_name_exactly_what_they_decide() {
    let drafted = Line::until(Stage::Drafted);
    let reviewed = Line::until(Stage::Reviewed);
    let approved = Line::until(Stage::Approved);
    let acts =
        [(&drafted, "binh", review()), (&reviewed, "dung", approve()), (&approved, "hai", Line::dispatch_plan())];
    let other = ObjectId::from_bytes([9; 20]);
    for (line, by, plan) in acts {
        let changes = plan_changes(&plan);
        let bends: [Bend<Act>; 6] = [
            (&|act| act.prev = other, ActOutOfOrder),
            (&|act| act.prev = ObjectId::ZERO, ActOutOfOrder),
            (&|act| subject(act).blob = other, ContentChanged),
            (&|act| subject(act).sha256 = Digest::of(b"x"), ContentChanged),
            (&|act| subject(act).path = report(&period(), &department("thanh-tra")), ContentChanged),
            (&|act| reference(act, other), ActOutOfOrder),
        ];
        for (bend, code) in bends {
            refused_act(line, by, bent(line, by, plan.clone(), bend), changes.clone(), code);
        }
        let inputs = bent(line, by, plan.clone(), |act| match &mut act.detail {
            Detail::Review { inputs, .. } | Detail::Approve { inputs, .. } => *inputs = Digest::of(b"x"),
            _ => act.prev = other,
        });
        let code = if by == "hai" { ActOutOfOrder } else { ContentChanged };
        refused_act(line, by, inputs, changes.clone(), code);
        // A decision that also edits the text.
        let mut edits = changes.clone();
        edits.push(write(draft(&period()), "dự thảo 95%"));
        refused_act(line, by, line.prepare(by, &plan), edits, ContentChanged);
        let mut roster = changes.clone();
        roster.push(write("baocao.toml", "khác"));
        refused_act(line, by, line.prepare(by, &plan), roster, RosterChangeUnauthorised);
        // Another period's name on the same decision.
        let act = bent(line, by, plan.clone(), |act| act.period = PeriodId::from_canonical("2024-Q3"));
        let after = line.clone().push(line.entry(by, Some(act), vec![]));
        assert_eq!(after.codes(), [ActOutOfOrder]);
    }
}

fn put_right(was: Option<i64>, now: i64) -> Plan {
    let correction = Correction {
        department: department("thanh-tra"),
        indicator: words("luot-kiem-tra"),
        was: was.map(Decimal::from),
        now: now.into(),
    };
    Plan::Restate { period: period(), corrections: vec![correction], reason: words("cộng nhầm") }
}

#[test]
fn figures_are_put_right_by_a_leader_one_after_another() {
    for stage in [Stage::Approved, Stage::Finalized, Stage::Archived] {
        let mut line = Line::until(stage);
        line.act("dung", put_right(Some(6), 8), vec![]);
        line.act("em", put_right(Some(8), 7), vec![]);
        assert_eq!((line.codes(), line.stage()), (vec![], stage));
        let ledger = line.ledger();
        let restated = &ledger.period(&period()).unwrap().restated;
        assert_eq!(restated.values().map(|r| (r.was, r.now)).collect::<Vec<_>>(), [(Some(8.into()), 7.into())]);
        let plan = put_right(Some(7), 9);
        let other = ObjectId::from_bytes([9; 20]);
        let bends: [Bend<Act>; 7] = [
            (&|act| act.prev = other, ActOutOfOrder),
            (&|act| corrected(act, |(basis, _, _)| basis.1 = other), ActOutOfOrder),
            // It does not stand on what was said last, says nothing new, or is of nobody in the report.
            (&|act| corrected(act, |(_, of, _)| of[0].was = Some(8.into())), ActMalformed),
            (&|act| corrected(act, |(_, of, _)| of[0].was = None), ActMalformed),
            (&|act| corrected(act, |(_, of, _)| of[0].now = 7.into()), ActMalformed),
            (&|act| corrected(act, |(_, of, _)| of[0].department = department("van-phong")), ActMalformed),
            (&|act| corrected(act, |(.., capacity)| *capacity = Some(Capacity::Deputy)), SignerUnauthorised),
        ];
        for (bend, code) in bends {
            refused_act(&line, "dung", bent(&line, "dung", plan.clone(), bend), vec![], code);
        }
        let act = line.prepare("dung", &plan);
        for by in ["binh", "chi", "hai", "hoa", "an", "giang"] {
            let act = Act { actor: PersonId::parse(by).unwrap(), ..act.clone() };
            refused_act(&line, by, act, vec![], SignerUnauthorised);
        }
        // A word about figures changes no text.
        let edits = vec![write(report(&period(), &department("thanh-tra")), "báo cáo 2")];
        refused_act(&line, "dung", act, edits, ContentChanged);
    }
    // What is not approved yet is mended where it stands; what is sent back brings its own figures.
    let reviewed = Line::until(Stage::Reviewed);
    let approved = Line::until(Stage::Approved);
    let early =
        Act { prev: reviewed.ledger().last_act(Some(&period())), ..approved.prepare("dung", &put_right(None, 1)) };
    refused_act(&reviewed, "dung", early, vec![], ActOutOfOrder);
    let mut line = approved;
    line.act("dung", put_right(Some(6), 8), vec![]);
    line.give_back("dung", None);
    assert!(line.ledger().period(&period()).unwrap().restated.is_empty());
}

type Restating<'a> = (&'a mut (ActKind, ObjectId), &'a mut Vec<Correction>, &'a mut Option<Capacity>);

fn corrected(act: &mut Act, change: impl Fn(Restating<'_>)) {
    match &mut act.detail {
        Detail::Restate { basis, corrections, capacity, .. } => change((basis, corrections, capacity)),
        _ => unreachable!(),
    }
}

#[test]
fn a_replayed_decision_is_refused() {
    // The director approves, the draft is returned, reviewed again: the old approval by the same key fits nowhere.
    let mut line = Line::until(Stage::Approved);
    let Ok(Some(old)) = line.entries.last().unwrap().act.clone() else { panic!() };
    line.give_back("dung", None);
    line.act("binh", review(), vec![]);
    refused_act(&line, "dung", old, vec![], ActOutOfOrder);
}

#[test]
fn drafts_are_of_what_was_submitted() {
    let mut line = Line::open();
    line.submit("khanh", "ke-hoach", "báo cáo 1");
    let text = version(&draft(&period()), "dự thảo");
    let plan = Plan::Merge { period: period(), subject: text };
    let changes = vec![write(draft(&period()), "dự thảo")];
    let act = line.prepare("chi", &plan);
    assert_eq!(line.clone().push(line.entry("chi", Some(act), changes.clone())).codes(), []);
    let bends: [BendInputs; 5] = [
        &|inputs, _| inputs[0].blob = ObjectId::from_bytes([9; 20]),
        &|inputs, _| inputs[0].sha256 = Digest::of(b"x"),
        &|inputs, _| inputs[0].commit = ObjectId::from_bytes([9; 20]),
        &|_, missing| missing.clear(),
        &|inputs, missing| {
            inputs.clear();
            missing.insert(0, department("ke-hoach"));
        },
    ];
    for bend in bends {
        let act = bent(&line, "chi", plan.clone(), |act| match &mut act.detail {
            Detail::Merge { inputs, missing, .. } => bend(inputs, missing),
            _ => unreachable!(),
        });
        refused_act(&line, "chi", act, changes.clone(), ActOutOfOrder);
    }
}

#[test]
fn a_draft_is_of_something() {
    let line = Line::open();
    let subject = version(&draft(&period()), "dự thảo");
    let missing = DEPARTMENTS.map(department).to_vec();
    let act = Act {
        actor: PersonId::parse("chi").unwrap(),
        role: Role::Consolidator,
        period: Some(period()),
        prev: line.ledger().last_act(Some(&period())),
        detail: Detail::Merge { subject, inputs: vec![], missing },
    };
    refused_act(&line, "chi", act, vec![write(draft(&period()), "dự thảo")], ActOutOfOrder);
}
