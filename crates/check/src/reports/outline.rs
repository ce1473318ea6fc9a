//! Which section of the form a heading means.
//!
//! Genuine reports number as they like, repeat numbers, change the right half of a title, and join two sections under one
//! heading. So a heading is matched by its words; numbers, levels and neighbours only decide between equals.

use baocao_core::domain::{Form, Heading, PeriodWords};
use baocao_core::text::{Span, fold, fold_heading, fold_title, heading_number, heading_title};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// A form made ready for matching: its titles and synonyms folded once for a whole period.
#[derive(Debug, Clone)]
pub struct FormIndex {
    sections: Vec<OutlineEntry>,
    /// Whole keys, and how much each is worth for which section.
    keys: BTreeMap<String, Vec<(usize, i32)>>,
    /// Keys without the words that name a period.
    bare: BTreeMap<String, Vec<(usize, i32)>>,
    /// Groups of siblings: their keys as words, longest first.
    groups: Vec<(Option<usize>, Vec<Title>)>,
    /// What the form's own headings mean, by their text as the skeleton writes it.
    known: HashMap<String, KnownHeading>,
    /// The first words of the keys that a line of text can answer.
    first: BTreeSet<String>,
    /// The deepest level of the form.
    depth: u8,
}

/// A heading's key, and every section its words could mean.
#[derive(Debug, Clone)]
struct KnownHeading {
    key: String,
    candidates: Vec<(usize, i32)>,
}

/// A title as words, and whose it is.
type Title = (Vec<String>, usize);

#[derive(Debug, Clone)]
struct OutlineEntry {
    level: u8,
    parent: Option<usize>,
    leaf: bool,
    number: Option<Numeral>,
    /// The start of a title that ends in a placeholder.
    stem: Option<String>,
    /// Sentences of its guidance.
    guidance: Vec<Guidance>,
}

/// A sentence of guidance, made ready for being looked for.
#[derive(Debug, Clone)]
pub(crate) struct Guidance {
    /// Its first words.
    pub start: Finder<'static>,
    /// All of them.
    pub words: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Numeral {
    kind: std::mem::Discriminant<baocao_core::text::NumberPart>,
    value: u32,
}

const TITLE: i32 = 100;
const SYNONYM: i32 = 90;
const BARE: i32 = 20;
const STEM: i32 = 45;
/// What a match must be worth at least.
const ENOUGH: i32 = 40;
/// What a line that only people see as a heading must be worth before its surroundings are looked at.
const CERTAIN: i32 = 70;

/// The group of all sections, siblings or not; it is asked last, and no section has this parent.
const ACROSS: Option<usize> = Some(usize::MAX);

/// Words that name a period at the end of a title, folded.
static PERIOD_WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    "trong của kỳ tháng quý năm đầu cuối sáu chín hoặc báo cáo tới sau này tiếp theo thời gian cả và i ii iii iv"
        .split(' ')
        .map(fold)
        .collect()
});

/// Words that join titles under one heading, folded.
static JOINING: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| "và với cùng các những một số của".split(' ').map(fold).collect());

