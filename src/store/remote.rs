//! The network, through the user's own git: it knows the user's ssh settings, agents and credential managers.

use crate::store::program::{Environment, Output};
use crate::store::{Fault, Result};
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::visible;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Long enough for a slow line and a password.
const LIMIT: Duration = Duration::from_secs(300);

/// What nobody's clone may switch on: programs of its own.
const QUIET: [&str; 10] = [
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "gc.auto=0",
    "-c",
    "fetch.writeCommitGraph=false",
];

/// What became of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    /// The server has it.
    Done,
    /// Somebody was faster, or is at it this moment: fetch, build again, try again.
    Behind,
    /// The server's rules refused it; its words, one a line, safe to print.
    Refused(Vec<String>),
    /// The network or the server failed; what git said, safe to print.
    Failed(String),
}

/// What became of a fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The branches are here, under `refs/remotes/<remote>/`.
    Done,
    /// The server has no such branch, or is still empty.
    Nothing,
    /// The network or the server failed; what git said, safe to print.
    Failed(String),
}

/// A server, as the user's git knows it.
#[derive(Debug, Clone)]
pub struct Remote {
    env: Environment,
    folder: PathBuf,
    name: String,
}

impl Remote {
    /// A remote of the repository in a folder, by its name there.
    pub fn new(env: &Environment, folder: &Path, name: &str) -> Result<Remote> {
        let odd = |c: char| c.is_control() || c.is_whitespace() || c == ':';
        if name.is_empty() || name.starts_with('-') || name.contains(odd) {
            return Err(Fault::new(
                say!(vi: "tên máy chủ “{name}” không dùng được", en: "the remote name “{name}” is no use"),
            ));
        }
        Ok(Remote { env: env.clone(), folder: folder.to_path_buf(), name: name.to_string() })
    }

    fn git(&self, args: &[&str]) -> Result<Output> {
        let all: Vec<&OsStr> = QUIET.iter().chain(args).map(OsStr::new).collect();
        // English and unadorned, because git's answers are read here; and no forged replacement of objects.
        let program = self.env.program("git")?.within(&self.folder);
        program.with("LC_ALL", "C").with("LANGUAGE", "C").with("GIT_NO_REPLACE_OBJECTS", "1").run(&all, b"", LIMIT)
    }

    /// Brings branches here; a name may end in `*`.
    pub fn fetch(&self, branches: &[&str]) -> Result<Fetched> {
        let mut specs = Vec::new();
        for branch in branches {
            branch_ok(branch)?;
            specs.push(format!("+refs/heads/{branch}:refs/remotes/{}/{branch}", self.name));
        }
        let mut args =
            vec!["fetch", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance"];
        args.extend(["--quiet", "--", self.name.as_str()]);
        args.extend(specs.iter().map(String::as_str));
        let output = self.git(&args)?;
        let said = output.complaint();
        Ok(if output.ok {
            Fetched::Done
        } else if said.contains("couldn't find remote ref") {
            Fetched::Nothing
        } else {
            Fetched::Failed(words(&said))
        })
    }

    /// Brings the server's receipts here, as far as they go on from those that are here. A server that keeps none, or does not
    /// answer, is no reason to stop.
    pub fn fetch_receipts(&self, reference: &str) -> Result<bool> {
        let args = [
            "fetch",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--no-auto-maintenance",
            "--quiet",
            "--",
        ];
        let spec = format!("{reference}:{reference}");
        Ok(self.git(&[args.as_slice(), &[self.name.as_str(), &spec]].concat())?.ok)
    }

    /// Sends exactly this commit to a branch, as a plain fast-forward. Never by force: what the server has stays.
    pub fn push(&self, commit: ObjectId, branch: &str) -> Result<Pushed> {
        branch_ok(branch)?;
        let spec = format!("{commit}:refs/heads/{branch}");
        let args = ["push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", "--"];
        let output = self.git(&[args.as_slice(), &[self.name.as_str(), &spec]].concat())?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(read_push(output.ok, &told, &output.complaint()))
    }
}

fn branch_ok(branch: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '*');
    if branch.is_empty() || branch.starts_with('-') || branch.contains("..") || !branch.chars().all(plain) {
        return Err(Fault::new(
            say!(vi: "tên nhánh “{branch}” không dùng được", en: "the branch name “{branch}” is no use"),
        ));
    }
    Ok(())
}

