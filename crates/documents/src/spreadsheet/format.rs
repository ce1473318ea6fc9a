//! Number formats: what a cell's format shows of the number that the cell holds (ECMA-376 part 1, 18.8.31).

use crate::spreadsheet::is;
use roxmltree::Document;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

/// How a number appears on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum NumberShown {
    /// As the number itself, rounded at most.
    #[default]
    AsIs,
    /// A hundred times as large, with a percent sign.
    Percent,
    /// Divided by 1000 so many times: `#,##0,`.
    Scaled(u32),
    /// As fixed words without any digit: `"Không có"`.
    Words(Arc<str>),
    /// Not at all: `;;;`.
    Nothing,
    /// With another sign.
    Sign,
    /// With digits or percent signs that the number does not have: `0"000"`.
    Digits(Arc<str>),
}

/// What a format makes of one number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Look {
    pub day: bool,
    pub shown: NumberShown,
    /// The words that the format writes beside the number, such as a unit.
    pub beside: Option<Arc<str>>,
    /// Whether it shows fewer decimals than the number has.
    pub rounded: bool,
}

/// A format code, section by section.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NumberFormat {
    sections: Vec<FormatSection>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct FormatSection {
    condition: Option<(String, Decimal)>,
    day: bool,
    percents: u32,
    thousands: u32,
    /// Whether there is a place for digits.
    digits: bool,
    /// Whether a zero is shown as a digit.
    zero: bool,
    minus: bool,
    coloured: bool,
    /// How many decimals are shown; `None` where that depends on the number.
    decimals: Option<u32>,
    literal: Arc<str>,
}

impl NumberFormat {
    /// Reads a format code; every text is one.
    pub fn read(code: &str) -> NumberFormat {
        let sections: Vec<FormatSection> = sections(code).into_iter().map(FormatSection::read).collect();
        let general = sections.iter().all(|section| *section == FormatSection::default()) && sections.len() == 1;
        NumberFormat { sections: if general { Vec::new() } else { sections } }
    }

    /// What it makes of a number.
    pub(crate) fn look(&self, number: Decimal) -> Look {
        let Some((section, own_negative)) = self.section(number) else { return Look::default() };
        let beside = (!section.literal.trim().is_empty()).then(|| section.literal.clone());
        let shown = section.shown(number, own_negative);
        let number = if shown == NumberShown::Percent { number.saturating_mul(Decimal::ONE_HUNDRED) } else { number };
        let rounded = section.decimals.is_some_and(|decimals| number.normalize().scale() > decimals);
        Look { day: section.day, shown, beside, rounded }
    }

    /// The section for a number, and whether it is one for negative numbers, which shows no sign of its own accord.
    fn section(&self, number: Decimal) -> Option<(&FormatSection, bool)> {
        let numbers = &self.sections[..self.sections.len().min(3)];
        if numbers.iter().any(|section| section.condition.is_some()) {
            let fits =
                |section: &&FormatSection| section.condition.as_ref().is_none_or(|(op, edge)| holds(op, number, *edge));
            return numbers.iter().find(fits).map(|section| (section, false));
        }
        let negative = number.is_sign_negative() && !number.is_zero();
        let at = match numbers.len() {
            0 => return None,
            1 => 0,
            _ if negative => 1,
            3.. if number.is_zero() => 2,
            _ => 0,
        };
        numbers.get(at).map(|section| (section, at == 1))
    }
}

fn holds(op: &str, number: Decimal, edge: Decimal) -> bool {
    match op {
        "<" => number < edge,
        "<=" => number <= edge,
        ">" => number > edge,
        ">=" => number >= edge,
        "<>" => number != edge,
        _ => number == edge,
    }
}