impl FormIndex {
    /// Makes a form ready for the reports of one period.
    pub fn new(form: &Form, words: &PeriodWords) -> Self {
        let mut index = FormIndex {
            sections: Vec::with_capacity(form.sections.len()),
            keys: BTreeMap::new(),
            bare: BTreeMap::new(),
            groups: Vec::new(),
            known: HashMap::new(),
            first: BTreeSet::new(),
            depth: form.sections.iter().map(|s| s.level).max().unwrap_or(0),
        };
        let mut groups: BTreeMap<Option<usize>, Vec<Title>> = BTreeMap::new();
        let mut written = Vec::new();
        for (at, section) in form.sections.iter().enumerate() {
            let titles = std::iter::once((&section.title, TITLE)).chain(section.synonyms.iter().map(|s| (s, SYNONYM)));
            for (title, worth) in titles {
                let key = key(&words.fill(title));
                let bare = bare(&key).to_string();
                add(&mut index.keys, key.clone(), at, worth);
                add(&mut index.bare, bare.clone(), at, worth - BARE);
                if title.contains("{ky") {
                    let empty = key_words(&without_placeholders(title));
                    add(&mut index.bare, bare_words(&empty).join(" "), at, worth - BARE);
                }
                let group = groups.entry(section.parent).or_default();
                for variant in [key, bare] {
                    group.push((variant.split(' ').map(str::to_string).collect(), at));
                }
            }
            let heading = format!("{} {}", section.number, words.fill(&section.title));
            written.extend([heading.trim().to_string(), words.fill(&section.title)]);
            let holds_placeholder = section.title.contains("{ky");
            index.sections.push(OutlineEntry {
                level: section.level,
                parent: section.parent,
                leaf: !form.sections.iter().any(|s| s.parent == Some(at)),
                number: numeral(&section.number),
                stem: holds_placeholder
                    .then(|| bare_words(&key_words(&without_placeholders(&section.title))).join(" ")),
                guidance: section.guidance.iter().flat_map(|text| sentences(text)).collect(),
            });
        }
        let across: Vec<Title> = groups.values().flatten().cloned().collect();
        groups.insert(ACROSS, across);
        for (parent, mut keys) in groups {
            keys.retain(|(words, _)| words.iter().any(|w| !w.is_empty()));
            keys.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
            keys.dedup();
            index.groups.push((parent, keys));
        }
        // The report's own title is no section, and is met as often.
        written.extend(form.heading.iter().map(|title| words.fill(title)));
        index.known = written.into_iter().map(|text| (text.clone(), index.read(&text))).collect();
        let keys = index.keys.keys().chain(index.bare.keys());
        index.first = keys.filter_map(|key| key.split(' ').next().map(str::to_string)).collect();
        index
    }

    /// The sentences of guidance of a section.
    pub(crate) fn guidance(&self, section: usize) -> &[Guidance] {
        &self.sections[section].guidance
    }

    /// Whether a line in plain text could be worth asking about.
    fn certain(&self, key: &str) -> bool {
        let worth = |map: &BTreeMap<String, Vec<(usize, i32)>>, key: &str| {
            map.get(key).is_some_and(|found| found.iter().any(|(_, worth)| *worth >= CERTAIN))
        };
        worth(&self.keys, key) || worth(&self.bare, bare(key))
    }

    /// Whether a line has the dress of a heading and says what titles of the form say: one of them, or several joined.
    pub fn names_section(&self, line: &str) -> bool {
        if !looks_like_heading(line) || !self.begins(line) {
            return false;
        }
        let known = self.known(line);
        self.certain(&known.key) || self.merged(&known.key, |_| true).len() > 1
    }

    /// Whether a line begins with a word that some title begins with. One word is folded sooner than a line, and most
    /// lines end here.
    fn begins(&self, text: &str) -> bool {
        let mut end = heading_title(text);
        let title = end;
        loop {
            let from = text.len() - text[end..].trim_start().len();
            end = text[from..].find(' ').map_or(text.len(), |at| from + at);
            let folded = fold_title(&text[title..end]);
            match folded.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()) {
                Some(word) => return self.first.contains(word),
                None if end == text.len() => return false,
                None => {}
            }
        }
    }

    /// Every section the words could mean, with what the words alone are worth.
    fn candidates(&self, key: &str) -> Vec<(usize, i32)> {
        let mut found: BTreeMap<usize, i32> = BTreeMap::new();
        let mut offer = |section: usize, worth: i32| {
            let best = found.entry(section).or_insert(worth);
            *best = (*best).max(worth);
        };
        let led = key.split_once(' ').filter(|(first, _)| JOINING.contains(*first)).map(|(_, rest)| rest);
        for (variant, less) in std::iter::once((key, 0)).chain(led.map(|rest| (rest, 5))) {
            for (section, worth) in self.keys.get(variant).into_iter().flatten() {
                offer(*section, worth - less);
            }
            for (section, worth) in self.bare.get(bare(variant)).into_iter().flatten() {
                offer(*section, worth - less);
            }
        }
        if found.is_empty() {
            for (at, entry) in self.sections.iter().enumerate() {
                let Some(stem) = &entry.stem else { continue };
                if stem.contains(' ') && key.strip_prefix(stem.as_str()).is_some_and(|rest| rest.starts_with(' ')) {
                    found.insert(at, STEM);
                }
            }
        }
        found.into_iter().collect()
    }

    /// Sibling sections whose titles, joined by “và” and commas, make up the whole heading.
    fn merged(&self, key: &str, near: impl Fn(usize) -> bool) -> Vec<usize> {
        let words: Vec<&str> = key.split(' ').collect();
        let mut best: Vec<usize> = Vec::new();
        for (parent, keys) in &self.groups {
            let mut found = BTreeSet::new();
            let mut at = 0;
            while at < words.len() {
                let fits = keys
                    .iter()
                    .find(|(k, _)| words[at..].len() >= k.len() && k.iter().zip(&words[at..]).all(|(a, b)| a == b));
                match fits {
                    Some((k, section)) => {
                        found.insert(*section);
                        at += k.len();
                    }
                    None if JOINING.contains(words[at]) => at += 1,
                    None => break,
                }
            }
            let here = parent.is_some_and(&near);
            // Of sections that are no siblings (“Khó khăn, vướng mắc và kiến nghị”) one has no other above it, and none has parts.
            let leaves = |all: &BTreeSet<usize>| all.iter().all(|section| self.sections[*section].leaf);
            let apart = *parent == ACROSS;
            let allowed =
                !apart || best.is_empty() && leaves(&found) && found.iter().any(|s| self.sections[*s].parent.is_none());
            if at == words.len() && found.len() > 1 && allowed && (best.is_empty() || here) {
                best = found.into_iter().collect();
            }
        }
        best
    }

    /// What a heading's words say.
    fn read(&self, text: &str) -> KnownHeading {
        let key = key(text);
        let candidates = if key.is_empty() { Vec::new() } else { self.candidates(&key) };
        KnownHeading { key, candidates }
    }

    /// The same, looked up: most writers leave the form's headings as they found them.
    fn known(&self, text: &str) -> Cow<'_, KnownHeading> {
        self.known.get(text).map_or_else(|| Cow::Owned(self.read(text)), Cow::Borrowed)
    }

    /// The section and what encloses it.
    fn ancestors(&self, section: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(section, |at| self.sections[*at].parent)
    }
}

