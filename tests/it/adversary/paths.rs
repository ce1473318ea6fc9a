//! Trees that git would never write, names that lead out of the folder, files that are none, and too much of everything.

use super::Case;
use super::forge::Desk;
use super::office::{DRAFT, Stage};
use git2::Oid;

const HERE: &str = "reports/2024-Q2";
const OWN: &str = "reports/2024-Q2/ke-hoach.md";

pub const CASES: &[Case] = &[
    ("a report that is a link", Stage::Drafted, &["file-irregular"], |desk| {
        mode(desk, "khanh", OWN, "120000");
    }),
    ("a report that is a program", Stage::Drafted, &["file-irregular"], |desk| {
        mode(desk, "khanh", OWN, "100755");
    }),
    ("a report that is another repository", Stage::Drafted, &["file-irregular"], |desk| {
        let tree = desk.with(desk.plain("khanh").tree, OWN, "160000", Some(desk.tip));
        desk.push(desk.plain("khanh").tree(tree));
    }),
    ("a submission that is a link", Stage::Begun, &["file-irregular"], |desk| {
        let next = desk.next();
        let path = "reports/2024-Q2/thanh-tra.md";
        let blob = Oid::from_str(next.value("Subject").split(' ').nth(1).expect("a blob")).expect("a name");
        let tree = desk.with(next.tree, path, "120000", Some(blob));
        desk.push(next.tree(tree));
    }),
    ("a draft that is a link", Stage::Drafted, &["file-irregular"], |desk| {
        mode(desk, "chi", DRAFT, "120000");
    }),
    ("the settings as a link", Stage::Opened, &["file-irregular"], |desk| {
        mode(desk, "an", "baocao.toml", "120000");
    }),
    ("the settings as a program", Stage::Opened, &["file-irregular"], |desk| {
        mode(desk, "an", "baocao.toml", "100755");
    }),
    ("the reports as a link", Stage::Opened, &["file-irregular"], |desk| {
        let tree = desk.plain("an").tree;
        let tree = desk.edit(tree, "", &|entries| {
            let at = entries.iter().position(|entry| entry.1 == b"reports").expect("the folder");
            entries[at] = (b"120000".to_vec(), b"reports".to_vec(), entries[0].2);
        });
        desk.push(desk.plain("an").tree(tree));
    }),
    ("another file as well as the report", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "khanh", HERE, b"ghi-chu.txt");
    }),
    ("a folder in the period's folder", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "khanh", "reports/2024-Q2/ke-hoach", b"ke-hoach.md");
    }),
    ("a report in other letters", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "khanh", HERE, b"Ke-Hoach.md");
    }),
    ("the draft in other letters", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "chi", HERE, b"Tong-Hop.md");
    }),
    ("a period's folder in other letters", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "an", "reports/2024-q2", b"tong-hop.md");
    }),
    ("the reports in other letters", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "an", "Reports/2024-Q2", b"tong-hop.md");
    }),
    ("the settings in other letters", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "an", "", b"BAOCAO.toml");
    }),
    ("decomposed letters in a name", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "khanh", HERE, "ke\u{302}-hoach.md".as_bytes());
    }),
    ("a device's name", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "khanh", HERE, b"con.md");
    }),
    ("another device's name", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "khanh", HERE, b"aux.md");
    }),
    ("a period that is none", Stage::Drafted, &["signer-unauthorised"], |desk| {
        add(desk, "an", "reports/NUL", b"tong-hop.md");
    }),
    ("a name with a backslash", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "khanh", HERE, b"..\\x.md");
    }),
    ("a name with a slash", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "khanh", HERE, b"../x.md");
    }),
    ("the folder above", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "khanh", HERE, b"..");
    }),
    ("the folder itself", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "khanh", HERE, b".");
    }),
    ("no name", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "khanh", HERE, b"");
    }),
    ("git's own folder", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", ".git", b"config");
    }),
    ("git's own folder in other letters", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", ".GIT", b"config");
    }),
    ("git's own folder with a dot", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", ".git. ", b"config");
    }),
    ("git's own folder by its short name", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", "GIT~1", b"config");
    }),
    ("a name that runs backwards", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", "", "b\u{202e}a.md".as_bytes());
    }),
    ("a name with an escape sequence", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", "", b"\x1b[2J.md");
    }),
    ("a name of two lines", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", "", b"a\nb.md");
    }),
    ("a name that is no UTF-8", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", "", b"b\xffa.md");
    }),
    ("a name of three hundred letters", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", "", &[b'a'; 300]);
    }),
    ("a file twice", Stage::Drafted, &["act-malformed"], |desk| {
        twist(desk, HERE, |entries| {
            let again = entries[0].clone();
            entries.insert(0, again);
        });
    }),
    ("a file and a folder of one name", Stage::Drafted, &["act-malformed"], |desk| {
        twist(desk, "", |entries| {
            let at = entries.iter().position(|entry| entry.1 == b"templates").expect("the folder");
            let file = (b"100644".to_vec(), b"templates".to_vec(), entries[at].2);
            entries.insert(at, file);
        });
    }),
    ("files out of order", Stage::Drafted, &["act-malformed"], |desk| {
        twist(desk, HERE, |entries| entries.reverse());
    }),
    ("a mode with a zero before it", Stage::Drafted, &["act-malformed"], |desk| {
        twist(desk, HERE, |entries| entries[0].0 = b"0100644".to_vec());
    }),
    ("a mode of old", Stage::Drafted, &["act-malformed"], |desk| {
        twist(desk, HERE, |entries| entries[0].0 = b"100664".to_vec());
    }),
    ("a folder in the spelling that people see", Stage::Drafted, &["act-malformed"], |desk| {
        twist(desk, "", |entries| {
            let at = entries.iter().position(|entry| entry.1 == b"reports").expect("the folder");
            entries[at].0 = b"040000".to_vec();
        });
    }),
    ("a change nine folders deep", Stage::Drafted, &["act-malformed"], |desk| {
        add(desk, "an", "a/b/c/d/e/f/g/h", b"x.md");
    }),
    ("ten thousand and one files", Stage::Drafted, &["act-malformed"], |desk| {
        twist(desk, "a", |entries| {
            let blob = Oid::hash_object(git2::ObjectType::Blob, b"").expect("a name");
            entries.extend((0..10_001).map(|n| (b"100644".to_vec(), format!("{n:05}").into_bytes(), blob)));
        });
    }),
    ("a folder of five megabytes of names", Stage::Drafted, &["act-malformed"], |desk| {
        twist(desk, "a", |entries| {
            let blob = Oid::hash_object(git2::ObjectType::Blob, b"").expect("a name");
            let name = |n: i32| format!("{n:05}{}", "x".repeat(240)).into_bytes();
            entries.extend((0..20_000).map(|n| (b"100644".to_vec(), name(n), blob)));
        });
    }),
    ("a report of four megabytes and a byte", Stage::Drafted, &["act-malformed"], |desk| {
        let blob = desk.blob(&vec![b'a'; 4 * 1024 * 1024 + 1]);
        let tree = desk.with(desk.plain("khanh").tree, OWN, "100644", Some(blob));
        desk.push(desk.plain("khanh").tree(tree));
    }),
];

fn mode(desk: &mut Desk, by: &str, path: &str, mode: &str) {
    let blob = desk.blob(b"/etc/passwd");
    let tree = desk.with(desk.plain(by).tree, path, mode, Some(blob));
    desk.push(desk.plain(by).tree(tree));
}

/// A commit with one more file in a folder, under any name.
fn add(desk: &mut Desk, by: &str, folder: &str, name: &[u8]) {
    let blob = desk.blob(b"x");
    let tree = desk.edit(desk.plain(by).tree, folder, &|entries| {
        let at = entries.iter().position(|entry| entry.1.as_slice() > name).unwrap_or(entries.len());
        entries.insert(at, (b"100644".to_vec(), name.to_vec(), blob));
    });
    desk.push(desk.plain(by).tree(tree));
}

fn twist(desk: &mut Desk, folder: &str, change: impl Fn(&mut Vec<super::forge::Raw>)) {
    desk.blob(b"");
    let tree = desk.edit(desk.plain("an").tree, folder, &change);
    desk.push(desk.plain("an").tree(tree));
}

#[test]
fn trees_that_git_would_never_write_are_refused() {
    super::refused(CASES);
}
