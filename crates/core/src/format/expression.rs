//! The expressions of `[[quy_tac]]`: `+ - * /`, comparisons, `va`, `hoac`, `khong`, indicators and a few functions of them.
//!
//! Strict on purpose: what could be read in two ways is refused, and every number is exact (see
//! docs/dev/adr/0008-own-reader-for-figure-rules.md).

use crate::domain::{Amount, Arithmetic, Condition, Quantity, Relation, Term};
use crate::say;
use crate::text::Text;
use rust_decimal::Decimal;

/// The most characters of an expression.
const MAX_CHARS: usize = 1_000;
/// How deep brackets may lie in one another.
const MAX_DEPTH: usize = 32;

/// Reads a condition; or says what is wrong and at which character, from 1.
pub(crate) fn condition(text: &str) -> Result<Condition, (usize, Text)> {
    let length = text.chars().count();
    if length > MAX_CHARS {
        return Err((
            1,
            say!(vi: "biểu thức quá dài (quá 1.000 ký tự)", en: "the expression is too long (over 1,000 characters)"),
        ));
    }
    let mut reader = ExpressionReader { tokens: tokens(text)?, at: 0, depth: 0, end: length + 1 };
    let found = reader.either()?;
    if let Some((at, token)) = reader.tokens.get(reader.at) {
        return Err((*at, unexpected(token)));
    }
    match found {
        ExpressionPart::Truth(condition) => Ok(condition),
        ExpressionPart::Number(_) => Err((1, needs_comparison())),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum ExpressionToken {
    Number(Decimal),
    Word(String),
    Sign(&'static str),
}

const SIGNS: [&str; 13] = ["<=", ">=", "!=", "==", "<", ">", "=", "+", "-", "*", "/", "(", ")"];

fn tokens(text: &str) -> Result<Vec<(usize, ExpressionToken)>, (usize, Text)> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let place = at + 1;
        if c.is_whitespace() {
            at += 1;
        } else if c.is_ascii_alphanumeric() {
            let inside = |at: usize| {
                let here = chars.get(at).copied().unwrap_or(' ');
                let next = chars.get(at + 1).is_some_and(char::is_ascii_alphanumeric);
                here.is_ascii_alphanumeric() || (matches!(here, '_' | '-' | '.' | ',') && next)
            };
            let from = at;
            while inside(at) {
                at += 1;
            }
            let word: String = chars[from..at].iter().collect();
            tokens.push((place, word_or_number(word).map_err(|why| (place, why))?));
        } else {
            let rest: String = chars[at..].iter().take(2).collect();
            let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) else {
                return Err((place, say!(vi: "không dùng được dấu “{c}”", en: "“{c}” cannot stand here")));
            };
            tokens.push((place, ExpressionToken::Sign(sign)));
            at += sign.len();
        }
    }
    Ok(tokens)
}

fn word_or_number(word: String) -> Result<ExpressionToken, Text> {
    if !word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return Ok(ExpressionToken::Word(word));
    }
    match Amount::read(&word) {
        Amount::Number(number) => Ok(ExpressionToken::Number(number)),
        _ => Err(say!(
            vi: "“{word}” không đọc được là một số theo một cách duy nhất; viết như 1234 hoặc 0,5",
            en: "“{word}” does not read as one number; write it as 1234 or 0,5"
        )),
    }
}

/// What a part of an expression is.
enum ExpressionPart {
    Number(Quantity),
    Truth(Condition),
}

struct ExpressionReader {
    tokens: Vec<(usize, ExpressionToken)>,
    at: usize,
    depth: usize,
    end: usize,
}

type Read<T> = Result<T, (usize, Text)>;

