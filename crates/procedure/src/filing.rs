//! A filed record: which files it consists of, and that its manifest and its generated papers say what is so.

use crate::ledger::{Judged, Ledger, Verified};
use crate::papers::Papers;
use crate::problem::Problem;
use crate::record::{Arrival, PeriodRecord};
use crate::site::in_period;
use crate::state::{After, State};
use baocao_core::diagnostic::Code;
use baocao_core::domain::{Change, Digest, Moment, ObjectId, PeriodId, Settings, Version};
use baocao_core::say;
use baocao_core::text::{RepoPath, Text, visible};
use std::collections::{BTreeMap, BTreeSet};

/// The manifest of a filed record.
pub const MANIFEST: &str = "bang-ma-kiem.sha256";
/// The index of a filed record.
pub const INDEX: &str = "muc-luc.md";
/// The same index as a Word file.
pub const INDEX_PAGE: &str = "muc-luc.docx";
/// The ledger of the period as it was when the record was filed.
pub const TRAIL: &str = "nhat-ky.md";
/// The most answers of receivers that a record takes in.
const PACKETS: u32 = 999;

/// A receiver's answer in the record, by its number from 1.
pub fn status_packet(number: u32) -> String {
    format!("trang-thai-{number}.edxml")
}

/// A record at the moment at which it is filed: what the history proves up to there, and the files of the filing itself.
pub struct Filing<'a> {
    state: &'a State,
    judged: &'a [Judged],
    changes: &'a [Change],
    /// What is proven about the period.
    pub record: &'a PeriodRecord,
    /// The line's clock at the filing.
    pub at: Moment,
}

impl<'a> Filing<'a> {
    /// The filing of a period as the judgements hand it on.
    pub(crate) fn new(
        state: &'a State,
        judged: &'a [Judged],
        changes: &'a [Change],
        record: &'a PeriodRecord,
        at: Moment,
    ) -> Self {
        Filing { state, judged, changes, record, at }
    }

    /// The office's settings on the line, its roster left out; `None` before the folder is set up.
    pub fn settings(&self) -> Option<&'a Settings> {
        self.state.settings.as_deref()
    }

    /// The text at a path, as the filing leaves it.
    pub fn version(&self, path: &RepoPath) -> Option<Version> {
        After { files: &self.state.files, changes: self.changes }.version(path)
    }

    /// A file of the record by its name.
    pub fn file(&self, name: &str) -> Option<Version> {
        self.version(&in_period(&self.record.id, &format!("ho-so/{name}")))
    }

    /// The acts of the period before the filing, as `log` showed them then.
    pub fn acts(&self) -> impl Iterator<Item = &'a Judged> {
        let id = &self.record.id;
        self.judged.iter().filter(move |judged| judged.period.as_ref() == Some(id))
    }

    /// What came by departments' own branches before the filing.
    pub fn arrivals(&self) -> &'a [(PeriodId, Arrival, ObjectId)] {
        &self.state.arrivals
    }

    /// The receivers' answers among its files, in the order of their numbers.
    pub fn packets(&self) -> Vec<Version> {
        (1..=PACKETS).map_while(|number| self.file(&status_packet(number))).collect()
    }

    /// Every file of the period but the manifest, as the manifest names it, with its digest.
    pub fn files(&self) -> BTreeMap<String, Digest> {
        let folder = in_period(&self.record.id, "");
        let below = |path: &RepoPath| path.as_str().strip_prefix(folder.as_str()).map(str::to_string);
        let standing = self
            .state
            .files
            .range(folder.clone()..)
            .map_while(|(path, (_, digest))| below(path).map(|name| (name, *digest)));
        let mut files: BTreeMap<String, Digest> = standing.collect();
        for change in self.changes {
            let Some(name) = below(&change.path) else { continue };
            match change.new {
                Some((_, digest)) => files.insert(name, digest),
                None => files.remove(&name),
            };
        }
        files.remove(&format!("ho-so/{MANIFEST}"));
        files
    }
}

