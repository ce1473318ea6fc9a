//! The root, the line, and recovery from what cannot be believed.

use crate::attacks::*;

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
        prev: Line::until(Stage::Collecting).ledger().last_act(Some(&period())),
        detail: Detail::Receive { received },
    };
    // A branch that nobody could read brings nothing.
    let collecting = Line::until(Stage::Collecting);
    let mut receive = collecting.entry("chi", Some(act), vec![]);
    receive.parents.push(ObjectId::from_bytes([9; 20]));
    refused(&collecting, receive, HistoryMerged);

    let mut other = line.clone();
    other.options.pinned_root = Some(ObjectId::from_bytes([9; 20]));
    let (ledger, diagnostics) = other.verify();
    assert_eq!(diagnostics[0].code, RootUnpinned);
    assert_eq!(diagnostics[0].severity, baocao_core::diagnostic::Severity::Error);
    assert_eq!((ledger.stage(&period()), ledger.roster()), (Stage::Collecting, None));
    other.options.pinned_root = None;
    let (ledger, diagnostics) = other.verify();
    assert_eq!(
        diagnostics.iter().map(|d| (d.code, d.severity)).collect::<Vec<_>>(),
        [(RootUnpinned, baocao_core::diagnostic::Severity::Warning)]
    );
    assert_eq!(ledger.stage(&period()), Stage::Reviewed);
}

#[test]
fn the_root_is_a_genesis_by_an_administrator_of_its_own_roster() {
    let good = Line::new();
    let bends: [Bend<Entry>; 7] = [
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

/// Nobody can tell what such a root brings: that is said, and not that the folder has no root yet.
#[test]
fn a_root_that_cannot_be_read_is_no_new_folder() {
    use baocao_core::diagnostic::Severity;
    let verdict = |line: &Line| line.verify().1.into_iter().map(|d| (d.code, d.severity)).collect::<Vec<_>>();
    let mut line = Line::until(Stage::Reviewed);
    line.options.pinned_root = None;
    line.entries[0] = Entry { act: Err(Text::same("too large")), opaque: true, ..line.entries[0].clone() };
    assert_eq!(verdict(&line), [(RootUnpinned, Severity::Error), (ActMalformed, Severity::Error)]);
    line.entries.remove(0);
    assert_eq!(verdict(&line), [(RootUnpinned, Severity::Error)], "steps without a root");
    line.entries.clear();
    let plain = Line::new();
    line.entries.push(plain.entry("an", None, vec![write("README.md", "x")]));
    assert_eq!(verdict(&line), [(RootUnpinned, Severity::Warning)], "a folder that waits for its root");
}

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
    // What takes nothing back takes nothing out: the forged commit counts, and the period stays where it was.
    let entry = annul(&half, &commits[..1], vec![]);
    let empty = half.clone().push(entry);
    assert_eq!(empty.codes(), [ContentChanged, ContentChanged]);
    assert_eq!(empty.ledger().stopped(&period()), Some(forged.commit));
    let back = annul(&half, &commits[..1], vec![write(draft(&period()), "dự thảo 85%")]);
    assert_eq!(half.clone().push(back).codes(), []);
    let more = annul(&half, &commits[..1], vec![write(draft(&period()), "dự thảo 85%"), write("x", "x")]);
    assert_eq!(half.clone().push(more).codes(), [ContentChanged, SignerUnauthorised]);
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
    assert_eq!(crate::authority::role_of(ActKind::Archive, chi).ok(), Some(Role::Consolidator));
}
