//! The one door through which another program is run: fixed arguments, a cleared environment, a time limit.

use crate::store::{Fault, Result, files};
use baocao_core::say;
use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Output beyond this is thrown away: 4 MiB.
const CAP: usize = 4 * 1024 * 1024;

/// What a program is told about its surroundings. Anything else, above all `GIT_DIR`, `LD_PRELOAD` and their like,
/// stays outside.
const PASSED_ON: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "TERM",
    "TMPDIR",
    "TMP",
    "TEMP",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "SSH_AUTH_SOCK",
    "SSH_AGENT_PID",
    "SSH_ASKPASS",
    "SSH_ASKPASS_REQUIRE",
    "GNUPGHOME",
    "GPG_TTY",
    "GIT_ASKPASS",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_TERMINAL_PROMPT",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "http_proxy",
    "https_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "USERPROFILE",
    "HOMEDRIVE",
    "HOMEPATH",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
    "ProgramFiles",
    "ProgramW6432",
    "SYSTEMROOT",
    "SystemRoot",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
];

/// In which git tells a hook where objects lie: the new ones, which are not taken in yet, and all others.
const OBJECTS: [&str; 2] = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"];

/// In which git tells a hook where the repository is.
const REPOSITORY: &str = "GIT_DIR";

/// The folders that libgit2 may take for the user's own. It asks the process and nothing that is handed in.
pub(crate) fn homes() -> Vec<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let drive = named("HOMEDRIVE").zip(named("HOMEPATH")).map(|(mut drive, path)| {
        drive.as_mut_os_string().push(path);
        drive
    });
    let mut homes: Vec<PathBuf> = [named("HOME"), drive, named("USERPROFILE")].into_iter().flatten().collect();
    homes.dedup();
    homes
}

/// The surroundings, as `cli` found them.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    vars: Vec<(OsString, OsString)>,
    /// Where git says that a hook's objects lie: the new ones, and all others. No program is told.
    objects: [Option<OsString>; 2],
    /// Where git says that a hook's repository is. No program is told.
    repository: Option<OsString>,
}

impl Environment {
    /// Keeps what programs may know.
    pub fn new(vars: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let known = |name: &OsStr| name.to_str().is_some_and(|name| PASSED_ON.contains(&name));
        let (mut objects, mut repository) = ([None, None], None);
        let mut keep = |(name, value): (OsString, OsString)| {
            let place = OBJECTS.iter().position(|place| name == *place);
            if let Some(place) = place {
                objects[place] = Some(value.clone());
            }
            if name == REPOSITORY {
                repository = Some(value.clone());
            }
            known(&name).then_some((name, value))
        };
        let vars = vars.into_iter().filter_map(&mut keep).collect();
        Environment { vars, objects, repository }
    }

    /// Where git says that a hook's repository is.
    pub fn repository(&self) -> Option<PathBuf> {
        self.repository.as_ref().map(PathBuf::from)
    }

    /// The folders of a hook's objects, where `own` is what they lie in when git says nothing; `None` if what it says is
    /// written in a way that only git reads.
    pub fn object_folders(&self, own: PathBuf) -> Option<Vec<PathBuf>> {
        let [new, others] = &self.objects;
        let mut folders = vec![new.as_ref().map_or(own, PathBuf::from)];
        if let Some(others) = others {
            if others.to_str()?.contains('"') {
                return None;
            }
            folders.extend(std::env::split_paths(others).filter(|folder| !folder.as_os_str().is_empty()));
        }
        Some(folders)
    }

