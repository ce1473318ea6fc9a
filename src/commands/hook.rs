//! `hook`: the shared repository refuses what must not enter; a folder checks before git commits.

use crate::office::{Context, Office, history, receipts};
use crate::store::git::Repo;
use crate::store::signing::{Signer, SignerSettings};
use crate::store::{Fault, failpoint, files};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{DepartmentId, KeyMaterial, ObjectId, PeriodId};
use baocao_core::say;
use baocao_core::text::{Text, misnamed_path, visible};
use baocao_procedure::gate::{Newcomer, Push, Target};
use baocao_procedure::{branch, gate};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How far a new commit's clock may be from the server's, unless the repository says otherwise (`baocao.window`).
const WINDOW: u32 = 10;
/// What git runs on the server before it takes a push in.
const PRE_RECEIVE: &str = "#!/bin/sh\nexec baocao hook pre-receive\n";
/// What git runs on the server after it has taken a push in.
const POST_RECEIVE: &str = "#!/bin/sh\nexec baocao hook post-receive\n";
/// Where the server's account of the pusher is found: this program's own word, Forgejo and Gitea, GitLab, a web
/// server in front of `git http-backend`.
pub const PUSHERS: [&str; 4] = ["BAOCAO_PUSHER", "GITEA_PUSHER_NAME", "GL_USERNAME", "REMOTE_USER"];
/// What git runs in an office's folder before it makes a commit.
const PRE_COMMIT: &str = "#!/bin/sh\nexec baocao check --quiet\n";
/// What the server's own git is told, so that it refuses by itself what it can.
const SERVER: [(&str, &str); 5] = [
    // Receipts are the server's own; nobody pushes them.
    ("receive.hideRefs", "refs/baocao"),
    ("receive.fsckObjects", "true"),
    ("receive.denyDeletes", "true"),
    ("receive.denyNonFastForwards", "true"),
    ("core.logAllRefUpdates", "always"),
];

/// Answers git's question whether a push may come in: all of it or nothing.
pub fn pre_receive(cx: &Context<'_>) -> anyhow::Result<Exit> {
    let repo = Repo::open_from_env(&cx.programs)?;
    let main = repo.branch_ref()?;
    let mut problems = Vec::new();
    for push in pushes(&cx.voice.input())? {
        match gate::branch(&push, &main) {
            Ok(Target::Main(new)) => problems.extend(entering(cx, &repo, push.old, new)?),
            Ok(Target::Own(period, department, new)) => {
                problems.extend(waiting(cx, &repo, &main, push.old, (&period, &department, new))?);
            }
            Err(why) => problems.push(why),
        }
    }
    if problems.is_empty() {
        return Ok(Exit::Done);
    }
    cx.voice.note(&say!(vi: "kho chung không nhận lần gửi này:", en: "the shared repository does not take this push:"));
    // A hostile push may hold thousands of faults; a person reads the first few.
    problems.iter().take(20).for_each(|problem| cx.voice.note(problem));
    Ok(Exit::Refused)
}

/// Writes a receipt for each branch that a push has moved. The push is in; nothing here can undo it.
pub fn post_receive(cx: &Context<'_>, pusher: Option<&str>) -> anyhow::Result<Exit> {
    let repo = Repo::open_from_env(&cx.programs)?;
    let Some(key) = repo.config_string("baocao.receiptkey") else { return Ok(Exit::Done) };
    failpoint::arm(cx.failpoint);
    repo.writable()?;
    for Push { reference, old, new } in pushes(&cx.voice.input())? {
        let Some(new) = new else { continue };
        receipts::add(cx, &repo, Path::new(&key), (&reference, old.unwrap_or(ObjectId::ZERO), new), pusher)?;
    }
    Ok(Exit::Done)
}

/// What git writes to the hook: a line for each branch.
fn pushes(input: &str) -> anyhow::Result<Vec<Push>> {
    let id = |word: &str| ObjectId::parse(word).map(|id| Some(id).filter(|id| *id != ObjectId::ZERO));
    let push = |line: &str| -> Option<Push> {
        let mut words = line.splitn(3, ' ');
        let (old, new) = (id(words.next()?)?, id(words.next()?)?);
        Some(Push { reference: words.next()?.to_string(), old, new })
    };
    let all: Option<Vec<Push>> = input.lines().map(push).collect();
    all.ok_or_else(|| {
        Usage(say!(
            vi: "lệnh này do git trên máy chủ gọi; cài bằng `baocao hook install`",
            en: "git on the server calls this; set it up with `baocao hook install`"
        ))
        .into()
    })
}