/// A heading and the sections of the form it answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SectionMatch {
    /// The heading.
    pub heading: Heading,
    /// By index; none if unknown.
    pub answers: Vec<usize>,
    /// Its level as the form counts.
    pub level: u8,
}

/// What the outline is made from: Markdown's headings, and lines that may be headings to people.
#[derive(Debug, Clone, PartialEq)]
pub enum OutlineLine {
    /// A heading of Markdown.
    Heading(Heading),
    /// A line of text: its place and its words.
    Text(Span, String),
}

impl OutlineLine {
    /// A line of text, if it has the dress of a heading.
    pub(crate) fn of_text(text: &str, line: Span) -> Option<OutlineLine> {
        let words = &text[line.start..line.end];
        (looks_like_heading(words) && !words.trim_end().ends_with([';', ','])).then(|| {
            let lead = words.len() - words.trim_start().len();
            let span = Span::new(line.start + lead, line.start + words.trim_end().len());
            OutlineLine::Text(span, words.trim().to_string())
        })
    }

    /// Where it begins.
    pub(crate) fn start(&self) -> usize {
        match self {
            OutlineLine::Heading(heading) => heading.span.start,
            OutlineLine::Text(span, _) => span.start,
        }
    }
}

/// The outline of one report: titles (level 1) and sections, in the order written.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Level-1 headings that are no section.
    pub titles: Vec<Heading>,
    /// Sections, known and unknown.
    pub sections: Vec<SectionMatch>,
}

/// Matches a report's headings against the form.
pub(crate) fn outline(index: &FormIndex, lines: impl IntoIterator<Item = OutlineLine>) -> Outline {
    let mut walk =
        OutlineWalk { index, answered: vec![false; index.sections.len()], last: None, open: Vec::new(), shift: None };
    let mut out = Outline::default();
    for line in lines {
        match line {
            OutlineLine::Heading(heading) => walk.heading(heading, &mut out),
            OutlineLine::Text(span, text) => walk.text(span, text, &mut out),
        }
    }
    out
}

struct OutlineWalk<'i> {
    index: &'i FormIndex,
    answered: Vec<bool>,
    /// The section matched last.
    last: Option<usize>,
    /// The headings that enclose this place: level as written, section if known.
    open: Vec<(u8, Option<usize>)>,
    /// By how many levels the report's headings stand deeper than the form's.
    shift: Option<i32>,
}

