//! Nhánh của đơn vị: what a department pushed to its own branch, judged before the office takes it in.
//!
//! The merge that takes branches in has no freedom: its tree is its first parent's with exactly the submitted texts laid
//! over it (docs/verification.md, part 6). So a branch is judged commit by commit, and nothing of it is merged.

use crate::authority::right;
use crate::facts::{own_pictures, resubmission};
use crate::opened::opened;
use crate::order::phase;
use crate::problem::{Problem, refuse};
use crate::record::{Arrival, PeriodRecord};
use crate::signer::signer;
use crate::site::{Site, Spot, report};
use crate::state::{After, Files, State};
use baocao_core::diagnostic::{Code, Refusal};
use baocao_core::domain::{
    Act, ActKind, Change, DepartmentId, Detail, Entry, Moment, ObjectId, PeriodId, Person, Role, Version,
};
use baocao_core::say;
use baocao_core::text::{Text, visible};

/// The most commits of a branch that are read: a department writes and submits, it does not keep a history there.
pub const LONGEST: usize = 100;

/// The most branches that one `receive` takes in.
pub const MOST: usize = 100;

/// Judges a branch as the office would take it in at a moment.
pub(crate) fn arrival(
    state: &State,
    period: &PeriodId,
    department: &DepartmentId,
    branch: &[Entry],
    now: Moment,
) -> Result<Arrival, Problem> {
    let (first, tip) = match (branch.first(), branch.last()) {
        (Some(first), Some(tip)) if branch.len() <= LONGEST => (first, tip),
        _ => return Err(Problem::new(Code::HistoryMerged, unreadable(department))),
    };
    // Before the root nothing is believed, and nothing has a clock.
    let fork = first.parents.first().and_then(|parent| state.positions.get(parent)).copied();
    let begin = fork.and_then(|fork| Some((fork, state.clock_before(fork)?)));
    let Some((fork, mut clock)) = begin else {
        refuse!(
            HistoryMerged,
            vi: "nhánh của “{department}” không nối được với dòng lịch sử của cơ quan",
            en: "the branch of “{department}” does not join the office's line"
        );
    };
    let judge = Judge { state, period, department, fork, now };
    let mut prev = state.last_act_at(period, fork);
    if prev == ObjectId::ZERO {
        refuse!(
            ActOutOfOrder,
            vi: "nhánh của “{department}” tách ra khi kỳ {period} chưa được mở",
            en: "the branch of “{department}” began before the period {period} was open"
        );
    }
    let mut parent = first.parents[0];
    let mut submitted = None;
    let mut held = Files::new();
    for entry in branch {
        if entry.parents != [parent] {
            refuse!(HistoryMerged, vi: "nhánh của “{department}” không phải một đường thẳng", en: "the branch of “{department}” is not one line");
        }
        clock = judge.plausible(entry, clock)?;
        let person = judge.signer(entry, clock)?;
        let text = judge.text(entry, &mut held)?;
        submitted = None;
        if let Some(act) = entry.act.as_ref().map_err(|why| Problem::new(Code::ActMalformed, why.clone()))? {
            let pictures = judge.act(act, person, prev, &text, &held)?;
            prev = entry.commit;
            submitted = Some((text, pictures, person.id.clone()));
        }
        parent = entry.commit;
    }
    let Some((subject, pictures, by)) = submitted else {
        refuse!(ActOutOfOrder, vi: "lần ghi cuối trên nhánh của “{department}” không phải bước nộp", en: "the last commit on the branch of “{department}” submits nothing");
    };
    let record = opened(state, period)?;
    phase(state, period, ActKind::Submit, Some(department), Role::Reporter)?;
    // What was taken in, and what stands behind it, is no news: the same text, or an older one than the standing.
    resubmission(record, department, &subject, &pictures)?;
    let overtaken = overtaken(state, record, department, fork, &|tip| branch.iter().any(|entry| entry.commit == tip));
    if overtaken {
        refuse!(
            ActOutOfOrder,
            vi: "sau khi nhánh này tách ra, “{department}” đã nộp bản khác; bản trên nhánh cũ hơn",
            en: "since this branch began, “{department}” has submitted another text; the one on the branch is older"
        );
    }
    Ok(Arrival { department: department.clone(), subject, pictures, by, tip: tip.commit, claimed: clock })
}

