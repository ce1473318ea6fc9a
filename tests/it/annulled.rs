//! Commits of which nobody can tell what they changed: they stop everything, hide nothing, and can be annulled.

use crate::support::Scratch;
use git2::{ObjectType, Repository};

const EDITED: &str = "reports/2024-Q2/tong-hop.md";

/// The sample Sở with a reviewed draft.
fn reviewed() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2").expect(0);
    office.run("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2").expect(0);
    office
}

/// A tree with a changed draft, and a further entry that git writes and we do not read.
fn tree_with(repo: &Repository, name: &str, content: &[u8]) -> String {
    let head = repo.head().and_then(|h| h.peel_to_commit()).expect("a commit");
    let base = head.tree().expect("a tree");
    let old = base.get_path(std::path::Path::new(EDITED)).expect("the draft").id();
    let text = String::from_utf8(repo.find_blob(old).expect("the draft").content().to_vec()).expect("text");
    let blob = repo.blob(text.replacen("báo cáo", "ĐÃ BỊ SỬA TRỘM", 1).as_bytes()).expect("a blob");
    let tree = git2::build::TreeUpdateBuilder::new()
        .upsert(EDITED, blob, git2::FileMode::Blob)
        .create_updated(repo, &base)
        .expect("a tree");
    let big = repo.blob(content).expect("a blob");
    if name.starts_with("reports/") {
        let tree = repo.find_tree(tree).expect("the tree");
        let mut update = git2::build::TreeUpdateBuilder::new();
        update.upsert(name, big, git2::FileMode::Blob);
        return update.create_updated(repo, &tree).expect("a tree").to_string();
    }
    let odb = repo.odb().expect("the objects");
    let mut bytes = odb.read(tree).expect("the tree").data().to_vec();
    // Behind everything else, as git sorts names.
    bytes.extend_from_slice(format!("100644 {name}\0").as_bytes());
    bytes.extend_from_slice(big.as_bytes());
    odb.write(ObjectType::Tree, &bytes).expect("a tree").to_string()
}

/// Three commits that are no good, each with a changed draft: one that no key signed and that holds a file beyond all bounds,
/// one with a name that is never allowed, one whose object is not of the grammar.
fn forged(kind: usize, office: &Scratch) -> String {
    let repo = Repository::open(&office.office).expect("the repository");
    let parent = office.git("rev-parse HEAD");
    let who = "A <a@b.vn> 1718700000 +0700";
    let (tree, extra) = match kind {
        0 => (tree_with(&repo, "reports/2024-Q2/zz.bin", &vec![0; 5_000_000]), ""),
        1 => (tree_with(&repo, "zz\\q.md", b"x"), ""),
        _ => (tree_with(&repo, "zz.md", b"x"), "encoding latin-1\n"),
    };
    let raw = format!("tree {tree}\nparent {}\nauthor {who}\ncommitter {who}\n{extra}\nx\n", parent.trim());
    let made = repo.odb().expect("the objects").write(ObjectType::Commit, raw.as_bytes()).expect("a commit");
    office.git(&format!("update-ref refs/heads/main {made}"));
    made.to_string()
}

#[test]
fn what_cannot_be_told_stops_everything_and_can_be_annulled() {
    for kind in 0..3 {
        let office = reviewed();
        let honest = office.git(&format!("rev-parse HEAD:{EDITED}"));
        let evil = forged(kind, &office);
        let verify = office.run("", "2024-06-18 09:00", "verify --format json");
        assert_eq!(verify.status, 1, "{}", verify.all());
        // Everything before it is still there and proven.
        assert!(verify.out.contains("act-malformed") && verify.out.contains("\"review\""), "{kind}: {}", verify.all());
        let approved = office.run("nguyen-duc-thinh", "2024-06-18 10:00", "approve 2024-Q2");
        assert_eq!(approved.status, 3, "{kind}: {}", approved.all());
        let short = &evil[..10];
        for (person, when) in [("dang-quoc-huy", "2024-06-18 11:00"), ("nguyen-duc-thinh", "2024-06-18 11:10")] {
            office.run(person, when, &format!("annul {short} --endorse")).expect(0);
        }
        let done = office.run("dang-quoc-huy", "2024-06-18 12:00", &format!("annul {short} --reason “commit lạ”"));
        assert_eq!(done.status, 0, "{kind}: {}", done.all());
        assert_eq!(office.git(&format!("rev-parse HEAD:{EDITED}")), honest, "{kind}");
        office.git("restore --staged --worktree .");
        let verify = office.run("dang-quoc-huy", "2024-06-18 12:10", "verify");
        assert_eq!(verify.status, 0, "{kind}: {}", verify.all());
        let approved = office.run("nguyen-duc-thinh", "2024-06-18 13:00", "approve 2024-Q2");
        assert_eq!(approved.status, 0, "{kind}: {}", approved.all());
    }
}

#[test]
fn a_large_file_beside_the_procedure_is_nobodys_business_and_one_inside_costs_little() {
    let office = reviewed();
    std::fs::write(office.office.join("phim.bin"), vec![7; 6_000_000]).expect("a file");
    office.git("add phim.bin");
    let key = office.key("dang-quoc-huy");
    office.git(&format!("-c gpg.format=ssh -c user.signingkey={} commit -q -S -m phim", key.display()));
    office.run("dang-quoc-huy", "2026-12-01 08:00", "verify").expect(0);
    // Ten thousand names for a few bytes that unpack to four megabytes each.
    let repo = Repository::open(&office.office).expect("the repository");
    let head = repo.head().and_then(|h| h.peel_to_commit()).expect("a commit");
    let mut update = git2::build::TreeUpdateBuilder::new();
    for n in 0..60u8 {
        let blob = repo.blob(&vec![n; 4_000_000]).expect("a blob");
        for m in 0..20 {
            update.upsert(format!("reports/2024-Q2/x{n:02}-{m:02}"), blob, git2::FileMode::Blob);
        }
    }
    let tree = update.create_updated(&repo, &head.tree().expect("a tree")).expect("a tree");
    let who = "A <a@b.vn> 1796000000 +0700";
    let raw = format!("tree {tree}\nparent {}\nauthor {who}\ncommitter {who}\n\nx\n", head.id());
    let made = repo.odb().expect("objects").write(ObjectType::Commit, raw.as_bytes()).expect("a commit");
    office.git(&format!("update-ref refs/heads/main {made}"));
    let verify = office.run("dang-quoc-huy", "2026-12-01 08:00", "verify");
    assert!(verify.status == 1 && verify.out.contains("quá nhiều dữ liệu"), "{}", verify.all());
}