    /// The same surroundings with one thing different.
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.vars.retain(|(known, _)| known != name);
        self.vars.push((name.into(), value.into()));
        self
    }

    /// One thing of it.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.vars.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_os_str())
    }

    /// The user's own folder.
    pub fn home(&self) -> Option<PathBuf> {
        self.get("HOME").or_else(|| self.get("USERPROFILE")).filter(|home| !home.is_empty()).map(PathBuf::from)
    }

    /// A program's absolute path. The current folder is never looked into: it may be somebody's clone.
    pub fn find(&self, name: &str) -> Option<PathBuf> {
        let executable = |path: PathBuf| files::is_file(&path).then_some(path);
        if Path::new(name).is_absolute() {
            return executable(PathBuf::from(name));
        }
        if name.contains(['/', '\\']) {
            return None;
        }
        std::env::split_paths(self.get("PATH")?).filter(|dir| dir.is_absolute()).find_map(|dir| {
            let windows = || executable(dir.join(format!("{name}.exe")));
            if cfg!(windows) { windows() } else { executable(dir.join(name)) }
        })
    }

    /// A program, ready to run; or that it is not there.
    pub fn program(&self, name: &str) -> Result<Program> {
        match self.find(name) {
            Some(path) => Ok(Program { path, env: self.clone(), folder: None, group: false }),
            None => Err(Fault::new(say!(
                vi: "không tìm thấy chương trình “{name}” trên máy này",
                en: "the program “{name}” is not on this computer"
            ))
            .cure(say!(vi: "cài “{name}” rồi chạy lại", en: "install “{name}”, then run this again"))),
        }
    }
}

/// A program and what it is told.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
    env: Environment,
    folder: Option<PathBuf>,
    /// Whether it ends together with what it has started.
    group: bool,
}

/// What a program answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Whether it ended with 0.
    pub ok: bool,
    /// What it printed.
    pub stdout: Vec<u8>,
    /// What it complained of.
    pub stderr: Vec<u8>,
}

impl Output {
    /// Its complaint as text, trimmed.
    pub fn complaint(&self) -> String {
        String::from_utf8_lossy(&self.stderr).trim().to_string()
    }
}

impl Program {
    /// Runs it in a folder instead of the root of the disk.
    pub fn within(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_path_buf());
        self
    }

    /// Ends it, when its time is over, together with the programs that it has started.
    pub fn as_group(mut self) -> Self {
        self.group = true;
        self
    }

    /// With one more variable.
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.env = self.env.with(name, value);
        self
    }

    /// Runs it with some input and waits at most `limit`.
    #[expect(clippy::disallowed_methods, reason = "this is the door to every program")]
    pub fn run(&self, args: &[&OsStr], input: &[u8], limit: Duration) -> Result<Output> {
        let fault = |e: std::io::Error| {
            Fault::because(say!(vi: "không chạy được “{}”", en: "cannot run “{}”", self.path.display()), e)
        };
        let folder = self.folder.clone().unwrap_or_else(std::env::temp_dir);
        let mut command = Command::new(&self.path);
        #[cfg(unix)]
        if self.group {
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
        }
        let mut child = command
            .args(args)
            .env_clear()
            .envs(self.env.vars.iter().map(|(name, value)| (name, value)))
            .current_dir(folder)
            .stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(fault)?;
        if let Some(mut stdin) = child.stdin.take() {
            let input = input.to_vec();
            // A program that does not want its input closes the pipe; that is its affair.
            std::thread::spawn(move || drop(stdin.write_all(&input)));
        }
        let stdout = child.stdout.take().map(collect);
        let stderr = child.stderr.take().map(collect);
        let status = wait(&mut child, limit, |id| self.end_group(id)).map_err(fault)?;
        let gather = |pipe: Option<Pipe>| pipe.map(Pipe::take).unwrap_or_default();
        match status {
            Some(ok) => Ok(Output { ok, stdout: gather(stdout), stderr: gather(stderr) }),
            None => Err(Fault::new(say!(
                vi: "“{}” không trả lời sau {} giây",
                en: "“{}” did not answer within {} seconds",
                self.path.display(),
                limit.as_secs()
            ))),
        }
    }

    /// Ends the programs that a program of this number has started; the program itself is ended in any case.
    fn end_group(&self, id: u32) {
        if !self.group {
            return;
        }
        let (name, args) = if cfg!(windows) {
            (
                "taskkill",
                ["/T", "/F", "/PID"].map(str::to_string).into_iter().chain([id.to_string()]).collect::<Vec<_>>(),
            )
        } else {
            ("kill", vec!["-KILL".to_string(), "--".to_string(), format!("-{id}")])
        };
        let args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
        let _ended = self.env.program(name).and_then(|program| program.run(&args, b"", Duration::from_secs(10)));
    }
}