impl Ledger<Verified> {
    /// A period's record as it would be filed at a moment, without the filing's own files.
    pub fn filing(&self, period: &PeriodId, at: Moment) -> Option<Filing<'_>> {
        let record = self.period(period)?;
        Some(Filing::new(&self.inner.state, &self.inner.judged, &[], record, at))
    }
}

/// Judges a filing: the files of the record, the manifest over all of them, and the papers made from the history.
///
/// `told` is the same filing by the ledger of its day, which its papers tell: what was annulled only afterwards was believed
/// then. The files are held against what is believed now.
pub(crate) fn filed(filing: &Filing<'_>, told: &Filing<'_>, papers: &dyn Papers) -> Result<(), Problem> {
    let files = filing.files();
    consists_of(filing, &files)?;
    let Some(manifest) = filing.file(MANIFEST) else {
        return Err(wrong(say!(vi: "hồ sơ không có “{MANIFEST}”", en: "the record has no “{MANIFEST}”")));
    };
    let listed = papers.manifest(&manifest).map_err(|why| {
        let what = say!(vi: "“{MANIFEST}” sai dạng", en: "“{MANIFEST}” is malformed");
        again(Problem::because(Code::ContentChanged, what, &why))
    })?;
    lists(&listed, &files)?;
    papers.generated(told).map_err(wrong)
}

/// What was sent, what `archive` makes and receivers' answers: a record holds nothing else.
fn consists_of(filing: &Filing<'_>, files: &BTreeMap<String, Digest>) -> Result<(), Problem> {
    let made = [INDEX, INDEX_PAGE, TRAIL];
    let packets = filing.packets().len();
    let sent = filing.record.dispatch.iter().flat_map(|dispatch| &dispatch.files).map(|(name, _)| name.clone());
    let known: BTreeSet<String> =
        sent.chain(made.map(str::to_string)).chain((1..=PACKETS).take(packets).map(status_packet)).collect();
    let mut inside = files.keys().filter_map(|path| path.strip_prefix("ho-so/"));
    match inside.find(|name| !known.contains(*name)) {
        None => Ok(()),
        Some(name) => {
            let name = visible(name);
            Err(wrong(say!(
                vi: "“{name}” không phải văn bản đã gửi, cũng không phải tệp của hồ sơ",
                en: "“{name}” was not sent and is no paper of the record"
            )))
        }
    }
}

/// Each file of the period is in the manifest once with its digest, and no other line does.
fn lists(listed: &[(String, Digest)], files: &BTreeMap<String, Digest>) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for (path, digest) in listed {
        let shown = visible(path);
        let why = match files.get(path) {
            None => say!(
                vi: "“{MANIFEST}” kê “{shown}”, không phải tệp của kỳ này",
                en: "“{MANIFEST}” lists “{shown}”, which is no file of this period"
            ),
            Some(_) if !seen.insert(path) => {
                say!(vi: "“{MANIFEST}” kê “{shown}” hai lần", en: "“{MANIFEST}” lists “{shown}” twice")
            }
            Some(is) if is != digest => say!(
                vi: "mã kiểm của “{shown}” trong “{MANIFEST}” không đúng với tệp",
                en: "the digest of “{shown}” in “{MANIFEST}” is not that of the file"
            ),
            Some(_) => continue,
        };
        return Err(wrong(why));
    }
    match files.keys().find(|path| !seen.contains(path)) {
        None => Ok(()),
        Some(path) => {
            let path = visible(path);
            Err(wrong(say!(vi: "“{MANIFEST}” không kê “{path}”", en: "“{MANIFEST}” does not list “{path}”")))
        }
    }
}

fn wrong(why: Text) -> Problem {
    again(Problem::new(Code::ContentChanged, why))
}

/// What to do about a record that was filed wrongly.
fn again(problem: Problem) -> Problem {
    problem.who(say!(
        vi: "người quản trị loại bước lưu này bằng `baocao annul`, rồi Văn thư lưu lại bằng `baocao archive`",
        en: "the administrator takes this filing out with `baocao annul`, then the clerk files again with `baocao archive`"
    ))
}
