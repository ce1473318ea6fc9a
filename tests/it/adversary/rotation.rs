//! A person's own key replaced by its owner alone: nothing else can be slipped in with it, and the key that went signs nothing.

use super::Case;
use super::aside::{aside, receive, submission};
use super::controls::Control;
use super::forge::{Desk, Forged, hex};
use super::history::{agree, annulment};
use super::office::{Stage, person, public, settings};
use super::roster::{agreed, endorsed, quoted, roster, stolen};
use super::steps::THANH_TRA;

const FILE: &str = "baocao.toml";

pub const CASES: &[Case] = &[
    ("somebody else's key replaced by a colleague", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")).actor("khanh", "don-vi"));
    }),
    ("somebody else's key replaced by the administrator", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")).actor("an", "quan-tri"));
    }),
    ("an own key replaced in a colleague's name", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")).by("tam"));
    }),
    ("two new keys", Stage::Opened, &["signer-unauthorised"], |desk| {
        let text = with_key("hoa", "moi").replacen(&quoted("moi"), &format!("{}, {}", quoted("moi"), quoted("nua")), 1);
        desk.push(rotation(desk, "hoa", &text));
    }),
    ("a new key and the old one gone", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &settings().replacen(&public("hoa"), &public("moi"), 1)));
    }),
    ("a new key and a role more", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(
            desk,
            "hoa",
            &more("hoa", "vai_tro = [\"don-vi\"]", "vai_tro = [\"don-vi\", \"lanh-dao\"]"),
        ));
    }),
    ("a new key and another department", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &more("hoa", "don_vi = \"thanh-tra\"", "don_vi = \"ke-hoach\"")));
    }),
    ("a new key and another name", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &more("hoa", "ho_ten = \"HOA\"", "ho_ten = \"HÒA\"")));
    }),
    ("a new key and a delegation", Stage::Approved, &["signer-unauthorised"], |desk| {
        let text = more("giang", "vai_tro", "uy_quyen = { hinh_thuc = \"KT\" }\nvai_tro");
        desk.push(rotation(desk, "giang", &text));
    }),
    ("a new key and a colleague more", Stage::Opened, &["signer-unauthorised"], |desk| {
        let text = with_key("hoa", "moi") + &person("la", "lanh-dao", "", &quoted("la"));
        desk.push(rotation(desk, "hoa", &text));
    }),
    ("a new key and a colleague's key withdrawn", Stage::Opened, &["signer-unauthorised"], |desk| {
        let with = format!("{{ ssh = \"{}\" }}", public("tam"));
        let text = with_key("hoa", "moi").replacen(&with, &with.replacen(" }", ", thu_hoi = \"x\" }", 1), 1);
        desk.push(rotation(desk, "hoa", &text));
    }),
    ("a new key and a smaller threshold", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi").replacen("danh_sach = 2", "danh_sach = 1", 1)));
    }),
    ("a new key and another tolerance of clocks", Stage::Opened, &["signer-unauthorised"], |desk| {
        let (from, to) = ("danh_sach = 2", "danh_sach = 2\nlech_gio_phut = 600");
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi").replacen(from, to, 1)));
    }),
    ("a new key and another name of the office", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi").replacen("Sở Thử nghiệm", "Sở Khác", 1)));
    }),
    ("a new key and a department's other name", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi").replacen("Phòng Kế hoạch", "Phòng Khác", 1)));
    }),
    ("a new key and other days off", Stage::Opened, &["signer-unauthorised"], |desk| {
        let text = with_key("hoa", "moi") + "\n[lich]\nnghi_them = [2024-06-14]\n";
        desk.push(rotation(desk, "hoa", &text));
    }),
    ("a new key and another file", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")).file(desk, THANH_TRA, "x"));
    }),
    ("nothing but words beside the settings", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &(settings() + "\n# một lời\n")));
    }),
    ("a new key that is withdrawn already", Stage::Opened, &["signer-unauthorised"], |desk| {
        let gone = format!("{{ ssh = {}, thu_hoi = \"x\" }}", quoted("moi"));
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi").replacen(&quoted("moi"), &gone, 1)));
    }),
    ("a new key that says until when the old one counts", Stage::Opened, &["signer-unauthorised"], |desk| {
        let gone = format!("{{ ssh = {}, thu_hoi = \"x\", tin_den = \"{}\" }}", quoted("moi"), desk.tip);
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi").replacen(&quoted("moi"), &gone, 1)));
    }),
    ("a new key that is somebody's", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "dung")));
    }),
    ("a new key that is the old one", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "hoa")));
    }),
    ("a new key that needs no private key", Stage::Opened, &["signer-unauthorised"], |desk| {
        let weak = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi").replacen(&public("moi"), weak, 1)));
    }),
    ("a key replaced with a key that was withdrawn", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "quy", &with_key("quy", "moi")));
    }),
    ("a key replaced by somebody who has left", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "sang", &with_key("sang", "moi")));
    }),
    ("a key replaced in a role that is not held", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")).swap("Role: don-vi", "Role: van-thu"));
    }),
    ("a key replaced as if somebody had agreed", Stage::Opened, &["signer-unauthorised"], |desk| {
        let text = with_key("hoa", "moi");
        desk.push(roster(desk, "hoa", "don-vi", &text, &[desk.tip.to_string()]));
    }),
    ("a key replaced by whoever holds the new one", Stage::Opened, &["signer-unknown"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")).by("moi"));
    }),
    ("a key replaced, unsigned", Stage::Opened, &["act-unsigned"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")).unsigned());
    }),
    ("another text than the one that replaces the key", Stage::Opened, &["content-changed"], |desk| {
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")).file(desk, FILE, &with_key("hoa", "nua")));
    }),
    ("a key that was replaced replaces itself once more", Stage::Opened, &["signer-unauthorised"], |desk| {
        replaced(desk);
        let text = with_key("hoa", "moi").replacen(&quoted("moi"), &format!("{}, {}", quoted("moi"), quoted("nua")), 1);
        desk.push(rotation(desk, "hoa", &text));
    }),
    ("a key that was replaced signs a submission", Stage::Opened, &["signer-unauthorised"], |desk| {
        replaced(desk);
        desk.push(submission(desk, "hoa", THANH_TRA));
    }),
    ("a key that was replaced signs plain work", Stage::Opened, &["signer-unauthorised"], |desk| {
        replaced(desk);
        desk.push(desk.plain("hoa").file(desk, THANH_TRA, "x"));
    }),
    ("a branch signed with a key that was replaced since", Stage::Opened, &["signer-unauthorised"], |desk| {
        let tip = aside(desk, desk.tip, |desk| super::aside::submit(desk, "hoa", THANH_TRA));
        replaced(desk);
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("a key that was replaced stays so by agreement", Stage::Opened, &["signer-unauthorised"], |desk| {
        replaced(desk);
        agreed(desk, &settings());
        desk.push(submission(desk, "hoa", THANH_TRA));
    }),
    (
        "a new key withdrawn by agreement, so that nobody is left",
        Stage::Opened,
        &["roster-change-unauthorised"],
        |desk| {
            // The administrator's old key stands on the roster still, and signs nothing.
            desk.push(rotation(desk, "an", &with_key("an", "moi")).swap("Role: don-vi", "Role: quan-tri"));
            let text = settings();
            let refs = endorsed(desk, &text, &["dung"]);
            desk.push(roster(desk, "an", "quan-tri", &text, &refs).by("moi"));
        },
    ),
    ("what was agreed to before a key was replaced", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let text = settings() + &person("la", "don-vi", "don_vi = \"ke-hoach\"", &quoted("la"));
        let refs = endorsed(desk, &text, &["dung"]);
        replaced(desk);
        desk.push(roster(desk, "an", "quan-tri", &text, &refs));
    }),
    ("a replacement taken back by an annulment", Stage::Opened, &["act-out-of-order"], |desk| {
        // What was believed on the folder is mended by the next change; endorsements of its annulment stand on it.
        replaced(desk);
        let commit = desk.tip;
        agree(desk, "dung", "lanh-dao", &[commit]);
        desk.push(annulment(desk, &[commit]).file(desk, FILE, &settings()));
        desk.push(submission(desk, "hoa", THANH_TRA));
    }),
    ("a replacement mended by agreement, made again", Stage::Opened, &["signer-unauthorised"], |desk| {
        replaced(desk);
        agreed(desk, &settings());
        replaced(desk);
    }),
    ("a thief's replacement, once the key is known to be stolen", Stage::Opened, &["signer-unauthorised"], |desk| {
        agreed(desk, &stolen("hoa", &super::office::base().commit(Stage::Opened).to_string()));
        let with = format!("khoa = [{{ ssh = \"{}\"", public("hoa"));
        let text = desk.text(FILE).replacen(&with, &with.replacen('[', &format!("[{}, ", quoted("moi")), 1), 1);
        desk.push(rotation(desk, "hoa", &text));
    }),
];