impl OutlineWalk<'_> {
    fn heading(&mut self, heading: Heading, out: &mut Outline) {
        while self.open.last().is_some_and(|(level, _)| *level >= heading.level) {
            self.open.pop();
        }
        let deepest = i32::from(self.index.depth) + self.shift.unwrap_or(0).max(0);
        let enclosing = self.open.last().map(|(_, section)| *section);
        if i32::from(heading.level) > deepest && enclosing.is_some() {
            return;
        }
        let answers = self.answer(&heading, &self.index.known(&heading.text));
        if answers.is_empty() {
            if heading.level == 1 {
                self.open.clear();
                self.last = None;
                out.titles.push(heading);
                return;
            }
            // Below a section without parts of its own, and below one the form does not know, headings are its text.
            match enclosing {
                Some(None) => return,
                Some(Some(section)) if self.index.sections[section].leaf => return,
                _ => {}
            }
            self.open.push((heading.level, None));
            let level = (i32::from(heading.level) - self.shift.unwrap_or(0)).clamp(1, 9) as u8;
            out.sections.push(SectionMatch { heading, answers, level });
            return;
        }
        self.settle(heading, answers, out);
    }

    fn settle(&mut self, heading: Heading, answers: Vec<usize>, out: &mut Outline) {
        let first = answers[0];
        let level = self.index.sections[first].level;
        if heading.markdown {
            self.shift.get_or_insert(i32::from(heading.level) - i32::from(level));
        }
        for section in &answers {
            self.answered[*section] = true;
        }
        self.last = answers.last().copied();
        while self.open.last().is_some_and(|(open, _)| *open >= heading.level) {
            self.open.pop();
        }
        self.open.push((heading.level, Some(first)));
        out.sections.push(SectionMatch { heading, answers, level });
    }

    fn answer(&self, heading: &Heading, known: &KnownHeading) -> Vec<usize> {
        if known.key.is_empty() {
            return Vec::new();
        }
        let number = numeral(&heading.text);
        let enclosing = self.open.last().and_then(|(_, section)| *section);
        let near = |section: usize| self.index.ancestors(self.last).any(|s| s == section);
        let above = |section: usize| self.index.ancestors(enclosing).any(|s| s == section);
        // The beginning of a title says less than several whole titles side by side (“Phương hướng, nhiệm vụ, kiến nghị”).
        if !known.candidates.is_empty() && known.candidates.iter().all(|(_, worth)| *worth == STEM) {
            let merged = self.index.merged(&known.key, near);
            if !merged.is_empty() {
                return merged;
            }
        }
        let best = known
            .candidates
            .iter()
            .map(|(section, worth)| {
                let (section, mut worth) = (*section, *worth);
                let entry = &self.index.sections[section];
                if let (Some(written), Some(printed)) = (number, entry.number) {
                    worth += match (written.kind == printed.kind, written.value == printed.value) {
                        (true, true) => 15,
                        (true, false) => 0,
                        (false, true) => 3,
                        (false, false) => -10,
                    };
                }
                if heading.markdown && i32::from(heading.level) - self.shift.unwrap_or(0) == i32::from(entry.level) {
                    worth += 6;
                }
                worth += match entry.parent {
                    Some(parent) if near(parent) => 12,
                    Some(_) => -15,
                    None => 0,
                };
                if self.answered[section] {
                    worth -= 30;
                }
                // A heading inside a section is not that section again.
                if above(section) {
                    worth -= 40;
                }
                (worth, section)
            })
            .max_by_key(|(worth, section)| (*worth, std::cmp::Reverse(*section)));
        match best {
            Some((worth, section)) if worth >= ENOUGH => vec![section],
            Some(_) => Vec::new(),
            None => self.index.merged(&known.key, near),
        }
    }

    /// A line of text is a heading if it says exactly what a title says and the section is not there yet.
    fn text(&mut self, span: Span, text: String, out: &mut Outline) {
        if !self.index.begins(&text) {
            return;
        }
        let known = self.index.known(&text);
        let here = self.last;
        let joined = || self.index.merged(&known.key, |section| self.index.ancestors(here).any(|s| s == section));
        if !self.index.certain(&known.key) && (!known.candidates.is_empty() || joined().len() < 2) {
            return;
        }
        let shift = self.shift.unwrap_or(0);
        let mut heading = Heading { level: 7, text: text.clone(), span, text_span: span, markdown: false };
        let answers = self.answer(&heading, &known);
        let Some(section) = answers.first().copied() else { return };
        let entry = &self.index.sections[section];
        let in_place = entry.parent.is_none_or(|parent| self.answered[parent]);
        if answers.iter().any(|section| self.answered[*section]) || !in_place {
            return;
        }
        heading.level = (i32::from(entry.level) + shift).clamp(1, 6) as u8;
        self.settle(heading, answers, out);
    }
}