struct Judge<'a> {
    state: &'a State,
    period: &'a PeriodId,
    department: &'a DepartmentId,
    /// Where the branch leaves the line.
    fork: usize,
    now: Moment,
}

impl<'a> Judge<'a> {
    /// The branch's clock after a commit: it does not run back, and it does not run ahead of who takes it in.
    fn plausible(&self, entry: &Entry, clock: Moment) -> Result<Moment, Problem> {
        let minutes = self.state.members.roster.clock_skew_minutes;
        let (at, skew) = (entry.at.unix(), i64::from(minutes) * 60);
        if at < clock.unix().saturating_sub(skew) {
            refuse!(
                TimeImplausible,
                vi: "giờ của một lần ghi trên nhánh sớm hơn điều có trước nó quá {minutes} phút",
                en: "a commit of the branch is dated more than {minutes} minutes before what precedes it"
            );
        }
        if at > self.now.unix().saturating_add(skew) {
            refuse!(
                TimeImplausible,
                vi: "giờ của một lần ghi trên nhánh muộn hơn lúc thu nhận quá {minutes} phút",
                en: "a commit of the branch is dated more than {minutes} minutes after it is taken in"
            );
        }
        Ok(clock.max(entry.at))
    }

    /// The department's reporter: by the roster where the branch began on the day that the commit claims, and by the roster
    /// now on the day it is taken in, since whoever holds a key that has ended can write any date.
    fn signer(&self, entry: &Entry, clock: Moment) -> Result<&'a Person, Problem> {
        let reporter = |members, day| {
            let person = signer(self.state, members, &entry.signature, day)?;
            right(person, Role::Reporter, ActKind::Submit, Some(self.department), day).map(|()| person)
        };
        let now = reporter(&self.state.members, self.now.date())?;
        let then = self.state.members_at(self.fork).map(|then| reporter(then, clock.date())).transpose()?;
        if then.is_some_and(|then| then.id != now.id) {
            let name = &now.name;
            refuse!(SignerUnauthorised, vi: "khoá của {name} trước đây là của người khác", en: "the key of {name} was somebody else's before");
        }
        Ok(now)
    }

    /// The report's text after a commit of the branch, which may change the report and the department's own pictures and
    /// nothing else. What the branch has brought so far is in `held`.
    fn text(&self, entry: &Entry, held: &mut Files) -> Result<Version, Problem> {
        let path = report(self.period, self.department);
        let own = Site::Period(self.period.clone(), Spot::Picture(self.department.clone()));
        let fits = |change: &Change| change.regular && (change.path == path || Site::of(&change.path) == own);
        let strange = entry.changes.iter().find(|change| !fits(change)).map(|change| &change.path);
        if strange.is_none() && (entry.opaque || entry.changes.is_empty()) {
            let short = entry.commit.short();
            if entry.opaque {
                refuse!(
                    SignerUnauthorised,
                    vi: "không đọc được commit {short} trên nhánh của đơn vị sửa những gì: cây thư mục của commit đó sai dạng",
                    en: "what the commit {short} of the department's branch changes cannot be read: its tree is malformed"
                )
            }
            refuse!(
                SignerUnauthorised,
                vi: "commit {short} trên nhánh của đơn vị không sửa gì",
                en: "the commit {short} of the department's branch changes nothing"
            )
        }
        if let Some(what) = strange {
            let what = visible(what.as_str());
            refuse!(
                SignerUnauthorised,
                vi: "nhánh của đơn vị chỉ được sửa “{path}” và hình của đơn vị, không phải “{what}”",
                en: "a department's branch changes only “{path}” and the department's pictures, not “{what}”"
            )
        }
        for change in &entry.changes {
            match change.new {
                Some(new) => {
                    held.insert(change.path.clone(), new);
                }
                None => {
                    let what = visible(change.path.as_str());
                    refuse!(SignerUnauthorised, vi: "nhánh của đơn vị xoá “{what}”", en: "the department's branch removes “{what}”")
                }
            }
        }
        let brought =
            held.get(&path).map(|(blob, sha256)| Version { path: path.clone(), blob: *blob, sha256: *sha256 });
        brought.or_else(|| self.state.version(&path)).ok_or_else(|| {
            Problem::new(
                Code::ContentChanged,
                say!(vi: "nhánh của đơn vị không có “{path}”", en: "the department's branch has no “{path}”"),
            )
        })
    }

    /// The pictures of a submission on the branch, which must be of the text that stands there.
    fn act(
        &self,
        act: &Act,
        person: &Person,
        prev: ObjectId,
        text: &Version,
        held: &Files,
    ) -> Result<Vec<Version>, Problem> {
        let Detail::Submit { subject, pictures } = &act.detail else {
            refuse!(SignerUnauthorised, vi: "trên nhánh của đơn vị chỉ có bước nộp", en: "a department's branch holds nothing but submissions");
        };
        if act.period.as_ref() != Some(self.period) {
            let period = self.period;
            refuse!(ActOutOfOrder, vi: "bước nộp trên nhánh không thuộc kỳ {period}", en: "the submission on the branch is not of {period}");
        }
        right(person, act.role, ActKind::Submit, Some(self.department), self.now.date())?;
        if act.actor != person.id {
            let (name, actor) = (&person.name, &act.actor);
            refuse!(SignerUnauthorised, vi: "bước ghi tên “{actor}” nhưng chữ ký là của {name}", en: "the act names “{actor}” but {name} signed it");
        }
        crate::facts::previous(act, prev, &[])?;
        if subject != text {
            return Err(crate::facts::another_text(subject));
        }
        let stands = After { files: &self.state.files, changes: &[] };
        own_pictures(self.period, self.department, pictures, &|picture| match held.get(&picture.path) {
            Some(brought) => *brought == (picture.blob, picture.sha256),
            None => stands.holds(picture),
        })?;
        Ok(pictures.clone())
    }
}

