//! What stands inside `.git`: everything that is opened is looked at first, and nothing is written through a link.

use crate::support::{Ran, Scratch};
use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

const WHEN: &str = "2024-06-12 08:00";
const WHO: &str = "ngo-van-son";
/// Verbs that open the repository: some only read, some write.
const VERBS: [&str; 7] = ["verify", "status", "check", "log 2024-Q2", "figures 2024-Q2", "submit 2024-Q2", "update"];

/// Files of `.git` that libgit2, git or baocao opens; not all of them are there in an ordinary folder.
const FILES: &[&str] = &[
    "HEAD",
    "ORIG_HEAD",
    "FETCH_HEAD",
    "MERGE_HEAD",
    "config",
    "config.worktree",
    "commondir",
    "gitdir",
    "index",
    "packed-refs",
    "shallow",
    "baocao-journal",
    "baocao.lock",
    "refs/heads/main",
    "refs/heads/a/b",
    "refs/tags/x",
    "refs/remotes/origin/main",
    "refs/baocao/receipts",
    "refs/replace/x",
    "logs/HEAD",
    "logs/refs/heads/main",
    "worktrees/x/HEAD",
    "worktrees/x/gitdir",
    "remotes/origin",
    "branches/origin",
    "info/grafts",
    "info/exclude",
    "info/attributes",
    "objects/info/alternates",
    "objects/info/commit-graph",
    "objects/info/commit-graphs/commit-graph-chain",
    "objects/pack/multi-pack-index",
    "objects/pack/pack-1.idx",
    "objects/pack/pack-1.pack",
    "objects/ab/cdefabcdefabcdefabcdefabcdefabcdefabcdef",
];

fn opened() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office
}

