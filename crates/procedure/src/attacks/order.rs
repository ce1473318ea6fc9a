//! The order of the steps, and the clock.

use crate::attacks::*;

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
        let detail = Detail::Submit { subject: version(&path, "muộn"), pictures: Vec::new() };
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
    let plan = Plan::Finalize { period: period(), subject: version(&path, "xong"), reason: None };
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
    let directive = Some("CV 12/UBND".to_string());
    let moved = PeriodSettings { deadline: Deadline::no_later_than(date("2024-06-20")), directive, ..settings() };
    refused(&line, entry(PeriodSettings { directive: None, ..moved.clone() }), ActMalformed);
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
    // The digest of another file of the record proves no filing.
    let elsewhere = write(in_period(&period(), "ho-so/khac"), "m");
    refused_act(&line, "hai", act.clone(), vec![elsewhere], ContentChanged);
    let manifest = write(in_period(&period(), "ho-so/bang-ma-kiem.sha256"), "m");
    refused_act(&line, "hai", act.clone(), vec![manifest.clone(), write(sent.clone(), "khác")], ContentChanged);
    let gone = Change { new: None, ..write(sent, "pdf") };
    refused_act(&line, "hai", act.clone(), vec![manifest, gone], ContentChanged);
    refused_act(&line, "hai", act, vec![], ContentChanged);
    let approved = Line::until(Stage::Approved);
    let act = approved.prepare("hai", &Line::dispatch_plan());
    let other = vec![write(in_period(&period(), "ho-so/bao-cao.pdf"), "khác")];
    refused_act(&approved, "hai", act, other, ContentChanged);
}

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

#[test]
fn nobody_widens_the_clock_for_what_has_been_done() {
    let line = Line::until(Stage::Collecting);
    let path = report(&period(), &department("thanh-tra"));
    let early = Entry { at: Moment::from_unix(line.at - 1_800), ..line.entry("hoa", None, vec![write(path, "sửa")]) };
    // A later commit brings settings with a wider tolerance, with no right to: the earlier one stays what it was.
    let wide = baocao_core::domain::Roster { clock_skew_minutes: 1_440, ..office() };
    let wider = Entry {
        roster: Some(Ok(std::sync::Arc::new(wide))),
        ..line.entry("hoa", None, vec![write("baocao.toml", "rộng")])
    };
    let line = line.push(early).push(wider);
    assert!(line.codes().contains(&TimeImplausible), "{:?}", line.codes());
}
