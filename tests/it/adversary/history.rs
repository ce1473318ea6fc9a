//! The shape of the history: merges, other roots, cut lines, files that make git see another past, and annulments that heal
//! nothing.

use super::Case;
use super::forge::{Desk, Forged, hex};
use super::office::{DRAFT, Stage, base, person, public, settings};
use super::steps::dispatch;
use git2::Oid;

pub const CASES: &[Case] = &[
    ("a merge that changes nothing", Stage::Drafted, &["history-merged"], |desk| {
        let side = side(desk);
        desk.push(desk.plain("chi").parents(&[desk.tip, side]));
    }),
    ("a merge that brings what neither side has", Stage::Approved, &["history-merged"], |desk| {
        let side = side(desk);
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()).parents(&[desk.tip, side]));
    }),
    ("a merge with the line as the second parent", Stage::Approved, &["history-merged"], |desk| {
        let side = side(desk);
        desk.push(desk.plain("chi").parents(&[side, desk.tip]));
        desk.proven = "drafted";
    }),
    ("a merge of four", Stage::Drafted, &["history-merged"], |desk| {
        let others = [Stage::Founded, Stage::Opened, Stage::Begun].map(|stage| base().commit(stage));
        desk.push(desk.plain("chi").parents(&[desk.tip, others[0], others[1], others[2]]));
    }),
    ("an approval that is a merge", Stage::Reviewed, &["history-merged"], |desk| {
        let side = side(desk);
        desk.push(desk.next().parents(&[desk.tip, side]));
    }),
    ("an unsigned merge by a server's button", Stage::Reviewed, &["history-merged"], |desk| {
        let side = side(desk);
        desk.push(desk.plain("la").message("Merge branch 'x'\n").unsigned().parents(&[desk.tip, side]));
    }),
    ("one parent twice", Stage::Drafted, &["act-malformed"], |desk| {
        desk.push(desk.plain("chi").parents(&[desk.tip, desk.tip]));
    }),
    ("a second founding", Stage::Opened, &["act-out-of-order"], |desk| {
        desk.push(desk.folder_act("genesis", "an", "quan-tri", &["Agency: Sở khác".into()]));
    }),
    ("a line that begins anew with the same files", Stage::Drafted, &["root-unpinned"], |desk| {
        desk.push(desk.plain("an").parents(&[]));
        desk.proven = "collecting";
    }),
    ("another office's root", Stage::Founded, &["root-unpinned"], |desk| {
        found_again(desk);
    }),
    ("a step of another line of the same office", Stage::Completing, &["act-out-of-order"], |desk| {
        // The approval without instructions, by the same director, of the same text, put behind the one with instructions.
        let other = base().commit(Stage::Approved);
        let raw = String::from_utf8(super::office::Base::raw(&desk.repo, other)).expect("text");
        let message = raw.split_once("\n\n").expect("a message").1.to_string();
        desk.push(desk.plain("dung").message(&message));
    }),
    ("a genuine commit under another parent", Stage::Drafted, &["act-out-of-order"], |desk| {
        let other = base().commit(Stage::Approved);
        let raw = String::from_utf8(super::office::Base::raw(&desk.repo, other)).expect("text");
        let message = raw.split_once("\n\n").expect("a message").1.to_string();
        let tree = desk.repo.find_commit(other).expect("it").tree_id();
        desk.push(desk.plain("dung").message(&message).tree(tree));
    }),
    ("a genuine object whose parent was exchanged", Stage::Drafted, &["signature-bad"], |desk| {
        let raw = super::office::Base::raw(&desk.repo, base().commit(Stage::Approved));
        let text = String::from_utf8(raw).expect("text");
        let other = text.replacen(&base().commit(Stage::Reviewed).to_string(), &desk.tip.to_string(), 1);
        desk.push(desk.plain("dung").object(move |_| other.clone().into_bytes()));
    }),
    ("a step whose period was renamed", Stage::Archived, &["signer-unauthorised"], |desk| {
        // The opening of the quarter, copied into another one.
        let open = base().commit(Stage::Opened);
        let raw = String::from_utf8(super::office::Base::raw(&desk.repo, open)).expect("text");
        let message = raw.split_once("\n\n").expect("a message").1.replace("Period: 2024-Q2", "Period: 2024-Q3");
        (desk.period, desk.proven) = ("2024-Q3", "collecting");
        desk.push(desk.plain("chi").message(&message).file(desk, "reports/2024-Q2/moi.md", "x"));
    }),
    // Annulments.
    ("an annulment by one", Stage::Reviewed, &["content-changed", "roster-change-unauthorised"], |desk| {
        let (bad, honest) = tampered(desk);
        desk.push(annul(desk, &[bad], &honest));
    }),
    (
        "an annulment by one who agrees with himself",
        Stage::Reviewed,
        &["content-changed", "roster-change-unauthorised"],
        |desk| {
            let (bad, honest) = tampered(desk);
            agree(desk, "an", "quan-tri", &[bad]);
            desk.push(annul(desk, &[bad], &honest));
        },
    ),
    (
        "an annulment of another commit than was agreed to",
        Stage::Reviewed,
        &["content-changed", "roster-change-unauthorised"],
        |desk| {
            let (bad, honest) = tampered(desk);
            let review = base().commit(Stage::Reviewed);
            agree(desk, "dung", "lanh-dao", &[review]);
            desk.push(annul(desk, &[bad], &honest));
        },
    ),
    ("an annulment of the root", Stage::Opened, &["act-malformed"], |desk| {
        let root = base().commit(Stage::Founded);
        agree(desk, "dung", "lanh-dao", &[root]);
        desk.push(annulment(desk, &[root]));
    }),
    ("an annulment of a commit on no line", Stage::Opened, &["act-malformed"], |desk| {
        let other = base().commit(Stage::Drafted);
        agree(desk, "dung", "lanh-dao", &[other]);
        desk.push(annulment(desk, &[other]));
    }),
    ("an annulment that names a commit twice", Stage::Reviewed, &["act-malformed", "content-changed"], |desk| {
        let (bad, honest) = tampered(desk);
        agree(desk, "dung", "lanh-dao", &[bad, bad]);
        desk.push(annul(desk, &[bad, bad], &honest));
    }),
    ("an annulment by a leader", Stage::Reviewed, &["content-changed", "signer-unauthorised"], |desk| {
        let (bad, honest) = tampered(desk);
        agree(desk, "an", "quan-tri", &[bad]);
        desk.push(annul(desk, &[bad], &honest).actor("dung", "lanh-dao"));
    }),
    ("an annulment that restores nothing", Stage::Approved, &["content-changed"], |desk| {
        let (bad, _) = tampered(desk);
        agree(desk, "dung", "lanh-dao", &[bad]);
        desk.push(annulment(desk, &[bad]));
        let approve = desk.last_act("Act: approve\n");
        dispatch_believed(desk, &approve);
    }),
    (
        "an annulment that changes another file in passing",
        Stage::Approved,
        &["content-changed", "signer-unauthorised"],
        |desk| {
            let (bad, honest) = tampered(desk);
            agree(desk, "dung", "lanh-dao", &[bad]);
            desk.push(annul(desk, &[bad], &honest).file(desk, "reports/2024-Q2/ke-hoach.md", "khác"));
            let approve = desk.last_act("Act: approve\n");
            dispatch(desk, &format!("approve {approve}"), "5", &[]);
        },
    ),
    (
        "an annulment that says in passing that a key was stolen",
        Stage::Approved,
        &["content-changed", "signer-unauthorised"],
        |desk| {
            let (bad, honest) = tampered(desk);
            agree(desk, "binh", "chanh-van-phong", &[bad]);
            let text = super::roster::stolen("dung", &base().commit(Stage::Reviewed).to_string());
            desk.push(annul(desk, &[bad], &honest).file(desk, "baocao.toml", &text));
        },
    ),
    (
        "an annulment that brings a roster of one's own in passing",
        Stage::Approved,
        &["content-changed", "signer-unauthorised", "signer-unknown"],
        |desk| {
            let (bad, honest) = tampered(desk);
            agree(desk, "binh", "chanh-van-phong", &[bad]);
            let all = "quan-tri\", \"chanh-van-phong\", \"lanh-dao\", \"giam-doc";
            let text = settings().replacen("nguong_danh_sach = 2", "nguong_danh_sach = 1", 1);
            let text = text + &person("la", all, "", &format!("\"{}\"", public("la")));
            desk.push(annul(desk, &[bad], &honest).file(desk, "baocao.toml", &text));
            // By that roster the approval is annulled, and the key that gave it stolen.
            let approval = base().commit(Stage::Approved);
            desk.push(annulment(desk, &[approval]).actor("la", "quan-tri"));
            let with = format!("{{ ssh = \"{}\" }}", public("dung"));
            let gone = with.replacen(
                " }",
                &format!(", thu_hoi = \"x\", tin_den = \"{}\" }}", base().commit(Stage::Reviewed)),
                1,
            );
            let text = text.replacen(&with, &gone, 1);
            let lines = [format!("Subject: {}", super::forge::version("baocao.toml", text.as_bytes()))];
            desk.push(desk.folder_act("roster", "la", "quan-tri", &lines).file(desk, "baocao.toml", &text));
        },
    ),
];

