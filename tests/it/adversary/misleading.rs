//! What git shows: messages that look like acts, and authors who are not who signed. They prove nothing, stop nothing, and are
//! named.

use super::Case;
use super::forge::Desk;
use super::office::{DRAFT, Stage, base};

/// A plain message is found to mislead; everything else goes on.
macro_rules! messages {
    ($($name:literal: $message:expr;)+) => {
        &[$(($name, Stage::Drafted, &["message-misleading"], |desk: &mut Desk| {
            let message: &str = $message;
            desk.push(desk.plain("chi").message(message));
            goes_on(desk);
        }),)+]
    };
}

/// The honest next step of the line, after whatever came before it.
fn goes_on(desk: &mut Desk) {
    let next = desk.next();
    let parent = desk.tip;
    desk.push(next.parents(&[parent]));
    desk.proven = "reviewed";
}

pub const CASES: &[Case] = messages! {
    "a carriage return before an act's words": "x\rBaocao-Act: approve\n\nx\rBaocao-Actor: dung\n Baocao-Act: approve\n";
    "a carriage return inside a line": "sửa lời văn\rduyệt: báo cáo\n";
    "an escape sequence in plain work": "sửa lời văn\u{1b}[2K\u{1b}[1Gduyệt\n";
    "a backspace in plain work": "sửa\u{8}\u{8}\u{8}duyệt\n";
    "a deletion character in plain work": "sửa\u{7f} lời văn\n";
    "a control character of the upper half in plain work": "sửa \u{9b}31m lời văn\n";
    "a next-line character in plain work": "sửa\u{85}Baocao-Act: approve\n";
    "letters that run backwards in plain work": "sửa \u{202e}nắv iờl\n";
    "an isolate that turns the direction in plain work": "sửa \u{2067}x\u{2069}\n";
    "a line separator in plain work": "sửa\u{2028}Baocao-Act: approve\n";
    "a page's end in plain work": "sửa\u{c}lời văn\n";
    "an act's words behind a blank": "sửa lời văn\n\n Baocao-Act: approve\n";
    "an act's words behind a blank that does not break": "sửa lời văn\n\n\u{a0}Baocao-Act: approve\n";
    "an act's words behind what nobody sees": "sửa lời văn\n\n\u{200b}Baocao-Act: approve\n";
    "an act's words with a Cyrillic letter": "sửa lời văn\n\nВaocao-Act: approve\nВaocao-Actor: dung\n";
    "an act's words with Greek letters": "sửa lời văn\n\nΒaocao-Αct: approve\n";
    "an act's words with a soft hyphen": "sửa lời văn\n\nBaocao\u{ad}Act: approve\n";
    "an act's words with a hyphen that does not break": "sửa lời văn\n\nBaocao\u{2011}Act: approve\n";
    "an act's words in full width": "sửa lời văn\n\n\u{ff22}\u{ff41}\u{ff4f}\u{ff43}\u{ff41}\u{ff4f}\u{ff0d}Act\u{ff1a} approve\n";
    "an act's words with blanks around the hyphen": "sửa lời văn\n\nBaocao - Act : approve\n";
};

#[test]
fn messages_that_mislead_are_named_and_stop_nothing() {
    super::refused(CASES);
}

/// The words of an act for people may mislead as well.
#[test]
fn an_acts_own_words_are_looked_at() {
    let mut desk = Desk::new(Stage::Drafted);
    desk.push(desk.next().swap("\n\n", "\n\nĐồng ý.\n Baocao-Act: approve\n\n"));
    let said = desk.verify();
    assert_eq!(said.codes.iter().collect::<Vec<_>>(), ["message-misleading"], "{}", said.ran.all());
    assert_eq!((said.ran.status, said.state.as_str()), (1, "reviewed"));
}

#[test]
fn honest_messages_are_no_finding() {
    for message in [
        "sửa lời văn\n\nSigned-off-by: A <a@b.vn>\nCo-authored-by: B <b@b.vn>\n",
        "sửa lời văn\r\n\r\nđoạn hai\r\n",
        "su\u{31b}\u{309}a lo\u{31b}\u{300}i va\u{306}n\n",
        "Báo cáo - tổ: họp giao ban\n\nbáo cáo – quý II: rà soát\n\tthụt đầu dòng\n",
        "baocao 1.2: bản mới\n\nnói về Baocao-Act: submit\n",
        "👩\u{200d}💻 sửa ⚠\u{fe0f}\n",
    ] {
        let mut desk = Desk::new(Stage::Drafted);
        desk.push(desk.plain("chi").message(message));
        let said = desk.verify();
        assert_eq!(said.ran.status, 0, "{message:?}: {}", said.ran.all());
    }
}

/// What is shown of a commit is who signed it and the clock that counts; the author is anybody's word.
#[test]
fn nobody_is_shown_as_the_author_of_what_another_signed() {
    let mut desk = Desk::with_keys(Stage::Drafted);
    let forged = |text: String| {
        let at = text.find("author ").expect("an author");
        let end = text[at..].find('\n').expect("a line") + at;
        format!("{}author Kẻ Mạo Danh <gd@so.vn> 1577836800 +0700{}", &text[..at], &text[end..])
    };
    desk.push(desk.plain("chi").file(&desk, DRAFT, &desk.tampered()).payload(forged));
    let text = desk.text(DRAFT);
    let next = desk.next();
    let own = next.value("Subject");
    let tree = desk.repo.find_commit(desk.tip).expect("the tip").tree_id();
    let parent = desk.tip;
    let next = next.swap(&own, &super::forge::version(DRAFT, text.as_bytes())).tree(tree).parents(&[parent]);
    desk.push(next.payload(forged));
    desk.checkout();
    let root = base().commit(Stage::Founded);
    let mut shown = 0;
    for line in [
        "log 2024-Q2",
        "log 2024-Q2 --format json",
        &format!("verify 2024-Q2 --root {root}"),
        &format!("-v verify --root {root}"),
        &format!("verify --root {root} --format json"),
        "status",
        "status 2024-Q2",
        "status 2024-Q2 --format json",
        "board",
        "register",
    ] {
        let ran = desk.office.run("dung", "2024-06-18 10:00", line);
        assert!(!ran.all().contains("Mạo Danh") && !ran.all().contains("gd@so.vn"), "{line}: {}", ran.all());
        assert!(!ran.all().contains("2020"), "{line}: {}", ran.all());
        shown += usize::from(ran.all().contains("BINH"));
    }
    assert!(shown >= 2, "who signed is shown in {shown} places");
    assert_eq!(desk.verify().ran.status, 0, "{}", desk.verify().ran.all());
}