impl ExpressionReader {
    fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(place, _)| *place)
    }

    fn take_sign(&mut self, wanted: &[&str]) -> Option<&'static str> {
        match self.tokens.get(self.at) {
            Some((_, ExpressionToken::Sign(sign))) if wanted.contains(sign) => {
                self.at += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    fn take_word(&mut self, wanted: &[&str]) -> bool {
        let found = matches!(self.tokens.get(self.at), Some((_, ExpressionToken::Word(word))) if wanted.contains(&word.as_str()));
        self.at += usize::from(found);
        found
    }

    fn either(&mut self) -> Read<ExpressionPart> {
        let at = self.place();
        let mut left = self.both()?;
        while self.take_word(&["hoac", "or"]) {
            let right_at = self.place();
            let right = self.both()?;
            left = ExpressionPart::Truth(Condition::Or(truth(left, at)?, truth(right, right_at)?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Read<ExpressionPart> {
        let at = self.place();
        let mut left = self.negated()?;
        while self.take_word(&["va", "and"]) {
            let right_at = self.place();
            let right = self.negated()?;
            left = ExpressionPart::Truth(Condition::And(truth(left, at)?, truth(right, right_at)?));
        }
        Ok(left)
    }

    fn negated(&mut self) -> Read<ExpressionPart> {
        if !self.take_word(&["khong", "not"]) {
            return self.compared();
        }
        let at = self.place();
        let inner = self.deeper(ExpressionReader::negated)?;
        Ok(ExpressionPart::Truth(Condition::Not(truth(inner, at)?)))
    }

    fn compared(&mut self) -> Read<ExpressionPart> {
        let at = self.place();
        let left = self.sum()?;
        let Some(sign) = self.take_sign(&["<=", ">=", "!=", "==", "<", ">", "="]) else { return Ok(left) };
        let relation = match sign {
            "<=" => Relation::AtMost,
            ">=" => Relation::AtLeast,
            "!=" => Relation::Unequal,
            "<" => Relation::Less,
            ">" => Relation::Greater,
            _ => Relation::Equal,
        };
        let right_at = self.place();
        let right = self.sum()?;
        Ok(ExpressionPart::Truth(Condition::Compare(number(left, at)?, relation, number(right, right_at)?)))
    }

    fn sum(&mut self) -> Read<ExpressionPart> {
        self.operations(&["+", "-"], ExpressionReader::product)
    }

    fn product(&mut self) -> Read<ExpressionPart> {
        self.operations(&["*", "/"], ExpressionReader::factor)
    }

    fn operations(
        &mut self,
        signs: &[&str],
        part: fn(&mut ExpressionReader) -> Read<ExpressionPart>,
    ) -> Read<ExpressionPart> {
        let at = self.place();
        let mut left = part(self)?;
        while let Some(sign) = self.take_sign(signs) {
            let how = match sign {
                "+" => Arithmetic::Add,
                "-" => Arithmetic::Subtract,
                "*" => Arithmetic::Multiply,
                _ => Arithmetic::Divide,
            };
            let right_at = self.place();
            let right = part(self)?;
            let (left_side, right_side) = (number(left, at)?, number(right, right_at)?);
            left = ExpressionPart::Number(Quantity::Operation(Box::new(left_side), how, Box::new(right_side)));
        }
        Ok(left)
    }

    fn factor(&mut self) -> Read<ExpressionPart> {
        let at = self.place();
        if self.take_sign(&["-"]).is_some() {
            let inner_at = self.place();
            let inner = self.deeper(ExpressionReader::factor)?;
            let zero = Box::new(Quantity::Number(Decimal::ZERO));
            let inner = Box::new(number(inner, inner_at)?);
            return Ok(ExpressionPart::Number(Quantity::Operation(zero, Arithmetic::Subtract, inner)));
        }
        if self.take_sign(&["("]).is_some() {
            let inner = self.deeper(ExpressionReader::either)?;
            self.close()?;
            return Ok(inner);
        }
        match self.tokens.get(self.at).cloned() {
            Some((_, ExpressionToken::Number(number))) => {
                self.at += 1;
                Ok(ExpressionPart::Number(Quantity::Number(number)))
            }
            Some((_, ExpressionToken::Word(word))) if !is_reserved(&word) => {
                self.at += 1;
                if self.take_sign(&["("]).is_none() {
                    return Ok(ExpressionPart::Number(Quantity::Figure(Term::Actual, word)));
                }
                let term = Term::FUNCTIONS.iter().find(|(function, _)| *function == word).map(|(_, term)| *term);
                let term = term.ok_or_else(|| (at, unknown_function(&word)))?;
                let inner = match self.tokens.get(self.at).cloned() {
                    Some((_, ExpressionToken::Word(id))) if !is_reserved(&id) => id,
                    _ => {
                        return Err((
                            self.place(),
                            say!(vi: "trong ngoặc phải là mã một chỉ tiêu", en: "an indicator's id stands in the brackets"),
                        ));
                    }
                };
                self.at += 1;
                self.close()?;
                Ok(ExpressionPart::Number(Quantity::Figure(term, inner)))
            }
            Some((place, token)) => Err((place, unexpected(&token))),
            None => Err((self.end, say!(vi: "biểu thức chưa hết", en: "the expression breaks off"))),
        }
    }

    fn close(&mut self) -> Read<()> {
        match self.take_sign(&[")"]) {
            Some(_) => Ok(()),
            None => Err((self.place(), say!(vi: "thiếu dấu “)”", en: "“)” is missing"))),
        }
    }

    fn deeper(&mut self, part: fn(&mut ExpressionReader) -> Read<ExpressionPart>) -> Read<ExpressionPart> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err((self.place(), say!(vi: "biểu thức lồng quá sâu", en: "the expression is nested too deeply")));
        }
        let found = part(self);
        self.depth -= 1;
        found
    }
}

fn is_reserved(word: &str) -> bool {
    matches!(word, "va" | "and" | "hoac" | "or" | "khong" | "not")
}

fn truth(found: ExpressionPart, at: usize) -> Read<Box<Condition>> {
    match found {
        ExpressionPart::Truth(condition) => Ok(Box::new(condition)),
        ExpressionPart::Number(_) => Err((at, needs_comparison())),
    }
}

fn number(found: ExpressionPart, at: usize) -> Read<Quantity> {
    match found {
        ExpressionPart::Number(quantity) => Ok(quantity),
        ExpressionPart::Truth(_) => {
            Err((at, say!(vi: "chỗ này phải là số, không phải điều kiện", en: "a number stands here, not a condition")))
        }
    }
}

fn needs_comparison() -> Text {
    say!(vi: "chỗ này phải là một so sánh, ví dụ a <= b", en: "a comparison stands here, as a <= b")
}

fn unknown_function(word: &str) -> Text {
    let list = Term::FUNCTIONS.map(|(function, _)| function).join(", ");
    say!(vi: "không có hàm “{word}”; các hàm: {list}", en: "there is no function “{word}”; there are: {list}")
}

fn unexpected(token: &ExpressionToken) -> Text {
    let word = match token {
        ExpressionToken::Number(number) => number.to_string(),
        ExpressionToken::Word(word) => word.clone(),
        ExpressionToken::Sign(sign) => (*sign).to_string(),
    };
    say!(vi: "không hiểu “{word}” ở chỗ này", en: "“{word}” is not understood here")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::domain::{FigureRule, Verdict, WhenMissing};
    use crate::format::expression::*;
    use proptest::prelude::*;
    use std::str::FromStr;

    fn judge(text: &str, when_missing: WhenMissing, figures: &[(&str, &str)]) -> Verdict {
        let rule = FigureRule {
            id: "r".into(),
            text: text.into(),
            condition: condition(text).unwrap_or_else(|(at, why)| panic!("{text}: {at}: {}", why.vi)),
            severity: Severity::Error,
            message: Text::same("m"),
            when_missing,
            warns_until: None,
        };
        rule.judge(&|term, id| {
            let (_, value) = figures.iter().find(|(name, _)| *name == term.written(id))?;
            Some(Decimal::from_str(value).expect("a number"))
        })
    }

    #[test]
    fn expressions_mean_what_they_say_exactly() {
        let figures = [("a", "0.1"), ("b", "0.2"), ("tong-so", "0.3"), ("luy_ke(a)", "27"), ("c-2", "4"), ("d", "0")];
        for (text, wanted) in [
            ("tong-so = a + b", Verdict::Kept),
            ("tong-so == a+b", Verdict::Kept),
            ("a + b * 10 = 2,1", Verdict::Kept),
            ("(a + b) * 10 = 3", Verdict::Kept),
            ("tong-so - a - b = 0", Verdict::Kept),
            ("-a < 0 va khong (b > a)", Verdict::Broken),
            ("a > b hoac b > a and tong-so > b", Verdict::Kept),
            ("luy_ke(a) = 23 + c-2", Verdict::Kept),
            ("luy_ke(a) / 3 != 9", Verdict::Broken),
            ("a / d > 1", Verdict::Skipped),
            ("d = 0 or a / d > 1", Verdict::Kept),
            ("la >= 1", Verdict::Skipped),
            ("cung_ky(a) <= 1.234.567", Verdict::Skipped),
        ] {
            assert_eq!(judge(text, WhenMissing::SkipIfAny, &figures), wanted, "{text}");
        }
        assert_eq!(judge("a >= la", WhenMissing::SkipIfAll, &figures), Verdict::Kept);
        assert_eq!(judge("la > lb", WhenMissing::SkipIfAll, &figures), Verdict::Skipped);
        assert_eq!(judge("la > lb", WhenMissing::Never, &figures), Verdict::Broken);
    }

    #[test]
    fn what_is_no_condition_is_refused_at_its_place() {
        for (text, at) in [
            ("", 1),
            ("a", 1),
            ("a + ", 5),
            ("a < b < c", 7),
            ("a <= 1.234", 6),
            ("(a < b", 7),
            ("a b", 3),
            ("tong(a) > 1", 1),
            ("luy_ke(5) > 1", 8),
            ("a > 1 va b", 10),
            ("(a > 1) + 2 > 3", 1),
            ("a ≥ 1", 3),
            ("va > 1", 1),
        ] {
            assert_eq!(condition(text).map_err(|(place, _)| place), Err(at), "{text}");
        }
        assert!(condition(&"(".repeat(900)).is_err() && condition(&"- ".repeat(400)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[a-c0-9.,+*/()<>=! đ-]{0,40}|(a|\\(|\\)|<|va|hoac|khong|-|1,5| ){0,30}") {
            let _ = condition(&text);
        }
    }
}
