//! Changes of the roster.

use crate::attacks::*;

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

/// A person puts an own key in the place of another, as honestly as the roster says.
fn rotation(line: &Line, by: &str, role: Role, roster: Roster) -> Entry {
    let subject = version(&RepoPath::new("baocao.toml"), "khoá mới");
    let act = Act {
        actor: PersonId::parse(by).unwrap(),
        role,
        period: None,
        prev: line.ledger().last_act(None),
        detail: Detail::Roster { subject, endorsements: Vec::new() },
    };
    let besides = line.entries[0].besides;
    let changes = vec![write("baocao.toml", "khoá mới")];
    Entry { roster: Some(Ok(Arc::new(roster))), besides, ..line.entry(by, Some(act), changes) }
}

fn with_new_key(by: usize) -> Roster {
    let mut roster = office();
    roster.people[by].keys.insert(0, key("mới"));
    roster
}

/// The folder as its settings were read: what is not about people has a digest.
fn settled() -> Line {
    let mut line = Line::open();
    line.entries[0].besides = Some(Digest::of(b"besides"));
    line
}

#[test]
fn an_own_key_is_replaced_alone_and_nothing_else_is() {
    let line = settled();
    // The reporter replaces the own key: the old one signs nothing more, the new one does.
    let after = line.clone().push(rotation(&line, "hoa", Role::Reporter, with_new_key(8)));
    assert_eq!(after.codes(), []);
    let path = report(&period(), &department("thanh-tra"));
    refused(&after, after.entry("hoa", None, vec![write(path.clone(), "x")]), SignerUnauthorised);
    let mut by_new = after.entry("hoa", None, vec![write(path, "x")]);
    by_new.signature = Signature::By(key("mới").material.fingerprint());
    assert_eq!(after.clone().push(by_new).codes(), []);

    // Somebody else's key, two keys, a key less, a right more, another threshold, another clock, what is not about people.
    let mut two = with_new_key(8);
    two.people[8].keys.push(key("nữa"));
    let mut swapped = with_new_key(8);
    swapped.people[8].keys.truncate(1);
    let mut promoted = with_new_key(8);
    promoted.people[8].roles.insert(Role::Leader);
    let mut looser = with_new_key(8);
    looser.threshold = 1;
    let mut skewed = with_new_key(8);
    skewed.clock_skew_minutes = 600;
    let mut joined = with_new_key(8);
    joined.people.push(person("ke", &[Role::Administrator], None));
    let mut served = with_new_key(8);
    served.servers.push(key("máy").material);
    for roster in [with_new_key(3), two, swapped, promoted, looser, skewed, joined, served, office()] {
        refused(&line, rotation(&line, "hoa", Role::Reporter, roster), SignerUnauthorised);
    }
    let mut other = rotation(&line, "hoa", Role::Reporter, with_new_key(8));
    other.besides = Some(Digest::of(b"other deadlines"));
    refused(&line, other, SignerUnauthorised);
    let mut unknown = rotation(&line, "hoa", Role::Reporter, with_new_key(8));
    unknown.besides = None;
    refused(&line, unknown, SignerUnauthorised);
    // In a role that is not held, under another's name, with a file besides.
    refused(&line, rotation(&line, "hoa", Role::Administrator, with_new_key(8)), SignerUnauthorised);
    let mut named = rotation(&line, "hoa", Role::Reporter, with_new_key(8));
    if let Ok(Some(act)) = &mut named.act {
        act.actor = PersonId::parse("dung").unwrap();
    }
    refused(&line, named, SignerUnauthorised);
    let mut more = rotation(&line, "hoa", Role::Reporter, with_new_key(8));
    more.changes.push(write("templates/x.md", "x"));
    refused(&line, more, SignerUnauthorised);
    // By a key that has been withdrawn, or replaced already.
    let mut gone = office();
    gone.people[8].keys[0].revoked = Some("mất".into());
    let mut lost = line.clone();
    let change = Entry { besides: line.entries[0].besides, ..change_roster(&mut lost, gone.clone(), "1", &["binh"]) };
    let lost = lost.push(change);
    gone.people[8].keys.insert(0, key("mới"));
    refused(&lost, rotation(&lost, "hoa", Role::Reporter, gone), SignerUnauthorised);
    let mut twice = with_new_key(8);
    twice.people[8].keys.insert(0, key("mới nữa"));
    refused(&after, rotation(&after, "hoa", Role::Reporter, twice), SignerUnauthorised);
}
