//! `receive` (thu thập): the office takes in what departments pushed to their own branches, each judged by itself.

use crate::office::record::{Draft, FileWrite, Scene};
use crate::office::{ActOptions, Context, Office, Sending, branches, history, period, record};
use crate::store::git::{Blob, Repo};
use crate::ui::voice::Exit;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{ActKind, DepartmentId, Entry, ObjectId, PeriodId};
use baocao_core::say;
use baocao_core::text::Text;
use baocao_procedure::branch::judge_branch;
use baocao_procedure::{Intent, Plan, branch};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// The most branches one commit takes in; the rest waits for the next.
const MOST: usize = 60;

/// Takes in every branch that can be taken in; says why the others cannot.
pub fn run(cx: &Context<'_>, typed: &str, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    match options.sending_in(office.repo()?) {
        Sending::Never => {}
        Sending::Asked => branches::fetch(cx, &office, &period)?,
        // Out of reach, what was fetched before is taken in; recording the step says that nothing was sent.
        Sending::Usual => drop(branches::fetch(cx, &office, &period)),
    }
    let refused = RefCell::new(BTreeMap::new());
    loop {
        let more = Cell::new(false);
        let recorded = record::record(cx, &office, options, &|scene| {
            let mut refused = refused.borrow_mut();
            refused.clear();
            prepare(cx, scene, &period, &mut refused, &more)
        });
        if let Err(error) = recorded {
            let refused = refused.into_inner();
            tell(cx, &refused);
            return Err(error);
        }
        if !more.get() {
            break;
        }
    }
    let refused = refused.into_inner();
    tell(cx, &refused);
    Ok(if refused.is_empty() { Exit::Done } else { Exit::Wrong })
}

/// No branch brings anything new.
fn nothing(period: &PeriodId, clean: bool) -> Refusal {
    if !clean {
        let why =
            say!(vi: "không nhánh nào của kỳ {period} thu nhận được", en: "no branch of {period} can be taken in");
        return Refusal::new(why).who(say!(
            vi: "báo đơn vị xem lý do ở trên rồi nộp lại bằng `baocao submit {period} --branch`",
            en: "tell the departments the reasons above; they submit again with `baocao submit {period} --branch`"
        ));
    }
    Refusal::new(
        say!(vi: "không có nhánh nào của đơn vị chờ thu nhận cho kỳ {period}", en: "no department's branch waits to be taken in for {period}"),
    )
    .who(say!(
        vi: "đơn vị gửi bằng `baocao submit {period} --branch`; chạy `baocao update` để lấy các nhánh mới từ kho chung",
        en: "departments send with `baocao submit {period} --branch`; `baocao update` fetches new branches"
    ))
}

fn tell(cx: &Context<'_>, refused: &BTreeMap<DepartmentId, Refusal>) {
    for (department, Refusal { why, .. }) in refused {
        cx.voice.note(&Text {
            vi: format!("không thu nhận nhánh của “{department}”: {}", why.vi),
            en: format!("the branch of “{department}” is not taken in: {}", why.en),
        });
    }
}

/// Judges every branch that waits and plans the one commit that takes in the good ones.
fn prepare(
    cx: &Context<'_>,
    scene: &Scene<'_>,
    period: &PeriodId,
    refused: &mut BTreeMap<DepartmentId, Refusal>,
    more: &Cell<bool>,
) -> anyhow::Result<Draft> {
    more.set(false);
    scene.may(&Intent::of(ActKind::Receive, period))?;
    let repo = scene.office.repo()?;
    let waiting: Vec<(DepartmentId, ObjectId)> = branches::waiting(repo, scene.ledger, period)?;
    let tips: Vec<ObjectId> = waiting.iter().map(|(_, tip)| *tip).collect();
    let found = history::branches(cx, repo, scene.tip, &tips)?;
    let mut taken = Vec::new();
    let mut bytes = 0;
    let mut files = Vec::new();
    for ((department, _), entries) in waiting.into_iter().zip(found) {
        if taken.len() == MOST {
            more.set(true);
            break;
        }
        if entries.is_empty() {
            refused.insert(department.clone(), Refusal::new(branch::unreadable(&department)));
            continue;
        }
        match judge_branch(scene.ledger, period, &department, &entries, scene.now) {
            Err(why) => {
                refused.insert(department, why);
            }
            Ok(arrival) => {
                let size = unpacked(repo, &entries)?;
                // The next `receive` takes the others: what one merges is read within a limit.
                if !taken.is_empty() && bytes + size > history::MOST_BYTES {
                    more.set(true);
                    break;
                }
                bytes += size;
                let Blob::Bytes(bytes) = repo.read_blob(arrival.subject.blob)? else { continue };
                files.push(FileWrite::generated(scene.office, arrival.subject.path, bytes)?);
                for picture in arrival.pictures {
                    let bytes = scene.office.read_object(picture.blob)?;
                    files.push(FileWrite::as_is(scene.office, picture.path, bytes)?);
                }
                taken.push((department, entries));
            }
        }
    }
    if taken.is_empty() {
        return Err(nothing(period, refused.is_empty()).into());
    }
    taken.sort_by(|(a, _), (b, _)| a.cmp(b));
    let parents = taken.iter().filter_map(|(_, entries)| entries.last()).map(|tip| tip.commit).collect();
    Ok(Draft { base: None, parents, plan: Plan::Receive { period: period.clone(), branches: taken }, files })
}

/// The bytes of everything that the commits of a branch bring.
fn unpacked(repo: &Repo, entries: &[Entry]) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for (blob, _) in entries.iter().flat_map(|entry| &entry.changes).filter_map(|change| change.new) {
        bytes += match repo.read_blob(blob)? {
            Blob::Bytes(found) => found.len() as u64,
            Blob::TooLarge(size) => size,
        };
    }
    Ok(bytes)
}