/// Puts something in the place of a file, runs what is to be seen, and puts the file back.
fn instead(office: &Scratch, name: &str, put: impl FnOnce(&Path), see: impl FnOnce()) {
    let path = office.office.join(".git").join(name);
    let kept = std::fs::read(&path).ok();
    let _ = std::fs::remove_file(&path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    put(&path);
    see();
    std::fs::remove_file(&path).expect("what was put there");
    if let Some(kept) = kept {
        std::fs::write(&path, kept).expect("the file");
    }
}

fn refused(ran: &Ran, name: &str, line: &str, words: &str) {
    assert_eq!(ran.status, 4, "{line} with {name}: {}", ran.all());
    let last = name.rsplit('/').next().unwrap_or(name);
    assert!(ran.err.contains(words) && ran.err.contains(last), "{line} with {name}: {}", ran.all());
}

#[test]
fn files_of_another_kind_inside_git_are_refused_before_they_are_opened() {
    let office = opened();
    let socket = office.dir.path().join("s");
    for name in FILES {
        let see = || {
            for line in VERBS {
                refused(&office.run(WHO, WHEN, line), name, line, "không phải tệp thường");
            }
        };
        // A socket's own path is short; it is moved to its place.
        let put = |path: &Path| {
            UnixListener::bind(&socket).expect("a socket");
            std::fs::rename(&socket, path).expect("moved");
        };
        instead(&office, name, put, see);
        instead(&office, name, |path| symlink("/dev/null", path).expect("a link"), see);
    }
    office.run(WHO, WHEN, "verify").expect(0);
    // What git leaves there when it watches the files is no fault.
    UnixListener::bind(&socket).expect("a socket");
    std::fs::rename(&socket, office.office.join(".git/fsmonitor--daemon.ipc")).expect("moved");
    office.run(WHO, WHEN, "submit 2024-Q2").expect(0);
}

/// SECURITY.md lists every file that is opened inside `.git`.
#[test]
fn every_file_that_is_opened_is_listed() {
    let page = include_str!("../../SECURITY.md");
    let part = page.split("\n### Tệp được mở trong `.git`").nth(1).and_then(|rest| rest.split("\n### ").next());
    let part = part.expect("the list");
    for name in FILES {
        let (first, last) = (name.split('/').next().unwrap_or(name), name.rsplit('/').next().unwrap_or(name));
        let inside = |word: &str| part.contains(&format!("`{word}")) || part.contains(&format!("`*.{word}`"));
        let ending = last.rsplit('.').next().unwrap_or(last);
        assert!(
            if first == "objects" { inside(last) || inside(ending) || inside("objects/xx/") } else { inside(first) },
            "{name}"
        );
    }
}

#[test]
fn a_repository_that_is_no_folder_is_refused() {
    let office = opened();
    let git = office.office.join(".git");
    std::fs::rename(&git, office.dir.path().join("kho")).expect("moved");
    symlink("/dev/null", &git).expect("a link");
    refused(&office.run(WHO, WHEN, "verify"), ".git", "verify", "không phải tệp thường");
    std::fs::remove_file(&git).expect("the link");
    // A folder that looks like a bare repository itself is not taken for one.
    std::fs::create_dir(&git).expect("a folder");
    for name in ["HEAD", "config"] {
        symlink("/dev/null", office.office.join(name)).expect("a link");
    }
    ["objects", "refs"].iter().for_each(|name| std::fs::create_dir(office.office.join(name)).expect("a folder"));
    let ran = office.run(WHO, WHEN, "verify").expect(4);
    assert!(ran.err.contains("chưa phải là kho git"), "{}", ran.all());
}

#[test]
fn files_inside_git_that_are_larger_than_honest_ones_are_refused() {
    const MIB: u64 = 1024 * 1024;
    let office = opened();
    for (name, most) in [
        ("HEAD", MIB / 16),
        ("refs/heads/x", MIB / 16),
        ("refs/remotes/origin/x", MIB / 16),
        ("config", MIB),
        ("config.worktree", MIB),
        ("info/exclude", MIB),
        ("info/grafts", MIB),
        ("objects/info/alternates", MIB),
        ("packed-refs", 64 * MIB),
        ("shallow", 64 * MIB),
        ("index", 256 * MIB),
        ("objects/pack/multi-pack-index", 256 * MIB),
        ("objects/info/commit-graph", 256 * MIB),
    ] {
        // A file of holes takes no room on the disk.
        let put = |path: &Path| std::fs::File::create(path).and_then(|file| file.set_len(most + 1)).expect("a file");
        instead(&office, name, put, || {
            for line in ["verify", "submit 2024-Q2"] {
                refused(&office.run(WHO, WHEN, line), name, line, "quá lớn");
            }
        });
    }
    office.run(WHO, WHEN, "submit 2024-Q2").expect(0);
}

#[test]
fn settings_that_include_others_are_counted() {
    let office = opened();
    let git = office.office.join(".git");
    let own = std::fs::read_to_string(git.join("config")).expect("the settings");
    let with = |more: &str| {
        std::fs::write(git.join("config"), format!("{own}{more}")).expect("the settings");
        office.run(WHO, WHEN, "verify")
    };
    // An office may keep some of its settings elsewhere, under conditions or not.
    office.write(".git/them", "[user]\n\tname = Sơn\n[include]\n\tpath = nua\n");
    office.write(".git/nua", "[user]\n\temail = son@so.example\n");
    with("[include]\n\tpath = them\n[includeIf \"onbranch:main\"]\n\tpath = them\n\tpath = khong-co\n").expect(0);
    office.run(WHO, WHEN, "submit 2024-Q2").expect(0);
    let sixty = "\tpath = khong-co\n".repeat(60);
    with(&format!("[include]\n{sixty}")).expect(0);
    // One more than is allowed, in every way of writing them.
    for more in [
        format!("[include]\n{sixty}{}", "\tpath = x\n".repeat(5)),
        format!("[INCLUDE] PATH=x\n{sixty}{}", "path = x # lời\n".repeat(5)),
        format!("[includeIf \"gitdir:a]\\\"b\"]\n{sixty}{}", "\tpath = \\\n  x\n".repeat(5)),
        format!("[core][include]\n{sixty}[user]\nname = a\\\n[x]\n[include]\n{}", "path=\"x\"\n".repeat(5)),
    ] {
        refused(&with(&more), "config", "verify", "quá nhiều lần");
    }
    // A file counts as often as it is named: eight times one that names nine.
    office.write(".git/them", &format!("[include]\n{}", "\tpath = khong-co\n".repeat(9)));
    refused(&with(&format!("[include]\n{}", "\tpath = them\n".repeat(8))), "them", "verify", "quá nhiều lần");
    // What is included is looked at, too.
    symlink("/dev/null", git.join("null")).expect("a link");
    refused(&with("[include]\n\tpath = null\n"), "null", "verify", "không phải tệp thường");
    std::fs::remove_file(git.join("null")).expect("the link");
    with("").expect(0);
}

/// Every file below a folder with its bytes, links not followed.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files.map(|entry| (entry.path().to_path_buf(), std::fs::read(entry.path()).unwrap_or_default())).collect()
}

