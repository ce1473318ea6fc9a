//! Who may sign is decided by the roster: attempts to change it alone, in passing, by bait and switch, or into nonsense.

use super::Case;
use super::forge::{Desk, Forged, hex, version};
use super::office::{DRAFT, Stage, person, public, settings};

const FILE: &str = "baocao.toml";

pub const CASES: &[Case] = &[
    ("the roster changed by hand by its administrator", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        desk.push(desk.plain("an").file(desk, FILE, &with_stranger()));
    }),
    ("the roster changed by hand by the head", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        desk.push(desk.plain("dung").file(desk, FILE, &with_stranger()));
    }),
    ("the roster taken away", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        desk.push(desk.plain("an").remove(desk, FILE));
    }),
    ("a reporter makes himself a leader", Stage::Opened, &["signer-unauthorised"], |desk| {
        let text = settings().replacen("vai_tro = [\"don-vi\"]", "vai_tro = [\"don-vi\", \"lanh-dao\"]", 1);
        let refs = endorsed(desk, &text, &["dung"]);
        desk.push(roster(desk, "khanh", "don-vi", &text, &refs));
    }),
    ("the administrator alone", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        desk.push(roster(desk, "an", "quan-tri", &with_stranger(), &[]));
    }),
    ("the administrator twice", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let text = with_stranger();
        let refs = endorsed(desk, &text, &["an"]);
        desk.push(roster(desk, "an", "quan-tri", &text, &refs));
    }),
    ("one endorsement named twice", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let text = with_stranger();
        let mut refs = endorsed(desk, &text, &["dung"]);
        refs.push(refs[0].clone());
        desk.push(roster(desk, "an", "quan-tri", &text, &refs));
    }),
    ("an endorsement of other bytes", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let refs = endorsed(desk, &(settings() + "\n# một lời\n"), &["dung"]);
        desk.push(roster(desk, "an", "quan-tri", &with_stranger(), &refs));
    }),
    ("another file than the one that was endorsed", Stage::Opened, &["content-changed"], |desk| {
        let good = settings() + "\n# một lời\n";
        let refs = endorsed(desk, &good, &["dung"]);
        let act = roster(desk, "an", "quan-tri", &good, &refs);
        desk.push(act.file(desk, FILE, &with_stranger()));
    }),
    ("a step that is no endorsement named as one", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let open = desk.tip.to_string();
        desk.push(roster(desk, "an", "quan-tri", &with_stranger(), &[open]));
    }),
    ("an endorsement by somebody who may not", Stage::Opened, &["act-out-of-order", "signer-unauthorised"], |desk| {
        let text = with_stranger();
        desk.push(endorse(desk, "chi", "chuyen-vien", &text));
        let refs = vec![desk.tip.to_string()];
        desk.push(roster(desk, "an", "quan-tri", &text, &refs));
    }),
    ("an endorsement in another's name", Stage::Opened, &["act-out-of-order", "signer-unauthorised"], |desk| {
        let text = with_stranger();
        desk.push(endorse(desk, "dung", "lanh-dao", &text).by("an"));
        let refs = vec![desk.tip.to_string()];
        desk.push(roster(desk, "an", "quan-tri", &text, &refs));
    }),
    ("an endorsement from before the last change", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let (first, text) = (settings() + "\n# một lời\n", with_stranger());
        let old = endorsed(desk, &text, &["dung"]);
        let refs = endorsed(desk, &first, &["dung"]);
        desk.push(roster(desk, "an", "quan-tri", &first, &refs));
        desk.push(roster(desk, "an", "quan-tri", &text, &old));
    }),
    ("a change of the roster that edits the draft in passing", Stage::Drafted, &["signer-unauthorised"], |desk| {
        let text = with_stranger();
        let refs = endorsed(desk, &text, &["dung"]);
        desk.push(roster(desk, "an", "quan-tri", &text, &refs).file(desk, DRAFT, &desk.tampered()));
    }),
    ("a change of the roster by the person it brings", Stage::Opened, &["signer-unknown"], |desk| {
        let text = settings() + &person("la", "quan-tri", "", &quoted("la"));
        let refs = endorsed(desk, &text, &["dung", "an"]);
        desk.push(roster(desk, "la", "quan-tri", &text, &refs));
    }),
    ("a step by a person who comes later", Stage::Opened, &["signer-unknown"], |desk| {
        let subject = format!("Subject: {}", version("reports/2024-Q2/ke-hoach.md", b"x"));
        desk.push(desk.act("submit", "la", "don-vi", &[subject]).file(desk, "reports/2024-Q2/ke-hoach.md", "x"));
        let text = with_stranger();
        let refs = endorsed(desk, &text, &["dung"]);
        desk.push(roster(desk, "an", "quan-tri", &text, &refs));
    }),
    ("what comes after the roster was changed by hand", Stage::Reviewed, &["roster-change-unauthorised"], |desk| {
        desk.push(desk.plain("an").file(desk, FILE, &with_stranger()));
        let approval = desk.next();
        let tree = desk.plain("an").tree;
        desk.push(approval.parents(&[desk.tip]).tree(tree));
    }),
    ("a stranger whom nobody endorsed signs", Stage::Reviewed, &["roster-change-unauthorised"], |desk| {
        let text = settings() + &person("la", "lanh-dao\", \"giam-doc", "", &quoted("la"));
        desk.push(desk.plain("an").file(desk, FILE, &text));
        let approval = desk.next().actor("la", "lanh-dao");
        let tree = desk.plain("an").tree;
        desk.push(approval.parents(&[desk.tip]).tree(tree));
    }),
    ("a roster with the key that needs no private key", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let weak = "\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"";
        agreed(desk, &(settings() + &person("la", "lanh-dao", "", weak)));
    }),
    ("a roster in which two people have one key", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &(settings() + &person("la", "lanh-dao", "", &quoted("dung"))));
    }),
    ("a roster in which one person has a key twice", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let twice = format!("{}, {}", quoted("la"), quoted("la"));
        agreed(desk, &(settings() + &person("la", "lanh-dao", "", &twice)));
    }),
    ("a roster with one id for two people", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &(settings() + &person("dung", "lanh-dao", "", &quoted("la"))));
    }),
    ("a threshold that nobody can meet", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &settings().replacen("nguong_danh_sach = 2", "nguong_danh_sach = 40", 1));
    }),
    ("a threshold that only those who have left would meet", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        // Nine may endorse, but the keys of one of them do not count any more.
        let text = settings().replacen("nguong_danh_sach = 2", "nguong_danh_sach = 9", 1);
        let with = format!("{{ ssh = \"{}\" }}", public("giang"));
        assert!(text.contains(&with));
        agreed(desk, &text.replacen(&with, &with.replacen(" }", ", thu_hoi = \"x\" }", 1), 1));
    }),
    ("a roster without an administrator", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &settings().replacen("vai_tro = [\"quan-tri\"]", "vai_tro = [\"lanh-dao\"]", 1));
    }),
    ("a roster whose administrator has no key in force", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let with = format!("{{ ssh = \"{}\" }}", public("an"));
        agreed(desk, &settings().replacen(&with, &with.replacen(" }", ", thu_hoi = \"x\" }", 1), 1));
    }),
    ("a roster with a word nobody knows", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &settings().replacen("[tin_cay]\n", "[tin_cay]\nbo_qua_chu_ky = true\n", 1));
    }),
    ("a roster with a role nobody knows", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &(settings() + &person("la", "toan-quyen", "", &quoted("la"))));
    }),
    ("a roster with a person's id in capitals", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &(settings() + &person("LA", "lanh-dao", "", &quoted("la"))));
    }),
    ("a roster with days the wrong way round", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let days = "tu_ngay = 2024-12-31\nden_ngay = 2024-01-01";
        agreed(desk, &(settings() + &person("la", "lanh-dao", days, &quoted("la"))));
    }),
    ("a department with a device's name", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &(settings() + "\n[[don_vi]]\nma = \"con\"\nten = \"Phòng\"\n"));
    }),
    ("a roster of 300 KiB", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &(settings() + &"# lời\n".repeat(60_000)));
    }),
    ("a last trusted commit that is on no line", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        agreed(desk, &stolen("chi", &"1".repeat(40)));
    }),
    ("a stolen key, after the last commit that is trusted", Stage::Drafted, &["signer-unauthorised"], |desk| {
        let open = super::office::base().commit(Stage::Opened).to_string();
        agreed(desk, &stolen("chi", &open));
        desk.proven = "collecting";
    }),
    ("a key withdrawn before", Stage::Begun, &["signer-unauthorised"], |desk| {
        let with = format!("{{ ssh = \"{}\" }}", public("hoa"));
        agreed(desk, &settings().replacen(&with, &with.replacen(" }", ", thu_hoi = \"x\" }", 1), 1));
        let subject = format!("Subject: {}", version("reports/2024-Q2/thanh-tra.md", b"x"));
        desk.push(desk.act("submit", "hoa", "don-vi", &[subject]).file(desk, "reports/2024-Q2/thanh-tra.md", "x"));
    }),
    ("a clock's tolerance widened for what was done before", Stage::Reviewed, &["time-implausible"], |desk| {
        desk.push(desk.plain("khach").by("an").file(desk, "ghi-chu.md", "x").at("2024-06-18 07:30"));
        agreed(desk, &settings().replacen("nguong_danh_sach = 2", "nguong_danh_sach = 2\nlech_gio_phut = 600", 1));
    }),
];

