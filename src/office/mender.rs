//! One text with every safe repair made. Each repair is read again before it is kept: one that did not do what it should (a
//! heading put into an open code block, a list that lost a word) is not made.

use baocao_check::edits::mend::{Edit, Elsewhere};
use baocao_check::edits::{mend, separate};
use baocao_check::reports::outline::FormIndex;
use baocao_check::reports::skeleton::write as skeleton;
use baocao_core::domain::{Dossier, FrontMatter, Report};
use baocao_core::say;
use baocao_core::text::{RepoPath, Source, Text};
use std::collections::BTreeSet;

/// How many repairs are tried one by one where not all of them can be made: each reads the whole text again.
const MANY: usize = 100;

/// A text being repaired.
pub struct Mender<'d> {
    dossier: &'d Dossier,
    index: FormIndex,
    /// The text as repaired so far.
    pub source: Source,
    /// What was done, each kind once.
    pub done: Vec<Text>,
    /// What only a person can decide.
    pub offers: Vec<Text>,
}

impl<'d> Mender<'d> {
    /// Begins with a text as it was found.
    pub fn new(dossier: &'d Dossier, path: &RepoPath, text: &str) -> Self {
        let index = FormIndex::new(&dossier.form, &dossier.words);
        let source = Source::new(path.clone(), text.to_string());
        Mender { dossier, index, source, done: Vec::new(), offers: Vec::new() }
    }

    /// The byte-order mark and the Unicode form.
    pub fn letters(&mut self) {
        let bom: Vec<Edit> = mend::without_bom(&self.source).into_iter().collect();
        self.keep(&bom);
        let letters = mend::composed(&self.source);
        self.keep(&letters);
    }

    /// Front matter that has no end, and numbers that YAML cuts in two. Only what can be read afterwards is kept.
    pub fn front(&mut self) {
        let readable = |source: &Source| {
            let front = baocao_core::format::front_matter::read(source.text());
            matches!(front.front, FrontMatter::Read(..)).then_some(front)
        };
        let front = baocao_core::format::front_matter::read(self.source.text());
        if front.unclosed {
            let edit = mend::closed(&self.source, front.body);
            if readable(&self.edited(std::slice::from_ref(&edit))).is_some() {
                self.keep(&[edit]);
            }
        }
        let numbers = mend::quoted_decimals(&self.source, &self.read());
        if readable(&self.edited(&numbers)).is_some() {
            self.keep(&numbers);
        }
    }

    /// Lines that Markdown joins, cells it drops, headings it makes by accident. No word may change, and no section.
    pub fn lines(&mut self) {
        let report = self.read();
        let markup = baocao_check::reports::markup::of(&self.source, &report);
        self.try_wording(&mend::reset(&self.source, &report, &markup), false);
        let markup = baocao_check::reports::markup::of(&self.source, &self.read());
        let tables = markup.tables.iter().map(|table| separate::widened(&self.source, table)).collect();
        self.try_all(tables);
        let markup = baocao_check::reports::markup::of(&self.source, &self.read());
        let lists = markup.joined.iter().filter_map(|joined| separate::separated(&self.source, joined));
        self.try_all(lists.map(|edit| vec![edit]).collect());
    }

    /// Makes all of some repairs if all are good, else each that is, as long as they are few.
    fn try_all(&mut self, repairs: Vec<Vec<Edit>>) {
        let all: Vec<Edit> = repairs.iter().flatten().cloned().collect();
        if !self.try_wording(&all, true) {
            for edits in repairs.iter().rev().take(MANY) {
                self.try_wording(edits, true);
            }
        }
    }

    /// The form's numbers, and headings that are missing.
    pub fn headings(&mut self) {
        let (form, cadence) = (&self.dossier.form, self.dossier.cadence());
        let before = self.read();
        let numbers = mend::renumbered(&self.source, &before, form);
        let next = self.edited(&numbers);
        if answers(&baocao_check::reports::report::read(&next, &self.index)) == answers(&before) {
            self.keep(&numbers);
        }
        let mut hopeless = BTreeSet::new();
        loop {
            let read = self.read();
            let missing = mend::missing(&read, form, cadence);
            let Some(section) = missing.iter().copied().find(|at| !hopeless.contains(at)) else { return };
            if let Some(elsewhere) = mend::elsewhere(&read, form, section) {
                self.offer(section, &elsewhere);
                hopeless.insert(section);
                continue;
            }
            let edit = mend::inserted(&self.source, &read, form, &self.dossier.words, cadence, section);
            let next = self.edited(std::slice::from_ref(&edit));
            let after = mend::missing(&baocao_check::reports::report::read(&next, &self.index), form, cadence);
            if after.len() < missing.len() && !after.contains(&section) {
                self.keep(std::slice::from_ref(&edit));
            } else {
                hopeless.insert(section);
            }
        }
    }

    /// Offers to give the text of a missing section its heading.
    fn offer(&mut self, section: usize, elsewhere: &Elsewhere) {
        let words = &self.dossier.words;
        let missing = &self.dossier.form.sections[section];
        let (title, heading) = (words.shown(&missing.title), skeleton::heading(missing, words));
        self.offers.push(match elsewhere {
            Elsewhere::Under(found) => {
                let (line, found) = (self.source.locate(*found).line, self.source.slice(*found).trim());
                say!(
                    vi: "thiếu mục “{title}”; nếu tiêu đề “{found}” (dòng {line}) chính là mục này thì đổi thành “{heading}”",
                    en: "the section “{title}” is missing; if “{found}” (line {line}) is it, rename that heading to “{heading}”"
                )
            }
            Elsewhere::Parent(parent) => {
                let parent = words.shown(&self.dossier.form.sections[*parent].title);
                say!(
                    vi: "thiếu mục “{title}”; nếu phần chữ ngay dưới “{parent}” thuộc mục này thì đặt dòng “{heading}” lên trên phần chữ ấy",
                    en: "the section “{title}” is missing; if the text right under “{parent}” is its, put “{heading}” above that text"
                )
            }
        });
    }

    fn read(&self) -> Report {
        baocao_check::reports::report::read(&self.source, &self.index)
    }

    fn edited(&self, edits: &[Edit]) -> Source {
        Source::new(self.source.path().clone(), mend::apply(self.source.text(), edits))
    }

    /// Keeps edits that leave every word in its order and every section where it was. `listed` says that a list's mark may
    /// have become another.
    fn try_wording(&mut self, edits: &[Edit], listed: bool) -> bool {
        if edits.is_empty() {
            return true;
        }
        let next = self.edited(edits);
        let same = words(self.source.text()).eq(words(next.text()));
        let before = self.read();
        let sections = answers(&before) == answers(&baocao_check::reports::report::read(&next, &self.index));
        let good = same && (sections || !listed);
        if good {
            self.keep(edits);
        }
        good
    }

    fn keep(&mut self, edits: &[Edit]) {
        for edit in edits {
            if !self.done.contains(&edit.what) {
                self.done.push(edit.what.clone());
            }
        }
        if !edits.is_empty() {
            self.source = self.edited(edits);
        }
    }
}

/// The words and numbers of a text, without the letter that Word draws as a bullet.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "o")
}

fn answers(report: &Report) -> Vec<Vec<usize>> {
    report.sections.iter().map(|section| section.answers.clone()).collect()
}