/// Judges a `receive`: each branch by itself, and that the commit holds exactly their texts.
pub(crate) fn received(
    state: &State,
    entry: &Entry,
    period: &PeriodId,
    named: &[(DepartmentId, ObjectId)],
) -> Result<(), Problem> {
    let tips = || named.iter().map(|(_, tip)| Some(*tip));
    let read = entry.branches.iter().map(|branch| branch.last().map(|last| last.commit));
    if !entry.parents.iter().skip(1).map(|parent| Some(*parent)).eq(tips()) || !read.eq(tips()) {
        refuse!(
            HistoryMerged,
            vi: "các nhánh mà bước thu thập nêu không phải các nhánh mà nó gộp",
            en: "the branches that the act names are not the ones it merges"
        );
    }
    let after = After { files: &state.files, changes: &entry.changes };
    let now = state.clock_at(entry.at);
    let mut pictures = Vec::new();
    for ((department, _), branch) in named.iter().zip(&entry.branches) {
        let arrival = arrival(state, period, department, branch, now)?;
        if !after.holds(&arrival.subject) {
            return Err(crate::facts::another_text(&arrival.subject));
        }
        own_pictures(period, department, &arrival.pictures, &|picture| after.holds(picture))?;
        pictures.extend(arrival.pictures);
    }
    let unnamed = entry.changes.iter().find(|change| {
        matches!(Site::of(&change.path), Site::Period(_, Spot::Picture(_)))
            && !pictures.iter().any(|picture| picture.path == change.path)
    });
    match unnamed {
        None => Ok(()),
        Some(change) => {
            let path = visible(change.path.as_str());
            refuse!(
                ContentChanged,
                vi: "“{path}” không phải hình mà các nhánh được thu thập mang đến",
                en: "“{path}” is no picture that the branches taken in bring"
            )
        }
    }
}