pub fn quoted(id: &str) -> String {
    format!("\"{}\"", public(id))
}

fn with_stranger() -> String {
    settings() + &person("la", "don-vi", "don_vi = \"ke-hoach\"", &quoted("la"))
}

/// The roster in which a key is said to be stolen, with the last commit by it that may be believed.
pub fn stolen(id: &str, last: &str) -> String {
    let with = format!("{{ ssh = \"{}\" }}", public(id));
    let text = settings();
    assert!(text.contains(&with), "{id}");
    text.replacen(&with, &with.replacen(" }", &format!(", thu_hoi = \"bị lộ\", tin_den = \"{last}\" }}"), 1), 1)
}

fn endorse(desk: &Desk, by: &str, role: &str, text: &str) -> Forged {
    desk.folder_act("endorse", by, role, &[format!("Subject: baocao.toml sha256:{}", hex(text.as_bytes()))])
}

/// Endorsements of a new roster; their commits.
pub fn endorsed(desk: &mut Desk, text: &str, by: &[&str]) -> Vec<String> {
    let role = |id: &str| match id {
        "an" => "quan-tri",
        "binh" => "chanh-van-phong",
        _ => "lanh-dao",
    };
    by.iter().map(|id| desk.push(endorse(desk, id, role(id), text)).to_string()).collect()
}

pub fn roster(desk: &Desk, by: &str, role: &str, text: &str, refs: &[String]) -> Forged {
    let mut lines = vec![format!("Subject: {}", version(FILE, text.as_bytes()))];
    lines.extend(refs.iter().map(|commit| format!("Ref: endorse {commit}")));
    desk.folder_act("roster", by, role, &lines).file(desk, FILE, text)
}

/// A change of the roster to which enough people have agreed.
pub fn agreed(desk: &mut Desk, text: &str) {
    let refs = endorsed(desk, text, &["dung"]);
    desk.push(roster(desk, "an", "quan-tri", text, &refs));
}

#[test]
fn changes_of_the_roster_without_agreement_are_refused() {
    super::refused(CASES);
}