/// Whether a line has the dress of a heading: numbered, all in bold, or all in capitals.
fn looks_like_heading(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > 300 {
        return false;
    }
    let bold = |mark: &str| line.len() > 2 * mark.len() && line.starts_with(mark) && line.ends_with(mark);
    bold("**")
        || bold("__")
        || heading_number(line).is_some_and(|n| !n.parts.is_empty())
        || !line.chars().any(char::is_lowercase)
}

fn add(map: &mut BTreeMap<String, Vec<(usize, i32)>>, key: String, section: usize, worth: i32) {
    if !key.is_empty() {
        map.entry(key).or_default().push((section, worth));
    }
}

fn without_placeholders(title: &str) -> String {
    title.replace("{ky_sau}", " ").replace("{ky}", " ")
}

/// The words of a heading without number, punctuation, case, Unicode form and tone placement.
fn key(text: &str) -> String {
    key_words(text).join(" ")
}

fn key_words(text: &str) -> Vec<String> {
    let folded = fold_heading(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect()
}

/// A key without the words at its end that name a period; at least one word stays.
fn bare(key: &str) -> &str {
    let mut left = key;
    while let Some((rest, last)) = left.rsplit_once(' ') {
        if !names_period(last) {
            break;
        }
        left = rest;
    }
    left
}

fn bare_words(words: &[String]) -> &[String] {
    let kept = words.iter().rposition(|word| !names_period(word)).map_or(0, |at| at + 1);
    &words[..kept.max(1.min(words.len()))]
}

fn names_period(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit()) || PERIOD_WORDS.contains(word)
}

fn numeral(text: &str) -> Option<Numeral> {
    let part = *heading_number(text)?.parts.last()?;
    Some(Numeral { kind: std::mem::discriminant(&part), value: part.value() })
}

