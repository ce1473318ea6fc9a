//! Test support: a line of commits written step by step, honest or not.

use crate::site::{draft, in_period, report};
use crate::*;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::*;
use baocao_core::text::RepoPath;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) const DEPARTMENTS: [&str; 2] = ["ke-hoach", "thanh-tra"];

pub fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

pub fn period() -> PeriodId {
    PeriodId::from_canonical("2024-Q2").unwrap()
}

pub fn department(id: &str) -> DepartmentId {
    DepartmentId::parse(id).unwrap()
}

pub fn words(text: &str) -> OneLine {
    OneLine::new(text).unwrap()
}

/// The blob of a text, as good as git's for telling texts apart.
pub(crate) fn blob(text: &str) -> ObjectId {
    let digest = *Digest::of(format!("blob {text}").as_bytes()).as_bytes();
    ObjectId::from_bytes(digest[..20].try_into().unwrap())
}

pub fn version(path: &RepoPath, text: &str) -> Version {
    Version { path: path.clone(), blob: blob(text), sha256: Digest::of(text.as_bytes()) }
}

pub(crate) fn write(path: impl Into<RepoPath>, text: &str) -> Change {
    Change { path: path.into(), old: None, new: Some((blob(text), Digest::of(text.as_bytes()))), regular: true }
}

pub(crate) fn key(owner: &str) -> RosterKey {
    let (algorithm, line) = ("ssh-ed25519".to_string(), format!("ssh-ed25519 {owner}"));
    let material = KeyMaterial::Ssh { algorithm, blob: owner.as_bytes().to_vec(), line };
    RosterKey { material, tenure: Tenure::default(), revoked: None, trusted_until: None }
}

pub fn person(id: &str, roles: &[Role], department: Option<&str>) -> Person {
    Person {
        id: PersonId::parse(id).unwrap(),
        name: id.to_uppercase(),
        title: roles.first().map_or("", |role| role.title(baocao_core::text::Lang::Vi)).to_string(),
        roles: roles.iter().copied().collect(),
        department: department.map(crate::line::department),
        keys: vec![key(id)],
        tenure: Tenure::default(),
        delegation: None,
    }
}

fn delegation() -> Option<Delegation> {
    let tenure = Tenure { from: Some(date("2024-01-01")), to: Some(date("2024-12-31")) };
    let cadences = BTreeSet::from([Cadence::Quarter]);
    Some(Delegation { capacity: Capacity::Deputy, tenure, basis: None, cadences })
}

/// The sample office. `kiem` holds three roles, so that only the rules about people keep them apart.
pub(crate) fn office() -> Roster {
    let mut people = vec![
        person("an", &[Role::Administrator], None),
        person("binh", &[Role::ChiefOfOffice], None),
        person("chi", &[Role::Consolidator], None),
        person("dung", &[Role::Head], None),
        person("em", &[Role::Leader], None),
        person("giang", &[Role::Leader], None),
        person("hai", &[Role::Clerk], None),
        person("khanh", &[Role::Reporter], Some("ke-hoach")),
        person("hoa", &[Role::Reporter], Some("thanh-tra")),
        person("kiem", &[Role::Consolidator, Role::ChiefOfOffice, Role::Leader], None),
    ];
    people[4].delegation = delegation();
    people[9].delegation = delegation();
    Roster { people, threshold: 2, clock_skew_minutes: 10, ..Roster::default() }
}

pub fn settings() -> PeriodSettings {
    PeriodSettings {
        id: period(),
        title: None,
        deadline: Deadline::before(date("2024-06-15")),
        departments: DEPARTMENTS.iter().map(|id| (department(id), id.to_uppercase())).collect(),
        form: "BM-VP-01.01".into(),
        opened: date("2024-06-01"),
        directive: None,
        reapproval: false,
    }
}

/// What brings a line to a stage.
type Step<'a> = (Stage, &'a dyn Fn(&mut Line));

