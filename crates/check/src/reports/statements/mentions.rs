//! Indicators that the text names with a number: “số cuộc thanh tra đạt 7 cuộc”, “tiến hành 7 cuộc thanh tra”.
//!
//! A wrong alarm costs more trust than a missed one. A number is taken only where nothing but a few joining words stand
//! between it and the name, and where the sentence speaks of nothing else: no other period, no plan, no part of the whole.

use crate::reports::statements::words::{WordKind, WordToken, tokens};
use baocao_core::domain::{Indicator, Mention};
use baocao_core::text::{Span, fold_plain};
use memchr::memmem::Finder;

/// The indicators as running text names them.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// In the order of their words.
    names: Vec<Name>,
    /// The words of the period itself (`quý ii năm 2024`), folded.
    period: Vec<String>,
}

#[derive(Debug, Clone)]
struct Name {
    id: String,
    words: Vec<String>,
    unit: Vec<String>,
    decimals: Option<u32>,
    /// A piece of the name that every spelling of it has, so that most text need not be cut into words.
    key: Option<[Finder<'static>; 2]>,
}

/// The most words and marks of a sentence that is read.
const LONGEST: usize = 1_000;

/// Words that may stand between a name and its number.
const JOINING: [&str; 14] =
    ["là", "đạt", "ước", "được", "thực", "hiện", "trong", "kỳ", "có", "khoảng", "tổng", "cộng", "đã", "hoàn"];

/// Words with which a sentence about the whole of this period may begin. Any other (“tại huyện”, “lĩnh vực”, “kế hoạch”,
/// “cùng kỳ”, “trong đó”, “vượt”) may make the number one of something else.
const NEUTRAL: [&str; 26] = [
    "trong", "kỳ", "quý", "tháng", "năm", "này", "nay", "tổng", "số", "đã", "tiến", "hành", "tổ", "chức", "thực",
    "hiện", "triển", "khai", "được", "xử", "lý", "giải", "quyết", "cấp", "ban", "đơn",
];

/// Words that may follow the number and its unit, or a name that stands behind its number.
const FOLLOWING: [&str; 5] = ["đạt", "bằng", "tăng", "giảm", "so"];

impl Names {
    /// Prepares the names once for all reports of a period; `period` is what the period is called.
    pub fn new(indicators: &[Indicator], period: &str) -> Names {
        let mut names: Vec<Name> = indicators.iter().filter_map(Name::of).collect();
        names.sort_by(|a, b| a.words.cmp(&b.words));
        Names { names, period: folded(period) }
    }
}

impl Name {
    fn of(indicator: &Indicator) -> Option<Name> {
        let mut words = folded(&indicator.name);
        // “Số cuộc thanh tra” is “7 cuộc thanh tra” in a sentence.
        let skip = match words.as_slice() {
            [first, second, rest @ ..] if first == "tổng" && second == "số" && rest.len() > 1 => 2,
            [first, rest @ ..] if first == "số" && rest.len() > 1 => 1,
            _ => 0,
        };
        words.drain(..skip);
        // One syllable means too many things.
        (words.len() > 1).then(|| Name {
            id: indicator.id.clone(),
            key: key(&words),
            words,
            unit: match indicator.unit.trim() {
                "%" => vec!["%".to_string()],
                unit => folded(unit),
            },
            decimals: indicator.decimals,
        })
    }
}

/// Letters that every spelling of a name has in NFC: a word that has one spelling only, without its first letter, which may be
/// a capital; and the same all in capitals. Words that end in a, e, i or y may carry their tone elsewhere, or the other of i and y.
fn key(words: &[String]) -> Option<[Finder<'static>; 2]> {
    let last = |word: &str| fold_plain(word).chars().last();
    let settled = |word: &&String| !matches!(last(word), None | Some('a' | 'e' | 'i' | 'y'));
    let rest = |word: &'_ String| word.chars().next().map(|first| word[first.len_utf8()..].to_string());
    let longest =
        words.iter().filter(settled).filter_map(rest).max_by_key(String::len).filter(|rest| rest.len() > 2)?;
    Some([longest.to_uppercase(), longest].map(|key| Finder::new(key.as_bytes()).into_owned()))
}

/// Whether a text may hold letters in another Unicode form: the lead bytes of combining marks.
fn decomposed(text: &str) -> bool {
    memchr::memchr2(0xcc, 0xcd, text.as_bytes()).is_some()
}

fn folded(text: &str) -> Vec<String> {
    tokens(text, Span::new(0, text.len())).iter().filter(|t| t.kind != WordKind::Mark).map(WordToken::folded).collect()
}

/// Every mention in a stretch of text.
pub(crate) fn mentions(text: &str, body: Span, names: &Names) -> Vec<Mention> {
    let mut found = Vec::new();
    if names.names.is_empty() {
        return found;
    }
    let mut at = body.start;
    let mut fenced = false;
    // Paragraph by paragraph: what holds no digit, or no name, is not looked at further.
    for paragraph in text[body.start..body.end].split_inclusive("\n\n") {
        let span = Span::new(at, at + paragraph.len());
        at = span.end;
        let fences = match memchr::memmem::find(paragraph.as_bytes(), b"```") {
            Some(_) => paragraph.lines().filter(|line| line.trim_start().starts_with("```")).count(),
            None => 0,
        };
        let code = fenced || fences > 0;
        fenced ^= fences % 2 == 1;
        if code || !paragraph.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let odd = decomposed(paragraph);
        let near = |name: &&Name| {
            odd || name.key.as_ref().is_none_or(|keys| keys.iter().any(|key| key.find(paragraph.as_bytes()).is_some()))
        };
        let near: Vec<&Name> = names.names.iter().filter(near).collect();
        if !near.is_empty() {
            sentences(text, span, &near, &names.period, &mut found);
        }
    }
    found
}

fn sentences(text: &str, span: Span, names: &[&Name], period: &[String], out: &mut Vec<Mention>) {
    let all = tokens(text, span);
    let ends = |token: &WordToken<'_>| token.kind == WordKind::Break || token.is(".") || token.is(";");
    let mut start = 0;
    for end in 0..=all.len() {
        if end < all.len() && !ends(&all[end]) {
            continue;
        }
        // A sentence of a thousand words is no sentence.
        if end - start < LONGEST {
            let before = out.len();
            Sentence::new(&all[start..end], period).read(names, out);
            for mention in &mut out[before..] {
                let behind = all[start..].iter().position(|token| token.span.start >= mention.said.span.end);
                let Some(name) = names.iter().find(|name| name.id == mention.indicator) else { continue };
                let rest = behind.map_or(&[][..], |at| &all[start + at..all.len().min(start + at + LONGEST)]);
                mention.compared = crate::reports::statements::compared::after(rest, &name.unit, name.decimals);
            }
        }
        start = end + 1;
    }
}

struct Sentence<'s> {
    tokens: &'s [WordToken<'s>],
    /// What the words are compared by: of the sentence's head at first, which most sentences are done with.
    keys: Vec<String>,
    period: &'s [String],
    /// The first word that says that something else is meant: nothing behind it is about the whole.
    open: usize,
}

