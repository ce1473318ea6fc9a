//! Bước: one step of the procedure, as the signed commit records it.
//!
//! The rules of each act (trailers, roles, stage, paths, facts) are in a file of its own in the crate `baocao-procedure`; the table
//! of who may do what and what each act binds is the one of docs/verification.md, part 5.

use crate::domain::{Capacity, Date, DepartmentId, Digest, ObjectId, OneLine, PeriodId, PersonId, Role, Version};
use crate::say;
use crate::text::Text;
use rust_decimal::Decimal;

macro_rules! kinds {
    ($($variant:ident = $id:literal, $vi:literal;)+) => {
        /// Which step.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ActKind {
            $(#[doc = concat!("`", $id, "`: ", $vi, ".")] $variant,)+
        }

        impl ActKind {
            /// Every kind.
            pub(crate) const ALL: &'static [ActKind] = &[$(ActKind::$variant),+];

            /// The id in trailers and JSON.
            pub fn id(self) -> &'static str {
                match self { $(ActKind::$variant => $id,)+ }
            }

            /// The word that opens a Vietnamese subject line.
            pub fn word(self) -> &'static str {
                match self { $(ActKind::$variant => $vi,)+ }
            }

            /// The kind of that id.
            pub fn from_id(id: &str) -> Option<ActKind> {
                ActKind::ALL.iter().copied().find(|kind| kind.id() == id)
            }

            /// Whether it concerns the folder and its roster, and no period.
            pub fn on_folder(self) -> bool {
                matches!(self, ActKind::Genesis | ActKind::Endorse | ActKind::Roster | ActKind::Annul)
            }
        }
    };
}

kinds! {
    Genesis = "genesis", "lập thư mục";
    Open = "open", "mở kỳ";
    Directive = "directive", "chỉ đạo";
    Submit = "submit", "nộp";
    Receive = "receive", "thu thập";
    Merge = "merge", "tổng hợp";
    Review = "review", "trình";
    Return = "return", "trả lại";
    Approve = "approve", "duyệt";
    Finalize = "finalize", "hoàn chỉnh";
    Dispatch = "dispatch", "gửi";
    Archive = "archive", "lưu hồ sơ";
    Restate = "restate", "đính chính";
    Endorse = "endorse", "tán thành";
    Roster = "roster", "đổi danh sách";
    Annul = "annul", "huỷ";
}

/// One input of a consolidated draft (`Baocao-Input`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Whose report.
    pub department: DepartmentId,
    /// The exact text.
    pub blob: ObjectId,
    /// Its digest.
    pub sha256: Digest,
    /// The `submit` or `receive` commit that brought it.
    pub commit: ObjectId,
}

impl Input {
    /// The value of the trailer, which is also one line of what `Baocao-Inputs` digests.
    pub fn line(&self) -> String {
        format!("{} {} sha256:{} {}", self.department, self.blob, self.sha256, self.commit)
    }

    /// SHA-256 of the lines joined by LF, in the order given (which must be by department id).
    pub fn digest_all(inputs: &[Input]) -> Digest {
        Digest::of(inputs.iter().map(Input::line).collect::<Vec<_>>().join("\n").as_bytes())
    }
}

/// One figure put right after its approval (`Baocao-Figure`): whose, of which indicator, from what to what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Correction {
    /// Whose figure.
    pub department: DepartmentId,
    /// Of which indicator, by its id.
    pub indicator: OneLine,
    /// The figure that stood until then, as the signer saw it; none where the report had none.
    pub was: Option<Decimal>,
    /// The right figure.
    pub now: Decimal,
}

impl Correction {
    /// The value of the trailer: `<department> <indicator> <was> <now>`, with `-` for no figure.
    pub fn line(&self) -> String {
        let was = self.was.map_or_else(|| "-".to_string(), |was| was.normalize().to_string());
        format!("{} {} {was} {}", self.department, self.indicator, self.now.normalize())
    }

    /// Reads exactly what [`Correction::line`] writes.
    pub fn exact(text: &str) -> Option<Correction> {
        let mut words = text.split(' ');
        let department = DepartmentId::parse(words.next()?)?;
        let indicator = OneLine::exact(words.next()?)?;
        let was = match words.next()? {
            "-" => None,
            was => Some(was.parse().ok()?),
        };
        let read = Correction { department, indicator, was, now: words.next()?.parse().ok()? };
        (read.line() == text).then_some(read)
    }