#[test]
fn nothing_is_written_through_a_link_inside_git() {
    let office = opened();
    let git = office.office.join(".git");
    let outside = office.dir.path().join("ngoai");
    let before = office.git("rev-parse HEAD");
    for name in [
        "HEAD",
        "config",
        "index",
        "packed-refs",
        "baocao.lock",
        "baocao-journal",
        "index.lock",
        "logs",
        "logs/HEAD",
        "logs/refs",
        "logs/refs/heads/main",
        "refs",
        "refs/heads",
        "refs/heads/main",
        "refs/remotes",
        "objects",
        "objects/info",
        "objects/pack",
        "info",
    ] {
        let path = git.join(name);
        let there = path.exists();
        if there {
            std::fs::rename(&path, &outside).expect("moved");
        } else {
            std::fs::create_dir(&outside).expect("a folder");
        }
        symlink(&outside, &path).expect("a link");
        let kept = snapshot(&outside);
        for line in ["submit 2024-Q2", "init 2024-Q3"] {
            let ran = office.run(if line.starts_with("init") { "le-thi-mai" } else { WHO }, WHEN, line);
            assert_eq!(ran.status, 4, "{line} with {name}: {}", ran.all());
            assert!(ran.err.contains("liên kết") || ran.err.contains("không phải tệp thường"), "{name}: {}", ran.all());
        }
        assert_eq!(snapshot(&outside), kept, "{name}");
        std::fs::remove_file(&path).expect("the link");
        if there {
            std::fs::rename(&outside, &path).expect("moved");
        } else {
            std::fs::remove_dir(&outside).expect("an empty folder");
        }
        assert_eq!(office.git("rev-parse HEAD"), before, "{name}");
    }
    // The diary of another repository, which a link in the place of this one's would reach.
    let other = office.dir.path().join("khac");
    assert!(office.try_git(office.dir.path(), "init -q khac").0);
    assert!(office.try_git(&other, "commit -q --allow-empty -m x").0);
    let logs = git.join("logs");
    std::fs::rename(&logs, office.dir.path().join("logs")).expect("moved");
    symlink(other.join(".git"), &logs).expect("a link");
    let kept = snapshot(&other);
    office.run(WHO, WHEN, "submit 2024-Q2").expect(4);
    assert_eq!(snapshot(&other), kept);
    std::fs::remove_file(&logs).expect("the link");
    std::fs::rename(office.dir.path().join("logs"), &logs).expect("moved");
    // Nor does `.git` itself send a writer elsewhere.
    std::fs::write(git.join("commondir"), other.join(".git").display().to_string()).expect("a file");
    office.run(WHO, WHEN, "submit 2024-Q2").expect(4);
    assert_eq!(snapshot(&other), kept);
    std::fs::remove_file(git.join("commondir")).expect("the file");
    office.run(WHO, WHEN, "submit 2024-Q2").expect(0);
}

