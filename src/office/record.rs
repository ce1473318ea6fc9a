//! How a step is recorded: read the newest history, judge on it, build one signed commit, move the branch once.
//!
//! Where the folder has a shared repository the same is done on its newest state, and done again whenever another person
//! was faster; where it cannot be reached the step is recorded here and sent with the next one. No push is forced, and only the step's own files are changed.

use crate::office::confirm::{Confirmation, Question};
use crate::office::contact::Standing;
use crate::office::examine::Wrong;
pub use crate::office::file_write::{FileWrite, unix_lines};
use crate::office::memory::{Memory, Own};
use crate::office::{ActOptions, Context, Office, Sending, contact, history, left, memory, share};
use crate::ui::voice::Exit;
use baocao_core::diagnostic::{Diagnostic, Refusal};
use baocao_core::domain::{
    Act, ActKind, BranchUse, Detail, Identity, Moment, ObjectId, PeriodId, Person, PersonId, Settings, Version,
};

use crate::store::files::Lock;
use crate::store::git::{CommitPlan, Repo};
use crate::store::signing::Signer;
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, Source, visible};
use baocao_procedure as procedure;
use baocao_procedure::branch::name_of;
use baocao_procedure::trailers::write as trailers;
use baocao_procedure::trailers::write::Words;
use baocao_procedure::{Intent, Ledger, PeriodRecord, Plan, Verified};
use std::cell::{OnceCell, RefCell};
use std::time::Duration;

/// How long a command waits for another one in the same folder. Several may stand in line on a slow computer.
const PATIENCE: Duration = Duration::from_secs(120);

/// The newest history with the person who wants to act on it.
pub struct Scene<'a> {
    /// The office.
    pub office: &'a Office,
    /// What has been proven.
    pub ledger: &'a Ledger<Verified>,
    /// The commit it was proven up to.
    pub tip: ObjectId,
    /// Who acts.
    pub actor: &'a Person,
    /// The line's clock, at which the step will stand.
    pub now: Moment,
    asks: RefCell<Option<Question>>,
}

impl<'a> Scene<'a> {
    /// What is proven about a period.
    pub fn record(&self, period: &PeriodId) -> Result<&'a PeriodRecord, Refusal> {
        self.ledger.period(period).ok_or_else(|| {
            Refusal::new(say!(vi: "kỳ {period} chưa được mở", en: "the period {period} has not been opened"))
                .who(say!(vi: "chuyên viên tổng hợp chạy `baocao init {period}`", en: "the consolidating officer runs `baocao init {period}`"))
        })
    }

    /// A file of the newest commit.
    pub fn read(&self, path: &RepoPath) -> anyhow::Result<Option<Vec<u8>>> {
        self.office.read_at(self.tip, path)
    }

    /// `baocao.toml` of the newest commit.
    pub fn settings(&self) -> anyhow::Result<Settings> {
        self.office.settings_at(self.tip)
    }

    /// Refuses early, and says who could, when the procedure forbids the step now or to this person.
    pub fn may(&self, intent: &Intent) -> Result<(), Refusal> {
        procedure::may(self.ledger, intent, self.actor, self.now)
    }

    /// Has the person asked before the step is signed, once it is judged and allowed.
    pub fn ask(&self, question: Question) {
        self.asks.replace(Some(question));
    }

    /// The bytes of one exact text.
    pub fn read_blob(&self, version: &Version) -> anyhow::Result<Vec<u8>> {
        self.office.read_object(version.blob)
    }
}

/// What a verb wants recorded.
pub struct Draft {
    /// What the step brings; the rest of the act follows from the history.
    pub plan: Plan,
    /// The files it changes.
    pub files: Vec<FileWrite>,
    /// The tree they are laid over, where it is not the newest commit's.
    pub base: Option<ObjectId>,
    /// The tips of the departments' branches that it takes in.
    pub parents: Vec<ObjectId>,
}

