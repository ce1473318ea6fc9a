//! The smallest web server that git talks to: on the loopback, a thread a connection, `git http-backend` for each request.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// What the server saw, to know that a test took the way it is about.
#[derive(Default)]
pub struct Seen {
    /// Requests without an account that were sent back for one.
    pub challenged: AtomicU32,
    /// Bodies in chunks.
    pub chunked: AtomicU32,
    /// Bodies compressed by the client.
    pub compressed: AtomicU32,
    stop: AtomicBool,
}

/// A server that ends with its guard.
pub struct Server {
    /// Its port on 127.0.0.1.
    pub port: u16,
    /// What it saw so far.
    pub seen: Arc<Seen>,
    accepting: Option<std::thread::JoinHandle<()>>,
}

/// Where repositories lie, and what the backend and the hooks are told.
struct Site {
    root: PathBuf,
    home: PathBuf,
    path: OsString,
}

impl Server {
    /// Serves the bare repositories of a folder; reading is free, sending needs an account.
    pub fn start(root: &Path, path: OsString) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let seen = Arc::new(Seen::default());
        let site = Arc::new(Site { root: root.to_path_buf(), home: root.join("home"), path });
        let told = seen.clone();
        let accepting = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if told.stop.load(Ordering::SeqCst) {
                    return;
                }
                let (site, told) = (site.clone(), told.clone());
                // A client that hangs up in the middle is its own affair; the test looks at the client.
                std::thread::spawn(move || stream.ok().and_then(|stream| answer(&site, &told, stream)));
            }
        });
        Server { port, seen, accepting: Some(accepting) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.seen.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        let _ = self.accepting.take().map(std::thread::JoinHandle::join);
    }
}

/// Whether this machine's git has the program behind a web server.
pub fn backend() -> bool {
    let done = Command::new("git").arg("--exec-path").output().expect("git");
    let folder = PathBuf::from(String::from_utf8_lossy(&done.stdout).trim());
    let there = ["git-http-backend", "git-remote-http"].iter().all(|name| folder.join(name).exists());
    if !there {
        println!("skipped: git here has no http-backend");
    }
    there
}

struct Request {
    method: String,
    target: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn answer(site: &Site, seen: &Seen, mut stream: TcpStream) -> Option<()> {
    let request = read(&mut stream)?;
    let has = |name: &str, value: &str| request.headers.get(name).is_some_and(|v| v.eq_ignore_ascii_case(value));
    seen.chunked.fetch_add(u32::from(has("transfer-encoding", "chunked")), Ordering::SeqCst);
    seen.compressed.fetch_add(u32::from(has("content-encoding", "gzip")), Ordering::SeqCst);
    let account = request.headers.get("authorization").and_then(|value| account(value));
    if account.is_none() && request.target.contains("git-receive-pack") {
        seen.challenged.fetch_add(1, Ordering::SeqCst);
        let text = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"kho\"\r\n";
        return stream.write_all(format!("{text}Content-Length: 0\r\nConnection: close\r\n\r\n").as_bytes()).ok();
    }
    let out = backend_says(site, &request, account.as_deref())?;
    let end = out.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (mut status, mut headers) = ("200 OK".to_string(), String::new());
    for line in String::from_utf8_lossy(&out[..end]).lines() {
        match line.strip_prefix("Status: ") {
            Some(other) => status = other.to_string(),
            None => headers.push_str(&format!("{line}\r\n")),
        }
    }
    let body = &out[end + 4..];
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).ok()
}

fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        Some(line.trim_end().to_string())
    };
    let first = line()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_string(), words.next()?.to_string());
    let mut headers = BTreeMap::new();
    while let Some((name, value)) = line()?.split_once(": ") {
        headers.insert(name.to_ascii_lowercase(), value.to_string());
    }
    if headers.contains_key("expect") {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
    }
    let mut body = Vec::new();
    if headers.get("transfer-encoding").is_some_and(|value| value == "chunked") {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size).ok()?;
            let size = u64::from_str_radix(size.trim_end().split(';').next()?, 16).ok()?;
            let (before, mut end) = (body.len() as u64, [0; 2]);
            reader.by_ref().take(size).read_to_end(&mut body).ok()?;
            reader.read_exact(&mut end).ok()?;
            if body.len() as u64 != before + size || end != *b"\r\n" {
                return None;
            }
            if size == 0 {
                break;
            }
        }
    } else if let Some(size) = headers.get("content-length") {
        body.resize(size.parse().ok()?, 0);
        reader.read_exact(&mut body).ok()?;
    }
    Some(Request { method, target, headers, body })
}

/// The account of `Authorization: Basic …`: what stands before the colon. Every password is right here.
fn account(value: &str) -> Option<String> {
    let digits = value.strip_prefix("Basic ")?.trim_end_matches('=');
    let mut bits = 0u32;
    let mut text = Vec::new();
    for (n, c) in digits.bytes().enumerate() {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        bits = bits << 6 | alphabet.iter().position(|known| *known == c)? as u32;
        if n % 4 > 0 {
            text.push((bits >> (6 - 2 * (n % 4))) as u8);
        }
    }
    let text = String::from_utf8(text).ok()?;
    text.split_once(':').map(|(name, _)| name.to_string())
}

fn backend_says(site: &Site, request: &Request, account: Option<&str>) -> Option<Vec<u8>> {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let header = |name: &str| request.headers.get(name).map_or("", String::as_str);
    let mut command = Command::new("git");
    command.arg("http-backend").env_clear().current_dir(&site.root);
    command.env("PATH", &site.path).env("HOME", &site.home).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_PROJECT_ROOT", &site.root).env("GIT_HTTP_EXPORT_ALL", "1");
    command.env("REQUEST_METHOD", &request.method).env("PATH_INFO", path).env("QUERY_STRING", query);
    command.env("CONTENT_TYPE", header("content-type")).env("CONTENT_LENGTH", request.body.len().to_string());
    command.env("HTTP_CONTENT_ENCODING", header("content-encoding")).env("GIT_PROTOCOL", header("git-protocol"));
    command.env("REMOTE_ADDR", "127.0.0.1");
    if let Some(account) = account {
        command.env("REMOTE_USER", account);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let (mut stdin, body) = (child.stdin.take()?, request.body.clone());
    let writing = std::thread::spawn(move || drop(stdin.write_all(&body)));
    let done = child.wait_with_output().ok()?;
    let _ = writing.join();
    Some(done.stdout)
}
