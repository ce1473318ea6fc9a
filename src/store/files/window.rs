//! A large file that is looked at here and there, from its beginning to its end.

use crate::store::files::{File, Path, Result, fault, fs};
use std::io::{ErrorKind, Read, Seek, SeekFrom};

/// So many bytes are read at a time: 16 KiB.
const AT_ONCE: usize = 16 * 1024;

/// A piece of a file, which moves on as places behind it are asked for.
#[derive(Debug)]
pub(crate) struct Window {
    file: File,
    start: u64,
    bytes: Vec<u8>,
    filled: usize,
}

impl Window {
    /// Opens an ordinary file.
    pub(crate) fn open(path: &Path) -> Result<Window> {
        // A pipe would keep whoever opens it waiting for ever.
        if !fs::metadata(path).map_err(|e| fault::read(path, e))?.is_file() {
            return Err(fault::read(path, ErrorKind::InvalidInput.into()));
        }
        let file = File::open(path).map_err(|e| fault::read(path, e))?;
        Ok(Window { file, start: 0, bytes: vec![0; AT_ONCE], filled: 0 })
    }

    /// What stands from a place on: so many bytes or more, fewer only where the file ends or cannot be read on.
    pub(crate) fn reach(&mut self, offset: u64, least: usize) -> &[u8] {
        let inside = offset.checked_sub(self.start).and_then(|at| usize::try_from(at).ok());
        match inside.filter(|at| self.filled.checked_sub(*at).is_some_and(|left| left >= least)) {
            Some(at) => &self.bytes[at..self.filled],
            None => {
                (self.start, self.filled) = (offset, 0);
                if self.file.seek(SeekFrom::Start(offset)).is_ok() {
                    while let Ok(more @ 1..) = self.file.read(&mut self.bytes[self.filled..]) {
                        self.filled += more;
                    }
                }
                &self.bytes[..self.filled]
            }
        }
    }
}