/// What a believed `receive` brings, told again for the record.
pub(crate) fn brought(state: &State, entry: &Entry, named: &[(DepartmentId, ObjectId)]) -> Vec<Arrival> {
    let told = |((department, tip), branch): (&(DepartmentId, ObjectId), &Vec<Entry>)| {
        let last = branch.last()?;
        let Ok(Some(Act { actor, detail: Detail::Submit { subject, pictures }, .. })) = &last.act else { return None };
        let fork = *state.positions.get(branch.first()?.parents.first()?)?;
        let begin = state.clock_before(fork)?;
        let claimed = branch.iter().fold(begin, |clock, entry| clock.max(entry.at));
        let (department, by) = (department.clone(), actor.clone());
        let (subject, pictures) = (subject.clone(), pictures.clone());
        Some(Arrival { department, subject, pictures, by, tip: *tip, claimed })
    };
    named.iter().zip(&entry.branches).filter_map(told).collect()
}

/// Judges branches for who is about to take them in, or for the server that is asked to keep them.
///
/// # Errors
/// The branch cannot be taken in; says why.
pub fn judge_branch(
    ledger: &crate::Ledger<crate::Verified>,
    period: &PeriodId,
    department: &DepartmentId,
    branch: &[Entry],
    now: Moment,
) -> Result<Arrival, Refusal> {
    let state = ledger.state();
    arrival(state, period, department, branch, state.clock_at(now)).map_err(Refusal::from)
}

/// Whether a commit has been taken in already.
pub fn is_received(ledger: &crate::Ledger<crate::Verified>, commit: ObjectId) -> bool {
    ledger.state().received.contains(&commit)
}

/// Whether a department has submitted another text on the line since a branch began, one that the branch does not lead
/// through.
fn overtaken(
    state: &State,
    record: &PeriodRecord,
    department: &DepartmentId,
    fork: usize,
    leads_through: &dyn Fn(ObjectId) -> bool,
) -> bool {
    record.submissions.get(department).is_some_and(|standing| {
        let since = state.positions.get(&standing.mark.commit).is_some_and(|at| *at > fork);
        since && !standing.branch.is_some_and(|(tip, _)| leads_through(tip))
    })
}

/// Whether a branch is of no use any more: its department has gone on without it. `commits` are the branch's, `fork` is where
/// it leaves the line.
pub fn is_overtaken(
    ledger: &crate::Ledger<crate::Verified>,
    period: &PeriodId,
    department: &DepartmentId,
    commits: &[ObjectId],
    fork: ObjectId,
) -> bool {
    let state = ledger.state();
    let at = state.periods.get(period).zip(state.positions.get(&fork));
    at.is_some_and(|(record, fork)| overtaken(state, record, department, *fork, &|tip| commits.contains(&tip)))
}

/// Whether a commit stands on the line itself.
pub fn is_on_line(ledger: &crate::Ledger<crate::Verified>, commit: ObjectId) -> bool {
    ledger.state().positions.contains_key(&commit)
}

/// How many branches a department may have in a period: one that can no longer be taken in is left where it is, since nothing
/// on the shared repository is dropped, and the next begins.
pub const LAST_NAME: u32 = 9;

/// The period and the department that a branch's name is of: `nop/<period>/<department>`, and `….2` to `….9`.
pub fn of_name(name: &str) -> Option<(PeriodId, DepartmentId)> {
    let (period, department) = name.strip_prefix("nop/")?.split_once('/')?;
    let department = match department.split_once('.') {
        Some((department, number)) if matches!(number.as_bytes(), [b'2'..=b'9']) => department,
        Some(_) => return None,
        None => department,
    };
    Some((PeriodId::from_canonical(period)?, DepartmentId::parse(department)?))
}

/// The name of a department's first branch.
pub fn name_of(period: &PeriodId, department: &str) -> String {
    format!("nop/{period}/{department}")
}

/// The name of a department's branch by its number, from 1.
pub fn name_at(period: &PeriodId, department: &DepartmentId, number: u32) -> String {
    let first = name_of(period, department.as_str());
    if number < 2 { first } else { format!("{first}.{number}") }
}

/// What is said of a branch that cannot be read at all.
pub fn unreadable(department: &DepartmentId) -> Text {
    say!(
        vi: "không đọc được nhánh của “{department}”, hoặc nhánh dài quá {LONGEST} lần ghi",
        en: "the branch of “{department}” cannot be read, or has more than {LONGEST} commits"
    )
}
