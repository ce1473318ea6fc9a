//! Receipts that somebody made up: they are a witness, so no verdict changes, nothing hangs, and what is not believed is said.

use super::aside::{aside, receive, submission};
use super::forge::{Desk, Forged, NOTHING};
use super::office::{Stage, public, settings};
use super::roster::agreed;
use super::steps::THANH_TRA;
use git2::{ObjectType, Oid};
use serde_json::Value;

/// What is in the place of receipts; the words in which it is said that some are not believed, if any are.
type Row = (&'static str, Option<usize>, fn(&Desk) -> Oid);

const ROWS: &[Row] = &[
    ("an honest receipt", None, |desk| receipt(desk, None, NOTHING, &desk.tip.to_string(), "2024-06-12 09:00")),
    ("a receipt by a person", Some(1), |desk| desk.write(&taken(desk, None, NOTHING, &desk.tip.to_string()).by("hoa"))),
    ("a receipt by a stranger", Some(1), |desk| {
        desk.write(&taken(desk, None, NOTHING, &desk.tip.to_string()).by("la"))
    }),
    ("an unsigned receipt", Some(1), |desk| desk.write(&taken(desk, None, NOTHING, &desk.tip.to_string()).unsigned())),
    ("a receipt changed after it was signed", Some(1), |desk| {
        let twist = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").replacen("Receipt: 1", "Receipt:  1", 1);
        desk.write(&taken(desk, None, NOTHING, &desk.tip.to_string()).object(move |bytes| twist(bytes).into_bytes()))
    }),
    ("a receipt with one line more", Some(1), |desk| {
        let act = taken(desk, None, NOTHING, &desk.tip.to_string());
        desk.write(&act.swap("Baocao-Old", "Baocao-Act: approve\nBaocao-Old"))
    }),
    ("a receipt with words for the terminal", Some(1), |desk| {
        desk.write(&taken(desk, None, NOTHING, "\u{1b}[2J\u{202e}x"))
    }),
    ("an act in the place of a receipt", Some(2), |desk| {
        desk.write(&desk.act("approve", "dung", "lanh-dao", &["Instructions: x".into()]))
    }),
    // The office's own line is no chain of receipts; it is not followed through a merge.
    ("the line itself", Some(1), |desk| desk.tip),
    ("a file in the place of a receipt", Some(1), |desk| desk.blob("\u{1b}[2J\u{0}x".as_bytes())),
    ("a folder in the place of a receipt", Some(1), |desk| desk.plain("an").tree),
    ("a commit that is none", Some(1), |desk| {
        desk.repo.odb().expect("the objects").write(ObjectType::Commit, b"tree \xff\n\0\nparent x\n").expect("a commit")
    }),
    ("a receipt after one that is nowhere", Some(1), |desk| {
        let gone = Oid::from_str(&"1".repeat(40)).expect("a name");
        receipt(desk, Some(gone), NOTHING, &desk.tip.to_string(), "2024-06-12 09:00")
    }),
    ("a merge of receipts", None, |desk| {
        let [one, other] =
            [1, 2].map(|n| receipt(desk, None, NOTHING, &desk.tip.to_string(), &format!("2024-06-12 1{n}:00")));
        desk.write(&taken(desk, None, NOTHING, &desk.tip.to_string()).parents(&[one, other]))
    }),
    ("a receipt of what is nowhere", None, |desk| receipt(desk, None, NOTHING, &"2".repeat(40), "2024-06-12 09:00")),
    ("a receipt of a file", None, |desk| {
        let file = desk.blob(b"x").to_string();
        receipt(desk, None, NOTHING, &file, "2024-06-12 09:00")
    }),
    ("a receipt from before the commit", None, |desk| {
        receipt(desk, None, NOTHING, &desk.tip.to_string(), "1970-01-02 00:00")
    }),
    ("a receipt from long after", None, |desk| receipt(desk, None, NOTHING, &desk.tip.to_string(), "9999-12-30 00:00")),
    ("a receipt that ends before it begins", None, |desk| {
        receipt(desk, None, &desk.tip.to_string(), &desk.root(), "2024-06-12 09:00")
    }),
    ("a thousand receipts by a person", Some(1000), |desk| chain(desk, 1200, "hoa")),
    ("a thousand receipts over the whole line", None, |desk| chain(desk, 1200, "may-chu")),
];

/// A receipt about to be written by the server.
fn taken(desk: &Desk, after: Option<Oid>, old: &str, new: &str) -> Forged {
    let words = "biên nhận: main\n\nBaocao-Receipt: 1\nBaocao-Reference: refs/heads/main\n";
    let message = format!("{words}Baocao-Old: {old}\nBaocao-New: {new}\n");
    let parents: Vec<Oid> = after.into_iter().collect();
    desk.plain("may-chu").message(&message).parents(&parents).tree(desk.edit(Oid::ZERO_SHA1, "", &|_| ()))
}

fn receipt(desk: &Desk, after: Option<Oid>, old: &str, new: &str, when: &str) -> Oid {
    desk.write(&taken(desk, after, old, new).at(when))
}

fn chain(desk: &Desk, length: usize, by: &str) -> Oid {
    let link = |after, _| Some(desk.write(&taken(desk, after, NOTHING, &desk.tip.to_string()).by(by)));
    (0..length).fold(None, link).expect("a receipt")
}

/// An office whose server signs receipts, with a report that came by a branch.
fn office() -> Desk {
    let mut desk = Desk::new(Stage::Opened);
    let (threshold, key) = ("nguong_danh_sach = 2", public("may-chu"));
    agreed(&mut desk, &settings().replacen(threshold, &format!("{threshold}\nmay_chu = [\"{key}\"]"), 1));
    let fork = desk.tip;
    let tip = aside(&mut desk, fork, |desk| {
        desk.push(submission(desk, "hoa", THANH_TRA));
    });
    desk.push(receive(&desk, &[("thanh-tra", THANH_TRA, tip)]));
    desk.checkout();
    desk
}

fn point(desk: &Desk, text: &str) {
    desk.office.write(".git/refs/baocao/receipts", text);
}

/// What `verify` proves, the server's clock left out; what it says to a person.
fn told(desk: &Desk) -> (u8, Value, String) {
    let ran = desk.verify().ran;
    let mut json: Value = serde_json::from_str(&ran.out).expect("JSON");
    for act in json["acts"].as_array_mut().into_iter().flatten() {
        act.as_object_mut().map(|act| act.remove("server_at"));
    }
    (ran.status, json, ran.err)
}

#[test]
fn made_up_receipts_change_no_verdict() {
    let honest = told(&office());
    assert_eq!(honest.0, 0, "{}", honest.2);
    for (name, wrong, made) in ROWS {
        let desk = office();
        point(&desk, &format!("{}\n", made(&desk)));
        let (status, json, said) = told(&desk);
        assert_eq!((status, &json), (honest.0, &honest.1), "{name}: {said}");
        let counted = wrong.map(|count| format!("{count} biên nhận của kho chung không tin được"));
        assert_eq!(counted.is_some(), said.contains("không tin được"), "{name}: {said}");
        assert!(counted.is_none_or(|counted| said.contains(&counted)), "{name}: {said}");
        let odd = said.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}'));
        assert_eq!(odd, None, "{name}: {said:?}");
        desk.office.run("", &desk.now, "log 2024-Q2").expect(0);
    }
    // Not even a name: what git itself would call a broken reference.
    for text in ["x\n", "", "ref: refs/baocao/receipts\n", "ref: refs/heads/nowhere\n", "\u{0}\u{1b}[2J"] {
        let desk = office();
        point(&desk, text);
        let (status, json, said) = told(&desk);
        assert_eq!((status, &json), (honest.0, &honest.1), "{text:?}: {said}");
    }
}

