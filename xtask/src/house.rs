//! Where things are: the repository, the target folder, the cache of this machine.

use std::env;
use std::path::{Path, PathBuf, absolute};

use anyhow::{Context, Result, bail};
use xshell::Shell;

/// The places that every command works in, and a shell that stands in the repository's root.
pub(crate) struct House {
    pub(crate) root: PathBuf,
    /// What `CARGO_TARGET_DIR` says, or `target`.
    pub(crate) target: PathBuf,
    /// What is downloaded or built once for a machine; every folder in it is keyed by its version.
    pub(crate) cache: PathBuf,
    pub(crate) shell: Shell,
}

impl House {
    pub(crate) fn find() -> Result<Self> {
        let root = find_root()?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => absolute(folder)?,
            None => root.join("target"),
        };
        let shell = Shell::new()?;
        shell.change_dir(&root);
        shell.set_var("CARGO_TARGET_DIR", &target);
        Ok(Self { cache: find_cache()?, root, target, shell })
    }

    /// WebAssembly builds have a target folder of their own: their compiler may be another one than the tests', and two
    /// compilers in one folder would make each other's work stale.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// Where the lab's module lies. `tests/house/lab.rs` looks for it here.
    pub(crate) fn lab(&self) -> PathBuf {
        self.target.join("lab")
    }

    /// What `cargo xtask build` gives.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("pkg/dist")
    }
}

/// Asks at run time, not when this program is compiled: checkouts may share a target folder.
fn find_root() -> Result<PathBuf> {
    if let Some(manifest_folder) = env::var_os("CARGO_MANIFEST_DIR") {
        let root = Path::new(&manifest_folder).parent().map(Path::to_path_buf);
        return root.context("the folder of xtask has no parent");
    }
    let here = env::current_dir()?;
    let root = here.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file());
    match root {
        Some(root) => Ok(root.to_path_buf()),
        None => bail!("{} is not inside the repository: run `cargo xtask` there", here.display()),
    }
}

fn find_cache() -> Result<PathBuf> {
    // The XDG rule: a relative path in the variable counts as not set.
    let folder = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let folder = match folder {
        Some(folder) => folder,
        None => env::home_dir().context("no home folder: set HOME or XDG_CACHE_HOME")?.join(".cache"),
    };
    Ok(folder.join("second-moment"))
}
