//! The folders in which objects lie, and what is known of an object before it is read.

use crate::store::files;
use crate::store::git::guard::FOLDERS;
use crate::store::git::pack::{Bytes, ENOUGH, Limits, Pack, Weight};
use crate::store::git::{guard, pack};
use baocao_core::domain::ObjectId;
use git2::{Odb, Repository};
use std::cell::{OnceCell, RefCell};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A loose object of so many bytes is read without asking for its size first: 4 KiB.
const SMALL: u64 = 4 * 1024;
/// What is unpacked for one object of a pack: nothing larger than 64 MiB, and no more than 512 MiB in all, which is twice
/// what git's own limit of fifty differences makes of the largest text.
const LIMITS: Limits = Limits { small: files::CAP, each: 64 * 1024 * 1024, all: 512 * 1024 * 1024 };
/// The indexes of packs with some half a million objects in all. More are not looked through, which would take six times as
/// much memory. 16 MiB.
const INDEXES: u64 = 16 * 1024 * 1024;
/// After so many bytes the store of objects is opened anew. libgit2 keeps the bases of deltas and every page it has read
/// as long as a pack is open, and a long history would end up in memory. 4 MiB.
pub(super) const LET_GO: usize = 4 * 1024 * 1024;

/// The folders of objects.
pub(super) struct Objects {
    /// Where they are; `None` if only libgit2 knows, which then lets nothing go that it has read.
    folders: Option<Vec<PathBuf>>,
    /// What lay there when this was first asked; `None` if that cannot be told.
    found: OnceCell<Option<Found>>,
    /// The store as it is read here, and how much was read since it was opened.
    open: RefCell<Option<(Odb<'static>, usize)>>,
}

struct Found {
    /// The folders, and those that they name.
    folders: Vec<PathBuf>,
    packs: Vec<Pack>,
    /// What an index of several packs places elsewhere than the packs' own.
    crossed: HashSet<ObjectId>,
    /// For each first byte of a name, whether objects that begin so have files of their own.
    loose: [bool; 256],
}

impl Objects {
    /// The objects in these folders and nowhere else. Names that are no UTF-8 are libgit2's alone.
    pub(super) fn new(folders: Option<Vec<PathBuf>>) -> Self {
        let folders = folders.filter(|folders| folders.iter().all(|folder| folder.to_str().is_some()));
        Objects { folders, found: OnceCell::new(), open: RefCell::default() }
    }

    /// Asks the store something.
    pub(super) fn ask<T>(
        &self,
        repository: &Repository,
        question: impl FnOnce(&Odb<'_>) -> Result<T, git2::Error>,
    ) -> Result<T, git2::Error> {
        let Some(folders) = &self.folders else { return question(&repository.odb()?) };
        let mut store = self.open.borrow_mut();
        let open = store.take().filter(|(_, since)| *since < LET_GO);
        let (open, _) = match open {
            Some(open) => store.insert(open),
            None => {
                let open = Odb::new()?;
                for folder in folders.iter().filter_map(|folder| folder.to_str()) {
                    open.add_disk_alternate(folder)?;
                }
                store.insert((open, 0))
            }
        };
        question(open)
    }

    /// So many bytes have been read.
    pub(super) fn has_read(&self, bytes: usize) {
        if let Some((_, since)) = self.open.borrow_mut().as_mut() {
            *since += bytes;
        }
    }

    /// How much has been read since the store was opened; `None` before.
    #[cfg(test)]
    pub(super) fn since(&self) -> Option<usize> {
        self.open.borrow().as_ref().map(|(_, since)| *since)
    }

    /// What is known of an object; `None` where its size must be asked for. libgit2 looks into packs before it looks for
    /// files, so a little file says nothing of an object that is packed, too.
    ///
    /// A file of its own so short cannot grow past some megabytes: deflate gives at most a thousandfold. To ask libgit2 for
    /// the size costs as much as reading such an object.
    pub(super) fn weight(&self, object: ObjectId) -> Option<Weight> {
        let folders = self.folders.as_ref()?;
        let found = self.found.get_or_init(|| Found::look(folders)).as_ref()?;
        if found.crossed.contains(&object) {
            return Some(Weight::Costly);
        }
        let mut known = found.packs.iter().filter_map(|pack| pack.weight(object)).max();
        if found.loose[usize::from(object.as_bytes()[0])] {
            let name = object.to_string();
            for file in found.folders.iter().map(|folder| folder.join(&name[..2]).join(&name[2..])) {
                match files::size(&file) {
                    Some(size) if size > SMALL => return known.filter(|known| *known == Weight::Costly),
                    Some(_) => known = known.max(Some(Weight::Small)),
                    // A pipe would keep whoever opens it waiting for ever.
                    None if files::exists(&file) => return Some(Weight::Costly),
                    None => {}
                }
            }
        }
        known
    }
}

impl Found {
    fn look(folders: &[PathBuf]) -> Option<Found> {
        let mut found =
            Found { folders: folders.to_vec(), packs: Vec::new(), crossed: HashSet::new(), loose: [false; 256] };
        let (mut at, mut left) = (0, INDEXES);
        while let Some(folder) = found.folders.get(at).cloned() {
            found.further(&folder)?;
            at += 1;
            let (mut names, before) = (Vec::new(), found.packs.len());
            for index in files::below(&folder.join("pack"), ".idx").ok()? {
                left = left.checked_sub(files::size(&index)?)?;
                if let Some(pack) = weigh(&index)? {
                    names.push(index.file_name()?.to_str()?.to_string());
                    found.packs.push(pack);
                }
            }
            let several = folder.join("pack/multi-pack-index");
            if files::exists(&several) {
                let known = |name: &str| found.packs[before..].get(names.iter().position(|known| known == name)?);
                found.crossed.extend(pack::crossed(&files::read_up_to(&several, left).ok()??, &known)?);
            }
        }
        let loose = |n| found.folders.iter().any(|folder| files::exists(&folder.join(format!("{n:02x}"))));
        found.loose = std::array::from_fn(loose);
        Some(found)
    }

    /// Adds the folders that one names.
    fn further(&mut self, folder: &Path) -> Option<()> {
        for path in guard::alternates(folder).ok()?? {
            if !self.folders.contains(&path) {
                self.folders.push(path);
            }
        }
        (self.folders.len() <= FOLDERS).then_some(())
    }
}

/// Weighs one pack; nothing where libgit2 would not open it either, `None` where it can be opened and not be weighed.
fn weigh(index: &Path) -> Option<Option<Pack>> {
    let table = files::read_up_to(index, INDEXES).ok()??;
    let name = index.to_str()?.strip_suffix(".idx")?;
    let Ok(mut window) = files::Window::open(Path::new(&format!("{name}.pack"))) else { return Some(None) };
    match pack::pack(&table, &mut window, LIMITS) {
        None if pack::is_first_version(&table) => None,
        found => Some(found),
    }
}

impl Bytes for files::Window {
    fn at(&mut self, offset: u64) -> &[u8] {
        self.reach(offset, ENOUGH)
    }
}