/// Why the commits between two states may not come in.
fn entering(cx: &Context<'_>, repo: &Repo, old: Option<ObjectId>, new: ObjectId) -> anyhow::Result<Vec<Text>> {
    let Some(commits) = history::since(repo, new, old)? else {
        return Ok(vec![say!(
            vi: "lần gửi này bỏ mất commit đã có trên kho chung; hãy lấy bản mới về rồi làm lại",
            en: "this push would drop commits the shared repository has; fetch and do it again"
        )]);
    };
    let pinned = pinned_root(repo);
    // Without a pin, what the server has had so far tells where the line begins.
    let root = match (pinned, old) {
        (Some(root), _) => Some(root),
        (None, Some(old)) => history::proven_in(cx, repo, old, None)?.0.genesis(),
        (None, None) => None,
    };
    let (ledger, wrong) = history::proven_in(cx, repo, new, root)?;
    if ledger.genesis().is_none() {
        return Ok(vec![say!(
            vi: "lịch sử gửi lên không đi từ commit gốc của cơ quan",
            en: "what was pushed does not come from the office's root commit"
        )]);
    }
    // An office that moves here brings its whole past; from then on a commit comes when it is made.
    let minutes = old.map(|_| window(repo));
    let mut problems = gate::newcomers(&ledger, &wrong, &commits, cx.now, minutes);
    for new in commits.iter().filter(|_| old.is_some()) {
        problems.extend(misnamed_in(repo, new.commit));
        problems.extend(twin_in(repo, new.commit)?);
    }
    // What a new `receive` takes in was made when it came to its own branch here; what never came there comes now.
    let fresh = commits.iter().map(|new| new.commit).collect::<BTreeSet<_>>();
    for (period, arrival, _) in ledger.arrivals().iter().filter(|(.., by)| fresh.contains(by)) {
        // The department may have gone on there since the office looked.
        let mut came = false;
        for number in 1..=branch::LAST_NAME {
            let name = format!("refs/heads/{}", branch::name_at(period, &arrival.department, number));
            let Some(tip) = repo.reference(&name)? else { break };
            came |= history::leads_through(repo, tip, arrival.tip)?;
        }
        let newcomer = Newcomer { commit: arrival.tip, at: arrival.claimed, odd: None };
        problems.extend(gate::off_clock(newcomer, cx.now, minutes.filter(|_| !came)));
    }
    Ok(problems)
}

/// Why a commit may not come in for the names it brings: not every computer can store one of them. A past that an office
/// moves here with stays as it is.
fn misnamed_in(repo: &Repo, commit: ObjectId) -> Option<Text> {
    let Text { vi, en } = history::added(repo, commit).ok()?.iter().find_map(misnamed_path)?;
    let short = commit.short();
    Some(say!(
        vi: "commit {short}: {vi}; hãy đổi tên rồi gửi lại",
        en: "commit {short}: {en}; rename it and push again"
    ))
}

/// Why a commit may not come in for two names that some computer takes for one. A twin from before stays as it is.
fn twin_in(repo: &Repo, commit: ObjectId) -> anyhow::Result<Option<Text>> {
    // What cannot be read has been refused for that.
    let Ok(added) = history::added(repo, commit) else { return Ok(None) };
    let Some(tree) = history::tree_of(repo, commit)? else { return Ok(None) };
    let Some((path, twin)) = repo.new_twin(history::tree_before(repo, commit)?, tree, &added)? else { return Ok(None) };
    let (short, path, twin) = (commit.short(), visible(path.as_str()), visible(twin.as_str()));
    Ok(Some(say!(
        vi: "commit {short}: có máy coi “{path}” và “{twin}” là một tên (chỉ khác chữ hoa hoặc cách gõ dấu); hãy đổi tên rồi gửi lại",
        en: "commit {short}: some computers take “{path}” and “{twin}” for one name (only capitals or the coding of accents differ); rename one and push again"
    )))
}

