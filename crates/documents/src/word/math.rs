//! Equations on one line, so that no number touches another: a fraction keeps its bar, a power its mark.

use crate::word::account::Account;
use crate::word::left::LeftKind;
use crate::word::styles::Raised;
use crate::word::{child, value};
use roxmltree::Node;

/// Structures nested deeper than this have only their words read.
const MAX_DEPTH: usize = 40;

/// An equation (`m:oMath`, `m:oMathPara`) on one line. What it takes over is noted in the account; what it does not know is not.
pub(crate) fn linear(node: Node<'_, '_>, account: &mut Account) -> String {
    Equation { account }.all(node, 0)
}

struct Equation<'a> {
    account: &'a mut Account,
}

impl Equation<'_> {
    /// Everything inside an element, one after the other.
    fn all(&mut self, node: Node<'_, '_>, depth: usize) -> String {
        let mut out = String::new();
        let mut after_structure = false;
        for node in node.children().filter(Node::is_element) {
            let name = node.tag_name().name();
            if matches!(name, "del" | "moveFrom") {
                self.account.leave(node, &LeftKind::Deleted);
            }
            if name.ends_with("Pr") || matches!(name, "del" | "moveFrom") {
                continue;
            }
            let structure = !matches!(name, "r" | "t");
            let text = if depth >= MAX_DEPTH { self.words(node) } else { self.one(node, depth + 1) };
            let touches = out.ends_with(char::is_alphanumeric) && text.starts_with(char::is_alphanumeric);
            if touches && (structure || after_structure) {
                out.push(' ');
            }
            out.push_str(&text);
            after_structure = structure;
        }
        out
    }

    /// The words of an element with blanks between them.
    fn words(&mut self, node: Node<'_, '_>) -> String {
        let mut out = String::new();
        for text in node.descendants().filter(|n| n.tag_name().name() == "t") {
            self.account.arrived_text(text);
            out.push(' ');
            out.extend(text.children().filter_map(|n| n.text()));
        }
        out.trim().to_string()
    }

    fn one(&mut self, node: Node<'_, '_>, depth: usize) -> String {
        let mut part = |name: &str| child(node, name).map(|n| self.all(n, depth)).unwrap_or_default();
        let about = |name: &str, key: &str| child(node, name).and_then(|n| value(n, key));
        let up = |text: &str| power(text, Raised::Up);
        let down = |text: &str| power(text, Raised::Down);
        match node.tag_name().name() {
            "t" => {
                self.account.arrived_text(node);
                node.children().filter_map(|n| n.text()).collect()
            }
            "f" if about("fPr", "type") == Some("noBar") => format!("({}; {})", part("num"), part("den")),
            "f" => format!("{}/{}", grouped(&part("num")), grouped(&part("den"))),
            "sSup" => part("e") + &up(&part("sup")),
            "sSub" => part("e") + &down(&part("sub")),
            "sSubSup" => part("e") + &down(&part("sub")) + &up(&part("sup")),
            "sPre" => format!("{}{} {}", down(&part("sub")), up(&part("sup")), part("e")),
            "rad" => format!("{}√({})", up(&part("deg")), part("e")),
            "nary" => {
                let sign = about("naryPr", "chr").unwrap_or("∫");
                format!("{sign}{}{} {}", down(&part("sub")), up(&part("sup")), part("e"))
            }
            "d" => {
                let sign = |key: &str, usual: &'static str| about("dPr", key).unwrap_or(usual).to_string();
                let inside = self.rows(node, "e", depth);
                format!("{}{}{}", sign("begChr", "("), inside.join(&sign("sepChr", "|")), sign("endChr", ")"))
            }
            "func" => format!("{} {}", part("fName"), part("e")),
            "limLow" => part("e") + &down(&part("lim")),
            "limUpp" => part("e") + &up(&part("lim")),
            "eqArr" => self.rows(node, "e", depth).join("; "),
            "m" => format!("[{}]", self.rows(node, "mr", depth).join("; ")),
            "mr" => self.rows(node, "e", depth).join(", "),
            _ => self.all(node, depth),
        }
    }

    fn rows(&mut self, node: Node<'_, '_>, name: &str, depth: usize) -> Vec<String> {
        let rows = node.children().filter(|n| n.tag_name().name() == name);
        rows.map(|n| if name == "mr" && depth < MAX_DEPTH { self.one(n, depth + 1) } else { self.all(n, depth) })
            .collect()
    }
}

/// An exponent or index; nothing for an empty one.
fn power(text: &str, how: Raised) -> String {
    if text.trim().is_empty() { String::new() } else { raised(text.trim(), how) }
}

/// Superscript and subscript in characters that are so by themselves, else as `^(…)` and `_(…)`; blanks at the ends stay
/// outside. An equation on one line is plain text.
fn raised(text: &str, how: Raised) -> String {
    const UP: (&str, &str) = ("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ");
    const DOWN: (&str, &str) = ("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎");
    let (from, to, mark) = match how {
        Raised::No => return text.to_string(),
        Raised::Up => (UP.0, UP.1, '^'),
        Raised::Down => (DOWN.0, DOWN.1, '_'),
    };
    let words = text.trim();
    if !words.chars().any(char::is_alphanumeric) {
        return text.to_string();
    }
    let one = |c: char| from.chars().zip(to.chars()).find(|(plain, _)| *plain == c).map(|(_, raised)| raised);
    let inside = words.chars().map(one).collect::<Option<String>>().unwrap_or_else(|| format!("{mark}({words})"));
    let (before, after) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
    format!("{before}{inside}{after}")
}

/// A numerator or denominator in brackets, unless it is one word.
fn grouped(text: &str) -> String {
    let text = text.trim();
    if text.chars().all(|c| c.is_alphanumeric() || matches!(c, ',' | '.')) && !text.is_empty() {
        text.to_string()
    } else {
        format!("({text})")
    }
}

#[cfg(test)]
mod tests {
    use crate::word::math::*;
    use roxmltree::Document;

    #[test]
    fn no_number_of_an_equation_becomes_another() {
        let r = |t: &str| format!("<m:r><m:t>{t}</m:t></m:r>");
        let f = |a: &str, b: &str| format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", r(a), r(b));
        let sup = |a: &str, b: &str| format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", r(a), r(b));
        for (inside, shown) in [
            (f("1", "2"), "1/2"),
            (r("2") + &f("1", "2"), "2 1/2"),
            (f("1", "2") + &r("3"), "1/2 3"),
            (sup("10", "6"), "10⁶"),
            (sup("10", "6") + &r("5"), "10⁶ 5"),
            (r("1") + &r("5"), "15"),
            (f("a+1", "2,5"), "(a+1)/2,5"),
            (format!("<m:rad><m:deg/><m:e>{}</m:e></m:rad>", r("25")), "√(25)"),
            (
                format!(
                    "<m:nary><m:naryPr><m:chr m:val=\"∑\"/></m:naryPr><m:sub>{}</m:sub><m:sup>{}</m:sup><m:e>{}</m:e></m:nary>",
                    r("i=1"),
                    r("12"),
                    r("x")
                ),
                "∑_(i=1)¹² x",
            ),
            (format!("<m:m><m:mr><m:e>{}</m:e><m:e>{}</m:e></m:mr></m:m>", r("1"), r("2")), "[1, 2]"),
        ] {
            let xml = format!("<m:oMath xmlns:m=\"m\">{inside}</m:oMath>");
            let document = Document::parse(&xml).expect("XML");
            assert_eq!(linear(document.root_element(), &mut Account::default()), shown);
        }
    }
}
