//! Changes of the roster.

use super::*;

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
    let orphaned =
        Roster { people: office().people[1..].to_vec(), threshold: 2, clock_skew_minutes: 10, ..Roster::default() };
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