/// Why a department's own branch may not be moved: it must be such that the office could take it in now, and each commit that
/// is new must be made now.
fn waiting(
    cx: &Context<'_>,
    repo: &Repo,
    main: &str,
    old: Option<ObjectId>,
    (period, department, new): (&PeriodId, &DepartmentId, ObjectId),
) -> anyhow::Result<Vec<Text>> {
    let Some(tip) = repo.reference(main)? else {
        return Ok(vec![say!(
            vi: "kho chung chưa có lịch sử của cơ quan, chưa nhận nhánh của đơn vị",
            en: "the shared repository has no history of the office yet and takes no department's branch"
        )]);
    };
    let (ledger, _) = history::proven_in(cx, repo, tip, pinned_root(repo))?;
    let entries = history::branches(cx, repo, tip, &[new])?.pop().unwrap_or_default();
    if entries.is_empty() {
        return Ok(vec![branch::unreadable(department)]);
    }
    if let Some(old) = old
        && !branch::is_received(&ledger, old)
        && !entries.iter().any(|entry| entry.commit == old)
    {
        return Ok(vec![say!(
            vi: "lần gửi này bỏ mất bản đã có trên nhánh của “{department}”; hãy lấy bản mới về rồi làm lại",
            en: "this push would drop what is on the branch of “{department}”; fetch and do it again"
        )]);
    }
    let known = old.and_then(|old| entries.iter().position(|entry| entry.commit == old)).map_or(0, |at| at + 1);
    let window = window(repo);
    let new = entries[known..].iter().map(|entry| Newcomer { commit: entry.commit, at: entry.at, odd: entry.odd });
    let told = |new| [gate::off_clock(new, cx.now, Some(window)), gate::misleads(new.commit, new.odd)];
    let mut problems: Vec<Text> = new.flat_map(told).flatten().collect();
    if let Err(Refusal { why, .. }) = branch::judge_branch(&ledger, period, department, &entries, cx.now) {
        problems.push(why);
    }
    Ok(problems)
}

fn pinned_root(repo: &Repo) -> Option<ObjectId> {
    repo.config_string("baocao.root").and_then(|text| ObjectId::parse(text.trim()))
}

fn window(repo: &Repo) -> u32 {
    repo.config_string("baocao.window").and_then(|text| text.trim().parse().ok()).unwrap_or(WINDOW)
}

/// Puts the hook into a shared repository, and tells git there what it can refuse by itself.
pub fn install(
    cx: &Context<'_>,
    root: Option<&str>,
    window: Option<u32>,
    receipt_key: Option<&Path>,
) -> anyhow::Result<Exit> {
    let here = cx.dir.as_ref().map_or_else(|| cx.here.clone(), |dir| cx.here.join(dir));
    let repo = Repo::open_bare(&here)?;
    let root = root.map(|typed| {
        let shown = visible(typed);
        ObjectId::parse(&typed.to_ascii_lowercase()).ok_or_else(|| {
            Usage(say!(vi: "“{shown}” không phải mã commit đủ 40 ký tự", en: "“{shown}” is not a commit's full name"))
        })
    });
    let root = root.transpose()?;
    // Forges rewrite their own hook at each upgrade and run what is in this folder.
    let hooks = hooks(&repo, "pre-receive", PRE_RECEIVE)?;
    repo.writable()?;
    let many = hooks.join("pre-receive.d");
    let path = if files::exists_outside(&many) { many.join("baocao") } else { hooks.join("pre-receive") };
    program(&path, PRE_RECEIVE)?;
    if let Some(key) = receipt_key {
        let key = cx.here.join(key);
        let settings = SignerSettings { key_path: Some(key.clone()), ..SignerSettings::default() };
        let shown = visible(&key.to_string_lossy());
        let wrong = |text: Text| {
            Usage(say!(
                vi: "--receipt-key “{shown}” không dùng được: {}; cần một khoá SSH không mật khẩu (`baocao key new TỆP --no-passphrase`)",
                en: "--receipt-key “{shown}” is no use: {}; it takes an SSH key without passphrase (`baocao key new FILE --no-passphrase`)",
                text.vi
            ))
        };
        // A key that cannot sign by itself would leave every push without a receipt, and nobody would be told.
        let signer = Signer::find(settings, &cx.programs).map_err(|fault| wrong(fault.text))?;
        signer.sign(b"baocao").map_err(|fault| wrong(fault.text))?;
        let KeyMaterial::Ssh { line: public, .. } = signer.material().map_err(|fault| wrong(fault.text))? else {
            return Err(Usage(say!(vi: "biên nhận ký bằng khoá SSH", en: "receipts are signed with an SSH key")).into());
        };
        let many = hooks.join("post-receive.d");
        let path = if files::exists_outside(&many) { many.join("baocao") } else { hooks.join("post-receive") };
        program(&path, POST_RECEIVE)?;
        repo.configure("baocao.receiptkey", &key.to_string_lossy())?;
        cx.voice.note(&say!(
            vi: "kho chung sẽ ký biên nhận; ghi khoá này vào baocao.toml, [tin_cay]: may_chu = [\"{public}\"]",
            en: "the shared repository will sign receipts; write this key into baocao.toml, [tin_cay]: may_chu = [\"{public}\"]"
        ));
    }
    let (root, window) = (root.map(|root| root.to_string()), window.map(|minutes| minutes.to_string()));
    let own = [("baocao.root", root.as_deref()), ("baocao.window", window.as_deref())];
    for (name, value) in SERVER.into_iter().chain(own.into_iter().filter_map(|(name, value)| Some((name, value?)))) {
        repo.configure(name, value)?;
    }
    let shown = path.display();
    cx.voice.say(&say!(vi: "đã cài hook vào {shown}", en: "the hook is in {shown}"));
    if root.is_none() && repo.config_string("baocao.root").is_none() {
        cx.voice.note(&say!(
            vi: "chưa ghim commit gốc: chạy lại với --root MÃ theo văn bản của cơ quan",
            en: "the root is not pinned: run this again with --root and the commit on the agency's own paper"
        ));
    }
    cx.voice.note(&say!(
        vi: "tài khoản nhận lệnh git trên máy chủ phải chạy được lệnh baocao",
        en: "the account that runs git on the server must be able to run baocao"
    ));
    Ok(Exit::Done)
}

