//! Hồ sơ kỳ: one period as understood. Every judgement takes it; nothing in it changes while judging.

use crate::domain::{
    Cadence, Date, Deadline, DepartmentId, Form, FrontMatter, Heading, Markup, Moment, ObjectId, PeriodId,
    PeriodSettings, PeriodWords, PersonId, PictureUse, Report, Series, Settings, Statements,
};
use crate::text::{Lang, RepoPath, Source, Span, Text};
use std::collections::BTreeMap;

/// A report that was submitted (đã nộp) and not returned since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// When it arrived for the deadline. The office's own return makes nobody late: a report sent back without a new day
    /// arrived when it first did.
    pub at: Moment,
    /// The exact text.
    pub blob: ObjectId,
    /// Who submitted it.
    pub by: PersonId,
    /// The date by which it had to arrive, where a return set one.
    pub due: Option<Date>,
}

/// A report that was returned to its department (trả lại).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// When.
    pub at: Moment,
    /// The new last day, if one was set.
    pub due: Option<Date>,
    /// Why.
    pub reason: String,
}

/// Where a department stands in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DepartmentState {
    /// `empty`: there is no file, or the skeleton is untouched.
    Empty,
    /// `draft`: written and not submitted.
    Draft,
    /// `submitted`.
    Submitted,
    /// `returned`: given back and not submitted since.
    Returned,
    /// `missing`: not submitted, and the last day has passed.
    Missing,
}

impl DepartmentState {
    /// The word in JSON.
    pub fn id(self) -> &'static str {
        match self {
            DepartmentState::Empty => "empty",
            DepartmentState::Draft => "draft",
            DepartmentState::Submitted => "submitted",
            DepartmentState::Returned => "returned",
            DepartmentState::Missing => "missing",
        }
    }

    /// The words people read.
    pub fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (DepartmentState::Empty, Lang::Vi) => "chưa viết",
            (DepartmentState::Draft, Lang::Vi) => "đang viết",
            (DepartmentState::Submitted, Lang::Vi) => "đã nộp",
            (DepartmentState::Returned, Lang::Vi) => "bị trả lại",
            (DepartmentState::Missing, Lang::Vi) => "quá hạn, chưa nộp",
            (DepartmentState::Empty, Lang::En) => "not begun",
            (DepartmentState::Draft, Lang::En) => "being written",
            (DepartmentState::Submitted, Lang::En) => "submitted",
            (DepartmentState::Returned, Lang::En) => "returned",
            (DepartmentState::Missing, Lang::En) => "overdue, not submitted",
        }
    }
}

/// The facts one period is judged with.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The period's folder, `reports/2024-Q2`.
    pub folder: RepoPath,
    /// `ky.toml`: departments, form and limit as frozen when the period was opened.
    pub period: PeriodSettings,
    /// The limit in force. What a rest day does to it was decided when the period was opened, and an order's date is
    /// the order's.
    pub deadline: Deadline,
    /// `baocao.toml`.
    pub settings: Settings,
    /// `bieu-mau.md`.
    pub form: Form,
    /// What `{ky}` and `{ky_sau}` stand for.
    pub words: PeriodWords,
    /// The moment of the judgement.
    pub now: Moment,
    /// Reports that stand submitted.
    pub submissions: BTreeMap<DepartmentId, Submission>,
    /// Reports that were returned and not submitted since.
    pub returns: BTreeMap<DepartmentId, Returned>,
}

impl Dossier {
    /// A period in which nothing has happened yet.
    pub fn new(folder: RepoPath, period: PeriodSettings, settings: Settings, form: Form, now: Moment) -> Self {
        Dossier {
            folder,
            deadline: period.deadline,
            words: PeriodWords::of(&period.id, period.title.as_deref()),
            period,
            settings,
            form,
            now,
            submissions: BTreeMap::new(),
            returns: BTreeMap::new(),
        }
    }

    /// The period.
    pub fn id(&self) -> &PeriodId {
        &self.period.id
    }

    /// Its kind.
    pub fn cadence(&self) -> Cadence {
        self.period.id.cadence()
    }

    /// The limit of one department: the period's, or the date set when its report was returned.
    pub fn due(&self, department: &DepartmentId) -> Deadline {
        let returned = self.returns.get(department).and_then(|r| r.due);
        let set = returned.or_else(|| self.submissions.get(department).and_then(|s| s.due));
        set.map_or(self.deadline, Deadline::no_later_than)
    }