#[test]
fn a_receipt_tells_when_the_server_had_which_commit() {
    let desk = office();
    let before = desk.repo.find_commit(desk.tip).and_then(|tip| tip.parent_id(0)).expect("the line before");
    let branch = desk.repo.find_commit(desk.tip).and_then(|tip| tip.parent_id(1)).expect("the branch");
    let first = receipt(&desk, None, NOTHING, &before.to_string(), "2024-06-04 08:00");
    let second = receipt(&desk, Some(first), NOTHING, &branch.to_string(), "2024-06-04 09:00");
    // A later receipt over the same commits, and one that leaves out what was there before.
    let third = receipt(&desk, Some(second), NOTHING, &before.to_string(), "2024-06-04 10:00");
    let last = receipt(&desk, Some(third), &before.to_string(), &desk.tip.to_string(), "2024-06-04 11:00");
    point(&desk, &format!("{last}\n"));
    let json: Value = serde_json::from_str(&desk.verify().ran.out).expect("JSON");
    let acts: Vec<(&str, &str)> = json["acts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|act| (act["act"].as_str().unwrap_or(""), act["server_at"].as_str().unwrap_or("")))
        .collect();
    let at = |hour| format!("2024-06-04T{hour}:00:00+07:00");
    let (eight, nine, eleven) = (at("08"), at("09"), at("11"));
    assert_eq!(acts, [("open", eight.as_str()), ("submit", &nine), ("receive", &eleven)], "{json}");
}
