//! What stands around the text of an official document: letterhead, title, addressees, closing sentence, recipients and
//! signature (Nghị định 30/2020/NĐ-CP, Phụ lục I). A department's report has none of them, so they are taken off and named.

use crate::word::left::LeftKind;
use baocao_core::domain::{Date, Inline, MOTTO, Prose, STATE, plain};
use baocao_core::text::{fold, heading_number};

/// The most blocks before the first section that are looked at.
const OPENING: usize = 60;
/// A line of a letterhead, a title or a signature is shorter than this.
const SHORT: usize = 250;

/// A document taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The text between opening and closing.
    pub body: Vec<Prose>,
    /// What follows the signature and is no part of it, such as an appendix.
    pub after: Vec<Prose>,
    /// The day of the document, if it is filled in.
    pub date: Option<Date>,
    /// The line that names place and day.
    pub date_line: String,
    /// Who signed.
    pub signer: Option<String>,
    /// The lines of the letterhead that name the agency.
    pub agency: Vec<String>,
    /// Tên loại and trích yếu, line by line.
    pub title: Vec<String>,
    /// What was taken off, in the order of the document.
    pub left: Vec<(LeftKind, String)>,
}

impl Letter {
    fn leave(&mut self, kind: LeftKind, words: &str) {
        if words.trim().is_empty() {
            return;
        }
        match self.left.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, text)) => text.extend([" ", words.trim()]),
            None => self.left.push((kind, words.trim().to_string())),
        }
    }
}

/// Takes a document apart. `is_section` tells whether a line is the title of a section of the form.
pub fn split(blocks: Vec<Prose>, is_section: impl Fn(&str) -> bool) -> Letter {
    let section = |block: &Prose| match block {
        Prose::Heading { text, .. } => is_section(&format!("**{}**", plain(text).trim())),
        Prose::Paragraph(text) if crate::word::line::all_strong(text) => {
            is_section(&format!("**{}**", plain(text).trim()))
        }
        Prose::Paragraph(text) => is_section(plain(text).trim()),
        _ => false,
    };
    // The trích yếu often reads like the title of a section: what stands right below “BÁO CÁO” is none.
    let below_kind = |at: usize| {
        let before = blocks[..at].iter().rev().map(|block| lines(block).join(" ")).find(|words| says(words));
        before.is_some_and(|words| fold(&words) == "báo cáo")
    };
    let first = (0..blocks.len()).find(|at| section(&blocks[*at]) && !below_kind(*at)).unwrap_or(blocks.len());
    let close = closing(&blocks).filter(|at| *at >= first.min(1) && !blocks[*at..].iter().any(&section));
    let end = close.unwrap_or(blocks.len());
    let mut letter = Letter::default();
    let mut blocks = blocks;
    let tail = blocks.split_off(end);
    let body = blocks.split_off(first.min(OPENING).min(end));
    opening(blocks, &mut letter);
    letter.body.extend(body);
    ending(tail, &mut letter);
    letter
}

/// The lines of a block, cell by cell in a table.
fn lines(block: &Prose) -> Vec<String> {
    match block {
        Prose::Paragraph(text) | Prose::Heading { text, .. } => split_lines(text),
        Prose::List { items, .. } => items.iter().flatten().flat_map(lines).map(|line| format!("- {line}")).collect(),
        Prose::Table(table) => {
            table.head.iter().chain(table.rows.iter().flatten()).flat_map(|cell| split_lines(cell)).collect()
        }
        Prose::Quote(inner) => inner.iter().flat_map(lines).collect(),
        Prose::Code(text) => text.lines().map(str::to_string).collect(),
    }
}

fn split_lines(text: &[Inline]) -> Vec<String> {
    let lines = text.split(|inline| *inline == Inline::Break).map(|line| plain(line).trim().to_string());
    lines.filter(|line| !line.is_empty()).collect()
}

fn says(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

fn capitals(line: &str) -> bool {
    line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase)
}

fn is_state(folded: &str) -> bool {
    let bare = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let line = bare(folded);
    line.contains(&bare(STATE)) || line.contains(&bare(MOTTO))
}