fn read_push(ok: bool, told: &str, said: &str) -> Pushed {
    let refusal = told.lines().find(|line| line.starts_with('!'));
    match refusal {
        None if ok => Pushed::Done,
        None => Pushed::Failed(words(said)),
        Some(line) => {
            let reason = line.rsplit('\t').next().unwrap_or("");
            let behind =
                ["fetch first", "non-fast-forward", "failed to lock", "cannot lock ref", "failed to update ref"]
                    .iter()
                    .chain(&[
                        "incorrect old value",
                        "reference already exists",
                        "stale info",
                        "remote ref updated since checkout",
                    ])
                    .any(|known| reason.contains(known));
            if behind {
                return Pushed::Behind;
            }
            let lines: Vec<String> = said
                .lines()
                .filter_map(|line| line.strip_prefix("remote: "))
                .map(|line| visible(line.trim_end()))
                .filter(|line| !line.is_empty())
                .collect();
            if reason.contains("[remote rejected]") {
                return Pushed::Refused(if lines.is_empty() { vec![visible(reason)] } else { lines });
            }
            Pushed::Failed(words(&format!("{reason}; {said}")))
        }
    }
}

fn words(said: &str) -> String {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("hint:"));
    visible(&lines.collect::<Vec<_>>().join("; "))
}

/// How long to wait before the next try of a push that lost: `random` (0 to 1) of 0.5 s, 1 s, 2 s, … at most 16 s.
/// The spread is what lets two hundred departments in within the same minute; a fixed wait brings all of them back
/// at once.
pub fn delay(attempt: u32, random: f64) -> Duration {
    let longest = 0.5 * f64::from(1u32 << attempt.min(5));
    let share = if random.is_finite() { random.clamp(0.0, 1.0) } else { 1.0 };
    Duration::from_secs_f64(share * longest.min(16.0))
}

#[cfg(test)]
mod tests {
    use crate::store::remote::*;

    #[test]
    fn waiting_grows_and_ends_at_sixteen_seconds() {
        let waits: Vec<f64> = (0..8).map(|n| delay(n, 1.0).as_secs_f64()).collect();
        assert_eq!(waits, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 16.0, 16.0]);
        assert_eq!(delay(3, 0.0), Duration::ZERO);
        assert_eq!(delay(3, f64::NAN), Duration::from_secs(4));
        assert_eq!(delay(u32::MAX, 2.0), Duration::from_secs(16));
    }

    #[test]
    fn the_servers_answer_is_understood() {
        let bang = |why: &str| format!("To x\n!\tabc:refs/heads/main\t{why}\nDone\n");
        assert_eq!(read_push(true, "To x\n \tabc:refs/heads/main\t1..2\nDone\n", ""), Pushed::Done);
        for lost in ["[rejected] (fetch first)", "[rejected] (non-fast-forward)", "[remote rejected] (failed to lock)"]
        {
            assert_eq!(read_push(false, &bang(lost), ""), Pushed::Behind, "{lost}");
        }
        let hook = "remote: nộp chậm\nremote: \u{1b}[31mđỏ\nerror: failed";
        let Pushed::Refused(lines) = read_push(false, &bang("[remote rejected] (pre-receive hook declined)"), hook)
        else {
            panic!("refused")
        };
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], "nộp chậm");
        assert!(matches!(read_push(false, "", "fatal: unable to access"), Pushed::Failed(_)));
    }

    #[test]
    fn odd_names_never_reach_git() {
        let env = Environment::default();
        for wrong in ["", "--upload-pack=x", "a b", "ext::sh", "a:b"] {
            assert!(Remote::new(&env, Path::new("."), wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "-x", "a b", "a..b", "a:b", "+x", "a^"] {
            assert!(branch_ok(wrong).is_err(), "{wrong}");
        }
        assert!(branch_ok("nop/2024-Q2/*").is_ok());
    }
}
