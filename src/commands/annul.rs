//! `annul`: names commits that must not be believed, and puts back what they changed. Agreed to like a roster change.

use crate::office::record::{Draft, FileWrite, Scene};
use crate::office::{ActOptions, Context, Office, Sending, history, line, record};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{ActKind, ObjectId, OneLine, Proposal};
use baocao_core::say;
use baocao_core::text::visible;
use baocao_procedure::{Intent, Judged, Ledger, Plan, Standing, Verified};
use std::collections::BTreeSet;

/// Agrees to an annulment (`--endorse`), or makes it once enough people have agreed.
pub fn run(
    cx: &Context<'_>,
    typed: &[String],
    reason: Option<&str>,
    endorse: bool,
    options: &ActOptions,
) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let mut commits = Vec::new();
    let known = known(&office, options.sending_in(office.repo()?) != Sending::Never)?;
    for name in typed {
        let wanted = name.to_ascii_lowercase();
        let matching: Vec<ObjectId> = known.iter().copied().filter(|c| c.to_string().starts_with(&wanted)).collect();
        match matching.as_slice() {
            [one] if wanted.len() >= 7 => commits.push(*one),
            _ => {
                let shown = visible(name);
                return Err(Usage(say!(
                    vi: "“{shown}” không chỉ đúng một commit của thư mục này (ghi ít nhất 7 chữ số đầu)",
                    en: "“{shown}” does not name one commit of this folder (give at least its first 7 digits)"
                ))
                .into());
            }
        }
    }
    // In the order of the line, so that everybody who agrees agrees to the same words.
    commits.sort_by_key(|c| known.iter().position(|k| k == c));
    commits.dedup();
    if endorse {
        return record::run(cx, &office, options, &|scene| {
            scene.may(&Intent::on_folder(ActKind::Endorse))?;
            no_roster(scene.ledger, &commits)?;
            let without = history::proven_without(cx, office.repo()?, scene.tip, &commits)?;
            tell_dependents(cx, scene.ledger, &without, &commits);
            let proposal = Proposal::annulment(&commits);
            Ok(Draft { base: None, parents: Vec::new(), plan: Plan::Endorse { proposal }, files: Vec::new() })
        });
    }
    let Some(reason) = reason else {
        return Err(Usage(say!(vi: "cần --reason “lý do”", en: "--reason “why” is needed")).into());
    };
    let reason = line("--reason", reason)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::on_folder(ActKind::Annul))?;
        no_roster(scene.ledger, &commits)?;
        annulment(cx, &office, scene, &commits, &reason)
    })
}

/// The commits that can be named, in the order of the line: those of the folder; and where the step is sent, what the
/// shared repository has, which the folder does not take on while it is not proven.
fn known(office: &Office, push: bool) -> anyhow::Result<Vec<ObjectId>> {
    let repo = office.repo()?;
    let tip = office.tip()?;
    let own = tip.map(|tip| history::commits(repo, tip)).transpose()?.unwrap_or_default();
    let fetched = match repo.upstream()?.filter(|_| push) {
        Some(upstream) => repo.remote_tip(&upstream.remote, &upstream.branch)?,
        None => None,
    };
    let shared = fetched.map(|tip| history::commits(repo, tip)).transpose()?.unwrap_or_default();
    Ok(if shared.len() > own.len() && shared.starts_with(&own) { shared } else { own })
}

/// A believed change of the roster is mended by the next one: taken out, it would bring back keys that were replaced.
fn no_roster(ledger: &Ledger<Verified>, commits: &[ObjectId]) -> Result<(), Refusal> {
    let is_roster = |judged: &&Judged| {
        judged.ok() && commits.contains(&judged.commit()) && judged.act().is_some_and(|a| a.kind() == ActKind::Roster)
    };
    let Some(judged) = ledger.acts(None).find(is_roster) else { return Ok(()) };
    let commit = judged.commit().short();
    Err(Refusal::new(say!(
        vi: "{commit} đổi danh sách, thiết lập đúng thẩm quyền nên không huỷ được: huỷ thì khoá đã thay, đã thu hồi lại có hiệu lực",
        en: "{commit} changed the settings rightly and cannot be annulled: keys that were replaced or withdrawn would count again"
    ))
    .who(say!(
        vi: "soạn bản baocao.toml đúng rồi đưa vào bằng `baocao roster endorse TỆP`, `baocao roster apply TỆP`",
        en: "write the right baocao.toml and record it with `baocao roster endorse FILE`, `baocao roster apply FILE`"
    )))
}