/// A step that was recorded.
pub struct Recorded {
    /// The commit.
    pub commit: ObjectId,
    /// Its subject line.
    pub title: String,
    /// The same in English, where it was made by this command.
    pub english: Option<String>,
    /// The working files that its texts were made from and that take them on.
    pub made_from: Vec<(RepoPath, Option<ObjectId>)>,
}

/// A verb's own part: from the newest state to what shall be recorded. It may be called again on a newer state.
pub type Prepare<'a> = dyn Fn(&Scene<'_>) -> anyhow::Result<Draft> + 'a;

/// Records a step and tells the person.
pub fn run(cx: &Context<'_>, office: &Office, options: &ActOptions, prepare: &Prepare<'_>) -> anyhow::Result<Exit> {
    match record(cx, office, options, prepare) {
        Ok(_) => Ok(Exit::Done),
        Err(error) => match error.downcast::<Wrong>() {
            Ok(wrong) => {
                wrong.show(cx);
                Ok(Exit::Wrong)
            }
            Err(error) => Err(error),
        },
    }
}

/// Records a step.
pub fn record(
    cx: &Context<'_>,
    office: &Office,
    options: &ActOptions,
    prepare: &Prepare<'_>,
) -> anyhow::Result<Recorded> {
    let pen = Pen::take(cx, office)?;
    let (known, memory) = (RefCell::default(), OnceCell::new());
    let confirmation = Confirmation::new(options);
    let clerk = Clerk { cx, office, pen: &pen, prepare, known, memory, confirmation };
    let recorded = match options.sending_in(office.repo()?) {
        Sending::Never => clerk.record_here()?,
        Sending::Asked => share::record(&clerk, options.branch, true)?,
        Sending::Usual => match share::record(&clerk, false, false) {
            Err(error) if error.is::<share::NotSent>() => {
                let recorded = clerk.record_here()?;
                share::tell_not_sent(cx, &error);
                recorded
            }
            sent => sent?,
        },
    };
    tell(cx, &recorded);
    Ok(recorded)
}

fn tell(cx: &Context<'_>, recorded: &Recorded) {
    let short = recorded.commit.short();
    let title = visible(&recorded.title);
    let english = visible(recorded.english.as_ref().unwrap_or(&recorded.title));
    cx.voice.say(&say!(vi: "đã ghi [{short}] {title}", en: "recorded [{short}] {english}"));
}

/// Takes the right to change the folder, and cleans up after a run that died; not while a git command is half done.
pub fn hold(cx: &Context<'_>, repo: &Repo) -> anyhow::Result<Lock> {
    if let Some((what, give_up)) = repo.unfinished() {
        return Err(Refusal::new(say!(
            vi: "thư mục đang dở một lệnh git {what} nên baocao chưa ghi gì vào đây",
            en: "a git {what} is under way in this folder; baocao writes nothing here"
        ))
        .who(say!(
            vi: "làm cho xong, hoặc bỏ bằng: {give_up}",
            en: "finish it, or give it up with: {give_up}"
        ))
        .into());
    }
    let lock = repo.lock(PATIENCE, &mut || {
        cx.voice.note(&say!(
            vi: "đang có lệnh baocao khác ghi vào thư mục này, chờ nó xong…",
            en: "another baocao is writing to this folder, waiting for it…"
        ));
    })?;
    let repaired = repo.repair(&lock)?;
    if repaired.finished {
        cx.voice.note(&say!(
            vi: "lần chạy trước bị ngắt giữa chừng; đã hoàn tất nốt phần việc của nó",
            en: "the last run was cut off; its work has been completed"
        ));
    }
    left::tell_repaired(cx, &repaired);
    for path in &repaired.locks {
        let shown = path.display();
        cx.voice.note(&say!(vi: "đã gỡ tệp khoá bỏ quên {shown}", en: "removed the stale lock file {shown}"));
    }
    Ok(lock)
}

/// The signing key and the right to write, held for one command.
pub struct Pen {
    /// The right to change the folder; released when dropped.
    pub lock: Lock,
    /// Signs.
    pub signer: Signer,
}