#[test]
fn a_hook_is_installed_where_git_runs_it_and_through_no_link() {
    let office = opened();
    let hooks = office.office.join(".git/hooks");
    let outside = office.dir.path().join("ngoai");
    std::fs::create_dir(&outside).expect("a folder");
    let _ = std::fs::remove_dir_all(&hooks);
    symlink(&outside, &hooks).expect("a link");
    let ran = office.run(WHO, WHEN, "hook install --local").expect(4);
    assert!(ran.err.contains("liên kết") && ran.err.contains("hooks"), "{}", ran.all());
    assert_eq!(snapshot(&outside).len(), 1);
    // Nothing else is written there, so nothing else is refused.
    office.run(WHO, WHEN, "submit 2024-Q2").expect(0);
    std::fs::remove_file(&hooks).expect("the link");
    // Hooks kept elsewhere by a setting: what would not run is not installed, and it is said where it would.
    office.git("config core.hooksPath ../hooks-chung");
    let ran = office.run(WHO, WHEN, "hook install --local").expect(3);
    for said in ["../hooks-chung", "core.hooksPath", "“pre-commit”", "exec baocao check --quiet"] {
        assert!(ran.err.contains(said), "{said}: {}", ran.all());
    }
    assert!(!hooks.exists());
    office.git("config --unset core.hooksPath");
    office.run(WHO, WHEN, "hook install --local").expect(0);
    assert!(hooks.join("pre-commit").is_file());
    // The same on the shared repository.
    let bare = office.dir.path().join("kho-chung.git");
    office.git(&format!("clone -q --bare . {}", bare.display()));
    let _ = std::fs::remove_dir_all(bare.join("hooks"));
    symlink(&outside, bare.join("hooks")).expect("a link");
    office.run_at(&bare, "", WHEN, "hook install").expect(4);
    assert_eq!(snapshot(&outside).len(), 1);
    std::fs::remove_file(bare.join("hooks")).expect("the link");
    let config = bare.join("config");
    std::fs::rename(&config, outside.join("config")).expect("moved");
    symlink(outside.join("config"), &config).expect("a link");
    let kept = snapshot(&outside);
    office.run_at(&bare, "", WHEN, "hook install").expect(4);
    assert_eq!(snapshot(&outside), kept);
    assert!(!bare.join("hooks").exists(), "nothing is half installed");
}

/// The ways in which git itself keeps a repository elsewhere go on working.
#[test]
fn worktrees_separate_folders_and_shared_clones_work() {
    let step = |office: &Scratch, folder: &Path| {
        for line in ["verify", "status", "check"] {
            let ran = office.run_at(folder, WHO, WHEN, line);
            assert!(ran.status <= 1, "{line}: {}", ran.all());
        }
        let text = std::fs::read_to_string(office.office.join("reports/2024-Q2/thanh-tra.md")).expect("a report");
        std::fs::write(folder.join("reports/2024-Q2/thanh-tra.md"), text).expect("a report");
        office.run_at(folder, WHO, WHEN, "submit 2024-Q2").expect(0);
        office.run_at(folder, WHO, WHEN, "verify").expect(0);
    };
    let office = opened();
    let [tree, shared, separate] = ["cay", "chung", "rieng"].map(|name| office.dir.path().join(name));
    office.git(&format!("worktree add -q -b khac {}", tree.display()));
    step(&office, &tree);
    office.git(&format!("clone -q -s . {}", shared.display()));
    assert!(shared.join(".git/objects/info/alternates").is_file());
    step(&office, &shared);
    let kept = office.dir.path().join("kho-rieng");
    office.git(&format!("clone -q --separate-git-dir {} . {}", kept.display(), separate.display()));
    step(&office, &separate);
    // `.git` may be a link as a whole: it is the folder's own, whoever put it there.
    let linked = office.dir.path().join("noi");
    office.git(&format!("clone -q . {}", linked.display()));
    std::fs::rename(linked.join(".git"), office.dir.path().join("kho-noi")).expect("moved");
    symlink(office.dir.path().join("kho-noi"), linked.join(".git")).expect("a link");
    step(&office, &linked);
}
