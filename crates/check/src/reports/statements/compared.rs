//! What a sentence says of an indicator beside its number: “tăng 25% so với cùng kỳ năm trước (04 cuộc); luỹ kế 6 tháng đầu năm
//! 07 cuộc”. Only these turns are read, each with nothing else in between.

use crate::reports::statements::words::{WordKind, WordToken};
use baocao_core::domain::{Compared, ComparedKind, Said};

/// Reads on behind the number of an indicator, up to the end of its sentence; `unit` are the words of the indicator's unit.
pub(crate) fn after(tokens: &[WordToken<'_>], unit: &[String], decimals: Option<u32>) -> Vec<Compared> {
    let ends = |token: &WordToken<'_>| token.is(".") || token.kind == WordKind::Break;
    let end = tokens.iter().position(ends).unwrap_or(tokens.len());
    // Each word is folded once.
    let keys: Vec<String> = tokens[..end].iter().map(WordToken::folded).collect();
    let mut reader = ComparisonReader { tokens: &tokens[..end], keys, unit, decimals, at: 0, out: Vec::new() };
    while reader.at < end {
        if !(reader.change() || reader.same_period() || reader.cumulative()) {
            // A part of the whole, or another thing that is counted: what follows may be about that.
            let key = reader.key(0);
            if matches!(key, "trong" | "gồm" | "riêng") && reader.key(1) != "kỳ" || reader.counts_another() {
                break;
            }
            reader.at += 1;
        }
    }
    reader.out
}

struct ComparisonReader<'r, 't> {
    tokens: &'r [WordToken<'t>],
    keys: Vec<String>,
    unit: &'r [String],
    decimals: Option<u32>,
    at: usize,
    out: Vec<Compared>,
}

impl ComparisonReader<'_, '_> {
    fn key(&self, ahead: usize) -> &str {
        self.keys.get(self.at + ahead).map_or("", String::as_str)
    }

    fn is(&self, ahead: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(n, word)| self.key(ahead + n) == *word)
    }

    /// A number at a place: with the indicator's unit behind it, or the place of the token behind a percentage.
    fn measured(&self, ahead: usize) -> Option<(Said, usize)> {
        let token = self.tokens.get(self.at + ahead).filter(|token| token.kind == WordKind::Number)?;
        let fits = self.unit.iter().enumerate().all(|(n, word)| self.key(ahead + 1 + n) == *word);
        (fits && !self.unit.is_empty()).then_some(())?;
        Some((token.said(self.decimals)?, ahead + 1 + self.unit.len()))
    }

    fn percentage(&self, ahead: usize) -> Option<(Said, usize)> {
        let token = self.tokens.get(self.at + ahead).filter(|token| token.kind == WordKind::Number)?;
        (self.key(ahead + 1) == "%").then_some(())?;
        Some((token.said(None)?, ahead + 2))
    }

    fn counts_another(&self) -> bool {
        let token = &self.tokens[self.at];
        token.kind == WordKind::Number && self.key(1) != "%" && self.measured(0).is_none()
            || token.kind == WordKind::Fraction
    }

    /// “so với cùng kỳ”, “so cùng kỳ năm trước”, “so với cùng kỳ năm 2023”: where it ends.
    fn with_last_year(&self, ahead: usize) -> Option<usize> {
        let start = match () {
            _ if self.is(ahead, &["so", "với", "cùng", "kỳ"]) => ahead + 4,
            _ if self.is(ahead, &["so", "cùng", "kỳ"]) => ahead + 3,
            _ => return None,
        };
        Some(self.last_year(start))
    }

    /// Past “năm trước”, “năm ngoái”, “năm 2023”.
    fn last_year(&self, at: usize) -> usize {
        let named =
            self.key(at) == "năm" && (matches!(self.key(at + 1), "trước" | "ngoái") || self.key(at + 1).len() == 4);
        if named { at + 2 } else { at }
    }

    /// “tăng 25% so với cùng kỳ năm trước (04 cuộc)”.
    fn change(&mut self) -> bool {
        let up = match self.key(0) {
            "tăng" => true,
            "giảm" => false,
            _ => return false,
        };
        let share = self.percentage(1);
        let percent = share.is_some();
        let Some((said, next)) = share.or_else(|| self.measured(1)) else { return false };
        let Some(end) = self.with_last_year(next) else { return false };
        self.out.push(Compared { kind: ComparedKind::Change { up, percent }, said });
        self.at += end;
        self.bracket();
        true
    }

    /// “(04 cuộc)”, “(cùng kỳ năm trước 04 cuộc)” right behind.
    fn bracket(&mut self) {
        if self.key(0) != "(" {
            return;
        }
        let start = if self.is(1, &["cùng", "kỳ"]) { self.last_year(3) } else { 1 };
        let start = start + usize::from(matches!(self.key(start), "là" | "có" | "đạt" | ":"));
        if let Some((said, end)) = self.measured(start).filter(|(_, end)| self.key(*end) == ")") {
            self.out.push(Compared { kind: ComparedKind::SamePeriod, said });
            self.at += end + 1;
        }
    }

    /// “cùng kỳ năm trước là 04 cuộc”.
    fn same_period(&mut self) -> bool {
        if !self.is(0, &["cùng", "kỳ"]) {
            return false;
        }
        let mut next = self.last_year(2);
        next += usize::from(matches!(self.key(next), "là" | "có" | "đạt" | ":"));
        let Some((said, end)) = self.measured(next) else { return false };
        self.out.push(Compared { kind: ComparedKind::SamePeriod, said });
        self.at += end;
        true
    }

    /// “luỹ kế 6 tháng đầu năm ước đạt 07 cuộc”.
    fn cumulative(&mut self) -> bool {
        if !self.is(0, &["luỹ", "kế"]) && !self.is(0, &["lũy", "kế"]) {
            return false;
        }
        let mut next = 2;
        // The stretch that is summed up, whatever it is called, and what joins it with the number.
        while next < 12 {
            let key = self.key(next);
            let months = self.tokens.get(self.at + next).is_some_and(|t| t.kind == WordKind::Number)
                && self.key(next + 1) == "tháng";
            let passes = matches!(
                key,
                "từ" | "đầu"
                    | "năm"
                    | "đến"
                    | "nay"
                    | "hết"
                    | "quý"
                    | "tháng"
                    | "ước"
                    | "đạt"
                    | "là"
                    | "có"
                    | "cả"
                    | "i"
                    | "ii"
                    | "iii"
                    | "iv"
                    | "được"
                    | "thực"
                    | "hiện"
                    | ":"
                    | "sáu"
            );
            if !(months || passes) {
                break;
            }
            next += 1;
        }
        let Some((said, end)) = self.measured(next) else { return false };
        self.out.push(Compared { kind: ComparedKind::Cumulative, said });
        self.at += end;
        true
    }
}
