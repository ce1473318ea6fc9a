//! Names of one folder that some systems take for one and the same: they differ only in capitals or in how letters with
//! accents are put together.

use crate::store::git::{Repo, fault, oid};
use crate::store::{Fault, Result};
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::{RepoPath, name_key};
use git2::{ObjectType, Oid};
use std::collections::BTreeMap;

/// The names of a folder by their keys, each with the folder that it is, if it is one.
type Names = BTreeMap<String, Vec<(String, Option<Oid>)>>;

/// Looks names up in one commit's tree. What was read is kept for the next path.
pub(super) struct Twins<'a> {
    repo: &'a Repo,
    root: Oid,
    folders: BTreeMap<Oid, Names>,
}

impl<'a> Twins<'a> {
    pub(super) fn of(repo: &'a Repo, commit: ObjectId) -> Result<Twins<'a>> {
        Ok(Twins::below(repo, repo.tree_of(commit)?.id()))
    }

    fn below(repo: &'a Repo, root: Oid) -> Twins<'a> {
        Twins { repo, root, folders: BTreeMap::new() }
    }

    fn names(&mut self, tree: Oid) -> Result<&Names> {
        if !self.folders.contains_key(&tree) {
            let doing = say!(vi: "không đọc được cây {tree}", en: "cannot read the tree {tree}");
            let mut names = Names::new();
            for entry in &self.repo.inner.find_tree(tree).map_err(|e| fault(doing, e))? {
                let Ok(name) = entry.name() else { continue };
                let below = (entry.kind() == Some(ObjectType::Tree)).then(|| entry.id());
                names.entry(name_key(name)).or_default().push((name.to_string(), below));
            }
            self.folders.insert(tree, names);
        }
        Ok(&self.folders[&tree])
    }

    /// Whether the tree has a file or a folder at a path.
    fn holds(&mut self, path: &RepoPath) -> Result<bool> {
        let mut tree = Some(self.root);
        for part in path.as_str().split('/') {
            let Some(at) = tree else { return Ok(false) };
            let alike = self.names(at)?.get(&name_key(part));
            let Some((_, below)) = alike.and_then(|alike| alike.iter().find(|(name, _)| name == part)) else {
                return Ok(false);
            };
            tree = *below;
        }
        Ok(true)
    }

    /// The first part of a path, whether the tree holds it or not, beside which the tree has a twin; and that twin.
    pub(super) fn rival(&mut self, path: &RepoPath) -> Result<Option<(RepoPath, RepoPath)>> {
        let (mut tree, mut at) = (self.root, RepoPath::new(""));
        for part in path.as_str().split('/') {
            let Some(alike) = self.names(tree)?.get(&name_key(part)) else { return Ok(None) };
            if let Some((twin, _)) = alike.iter().find(|(name, _)| name != part) {
                return Ok(Some((at.join(part), at.join(twin))));
            }
            let Some((_, Some(below))) = alike.iter().find(|(name, _)| name == part) else { return Ok(None) };
            (tree, at) = (*below, at.join(part));
        }
        Ok(None)
    }
}

impl Repo {
    /// The first of some paths of a tree that has a twin there which it had not in the tree before, with that twin.
    ///
    /// # Errors
    /// A tree cannot be read.
    pub fn new_twin(
        &self,
        before: Option<ObjectId>,
        tree: ObjectId,
        paths: &[RepoPath],
    ) -> Result<Option<(RepoPath, RepoPath)>> {
        let mut twins = Twins::below(self, oid(tree)?);
        let mut earlier = before.map(|before| Ok::<_, Fault>(Twins::below(self, oid(before)?))).transpose()?;
        for path in paths {
            let Some((part, twin)) = twins.rival(path)? else { continue };
            let old = match &mut earlier {
                Some(earlier) => earlier.rival(path)?.is_some_and(|(old, _)| old == part) && earlier.holds(&part)?,
                None => false,
            };
            if !old {
                return Ok(Some((part, twin)));
            }
        }
        Ok(None)
    }
}
