//! Each rule's attack is refused with its code, each honest control accepted.

use super::line::*;
use super::site::{draft, in_period, report};
use super::*;
use crate::diagnostic::Code::{self, *};
use crate::domain::*;
use crate::text::{RepoPath, Text};
use std::sync::Arc;

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
    assert_eq!((last.commit, last.ok(), last.problems.as_slice()), (entry.commit, false, &[code][..]));
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
        Detail::Submit { subject }
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

// ---- signatures and signers

#[test]
fn signatures_and_keys() {
    let line = Line::until(Stage::Reviewed);
    let act = line.prepare("dung", &approve());
    let signed = |signature| Entry { signature, ..line.entry("dung", Some(act.clone()), vec![]) };
    let why = Text::same("x");
    refused(&line, signed(Signature::Absent), ActUnsigned);
    refused(&line, signed(Signature::Bad(why.clone())), SignatureBad);
    refused(&line, signed(Signature::Unknown(why.clone())), SignatureBad);
    refused(&line, signed(Signature::By(Fingerprint(Digest::of(b"stranger")))), SignerUnknown);
    // The director's words under another's key, a leader's own included.
    for by in ["chi", "em", "an"] {
        refused(&line, line.entry(by, Some(act.clone()), vec![]), SignerUnauthorised);
    }
    refused(&line, Entry { act: Err(why), ..line.entry("dung", None, vec![]) }, ActMalformed);
}

#[test]
fn plain_commits_are_signed_too() {
    let line = Line::until(Stage::Drafted);
    let entry = line.entry("hoa", None, vec![write(report(&period(), &department("thanh-tra")), "báo cáo 2")]);
    assert_eq!(line.clone().push(entry.clone()).codes(), []);
    refused(&line, Entry { signature: Signature::Absent, ..entry }, ActUnsigned);
}

fn changed_office(change: impl Fn(&mut Roster)) -> Line {
    let mut line = Line::new();
    let mut roster = office();
    change(&mut roster);
    let genesis = &mut line.entries[0];
    genesis.roster = Some(Ok(Arc::new(roster)));
    line.open_with(settings())
}

#[test]
fn keys_and_people_have_their_time() {
    let stranger = |line: &Line, by: &str| {
        let path = report(&period(), &department("thanh-tra"));
        let act = Act {
            actor: PersonId::parse(by).unwrap(),
            role: Role::Reporter,
            period: Some(period()),
            prev: line.ledger().last_act(Some(&period())),
            detail: Detail::Submit { subject: version(&path, "b") },
        };
        line.entry(by, Some(act), vec![write(path, "b")])
    };
    let ended = Tenure { from: None, to: Some(date("2024-06-02")) };
    let coming = Tenure { from: Some(date("2024-06-04")), to: None };
    let rosters: [&dyn Fn(&mut Person); 5] = [
        &|p| p.keys[0].tenure = ended,
        &|p| p.keys[0].tenure = coming,
        &|p| p.tenure = ended,
        &|p| p.tenure = coming,
        &|p| p.keys[0].revoked = Some("mất".into()),
    ];
    for change in rosters {
        let line = changed_office(|roster| change(&mut roster.people[8]));
        refused(&line, stranger(&line, "hoa"), SignerUnauthorised);
    }
    let line = changed_office(|roster| roster.people[8].keys[0].tenure.to = Some(date("2024-06-03")));
    assert_eq!(line.clone().push(stranger(&line, "hoa")).codes(), []);
    // The line's clock decides: a commit that claims an earlier day does not revive the key.
    let mut late = line.clone();
    late.at = Moment::start_of(date("2024-06-04")).unix();
    late.plain("an", vec![write("templates/x.md", "x")]);
    let entry = stranger(&late, "hoa");
    let backdated = Entry { at: Moment::from_unix(late.at - 300), ..entry };
    refused(&late, backdated, SignerUnauthorised);
}

// ---- roles