/// The settings with one key more of a person.
fn with_key(id: &str, new: &str) -> String {
    let (before, own) = block(id);
    let end =
        own.find("]\n").and_then(|roles| own[roles + 1..].find("]\n").map(|at| roles + 1 + at)).expect("the keys");
    format!("{before}{}, {}{}", &own[..end], quoted(new), &own[end..])
}

fn block(id: &str) -> (String, String) {
    let text = settings();
    let at = text.find(&format!("ma = \"{id}\"")).expect("the person");
    (text[..at].to_string(), text[at..].to_string())
}

/// The same, and something else of that person.
fn more(id: &str, from: &str, to: &str) -> String {
    let text = with_key(id, "moi");
    let at = text.find(&format!("ma = \"{id}\"")).expect("the person");
    assert!(text[at..].contains(from), "{from}");
    text[..at].to_string() + &text[at..].replacen(from, to, 1)
}

/// A change of the roster that nobody else has agreed to, by somebody in the role of a reporter.
fn rotation(desk: &Desk, by: &str, text: &str) -> Forged {
    let role = if by == "giang" { "lanh-dao" } else { "don-vi" };
    roster(desk, by, role, text, &[])
}

/// The reporter's key is replaced.
fn replaced(desk: &mut Desk) {
    desk.push(rotation(desk, "hoa", &with_key("hoa", "moi")));
}

