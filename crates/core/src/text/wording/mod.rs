//! Whether two texts say the same, word by word, whatever their lines, hyphens, quotation marks and Unicode form.

mod align;

use crate::text::nfc;
use align::aligned;
use std::collections::BTreeSet;

/// The longest row of words that is shown as one sentence.
const LONGEST: usize = 80;

/// A line of a text: a paragraph or a cell of a Word file, a printed line of a PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextLine {
    /// The heading it is under; empty before the first.
    pub section: String,
    /// Its words.
    pub words: String,
    /// Whether a sentence may go on in the next line, as in a PDF.
    pub printed: bool,
    /// Whether it is a footnote, which another file may have in another place.
    pub note: bool,
    /// Whether it belongs to the head or the foot of the document (number, date, signature): it may be left out or filled in
    /// there, and nowhere else.
    pub furniture: bool,
    /// Whether it is a word of a drawing, which another file may have anywhere.
    pub drawn: bool,
}

/// A place at which the two texts say something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The heading it is under; empty before the first.
    pub section: String,
    /// What the approved text says; empty where the file adds something.
    pub approved: String,
    /// What the file says; empty where it lacks something.
    pub file: String,
}

/// A word as compared.
struct ComparedWord {
    word: String,
    sentence: usize,
    line: usize,
    /// The number or letter of a list item, or the mark of a footnote: some readers give it as text, others do not.
    mark: bool,
}

/// A text as rows of words.
struct WordRows<'l> {
    lines: &'l [TextLine],
    tokens: Vec<ComparedWord>,
    sentences: Vec<(usize, String)>,
}

/// The places at which a file differs from the approved text, in their order. `notes`: how many footnotes there are.
pub fn differences(approved: &[TextLine], file: &[TextLine], notes: usize) -> Vec<Difference> {
    let (a, b) = (WordRows::of(approved, 0), WordRows::of(file, notes));
    let (same_a, same_b) = aligned(&a.tokens, &b.tokens);
    let (mut free_a, mut free_b) = (a.excused(), b.excused_beside(&a, &same_a, &same_b));
    moved_notes(&a, &b, (&same_a, &same_b), (&mut free_a, &mut free_b));
    report(&a, &b, (&same_a, &same_b), (&free_a, &free_b))
}

/// Whether a text has any words of its own.
pub fn has_words(lines: &[TextLine]) -> bool {
    lines.iter().any(|line| !line.furniture && line.words.chars().any(char::is_alphanumeric))
}

/// The words of a line as they are compared.
pub fn words(line: &str) -> Vec<String> {
    let line = TextLine { words: line.to_string(), ..TextLine::default() };
    WordRows::of(std::slice::from_ref(&line), 0).tokens.into_iter().map(|token| token.word).collect()
}

impl<'l> WordRows<'l> {
    fn of(lines: &'l [TextLine], notes: usize) -> Self {
        let mut out = WordRows { lines, tokens: Vec::new(), sentences: Vec::new() };
        let mut open = false;
        // The first half of a word that a printed line breaks with a hyphen.
        let mut half = String::new();
        for (at, line) in lines.iter().enumerate() {
            let normal: String = nfc(&line.words).chars().filter(|c| !is_ignored(*c)).collect();
            let mut pieces = normal.split_whitespace().peekable();
            let mut first = true;
            while let Some(piece) = pieces.next() {
                if !open {
                    out.sentences.push((at, String::new()));
                    open = true;
                }
                let broken = line.printed && pieces.peek().is_none() && is_broken(piece);
                let whole = std::mem::take(&mut half) + piece;
                let sentence = out.sentences.len() - 1;
                let shown = &mut out.sentences[sentence].1;
                if broken {
                    half = whole.trim_end_matches(is_hyphen).to_string();
                    continue;
                }
                if !shown.is_empty() {
                    shown.push(' ');
                }
                shown.push_str(&whole);
                let mark = first && is_list_mark(&whole);
                out.push(&whole, at, mark, notes, first);
                first = false;
                let long = out.tokens.iter().rev().take_while(|token| token.sentence == sentence).count() >= LONGEST;
                open = !(long || whole.ends_with(['.', '!', '?', ';', '…']) && !mark);
            }
            open &= line.printed;
        }
        out
    }