/// The parts of a code between semicolons that are not quoted.
fn sections(code: &str) -> Vec<&str> {
    let (mut out, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => escaped = true,
            ';' if !quoted => {
                out.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&code[start..]);
    out
}

impl FormatSection {
    fn read(code: &str) -> FormatSection {
        let mut section = FormatSection::default();
        let mut literal = String::new();
        // Commas divide by 1000 where no digit follows them.
        let (mut commas, mut fraction) = (0, false);
        // Digits behind the point, and whether the form has as many as the number needs.
        let (mut point, mut decimals, mut open) = (false, 0, false);
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
                '\\' => literal.extend(chars.next()),
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    section.bracket(&inside, &mut literal);
                }
                '%' => section.percents += 1,
                '0' | '#' | '?' => {
                    section.digits = true;
                    section.zero |= c == '0';
                    decimals += u32::from(point);
                    commas = 0;
                }
                ',' if section.digits => commas += 1,
                '.' => {
                    section.thousands += std::mem::take(&mut commas);
                    point = true;
                }
                '/' => (fraction, open) = (section.digits, true),
                '1'..='9' if fraction => {}
                '-' | '(' => section.minus |= !section.digits,
                'E' | 'e' if section.digits => {
                    open = true;
                    chars.next();
                }
                'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => section.day = true,
                'G' | 'g' if chars.as_str().get(..6).is_some_and(|rest| rest.eq_ignore_ascii_case("eneral")) => {
                    chars.nth(5);
                    (section.digits, section.zero, open) = (true, true, true);
                }
                '@' => (section.digits, section.zero, open) = (true, true, true),
                ' ' | ')' | '+' | ',' => {}
                c => literal.push(c),
            }
        }
        section.thousands += commas;
        section.decimals = (section.digits && !open).then_some(decimals);
        section.literal = literal.into();
        section
    }

    /// Conditions, colours, currencies and counted hours.
    fn bracket(&mut self, inside: &str, literal: &mut String) {
        let operator = inside.trim_start_matches(['<', '>', '=']);
        let (sign, edge) = inside.split_at(inside.len() - operator.len());
        if !sign.is_empty() {
            self.condition = Decimal::from_str(edge.trim()).ok().map(|edge| (sign.to_string(), edge));
        } else if let Some(currency) = inside.strip_prefix('$') {
            literal.push_str(currency.split('-').next().unwrap_or_default());
        } else if matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
            self.day = true;
        } else {
            self.coloured = true;
        }
    }

    fn shown(&self, number: Decimal, own_negative: bool) -> NumberShown {
        let words = self.literal.trim();
        if self.day {
            return NumberShown::AsIs;
        }
        if number.is_zero() {
            return match words {
                "" if !self.zero => NumberShown::Nothing,
                "" | "-" | "–" | "—" | "0" => NumberShown::AsIs,
                _ if self.zero => self.with_digits(),
                _ => NumberShown::Words(self.literal.clone()),
            };
        }
        let dash = words.starts_with(['-', '–', '−', '(']);
        let signed = self.minus || dash;
        match () {
            () if !self.digits && words.is_empty() => NumberShown::Nothing,
            () if !self.digits => NumberShown::Words(self.literal.clone()),
            () if own_negative && !signed && !self.coloured => NumberShown::Sign,
            () if !own_negative && self.condition.is_none() && signed => NumberShown::Sign,
            () if self.thousands > 0 && self.percents == 0 => NumberShown::Scaled(self.thousands),
            () if self.thousands > 0 || self.percents > 1 => NumberShown::Digits("%".into()),
            () if self.percents == 1 => NumberShown::Percent,
            () => self.with_digits(),
        }
    }

    fn with_digits(&self) -> NumberShown {
        // “m2” and “m³” are units; digits that follow the number's own are not.
        let odd = self.literal.trim_start_matches([' ', '.', ',']).starts_with(|c: char| c.is_ascii_digit());
        if odd { NumberShown::Digits(self.literal.clone()) } else { NumberShown::AsIs }
    }
}

/// The formats that are known by number alone (18.8.30), but those of days. Where a number means another currency in
/// another country, the digits are the same.
const BUILT_IN: [(u32, &str); 20] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (5, "#,##0;-#,##0"),
    (6, "#,##0;[Red]-#,##0"),
    (7, "#,##0.00;-#,##0.00"),
    (8, "#,##0.00;[Red]-#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (12, "# ?/?"),
    (37, "#,##0;(#,##0)"),
    (38, "#,##0;[Red](#,##0)"),
    (39, "#,##0.00;(#,##0.00)"),
    (40, "#,##0.00;[Red](#,##0.00)"),
    (41, "#,##0_);(#,##0);\"-\"_)"),
    (42, "#,##0_);(#,##0);\"-\"_)"),
    (43, "#,##0.00_);(#,##0.00);\"-\"??_)"),
    (44, "#,##0.00_);(#,##0.00);\"-\"??_)"),
];