/// A line being written.
#[derive(Clone)]
pub struct Line {
    pub entries: Vec<Entry>,
    pub at: i64,
    pub options: VerifyOptions,
}

impl Line {
    /// A folder set up, and nothing more.
    pub fn new() -> Line {
        let at = Moment::start_of(date("2024-06-03")).unix();
        let mut line = Line { entries: Vec::new(), at, options: VerifyOptions::default() };
        let genesis = Act {
            actor: PersonId::parse("an").unwrap(),
            role: Role::Administrator,
            period: None,
            prev: ObjectId::ZERO,
            detail: Detail::Genesis { agency: words("Sở Khoa học và Công nghệ") },
        };
        let entry = Entry {
            roster: Some(Ok(Arc::new(office()))),
            ..line.entry("an", Some(genesis), vec![write("baocao.toml", "0"), write("templates/BM-VP-01.md", "0")])
        };
        line.options.pinned_root = Some(entry.commit);
        line.push(entry)
    }

    /// A folder with the period open.
    pub(crate) fn open() -> Line {
        Line::new().open_with(settings())
    }

    pub(crate) fn open_with(mut self, settings: PeriodSettings) -> Line {
        let path = in_period(&period(), "ky.toml");
        let last_day = settings.deadline.last_day();
        let plan = Plan::Open { period: period(), subject: version(&path, "ky"), last_day };
        let act = self.prepare("chi", &plan);
        let mut changes = vec![write(in_period(&period(), "bieu-mau.md"), "form"), write(path.clone(), "ky")];
        changes.extend(DEPARTMENTS.iter().map(|id| write(report(&period(), &department(id)), "skeleton")));
        let periods = vec![(path, Ok(Arc::new(settings)))];
        let entry = Entry { periods, ..self.entry("chi", Some(act), changes) };
        self.push_ref(entry);
        self
    }

    /// An honest line up to a stage; `Completing` and `Finalized` by way of instructions.
    pub(crate) fn until(stage: Stage) -> Line {
        let mut line = Line::open();
        for (id, by) in [("ke-hoach", "khanh"), ("thanh-tra", "hoa")] {
            line.submit(by, id, "báo cáo 1");
        }
        let instructed = matches!(stage, Stage::Completing | Stage::Finalized);
        let instructions = instructed.then(|| words("bổ sung số liệu"));
        let steps: [Step; 7] = [
            (Stage::Drafted, &|line| line.merge("chi", "dự thảo 85%")),
            (Stage::Reviewed, &|line| line.act("binh", Plan::Review { period: period() }, vec![])),
            (Stage::Approved, &|line| {
                line.act("dung", Plan::Approve { period: period(), instructions: instructions.clone() }, vec![]);
            }),
            (Stage::Completing, &|_| ()),
            (Stage::Finalized, &|line| {
                if instructed {
                    line.finalize("binh", "hoàn chỉnh")
                }
            }),
            (Stage::Dispatched, &|line| line.dispatch("hai")),
            (Stage::Archived, &|line| line.archive("hai")),
        ];
        steps.iter().take_while(|(reached, _)| *reached <= stage).for_each(|(_, step)| step(&mut line));
        line
    }

    pub(crate) fn submit(&mut self, by: &str, id: &str, text: &str) {
        let path = report(&period(), &department(id));
        let subject = version(&path, text);
        self.act(by, Plan::Submit { period: period(), subject, pictures: Vec::new() }, vec![write(path, text)]);
    }

    pub(crate) fn merge(&mut self, by: &str, text: &str) {
        let path = draft(&period());
        self.act(by, Plan::Merge { period: period(), subject: version(&path, text) }, vec![write(path, text)]);
    }

    pub(crate) fn finalize(&mut self, by: &str, text: &str) {
        let path = draft(&period());
        self.act(
            by,
            Plan::Finalize { period: period(), subject: version(&path, text), reason: None },
            vec![write(path, text)],
        );
    }