impl Pen {
    /// Takes the lock and finds the key.
    pub fn take(cx: &Context<'_>, office: &Office) -> anyhow::Result<Pen> {
        let repo = office.repo()?;
        let lock = hold(cx, repo)?;
        let signer = cx.signer(Some(repo))?;
        Ok(Pen { lock, signer })
    }
}

/// One step on its way into history.
pub struct Clerk<'a> {
    /// The surroundings.
    pub cx: &'a Context<'a>,
    /// The office.
    pub office: &'a Office,
    /// Key and lock.
    pub pen: &'a Pen,
    prepare: &'a Prepare<'a>,
    known: RefCell<history::Known>,
    /// What this computer remembered of the office when the command began.
    pub memory: OnceCell<Memory>,
    confirmation: Confirmation,
}

/// A step judged and allowed on a certain state, ready to be built.
pub struct Ready {
    /// The state it stands on.
    pub parent: ObjectId,
    message: String,
    english: String,
    files: Vec<FileWrite>,
    base: Option<ObjectId>,
    parents: Vec<ObjectId>,
    actor: PersonId,
    identity: Identity,
    question: Option<Question>,
    /// Whether it is a step by which people put a line right: an annulment, or somebody's agreement to one.
    pub mends: bool,
    /// Of a submission: the department's own branch on the shared repository, and when the office uses such branches.
    pub branch: Option<(String, BranchUse)>,
}

impl Ready {
    /// Whether it goes to the department's own branch: because somebody says so, or the office's settings do.
    pub fn goes_to_branch(&self, asked: bool, lost: u32) -> bool {
        self.branch.as_ref().is_some_and(|(_, used)| match used {
            BranchUse::Asked => asked,
            BranchUse::Busy => asked || lost > 1,
            BranchUse::Always => true,
        })
    }

    /// What this computer remembers of it once it is recorded here and not sent.
    pub fn own(&self) -> Own {
        Own { parent: self.parent, by: self.actor.clone(), waits: true }
    }

    /// What it has become.
    pub fn recorded(self, commit: ObjectId) -> Recorded {
        let title = self.message.lines().next().unwrap_or("").to_string();
        let made_from = self.files.iter().filter_map(FileWrite::made_from).collect();
        Recorded { commit, title, english: Some(self.english), made_from }
    }
}