/// `Số: 12/BC-TTr`, `Số:   /BC-SKHCN`.
fn is_number(folded: &str) -> bool {
    folded.len() < 80
        && folded.strip_prefix("số").is_some_and(|rest| rest.trim_start().starts_with(':') && rest.contains('/'))
}

/// `Thái Nguyên, ngày 10 tháng 6 năm 2024`, filled in or not.
fn is_dated(folded: &str) -> bool {
    let order = ["ngày", "tháng", "năm"].map(|word| folded.find(word));
    let [Some(day), Some(month), Some(year)] = order else { return false };
    let place = folded[..day].trim_end().ends_with(',') || folded[..day].trim().is_empty();
    let last: String = folded[year + "năm".len()..].chars().filter(|c| c.is_alphabetic()).collect();
    folded.len() < 120 && place && day < month && month < year && last.is_empty()
}

fn date(folded: &str) -> Option<Date> {
    let number = |word: &str| -> Option<u32> {
        let rest = &folded[folded.find(word)? + word.len()..];
        let rest = rest.trim_start();
        rest[..rest.bytes().take_while(u8::is_ascii_digit).count()].parse().ok()
    };
    Date::from_ymd_opt(i32::try_from(number("năm")?).ok()?, number("tháng")?, number("ngày")?)
}

/// Whether a block is set as titles are: a heading, all bold, or all in capitals.
fn stands_out(block: &Prose) -> bool {
    match block {
        Prose::Heading { .. } => true,
        Prose::Paragraph(text) => crate::word::line::all_strong(text) || capitals(&plain(text)),
        _ => false,
    }
}

fn opening(blocks: Vec<Prose>, letter: &mut Letter) {
    #[derive(PartialEq)]
    enum At {
        Head,
        TitleBegun,
        Title,
        Addressees,
        Text,
    }
    let headed = blocks.iter().any(|block| lines(block).iter().any(|line| is_state(line) || is_number(&fold(line))));
    let mut at = At::Head;
    for block in blocks {
        let all = lines(&block);
        let words = all.join(" ");
        let folded = fold(&words);
        if !says(&words) {
            continue;
        }
        let table = matches!(block, Prose::Table(_));
        let formal = |line: &String| is_state(line) || is_number(&fold(line)) || is_dated(&fold(line));
        if at != At::Text && all.iter().any(formal) && (table || words.len() < SHORT) {
            for line in &all {
                letterhead_line(line, letter);
            }
            letter.leave(LeftKind::Letterhead, &words);
        } else if folded.starts_with("kính gửi") && words.len() < 2 * SHORT {
            at = At::Addressees;
            letter.leave(LeftKind::Salutation, &words);
        } else if at == At::Addressees && (words.starts_with(['-', '–', '+']) || matches!(block, Prose::List { .. }))
        {
            letter.leave(LeftKind::Salutation, &words);
        } else if at == At::Head
            && !table
            && (folded == "báo cáo" || folded.starts_with("báo cáo ") && stands_out(&block))
        {
            at = if folded == "báo cáo" { At::TitleBegun } else { At::Title };
            letter.leave(LeftKind::Title, &words);
            letter.title.extend(all);
        } else if at == At::Head && headed && !table && capitals(&words) && words.len() < SHORT {
            letter.agency.extend(all);
            letter.leave(LeftKind::Letterhead, &words);
        } else if !table
            && words.len() < SHORT
            && continues_title(&block, &words, at == At::TitleBegun)
            && matches!(at, At::TitleBegun | At::Title)
        {
            at = At::Title;
            letter.leave(LeftKind::Title, &words);
            letter.title.extend(all);
        } else {
            if at != At::Head {
                at = At::Text;
            }
            letter.body.push(block);
        }
    }
}

/// Whether a line under tên loại is more of the title: the line right below it always, later ones if they stand out.
fn continues_title(block: &Prose, words: &str, first: bool) -> bool {
    let numbered = heading_number(words).is_some_and(|number| !number.parts.is_empty());
    !numbered && (stands_out(block) || first && !words.ends_with(['.', ';', ':']))
}

