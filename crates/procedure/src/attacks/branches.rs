//! Departments' own branches and the one merge that takes them in.

use crate::attacks::*;

/// A branch of one department that leaves the line at its tip, a minute later a commit.
struct Branch<'l> {
    line: &'l Line,
    entries: Vec<Entry>,
}

impl<'l> Branch<'l> {
    fn at(line: &'l Line) -> Self {
        Branch { line, entries: Vec::new() }
    }

    fn parent(&self) -> ObjectId {
        self.entries.last().or(self.line.entries.last()).unwrap().commit
    }

    /// A commit of the branch by a person.
    fn entry(&self, by: &str, act: Option<Act>, changes: Vec<Change>) -> Entry {
        let made = self.line.entry(by, act, changes);
        let at = Moment::from_unix(self.line.at + 60 * (self.entries.len() as i64 + 1));
        let name = format!("{:?} {:?}", made.commit, self.parent());
        Entry { commit: blob(&name), parents: vec![self.parent()], at, ..made }
    }

    fn submission(&self, by: &str, id: &str, text: &str) -> Act {
        let last = self.entries.iter().rev().find(|entry| matches!(entry.act, Ok(Some(_))));
        let prev = last.map_or_else(|| self.line.ledger().last_act(Some(&period())), |entry| entry.commit);
        Act {
            actor: PersonId::parse(by).unwrap(),
            role: Role::Reporter,
            period: Some(period()),
            prev,
            detail: Detail::Submit {
                subject: version(&report(&period(), &department(id)), text),
                pictures: Vec::new(),
            },
        }
    }

    fn submit(mut self, by: &str, id: &str, text: &str) -> Self {
        let act = self.submission(by, id, text);
        let entry = self.entry(by, Some(act), vec![write(report(&period(), &department(id)), text)]);
        self.entries.push(entry);
        self
    }

    fn plain(mut self, by: &str, path: RepoPath, text: &str) -> Self {
        let entry = self.entry(by, None, vec![write(path, text)]);
        self.entries.push(entry);
        self
    }

    fn tip(&self) -> ObjectId {
        self.entries.last().unwrap().commit
    }

    /// What the tip writes; something where it writes nothing.
    fn text(&self) -> Change {
        let nothing = || write(report(&period(), &department("thanh-tra")), "b");
        self.entries.last().unwrap().changes.first().cloned().unwrap_or_else(nothing)
    }
}