impl Clerk<'_> {
    fn record_here(&self) -> anyhow::Result<Recorded> {
        let repo = self.office.repo()?;
        let mut tries = 0;
        loop {
            let ready = self.judge(repo.head()?)?;
            let made = self.with_plan(&ready, |plan| {
                let made = repo.build_commit(plan)?;
                self.admit(made)?;
                self.notes(repo, &ready, made);
                Ok(repo.publish_commit(&self.pen.lock, plan, made))
            })?;
            match made {
                Ok(made) => {
                    left::tell(self.cx, repo, Some(ready.parent), &made);
                    return Ok(ready.recorded(made.id));
                }
                // Somebody else's git was faster: what was judged is no longer the newest state.
                Err(crate::store::git::CommitError::Moved) if tries < 5 => tries += 1,
                Err(error) => return Err(crate::store::Fault::from(error).into()),
            }
        }
    }

    /// Keeps what was remembered when the command began.
    pub fn remembers(&self, memory: Memory) {
        // Set at most once in a command: later knowledge is not what the command began with.
        let _ = self.memory.set(memory);
    }

    /// Notes that a step was made on this computer.
    fn notes(&self, repo: &Repo, ready: &Ready, made: ObjectId) {
        let waits = matches!(repo.upstream(), Ok(Some(_)));
        self.remembers_own(made, &Own { waits, ..ready.own() });
    }

    /// Notes a step of one's own that this computer keeps.
    pub fn remembers_own(&self, made: ObjectId, own: &Own) {
        if let Some(root) = self.memory.get().map(Memory::root) {
            memory::keep(self.cx, memory::recorded(self.cx, root, made, own));
        }
    }

    /// Refuses a history that lacks what this computer has verified or seen on the shared repository. Steps that the person who
    /// acts has recorded here and not sent may be missing: they were taken back.
    fn holds_all(&self, ledger: &Ledger<Verified>) -> anyhow::Result<()> {
        let Some(root) = ledger.genesis() else { return Ok(()) };
        if self.memory.get().is_none() {
            self.remembers(Memory::of(self.cx, root)?);
        }
        let Some(memory) = self.memory.get() else { return Ok(()) };
        let Some(lost) = memory.lost(ledger.line()) else { return Ok(()) };
        if let Standing::Apart(theirs) = Standing::of(self.cx, self.office.repo()?, ledger)? {
            return Err(contact::apart(theirs).into());
        }
        let actor = self.actor(ledger)?;
        if memory.is_own(ledger.line(), lost, Some(&actor.id)) { Ok(()) } else { Err(lost.refusal().into()) }
    }

    /// The history up to a commit, judged; what this command has read of it before is not read again.
    pub fn proven(&self, tip: Option<ObjectId>) -> anyhow::Result<(Ledger<Verified>, Vec<Diagnostic>)> {
        history::proven_to_record(self.cx, self.office, tip, &mut self.known.borrow_mut())
    }

    /// Whether a commit records exactly the step that is asked for: taken where that commit was, it would say the same.
    pub fn is_recorded_as(&self, commit: ObjectId) -> bool {
        let read =
            |commit| baocao_procedure::commit::commit(&self.office.repo().ok()?.read_commit_bytes(commit).ok()?).ok();
        let Some(recorded) = read(commit) else { return false };
        let same =
            |ready: Ready| trailers::without_naming(&ready.message) == trailers::without_naming(&recorded.message);
        let parent = recorded.parents.first().copied();
        self.proven(parent).and_then(|(ledger, _)| self.judge_on(parent, &ledger)).is_ok_and(same)
    }

    /// Makes sure that `verify` will believe a commit which nobody has seen yet.
    pub fn admit(&self, made: ObjectId) -> anyhow::Result<()> {
        let (ledger, wrong) = self.proven(Some(made))?;
        if ledger.acts(None).last().is_some_and(|j| j.commit() == made && j.ok()) {
            return Ok(());
        }
        let named = made.short();
        let why = wrong.into_iter().rev().find(|d| d.place.path.as_str().contains(&named));
        let why = why.map_or_else(
            || say!(vi: "bước này sẽ không được tin", en: "the step would not be believed"),
            |d| d.message,
        );
        Err(Refusal::new(why).into())
    }

    /// Asks what there is to ask about a step that may be taken: whether to, then for the key's passphrase. Each is asked
    /// once in a command, before the first signature.
    fn agree(&self, ready: &Ready) -> anyhow::Result<()> {
        if let Some(question) = &ready.question {
            self.confirmation.ask(self.cx, question)?;
        }
        Ok(self.pen.signer.unlock(&|what, wrong| self.cx.ask_passphrase(what, wrong))?)
    }

    /// Makes a step of ours again on another state: the same facts and files, judged anew.
    pub fn again(&self, commit: ObjectId, act: Option<&Act>, tip: ObjectId) -> anyhow::Result<Recorded> {
        let (office, repo) = (self.office, self.office.repo()?);
        let short = commit.short();
        let upstream = repo.upstream().ok().flatten();
        let shared = upstream.map_or("origin/main".to_string(), |up| format!("{}/{}", up.remote, up.branch));
        let by_hand = || {
            Refusal::new(say!(
                vi: "thư mục này có commit {short} chưa gửi mà kho chung đã đi tiếp; commit này không tự làm lại được",
                en: "this folder has the unsent commit {short} and the shared repository has gone on; it cannot be made again by itself"
            ))
            .who(say!(
                vi: "lưu riêng phần sửa, chạy: git reset --keep {shared}, rồi làm lại bước đó",
                en: "keep a copy of the edits, run: git reset --keep {shared}, then take the step again"
            ))
        };
        let act = act.ok_or_else(by_hand)?;
        let plan = plan_of(act, repo).ok_or_else(by_hand)?;
        let (ledger, _) = self.proven(Some(tip))?;
        let actor = self.actor(&ledger)?;
        if actor.id != act.actor {
            return Err(by_hand().into());
        }
        let now = ledger.clock().map_or(self.cx.now, |clock| clock.max(self.cx.now));
        let mut files = Vec::new();
        for (path, blob) in history::changed(repo, commit)? {
            files.push(FileWrite::recorded(path, office.read_object(blob)?));
        }
        let act = procedure::prepare(&ledger, &plan, actor, now)?;
        let words = words(&ledger, &act, &files);
        let message = trailers::message_naming(&act, &words, ledger.ahead());
        let ready = Ready {
            parent: tip,
            message,
            english: trailers::title_in_english(&act, &words),
            files,
            base: None,
            parents: Vec::new(),
            actor: actor.id.clone(),
            identity: identity(repo, actor, now),
            question: None,
            mends: false,
            branch: None,
        };
        let made = self.with_plan(&ready, |plan| Ok(repo.build_commit(plan)?))?;
        // Its files are those of before: on the newer state they may no longer be right.
        self.admit(made)?;
        Ok(ready.recorded(made))
    }

    /// Judges the step on the history up to a commit, which must hold everything that is remembered.
    pub fn judge(&self, tip: Option<ObjectId>) -> anyhow::Result<Ready> {
        let (ledger, _) = self.proven(tip)?;
        self.holds_all(&ledger)?;
        self.judge_on(tip, &ledger)
    }

    /// Judges the step on a proven history, however old.
    fn judge_on(&self, tip: Option<ObjectId>, ledger: &Ledger<Verified>) -> anyhow::Result<Ready> {
        let (cx, office) = (self.cx, self.office);
        let Some(tip) = tip.filter(|_| ledger.roster().is_some()) else {
            return Err(Refusal::new(say!(
                vi: "thư mục chưa có commit gốc nên chưa ghi được bước nào",
                en: "the folder has no signed first commit yet"
            ))
            .who(say!(vi: "người quản trị ghi khoá vào baocao.toml rồi chạy `baocao init`", en: "the administrator writes the keys into baocao.toml and runs `baocao init`"))
            .into());
        };
        let actor = self.actor(ledger)?;
        let now = ledger.clock().map_or(cx.now, |clock| clock.max(cx.now));
        let scene = Scene { office, ledger, tip, actor, now, asks: RefCell::default() };
        let draft = (self.prepare)(&scene)?;
        let act = procedure::prepare(ledger, &draft.plan, actor, now)?;
        let words = words(ledger, &act, &draft.files);
        let message = trailers::message_naming(&act, &words, ledger.ahead());
        let identity = identity(office.repo()?, actor, now);
        let used = ledger.roster().map_or(BranchUse::Asked, |roster| roster.branch_use);
        let branch = match (&act.detail, &act.period) {
            (Detail::Submit { subject, .. }, Some(period)) => Some((name_of(period, subject.path.stem()), used)),
            _ => None,
        };
        Ok(Ready {
            parent: tip,
            message,
            english: trailers::title_in_english(&act, &words),
            files: draft.files,
            base: draft.base,
            parents: draft.parents,
            actor: actor.id.clone(),
            identity,
            question: scene.asks.into_inner(),
            mends: matches!(act.kind(), ActKind::Endorse | ActKind::Annul),
            branch,
        })
    }

    /// Whose key this is, by the roster.
    pub fn actor<'l>(&self, ledger: &'l Ledger<Verified>) -> anyhow::Result<&'l Person> {
        let known = ledger.roster().into_iter().flat_map(|r| &r.people).flat_map(|p| &p.keys).map(|k| &k.material);
        let own = self.pen.signer.among(known)?;
        let fingerprint = match own {
            Some(own) => own.fingerprint(),
            None => self.pen.signer.material()?.fingerprint(),
        };
        ledger.owner(&fingerprint).map(|(person, _)| person).ok_or_else(|| {
            Refusal::new(say!(
                vi: "khoá {fingerprint} không có trong danh sách của cơ quan",
                en: "the key {fingerprint} is not on the office's roster"
            ))
            .who(say!(
                vi: "dùng --key để chỉ đúng khoá, hoặc đề nghị người quản trị ghi khoá này vào baocao.toml",
                en: "name the right key with --key, or ask the administrator to write this key into baocao.toml"
            ))
            .into()
        })
    }

    /// Asks what is still to be asked, makes the commit's plan and hands it to `make`.
    pub fn with_plan<T>(
        &self,
        ready: &Ready,
        make: impl FnOnce(&CommitPlan<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        self.agree(ready)?;
        let sign = |bytes: &[u8]| self.pen.signer.sign(bytes);
        let changes = ready.files.iter().map(FileWrite::change);
        make(&CommitPlan {
            parent: Some(ready.parent),
            base: ready.base,
            extra_parents: ready.parents.clone(),
            changes: changes.collect(),
            message: ready.message.clone(),
            author: ready.identity.clone(),
            committer: ready.identity.clone(),
            sign: &sign,
        })
    }
}

