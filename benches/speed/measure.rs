//! CPU time, wall time and peak memory of whole processes.

use nix::sys::resource::{Usage, UsageWho, getrusage};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What one run cost.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    /// Seconds of both cores, in user and system.
    pub cpu: f64,
    /// Seconds on the wall.
    pub wall: f64,
}

fn seconds(usage: &Usage) -> f64 {
    let of = |t: nix::sys::time::TimeVal| t.tv_sec() as f64 + t.tv_usec() as f64 / 1e6;
    of(usage.user_time()) + of(usage.system_time())
}

/// A program with its arguments, in a folder, and how it must end.
pub struct Job<'a> {
    program: &'a str,
    args: Vec<String>,
    folder: &'a Path,
    status: i32,
    variables: Vec<(String, String)>,
    input: Option<std::path::PathBuf>,
}

impl<'a> Job<'a> {
    /// A run that must end with status 0.
    pub fn new(program: &'a str, line: &str, folder: &'a Path) -> Self {
        let args = line.split_whitespace().map(str::to_string).collect();
        Job { program, args, folder, status: 0, variables: Vec::new(), input: None }
    }

    /// The same ending in another way.
    pub fn ending(mut self, status: i32) -> Self {
        self.status = status;
        self
    }

    /// With a variable of the environment.
    pub fn with(mut self, name: &str, value: &Path) -> Self {
        self.variables.push((name.into(), value.to_string_lossy().into_owned()));
        self
    }

    /// With a file as its standard input.
    pub fn reading(mut self, path: &Path) -> Self {
        self.input = Some(path.to_path_buf());
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command.args(&self.args).current_dir(self.folder).envs(self.variables.iter().cloned());
        command.env_remove("XDG_CONFIG_HOME").env_remove("BAOCAO_CONFIG");
        command.stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(path) = &self.input {
            command.stdin(std::fs::File::open(path).expect("the input"));
        }
        command
    }

    /// Runs it so many times; what one run cost.
    pub fn run(&self, times: u32) -> Cost {
        let usage = || getrusage(UsageWho::RUSAGE_CHILDREN).expect("the usage of children");
        let (before, began) = (seconds(&usage()), Instant::now());
        for _ in 0..times {
            let status = self.command().status().expect("it starts");
            assert_eq!(status.code(), Some(self.status), "{} {:?}", self.program, self.args);
        }
        let n = f64::from(times);
        Cost { cpu: (seconds(&usage()) - before) / n, wall: began.elapsed().as_secs_f64() / n }
    }

    /// The most memory it held, in MiB. A process of its own waits for it, so that no other child counts.
    pub fn peak(&self) -> f64 {
        let me = std::env::current_exe().expect("this program");
        let mut command = Command::new(me);
        command.arg("--peak").arg(self.program).args(&self.args).current_dir(self.folder);
        command.envs(self.variables.iter().cloned()).env_remove("XDG_CONFIG_HOME").env_remove("BAOCAO_CONFIG");
        let done = command.output().expect("it starts");
        String::from_utf8_lossy(&done.stdout).trim().parse::<f64>().expect("a number") / 1024.0
    }
}

/// The part of [`Job::peak`] that runs in a process of its own: the peak of one child, in KiB.
pub fn peak_of(program: &str, args: &[String]) {
    let status = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.expect("it starts");
    println!("{}", getrusage(UsageWho::RUSAGE_CHILDREN).expect("the usage of children").max_rss());
}

/// CPU seconds of this process's own work.
pub fn own(work: &mut dyn FnMut()) -> f64 {
    let usage = || seconds(&getrusage(UsageWho::RUSAGE_SELF).expect("own usage"));
    let before = usage();
    work();
    usage() - before
}

/// The middle of some values.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The median of the ratio of two jobs, run in turns so that both see the same machine.
pub fn ratio(rounds: usize, of: &dyn Fn() -> f64, to: &dyn Fn() -> f64) -> f64 {
    median((0..rounds).map(|_| of() / to().max(1e-9)).collect())
}