    /// Which words may differ: marks of lists and footnotes, and the lines around the text.
    fn excused(&self) -> Vec<bool> {
        self.tokens.iter().map(|token| token.mark || self.lines[token.line].furniture).collect()
    }

    /// The same of a file held against the approved text: lines of the head and the foot are excused only beside those of the
    /// approved text, or before its first word and behind its last.
    fn excused_beside(&self, approved: &WordRows<'_>, same_a: &[bool], same_b: &[bool]) -> Vec<bool> {
        let line = |at: usize| &self.lines[self.tokens[at].line];
        let mut free: Vec<bool> = (0..self.tokens.len()).map(|at| self.tokens[at].mark || line(at).drawn).collect();
        let (mut at, mut other) = (0, 0);
        while at < approved.tokens.len() || other < self.tokens.len() {
            let (start, begin) = (at, other);
            at += same_a[at..].iter().take_while(|same| !**same).count();
            other += same_b[other..].iter().take_while(|same| !**same).count();
            if (start, begin) == (at, other) {
                (at, other) = ((at + 1).min(approved.tokens.len()), (other + 1).min(self.tokens.len()));
                continue;
            }
            let around = start.saturating_sub(1)..(at + 1).min(approved.tokens.len());
            let beside = start == 0
                || at == approved.tokens.len()
                || approved.tokens[around].iter().any(|token| approved.lines[token.line].furniture);
            (begin..other).filter(|at| beside && line(*at).furniture).for_each(|at| free[at] = true);
        }
        free
    }

    /// The sentences of the words in a range that are not free to differ.
    fn sentences_of(&self, range: std::ops::Range<usize>, free: &[bool]) -> BTreeSet<usize> {
        range.filter(|at| !free[*at]).map(|at| self.tokens[at].sentence).collect()
    }

    fn sentence_at(&self, at: usize) -> BTreeSet<usize> {
        self.tokens.get(at).map(|token| token.sentence).into_iter().collect()
    }

