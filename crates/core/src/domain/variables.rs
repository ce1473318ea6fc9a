//! The variables of forms, skeletons and settings: `{ky}`, `{co_quan}` and the like, and what they are replaced with.

use crate::domain::{Agency, Cadence, PeriodId, PeriodWords};
use crate::text::{Span, fold};

/// The names of all variables, as they are written between braces.
pub const VARIABLES: [&str; 7] = ["ky", "ky_sau", "ten", "co_quan", "chu_quan", "dia_danh", "linh_vuc"];

/// The variables that titles of a form's sections may hold. Headings of reports are recognised by these titles, so they
/// depend on nothing but the period.
pub const SECTION_VARIABLES: [&str; 2] = ["ky", "ky_sau"];

/// The longest name between braces that is taken for a variable, in bytes.
const LONGEST: usize = 40;

/// Returns every `{name}` of a text with its place, whether the name is known or not.
///
/// A name consists of letters, digits, `_`, `-` and blanks on one line; `{…}` and `{#id}` are ordinary text.
pub fn variables_in(text: &str) -> Vec<(Span, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        from = open + 1;
        let Some(length) = text[from..].find(['}', '{', '\n']) else { break };
        let name = &text[from..from + length];
        let allowed =
            |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ') || ('\u{300}'..='\u{36f}').contains(&c);
        let is_name = name.len() <= LONGEST && name.chars().all(allowed) && name.chars().any(char::is_alphabetic);
        if is_name && text[from + length..].starts_with('}') {
            found.push((Span::new(open, from + length + 1), name));
        }
    }
    found
}

/// What the variables stand for in one period of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variables {
    /// The words of `{ky}` and `{ky_sau}`.
    pub period: PeriodWords,
    /// `{ten}`: what the report is called in running text, `quý II năm 2024` or an ad hoc period's own title.
    pub name: String,
    /// The agency: `{co_quan}`, `{chu_quan}`, `{dia_danh}` and, from its name, `{linh_vuc}`.
    pub agency: Agency,
    /// The title of an ad hoc period.
    pub own_title: Option<String>,
}

impl Variables {
    /// The values for a period; `title` is an ad hoc period's own title (`tieu_de`).
    pub fn of(period: &PeriodId, title: Option<&str>, agency: &Agency) -> Self {
        let title = title.map(str::trim).filter(|title| !title.is_empty() && period.cadence() == Cadence::AdHoc);
        Variables {
            period: PeriodWords::of(period, title),
            name: title.map_or_else(|| period_in_sentence(period), str::to_string),
            agency: agency.clone(),
            own_title: title.map(str::to_string),
        }
    }

    /// Fills a title of a whole report. An ad hoc period's title takes the place of a title that names the period.
    pub fn title(&self, text: &str) -> String {
        let names_period = variables_in(text).iter().any(|(_, name)| matches!(*name, "ky" | "ten"));
        match self.own_title.as_deref().filter(|_| names_period) {
            None => self.heading(text),
            Some(title) => {
                let is_report = |words: &str| fold(words.trim()).starts_with("báo cáo");
                let kind = if is_report(text) && !is_report(title) { "Báo cáo " } else { "" };
                let title = format!("{kind}{title}");
                if in_capitals(text) { title.to_uppercase() } else { title }
            }
        }
    }

    /// Fills a heading below the title; an ad hoc period is not named again in it.
    pub fn heading(&self, text: &str) -> String {
        self.fill(&self.period.shown(text))
    }

    /// Fills a text. In a line of capitals the values are in capitals, too.
    pub fn fill(&self, text: &str) -> String {
        let capitals = in_capitals(text);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (span, name) in variables_in(text) {
            let Some(value) = self.value(name) else { continue };
            out.push_str(&text[at..span.start]);
            at = span.end;
            if value.is_empty() {
                // Nothing takes the place of the variable and of one of the blanks beside it.
                at += usize::from(text[at..].starts_with(' ') && (out.is_empty() || out.ends_with(' ')));
            }
            if capitals { out.push_str(&value.to_uppercase()) } else { out.push_str(&value) }
        }
        out.push_str(&text[at..]);
        out
    }