    pub(crate) fn dispatch_plan() -> Plan {
        Plan::Dispatch {
            period: period(),
            number: words("12/BC-SKHCN"),
            date: date("2024-06-03"),
            to: vec![words("UBND tỉnh")],
            channel: None,
            files: vec![("bao-cao.pdf".into(), blob("pdf"), Digest::of(b"pdf"))],
            compared: Default::default(),
        }
    }

    pub(crate) fn dispatch(&mut self, by: &str) {
        self.act(by, Line::dispatch_plan(), vec![write(in_period(&period(), "ho-so/bao-cao.pdf"), "pdf")]);
    }

    pub(crate) fn archive(&mut self, by: &str) {
        let plan = Plan::Archive { period: period(), manifest: Digest::of(b"manifest") };
        self.act(by, plan, vec![write(in_period(&period(), "ho-so/bang-ma-kiem.sha256"), "manifest")]);
    }

    pub(crate) fn give_back(&mut self, by: &str, id: Option<&str>) {
        let reason = words("thiếu số liệu");
        let due = id.map(|_| date("2024-06-20"));
        let plan = Plan::Return { period: period(), department: id.map(department), due, reason };
        self.act(by, plan, vec![]);
    }

    pub(crate) fn endorse(&mut self, by: &str, proposal: Proposal) {
        self.act(by, Plan::Endorse { proposal }, vec![]);
    }

    /// The act a plan gives, which must be allowed.
    pub(crate) fn prepare(&self, by: &str, plan: &Plan) -> Act {
        let ledger = self.ledger();
        let actor = ledger.roster().unwrap().person(&PersonId::parse(by).unwrap()).unwrap().clone();
        prepare(&ledger, plan, &actor, Moment::from_unix(self.at)).unwrap()
    }

    /// One honest step.
    pub fn act(&mut self, by: &str, plan: Plan, changes: Vec<Change>) {
        let act = self.prepare(by, &plan);
        let entry = self.entry(by, Some(act), changes);
        self.push_ref(entry);
    }

    /// Plain text work.
    pub(crate) fn plain(&mut self, by: &str, changes: Vec<Change>) {
        let entry = self.entry(by, None, changes);
        self.push_ref(entry);
    }

    /// A commit signed by a person's key, a minute later than the last one.
    pub(crate) fn entry(&self, by: &str, act: Option<Act>, mut changes: Vec<Change>) -> Entry {
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        let parent = self.entries.last().map(|entry| entry.commit);
        let at = Moment::from_unix(self.at + 60);
        let name = format!("{parent:?} {by} {act:?} {changes:?} {at:?}");
        Entry {
            commit: blob(&name),
            parents: parent.into_iter().collect(),
            at,
            title: "một việc".into(),
            odd: None,
            signature: Signature::By(key(by).material.fingerprint()),
            act: Ok(act),
            changes,
            opaque: false,
            roster: None,
            settings: None,
            besides: None,
            periods: Vec::new(),
            branches: Vec::new(),
            ahead: Vec::new(),
        }
    }

    pub(crate) fn push_ref(&mut self, entry: Entry) {
        self.at = entry.at.unix().max(self.at);
        self.entries.push(entry);
    }

    pub(crate) fn push(mut self, entry: Entry) -> Line {
        self.push_ref(entry);
        self
    }

    pub(crate) fn verify(&self) -> (Ledger<Verified>, Vec<Diagnostic>) {
        verify(Ledger::new(self.entries.clone()), &self.options)
    }

    pub(crate) fn ledger(&self) -> Ledger<Verified> {
        self.verify().0
    }

    pub(crate) fn codes(&self) -> Vec<Code> {
        self.verify().1.iter().map(|diagnostic| diagnostic.code).collect()
    }

    pub fn stage(&self) -> Stage {
        self.ledger().stage(&period())
    }
}

impl Ledger<Verified> {
    /// The commit at which belief in a period ends, if something is wrong with it.
    pub(crate) fn stopped(&self, period: &PeriodId) -> Option<ObjectId> {
        self.state().stopped.get(period).copied().or(self.state().halted)
    }
}