impl<'s> Sentence<'s> {
    fn new(tokens: &'s [WordToken<'s>], period: &'s [String]) -> Self {
        let mut sentence = Sentence { tokens, keys: Vec::new(), period, open: 0 };
        while let Some(token) = tokens.get(sentence.open) {
            sentence.keys.push(token.folded());
            if !sentence.is_neutral(sentence.open) {
                break;
            }
            sentence.open += 1;
        }
        // A name may begin with the first word that is not neutral, or behind a number that is the first.
        sentence.keys.extend(tokens.get(sentence.open + 1).map(WordToken::folded));
        sentence
    }

    fn read(mut self, names: &[&Name], out: &mut Vec<Mention>) {
        let (head, open) = (self.keys.len(), self.open);
        let begins = |key: &String| names.binary_search_by(|name| name.words[0].cmp(key)).is_ok();
        if !self.keys.iter().any(begins) {
            return;
        }
        self.keys.extend(self.tokens[head..].iter().map(WordToken::folded));
        if self.speaks_of_another_time() {
            return;
        }
        for at in 0..head {
            // The longest name that begins here is the one that is meant.
            let first = names.partition_point(|name| name.words[0] < self.keys[at]);
            let alike = names[first..].iter().take_while(|name| name.words[0] == self.keys[at]);
            let here = alike.filter_map(|name| Some((*name, self.name(name, at)?)));
            let Some((name, after)) = here.max_by_key(|(_, after)| *after) else { continue };
            let before = || self.number_before(name, at, after).filter(|_| open + 1 == at);
            let Some(token) = self.number_after(name, after).filter(|_| at <= open).or_else(before) else { continue };
            let span = Span::new(self.tokens[at].span.start, self.tokens[after - 1].span.end);
            out.extend(token.said(name.decimals).map(|said| Mention {
                indicator: name.id.clone(),
                name: span,
                said,
                compared: Vec::new(),
            }));
        }
    }

    /// Whether a token leaves open what a sentence is about: a neutral word, the period's own name, a list's mark.
    fn is_neutral(&self, at: usize) -> bool {
        let (token, key) = (&self.tokens[at], self.keys[at].as_str());
        match token.kind {
            WordKind::Word => NEUTRAL.contains(&key) || self.period.iter().any(|own| own == key),
            WordKind::Mark => matches!(token.text, "-" | "+" | "*" | "–" | "," | ":" | "#"),
            WordKind::Number => self.period.iter().any(|own| own == key),
            WordKind::Fraction | WordKind::Break => false,
        }
    }

    /// Where a name that begins at a token ends; commas inside are as good as none.
    fn name(&self, name: &Name, at: usize) -> Option<usize> {
        let mut wanted = name.words.iter();
        let mut next = wanted.next()?;
        for (place, token) in self.tokens.iter().enumerate().skip(at) {
            if token.kind == WordKind::Mark {
                if place == at || !matches!(token.text, "," | "-" | "–" | "/") {
                    return None;
                }
                continue;
            }
            if self.keys[place] != *next {
                return None;
            }
            match wanted.next() {
                Some(word) => next = word,
                None => return Some(place + 1),
            }
        }
        None
    }

    /// “… đạt 7 cuộc”, “… (cuộc): 7”.
    fn number_after(&self, name: &Name, after: usize) -> Option<&WordToken<'_>> {
        let mut open = false;
        for (place, token) in self.tokens.iter().enumerate().skip(after).take(10) {
            match token.kind {
                WordKind::Number | WordKind::Fraction if !open => {
                    let unit = self.unit(name, place + 1);
                    let listed = self.tokens[after..place].iter().any(|t| t.is(":"));
                    let end = place + 1 + if unit { name.unit.len() } else { 0 };
                    return (self.ends(end) && (unit || listed)).then_some(token);
                }
                WordKind::Mark if token.text == ":" && !open => {}
                WordKind::Mark if token.text == "(" => open = true,
                WordKind::Mark if token.text == ")" => open = false,
                WordKind::Word if open || JOINING.contains(&self.keys[place].as_str()) => {}
                WordKind::Mark if open => {}
                _ => return None,
            }
        }
        None
    }

    /// “tiến hành 7 cuộc thanh tra”, where the name itself begins with the unit.
    fn number_before(&self, name: &Name, at: usize, after: usize) -> Option<&WordToken<'_>> {
        let begins = !name.unit.is_empty() && name.words.starts_with(&name.unit);
        let token = self.tokens.get(at.checked_sub(1)?).filter(|_| begins && self.ends(after))?;
        matches!(token.kind, WordKind::Number | WordKind::Fraction).then_some(token)
    }

    /// Whether what is said of an indicator ends at a place: nothing narrows it down to a part.
    fn ends(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|next| {
            next.kind == WordKind::Mark && next.text != "(" || FOLLOWING.contains(&self.keys[at].as_str())
        })
    }

    /// Whether the unit stands at a place.
    fn unit(&self, name: &Name, at: usize) -> bool {
        let keys = self.keys.get(at..).unwrap_or_default();
        !name.unit.is_empty() && keys.starts_with(&name.unit)
    }

    /// “trong quý I”, “tháng 5”, “5 tháng”, “năm 2023”, “quý II/2023”: any time that is not the period's own name, wherever it
    /// stands. What a comparison with it says is not looked at either.
    fn speaks_of_another_time(&self) -> bool {
        self.keys.windows(2).any(|pair| {
            let named = matches!(pair[0].as_str(), "quý" | "tháng" | "năm") && names_time(&pair[1]);
            let counted = pair[1] == "tháng" && pair[0].bytes().all(|b| b.is_ascii_digit());
            named && !self.period.windows(2).any(|own| own == pair) || counted
        })
    }
}