/// A commit beside the line.
fn side(desk: &Desk) -> Oid {
    let drafted = base().commit(Stage::Drafted);
    desk.write(&desk.plain("chi").parents(&[drafted]).at("2024-06-17 09:00"))
}

/// The draft changed behind everybody's back; the commit, and the text from before.
fn tampered(desk: &mut Desk) -> (Oid, String) {
    let honest = desk.text(DRAFT);
    let bad = desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
    (bad, honest)
}

pub fn agree(desk: &mut Desk, by: &str, role: &str, commits: &[Oid]) {
    let names: Vec<String> = commits.iter().map(Oid::to_string).collect();
    let subject = format!("Subject: annul sha256:{}", hex(names.join("\n").as_bytes()));
    desk.push(desk.folder_act("endorse", by, role, &[subject]));
}

pub fn annulment(desk: &Desk, commits: &[Oid]) -> Forged {
    let mut lines: Vec<String> = commits.iter().map(|commit| format!("Annul: {commit}")).collect();
    lines.push("Reason: commit lạ".into());
    desk.folder_act("annul", "an", "quan-tri", &lines)
}

pub fn annul(desk: &Desk, commits: &[Oid], honest: &str) -> Forged {
    annulment(desk, commits).file(desk, DRAFT, honest)
}