/// The format of each style of a file, in the order in which cells name them.
pub(crate) fn formats(document: &Document<'_>) -> Vec<Arc<NumberFormat>> {
    let mut own = BTreeMap::new();
    for node in document.descendants().filter(|node| is(*node, "numFmt")) {
        if let (Some(id), Some(code)) = (node.attribute("numFmtId"), node.attribute("formatCode")) {
            own.insert(id, Arc::new(NumberFormat::read(code)));
        }
    }
    let built_in = |code: &str| Arc::new(NumberFormat::read(code));
    let (plain, day) = (built_in("General"), built_in("d/m/yyyy"));
    let known: BTreeMap<u32, Arc<NumberFormat>> = BUILT_IN.iter().map(|(id, code)| (*id, built_in(code))).collect();
    let format = |id: &str| match (own.get(id), id.parse::<u32>()) {
        (Some(format), _) => format.clone(),
        (_, Ok(id)) if known.contains_key(&id) => known[&id].clone(),
        (_, Ok(14..=22 | 27..=36 | 45..=47 | 50..=58)) => day.clone(),
        _ => plain.clone(),
    };
    let styles = document.descendants().filter(|node| is(*node, "cellXfs")).flat_map(|node| node.children());
    let styles = styles.filter(|node| is(*node, "xf"));
    styles.map(|node| format(node.attribute("numFmtId").unwrap_or("0"))).collect()
}

#[cfg(test)]
mod tests {
    use crate::spreadsheet::format::*;

    fn look(code: &str, number: &str) -> Look {
        NumberFormat::read(code).look(Decimal::from_str(number).expect("a number"))
    }

    #[test]
    fn days_and_percentages_are_told_from_numbers() {
        for code in ["General", "#,##0.00", "\"ước \"#,##0", "[Red]0", "#,##0\\ \"đồng\"", "", "0.0E+00", "# ?/16", "@"]
        {
            let look = look(code, "5");
            assert_eq!((look.day, look.shown), (false, NumberShown::AsIs), "{code}");
        }
        for (code, number, rounded) in [
            ("0", "12.6", true),
            ("0", "12", false),
            ("#,##0.0", "12.6", false),
            ("0%", "0.855", true),
            ("0.0%", "0.855", false),
            ("General", "12.6", false),
            ("@", "12.6", false),
            ("0.0E+00", "12.65", false),
            ("0,", "12.5", true),
        ] {
            assert_eq!(look(code, number).rounded, rounded, "{code} of {number}");
        }
        for code in ["dd/mm/yyyy", "[$-42A]d mmmm", "[h]:mm"] {
            assert!(look(code, "5").day, "{code}");
        }
        assert_eq!(look("0.0%", "5").shown, NumberShown::Percent);
    }

    #[test]
    fn a_format_that_shows_another_number_is_told() {
        let words = |text: &str| NumberShown::Words(text.into());
        for (code, number, shown) in [
            ("#,##0,", "2130000", NumberShown::Scaled(1)),
            ("#,##0.0,,", "2130500000", NumberShown::Scaled(2)),
            ("#,##0,.0", "2130500", NumberShown::Scaled(1)),
            ("0,,\" tr\"", "1000000", NumberShown::Scaled(2)),
            ("[>=1000000]0.0,,;0", "2000000", NumberShown::Scaled(2)),
            ("[>=1000000]0.0,,;0", "2000", NumberShown::AsIs),
            ("#,##0;-#,##0,", "5", NumberShown::AsIs),
            ("#,##0;-#,##0,", "-5000", NumberShown::Scaled(1)),
            ("\"Không có\"", "5", words("Không có")),
            (";;;", "5", NumberShown::Nothing),
            ("0;", "-5", NumberShown::Nothing),
            ("0;0", "-5", NumberShown::Sign),
            ("\\-0", "5", NumberShown::Sign),
            ("0\"000\"", "5", NumberShown::Digits("000".into())),
            ("0%%", "5", NumberShown::Digits("%".into())),
        ] {
            assert_eq!(look(code, number).shown, shown, "{code} of {number}");
        }
    }

    #[test]
    fn zeros_and_negatives_of_everyday_formats_are_shown() {
        for (code, number) in [
            ("#,##0_);(#,##0)", "-5"),
            ("#,##0;[Red]#,##0", "-5"),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", "0"),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", "-7"),
            ("_-* #,##0_-;\\-* #,##0_-;_-* \"-\"??_-;_-@_-", "-7"),
            ("#,##0;-#,##0;0", "0"),
            ("0", "-5"),
        ] {
            assert_eq!(look(code, number).shown, NumberShown::AsIs, "{code} of {number}");
        }
        for code in ["#,###", "0;-0;;@", "#"] {
            assert_eq!(look(code, "0").shown, NumberShown::Nothing, "{code}");
        }
        assert_eq!(look("#,##0 \"tỷ đồng\"", "5").beside.as_deref(), Some("tỷ đồng"));
        assert_eq!(look("[$₫-42A] #,##0", "5").beside.as_deref(), Some("₫"));
    }
}