fn letterhead_line(line: &str, letter: &mut Letter) {
    let folded = fold(line);
    if is_dated(&folded) {
        letter.date = letter.date.or_else(|| date(&folded));
        letter.date_line = line.to_string();
    } else if !is_state(line) && !is_number(&folded) && says(line) {
        letter.agency.push(line.to_string());
    }
}

/// Where the closing begins: “Trên đây là …”, else “Nơi nhận”.
fn closing(blocks: &[Prose]) -> Option<usize> {
    let begins = |words: &'static [&'static str]| {
        blocks.iter().rposition(|block| {
            let table = matches!(block, Prose::Table(_));
            let all = lines(block);
            let all = if table { &all[..] } else { &all[..all.len().min(1)] };
            all.iter().any(|line| words.iter().any(|word| fold(line).starts_with(word)))
        })
    };
    begins(&["trên đây là"]).or_else(|| begins(&["nơi nhận"]))
}

fn ending(blocks: Vec<Prose>, letter: &mut Letter) {
    let mut signature: Vec<String> = Vec::new();
    let mut recipients = false;
    let mut signing = false;
    for block in blocks {
        let all = lines(&block);
        let words = all.join(" ");
        let folded = fold(&words);
        let listed = words.starts_with(['-', '–', '+']) || matches!(block, Prose::List { .. });
        if !says(&words) {
            continue;
        } else if !letter.after.is_empty() {
            letter.after.push(block);
        } else if folded.starts_with("trên đây là") && !matches!(block, Prose::Table(_)) {
            letter.leave(LeftKind::Closing, &words);
        } else if let Prose::Table(table) = &block {
            let cells: Vec<Vec<String>> =
                table.head.iter().chain(table.rows.iter().flatten()).map(|cell| split_lines(cell)).collect();
            if !signs(&all) {
                letter.after.push(block);
                continue;
            }
            for cell in cells {
                let to = cell.iter().any(|line| fold(line).starts_with("nơi nhận"))
                    || cell.first().is_some_and(|line| line.starts_with(['-', '–']));
                let kind = if to { LeftKind::Recipients } else { LeftKind::Signature };
                letter.leave(kind, &cell.join(" "));
                if !to {
                    signature.extend(cell);
                }
            }
        } else if folded.starts_with("nơi nhận") {
            recipients = true;
            letter.leave(LeftKind::Recipients, &words);
        } else if recipients && listed {
            letter.leave(LeftKind::Recipients, &words);
        } else if all.iter().all(|line| is_office(line))
            || signing && words.len() < 80 && all.iter().all(|line| is_signed(line) || person(line).is_some())
        {
            (signing, recipients) = (true, false);
            letter.leave(LeftKind::Signature, &words);
            signature.extend(all);
        } else {
            letter.after.push(block);
        }
    }
    letter.signer = signature.iter().rev().find_map(|line| person(line));
}

/// Whether the lines of a table are those of recipients and a signature: short, few, and one of them names an office.
fn signs(all: &[String]) -> bool {
    let known = |line: &String| fold(line).starts_with("nơi nhận") || is_office(line);
    all.len() <= 40 && all.iter().all(|line| line.len() < SHORT) && all.iter().any(known)
}

/// `GIÁM ĐỐC`, `KT. CHÁNH THANH TRA`, `NGƯỜI LẬP`.
fn is_office(line: &str) -> bool {
    const OFFICES: [&str; 14] = [
        "giám đốc",
        "trưởng",
        "phó",
        "chánh",
        "chủ tịch",
        "cục trưởng",
        "chi cục",
        "viện",
        "người lập",
        "thủ trưởng",
        "kt.",
        "tl.",
        "tuq.",
        "q.",
    ];
    let folded = fold(line);
    capitals(line) && line.len() < 120 && OFFICES.iter().any(|office| folded.contains(office))
}

/// `(đã ký)`, `[Chữ ký]`, `(Ký, ghi rõ họ tên)`.
fn is_signed(line: &str) -> bool {
    let folded = fold(line);
    folded.contains("đã ký") || folded.contains("chữ ký") || folded.starts_with("(ký") || !says(line)
}

