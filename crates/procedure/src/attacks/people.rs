//! Signatures, keys, roles and people.

use crate::attacks::*;

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

#[test]
fn keys_and_people_have_their_time() {
    let stranger = |line: &Line, by: &str| {
        let path = report(&period(), &department("thanh-tra"));
        let act = Act {
            actor: PersonId::parse(by).unwrap(),
            role: Role::Reporter,
            period: Some(period()),
            prev: line.ledger().last_act(Some(&period())),
            detail: Detail::Submit { subject: version(&path, "b"), pictures: Vec::new() },
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

#[test]
fn every_step_belongs_to_its_role() {
    let cases: Vec<Case> = vec![
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
            vec![write(in_period(&period(), "ho-so/bang-ma-kiem.sha256"), "m")],
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
    let act =
        line.prepare("hoa", &Plan::Submit { period: period(), subject: version(&path, "c"), pictures: Vec::new() });
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

#[test]
fn nobody_completes_alone_what_is_sent() {
    // `kiem` is a leader and of the office, too. Who approved with instructions does not carry them out.
    let mut line = Line::until(Stage::Reviewed);
    line.act("kiem", Plan::Approve { period: period(), instructions: Some(words("bổ sung")) }, vec![]);
    let finalize =
        Plan::Finalize { period: period(), subject: version(&draft(&period()), "hoàn chỉnh"), reason: None };
    let changes = vec![write(draft(&period()), "hoàn chỉnh")];
    let by = |act: &mut Act| act.actor = PersonId::parse("kiem").unwrap();
    let act = bent(&line, "binh", finalize, by);
    refused_act(&line, "kiem", act, changes, SignerUnauthorised);
    line.finalize("binh", "hoàn chỉnh");
    assert_eq!(line.codes(), []);
    // Who completed does not approve the completed text; nor the draft that it becomes when it is sent back.
    let approves = |line: &Line| {
        let by = |act: &mut Act| {
            act.actor = PersonId::parse("kiem").unwrap();
            act.role = Role::Leader;
            if let Detail::Approve { capacity, .. } = &mut act.detail {
                *capacity = Some(Capacity::Deputy);
            }
        };
        refused_act(line, "kiem", bent(line, "dung", approve(), by), vec![], SignerUnauthorised);
    };
    let mut line = Line::new().open_with(PeriodSettings { reapproval: true, ..settings() });
    line.submit("khanh", "ke-hoach", "báo cáo");
    line.merge("chi", "dự thảo");
    line.act("binh", review(), vec![]);
    line.act("dung", Plan::Approve { period: period(), instructions: Some(words("bổ sung")) }, vec![]);
    line.finalize("kiem", "hoàn chỉnh");
    approves(&line);
    line.give_back("dung", None);
    line.act("binh", review(), vec![]);
    approves(&line);
    line.act("dung", approve(), vec![]);
    line.dispatch("hai");
    assert_eq!((line.codes(), line.stage()), (vec![], Stage::Dispatched));
}