/// The act with the texts that it puts back.
fn annulment(
    cx: &Context<'_>,
    office: &Office,
    scene: &Scene<'_>,
    commits: &[ObjectId],
    reason: &OneLine,
) -> anyhow::Result<Draft> {
    let repo = office.repo()?;
    // Of some commits nobody can tell what they changed (a file beyond all bounds, a tree that cannot be read): there
    // the whole tree from before comes back, and whatever was recorded on top of it goes too.
    let opaque: BTreeSet<ObjectId> =
        scene.ledger.acts(None).filter(|judged| judged.opaque()).map(|judged| judged.commit()).collect();
    let first = commits.iter().find(|commit| opaque.contains(commit));
    let base = first.map(|commit| history::tree_before(repo, *commit)).transpose()?.flatten();
    let mut touched = BTreeSet::new();
    for commit in commits.iter().take_while(|commit| Some(*commit) != first) {
        touched.extend(history::touched(repo, *commit)?);
    }
    // While they still count, their own texts are the last good ones; what comes back is what is good without them.
    let without = history::proven_without(cx, repo, scene.tip, commits)?;
    tell_dependents(cx, scene.ledger, &without, commits);
    let mut files = Vec::new();
    for path in touched {
        let good = without.version(&path);
        let now = repo.blob_at(scene.tip, &path)?;
        if good.as_ref().map(|v| v.blob) == now && base.is_none() {
            continue;
        }
        let text = good.map(|version| scene.read_blob(&version)).transpose()?;
        files.push(FileWrite::restored(office, path, text)?);
    }
    if base.is_some() {
        cx.voice.note(&say!(
            vi: "lấy lại cả thư mục như trước commit đó; các tệp trên máy này lấy lại bằng: git restore --staged --worktree .",
            en: "the whole folder is put back as it was before that commit; take this computer's files back with: git restore --staged --worktree ."
        ));
    }
    let plan = Plan::Annul { commits: commits.to_vec(), reason: reason.clone() };
    Ok(Draft { base, parents: Vec::new(), plan, files })
}

/// Names the steps that stand on the annulled commits and would no longer be believed, and how to annul them together.
fn tell_dependents(cx: &Context<'_>, ledger: &Ledger<Verified>, without: &Ledger<Verified>, commits: &[ObjectId]) {
    let wrong = |ledger: &Ledger<Verified>| -> BTreeSet<ObjectId> {
        let unbelieved = ledger.acts(None).filter(|j| matches!(j.standing, Standing::Refused | Standing::Unproven));
        unbelieved.map(|judged| judged.commit()).collect()
    };
    let before = wrong(ledger);
    let fallen: BTreeSet<ObjectId> = wrong(without).into_iter().filter(|commit| !before.contains(commit)).collect();
    if fallen.is_empty() {
        return;
    }
    let in_order = ledger.line().iter().filter(|commit| fallen.contains(commit) || commits.contains(commit));
    let all: Vec<String> = in_order.map(|commit| commit.short().to_string()).collect();
    let (count, all) = (fallen.len(), all.join(" "));
    cx.voice.note(&say!(
        vi: "{count} bước sau dựa vào nội dung bị huỷ nên sẽ không còn được tin; muốn huỷ cùng một lần, cả khi tán thành: `baocao annul {all}`",
        en: "{count} later steps stand on what is annulled and will no longer be believed; to annul them together, when agreeing too: `baocao annul {all}`"
    ));
}