    /// What the correction is of; a step names it once.
    pub fn place(&self) -> (&DepartmentId, &OneLine) {
        (&self.department, &self.indicator)
    }
}

/// What an endorsement agrees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proposal {
    /// Exactly these bytes of a new `baocao.toml`.
    Roster(Digest),
    /// Exactly these commits, by the digest of [`Proposal::annulment`].
    Annulment(Digest),
}

impl Proposal {
    /// The proposal to annul some commits: SHA-256 of their names joined by LF, in the order of the act.
    pub fn annulment(commits: &[ObjectId]) -> Self {
        let names: Vec<String> = commits.iter().map(ObjectId::to_string).collect();
        Proposal::Annulment(Digest::of(names.join("\n").as_bytes()))
    }
}

/// A step's own facts, beyond actor, role and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// The first commit.
    Genesis {
        /// The agency's name.
        agency: OneLine,
    },
    /// A period is opened.
    Open {
        /// `ky.toml`.
        subject: Version,
        /// The last day in time.
        last_day: Date,
    },
    /// An order changes the last day.
    Directive {
        /// The new last day.
        last_day: Date,
        /// The order's reference.
        basis: OneLine,
    },
    /// A department submits its report.
    Submit {
        /// The report.
        subject: Version,
        /// The pictures that it shows, by path.
        pictures: Vec<Version>,
    },
    /// The office takes in submissions from departments' branches.
    Receive {
        /// Department and the tip of its branch.
        received: Vec<(DepartmentId, ObjectId)>,
    },
    /// The draft is made, refreshed or its hand edits are recorded.
    Merge {
        /// `tong-hop.md`.
        subject: Version,
        /// By department id.
        inputs: Vec<Input>,
        /// Departments left out by `--partial`, by id.
        missing: Vec<DepartmentId>,
    },
    /// Chánh Văn phòng has reviewed and submits to the leaders.
    Review {
        /// `tong-hop.md`.
        subject: Version,
        /// Digest of the inputs' lines.
        inputs: Digest,
        /// The merge it stands on.
        merge: ObjectId,
    },
    /// Sent back.
    Return {
        /// What is sent back.
        subject: Version,
        /// The department, when a department's report is sent back; none for the draft.
        department: Option<DepartmentId>,
        /// The new day.
        due: Option<Date>,
        /// Why; mandatory.
        reason: OneLine,
    },
    /// A leader approves exactly this text.
    Approve {
        /// `tong-hop.md`.
        subject: Version,
        /// Digest of the inputs' lines.
        inputs: Digest,
        /// The review it stands on.
        review: ObjectId,
        /// By what right a deputy approves.
        capacity: Option<Capacity>,
        /// Instructions for the last completion.
        instructions: Option<OneLine>,
    },
    /// Completed per the leader's instructions.
    Finalize {
        /// The completed text.
        subject: Version,
        /// The approved text it departs from.
        was: Version,
        /// The approval.
        approve: ObjectId,
        /// Why the approved text stays as it was; given only where nothing changed.
        reason: Option<OneLine>,
    },
    /// Sent.
    Dispatch {
        /// The text that was sent.
        subject: Version,
        /// Whether it stands on an approval or on a finalization, and which.
        basis: (ActKind, ObjectId),
        /// Số ký hiệu, `12/BC-SKHCN`.
        number: OneLine,
        /// Date of the document.
        date: Date,
        /// Recipients (nơi nhận).
        to: Vec<OneLine>,
        /// How it was sent (kênh gửi).
        channel: Option<OneLine>,
        /// Sent files in `ho-so/`, by name.
        files: Vec<(String, Digest)>,
        /// Which of them were not held against the approved text, or differ from it.
        compared: FilesCompared,
    },
    /// Filed.
    Archive {
        /// The text that was filed.
        subject: Version,
        /// The dispatch.
        dispatch: ObjectId,
        /// Digest of the manifest.
        manifest: Digest,
    },
    /// Figures of an approved report are put right.
    Restate {
        /// The leader's word that they stood under: the approval, or the completion.
        basis: (ActKind, ObjectId),
        /// By department and indicator.
        corrections: Vec<Correction>,
        /// By what right a deputy signs.
        capacity: Option<Capacity>,
        /// Why; mandatory.
        reason: OneLine,
    },
    /// Somebody agrees to a change of the roster or to an annulment, which needs several people.
    Endorse {
        /// To what.
        proposal: Proposal,
    },
    /// The roster changes.
    Roster {
        /// The new `baocao.toml`.
        subject: Version,
        /// The endorsements.
        endorsements: Vec<ObjectId>,
    },
    /// Commits that must not be believed.
    Annul {
        /// Which.
        commits: Vec<ObjectId>,
        /// Why.
        reason: OneLine,
    },
}