/// The office takes branches in, honestly made but for what the branches themselves are.
fn take_in(line: &Line, branches: &[(&str, &Branch<'_>)]) -> Entry {
    let received = branches.iter().map(|(id, branch)| (department(id), branch.tip())).collect();
    let act = Act {
        actor: PersonId::parse("chi").unwrap(),
        role: Role::Consolidator,
        period: Some(period()),
        prev: line.ledger().last_act(Some(&period())),
        detail: Detail::Receive { received },
    };
    let changes = branches.iter().map(|(_, branch)| branch.text()).collect();
    let mut entry = line.entry("chi", Some(act), changes);
    entry.parents.extend(branches.iter().map(|(_, branch)| branch.tip()));
    entry.branches = branches.iter().map(|(_, branch)| branch.entries.clone()).collect();
    entry.at = Moment::from_unix(line.at + 3600);
    entry
}

#[test]
fn branches_are_taken_in_as_they_were_submitted() {
    let line = Line::until(Stage::Collecting);
    let line = Line { entries: line.entries[..2].to_vec(), ..line };
    let one = Branch::at(&line).plain("hoa", report(&period(), &department("thanh-tra")), "nháp").submit(
        "hoa",
        "thanh-tra",
        "b",
    );
    let two = Branch::at(&line).submit("khanh", "ke-hoach", "a");
    let mut after = line.clone().push(take_in(&line, &[("ke-hoach", &two), ("thanh-tra", &one)]));
    assert_eq!(after.codes(), []);
    let ledger = after.ledger();
    let record = ledger.period(&period()).unwrap();
    let submission = &record.submissions[&department("thanh-tra")];
    assert_eq!((submission.mark.by.as_str(), submission.branch), ("hoa", Some((one.tip(), one.entries[1].at))));
    assert_eq!((submission.arrived, submission.mark.at > submission.arrived), (one.entries[1].at, true));
    // What was done on the branches is told too, before it was taken in.
    assert_eq!(ledger.acts(Some(&period())).filter(|j| j.ok()).count(), 4);
    assert_eq!(ledger.inputs(&period()).0.len(), 2);
    // The procedure goes on from there, and a later submission may follow on the branch or on the line.
    after.merge("chi", "dự thảo");
    after.act("binh", review(), vec![]);
    after.give_back("binh", Some("thanh-tra"));
    let again = Branch::at(&after).submit("hoa", "thanh-tra", "c");
    let entry = take_in(&after, &[("thanh-tra", &again)]);
    let mut after = after.push(entry);
    after.submit("khanh", "ke-hoach", "d");
    assert_eq!(after.codes(), []);
    assert_eq!(after.ledger().period(&period()).unwrap().submissions[&department("thanh-tra")].times, 2);
}

#[test]
fn settings_say_which_clock_decides() {
    for (decides, on_time) in [(BranchClock::Claimed, true), (BranchClock::Received, false)] {
        let mut line = changed_office(|roster| roster.branch_clock = decides);
        line.at = Moment::end_of(date("2024-06-14")).unix() - 1800;
        let branch = Branch::at(&line).submit("hoa", "thanh-tra", "b");
        let after = line.clone().push(take_in(&line, &[("thanh-tra", &branch)]));
        assert_eq!(after.codes(), []);
        let ledger = after.ledger();
        assert_eq!(ledger.period(&period()).unwrap().on_time(&department("thanh-tra")), Some(on_time));
    }
}

#[test]
fn the_merge_has_no_freedom() {
    let line = Line::open();
    let honest = || Branch::at(&line).submit("hoa", "thanh-tra", "b");
    let (branch, other) = (honest(), Branch::at(&line).submit("khanh", "ke-hoach", "a"));
    let entry = || take_in(&line, &[("thanh-tra", &branch)]);
    let draft = write(draft(&period()), "dự thảo");
    let cases: [(Bend<Entry>, &str); 12] = [
        (
            (&|e| e.changes[0] = write(report(&period(), &department("thanh-tra")), "khác"), ContentChanged),
            "other text",
        ),
        ((&|e| e.changes.clear(), ContentChanged), "no text"),
        ((&|e| e.changes.push(draft.clone()), SignerUnauthorised), "one file more"),
        ((&|e| e.changes.push(write("baocao.toml", "x")), RosterChangeUnauthorised), "the roster besides"),
        (
            (&|e| e.changes.push(write(report(&period(), &department("ke-hoach")), "x")), SignerUnauthorised),
            "another report",
        ),
        ((&|e| e.parents.push(other.tip()), HistoryMerged), "a parent more"),
        ((&|e| e.parents.truncate(1), HistoryMerged), "a parent less"),
        ((&|e| e.parents[1] = other.tip(), HistoryMerged), "another parent"),
        ((&|e| e.branches.clear(), HistoryMerged), "branches nobody has read"),
        ((&|e| e.branches[0].clear(), HistoryMerged), "a branch nobody has read"),
        ((&|e| e.branches[0] = other.entries.clone(), HistoryMerged), "another branch than the one it merges"),
        ((&|e| e.changes[0].regular = false, FileIrregular), "a link"),
    ];
    for ((bend, code), what) in cases {
        let mut bent = entry();
        bend(&mut bent);
        let after = line.clone().push(bent);
        assert_eq!(after.codes(), [code], "{what}");
        assert!(after.ledger().period(&period()).unwrap().submissions.is_empty(), "{what}");
    }
    // Only the consolidating officer takes in, and only while the period is open for reports.
    for by in ["hoa", "binh", "dung", "an", "hai"] {
        let Ok(Some(act)) = entry().act else { panic!() };
        let act = Act { actor: PersonId::parse(by).unwrap(), ..act };
        let mut other = take_in(&line, &[("thanh-tra", &branch)]);
        other.signature = Signature::By(key(by).material.fingerprint());
        other.act = Ok(Some(act));
        refused(&line, other, SignerUnauthorised);
    }
    let reviewed = Line::until(Stage::Reviewed);
    let late = Branch::at(&reviewed).submit("hoa", "thanh-tra", "muộn");
    refused(&reviewed, take_in(&reviewed, &[("thanh-tra", &late)]), ActOutOfOrder);
    // A merge that says it is something else, or nothing, stays what it is.
    let mut plain = entry();
    plain.act = Ok(None);
    refused(&line, plain, HistoryMerged);
}

#[test]
fn what_stands_on_a_branch_is_judged_commit_by_commit() {
    let line = Line::open();
    let path = || report(&period(), &department("thanh-tra"));
    let one = |entry: Entry| Branch { line: &line, entries: vec![entry] };
    let start = Branch::at(&line);
    let act = || start.submission("hoa", "thanh-tra", "b");
    let by_hoa = |act| start.entry("hoa", Some(act), vec![write(path(), "b")]);
    let other = ObjectId::from_bytes([9; 20]);
    let cases: Vec<(&str, Branch<'_>, Code)> = vec![
        ("unsigned", one(Entry { signature: Signature::Absent, ..by_hoa(act()) }), ActUnsigned),
        ("badly signed", one(Entry { signature: Signature::Bad(Text::same("x")), ..by_hoa(act()) }), SignatureBad),
        ("another's key", one(start.entry("khanh", Some(act()), vec![write(path(), "b")])), SignerUnauthorised),
        ("an officer's key", one(start.entry("chi", Some(act()), vec![write(path(), "b")])), SignerUnauthorised),
        ("another's name", one(by_hoa(Act { actor: PersonId::parse("khanh").unwrap(), ..act() })), SignerUnauthorised),
        ("another role", one(by_hoa(Act { role: Role::Consolidator, ..act() })), SignerUnauthorised),
        ("another prev", one(by_hoa(Act { prev: other, ..act() })), ActOutOfOrder),
        ("another period", one(by_hoa(Act { period: PeriodId::from_canonical("2024-Q3"), ..act() })), ActOutOfOrder),
        ("another text", one(start.entry("hoa", Some(act()), vec![write(path(), "c")])), ContentChanged),
        ("nothing", one(start.entry("hoa", Some(act()), vec![])), SignerUnauthorised),
        (
            "another file too",
            one(start.entry("hoa", Some(act()), vec![write(path(), "b"), write("templates/x.md", "x")])),
            SignerUnauthorised,
        ),
        ("no act that can be read", one(Entry { act: Err(Text::same("x")), ..by_hoa(act()) }), ActMalformed),
        ("nobody knows what changed", one(Entry { opaque: true, ..by_hoa(act()) }), SignerUnauthorised),
        ("from nowhere", one(Entry { parents: vec![other], ..by_hoa(act()) }), HistoryMerged),
        ("two parents", one(Entry { parents: vec![line.entries[1].commit, other], ..by_hoa(act()) }), HistoryMerged),
        ("backdated", one(Entry { at: Moment::from_unix(line.at - 900), ..by_hoa(act()) }), TimeImplausible),
        ("of tomorrow", one(Entry { at: Moment::from_unix(line.at + 86_400), ..by_hoa(act()) }), TimeImplausible),
        (
            "no submission at the end",
            Branch::at(&line).submit("hoa", "thanh-tra", "b").plain("hoa", path(), "c"),
            ActOutOfOrder,
        ),
        (
            "another's file under way",
            Branch::at(&line).plain("hoa", report(&period(), &department("ke-hoach")), "x").submit(
                "hoa",
                "thanh-tra",
                "b",
            ),
            SignerUnauthorised,
        ),
        (
            "unsigned work under way",
            {
                let mut branch = Branch::at(&line).plain("hoa", path(), "x").submit("hoa", "thanh-tra", "b");
                branch.entries[0].signature = Signature::Absent;
                branch
            },
            ActUnsigned,
        ),
        (
            "a hundred and one",
            {
                let mut branch = Branch::at(&line);
                for n in 0..100 {
                    branch = branch.plain("hoa", path(), &n.to_string());
                }
                branch.submit("hoa", "thanh-tra", "b")
            },
            HistoryMerged,
        ),
    ];
    for (what, branch, code) in cases {
        let mut entry = take_in(&line, &[("thanh-tra", &branch)]);
        // The office takes in the text that is there, whatever it is.
        entry.changes = vec![write(path(), if what == "another text" { "c" } else { "b" })];
        entry.at = Moment::from_unix(line.at + 3 * 3600);
        let after = line.clone().push(entry);
        assert_eq!(after.codes(), [code], "{what}");
        assert!(after.ledger().period(&period()).unwrap().submissions.is_empty(), "{what}");
    }
}

#[test]
fn a_branch_counts_once_and_only_while_its_people_do() {
    let line = Line::open();
    let branch = Branch::at(&line).submit("hoa", "thanh-tra", "b");
    let taken = line.clone().push(take_in(&line, &[("thanh-tra", &branch)]));
    // The same branch again, and one that stands behind what was taken.
    let mut again = take_in(&taken, &[("thanh-tra", &branch)]);
    again.changes.clear();
    refused(&taken, again, ActOutOfOrder);
    let longer = Branch::at(&line).submit("hoa", "thanh-tra", "b").submit("hoa", "thanh-tra", "c");
    let at_end = line.clone().push(take_in(&line, &[("thanh-tra", &longer)]));
    let behind = Branch { line: &line, entries: longer.entries[..1].to_vec() };
    refused(&at_end, take_in(&at_end, &[("thanh-tra", &behind)]), ActOutOfOrder);
    // A text that the department itself has overtaken on the line; one that goes on from what was taken in is fine.
    let mut overtaken = line.clone();
    overtaken.submit("hoa", "thanh-tra", "mới hơn");
    refused(&overtaken, take_in(&overtaken, &[("thanh-tra", &branch)]), ActOutOfOrder);
    let longer_still = Branch::at(&line).submit("hoa", "thanh-tra", "b").submit("hoa", "thanh-tra", "c").submit(
        "hoa",
        "thanh-tra",
        "d",
    );
    assert_eq!(at_end.clone().push(take_in(&at_end, &[("thanh-tra", &longer_still)])).codes(), []);
    // A key withdrawn since, and one that came only since.
    let mut gone = line.clone();
    let mut roster = office();
    roster.people[8].keys[0].revoked = Some("mất".into());
    let change = change_roster(&mut gone, roster, "1", &["binh"]);
    let gone = gone.push(change);
    refused(&gone, take_in(&gone, &[("thanh-tra", &branch)]), SignerUnauthorised);
    let mut moved = line.clone();
    let mut roster = office();
    roster.people[8].department = Some(department("ke-hoach"));
    let change = change_roster(&mut moved, roster, "1", &["binh"]);
    let moved = moved.push(change);
    refused(&moved, take_in(&moved, &[("thanh-tra", &branch)]), SignerUnauthorised);
    let newcomer = changed_office(|roster| roster.people[8].keys[0] = key("cu"));
    let early = Branch::at(&newcomer).submit("hoa", "thanh-tra", "b");
    let mut since = newcomer.clone();
    let change = change_roster(&mut since, office(), "1", &["binh"]);
    let since = since.push(change);
    refused(&since, take_in(&since, &[("thanh-tra", &early)]), SignerUnknown);
    // A key that ends in between: the branch may claim any day, the office's clock does not run back.
    let last = Moment::from_unix(line.at + 60).date();
    let ending = changed_office(|roster| roster.people[8].keys[0].tenure.to = Some(last));
    let branch = Branch::at(&ending).submit("hoa", "thanh-tra", "b");
    assert_eq!(ending.clone().push(take_in(&ending, &[("thanh-tra", &branch)])).codes(), []);
    let mut late = take_in(&ending, &[("thanh-tra", &branch)]);
    late.at = Moment::from_unix(line.at + 2 * 86_400);
    refused(&ending, late, SignerUnauthorised);
    // Nobody submits to a period that is not open yet.
    let founded = Line { entries: line.entries[..1].to_vec(), ..line.clone() };
    let early = Branch::at(&founded).submit("hoa", "thanh-tra", "b");
    refused(&line, take_in(&line, &[("thanh-tra", &early)]), ActOutOfOrder);
}