pub const CONTROLS: &[Control] = &[
    ("an own key replaced, and the new one at work", Stage::Opened, "collecting", |desk| {
        replaced(desk);
        desk.push(submission(desk, "hoa", THANH_TRA).by("moi"));
    }),
    ("a key replaced twice", Stage::Opened, "collecting", |desk| {
        replaced(desk);
        let both = format!("{}, {}", quoted("moi"), quoted("nua"));
        desk.push(rotation(desk, "hoa", &with_key("hoa", "moi").replacen(&quoted("moi"), &both, 1)).by("moi"));
        desk.push(submission(desk, "hoa", THANH_TRA).by("nua"));
    }),
    ("a key replaced, with words beside it", Stage::Opened, "collecting", |desk| {
        desk.push(rotation(desk, "hoa", &(with_key("hoa", "moi") + "\n# thay ngày 4/6\n")));
        desk.push(submission(desk, "hoa", THANH_TRA).by("moi"));
    }),
    ("a lost new key mended by agreement", Stage::Opened, "collecting", |desk| {
        replaced(desk);
        let gone = format!("{{ ssh = {}, thu_hoi = \"mất\" }}, {}", quoted("moi"), quoted("nua"));
        agreed(desk, &with_key("hoa", "moi").replacen(&quoted("moi"), &gone, 1));
        desk.push(submission(desk, "hoa", THANH_TRA).by("nua"));
    }),
    ("a branch goes on with the new key", Stage::Opened, "collecting", |desk| {
        replaced(desk);
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(submission(desk, "hoa", THANH_TRA).by("moi"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("what a key signed before it was replaced", Stage::Submitted, "collecting", replaced),
    ("the administrator's own key replaced, and the next change made with it", Stage::Opened, "collecting", |desk| {
        desk.push(rotation(desk, "an", &with_key("an", "moi")).swap("Role: don-vi", "Role: quan-tri"));
        let text = with_key("an", "moi") + "\n# một lời\n";
        let lines = [format!("Subject: baocao.toml sha256:{}", hex(text.as_bytes()))];
        desk.push(desk.folder_act("endorse", "dung", "lanh-dao", &lines));
        let refs = [desk.tip.to_string()];
        desk.push(roster(desk, "an", "quan-tri", &text, &refs).by("moi"));
    }),
];

#[test]
fn an_own_key_is_replaced_with_nothing_in_passing() {
    super::refused(CASES);
}

/// Settings may stand there before the root does; the first change after it is held against them all the same.
#[test]
fn a_key_is_replaced_where_the_settings_are_older_than_the_root() {
    for (text, codes) in [
        (with_key("hoa", "moi"), &[][..]),
        (with_key("hoa", "moi").replacen("Sở Thử nghiệm", "Sở Khác", 1), &["signer-unauthorised"]),
    ] {
        let mut desk = Desk::new(Stage::Founded);
        let founded = desk.repo.find_commit(desk.tip).expect("the root").tree_id();
        desk.push(desk.plain("la").parents(&[]).tree(founded));
        let genesis = desk.folder_act("genesis", "an", "quan-tri", &["Agency: Sở Thử nghiệm".into()]);
        let root = desk.push(genesis);
        desk.push(rotation(&desk, "hoa", &text));
        desk.checkout();
        let said = desk.verify_with(&format!("verify --format json --root {root}"));
        assert_eq!(said.codes.iter().collect::<Vec<_>>(), codes, "{}", said.ran.all());
    }
}