/// Lets git check the folder before each commit made by hand.
pub fn install_local(cx: &Context<'_>) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let path = hooks(office.repo()?, "pre-commit", PRE_COMMIT)?.join("pre-commit");
    program(&path, PRE_COMMIT)?;
    let shown = path.display();
    cx.voice.say(&say!(vi: "đã cài hook vào {shown}", en: "the hook is in {shown}"));
    Ok(Exit::Done)
}

/// The folder in which git looks for hooks, below the repository itself.
///
/// # Errors
/// git is told to look elsewhere: the refusal names the file and the line that `text`, the hook `name`, would have there.
fn hooks(repo: &Repo, name: &str, text: &str) -> anyhow::Result<PathBuf> {
    let Some(elsewhere) = repo.config_string("core.hookspath").filter(|path| !path.is_empty()) else {
        return Ok(repo.hooks()?);
    };
    let shown = visible(&elsewhere);
    let line = text.lines().last().unwrap_or_default();
    Err(Refusal::new(say!(
        vi: "git ở đây đọc hook từ “{shown}” (core.hooksPath) nên hook cài vào .git/hooks sẽ không chạy",
        en: "git reads its hooks from “{shown}” here (core.hooksPath), so one in .git/hooks would not run"
    ))
    .who(say!(
        vi: "thêm dòng này vào tệp “{name}” trong thư mục đó: {line}; hoặc bỏ thiết lập: git config --unset core.hooksPath",
        en: "add this line to the file “{name}” in that folder: {line}; or drop the setting: git config --unset core.hooksPath"
    ))
    .into())
}

/// Writes a hook where none stands; one of somebody else's is never replaced.
fn program(path: &Path, text: &str) -> anyhow::Result<()> {
    let shown = path.display();
    match files::read_outside(path)? {
        Some(found) if found == text.as_bytes() => Ok(()),
        Some(_) => Err(Refusal::new(say!(vi: "đã có hook khác ở {shown}", en: "there is another hook at {shown}"))
            .who(say!(
                vi: "thêm dòng này vào hook đó: {}",
                en: "add this line to that hook: {}",
                text.lines().last().unwrap_or_default()
            ))
            .into()),
        None if files::create_program(path, text.as_bytes())? => Ok(()),
        None => Err(Fault::new(say!(vi: "không ghi được {shown}", en: "cannot write {shown}")).into()),
    }
}