#[test]
fn every_step_belongs_to_its_role() {
    let cases: Vec<(Stage, &str, Plan, Vec<Change>, Vec<&str>)> = vec![
        (Stage::Drafted, "binh", review(), vec![], vec!["chi", "dung", "an", "hai", "hoa"]),
        (Stage::Reviewed, "dung", approve(), vec![], vec!["binh", "chi", "an", "hai", "hoa", "giang"]),
        (
            Stage::Approved,
            "hai",
            Line::dispatch_plan(),
            vec![write(in_period(&period(), "ho-so/bao-cao.pdf"), "pdf")],
            vec!["chi", "binh", "dung", "an"],
        ),
        (
            Stage::Dispatched,
            "hai",
            Plan::Archive { period: period(), manifest: Digest::of(b"m") },
            vec![write(in_period(&period(), "ho-so/m"), "m")],
            vec!["binh", "dung", "hoa", "an"],
        ),
    ];
    for (stage, by, plan, changes, others) in cases {
        let line = Line::until(stage);
        let act = line.prepare(by, &plan);
        assert_eq!(line.clone().push(line.entry(by, Some(act.clone()), changes.clone())).codes(), [], "{plan:?}");
        for other in others {
            let act = Act { actor: PersonId::parse(other).unwrap(), ..act.clone() };
            refused_act(&line, other, act.clone(), changes.clone(), SignerUnauthorised);
            // Nor in a role that the person does hold.
            let roster = office();
            let role = *roster.person(&act.actor).unwrap().roles.first().unwrap();
            refused_act(&line, other, Act { role, ..act }, changes.clone(), SignerUnauthorised);
        }
    }
}

#[test]
fn departments_write_their_own_reports_only() {
    let line = Line::until(Stage::Collecting);
    let path = report(&period(), &department("thanh-tra"));
    let act = line.prepare("hoa", &Plan::Submit { period: period(), subject: version(&path, "c") });
    let theirs = Act { actor: PersonId::parse("khanh").unwrap(), ..act.clone() };
    refused_act(&line, "khanh", theirs, vec![write(path.clone(), "c")], SignerUnauthorised);
    let other = write(report(&period(), &department("ke-hoach")), "giả");
    refused_act(&line, "hoa", act.clone(), vec![write(path.clone(), "c"), other.clone()], SignerUnauthorised);
    refused(&line, line.entry("hoa", None, vec![other.clone()]), SignerUnauthorised);
    for by in ["chi", "an", "dung"] {
        refused(&line, line.entry(by, None, vec![other.clone()]), SignerUnauthorised);
    }
    for path in
        ["reports/2024-Q2/ky.toml", "reports/2024-Q2/bieu-mau.md", "reports/2024-Q2/ho-so/x", "reports/2024-Q2/x.txt"]
    {
        for by in ["hoa", "chi", "an"] {
            refused(&line, line.entry(by, None, vec![write(path, "x")]), SignerUnauthorised);
        }
    }
    for path in [".gitattributes", "templates/BM-VP-01.md", "README.md"] {
        assert_eq!(line.clone().push(line.entry("an", None, vec![write(path, "x")])).codes(), []);
        refused(&line, line.entry("chi", None, vec![write(path, "x")]), SignerUnauthorised);
    }
    refused(&line, line.entry("an", None, vec![write("REPORTS/2024-Q2/tong-hop.md", "x")]), SignerUnauthorised);
    let link = Change { regular: false, ..write(path.clone(), "c") };
    refused_act(&line, "hoa", act, vec![link], FileIrregular);
    let gone = Change { new: None, ..write(path, "c") };
    refused(&line, line.entry("hoa", None, vec![gone]), SignerUnauthorised);
}

#[test]
fn nobody_checks_their_own_work() {
    // Reviewer drafted; approver drafted; approver reviewed: the same person in three roles.
    let mut line = Line::until(Stage::Collecting);
    line.merge("kiem", "dự thảo");
    let act = line.prepare("binh", &review());
    let own = Act { actor: PersonId::parse("kiem").unwrap(), ..act };
    refused_act(&line, "kiem", own, vec![], SignerUnauthorised);

    let mut line = Line::until(Stage::Drafted);
    line.plain("kiem", vec![write(draft(&period()), "sửa tay")]);
    line.act("binh", review(), vec![]);
    let as_kiem = |act: &mut Act| {
        act.actor = PersonId::parse("kiem").unwrap();
        if let Detail::Approve { capacity, .. } = &mut act.detail {
            *capacity = Some(Capacity::Deputy);
        }
    };
    refused_act(&line, "kiem", bent(&line, "dung", approve(), as_kiem), vec![], SignerUnauthorised);

    let mut line = Line::until(Stage::Drafted);
    line.act("kiem", review(), vec![]);
    refused_act(&line, "kiem", bent(&line, "dung", approve(), as_kiem), vec![], SignerUnauthorised);
    line.act("em", approve(), vec![]);
    assert_eq!(line.codes(), []);
}

