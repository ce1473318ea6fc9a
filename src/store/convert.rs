//! Office files of older and other kinds as those of today, made by the user's own LibreOffice.
//!
//! It works on a copy in a temporary folder with a profile of its own, without windows, macros, links to other files or
//! network, and within a time limit.

use crate::store::files::Scratch;
use crate::store::program::{Environment, Program};
use crate::store::{Fault, Result, files};
use baocao_core::say;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The most bytes of a converted file.
const MOST: u64 = 64 * 1024 * 1024;

/// What a file is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modern {
    /// A Word file.
    Word,
    /// A spreadsheet.
    Sheet,
}

impl Modern {
    /// How such files end.
    pub fn extension(self) -> &'static str {
        match self {
            Modern::Word => "docx",
            Modern::Sheet => "xlsx",
        }
    }

    /// What LibreOffice calls it.
    fn filter(self) -> &'static str {
        match self {
            Modern::Word => "docx:MS Word 2007 XML",
            Modern::Sheet => "xlsx:Calc MS Excel 2007 XML",
        }
    }
}

/// The user's own LibreOffice.
#[derive(Debug, Clone)]
pub struct Converter {
    program: Program,
}

/// The settings of the profile: no macros, no links, and a proxy that answers nothing.
const SETTINGS: [(&str, &str, &str); 9] = [
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
];

/// Where programs look for a proxy; nothing listens at port 9.
const PROXIES: [&str; 5] = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

impl Converter {
    /// LibreOffice, if it is on this computer.
    pub fn find(env: &Environment) -> Option<Converter> {
        let mut places: Vec<String> = ["soffice", "libreoffice"].map(str::to_string).to_vec();
        if cfg!(windows) {
            let folders = ["ProgramFiles", "ProgramW6432"].iter().filter_map(|name| env.get(name)?.to_str());
            // The one for consoles ends only when the work is done.
            places.extend(folders.map(|folder| format!("{folder}\\LibreOffice\\program\\soffice.com")));
        }
        if cfg!(target_os = "macos") {
            places.push("/Applications/LibreOffice.app/Contents/MacOS/soffice".to_string());
        }
        places.iter().find_map(|place| env.program(place).ok()).map(|program| Converter { program })
    }

    /// Converts a file, given by its bytes and by how its name ends.
    ///
    /// # Errors
    /// LibreOffice cannot read it, does not answer within `limit`, or makes a file that is too large.
    pub fn convert(&self, bytes: &[u8], extension: &str, to: Modern, limit: Duration) -> Result<Vec<u8>> {
        let scratch = Scratch::new()?;
        let source = scratch.write(&format!("vao.{extension}"), bytes)?;
        let profile = scratch.folder("profile")?;
        scratch.folder("profile/user")?;
        scratch.write("profile/user/registrymodifications.xcu", settings().as_bytes())?;
        let out = scratch.folder("ra")?;
        let profile = format!("-env:UserInstallation={}", url(&profile));
        let mut args: Vec<&OsStr> = vec![profile.as_ref()];
        let flags = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--convert-to"];
        args.extend(flags.map(OsStr::new));
        args.extend([to.filter().as_ref(), "--outdir".as_ref(), out.as_os_str(), source.as_os_str()]);
        let mut program = self.program.clone().within(scratch.path()).with("SAL_USE_VCLPLUGIN", "svp").as_group();
        for name in PROXIES {
            program = program.with(name, "http://127.0.0.1:9");
        }
        let done = program.run(&args, b"", limit)?;
        let made: PathBuf = out.join(format!("vao.{}", to.extension()));
        match files::read_up_to(&made, MOST)? {
            Some(bytes) if done.ok => Ok(bytes),
            _ => Err(Fault::because(
                say!(vi: "LibreOffice không chuyển được tệp", en: "LibreOffice could not convert the file"),
                done.complaint().chars().take(300).collect::<String>(),
            )),
        }
    }
}

/// The settings of a profile as LibreOffice keeps them.
fn settings() -> String {
    let item = |(path, name, value): &(&str, &str, &str)| {
        format!(
            "<item oor:path=\"/org.openoffice.{path}\"><prop oor:name=\"{name}\" oor:op=\"fuse\"><value>{value}</value></prop></item>\n"
        )
    };
    let items: String = SETTINGS.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n{items}</oor:items>\n"
    )
}

/// A folder as an address: names of people in it may have any letters.
fn url(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut out = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/:-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::store::convert::*;

    #[test]
    fn folders_become_addresses() {
        assert_eq!(url(Path::new("/tmp/a b")), "file:///tmp/a%20b");
        assert_eq!(url(Path::new("C:\\Users\\Đỗ")), "file:///C:/Users/%C4%90%E1%BB%97");
    }

    #[cfg(unix)]
    #[test]
    fn what_does_not_answer_is_ended_with_what_it_has_started() {
        let scratch = Scratch::new().unwrap();
        let marker = scratch.path().join("still-there");
        let script = format!("#!/bin/sh\n(sleep 2; : > {}) &\nwait\n", marker.display());
        let program = scratch.write("soffice", script.as_bytes()).unwrap();
        let env = Environment::default().with("PATH", "/usr/bin:/bin");
        let words = ["755".as_ref(), program.as_os_str()];
        assert!(env.program("chmod").unwrap().run(&words, b"", Duration::from_secs(60)).unwrap().ok);
        let path = format!("{}:/usr/bin:/bin", scratch.path().display());
        let converter = Converter::find(&Environment::default().with("PATH", path)).unwrap();
        let answer = converter.convert(b"x", "xls", Modern::Sheet, Duration::from_millis(300));
        assert!(answer.is_err_and(|why| why.text.en.contains("did not answer")));
        std::thread::sleep(Duration::from_secs(3));
        assert!(!files::exists(&marker), "what it had started went on");
    }

    #[test]
    fn the_profile_allows_no_macros() {
        let text = settings();
        assert!(text.contains("oor:name=\"DisableMacrosExecution\" oor:op=\"fuse\"><value>true</value>"), "{text}");
    }
}
