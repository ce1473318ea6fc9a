//! What is in a paragraph: runs, links, fields, tracked changes.

use crate::word::body::BodyReader;
use crate::word::fields::Ended;
use crate::word::fonts::{FontEvidence, LegacyFont, draws_capitals};
use crate::word::left::LeftKind;
use crate::word::line::{Dress, Line};
use crate::word::styles::{Raised, RunProperties};
use crate::word::{attribute, child, symbols, value};
use baocao_core::domain::Inline;
use baocao_core::text::nfc;
use roxmltree::Node;

/// Half-points above or below the line from which text is read as raised or lowered.
const RAISED: i32 = 4;

impl BodyReader {
    /// One child of a paragraph, or of something in a paragraph that holds runs.
    pub(crate) fn run_or_more(&mut self, node: Node<'_, '_>, base: &RunProperties, depth: usize, line: &mut Line) {
        match node.tag_name().name() {
            "r" if is_math(node) => line.push(&crate::word::math::linear(node, self.account()), Dress::default()),
            "r" => self.run(node, base, depth, line),
            "del" | "moveFrom" => self.leave(node, &LeftKind::Deleted),
            "ins" | "moveTo" => {
                self.out.remarks.insertions += 1;
                self.runs(node, base, depth, line);
            }
            "hyperlink" => self.link(node, base, depth, line),
            "AlternateContent" => {
                if let Some(chosen) = self.alternative(node) {
                    self.runs(chosen, base, depth, line);
                }
            }
            "oMath" | "oMathPara" => self.equation(node, line),
            "commentRangeStart" => self.comment(node),
            "altChunk" | "subDoc" => self.name(LeftKind::Embedded, ""),
            "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "fldData" => {}
            _ => self.runs(node, base, depth, line),
        }
    }

    fn equation(&mut self, node: Node<'_, '_>, line: &mut Line) {
        if !self.fields.shows() {
            return self.leave(node, &LeftKind::Instruction);
        }
        let words = crate::word::math::linear(node, self.account());
        line.apart();
        line.push(&words, Dress::default());
        line.apart();
    }

    fn link(&mut self, node: Node<'_, '_>, base: &RunProperties, depth: usize, line: &mut Line) {
        let relations = &self.stories[self.story].relations;
        let address = attribute(node, "id").and_then(|id| relations.get(id)).filter(|r| r.external);
        let address = address.map(|r| r.target.clone()).filter(|a| {
            let lower = a.to_ascii_lowercase();
            let good = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
            good && !a.chars().any(|c| c.is_control() || c.is_whitespace())
        });
        let Some(address) = address else { return self.runs(node, base, depth, line) };
        let mark = line.mark();
        self.runs(node, base, depth, line);
        let text = line.cut(mark);
        if !text.is_empty() {
            line.add(Inline::Link { address, text });
        }
    }

    fn run(&mut self, node: Node<'_, '_>, base: &RunProperties, depth: usize, line: &mut Line) {
        let about = child(node, "rPr");
        let mut set = base.clone();
        if let Some(id) = about.and_then(|a| value(a, "rStyle")) {
            let own = &self.styles.get(Some(id)).run;
            // What a paragraph style and a character style both switch on is off again (ISO 29500-1, 17.7.3).
            let toggled = |a: Option<bool>, b: Option<bool>| match (a, b) {
                (a, Some(true)) => Some(a != Some(true)),
                (a, _) => a,
            };
            let toggles = [
                toggled(base.bold, own.bold),
                toggled(base.italic, own.italic),
                toggled(base.strike, own.strike),
                toggled(base.hidden, own.hidden),
            ];
            set.overlay(own);
            [set.bold, set.italic, set.strike, set.hidden] = toggles;
        }
        let mut complex = false;
        if let Some(about) = about {
            set.overlay(&RunProperties::read(about, &self.theme));
            let on = |name: &str| crate::word::styles::flag(about, name).unwrap_or(false);
            complex = on("cs") || on("rtl");
        }
        let is = |flag: Option<bool>| flag.unwrap_or(false);
        let raised = match (set.raised, set.position) {
            (Some(raised @ (Raised::Up | Raised::Down)), _) => raised,
            (_, Some(height)) if height >= RAISED => Raised::Up,
            (_, Some(height)) if height <= -RAISED => Raised::Down,
            _ => Raised::No,
        };
        let dress = Dress {
            bold: is(set.bold),
            italic: is(set.italic),
            strike: is(set.strike),
            hidden: is(set.hidden),
            raised,
        };
        let mut said = false;
        for node in node.children().filter(Node::is_element) {
            said |= self.in_run(node, &set, complex, dress, depth, line);
        }
        self.out.remarks.hidden += usize::from(said && dress.hidden);
    }

