//! From the consolidated report to the document that is sent: title, numbering, signature block, recipients, appendices.

mod annex;
mod recase;
mod titles;

use baocao_core::domain::{
    Agency, Appendix, Cadence, Capacity, Date, DocumentSettings, Inline, PeriodId, Prose, ProseText, Publication,
    SignatureBlock, Variables, keeps_copies, only_pictures, period_in_sentence, plain, without_start,
};
use baocao_core::text::{fold, heading_title};

pub use annex::with_charts;

/// Who signs, as the roster knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningLeader {
    /// Họ tên.
    pub name: String,
    /// Chức vụ.
    pub title: String,
    /// Whether it is the head of the agency.
    pub head: bool,
    /// Ký thay.
    pub capacity: Option<Capacity>,
}

/// What the document says beyond its text, as far as it is known yet.
#[derive(Debug, Clone)]
pub struct Particulars<'a> {
    /// `[co_quan]`.
    pub agency: &'a Agency,
    /// `[van_ban]`.
    pub document: &'a DocumentSettings,
    /// The period.
    pub period: &'a PeriodId,
    /// Its name in running text, `quý II năm 2024`; an ad hoc period's own title.
    pub period_words: String,
    /// Số ký hiệu.
    pub number: Option<String>,
    /// The document's date.
    pub date: Option<Date>,
    /// The day of the last step that made the text what it is.
    pub written: Date,
    /// Recipients, as the dispatch names them.
    pub to: Vec<String>,
    /// Who has approved.
    pub signer: Option<SigningLeader>,
    /// What the head of the agency is called.
    pub head_title: String,
    /// Whether the text may still change.
    pub draft: bool,
}

/// Builds the document.
pub fn publication(text: ProseText, facts: &Particulars<'_>) -> Publication {
    let ProseText { blocks, notes, labels } = text;
    let mut title = None;
    let mut body: Vec<titles::TitledBlock> = Vec::new();
    let mut appendices: Vec<(Vec<Inline>, Vec<titles::TitledBlock>)> = Vec::new();
    for (at, block) in blocks.into_iter().enumerate() {
        match block {
            Prose::Heading { level: 1, text } if title.is_none() && body.is_empty() && appendices.is_empty() => {
                title = Some(plain(&text));
            }
            Prose::Heading { level: 1 | 2, text } if is_appendix(&plain(&text)) => {
                appendices.push((appendix_title(&text), Vec::new()));
            }
            block => {
                let block = (block, labels.get(&at).copied());
                appendices.last_mut().map_or(&mut body, |(_, blocks)| blocks).push(block);
            }
        }
    }
    if let Some((last, _)) = body.iter_mut().rev().find(|(block, _)| !is_picture(block)) {
        close(std::slice::from_mut(last));
    }
    let (kind, subject) = name(title.as_deref(), facts);
    let mut rows = 0;
    let body = titles::ranked(body, &mut rows);
    let several = appendices.len() > 1;
    let appendices = (1..)
        .zip(appendices)
        .map(|(at, (title, blocks))| Appendix {
            label: if several { format!("Phụ lục {}", titles::roman(at)) } else { "Phụ lục".into() },
            title,
            matter: titles::ranked(blocks, &mut rows),
        })
        .collect();
    let addressees = addressees(facts);
    let agency = facts.agency;
    let symbol = facts.number.as_deref().and_then(|n| n.split_once('/')).map(|(_, symbol)| symbol.to_string());
    Publication {
        period: facts.period.clone(),
        parent: agency.parent.to_uppercase(),
        agency: agency.name.to_uppercase(),
        agency_name: agency.name.clone(),
        number: facts.number.clone(),
        symbol: format!("/{}", symbol.unwrap_or_else(|| format!("BC-{}", agency.symbol))),
        place: agency.place.clone(),
        date: facts.date,
        written: facts.date.unwrap_or(facts.written),
        year: facts.date.map_or(facts.period.year(), baocao_core::domain::moment::year_of),
        kind,
        subject,
        grounds: facts.document.grounds.iter().map(|ground| bare(ground)).collect(),
        body,
        notes,
        appendices,
        recipients: recipients(facts, &addressees),
        addressees,
        signature: signature(facts),
        marks: facts.document.urgency.iter().chain(&facts.document.circulation).map(|m| m.to_uppercase()).collect(),
        draft: facts.draft,
    }
}

/// Tên loại and trích yếu out of the text's title.
fn name(title: Option<&str>, facts: &Particulars<'_>) -> (String, String) {
    const KIND: &str = "BÁO CÁO";
    let words = variables(facts);
    // A subject line is running text, in which a period has its small name.
    let own = facts.document.subject.as_ref().map(|subject| {
        let filled = words.title(&subject.replace("{ky}", "{ten}"));
        if filled == *subject { filled } else { recase::sentence(without_kind(&filled, KIND).as_str(), &[]) }
    });
    let rest = without_kind(title.unwrap_or_default(), KIND);
    let names = [facts.agency.name.as_str(), &facts.agency.parent, &facts.agency.place];
    let subject = own.unwrap_or_else(|| {
        let usual = || without_kind(&words.title("Kết quả công tác {ten}"), KIND);
        let rest = if rest.is_empty() { usual() } else { rest };
        recase::sentence(&rest, &names)
    });
    (KIND.into(), subject)
}

/// What the variables of the subject line stand for.
fn variables(facts: &Particulars<'_>) -> Variables {
    let title = Some(facts.period_words.as_str()).filter(|words| *words != period_in_sentence(facts.period));
    Variables { name: facts.period_words.clone(), ..Variables::of(facts.period, title, facts.agency) }
}

