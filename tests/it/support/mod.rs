//! A scratch office, its people with their keys, and whole command lines run in process with the story's own clock.

use baocao::commands::demo::sample;
use baocao::commands::line::{World, run_in};
use baocao_core::domain::Moment;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use tempfile::TempDir;

/// What a command line left behind.
#[derive(Debug, Clone)]
pub struct Ran {
    /// Exit status.
    pub status: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Both outputs, for reading: what was said about the work, then the result.
    pub fn all(&self) -> String {
        format!("{}{}", self.err, self.out)
    }

    /// Fails the test unless the status is this.
    #[track_caller]
    pub fn expect(self, status: u8) -> Self {
        assert_eq!(self.status, status, "{}", self.all());
        self
    }
}

#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Waits until something is so, as long as the busiest machine may need.
#[track_caller]
pub fn until(what: &str, mut so: impl FnMut() -> bool) {
    let started = std::time::Instant::now();
    while !so() {
        assert!(started.elapsed() < PATIENCE, "still not so: {what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// How long a test waits for what must happen. A machine that is also building needs many times what a quiet one does.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(300);

/// "2024-06-12 09:00" or "2024-06-12 09:00:30" at UTC+7.
pub fn at(text: &str) -> Moment {
    let (day, clock) = text.split_once(' ').unwrap_or((text, "08:00"));
    let date = baocao_core::domain::parse_date(day).unwrap_or_else(|| panic!("a day: {text}"));
    let parts = clock.split(':').map(|part| part.parse::<i64>().unwrap_or_else(|_| panic!("a time: {text}")));
    let seconds: i64 = parts.zip([3600, 60, 1]).map(|(part, worth)| part * worth).sum();
    Moment::from_unix(Moment::start_of(date).unix() + seconds)
}

/// A scratch place with an office's folder in it.
pub struct Scratch {
    /// Everything of this test.
    pub dir: TempDir,
    /// The office's folder.
    pub office: PathBuf,
}

impl Scratch {
    /// An empty place: no office yet, a key for everybody of the sample.
    pub fn empty() -> Self {
        let dir = TempDir::new().expect("a scratch folder");
        let office = dir.path().join("so-khcn");
        std::fs::create_dir_all(&office).expect("a folder");
        std::fs::create_dir_all(dir.path().join("home")).expect("a folder");
        Scratch { dir, office }
    }

    /// The sample Sở, set up and signed by its administrator on 2024-01-02.
    pub fn sample() -> Self {
        let scratch = Scratch::empty();
        let settings = sample::settings_with_keys(|id| Ok(scratch.make_key(id))).expect("the sample's settings");
        scratch.write("baocao.toml", &settings);
        scratch.run("dang-quoc-huy", "2024-01-02 08:00", "init --yes").expect(0);
        scratch
    }

    /// The sample Sở as it was set up before any period of its reports, with more settings.
    pub fn since_2023(more: &str) -> Self {
        Scratch::since_2023_with(more, &[])
    }

    /// The same with files of its own that are there from the beginning.
    pub fn since_2023_with(more: &str, files: &[(&str, &str)]) -> Self {
        let scratch = Scratch::empty();
        files.iter().for_each(|(path, text)| scratch.write(path, text));
        let settings = sample::settings_with_keys(|id| Ok(scratch.make_key(id))).expect("the sample's settings");
        scratch.write("baocao.toml", &format!("{settings}\n{more}"));
        scratch.run("dang-quoc-huy", "2023-01-03 08:00", "init --yes").expect(0);
        scratch
    }

    /// A whole period up to the leader's approval, within one day; of departments without a report nothing is awaited.
    pub fn approve_period(&self, period: &str, day: &str, reports: &[(&str, &str)]) {
        let at = |clock: &str| format!("{day} {clock}");
        self.run("le-thi-mai", &at("08:00"), &format!("init {period}")).expect(0);
        for (department, text) in reports {
            self.write(&format!("reports/{period}/{department}.md"), text);
            let person = sample::REPORTERS.iter().find(|(d, _)| d == department).expect("a reporter").1;
            self.run(person, &at("09:00"), &format!("submit {period} --yes")).expect(0);
        }
        self.run("le-thi-mai", &at("10:00"), &format!("merge {period} --partial")).expect(0);
        self.run("tran-van-binh", &at("11:00"), &format!("review {period} --yes")).expect(0);
        self.run("nguyen-duc-thinh", &at("12:00"), &format!("approve {period} --yes")).expect(0);
    }

    /// The path of a person's private key.
    pub fn key(&self, person: &str) -> PathBuf {
        self.dir.path().join("keys").join(person)
    }

    /// An empty place with a key for everybody of the sample.
    pub fn sample_keys() -> Self {
        let scratch = Scratch::empty();
        sample::settings_with_keys(|id| Ok(scratch.make_key(id))).expect("the sample's settings");
        scratch
    }

    /// The public line of a key made before.
    pub fn public_key(&self, person: &str) -> String {
        let path = self.key(person).with_extension("pub");
        std::fs::read_to_string(path).expect("the public half").trim().to_string()
    }

    /// Makes a key without a passphrase; its public line.
    pub fn make_key(&self, person: &str) -> String {
        let path = self.key(person);
        let words = ["baocao", "key", "new", &path.to_string_lossy(), "--no-passphrase"].map(OsString::from);
        self.run_words(&words, None, at("2024-01-01 08:00"), &self.office).expect(0);
        self.public_key(person)
    }

    /// Runs a command line in the office's folder as a person at a time. Words are split at spaces; “…” and "…" hold
    /// together.
    pub fn run(&self, person: &str, when: &str, line: &str) -> Ran {
        self.run_at(&self.office, person, when, line)
    }

    /// The same in another folder (another clone).
    pub fn run_at(&self, folder: &Path, person: &str, when: &str, line: &str) -> Ran {
        let key = self.key(person);
        self.run_words(&words(line), key.exists().then_some(key), at(when), folder)
    }

    /// The same in the office's folder with more of the environment.
    pub fn run_with(&self, variables: &[(&str, &str)], person: &str, when: &str, line: &str) -> Ran {
        let key = Some(self.key(person)).filter(|key| key.is_file());
        self.run_among(variables, &words(line), key, at(when), &self.office, None)
    }

    /// The same at a terminal, where each question gets the next answer.
    pub fn run_answering(&self, answers: &[&str], person: &str, when: &str, line: &str) -> Ran {
        let key = Some(self.key(person)).filter(|key| key.is_file());
        self.run_among(&[], &words(line), key, at(when), &self.office, Some(answers))
    }

    fn run_words(&self, words: &[OsString], key: Option<PathBuf>, now: Moment, folder: &Path) -> Ran {
        self.run_among(&[], words, key, now, folder, None)
    }

    fn run_among(
        &self,
        more: &[(&str, &str)],
        words: &[OsString],
        key: Option<PathBuf>,
        now: Moment,
        folder: &Path,
        answers: Option<&[&str]>,
    ) -> Ran {
        let (out, err) = (Shared::default(), Shared::default());
        let home = self.dir.path().join("home");
        let mut variables = BTreeMap::from([("HOME".to_string(), home.to_string_lossy().into_owned())]);
        if let Some(key) = key {
            variables.insert("BAOCAO_KEY".into(), key.to_string_lossy().into_owned());
        }
        variables.extend(more.iter().map(|(name, value)| (name.to_string(), value.to_string())));
        let world = World {
            variables,
            here: folder.to_path_buf(),
            now,
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            out_is_terminal: false,
            err_is_terminal: false,
            in_is_terminal: answers.is_some(),
            answers: answers.map(|typed| typed.iter().map(ToString::to_string).collect()),
        };
        let status = run_in(words, world);
        let text = |shared: &Shared| String::from_utf8(shared.0.borrow().clone()).expect("output is UTF-8");
        Ran { status, out: text(&out), err: text(&err) }
    }

    /// Writes a file of the office's folder.
    pub fn write(&self, path: &str, text: &str) {
        let full = self.office.join(path);
        std::fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        std::fs::write(full, text).expect("a file");
    }

    /// Reads a file of the office's folder.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.office.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Runs the user's own git in the office's folder; its output.
    pub fn git(&self, line: &str) -> String {
        let (ok, text) = self.try_git(&self.office, line);
        assert!(ok, "git {line}: {text}");
        text
    }

    /// Runs git in a folder: whether it succeeded, and what it said.
    pub fn try_git(&self, folder: &Path, line: &str) -> (bool, String) {
        let done = Command::new("git")
            .args(split(line))
            .current_dir(folder)
            .env("HOME", self.dir.path().join("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Người thử")
            .env("GIT_AUTHOR_EMAIL", "thu@example.vn")
            .env("GIT_COMMITTER_NAME", "Người thử")
            .env("GIT_COMMITTER_EMAIL", "thu@example.vn")
            .output()
            .expect("git is installed");
        let text = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        (done.status.success(), text)
    }

    /// Puts the sample's clean reports of 2024-Q2 into the period's folder.
    pub fn fill_second_quarter(&self) {
        for (department, text) in sample::SECOND_QUARTER {
            let text = if *department == "quan-ly-cong-nghe" { sample::MENDED } else { text };
            self.write(&format!("reports/2024-Q2/{department}.md"), text);
        }
    }

    /// Every department submits its report of 2024-Q2 in time.
    pub fn everybody_submits(&self) {
        for (at, (department, person)) in sample::REPORTERS.iter().enumerate() {
            let when = format!("2024-06-13 {:02}:{:02}", 8 + at / 6, at % 6 * 10);
            let ran = self.run(person, &when, "submit 2024-Q2");
            assert_eq!(ran.status, 0, "{department}: {}", ran.all());
        }
    }

    /// The Office merges 2024-Q2, its head reviews it, the Director approves it.
    pub fn approve_second_quarter(&self) {
        for (person, when, line) in [
            ("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2"),
            ("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2"),
            ("nguyen-duc-thinh", "2024-06-18 09:00", "approve 2024-Q2"),
        ] {
            self.run(person, when, line).expect(0);
        }
    }
}

fn words(line: &str) -> Vec<OsString> {
    std::iter::once("baocao".into()).chain(split(line).into_iter().map(OsString::from)).collect()
}

/// Splits a command line at spaces; text in “…” or "…" holds together.
pub fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '"' | '“' | '”' => {
                quoted = !quoted;
                any = true;
            }
            ' ' if !quoted => {
                if !word.is_empty() || any {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() || any {
        words.push(word);
    }
    words
}