fn wait(child: &mut Child, limit: Duration, end: impl FnOnce(u32)) -> std::io::Result<Option<bool>> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if started.elapsed() >= limit {
            end(child.id());
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

struct Pipe {
    bytes: Arc<Mutex<Vec<u8>>>,
    done: Receiver<()>,
}

fn collect(mut from: impl Read + Send + 'static) -> Pipe {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let (end, done) = mpsc::channel();
    let into = bytes.clone();
    std::thread::spawn(move || {
        let mut block = [0; 8192];
        while let Ok(n @ 1..) = from.read(&mut block) {
            let mut into = into.lock().unwrap_or_else(PoisonError::into_inner);
            let room = CAP.saturating_sub(into.len()).min(n);
            into.extend_from_slice(&block[..room]);
        }
        drop(end);
    });
    Pipe { bytes, done }
}

impl Pipe {
    /// How many bytes have come through so far.
    fn read(&self) -> usize {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What came through. A program's own children (a credential cache, an agent) may hold the pipe open for ever,
    /// so that waiting for its end needs an end of its own.
    fn take(self) -> Vec<u8> {
        // As long as something still comes, it is waited for: a busy machine may be slow to hand it over.
        let mut before = None;
        while before != Some(self.read()) {
            before = Some(self.read());
            if !matches!(self.done.recv_timeout(Duration::from_secs(2)), Err(RecvTimeoutError::Timeout)) {
                break;
            }
        }
        std::mem::take(&mut *self.bytes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use crate::store::program::*;

    fn here() -> Environment {
        Environment::new(std::env::vars_os())
    }

    #[test]
    fn programs_come_from_absolute_places_only() {
        let env = Environment::default().with("PATH", ".:/nonexistent");
        assert_eq!(env.find("git"), None);
        assert_eq!(here().find("./git"), None);
        assert!(here().find("git").is_some_and(|p| p.is_absolute()));
        assert!(env.program("git").is_err());
    }

    #[test]
    fn a_hooks_objects_lie_where_git_says() {
        let env = |new: &str, others: &str| {
            let vars = [(OBJECTS[0], new), (OBJECTS[1], others)];
            Environment::new(vars.into_iter().filter(|(_, value)| !value.is_empty()).map(|(k, v)| (k.into(), v.into())))
        };
        let folders = |env: Environment| env.object_folders("own".into());
        let paths = |paths: &[&str]| Some(paths.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(folders(env("", "")), paths(&["own"]));
        let others = std::env::join_paths(["b", "c d"]).unwrap();
        assert_eq!(folders(env("a", others.to_str().unwrap())), paths(&["a", "b", "c d"]));
        assert_eq!(folders(env("a", "\"b\\n\"")), None, "quoted as only git reads it");
        assert!(env("a", "b").get(OBJECTS[0]).is_none(), "no program is told");
    }

    #[cfg(unix)]
    #[test]
    fn input_output_and_time_are_bounded() {
        let cat = here().program("cat").unwrap();
        let big = vec![b'a'; 2_000_000];
        assert_eq!(cat.run(&[], &big, Duration::from_secs(600)).unwrap().stdout, big);
        let sleep = here().program("sleep").unwrap();
        let started = Instant::now();
        assert!(sleep.run(&["3600".as_ref()], b"", Duration::from_millis(100)).is_err());
        assert!(started.elapsed() < Duration::from_secs(600));
        let env = here().with("GIT_DIR", "x").program("env").unwrap();
        let seen = Environment::new([("LD_PRELOAD".into(), "x".into())]);
        assert_eq!(seen.get("LD_PRELOAD"), None);
        assert!(env.run(&[], b"", Duration::from_secs(600)).unwrap().ok);
    }
}