/// `5`, `2023`, `ii`, `ii/2023`, `5/2017`.
fn names_time(word: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && (part.bytes().all(|b| b.is_ascii_digit()) || part.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')))
    };
    word.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use crate::reports::statements::mentions::*;
    use baocao_core::domain::Accumulation;
    use baocao_core::text::fold;
    use unicode_normalization::UnicodeNormalization;

    fn found(text: &str) -> Vec<String> {
        let indicators = [
            Indicator::new("cuoc", "Số cuộc thanh tra, kiểm tra", "cuộc", Accumulation::Flow),
            Indicator::new("dot-xuat", "Số cuộc thanh tra, kiểm tra đột xuất", "cuộc", Accumulation::Flow),
            Indicator::new("tien", "Tiền xử phạt vi phạm hành chính", "triệu đồng", Accumulation::Flow),
            Indicator::new("ty-le", "Tỷ lệ giải quyết đúng hạn", "%", Accumulation::Stock),
        ];
        let names = Names::new(&indicators, "QUÝ II NĂM 2024");
        let all = mentions(text, Span::new(0, text.len()), &names);
        all.iter()
            .map(|m| {
                assert_eq!(&text[m.said.span.start..m.said.span.end], m.said.text);
                format!("{}={}", m.indicator, m.said.text)
            })
            .collect()
    }

    #[test]
    fn the_words_looked_for_are_their_own_keys() {
        let words = NEUTRAL.iter().chain(&JOINING).chain(&FOLLOWING);
        words.for_each(|word| assert_eq!(fold(word), *word));
    }

    #[test]
    fn a_number_belongs_to_a_name_only_where_nothing_else_can_be_meant() {
        for (text, wanted) in [
            ("Số cuộc thanh tra, kiểm tra đạt 7 cuộc, tăng 16,7% so với cùng kỳ.", "cuoc=7"),
            ("- Số cuộc thanh tra, kiểm tra (cuộc): 7", "cuoc=7"),
            ("Trong quý II năm 2024 tiến hành 07 cuộc thanh tra, kiểm tra, đạt 100% kế hoạch.", "cuoc=07"),
            ("Tiến hành 7/9 cuộc thanh tra kiểm tra; xử lý 6 cơ sở", "cuoc=7"),
            ("- Đã tổ chức 7 cuộc thanh tra, kiểm tra, tăng 1 cuộc.", "cuoc=7"),
            ("Tiến hành 2 cuộc thanh tra, kiểm tra đột xuất.", "dot-xuat=2"),
            ("Tiền xử phạt vi phạm hành chính ước đạt 2.130,5 triệu đồng", "tien=2.130,5"),
            ("Tỉ lệ giải quyết đúng hạn là 97,1%.", "ty-le=97,1"),
            ("SỐ CUỘC THANH TRA, KIỂM TRA: 7 cuộc", "cuoc=7"),
            // Another time, a plan, a part, another thing.
            ("Cùng kỳ năm trước số cuộc thanh tra, kiểm tra là 6 cuộc.", ""),
            ("Luỹ kế số cuộc thanh tra, kiểm tra là 13 cuộc.", ""),
            ("Trong quý I tiến hành 6 cuộc thanh tra, kiểm tra.", ""),
            ("Tháng 5 tiến hành 2 cuộc thanh tra, kiểm tra.", ""),
            ("6 tháng đầu năm tiến hành 13 cuộc thanh tra, kiểm tra.", ""),
            ("Theo kế hoạch, số cuộc thanh tra, kiểm tra là 9 cuộc.", ""),
            ("Trong đó có 3 cuộc thanh tra, kiểm tra.", ""),
            ("Tiến hành 3 cuộc thanh tra, kiểm tra theo đơn thư.", ""),
            ("Tiến hành 3 cuộc thanh tra, kiểm tra (đợt 1).", ""),
            ("Số cuộc thanh tra, kiểm tra tăng so với quý trước 2 cuộc.", ""),
            ("Số cuộc thanh tra, kiểm tra đạt 78% kế hoạch.", ""),
            ("Số cuộc thanh tra, kiểm tra tăng 2 cuộc.", ""),
            ("Tiến hành 02 cuộc thanh tra, kiểm tra trong tháng 5.", ""),
            ("Số cuộc thanh tra, kiểm tra đạt 3 cuộc trong tháng 6.", ""),
            ("Quý II/2023 tiến hành 04 cuộc thanh tra, kiểm tra.", ""),
            ("Tăng 02 cuộc thanh tra, kiểm tra so với cùng kỳ năm trước.", ""),
            ("Hoàn thành vượt 01 cuộc thanh tra, kiểm tra.", ""),
            ("Tại huyện Phú Bình đã tiến hành 02 cuộc thanh tra, kiểm tra.", ""),
            ("- Lĩnh vực đo lường: 03 cuộc thanh tra, kiểm tra.", ""),
            ("Phối hợp với Công an tỉnh tổ chức 02 cuộc thanh tra, kiểm tra.", ""),
            ("Đang tiến hành 01 cuộc thanh tra, kiểm tra.", ""),
            ("Bình quân mỗi tháng tổ chức 02 cuộc thanh tra, kiểm tra.", ""),
            ("Qua 03 cuộc thanh tra, kiểm tra, phát hiện 2 vi phạm.", ""),
            ("Đã có báo cáo kết quả 04/05 cuộc thanh tra, kiểm tra.", ""),
            ("Toàn Sở tiến hành 11 cuộc thanh tra, kiểm tra.", ""),
            ("Số cuộc thanh tra, kiểm tra đạt 3 cuộc cấp tỉnh, 2 cuộc cấp cơ sở.", ""),
            ("```\nSố cuộc thanh tra, kiểm tra: 8\n```", ""),
        ] {
            assert_eq!(found(text).join(" "), wanted, "{text}");
            let nfd: String = text.nfd().collect();
            assert_eq!(found(&nfd).join(" "), wanted, "{text} in NFD");
        }
    }
}