/// A dispatch of the text that was approved, whatever the tree holds.
fn dispatch_believed(desk: &mut Desk, approve: &str) {
    let raw = super::office::Base::raw(&desk.repo, Oid::from_str(approve).expect("the approval"));
    let text = String::from_utf8(raw).expect("text");
    let subject = text.lines().find_map(|line| line.strip_prefix("Baocao-Subject: ")).expect("a text").to_string();
    let mut lines = vec![format!("Subject: {subject}"), format!("Ref: approve {approve}")];
    lines.extend(["Number: 5/BC-STN", "Date: 2024-06-18", "To: UBND"].map(String::from));
    desk.push(desk.act("dispatch", "hai", "van-thu", &lines));
}

/// A whole line of one's own: the agency's name, and oneself as everybody.
fn found_again(desk: &mut Desk) -> Oid {
    let all = "quan-tri\", \"chanh-van-phong\", \"lanh-dao\", \"giam-doc";
    let own = settings().split("\n[[nguoi]]").next().expect("a head").replacen(
        "nguong_danh_sach = 2",
        "nguong_danh_sach = 1",
        1,
    );
    let text = own + &person("la", all, "", &format!("\"{}\"", public("la")));
    let genesis = desk.folder_act("genesis", "la", "quan-tri", &["Agency: Sở Thử nghiệm".into()]);
    let prev = format!("Prev: {}", genesis.value("Prev"));
    let genesis = genesis.swap(&prev, &format!("Prev: {}", super::forge::NOTHING));
    desk.push(genesis.parents(&[]).file(desk, "baocao.toml", &text))
}

#[test]
fn histories_of_another_shape_are_refused() {
    super::refused(CASES);
}

/// What makes git (and libgit2) see another past is not looked at.
#[test]
fn nothing_beside_the_objects_hides_a_commit() {
    type Trick = fn(&Desk, bad: Oid, honest: Oid);
    let tricks: [(&str, Trick); 4] = [
        ("grafts", |desk, bad, honest| {
            desk.office.write(".git/info/grafts", &format!("{} {honest}\n", child(desk, bad)))
        }),
        ("shallow", |desk, bad, _| desk.office.write(".git/shallow", &format!("{}\n", child(desk, bad)))),
        ("replace", |desk, bad, honest| desk.office.write(&format!(".git/refs/replace/{bad}"), &format!("{honest}\n"))),
        ("commit-graph", |desk, bad, honest| forge_graph(desk, bad, honest)),
    ];
    for (name, trick) in tricks {
        let mut desk = Desk::new(Stage::Approved);
        let honest = desk.tip;
        let (bad, text) = tampered(&mut desk);
        desk.push(desk.plain("chi").file(&desk, DRAFT, &text));
        trick(&desk, bad, honest);
        let said = desk.verify();
        assert_eq!(said.codes.iter().collect::<Vec<_>>(), ["content-changed"], "{name}: {}", said.ran.all());
        assert_eq!(said.state, "approved", "{name}");
        if name != "shallow" {
            // The trick is one: git itself is taken in.
            let seen = desk.office.git("rev-list HEAD");
            assert!(!seen.contains(&bad.to_string()) || name == "replace", "{name} deceives nobody");
        }
    }
}

