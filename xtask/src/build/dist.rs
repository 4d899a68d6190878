//! The folder that is served: written fresh beside the old one and then swapped, so nobody reads half a build.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};

use super::manifest::{Manifest, Sizes};
use super::{RECIPE, squeeze};
use crate::digest;
use crate::house::House;

#[derive(Default)]
pub(crate) struct Dist {
    /// Names the folder of the widget's modules.
    pub(crate) hash: String,
    files: Vec<File>,
}

struct File {
    path: String,
    content: Vec<u8>,
}

#[derive(PartialEq, Eq)]
pub(crate) enum Written {
    New,
    Unchanged,
}

impl Dist {
    pub(crate) fn add(&mut self, path: impl Into<String>, content: Vec<u8>) {
        self.files.push(File { path: path.into(), content });
    }

    pub(crate) fn write(&self, house: &House) -> Result<Written> {
        let last = house.dist();
        let old = Manifest::read(&last).ok().filter(|manifest| manifest.recipe == RECIPE);
        let inputs = self.inputs();
        if old.as_ref().is_some_and(|old| old.inputs == inputs && is_whole(&last, old)) {
            return Ok(Written::Unchanged);
        }
        let fresh = neighbour(&last, "new");
        remove(&fresh)?;
        let reusable = old.is_some().then_some(last.as_path());
        let files = self.write_files(&fresh, reusable)?.into_iter().collect();
        Manifest { hash: self.hash.clone(), inputs, recipe: RECIPE.to_owned(), files }.write(&fresh)?;
        swap(&fresh, &last)?;
        Ok(Written::New)
    }

    fn inputs(&self) -> String {
        let parts = self.files.iter().flat_map(|file| [file.path.as_bytes(), file.content.as_slice()]);
        digest::of_parts([RECIPE.as_bytes()].into_iter().chain(parts))
    }

    /// Side by side: two large files take nearly all the time.
    fn write_files(&self, fresh: &Path, old: Option<&Path>) -> Result<Vec<(String, Sizes)>> {
        thread::scope(|scope| {
            let running: Vec<_> = self.files.iter().map(|file| scope.spawn(|| file.write(fresh, old))).collect();
            let sizes = running.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("compressing panicked"))?);
            self.files.iter().zip(sizes).map(|(file, sizes)| Ok((file.path.clone(), sizes?))).collect()
        })
    }
}

impl File {
    fn write(&self, fresh: &Path, old: Option<&Path>) -> Result<Sizes> {
        let path = fresh.join(&self.path);
        let folder = path.parent().context("a file of the build has no folder")?;
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        let old = old.map(|old| old.join(&self.path));
        let (brotli, gzip) = match old.and_then(|old| already_squeezed(&old, &self.content)) {
            Some(both) => both,
            None => (squeeze::brotli(&self.content)?, squeeze::gzip(&self.content)?),
        };
        fs::write(&path, &self.content)?;
        fs::write(with_ending(&path, "br"), &brotli)?;
        fs::write(with_ending(&path, "gz"), &gzip)?;
        Ok(Sizes { raw: self.content.len(), gzip: gzip.len(), brotli: brotli.len() })
    }
}

/// The brotli and gzip forms that the last build made of the same content.
fn already_squeezed(old: &Path, content: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let same = fs::read(old).is_ok_and(|old| old == content);
    same.then(|| Some((fs::read(with_ending(old, "br")).ok()?, fs::read(with_ending(old, "gz")).ok()?))).flatten()
}

fn is_whole(folder: &Path, manifest: &Manifest) -> bool {
    manifest.files.iter().all(|(name, sizes)| {
        let path = folder.join(name);
        let has = |path: &Path, length: usize| fs::metadata(path).is_ok_and(|file| file.len() == length as u64);
        has(&path, sizes.raw)
            && has(&with_ending(&path, "br"), sizes.brotli)
            && has(&with_ending(&path, "gz"), sizes.gzip)
    })
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// A folder on the same file system, so that renaming it is one step. `pkg/.gitignore` knows these names.
fn neighbour(folder: &Path, ending: &str) -> PathBuf {
    folder.with_file_name(format!(".dist-{ending}"))
}

fn swap(fresh: &Path, last: &Path) -> Result<()> {
    let old = neighbour(last, "old");
    remove(&old)?;
    if last.exists() {
        fs::rename(last, &old).with_context(|| format!("moving {} away", last.display()))?;
    }
    fs::rename(fresh, last).with_context(|| format!("moving the new build to {}", last.display()))?;
    remove(&old)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}