/// The name of a person, without a degree before it.
fn person(line: &str) -> Option<String> {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    while words.first().is_some_and(|word| word.ends_with('.') && word.len() < 8) {
        words.remove(0);
    }
    let name = |word: &&str| {
        word.chars().all(char::is_alphabetic)
            && word.starts_with(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase)
    };
    let taken = (2..=6).contains(&words.len()) && words.iter().all(name);
    let office = is_office(&line.to_uppercase());
    (taken && !office).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use crate::word::letter::*;
    use baocao_core::domain::TableText;

    fn p(text: &str) -> Prose {
        Prose::Paragraph(vec![Inline::Text(text.into())])
    }

    fn bold(text: &str) -> Prose {
        Prose::Paragraph(vec![Inline::Strong(vec![Inline::Text(text.into())])])
    }

    fn table(cells: &[&[&str]]) -> Prose {
        let cell = |lines: &&[&str]| {
            let lines: Vec<Vec<Inline>> = lines.iter().map(|l| vec![Inline::Text((*l).into())]).collect();
            lines.join(&Inline::Break)
        };
        Prose::Table(TableText { head: cells.iter().map(cell).collect(), ..TableText::default() })
    }

    #[test]
    fn the_parts_of_a_document_are_known() {
        let blocks = vec![
            table(&[
                &["SỞ KHOA HỌC VÀ CÔNG NGHỆ", "THANH TRA SỞ", "Số: 12/BC-TTr"],
                &[
                    "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    "Độc lập – Tự do – Hạnh phúc",
                    "Thái Nguyên, ngày 10 tháng 6 năm 2024",
                ],
            ]),
            bold("BÁO CÁO"),
            p("Kết quả công tác quý II năm 2024"),
            bold("và phương hướng quý III"),
            p("Kính gửi:"),
            p("- Văn phòng Sở;"),
            p("Thực hiện Công văn số 1/CV, Thanh tra Sở báo cáo như sau:"),
            bold("I. KẾT QUẢ"),
            p("Đã làm."),
            p("Trên đây là báo cáo của Thanh tra Sở./."),
            table(&[&["Nơi nhận:", "- Như trên;", "- Lưu: VT."], &["CHÁNH THANH TRA", "(đã ký)", "ThS. Ngô Văn Sơn"]]),
            bold("PHỤ LỤC"),
            table(&[&["a"], &["1"]]),
        ];
        let letter = split(blocks, |line| line.starts_with("**I. "));
        assert_eq!(letter.date, Date::from_ymd_opt(2024, 6, 10));
        assert_eq!(letter.signer.as_deref(), Some("Ngô Văn Sơn"));
        assert_eq!(letter.agency, ["SỞ KHOA HỌC VÀ CÔNG NGHỆ", "THANH TRA SỞ"]);
        assert_eq!(letter.title, ["BÁO CÁO", "Kết quả công tác quý II năm 2024", "và phương hướng quý III"]);
        assert_eq!(letter.body.len(), 3, "{:?}", letter.body);
        assert_eq!(letter.after.len(), 2);
        let kinds: Vec<&LeftKind> = letter.left.iter().map(|(kind, _)| kind).collect();
        assert_eq!(
            kinds,
            [
                &LeftKind::Letterhead,
                &LeftKind::Title,
                &LeftKind::Salutation,
                &LeftKind::Closing,
                &LeftKind::Recipients,
                &LeftKind::Signature
            ]
        );
    }

    #[test]
    fn a_report_without_them_stays_whole() {
        let blocks = vec![bold("I. KẾT QUẢ"), p("Trên đây là kết quả."), bold("I. KẾT QUẢ KHÁC"), p("Hết.")];
        let letter = split(blocks.clone(), |line| line.starts_with("**I. "));
        assert_eq!((letter.body, letter.left.len()), (blocks, 0));
    }

    #[test]
    fn days_left_open_are_no_days() {
        assert!(is_dated("thái nguyên, ngày … tháng 6 năm 2024") && date("ngày … tháng 6 năm 2024").is_none());
        assert!(
            !is_dated("từ ngày 1 tháng 6 năm 2024 đến nay") && !is_dated("kế hoạch, ngày 1 tháng 6 năm 2024 của sở")
        );
        assert_eq!(person("(Ký tên)"), None);
        assert_eq!(person("Phó Giám Đốc"), None);
    }
}