    /// One child of a run; whether it said anything.
    fn in_run(
        &mut self,
        node: Node<'_, '_>,
        set: &RunProperties,
        complex: bool,
        dress: Dress,
        depth: usize,
        line: &mut Line,
    ) -> bool {
        let name = node.tag_name().name();
        match name {
            "fldChar" => {
                match self.fields.step(node) {
                    Ended::Words(words) => line.push(&words, dress),
                    Ended::Unshown(code) => self.name(LeftKind::Field, &code),
                    Ended::Nothing => {}
                }
                return false;
            }
            "instrText" => {
                let code: String = node.children().filter_map(|n| n.text()).collect();
                self.fields.code(&code);
                return false;
            }
            "rPr" => return false,
            "commentReference" => {
                self.comment(node);
                return false;
            }
            "delText" => {
                self.leave(node, &LeftKind::Deleted);
                return false;
            }
            _ if !self.fields.shows() => {
                self.leave(node, &LeftKind::Instruction);
                return false;
            }
            _ => self.fields.showed(),
        }
        match name {
            "t" => {
                let words: String = node.children().filter_map(|n| n.text()).collect();
                self.account().arrived_text(node);
                let words = self.unicode(node, &words, set, complex);
                line.push(&words, dress);
                return !words.trim().is_empty();
            }
            "tab" | "ptab" => line.push(" ", dress),
            "br" | "cr" if attribute(node, "type").is_none_or(|t| t == "textWrapping") => line.add(Inline::Break),
            "br" => line.push(" ", dress),
            "noBreakHyphen" => line.push("-", dress),
            "sym" | "symEx" => {
                self.account().arrived(node);
                let code = attribute(node, "char").and_then(|c| u32::from_str_radix(c, 16).ok()).unwrap_or(0xfffd);
                let (letter, known) = symbols::symbol(attribute(node, "font").unwrap_or(""), code);
                self.out.remarks.symbols += usize::from(!known);
                line.push(&letter, dress);
                return true;
            }
            "footnoteReference" | "endnoteReference" => self.note(node, name.starts_with("end"), line),
            "ruby" => self.ruby(node, set, depth, line),
            "AlternateContent" => {
                if let Some(chosen) = self.alternative(node) {
                    let mut said = false;
                    for node in chosen.children().filter(Node::is_element) {
                        said |= self.in_run(node, set, complex, dress, depth, line);
                    }
                    return said;
                }
            }
            "drawing" | "pict" | "object" => self.drawing(node, depth, line),
            "oMath" | "oMathPara" => self.equation(node, line),
            "r" => self.run(node, set, depth, line),
            _ => {}
        }
        false
    }

    fn note(&mut self, node: Node<'_, '_>, end: bool, line: &mut Line) {
        let Some(id) = attribute(node, "id") else { return };
        let key = (end, id.to_string());
        let next = self.mentioned.len();
        let at = *self.mentions.entry(key.clone()).or_insert(next);
        if at == next {
            self.mentioned.push(key);
        }
        line.add(Inline::Note(at + 1));
    }

    /// A word with its reading above it: the word, then the reading in brackets.
    fn ruby(&mut self, node: Node<'_, '_>, set: &RunProperties, depth: usize, line: &mut Line) {
        if let Some(word) = child(node, "rubyBase") {
            self.runs(word, set, depth, line);
        }
        if let Some(reading) = child(node, "rt") {
            line.push(" (", Dress::default());
            self.runs(reading, set, depth, line);
            line.push(")", Dress::default());
        }
    }

    /// Words in Unicode: those of symbol fonts and of fonts older than Unicode are converted, all others stay as they are.
    fn unicode(&mut self, node: Node<'_, '_>, words: &str, set: &RunProperties, complex: bool) -> String {
        let (high, low) = set.fonts.faces(complex);
        let (pictures, unknown) = self.pictured(words, high, low);
        self.out.remarks.symbols += unknown;
        let legacy = LegacyFont::of_face(high).or_else(|| LegacyFont::of_face(low));
        let Some(legacy) = legacy else { return nfc(&pictures) };
        let mut out = nfc(&pictures);
        if !pictures.is_ascii() {
            let at = usize::from(legacy == LegacyFont::Vni);
            let old = match legacy.judge(&pictures) {
                FontEvidence::Unicode => false,
                FontEvidence::Legacy => true,
                FontEvidence::Foreign | FontEvidence::Either => match self.evidence(node)[at] {
                    FontEvidence::Unicode => false,
                    FontEvidence::Legacy => true,
                    FontEvidence::Foreign | FontEvidence::Either => self.legacy[at],
                },
            };
            if !old {
                return out;
            }
            out = legacy.convert(&pictures);
        }
        if draws_capitals(low) {
            out = out.to_uppercase();
        }
        if out != words && !words.trim().is_empty() {
            self.out.remarks.legacy.push((words.to_string(), out.clone()));
        }
        out
    }

    /// Characters of symbol fonts as what they show, each by the typeface that it is set in.
    fn pictured(&self, words: &str, high: &str, low: &str) -> (String, usize) {
        if high == low || words.is_ascii() {
            return symbols::words(words, low);
        }
        let mut out = String::with_capacity(words.len());
        let mut unknown = 0;
        let mut letter = [0; 4];
        for c in words.chars() {
            let (text, more) = symbols::words(c.encode_utf8(&mut letter), if c.is_ascii() { low } else { high });
            out.push_str(&text);
            unknown += more;
        }
        (out, unknown)
    }
}

/// Whether a run is one of an equation.
fn is_math(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace().is_some_and(|space| space.ends_with("/math"))
}