/// The commit that follows a bad one: the tip.
fn child(desk: &Desk, bad: Oid) -> Oid {
    assert_ne!(desk.tip, bad);
    desk.tip
}

/// A commit graph of git's own in which the tip's parent is another.
fn forge_graph(desk: &Desk, bad: Oid, honest: Oid) {
    desk.office.git("config core.commitGraph true");
    desk.office.git("commit-graph write --reachable");
    let path = desk.office.office.join(".git/objects/info/commit-graph");
    let mut bytes = std::fs::read(&path).expect("the graph");
    let number = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four")) as usize;
    let chunk = |bytes: &[u8], name: &[u8]| {
        let row =
            (0..bytes[6] as usize + 1).map(|n| 8 + 12 * n).find(|at| &bytes[*at..*at + 4] == name).expect("a chunk");
        number(bytes, row + 8)
    };
    let (names, data) = (chunk(&bytes, b"OIDL"), chunk(&bytes, b"CDAT"));
    let count = number(&bytes, chunk(&bytes, b"OIDF") + 255 * 4);
    let place =
        |id: Oid| (0..count).find(|n| &bytes[names + 20 * n..names + 20 * n + 20] == id.as_bytes()).expect("a place");
    let (tip, other) = (place(desk.tip), place(honest));
    assert_ne!(place(bad), other);
    let at = data + 36 * tip + 20;
    bytes[at..at + 4].copy_from_slice(&(other as u32).to_be_bytes());
    std::fs::remove_file(&path).expect("the graph");
    std::fs::write(&path, bytes).expect("the graph");
}

#[test]
fn an_object_exchanged_or_missing_is_a_fault_and_never_an_end() {
    for exchanged in [true, false] {
        let mut desk = Desk::new(Stage::Reviewed);
        let (bad, honest) = tampered(&mut desk);
        let good = desk.push(desk.plain("chi").file(&desk, DRAFT, &honest));
        let path = |id: Oid| {
            let name = id.to_string();
            desk.office.office.join(".git/objects").join(&name[..2]).join(&name[2..])
        };
        let other = std::fs::read(path(good)).expect("an object");
        std::fs::remove_file(path(bad)).expect("an object");
        if exchanged {
            std::fs::write(path(bad), other).expect("an object");
        }
        let said = desk.verify();
        assert_eq!(said.ran.status, 4, "{}", said.ran.all());
        assert_eq!(said.ran.out, "", "nothing is said of a line that cannot be read");
    }
}

#[test]
fn a_root_that_founds_nothing_proves_nothing() {
    let mut desk = Desk::new(Stage::Drafted);
    let open = base().commit(Stage::Opened);
    let said = desk.verify_with(&format!("verify 2024-Q2 --format json --root {open}"));
    assert!(
        said.ran.status == 1 && said.codes.contains("act-out-of-order") && said.state == "collecting",
        "{}",
        said.ran.all()
    );
    // A line that does not come from the root that is asked for is no line of this office, whatever it holds.
    let root = desk.root();
    found_again(&mut desk);
    let asked = [format!("verify --format json --root {root}"), format!("verify 2024-Q2 --format json --root {root}")];
    let refuse = |desk: &Desk, line: &str| {
        let said = desk.verify_with(line);
        assert!(said.ran.status == 1 && said.codes.contains("root-unpinned"), "{line}: {}", said.ran.all());
    };
    asked.iter().for_each(|line| refuse(&desk, line));
    // The pin is the user's own: what the clone itself says of its root is nobody's word.
    let own = found_again(&mut desk);
    for name in ["baocao.root", "baocao.pin", "trust.root"] {
        desk.office.git(&format!("config {name} {own}"));
    }
    desk.office.write(".git/baocao/goc.toml", &format!("[[goc]]\nco_quan = \"Sở\"\ncommit = \"{own}\"\n"));
    let said = desk.verify_with("verify --format json");
    assert!(said.ran.status == 1 && said.codes.contains("root-unpinned"), "{}", said.ran.all());
}

#[test]
fn an_older_copy_is_not_taken_for_the_newest() {
    let mut desk = Desk::new(Stage::Approved);
    desk.office.run("", &desk.now, &format!("trust {} --yes", desk.root())).expect(0);
    desk.verify_with("verify --format json").ran.expect(0);
    for stage in [Stage::Reviewed, Stage::Completing] {
        desk.point(base().commit(stage));
        let said = desk.verify_with("verify --format json");
        assert!(said.ran.status == 1 && said.codes.contains("history-rewound"), "{stage:?}: {}", said.ran.all());
    }
    desk.point(base().commit(Stage::Dispatched));
    desk.checkout();
    desk.verify_with("verify --format json").ran.expect(0);
}