#[test]
fn deputies_sign_by_delegation_and_heads_by_right() {
    let line = Line::until(Stage::Reviewed);
    let set = |to: Option<Capacity>| {
        move |act: &mut Act| match &mut act.detail {
            Detail::Approve { capacity, .. } => *capacity = to,
            _ => unreachable!(),
        }
    };
    refused_act(&line, "dung", bent(&line, "dung", approve(), set(Some(Capacity::Deputy))), vec![], SignerUnauthorised);
    for capacity in [None, Some(Capacity::Acting), Some(Capacity::Authorised)] {
        refused_act(&line, "em", bent(&line, "em", approve(), set(capacity)), vec![], SignerUnauthorised);
    }
    assert_eq!(line.clone().push(line.entry("em", Some(line.prepare("em", &approve())), vec![])).codes(), []);
    let head = bent(&line, "dung", approve(), |act| act.role = Role::Head);
    assert_eq!(line.clone().push(line.entry("dung", Some(head), vec![])).codes(), []);
    let over = Tenure { from: None, to: Some(date("2024-06-02")) };
    let monthly = std::collections::BTreeSet::from([Cadence::Month]);
    let rosters: [&dyn Fn(&mut Delegation); 2] = [&|d| d.tenure = over, &|d| d.cadences = monthly.clone()];
    for change in rosters {
        let mut bad = line.clone();
        let act = line.prepare("em", &approve());
        let mut roster = office();
        change(roster.people[4].delegation.as_mut().unwrap());
        bad.entries[0].roster = Some(Ok(Arc::new(roster)));
        refused_act(&bad, "em", act, vec![], SignerUnauthorised);
    }
}

