//! The tool's own lock, and how old other locks are.

use crate::store::{Fault, Result};
use baocao_core::say;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// The right to change the folder. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting at most `wait`; `waiting` is called once when another run holds it.
    pub(crate) fn take(path: &Path, wait: Duration, waiting: &mut dyn FnMut()) -> Result<Lock> {
        // A link would make a file elsewhere, and a pipe would wait for ever.
        if std::fs::symlink_metadata(path).is_ok_and(|found| !found.file_type().is_file()) {
            return Err(Fault::new(
                say!(vi: "“{}” không phải tệp thường", en: "“{}” is not a regular file", path.display()),
            )
            .cure(say!(vi: "xoá nó rồi chạy lại", en: "remove it and run this again")));
        }
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(|e| {
            Fault::because(say!(vi: "không tạo được khoá “{}”", en: "cannot create the lock “{}”", path.display()), e)
        })?;
        let started = Instant::now();
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::WouldBlock) if started.elapsed() < wait => {
                    if !told {
                        waiting();
                        told = true;
                    }
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Fault::new(say!(
                        vi: "một lệnh baocao khác đang làm việc trong thư mục này",
                        en: "another baocao is at work in this folder"
                    ))
                    .cure(say!(vi: "đợi lệnh kia xong rồi chạy lại", en: "wait for it to end, then run this again")));
                }
                Err(TryLockError::Error(e)) => {
                    return Err(Fault::because(
                        say!(vi: "ổ đĩa này không khoá được tệp “{}”", en: "this disk cannot lock “{}”", path.display()),
                        e,
                    )
                    .cure(say!(
                        vi: "để thư mục trên ổ đĩa của máy, và chia sẻ qua máy chủ git",
                        en: "keep the folder on a local disk, and share it through a git server"
                    )));
                }
            }
        }
    }
}
