//! Messages that only look like an act: each is wrong, and none is taken for plain text work.

use super::Case;
use super::forge::{Desk, Forged};
use super::office::Stage;

macro_rules! twists {
    ($($name:literal: $stage:ident, $twist:expr;)+) => {
        &[$(($name, Stage::$stage, &["act-malformed"], |desk: &mut Desk| {
            let twist: fn(Forged) -> Forged = $twist;
            let forged = twist(desk.next());
            desk.push(forged);
        }),)+]
    };
}

pub const CASES: &[Case] = twists! {
    "no line end at the end": Reviewed, |f| { let text = f.message.trim_end().to_string(); f.message(&text) };
    "two line ends at the end": Reviewed, |f| { let text = f.message.clone() + "\n"; f.message(&text) };
    "two empty lines before the block": Reviewed, |f| f.swap("\n\n", "\n\n\n");
    "no empty line before the block": Reviewed, |f| f.swap("\n\n", "\n");
    "no subject line": Reviewed, |f| { let text = f.message.split_once("\n\n").expect("a block").1.to_string(); f.message(&text) };
    "words behind the block": Reviewed, |f| { let text = f.message.clone() + "\nthêm\n"; f.message(&text) };
    "a foreign trailer in the block": Reviewed, |f| { let text = f.message.clone() + "Signed-off-by: x\n"; f.message(&text) };
    "an act in the subject line": Reviewed, |f| f.swap("duyệt", "Baocao-Act: dispatch\nduyệt");
    "an act in the body, in other letters": Reviewed, |f| f.swap("\n\n", "\n\nBAOCAO-ACT: dispatch\n\n");
    "two blocks": Reviewed, |f| { let block = f.message.split_once("\n\n").expect("a block").1.to_string(); f.swap("\n\n", &format!("\n\n{block}\n")) };
    "a key nobody knows": Reviewed, |f| f.swap("Baocao-Prev", "Baocao-Note: x\nBaocao-Prev");
    "an act named twice": Reviewed, |f| f.swap("Baocao-Act: approve\n", "Baocao-Act: approve\nBaocao-Act: review\n");
    "role before actor": Reviewed, |f| f.swap("Baocao-Actor: dung\nBaocao-Role: lanh-dao\n", "Baocao-Role: lanh-dao\nBaocao-Actor: dung\n");
    "the next version": Reviewed, |f| f.swap("Version: 1", "Version: 2");
    "the version in two digits": Reviewed, |f| f.swap("Version: 1", "Version: 01");
    "a key in small letters": Reviewed, |f| f.swap("Baocao-Act", "baocao-act");
    "two blanks": Reviewed, |f| f.swap("Act: ", "Act:  ");
    "a blank at the end": Reviewed, |f| f.swap("approve\n", "approve \n");
    "a folded line": Reviewed, |f| f.swap("Role: lanh-dao\n", "Role: lanh-dao\n  van-thu\n");
    "line ends of Windows": Reviewed, |f| { let text = f.message.replace('\n', "\r\n"); f.message(&text) };
    "an act nobody knows": Reviewed, |f| f.swap("Act: approve", "Act: sign");
    "the trailers of another act": Reviewed, |f| f.swap("Act: approve", "Act: review");
    "a period in other letters": Reviewed, |f| f.swap("Period: 2024-Q2", "Period: 2024-q2");
    "a period that climbs out": Reviewed, |f| f.swap("Period: 2024-Q2", "Period: ../2024-Q2");
    "a short name of a commit": Reviewed, |f| { let prev = f.value("Prev"); f.swap(&prev, &prev[..39]) };
    "a name in capitals": Reviewed, |f| { let digest = f.value("Inputs"); f.swap(&digest, &digest.to_uppercase().replacen("SHA256", "sha256", 1)) };
    "a text without its digest": Reviewed, |f| { let subject = f.value("Subject"); f.swap(&subject, subject.rsplit_once(" sha256").expect("a digest").0) };
    "a path with a blank": Reviewed, |f| f.swap("/tong-hop.md", "/tong hop.md");
    "a capacity nobody knows": Reviewed, |f| { let text = f.message.clone() + "Baocao-Capacity: KTT\n"; f.message(&text) };
    "instructions without words": Reviewed, |f| { let text = f.message.clone() + "Baocao-Instructions: \n"; f.message(&text) };
    "instructions with blanks around": Reviewed, |f| { let text = f.message.clone() + "Baocao-Instructions:  x\n"; f.message(&text) };
    "a reason for changing nothing, with another text": Completing, |f| { let text = f.message.clone() + "Baocao-Reason: x\n"; f.message(&text) };
    "letters that run backwards in the subject line": Reviewed, |f| f.swap("duyệt", "d\u{202e}uyệt");
    "invisible letters in the body": Reviewed, |f| f.swap("\n\n", "\n\nth\u{200b}ân\n\n");
    "an escape sequence in the subject line": Reviewed, |f| f.swap("duyệt", "\u{1b}[2Kduyệt");
    "a control character of the upper half": Reviewed, |f| f.swap("duyệt", "\u{9b}31mduyệt");
    "a trailer missing": Reviewed, |f| f.without("Inputs");
    "a basis missing": Reviewed, |f| f.without("Ref");
    "an act that stands on another kind": Reviewed, |f| f.swap("Ref: review", "Ref: merge");
    "inputs in another order": Submitted, |f| {
        // Under the digest that fits this order.
        let values: Vec<String> = f.message.lines().filter_map(|l| l.strip_prefix("Baocao-Input: ")).map(String::from).collect();
        let (one, two, digest) = (&values[0], &values[1], f.value("Inputs"));
        let other = format!("sha256:{}", super::forge::hex(format!("{two}\n{one}").as_bytes()));
        f.swap(&format!("{one}\nBaocao-Input: {two}"), &format!("{two}\nBaocao-Input: {one}")).swap(&digest, &other)
    };
    "an input twice": Submitted, |f| { let line = f.value("Input"); f.swap(&line, &format!("{line}\nBaocao-Input: {line}")) };
    "a digest that is not the inputs'": Submitted, |f| { let digest = f.value("Inputs"); f.swap(&digest, &format!("sha256:{}", super::forge::hex(b"x"))) };
    "no inputs": Submitted, |f| f.without("Input");
    "a sent file that climbs out": Approved, |f| { let text = format!("{}Baocao-File: ../x sha256:{}\n", f.message, super::forge::hex(b"x")); f.message(&text) };
    "a sent file that is an option": Approved, |f| { let text = format!("{}Baocao-File: -x sha256:{}\n", f.message, super::forge::hex(b"x")); f.message(&text) };
    "a comparison of a file that was not sent": Approved, |f| { let text = f.message.clone() + "Baocao-Unread: khac.pdf\n"; f.message(&text) };
    "a reason without a file that differs": Approved, |f| { let text = f.message.clone() + "Baocao-Reason: x\n"; f.message(&text) };
    "a day that is not in the calendar": Approved, |f| { let date = f.value("Date"); f.swap(&date, "2024-02-30") };
    "no recipient": Approved, |f| f.without("To");
};

#[test]
fn messages_that_only_look_like_an_act_are_refused() {
    super::refused(CASES);
}