// ---- what an act binds

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
        let bends: [(&dyn Fn(&mut Act), Code); 6] = [
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
    let bends: [&dyn Fn(&mut Vec<Input>, &mut Vec<DepartmentId>); 5] = [
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

// ---- order

#[test]
fn steps_out_of_order() {
    // An act of each kind as it is honest in its place, set down at every other stage.
    let acts: Vec<(&str, Act, Vec<Change>, Vec<Stage>)> = vec![
        step(Stage::Drafted, "binh", review(), vec![Stage::Drafted]),
        step(Stage::Reviewed, "dung", approve(), vec![Stage::Reviewed]),
        step(Stage::Approved, "hai", Line::dispatch_plan(), vec![Stage::Approved, Stage::Finalized]),
    ];
    for (by, act, changes, fits) in acts {
        for stage in Stage::ALL.into_iter().filter(|stage| !fits.contains(stage)) {
            let line = Line::until(stage);
            let act = Act { prev: line.ledger().last_act(Some(&period())), ..act.clone() };
            refused_act(&line, by, act, changes.clone(), ActOutOfOrder);
        }
    }
    for stage in
        [Stage::Reviewed, Stage::Approved, Stage::Completing, Stage::Finalized, Stage::Dispatched, Stage::Archived]
    {
        let line = Line::until(stage);
        let prev = line.ledger().last_act(Some(&period()));
        let path = report(&period(), &department("thanh-tra"));
        let detail = Detail::Submit { subject: version(&path, "muộn") };
        let act =
            Act { actor: PersonId::parse("hoa").unwrap(), role: Role::Reporter, period: Some(period()), prev, detail };
        refused_act(&line, "hoa", act, vec![write(path.clone(), "muộn")], ActOutOfOrder);
        refused(&line, line.entry("hoa", None, vec![write(path, "muộn")]), ContentChanged);
        for by in ["chi", "binh", "hoa", "dung"] {
            refused(&line, line.entry(by, None, vec![write(draft(&period()), "dự thảo 95%")]), ContentChanged);
        }
    }
}

fn step(stage: Stage, by: &'static str, plan: Plan, fits: Vec<Stage>) -> (&'static str, Act, Vec<Change>, Vec<Stage>) {
    (by, Line::until(stage).prepare(by, &plan), plan_changes(&plan), fits)
}

#[test]
fn completion_happens_once_and_only_on_instructions() {
    let completing = Line::until(Stage::Completing);
    let path = draft(&period());
    let plan = Plan::Finalize { period: period(), subject: version(&path, "xong") };
    let act = completing.prepare("binh", &plan);
    let changes = vec![write(path.clone(), "xong")];
    for stage in [Stage::Reviewed, Stage::Approved, Stage::Finalized] {
        let line = Line::until(stage);
        let act = Act { prev: line.ledger().last_act(Some(&period())), ..act.clone() };
        refused_act(&line, "binh", act, changes.clone(), ActOutOfOrder);
    }
    let was = bent(&completing, "binh", plan.clone(), |act| match &mut act.detail {
        Detail::Finalize { was, .. } => was.sha256 = Digest::of(b"x"),
        _ => unreachable!(),
    });
    refused_act(&completing, "binh", was, changes.clone(), ContentChanged);
    let more = vec![changes[0].clone(), write(report(&period(), &department("thanh-tra")), "x")];
    refused_act(&completing, "binh", act, more, SignerUnauthorised);
    // What is sent must be the completed text, and not before it is completed.
    let sent = Line::until(Stage::Approved).prepare("hai", &Line::dispatch_plan());
    let sent = Act { prev: completing.ledger().last_act(Some(&period())), ..sent };
    refused_act(&completing, "hai", sent, plan_changes(&Line::dispatch_plan()), ActOutOfOrder);
}

#[test]
fn a_second_approval_where_the_office_wants_one() {
    let mut line = Line::new().open_with(PeriodSettings { reapproval: true, ..settings() });
    line.submit("hoa", "thanh-tra", "báo cáo");
    line.merge("chi", "dự thảo");
    line.act("binh", review(), vec![]);
    line.act("dung", Plan::Approve { period: period(), instructions: Some(words("sửa")) }, vec![]);
    let first = line.entries.last().unwrap().commit;
    line.finalize("binh", "xong");
    let early = Line::until(Stage::Finalized).prepare("hai", &Line::dispatch_plan());
    let early = Act { prev: line.ledger().last_act(Some(&period())), ..early };
    refused_act(&line, "hai", early, plan_changes(&Line::dispatch_plan()), ActOutOfOrder);
    let more = bent(&line, "dung", approve(), |act| match &mut act.detail {
        Detail::Approve { instructions, .. } => *instructions = Some(words("nữa")),
        _ => unreachable!(),
    });
    refused_act(&line, "dung", more, vec![], ActOutOfOrder);
    line.act("dung", approve(), vec![]);
    // The dispatch stands on the second approval and not on the first, which was of another text.
    let changes = plan_changes(&Line::dispatch_plan());
    refused_act(
        &line,
        "hai",
        bent(&line, "hai", Line::dispatch_plan(), |act| reference(act, first)),
        changes,
        ActOutOfOrder,
    );
    line.dispatch("hai");
    assert_eq!((line.codes(), line.stage()), (vec![], Stage::Dispatched));
}

#[test]
fn returns_clear_what_rested_on_the_text() {
    for stage in [Stage::Drafted, Stage::Reviewed, Stage::Approved, Stage::Completing, Stage::Finalized] {
        let mut line = Line::until(stage);
        line.give_back("binh", None);
        assert_eq!((line.codes(), line.stage()), (vec![], Stage::Drafted));
    }
    let mut line = Line::until(Stage::Reviewed);
    line.give_back("dung", Some("thanh-tra"));
    assert_eq!(line.ledger().stale(&period()), [department("thanh-tra")]);
    // Over stale inputs there is no review.
    let stale = Line::until(Stage::Drafted).prepare("binh", &review());
    let stale = Act { prev: line.ledger().last_act(Some(&period())), ..stale };
    refused_act(&line, "binh", stale, vec![], ActOutOfOrder);
    line.at = Moment::start_of(date("2024-06-20")).unix();
    line.submit("hoa", "thanh-tra", "báo cáo 2");
    assert_eq!(line.ledger().period(&period()).unwrap().on_time(&department("thanh-tra")), Some(true));
    line.merge("chi", "dự thảo 2");
    line.act("binh", review(), vec![]);
    assert_eq!((line.codes(), line.stage()), (vec![], Stage::Reviewed));
    // Leaders send back only what was submitted to them.
    let line = Line::until(Stage::Drafted);
    let plan = Plan::Return { period: period(), department: None, due: None, reason: words("x") };
    let act = bent(&line, "binh", plan, |act| (act.actor, act.role) = (PersonId::parse("dung").unwrap(), Role::Leader));
    refused_act(&line, "dung", act, vec![], ActOutOfOrder);
}

#[test]
fn a_submission_changes_something() {
    let line = Line::until(Stage::Collecting);
    let Ok(Some(last)) = line.entries.last().unwrap().act.clone() else { panic!() };
    let again = Act { prev: line.ledger().last_act(Some(&period())), ..last };
    refused_act(&line, "hoa", again, vec![], ActOutOfOrder);
}

#[test]
fn a_period_is_opened_once_with_its_own_settings() {
    let line = Line::new();
    let path = in_period(&period(), "ky.toml");
    let plan = Plan::Open { period: period(), subject: version(&path, "ky"), last_day: date("2024-06-14") };
    let act = line.prepare("chi", &plan);
    let open = |act: &Act, settings: Result<PeriodSettings, Text>, changes| Entry {
        periods: vec![(path.clone(), settings.map(Arc::new))],
        ..line.entry("chi", Some(act.clone()), changes)
    };
    let own = vec![write(path.clone(), "ky")];
    assert_eq!(line.clone().push(open(&act, Ok(settings()), own.clone())).codes(), []);
    refused(&line, open(&act, Err(Text::same("x")), own.clone()), ActMalformed);
    let other = PeriodSettings { id: PeriodId::from_canonical("2024-Q3").unwrap(), ..settings() };
    refused(&line, open(&act, Ok(other), own.clone()), ActMalformed);
    let later = PeriodSettings { deadline: Deadline::before(date("2024-07-15")), ..settings() };
    refused(&line, open(&act, Ok(later), own.clone()), ActMalformed);
    refused(&line, open(&act, Ok(settings()), vec![own[0].clone(), write(draft(&period()), "x")]), SignerUnauthorised);
    let opened = Line::open();
    refused(
        &opened,
        Entry { periods: vec![(path.clone(), Ok(Arc::new(settings())))], ..opened.entry("chi", Some(act), own) },
        ActOutOfOrder,
    );
}

#[test]
fn an_order_moves_the_last_day_and_nothing_else() {
    let mut line = Line::open();
    let path = in_period(&period(), "ky.toml");
    let plan = Plan::Directive { period: period(), last_day: date("2024-06-20"), basis: words("CV 12/UBND") };
    let act = line.prepare("chi", &plan);
    let entry = |settings: PeriodSettings| Entry {
        periods: vec![(path.clone(), Ok(Arc::new(settings)))],
        ..line.entry("chi", Some(act.clone()), vec![write(path.clone(), "ky 2")])
    };
    let moved = PeriodSettings { deadline: Deadline::no_later_than(date("2024-06-20")), ..settings() };
    let fewer = PeriodSettings { departments: moved.departments[..1].to_vec(), ..moved.clone() };
    refused(&line, entry(fewer), SignerUnauthorised);
    refused(&line, entry(settings()), ActMalformed);
    let good = entry(moved);
    line.push_ref(good);
    assert_eq!(line.codes(), []);
    line.at = Moment::start_of(date("2024-06-20")).unix();
    line.submit("hoa", "thanh-tra", "báo cáo");
    assert_eq!(line.ledger().period(&period()).unwrap().on_time(&department("thanh-tra")), Some(true));
}

#[test]
fn what_was_sent_stays_as_it_was_sent() {
    let line = Line::until(Stage::Dispatched);
    let plan = Plan::Archive { period: period(), manifest: Digest::of(b"m") };
    let act = line.prepare("hai", &plan);
    let sent = in_period(&period(), "ho-so/bao-cao.pdf");
    let manifest = write(in_period(&period(), "ho-so/m"), "m");
    refused_act(&line, "hai", act.clone(), vec![manifest.clone(), write(sent.clone(), "khác")], ContentChanged);
    let gone = Change { new: None, ..write(sent, "pdf") };
    refused_act(&line, "hai", act.clone(), vec![manifest, gone], ContentChanged);
    refused_act(&line, "hai", act, vec![], ContentChanged);
    let approved = Line::until(Stage::Approved);
    let act = approved.prepare("hai", &Line::dispatch_plan());
    let other = vec![write(in_period(&period(), "ho-so/bao-cao.pdf"), "khác")];
    refused_act(&approved, "hai", act, other, ContentChanged);
}

// ---- time

#[test]
fn the_clock_never_runs_back() {
    let mut line = Line::until(Stage::Collecting);
    let path = report(&period(), &department("thanh-tra"));
    let edit = |line: &Line, at: i64| Entry {
        at: Moment::from_unix(at),
        ..line.entry("hoa", None, vec![write(path.clone(), "sửa")])
    };
    assert_eq!(line.clone().push(edit(&line, line.at - 600)).codes(), []);
    refused(&line, edit(&line, line.at - 601), TimeImplausible);
    line.options.now = Some(Moment::from_unix(line.at));
    assert_eq!(line.clone().push(edit(&line, line.at + 86_400)).codes(), []);
    refused(&line, edit(&line, line.at + 86_401), TimeImplausible);
    // Once anybody has passed the last day, nothing after it is in time, whatever date it claims.
    let mut line = Line::open();
    let closes = settings().deadline.closes_at().unix();
    line.at = closes + 60;
    line.plain("an", vec![write("templates/x.md", "x")]);
    line.at = closes - 120;
    line.submit("hoa", "thanh-tra", "báo cáo");
    assert_eq!(line.codes(), []);
    assert_eq!(line.ledger().period(&period()).unwrap().on_time(&department("thanh-tra")), Some(false));
}

// ---- roster

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

#[test]
fn a_roster_changes_by_enough_people_who_saw_these_bytes() {
    let mut next = office();
    next.people.push(person("moi", &[Role::Reporter], Some("thanh-tra")));
    let mut line = Line::open();
    let entry = change_roster(&mut line, next.clone(), "1", &["binh"]);
    let good = line.clone().push(entry.clone());
    assert_eq!(good.codes(), []);
    assert_eq!(good.ledger().roster().unwrap().people.len(), 11);
    // The new person acts from the next commit on.
    let mut more = good.clone();
    more.submit("moi", "thanh-tra", "báo cáo");
    assert_eq!(more.codes(), []);

    // Alone; endorsed by nobody else; endorsed for other bytes; the same endorsement twice.
    let alone = change_roster(&mut Line::open(), next.clone(), "1", &[]);
    refused(&Line::open(), alone, RosterChangeUnauthorised);
    let mut own = Line::open();
    let entry_own = change_roster(&mut own, next.clone(), "1", &["an"]);
    refused(&own, entry_own, RosterChangeUnauthorised);
    let other = Entry { changes: vec![write("baocao.toml", "2")], ..entry.clone() };
    refused(&line, other, ContentChanged);
    let mut switched = entry.clone();
    if let Ok(Some(Act { detail: Detail::Roster { subject, .. }, .. })) = &mut switched.act {
        *subject = version(&RepoPath::new("baocao.toml"), "2");
    }
    switched.changes = vec![write("baocao.toml", "2")];
    refused(&line, switched, RosterChangeUnauthorised);
    // Not alone in its commit; by another; by a plain commit; unreadable; leaving nobody in charge.
    let mut with = entry.clone();
    with.changes.push(write("templates/x.md", "x"));
    refused(&line, with, SignerUnauthorised);
    let plain = Entry { act: Ok(None), ..entry.clone() };
    refused(&line, plain, RosterChangeUnauthorised);
    refused(&line, Entry { roster: Some(Err(Text::same("x"))), ..entry.clone() }, RosterChangeUnauthorised);
    let orphaned = Roster { people: office().people[1..].to_vec(), threshold: 2 };
    refused(&line, Entry { roster: Some(Ok(Arc::new(orphaned))), ..entry.clone() }, RosterChangeUnauthorised);
    let unreachable = Roster { threshold: 99, ..next.clone() };
    refused(&line, Entry { roster: Some(Ok(Arc::new(unreachable))), ..entry }, RosterChangeUnauthorised);
}

#[test]
fn endorsements_are_for_the_roster_that_stood_then() {
    let mut line = Line::open();
    let first = change_roster(&mut line, office(), "1", &["binh"]);
    line.push_ref(first);
    let second = change_roster(&mut line, office(), "2", &["dung"]);
    line.push_ref(second);
    // Back to "1" on the strength of the old endorsement.
    let again = change_roster(&mut line, office(), "1", &[]);
    let mut replay = again.clone();
    if let Ok(Some(Act { detail: Detail::Roster { endorsements, .. }, .. })) = &mut replay.act {
        *endorsements = vec![line.entries[2].commit];
    }
    refused(&line, replay, RosterChangeUnauthorised);
    refused(&line, again, RosterChangeUnauthorised);
}

#[test]
fn after_a_forbidden_roster_nothing_is_believed() {
    let mut line = Line::open();
    let mut own = office();
    own.people.push(person("moi", &[Role::Reporter], Some("thanh-tra")));
    let plain = Entry { roster: Some(Ok(Arc::new(own))), ..line.entry("an", None, vec![write("baocao.toml", "1")]) };
    line.push_ref(plain);
    let path = report(&period(), &department("thanh-tra"));
    for by in ["moi", "hoa"] {
        line.plain(by, vec![write(path.clone(), "x")]);
    }
    assert_eq!(line.codes(), [RosterChangeUnauthorised]);
    assert_eq!(line.ledger().roster().unwrap().people.len(), 10);
    assert!(line.ledger().stopped(&period()).is_some());
}

#[test]
fn stolen_keys_are_void_backwards_and_lost_ones_from_then_on() {
    let mut line = Line::open();
    let trusted = line.entries.last().unwrap().commit;
    line.submit("hoa", "thanh-tra", "kẻ gian");
    let mut next = office();
    next.people[8].keys[0].revoked = Some("lộ khoá".into());
    let mut stolen = next.clone();
    stolen.people[8].keys[0].trusted_until = Some(trusted);
    let lost = change_roster(&mut line.clone(), next.clone(), "1", &["binh"]);
    let mut with_lost = line.clone();
    with_lost.endorse("binh", Proposal::Roster(Digest::of(b"1")));
    with_lost.push_ref(lost);
    assert_eq!(with_lost.codes(), []);
    let after = with_lost.entry("hoa", None, vec![write(report(&period(), &department("thanh-tra")), "y")]);
    refused(&with_lost, after, SignerUnauthorised);

    let entry = change_roster(&mut line, stolen, "1", &["binh"]);
    line.push_ref(entry);
    assert_eq!(line.codes(), [SignerUnauthorised]);
    assert_eq!(line.ledger().period(&period()).unwrap().submissions.len(), 0);
    // A place on the line that is not there convicts nobody.
    let mut unknown = next;
    unknown.people[8].keys[0].trusted_until = Some(ObjectId::from_bytes([9; 20]));
    let mut line = Line::open();
    let entry = change_roster(&mut line, unknown, "1", &["binh"]);
    refused(&line, entry, RosterChangeUnauthorised);
}

// ---- history

#[test]
fn history_is_one_line_from_the_pinned_root() {
    let line = Line::until(Stage::Reviewed);
    let act = line.prepare("dung", &approve());
    let mut merged = line.entry("dung", Some(act), vec![]);
    merged.parents.push(ObjectId::from_bytes([9; 20]));
    refused(&line, merged, HistoryMerged);
    let received = vec![(department("thanh-tra"), ObjectId::from_bytes([9; 20]))];
    let act = Act {
        actor: PersonId::parse("chi").unwrap(),
        role: Role::Consolidator,
        period: Some(period()),
        prev: line.ledger().last_act(Some(&period())),
        detail: Detail::Receive { received },
    };
    let collecting = Line::until(Stage::Collecting);
    let mut receive = collecting.entry("chi", Some(act), vec![]);
    receive.parents.push(ObjectId::from_bytes([9; 20]));
    refused(&collecting, receive, HistoryMerged);

    let mut other = line.clone();
    other.options.pinned_root = Some(ObjectId::from_bytes([9; 20]));
    let (ledger, diagnostics) = other.verify();
    assert_eq!(diagnostics[0].code, RootUnpinned);
    assert_eq!(diagnostics[0].severity, crate::diagnostic::Severity::Error);
    assert_eq!((ledger.stage(&period()), ledger.roster()), (Stage::Collecting, None));
    other.options.pinned_root = None;
    let (ledger, diagnostics) = other.verify();
    assert_eq!(
        diagnostics.iter().map(|d| (d.code, d.severity)).collect::<Vec<_>>(),
        [(RootUnpinned, crate::diagnostic::Severity::Warning)]
    );
    assert_eq!(ledger.stage(&period()), Stage::Reviewed);
}

#[test]
fn the_root_is_a_genesis_by_an_administrator_of_its_own_roster() {
    let good = Line::new();
    let bends: [(&dyn Fn(&mut Entry), Code); 7] = [
        (&|e| e.signature = Signature::Absent, ActUnsigned),
        (&|e| e.signature = Signature::By(key("chi").material.fingerprint()), SignerUnauthorised),
        (&|e| e.roster = None, RosterChangeUnauthorised),
        (&|e| e.roster = Some(Err(Text::same("x"))), RosterChangeUnauthorised),
        (&|e| e.roster = Some(Ok(Arc::new(Roster { threshold: 99, ..office() }))), RosterChangeUnauthorised),
        (&|e| e.act = Ok(None), ActOutOfOrder),
        (&|e| e.changes.push(write(draft(&period()), "x")), SignerUnauthorised),
    ];
    for (bend, code) in bends {
        let mut line = good.clone();
        bend(&mut line.entries[0]);
        assert_eq!(line.codes(), [code]);
        assert!(line.ledger().genesis().is_none());
    }
    // Twice.
    let line = Line::open();
    let Ok(Some(act)) = line.entries[0].act.clone() else { panic!() };
    let again = line.entry("an", Some(act), vec![]);
    refused(&line, again, ActOutOfOrder);
    // What stood before the root is nobody's claim, and believed as the root's own tree.
    let mut late = good.clone();
    late.entries
        .insert(0, Entry { signature: Signature::Absent, ..good.entry("an", None, vec![write("README.md", "x")]) });
    assert_eq!(late.codes(), []);
}

// ---- recovery

#[test]
fn belief_ends_at_the_first_wrong_commit_and_annulment_restores_it() {
    let mut line = Line::until(Stage::Reviewed);
    let forged = line.entry("chi", None, vec![write(draft(&period()), "dự thảo 95%")]);
    line.push_ref(forged.clone());
    // The honest decision that follows is not judged, and putting the text back heals nothing.
    line.plain("chi", vec![write(draft(&period()), "dự thảo 85%")]);
    assert_eq!(line.codes(), [ContentChanged]);
    let record = line.ledger().period(&period()).unwrap().clone();
    assert_eq!((record.stopped, record.stage()), (Some(forged.commit), Stage::Reviewed));
    let restored = line.entries.last().unwrap().commit;
    let (commits, mut two) = (vec![forged.commit, restored], line.clone());
    let annul = |line: &Line, commits: &[ObjectId], changes| {
        let plan = Plan::Annul { commits: commits.to_vec(), reason: words("sửa trộm") };
        line.entry("an", Some(line.prepare("an", &plan)), changes)
    };
    two.endorse("binh", Proposal::annulment(&commits));
    let good = two.clone().push(annul(&two, &commits, vec![]));
    assert_eq!(good.codes(), [], "{:?}", good.verify().1);
    let mut on = good.clone();
    on.act("dung", approve(), vec![]);
    assert_eq!((on.codes(), on.stage()), (vec![], Stage::Approved));
    assert_eq!(on.ledger().acts(None).filter(|judged| judged.standing == Standing::Annulled).count(), 2);

    // Without enough people; without the text being back; touching what they did not touch.
    let lonely = annul(&two, &commits, vec![]);
    let line_alone = line.clone();
    let act = lonely.act.clone().unwrap().unwrap();
    let act = Act { prev: line_alone.ledger().last_act(None), ..act };
    let entry = line_alone.entry("an", Some(act), vec![]);
    assert_eq!(line_alone.push(entry).codes(), [ContentChanged, RosterChangeUnauthorised]);
    let mut half = Line { entries: line.entries[..line.entries.len() - 1].to_vec(), ..line.clone() };
    half.endorse("binh", Proposal::annulment(&commits[..1]));
    let entry = annul(&half, &commits[..1], vec![]);
    assert_eq!(half.clone().push(entry).codes(), [ContentChanged]);
    let back = annul(&half, &commits[..1], vec![write(draft(&period()), "dự thảo 85%")]);
    assert_eq!(half.clone().push(back).codes(), []);
    let more = annul(&half, &commits[..1], vec![write(draft(&period()), "dự thảo 85%"), write("x", "x")]);
    assert_eq!(half.clone().push(more).codes(), [SignerUnauthorised]);
}

#[test]
fn one_period_does_not_stop_another() {
    let mut line = Line::until(Stage::Drafted);
    let q3 = PeriodId::from_canonical("2024-Q3").unwrap();
    line.plain("giang", vec![write(draft(&period()), "x")]);
    let path = in_period(&q3, "ky.toml");
    let plan = Plan::Open { period: q3.clone(), subject: version(&path, "ky"), last_day: date("2024-09-14") };
    let act = line.prepare("chi", &plan);
    let other = PeriodSettings { id: q3.clone(), deadline: Deadline::before(date("2024-09-15")), ..settings() };
    let entry = line.entry("chi", Some(act), vec![write(path.clone(), "ky")]);
    line.push_ref(Entry { periods: vec![(path, Ok(Arc::new(other)))], ..entry });
    assert_eq!(line.codes(), [SignerUnauthorised]);
    assert!(line.ledger().period(&q3).is_some_and(|record| record.stopped.is_none()));
}

#[test]
fn refusals_say_who_could() {
    let line = Line::until(Stage::Drafted);
    let ledger = line.ledger();
    let chi = ledger.roster().unwrap().person(&PersonId::parse("chi").unwrap()).unwrap();
    let no = may(&ledger, &Intent::of(ActKind::Review, &period()), chi, Moment::from_unix(line.at)).unwrap_err();
    assert_eq!(no.who.unwrap().vi, "người làm được bước này: Chánh Văn phòng BINH, chuyên viên tổng hợp KIEM");
    let dung = ledger.roster().unwrap().person(&PersonId::parse("dung").unwrap()).unwrap();
    let no = may(&ledger, &Intent::of(ActKind::Approve, &period()), dung, Moment::from_unix(line.at)).unwrap_err();
    assert!(no.who.unwrap().vi.contains("baocao review 2024-Q2"));
    assert_eq!(role_for(ActKind::Archive, chi), Ok(Role::Consolidator));
}