impl Detail {
    /// Which step it is.
    pub fn kind(&self) -> ActKind {
        match self {
            Detail::Genesis { .. } => ActKind::Genesis,
            Detail::Open { .. } => ActKind::Open,
            Detail::Directive { .. } => ActKind::Directive,
            Detail::Submit { .. } => ActKind::Submit,
            Detail::Receive { .. } => ActKind::Receive,
            Detail::Merge { .. } => ActKind::Merge,
            Detail::Review { .. } => ActKind::Review,
            Detail::Return { .. } => ActKind::Return,
            Detail::Approve { .. } => ActKind::Approve,
            Detail::Finalize { .. } => ActKind::Finalize,
            Detail::Dispatch { .. } => ActKind::Dispatch,
            Detail::Archive { .. } => ActKind::Archive,
            Detail::Restate { .. } => ActKind::Restate,
            Detail::Endorse { .. } => ActKind::Endorse,
            Detail::Roster { .. } => ActKind::Roster,
            Detail::Annul { .. } => ActKind::Annul,
        }
    }

    /// Why, where the act says so.
    pub fn reason(&self) -> Option<&OneLine> {
        match self {
            Detail::Return { reason, .. } | Detail::Restate { reason, .. } | Detail::Annul { reason, .. } => {
                Some(reason)
            }
            Detail::Dispatch { compared, .. } => compared.reason.as_ref(),
            Detail::Finalize { reason, .. } => reason.as_ref(),
            _ => None,
        }
    }

    /// The exact text the act is about, where it is about one.
    pub fn subject(&self) -> Option<&Version> {
        match self {
            Detail::Open { subject, .. }
            | Detail::Submit { subject, .. }
            | Detail::Merge { subject, .. }
            | Detail::Review { subject, .. }
            | Detail::Return { subject, .. }
            | Detail::Approve { subject, .. }
            | Detail::Finalize { subject, .. }
            | Detail::Dispatch { subject, .. }
            | Detail::Archive { subject, .. }
            | Detail::Roster { subject, .. } => Some(subject),
            _ => None,
        }
    }
}

/// Sent files that are not known to say what the approved text says, by name in rising order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilesCompared {
    /// Files whose words could not be read: chưa đối chiếu.
    pub unread: Vec<String>,
    /// Files that say something else.
    pub differing: Vec<String>,
    /// Why those were sent nevertheless; given whenever there is one.
    pub reason: Option<OneLine>,
}

impl FilesCompared {
    /// What people are told of a sent file beside its name; nothing of one that says what was approved.
    pub fn of(&self, name: &str) -> Option<Text> {
        let is = |names: &[String]| names.iter().any(|known| known == name);
        if is(&self.unread) {
            return Some(say!(vi: "chưa đối chiếu", en: "not compared"));
        }
        is(&self.differing).then(|| say!(vi: "khác văn bản được duyệt", en: "differs from the approved text"))
    }

    /// Whether it is about sent files of those names only, each once and in one of the lists, with a reason where one is due.
    pub fn is_about(&self, files: &[(String, Digest)]) -> bool {
        let rising = |names: &[String]| names.windows(2).all(|pair| pair[0] < pair[1]);
        let named = |name: &String| files.iter().any(|(sent, _)| sent == name);
        rising(&self.unread)
            && rising(&self.differing)
            && self.unread.iter().chain(&self.differing).all(named)
            && !self.unread.iter().any(|name| self.differing.contains(name))
            && self.reason.is_some() != self.differing.is_empty()
    }
}

/// One step: who, in which role, in which period, after which step, and its own facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The person, who must own the key that signs.
    pub actor: PersonId,
    /// In which role.
    pub role: Role,
    /// The period; none for acts on the folder itself.
    pub period: Option<PeriodId>,
    /// The last act of this period on the line (for acts on the folder, the last of those); [`ObjectId::ZERO`] for
    /// the first. Nothing else stands between the office and a replay of a genuine commit by the same key.
    pub prev: ObjectId,
    /// The step's own facts.
    pub detail: Detail,
}

impl Act {
    /// Which step it is.
    pub fn kind(&self) -> ActKind {
        self.detail.kind()
    }
}