    fn shown(&self, sentences: &BTreeSet<usize>) -> String {
        sentences.iter().map(|at| self.sentences[*at].1.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn push(&mut self, piece: &str, line: usize, mark: bool, notes: usize, first: bool) {
        let sentence = self.sentences.len().saturating_sub(1);
        for (word, glued) in split(piece) {
            let number = word.parse::<usize>().is_ok_and(|number| (1..=notes).contains(&number));
            let reference = number && self.lines[line].printed && (glued || first);
            self.tokens.push(ComparedWord { word, sentence, line, mark: mark || reference });
        }
    }
}

fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Whether the end of a printed line is the first half of a word.
fn is_broken(piece: &str) -> bool {
    let body = piece.trim_end_matches(is_hyphen);
    body.len() < piece.len() && body.chars().last().is_some_and(char::is_alphabetic)
}

/// `1.`, `1.2.`, `IV.`, `a)`, `(1)`: what a list item begins with.
fn is_list_mark(piece: &str) -> bool {
    let inner = piece.trim_start_matches('(').trim_end_matches(['.', ')']);
    if inner.len() == piece.len() || inner.is_empty() {
        return false;
    }
    let roman = inner.chars().all(|c| "IVXLCivxlc".contains(c)) && inner.len() <= 6;
    let letter = inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic);
    let number = inner.split('.').all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    roman || letter || number
}

/// The digit that a raised or lowered digit shows, and whether it is one: 10⁶ is not 106.
fn base(c: char) -> (char, bool) {
    let digit = match c {
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁰' | '⁴'..='⁹' => u32::from(c) - 0x2070,
        '₀'..='₉' => u32::from(c) - 0x2080,
        _ => return (c, false),
    };
    (char::from_digit(digit, 10).unwrap_or(c), true)
}

/// The words of a piece between two blanks, each with whether it is a number that is glued to the word before.
fn split(piece: &str) -> Vec<(String, bool)> {
    let chars: Vec<char> = piece.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or(' ');
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut word = String::new();
    let mut glued = false;
    for (index, &c) in chars.iter().enumerate() {
        let before = if index == 0 { ' ' } else { at(index - 1) };
        let next = at(index + 1);
        if c.is_alphanumeric() {
            let (digit, raised) = base(c);
            let apart = digit.is_numeric() && before.is_alphabetic() || raised != base(before).1;
            if apart && !word.is_empty() {
                out.push((std::mem::take(&mut word), glued));
                glued = true;
            }
            word.extend(digit.to_lowercase());
            continue;
        }
        let inside = before.is_numeric() && next.is_numeric() && matches!(c, '.' | ',' | '/' | ':');
        let joins = is_hyphen(c) && before.is_alphabetic() && next.is_alphabetic();
        if inside {
            word.push(c);
            continue;
        }
        if joins {
            continue;
        }
        if !word.is_empty() {
            out.push((std::mem::take(&mut word), glued));
        }
        glued = false;
        let minus = (is_hyphen(c) || c == '\u{2212}') && next.is_numeric() && !before.is_alphanumeric();
        if minus {
            word.push('-');
        } else if matches!(c, '%' | '<' | '>' | '=' | '±' | '≤' | '≥' | '≠' | '×' | '°') {
            out.push((c.to_string(), false));
        }
    }
    if !word.is_empty() {
        out.push((word, glued));
    }
    out
}

/// A footnote stands at the end of one text and at the foot of a page in the other.
fn moved_notes(a: &WordRows<'_>, b: &WordRows<'_>, same: (&[bool], &[bool]), free: (&mut [bool], &mut [bool])) {
    let mut at = 0;
    while at < a.tokens.len() {
        let line = a.tokens[at].line;
        let end = a.tokens[at..].iter().position(|token| token.line != line).map_or(a.tokens.len(), |n| at + n);
        let note: Vec<&str> = a.tokens[at..end].iter().map(|token| token.word.as_str()).collect();
        if a.lines[line].note && same.0[at..end].contains(&false) {
            let found = b.tokens.windows(note.len()).enumerate().find(|(start, row)| {
                same.1[*start..*start + note.len()].contains(&false)
                    && row.iter().zip(&note).all(|(token, word)| token.word == *word)
            });
            if let Some((start, _)) = found {
                free.0[at..end].fill(true);
                free.1[start..start + note.len()].fill(true);
            }
        }
        at = end;
    }
}

/// The places at which words stand in one text only, of which not all are free to.
fn report(a: &WordRows<'_>, b: &WordRows<'_>, same: (&[bool], &[bool]), free: (&[bool], &[bool])) -> Vec<Difference> {
    let mut out: Vec<Difference> = Vec::new();
    let (mut at, mut other) = (0, 0);
    let mut told = (BTreeSet::new(), BTreeSet::new());
    while at < a.tokens.len() || other < b.tokens.len() {
        let (start, begin) = (at, other);
        at += same.0[at..].iter().take_while(|same| !**same).count();
        other += same.1[other..].iter().take_while(|same| !**same).count();
        if (start, begin) == (at, other) {
            (at, other) = ((at + 1).min(a.tokens.len()), (other + 1).min(b.tokens.len()));
            continue;
        }
        let (only_a, only_b) = (a.sentences_of(start..at, free.0), b.sentences_of(begin..other, free.1));
        if only_a.is_empty() && only_b.is_empty() {
            continue;
        }
        // Of a word that was added or left out, the sentence around it is shown in both.
        let in_a = if only_a.is_empty() { a.sentence_at(at) } else { only_a };
        let in_b = if only_b.is_empty() { b.sentence_at(other) } else { only_b };
        let section = in_a.iter().next().map_or(String::new(), |s| a.lines[a.sentences[*s].0].section.clone());
        if !(in_a.is_subset(&told.0) && in_b.is_subset(&told.1)) {
            out.push(Difference { section, approved: a.shown(&in_a), file: b.shown(&in_b) });
        }
        told.0.extend(in_a);
        told.1.extend(in_b);
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::text::wording::*;

    fn text(lines: &[&str], printed: bool) -> Vec<TextLine> {
        lines.iter().map(|words| TextLine { words: words.to_string(), printed, ..TextLine::default() }).collect()
    }

    fn differ(approved: &[&str], file: &[&str], printed: bool) -> usize {
        differences(&text(approved, false), &text(file, printed), 1).len()
    }

    #[test]
    fn what_is_no_difference() {
        let approved = ["I. KẾT QUẢ", "Đơn vị đã xử lý 1.250 hồ sơ, đạt 85,5% kế hoạch; “đúng hạn” 100 %."];
        for file in [
            vec!["I. Kết quả", "Đơn vị đã xử lý 1.250 hồ sơ,", "đạt 85,5% kế hoạch; \"đúng hạn\" 100%."],
            vec!["KẾT QUẢ", "Đơn vị đã xử lý 1.250 hồ sơ, đạt 85,5 % kế ho\u{ad}ạch1; 'đúng hạn' 100%."],
            vec!["I.", "KẾT QUẢ", "Đơn vị đã xử lý 1.250 hồ sơ, đạt 85,5% kế ho-", "ạch; đúng hạn 100%."],
        ] {
            assert_eq!(differ(&approved, &file, true), 0, "{file:?}");
        }
    }

    #[test]
    fn every_other_word_and_number_is_a_difference() {
        let approved = ["Xử lý 125 hồ sơ, tăng 12%.", "Không có đơn thư quá hạn.", "12", "13"];
        for file in [
            ["Xử lý 126 hồ sơ, tăng 12%.", "Không có đơn thư quá hạn.", "12", "13"],
            ["Xử lý 125 hồ sơ, tăng -12%.", "Không có đơn thư quá hạn.", "12", "13"],
            ["Xử lý 125 hồ sơ, tăng 12.", "Không có đơn thư quá hạn.", "12", "13"],
            ["Xử lý 125 hồ sơ, tăng 12%.", "Có đơn thư quá hạn.", "12", "13"],
            ["Xử lý 125 hồ sơ, tăng 12%.", "Không có đơn thư quá hạn.", "13", "12"],
            ["Xử lý 125 hồ sơ, tăng 12%.", "Không có đơn thư quá hạn. Thêm một câu.", "12", "13"],
            ["Xử lý 125 hồ sơ, tăng 12%.", "", "12", "13"],
        ] {
            for printed in [false, true] {
                assert!(differ(&approved, &file, printed) > 0, "{file:?}");
            }
        }
    }

    #[test]
    fn long_texts_are_compared_in_time_that_grows_with_them() {
        let long: Vec<String> = (0..30_000).map(|n| format!("câu số {n} nói về việc {}.", n * 7)).collect();
        let approved: Vec<&str> = long.iter().map(String::as_str).collect();
        let mut file = approved.clone();
        file[20_000] = "một câu khác hẳn.";
        let found = differences(&text(&approved, false), &text(&file, false), 0);
        assert_eq!(found.len(), 1, "{found:?}");
        let other: Vec<String> = (0..30_000).map(|n| format!("chuyện {n}a khác")).collect();
        let other: Vec<&str> = other.iter().map(String::as_str).collect();
        assert!(differ(&approved, &other, true) > 0);
    }
}