/// Who the commit says made it. The office's clock is UTC+7, whatever the computer's zone.
pub fn identity(repo: &Repo, person: &Person, at: Moment) -> Identity {
    let email = repo.config_string("user.email").filter(|e| !e.trim().is_empty());
    Identity {
        name: person.name.clone(),
        email: email.unwrap_or_else(|| format!("{}@baocao", person.id)),
        at,
        offset_minutes: 7 * 60,
    }
}

/// The names a subject line needs.
fn words(ledger: &Ledger<Verified>, act: &Act, files: &[FileWrite]) -> Words {
    let mut words = Words::default();
    let opening = files
        .iter()
        .filter(|_| act.kind() == ActKind::Open)
        .filter(|f| f.path().file_name() == "ky.toml")
        .find_map(|f| baocao_core::format::period::read(&Source::new(f.path().clone(), f.text().to_string())).0);
    let recorded = act.period.as_ref().and_then(|p| ledger.period(p)).map(|r| (*r.settings).clone());
    if let Some(settings) = opening.or(recorded) {
        words.period_title = settings.title.clone();
        words.departments = settings.departments.into_iter().collect();
    }
    words
}

/// What a step of ours brought, so that it can be made again; none for steps on the folder, which people agree on.
fn plan_of(act: &Act, repo: &Repo) -> Option<Plan> {
    let period = act.period.clone()?;
    Some(match act.detail.clone() {
        Detail::Open { subject, last_day } => Plan::Open { period, subject, last_day },
        Detail::Directive { last_day, basis } => Plan::Directive { period, last_day, basis },
        Detail::Submit { subject, pictures } => Plan::Submit { period, subject, pictures },
        Detail::Merge { subject, .. } => Plan::Merge { period, subject },
        Detail::Review { .. } => Plan::Review { period },
        Detail::Return { department, due, reason, .. } => Plan::Return { period, department, due, reason },
        Detail::Approve { instructions, .. } => Plan::Approve { period, instructions },
        Detail::Finalize { subject, reason, .. } => Plan::Finalize { period, subject, reason },
        Detail::Dispatch { number, date, to, channel, files, compared, .. } => {
            let files = files.into_iter().map(|(name, digest)| {
                let path = layout::dossier(&period).join(&name);
                let blob = repo.head().ok().flatten().and_then(|tip| repo.blob_at(tip, &path).ok().flatten())?;
                Some((name, blob, digest))
            });
            let files = files.collect::<Option<Vec<_>>>()?;
            Plan::Dispatch { period, number, date, to, channel, files, compared }
        }
        Detail::Archive { manifest, .. } => Plan::Archive { period, manifest },
        Detail::Restate { corrections, reason, .. } => Plan::Restate { period, corrections, reason },
        Detail::Genesis { .. }
        | Detail::Receive { .. }
        | Detail::Endorse { .. }
        | Detail::Roster { .. }
        | Detail::Annul { .. } => return None,
    })
}