/// A title without the name of its kind.
fn without_kind(title: &str, kind: &str) -> String {
    // Folded words are as long as written ones for this word only by luck: the kind is taken off by words.
    let words: Vec<&str> = title.split_whitespace().collect();
    match words.as_slice() {
        [first, second, rest @ ..] if fold(&format!("{first} {second}")) == fold(kind) => rest.join(" "),
        _ => words.join(" "),
    }
}

fn is_appendix(words: &str) -> bool {
    let folded = fold(words.trim());
    folded == "phụ lục" || folded.strip_prefix("phụ lục").is_some_and(|rest| rest.starts_with([' ', ':', '.', '-']))
}

/// The words behind “Phụ lục”, its number and the mark after it.
fn appendix_title(text: &[Inline]) -> Vec<Inline> {
    let words = plain(text);
    let mut at = words.len();
    let mut seen = 0;
    for (index, c) in words.char_indices() {
        seen += usize::from(c.is_whitespace() && !words[..index].ends_with(char::is_whitespace) && index > 0);
        if seen == 2 {
            at = index;
            break;
        }
    }
    let skip = |at: usize| words.len() - words[at..].trim_start_matches([' ', ':', '-', '–', '.', '\u{a0}']).len();
    at = skip(at);
    let rest = &words[at..];
    let lone = !rest.contains(' ') && rest.chars().all(|c| "IVXivx0123456789.".contains(c));
    without_start(text, if lone { words.len() } else { skip(at + heading_title(rest)) })
}

fn is_picture(block: &Prose) -> bool {
    matches!(block, Prose::Paragraph(text) if only_pictures(text))
}

/// The text ends with `./.` (Phụ lục III, the forms).
fn close(body: &mut [Prose]) {
    // The mark stands behind the last words, also where a picture follows them.
    let Some(last) = body.iter_mut().rev().find(|block| !is_picture(block)) else { return };
    match last {
        Prose::Paragraph(text) => close_line(text),
        Prose::List { items, .. } => {
            if let Some(item) = items.last_mut() {
                close(item);
            }
        }
        _ => {}
    }
}

fn close_line(text: &mut Vec<Inline>) {
    if plain(text).trim_end().ends_with("./.") {
        return;
    }
    match text.last_mut() {
        Some(Inline::Text(words)) => {
            let end = words.trim_end().trim_end_matches(['.', ';', '/']).len();
            words.truncate(end);
            words.push_str("./.");
        }
        _ => text.push(Inline::Text("./.".into())),
    }
}

fn bare(line: &str) -> String {
    line.trim().trim_end_matches([';', '.', ',']).trim_end().to_string()
}

fn addressees(facts: &Particulars<'_>) -> Vec<String> {
    let listed = if facts.period.cadence() == Cadence::Ministry {
        // A Sở is named after the field of its Ministry.
        let field = facts.agency.field();
        let usual = if field.is_empty() { None } else { Some(vec![format!("Bộ {field}")]) };
        facts.document.ministry.clone().or(usual)
    } else {
        facts.document.addressees.clone()
    };
    let listed = listed.unwrap_or_else(|| vec![facts.agency.parent.clone()]);
    listed.iter().map(|line| bare(line)).filter(|line| !line.is_empty()).collect()
}

/// One name for one body, however it is shortened.
fn same_body(name: &str) -> String {
    fold(&name.replace("UBND", "Ủy ban nhân dân").replace("KH&CN", "Khoa học và Công nghệ"))
}

/// Nơi nhận: “Như trên” where somebody is addressed above, the others, and last where copies are kept.
fn recipients(facts: &Particulars<'_>, addressees: &[String]) -> Vec<String> {
    let known: Vec<String> = addressees.iter().map(|a| same_body(a)).collect();
    let named = if facts.to.is_empty() { &facts.document.recipients } else { &facts.to };
    let mut lines: Vec<String> = Vec::new();
    let mut copies = None;
    for line in named.iter().map(|line| bare(line.trim_start_matches(['-', '–', ' ']))) {
        if keeps_copies(&line) {
            copies = Some(line);
        } else if !line.is_empty()
            && fold(&line) != "như trên"
            && !known.contains(&same_body(&line))
            && !lines.contains(&line)
        {
            lines.push(line);
        }
    }
    if !addressees.is_empty() {
        lines.insert(0, "Như trên".into());
    }
    let kept = facts.document.copies.as_deref().unwrap_or("VT, VP");
    let copies = copies.unwrap_or_else(|| format!("Lưu: {kept}"));
    let mut lines: Vec<String> = lines.into_iter().map(|line| format!("{line};")).collect();
    lines.push(format!("{copies}."));
    lines
}

/// Quyền hạn, chức vụ and họ tên (Phụ lục I, Mục II.7): a deputy signs for the head.
fn signature(facts: &Particulars<'_>) -> SignatureBlock {
    let head = facts.head_title.to_uppercase();
    let Some(signer) = &facts.signer else { return SignatureBlock { position: vec![head], name: None } };
    let own = signer.title.to_uppercase();
    let position = match signer.capacity {
        Some(Capacity::Acting) => vec![format!("Q. {head}")],
        Some(Capacity::Authorised) => vec![format!("TUQ. {head}"), own],
        Some(Capacity::Deputy) => vec![format!("KT. {head}"), own],
        None if signer.head => vec![head],
        None => vec![format!("KT. {head}"), own],
    };
    SignatureBlock { position, name: Some(signer.name.clone()) }
}

#[cfg(test)]
mod tests;
