//! A shared repository that loses what it had, seen from real clones: what is said, what is kept, how it is put right.
#![cfg(unix)]

use crate::sharing::{clone, office, report, server};
use crate::support::{Scratch, split};
use std::path::{Path, PathBuf};
use std::process::Command;

const PERIOD: &str = "2026-12";

/// An office with its shared repository, in which two departments have submitted.
struct Desk {
    office: Scratch,
    bare: PathBuf,
}

/// Exit status, standard output and standard error together.
type Said = (Option<i32>, String);

impl Desk {
    fn new() -> Desk {
        let office = office(4);
        let bare = server(&office);
        let desk = Desk { office, bare };
        for n in 0..2 {
            let folder = desk.clone(&format!("may-{n}"));
            assert_eq!(desk.submit(&folder, n, "submit --push").0, Some(0));
        }
        desk
    }

    fn clone(&self, name: &str) -> PathBuf {
        clone(&self.office, &format!("file://{}", self.bare.display()), name)
    }

    /// The program itself, with the settings of a user's own.
    fn run_as(&self, user: &str, folder: &Path, person: &str, line: &str) -> Said {
        let home = self.office.dir.path().join(user);
        let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
        command.args(split(line)).current_dir(folder).env("HOME", home).env("GIT_CONFIG_NOSYSTEM", "1");
        command.env_remove("XDG_CONFIG_HOME").env_remove("BAOCAO_CONFIG").env_remove("BAOCAO_KEY");
        if !person.is_empty() {
            command.env("BAOCAO_KEY", self.office.key(person));
        }
        let done = command.output().expect("the program starts");
        (done.status.code(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
    }

    fn run(&self, folder: &Path, person: &str, line: &str) -> Said {
        self.run_as("home", folder, person, line)
    }

    fn submit(&self, folder: &Path, n: usize, line: &str) -> Said {
        std::fs::write(folder.join(format!("reports/{PERIOD}/dv-{n:03}.md")), report(n)).expect("a report");
        self.run(folder, &format!("nguoi-{n:03}"), line)
    }

    fn head(&self, folder: &Path) -> String {
        self.office.try_git(folder, "rev-parse HEAD").1
    }

    fn tip(&self) -> String {
        self.office.try_git(&self.bare, "rev-parse main").1
    }

    /// The server goes back by so many commits.
    fn roll_back(&self, commits: usize) {
        let (ok, said) = self.office.try_git(&self.bare, &format!("update-ref refs/heads/main main~{commits}"));
        assert!(ok, "{said}");
    }

    /// The one file of the mark.
    fn mark(&self) -> String {
        let root = self.office.git("rev-list --max-parents=0 HEAD");
        let path = self.office.dir.path().join("home/.config/baocao/moc").join(root.trim());
        std::fs::read_to_string(path).expect("a mark")
    }
}

#[track_caller]
fn expect(said: &Said, status: i32, words: &[&str]) {
    assert_eq!(said.0, Some(status), "{}", said.1);
    words.iter().for_each(|words| assert!(said.1.contains(words), "no “{words}”: {}", said.1));
}

#[test]
fn what_the_server_lost_is_told_and_sent_again() {
    for seen_by_verify in [true, false] {
        let desk = Desk::new();
        let folder = desk.clone("may-giu");
        if seen_by_verify {
            expect(&desk.run(&folder, "", "verify"), 0, &[]);
        }
        let tip = desk.tip();
        desk.roll_back(2);
        let back = desk.tip();
        // Said, with what to do, and nothing sent without a yes.
        for _ in 0..2 {
            expect(&desk.run(&folder, "", "update"), 3, &["mất 2 commit", "baocao update --yes", "Đơn vị 1"]);
        }
        expect(&desk.run(&folder, "", "verify"), 1, &["history-rewound", "kho chung không còn mốc"]);
        expect(&desk.run(&folder, "", "status"), 0, &["kho chung không còn mốc", "baocao update"]);
        expect(&desk.submit(&folder, 2, "submit --push"), 3, &["lịch sử trên kho chung đã bị lùi"]);
        assert_eq!((desk.tip(), desk.head(&folder)), (back.clone(), tip.clone()), "nothing moved");
        // A fresh clone on the same computer is not taken in.
        let fresh = desk.clone("may-moi");
        expect(&desk.run(&fresh, "", "verify"), 1, &["history-rewound"]);
        for line in ["status", "log 2026-12", "board", "register", "calendar 2026"] {
            expect(&desk.run(&fresh, "", line), 0, &["không còn mốc", "baocao update"]);
        }
        expect(&desk.run(&fresh, "", "update"), 3, &["không còn mốc"]);
        expect(&desk.submit(&fresh, 3, "submit --no-push"), 3, &["không còn mốc", "baocao update"]);
        expect(&desk.submit(&fresh, 3, "submit --push"), 3, &["kho chung đã bị lùi"]);
        expect(&desk.run(&fresh, "", "trust --yes"), 3, &["không còn mốc"]);
        assert_eq!((desk.tip(), desk.head(&fresh)), (back.clone(), back), "nothing moved");
        // Put right as the plain fast-forward that it is.
        expect(&desk.run(&folder, "", "update --yes"), 0, &["đã gửi lại 2 commit"]);
        assert_eq!(desk.tip(), tip);
        expect(&desk.run(&folder, "", "verify"), 0, &[]);
        expect(&desk.run(&folder, "", "update"), 0, &["bản mới nhất"]);
        expect(&desk.run(&fresh, "", "update"), 0, &["đã cập nhật"]);
        expect(&desk.run(&fresh, "", "verify"), 0, &[]);
        assert_eq!(desk.mark(), tip);
        expect(&desk.submit(&fresh, 3, "submit --push"), 0, &[]);
    }
}

#[test]
fn an_emptied_server_is_filled_again() {
    let desk = Desk::new();
    let folder = desk.clone("may-giu");
    let tip = desk.tip();
    assert!(desk.office.try_git(&desk.bare, "update-ref -d refs/heads/main").0);
    expect(&desk.run(&folder, "", "update"), 3, &["mất 4 commit"]);
    expect(&desk.submit(&folder, 2, "submit --push"), 3, &["kho chung đã bị lùi"]);
    expect(&desk.run(&folder, "", "update --yes"), 0, &["đã gửi lại 4 commit"]);
    assert_eq!(desk.tip(), tip);
}

/// Another computer, which has verified nothing yet, has what its clone shows to have been there.
#[test]
fn any_clone_that_has_the_lost_steps_sends_them_again() {
    let desk = Desk::new();
    let folder = desk.clone("may-khac");
    let root = desk.office.git("rev-list --max-parents=0 HEAD");
    expect(&desk.run_as("nha-khac", &folder, "", &format!("trust {}", root.trim())), 0, &[]);
    let tip = desk.tip();
    desk.roll_back(1);
    expect(&desk.run_as("nha-khac", &folder, "", "update"), 3, &["mất 1 commit"]);
    expect(&desk.run_as("nha-khac", &folder, "", "update --yes"), 0, &[]);
    assert_eq!(desk.tip(), tip);
}

#[test]
fn nothing_is_written_on_a_fork() {
    let desk = Desk::new();
    let folder = desk.clone("may-giu");
    expect(&desk.run(&folder, "", "verify"), 0, &[]);
    let tip = desk.tip();
    desk.roll_back(1);
    // Somebody who has never seen the lost step goes on from the older state.
    let other = desk.clone("may-khac");
    let root = desk.office.git("rev-list --max-parents=0 HEAD");
    expect(&desk.run_as("nha-khac", &other, "", &format!("trust {}", root.trim())), 0, &[]);
    std::fs::write(other.join(format!("reports/{PERIOD}/dv-002.md")), report(2)).expect("a report");
    expect(&desk.run_as("nha-khac", &other, "nguoi-002", "submit --push"), 0, &[]);
    let fork = desk.tip();
    for line in ["update", "update --yes"] {
        expect(&desk.run(&folder, "", line), 3, &["đã mất mốc", "đi tiếp từ bản cũ", "người quản trị kho chung"]);
    }
    expect(&desk.run(&folder, "", "verify"), 1, &["history-rewound"]);
    expect(&desk.submit(&folder, 3, "submit --push"), 3, &["kho chung đã bị lùi"]);
    assert_eq!((desk.tip(), desk.head(&folder)), (fork.clone(), tip.clone()));
    let fresh = desk.clone("may-moi");
    for (line, status) in [("verify", 1), ("update", 3), ("submit --push", 3), ("submit", 3)] {
        let said = desk.submit(&fresh, 3, line);
        expect(&said, status, &["không còn mốc"]);
    }
    assert_eq!((desk.tip(), desk.head(&fresh)), (fork.clone(), fork));
    assert_eq!(desk.mark(), tip, "a mark never goes to a fork");
}

#[test]
fn a_clone_that_is_behind_sets_nothing_back() {
    let desk = Desk::new();
    let old = desk.clone("may-cu");
    let folder = desk.clone("may-giu");
    expect(&desk.submit(&folder, 2, "submit --push"), 0, &[]);
    let tip = desk.tip();
    expect(&desk.run(&old, "", "verify"), 1, &["history-rewound", "baocao update"]);
    assert_eq!(desk.mark(), tip);
    expect(&desk.submit(&old, 3, "submit --no-push"), 3, &["baocao update"]);
    expect(&desk.run(&old, "", "update"), 0, &[]);
    expect(&desk.run(&old, "", "verify"), 0, &[]);
    expect(&desk.submit(&old, 3, "submit --no-push"), 0, &[]);
}

#[test]
fn ones_own_unsent_steps_may_be_taken_back() {
    let desk = Desk::new();
    let folder = desk.clone("may-giu");
    let back = || assert!(desk.office.try_git(&folder, "reset -q --hard HEAD~1").0);
    for person in ["nguoi-002", ""] {
        expect(&desk.submit(&folder, 2, "submit --no-push"), 0, &[]);
        expect(&desk.run(&folder, person, "verify"), 0, &[]);
        expect(&desk.run(&folder, person, "update"), 0, &["bước chưa gửi"]);
        back();
        expect(&desk.run(&folder, person, "verify"), 0, &[]);
    }
    // Text work with git itself, by the key that this user works with.
    let key = desk.office.key("nguoi-002");
    let commit = |more: &str| {
        let words = format!("-c gpg.format=ssh -c user.signingkey={} commit -q -S {more} -m sửa -a", key.display());
        let (ok, said) = desk.office.try_git(&folder, &words);
        assert!(ok, "{said}");
    };
    std::fs::write(folder.join(format!("reports/{PERIOD}/dv-002.md")), report(2)).expect("a report");
    commit("");
    expect(&desk.run(&folder, "nguoi-002", "verify"), 0, &[]);
    std::fs::write(folder.join(format!("reports/{PERIOD}/dv-002.md")), report(2) + "\nThêm.\n").expect("a report");
    commit("--amend");
    expect(&desk.run(&folder, "nguoi-002", "verify"), 0, &[]);
    expect(&desk.run(&folder, "nguoi-002", "submit --push"), 0, &[]);
    // Once sent, it is there to stay.
    back();
    expect(&desk.run(&folder, "nguoi-002", "verify"), 1, &["history-rewound"]);
}

/// An unsigned commit with honest work on top of it: an administrator may rightly remove both.
#[test]
fn what_stands_on_an_unproven_commit_is_not_remembered() {
    let desk = Desk::new();
    let folder = desk.clone("may-giu");
    expect(&desk.run(&folder, "", "verify"), 0, &[]);
    let honest = desk.tip();
    let other = desk.clone("may-khac");
    let git = |line: &str| {
        let (ok, said) = desk.office.try_git(&other, line);
        assert!(ok, "{line}: {said}");
    };
    std::fs::write(other.join("rac.txt"), "x\n").expect("a file");
    git("add rac.txt");
    git("commit -q -m rác");
    let key = desk.office.key("dang-quoc-huy");
    git(&format!("-c gpg.format=ssh -c user.signingkey={} commit -q -S --allow-empty -m chú", key.display()));
    git("push -q origin main");
    let said = desk.run(&folder, "", "update");
    assert!(matches!(said.0, Some(1 | 3)) && said.1.contains("chưa được tin"), "{}", said.1);
    assert_eq!((desk.head(&folder), desk.mark()), (honest.clone(), honest.clone()));
    let bad = desk.tip();
    expect(&desk.submit(&folder, 2, "submit --push"), 3, &["chưa được tin"]);
    // Nor is a step that waits here sent on top of it.
    expect(&desk.submit(&folder, 3, "submit --no-push"), 0, &[]);
    expect(&desk.submit(&folder, 3, "submit 2026-12 --push"), 3, &["chưa được tin"]);
    assert_eq!((desk.mark(), desk.tip()), (honest.clone(), bad));
    assert!(desk.office.try_git(&folder, "reset -q --hard HEAD~1").0);
    desk.roll_back(2);
    assert_eq!(desk.tip(), honest);
    expect(&desk.run(&folder, "", "update"), 0, &[]);
    expect(&desk.run(&folder, "", "verify"), 0, &[]);
    expect(&desk.submit(&folder, 2, "submit --push"), 0, &[]);
    assert_eq!(desk.mark(), desk.tip());
}

/// A folder that was handed over, whose tracking branch claims that a commit was on the shared repository.
#[test]
fn what_a_folder_says_of_the_shared_repository_is_not_remembered() {
    let desk = Desk::new();
    let folder = desk.clone("may-giu");
    expect(&desk.run(&folder, "", "verify"), 0, &[]);
    let (handed, tip) = (desk.clone("duoc-dua"), desk.tip());
    let key = desk.office.key("dang-quoc-huy");
    for line in [
        &format!("-c gpg.format=ssh -c user.signingkey={} commit -q -S --allow-empty -m chú", key.display()),
        "update-ref refs/remotes/origin/main HEAD",
    ] {
        let (ok, said) = desk.office.try_git(&handed, line);
        assert!(ok, "{said}");
    }
    let seen = || {
        let root = desk.office.git("rev-list --max-parents=0 HEAD");
        let path = desk.office.dir.path().join("home/.config/baocao/moc/da-thay").join(root.trim());
        std::fs::read_to_string(path).expect("what was seen")
    };
    let before = seen();
    expect(&desk.run(&handed, "", "verify"), 0, &[]);
    // There it is said, with where it comes from, and again by the next command; elsewhere nothing of it is believed.
    for _ in 0..2 {
        expect(&desk.run(&handed, "", "update"), 3, &["mất 1 commit", "chỉ do chính thư mục này ghi lại"]);
    }
    assert_eq!((seen(), desk.tip()), (before, tip));
    for line in ["verify", "update", "status"] {
        let said = desk.run(&folder, "", line);
        assert!(!said.1.contains("thấy trên kho chung") && !said.1.contains("đã bị lùi"), "{line}: {}", said.1);
    }
}

/// A step waits here, and a colleague has sent another one.
#[test]
fn a_shared_repository_that_went_on_is_not_called_rolled_back() {
    let desk = Desk::new();
    let folder = desk.clone("may-giu");
    expect(&desk.submit(&folder, 2, "submit --no-push"), 0, &[]);
    let other = desk.clone("may-khac");
    let root = desk.office.git("rev-list --max-parents=0 HEAD");
    expect(&desk.run_as("nha-khac", &other, "", &format!("trust {}", root.trim())), 0, &[]);
    std::fs::write(other.join(format!("reports/{PERIOD}/dv-003.md")), report(3)).expect("a report");
    expect(&desk.run_as("nha-khac", &other, "nguoi-003", "submit --push"), 0, &[]);
    let went_on = || {
        expect(&desk.run(&folder, "", "update"), 3, &["đều đã đi tiếp", "chạy lại lệnh"]);
        for line in ["verify", "status", "log 2026-12"] {
            let said = desk.run(&folder, "", line);
            expect(&said, 0, &["kho chung đã đi tiếp", "không mất gì", "--push"]);
            assert!(!said.1.contains("history-rewound") && !said.1.contains("không còn mốc"), "{line}: {}", said.1);
        }
    };
    went_on();
    // Another folder of the same user has followed.
    let second = desk.clone("may-hai");
    expect(&desk.run(&second, "", "update"), 0, &[]);
    assert_eq!(desk.mark(), desk.tip());
    went_on();
    std::fs::write(folder.join(format!("reports/{PERIOD}/dv-002.md")), report(2) + "\nThêm.\n").expect("a report");
    expect(&desk.run(&folder, "nguoi-002", "submit 2026-12 --no-push"), 3, &["kho chung đã đi tiếp", "--push"]);
    expect(&desk.run(&folder, "nguoi-002", "submit 2026-12 --push"), 0, &[]);
    expect(&desk.run(&folder, "", "verify"), 0, &[]);
    assert_eq!(desk.head(&folder), desk.tip());
}

/// Many commands of one user end in the same moment: the mark is the newest of all.
#[test]
fn many_writers_leave_the_newest_mark() {
    let desk = Desk::new();
    let clones: Vec<PathBuf> = (0..4).map(|n| desk.clone(&format!("may-c{n}"))).collect();
    for (n, folder) in clones.iter().enumerate() {
        assert!(desk.office.try_git(folder, &format!("reset -q --hard HEAD~{n}")).0);
    }
    std::thread::scope(|scope| {
        for folder in clones.iter().rev() {
            scope.spawn(|| desk.run(folder, "", "verify"));
        }
    });
    assert_eq!(desk.mark(), desk.tip());
}