    fn value(&self, name: &str) -> Option<String> {
        Some(match name {
            "ky" => self.period.now.clone(),
            "ky_sau" => self.period.next.clone(),
            "ten" => self.name.clone(),
            "co_quan" => self.agency.name.trim().to_string(),
            "chu_quan" => self.agency.parent.trim().to_string(),
            "dia_danh" => self.agency.place.trim().to_string(),
            "linh_vuc" => self.agency.field().to_string(),
            _ => return None,
        })
    }
}

/// `quý II năm 2024`: the name of a period in running text.
pub fn period_in_sentence(period: &PeriodId) -> String {
    let name = period.name_vi();
    let name = name.split(" (").next().unwrap_or(&name).to_string();
    let mut chars = name.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or(name)
}

/// Whether the words around the variables are capitals only.
fn in_capitals(text: &str) -> bool {
    let mut rest = text.to_string();
    for (span, _) in variables_in(text).into_iter().rev() {
        rest.replace_range(span.start..span.end, "");
    }
    rest.chars().any(char::is_uppercase) && !rest.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::domain::variables::*;

    fn of(period: &str, title: Option<&str>) -> Variables {
        let agency = Agency {
            name: "Sở Y tế".into(),
            parent: "Ủy ban nhân dân tỉnh Lào Cai".into(),
            place: "Lào Cai".into(),
            symbol: "SYT".into(),
        };
        Variables::of(&PeriodId::parse(period).expect("a period"), title, &agency)
    }

    #[test]
    fn names_between_braces_are_found_and_other_braces_are_text() {
        let names = |text| variables_in(text).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names("{ky} và {cơ quan}, {ky-sau}"), ["ky", "cơ quan", "ky-sau"]);
        assert_eq!(names("{…} {} {#id} {a\nb} {{ky} {12} {"), ["ky"]);
    }

    #[test]
    fn values_come_from_the_settings_in_the_case_of_their_line() {
        let words = of("2024-Q2", None);
        assert_eq!(
            words.fill("{co_quan} báo cáo {ten} với {chu_quan} tại {dia_danh}; {khac}"),
            "Sở Y tế báo cáo quý II năm 2024 với Ủy ban nhân dân tỉnh Lào Cai tại Lào Cai; {khac}"
        );
        assert_eq!(
            words.title("BÁO CÁO KẾT QUẢ CÔNG TÁC {linh_vuc} {ky}"),
            "BÁO CÁO KẾT QUẢ CÔNG TÁC Y TẾ QUÝ II NĂM 2024"
        );
        let office =
            Variables { agency: Agency { name: "Văn phòng UBND tỉnh".into(), ..Agency::default() }, ..words };
        assert_eq!(office.title("BÁO CÁO CÔNG TÁC {linh_vuc} {ky}"), "BÁO CÁO CÔNG TÁC QUÝ II NĂM 2024");
    }

    #[test]
    fn an_ad_hoc_title_is_the_whole_title_and_is_not_repeated() {
        let heading = "BÁO CÁO KẾT QUẢ CÔNG TÁC {ky}";
        for (title, shown) in [
            ("Báo cáo thiệt hại bão số 10", "BÁO CÁO THIỆT HẠI BÃO SỐ 10"),
            ("Thiệt hại bão số 10", "BÁO CÁO THIỆT HẠI BÃO SỐ 10"),
        ] {
            let words = of("2024-DX-bao", Some(title));
            assert_eq!(words.title(heading), shown);
            assert_eq!(words.heading("I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ {ky}"), "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ");
            assert_eq!(words.heading("III. PHƯƠNG HƯỚNG {ky_sau}"), "III. PHƯƠNG HƯỚNG THỜI GIAN TỚI");
            assert_eq!(words.title("BÁO CÁO NHANH"), "BÁO CÁO NHANH");
        }
    }
}