/// The sentences of a guidance that are long enough to be told from a writer's own words.
pub(crate) fn sentences(text: &str) -> Vec<Guidance> {
    text.split_inclusive(['.', '?', '!', ';'])
        .map(|sentence| sentence.split_whitespace().map(str::to_string).collect::<Vec<_>>())
        .filter(|words| words.len() >= 6)
        .map(|words| Guidance { start: Finder::new(&words[..3].join(" ")).into_owned(), words })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::reports::outline::*;
    use baocao_core::domain::PeriodId;
    use baocao_core::text::{RepoPath, Source};

    fn index(period: &str) -> (FormIndex, Form) {
        let text = include_str!("../../../../templates/BM-VP-01.01.md");
        let form = crate::reports::form::read(&Source::new(RepoPath::new("f.md"), text.to_string())).0;
        let period = PeriodId::parse(period).expect("an id");
        (FormIndex::new(&form, &PeriodWords::of(&period, None)), form)
    }

    /// The keys that Markdown headings (`## …`) and lines of text answer.
    fn answers(period: &str, text: &str) -> Vec<String> {
        let (index, form) = index(period);
        let lines = text.lines().filter(|l| !l.trim().is_empty()).map(|line| {
            let level = line.bytes().take_while(|b| *b == b'#').count();
            if level == 0 {
                return OutlineLine::Text(Span::at(0), line.to_string());
            }
            let text = line[level..].trim().to_string();
            OutlineLine::Heading(Heading {
                level: level as u8,
                text,
                span: Span::at(0),
                text_span: Span::at(0),
                markdown: true,
            })
        });
        let found = outline(&index, lines);
        let keys =
            |m: &SectionMatch| m.answers.iter().map(|s| form.sections[*s].key.0.clone()).collect::<Vec<_>>().join("+");
        found.sections.iter().map(|m| if m.answers.is_empty() { "?".to_string() } else { keys(m) }).collect()
    }

    const ALL: [&str; 10] = ["I", "I.1", "I.2", "II", "II.1", "II.2", "II.3", "II.4", "III", "IV"];

    #[test]
    fn the_forms_own_headings_answer_themselves() {
        let (_, form) = index("2024-Q2");
        for period in ["2024-06", "2024-Q2", "2024-H1", "2024", "2024-BKHCN", "2024-DX-lu-lut"] {
            let words = PeriodWords::of(&PeriodId::parse(period).expect("an id"), None);
            let text: String = form
                .sections
                .iter()
                .map(|s| format!("{} {} {}\n", "#".repeat(s.level.into()), s.number, words.fill(&s.title)))
                .collect();
            assert_eq!(answers(period, &text), ALL, "{period}");
        }
    }

    #[test]
    fn dress_does_not_matter() {
        let text = "# BÁO CÁO\n## Phần I: Kết quả thực hiện nhiệm vụ 6 tháng đầu năm 2024\n### a) KẾT QUẢ THỰC HIỆN NHIỆM VỤ:\n\
            ### 1.2. ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN VÀ TÁC ĐỘNG QUẢN LÝ\n## B. Nhận xét chung\n### - Ưu điểm\n### 2. Hạn chế, tồn tại\n\
            ### 3. Nguye\u{302}n nhân\n### 4. Các giải pháp khắc phục\n## Phương hướng, nhiệm vụ trọng tâm 6 tháng cuối năm 2024\n\
            ## V. ĐỀ XUẤT, KIẾN NGHỊ";
        assert_eq!(answers("2024-H1", text), ALL);
    }

    #[test]
    fn the_right_half_of_a_title_may_differ() {
        let text = "## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ TRONG SÁU THÁNG ĐẦU NĂM HOẶC TRONG NĂM BÁO CÁO\n\
            ## III. PHƯƠNG HƯỚNG NHIỆM VỤ SÁU THÁNG CUỐI NĂM HOẶC NĂM TỚI\n";
        assert_eq!(answers("2024", text), ["I", "III"]);
        assert_eq!(answers("2024-06", "## I. Kết quả thực hiện nhiệm vụ khoa học và công nghệ tháng 6"), ["I"]);
        assert_eq!(answers("2024-06", "## II. Đánh giá chung tháng 6 năm 2024"), ["II"]);
    }

    #[test]
    fn equal_words_are_told_apart_by_number_level_and_neighbours() {
        assert_eq!(answers("2024-Q2", "## Kết quả thực hiện nhiệm vụ\n### Kết quả thực hiện nhiệm vụ"), ["I", "I.1"]);
        assert_eq!(
            answers(
                "2024-Q2",
                "## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n## 1. Kết quả thực hiện nhiệm vụ\n## 2. Đánh giá tác động\n## II. ĐÁNH GIÁ CHUNG\n## 1. Ưu điểm"
            ),
            ["I", "I.1", "I.2", "II", "II.1"]
        );
    }

    #[test]
    fn a_merged_heading_answers_all_its_sections() {
        let text = "## II. ĐÁNH GIÁ CHUNG\n### 2. Tồn tại, hạn chế và nguyên nhân";
        assert_eq!(answers("2024-Q2", text), ["II", "II.2+II.3"]);
        let text = "## II. Đánh giá chung\n### 2. Những tồn tại, hạn chế, nguyên nhân và giải pháp khắc phục";
        assert_eq!(answers("2024-Q2", text), ["II", "II.2+II.3+II.4"]);
        assert_eq!(
            answers("2024-Q2", "## II. Đánh giá chung\n### 3. Nguyên nhân của tồn tại, hạn chế"),
            ["II", "II.3"]
        );
    }

    #[test]
    fn headings_below_what_the_form_does_not_divide_are_text() {
        let text = "## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n### 1. Kết quả thực hiện nhiệm vụ\n#### 1.1. Ưu điểm\n### 3. Công tác khác\n\
            ## III. PHƯƠNG HƯỚNG NHIỆM VỤ\n### 1. Về quản lý công nghệ\n## Phụ lục\n### Bảng 1";
        assert_eq!(answers("2024-Q2", text), ["I", "I.1", "?", "III", "?"]);
    }

    #[test]
    fn lines_that_only_people_see_as_headings_count_when_they_match() {
        let text = "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ II NĂM 2024\n1. Kết quả thực hiện nhiệm vụ\n1. Nghiệm thu 07 nhiệm vụ;\n\
            **II. Đánh giá chung**\n1. Ưu điểm:\nIII. PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ III\n1. Nguyên nhân\n1. Kiến nghị";
        assert_eq!(answers("2024-Q2", text), ["I", "I.1", "II", "II.1", "III", "II.3", "IV"]);
        assert!(
            looks_like_heading("**Ưu điểm**") && looks_like_heading("I. Kết quả") && looks_like_heading("ĐÁNH GIÁ")
        );
        assert!(!looks_like_heading("Trong quý đã làm") && !looks_like_heading("**Kế hoạch.** Thực hiện"));
    }
}
