//! What an act binds: texts, inputs, references.

use super::*;

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