    /// Where a department's report stands.
    pub fn report_path(&self, department: &DepartmentId) -> RepoPath {
        self.folder.join(&format!("{department}.md"))
    }

    /// A department's name; its id where nobody knows a name.
    pub fn department_name<'a>(&'a self, department: &'a DepartmentId) -> &'a str {
        let now = || self.settings.department(department).map(|d| d.name.as_str());
        self.period.department_name(department).or_else(now).unwrap_or(department.as_str())
    }

    /// Where a department stands; `report` is its file as read, if there is one.
    pub fn state(&self, department: &DepartmentId, report: Option<&Report>) -> DepartmentState {
        if self.submissions.contains_key(department) {
            DepartmentState::Submitted
        } else if self.due(department).is_late(self.now) {
            DepartmentState::Missing
        } else if self.returns.contains_key(department) {
            DepartmentState::Returned
        } else if report.is_none_or(Report::is_untouched) {
            DepartmentState::Empty
        } else {
            DepartmentState::Draft
        }
    }
}

/// Why a file's bytes are not the text they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodingFault {
    /// The encoding's name, if one was recognised.
    pub name: Option<&'static str>,
    /// Whether it is no text at all.
    pub binary: bool,
    /// The first offending stretch.
    pub span: Span,
    /// That stretch in proper Vietnamese, if it can be told.
    pub sample: Option<String>,
}

/// A place where a file of settings or a form does not say what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misreading {
    /// Where; none for the file as a whole.
    pub span: Option<Span>,
    /// What is wrong.
    pub message: Text,
    /// How to fix it.
    pub help: Option<Text>,
}

/// What one thing in a period's folder is.
#[derive(Debug, Clone)]
pub enum PaperKind {
    /// A department's report.
    Report(Box<Report>),
    /// `tong-hop.md`: its front matter and headings.
    Draft(FrontMatter, Vec<Heading>),
    /// `ky.toml`.
    Period,
    /// `bieu-mau.md`, also a form under `templates`.
    Form,
    /// A file under `ho-so/`: what it must be is judged by the filed record, not here.
    Filed,
    /// A file that belongs to nothing; the most likely department, if the name is like one's.
    Stray(Option<DepartmentId>),
    /// A file under `phu-luc/` that is no picture of a department of the period: its path below that folder.
    Annex(String),
    /// No regular file: what it is.
    Irregular(Text),
    /// More bytes than are read: how many, and the limit.
    TooLarge(u64, u64),
}

/// Một tệp của kỳ: one thing in a period's folder as read.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Where it stands.
    pub path: RepoPath,
    /// What it is.
    pub kind: PaperKind,
    /// The department whose report it is, by its file name.
    pub department: Option<DepartmentId>,
    /// Its text; none where there is none to judge.
    pub source: Option<Source>,
    /// What is wrong with its bytes.
    pub encoding: Option<EncodingFault>,
    /// What its own reader found wrong with it (`ky.toml`, a form).
    pub misreadings: Vec<Misreading>,
    /// What the department reported in other periods, as far as a rule may ask for it.
    pub past: Series,
    /// What a report's running text says in numbers.
    pub statements: Statements,
    /// Where the marks of a report's text do something its writer hardly meant.
    pub markup: Markup,
    /// How much of a report stands word for word in the approved report of the period before: that period, characters in all,
    /// and characters that are the same.
    pub copied: Option<(PeriodId, usize, usize)>,
    /// The pictures that a report or the draft shows.
    pub pictures: Vec<PictureUse>,
}

impl Paper {
    /// A thing without text.
    pub fn bare(path: RepoPath, kind: PaperKind) -> Self {
        Paper {
            path,
            kind,
            department: None,
            source: None,
            encoding: None,
            misreadings: Vec::new(),
            past: Series::default(),
            statements: Statements::default(),
            markup: Markup::default(),
            copied: None,
            pictures: Vec::new(),
        }
    }

    /// The report, if it is one.
    pub fn report(&self) -> Option<&Report> {
        match &self.kind {
            PaperKind::Report(report) => Some(report),
            _ => None,
        }
    }
}
