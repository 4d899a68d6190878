//! The compiler for WebAssembly, and a small standard library that is built once with it: rustup's where it has the
//! library's sources, else rustup's with its ready-made library, which is larger, else Debian's.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Cmd, Shell, cmd};

use super::{debian, sysroot};
use crate::house::House;
use crate::program;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The standard library's sources, as rustup calls them.
const SOURCES: &str = "rust-src";

const HOW_TO_GET_IT: &str = "no compiler here can build for wasm32-unknown-unknown. Either `rustup target add \
    wasm32-unknown-unknown`, or on Debian, as root: `apt-get install rustc-web rust-web-src rust-web-llvm` and the lld \
    that /usr/bin/rust-lld points to; then run `cargo xtask setup` again";

pub(crate) enum Toolchain {
    /// The active toolchain with its ready-made standard library.
    Rustup,
    /// A compiler with the standard library that `sysroot.rs` built with it.
    Small { rustc: PathBuf, sysroot: PathBuf },
}

impl Toolchain {
    /// From the cheapest answer to the dearest: what is there, what rustup can fetch, what can be built.
    pub(crate) fn find_or_make(house: &House) -> Result<Self> {
        let shell = &house.shell;
        let rustup = rustup_compiler(shell);
        for rustc in rustup.iter().cloned().chain(debian::compiler(shell)) {
            if let Some(sysroot) = sysroot::find(house, &rustc)? {
                return Ok(Self::Small { rustc, sysroot });
            }
        }
        if let Some(rustc) =
            rustup.filter(|rustc| sysroot::has_sources(shell, rustc) || rustup_adds("component", SOURCES, shell))
        {
            return Self::small(house, rustc);
        }
        if rustup_has_target(shell) || rustup_adds("target", TARGET, shell) && rustup_has_target(shell) {
            return Ok(Self::Rustup);
        }
        let Some(rustc) = debian::find_or_install_compiler(shell)? else { bail!(HOW_TO_GET_IT) };
        Self::small(house, rustc)
    }

    fn small(house: &House, rustc: PathBuf) -> Result<Self> {
        let sysroot = sysroot::build(house, &rustc).context("building the standard library for WebAssembly")?;
        Ok(Self::Small { rustc, sysroot })
    }

    /// `cargo` with the environment of a WebAssembly build; add the subcommand and its arguments.
    pub(crate) fn cargo<'a>(&self, house: &'a House) -> Cmd<'a> {
        // Encoded, so that a folder's name may hold a space; and set, so that flags which somebody wants for native
        // builds do not change what is shipped.
        let flags = self.rustflags().join("\u{1f}");
        let cargo = cmd!(house.shell, "cargo")
            .env("CARGO_ENCODED_RUSTFLAGS", flags)
            .env_remove("RUSTFLAGS")
            .env("CARGO_TARGET_DIR", house.wasm_target());
        match self {
            Self::Rustup => cargo,
            // The standard library's crates carry unstable marks, which a stable compiler reads only when told to.
            Self::Small { rustc, .. } => cargo
                .arg("-Zpanic-immediate-abort")
                .env("RUSTC", rustc)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_PROFILE_BROWSER_PANIC", "immediate-abort")
                // What is only checked; one way to panic must go through all that comes together.
                .env("CARGO_PROFILE_DEV_PANIC", "immediate-abort"),
        }
    }

    fn rustflags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if let Self::Small { sysroot, .. } = self {
            flags.extend(["--sysroot".to_owned(), sysroot.display().to_string(), "-Zunstable-options".to_owned()]);
            // Nobody hears in which line somebody panicked.
            flags.push("-Zlocation-detail=none".to_owned());
        }
        // Panic messages name source files: without this the shipped module would tell where the builder's home is, and
        // its hash would differ from machine to machine.
        if let Some(registry) = cargo_home().map(|home| home.join("registry/src")) {
            flags.push(format!("--remap-path-prefix={}=crates", registry.display()));
        }
        flags
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rustup => {
                write!(out, "rustup's {TARGET} (modules are smaller after `rustup component add {SOURCES}`)")
            }
            Self::Small { rustc, sysroot } => {
                write!(out, "{} with the standard library in {}", rustc.display(), sysroot.display())
            }
        }
    }
}

fn cargo_home() -> Option<PathBuf> {
    let set = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    set.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

fn rustup_has_target(shell: &Shell) -> bool {
    let folder = cmd!(shell, "rustc --print target-libdir --target {TARGET}").quiet().ignore_stderr().read();
    folder.is_ok_and(|folder| has_std(Path::new(&folder)))
}

fn has_std(folder: &Path) -> bool {
    let Ok(files) = fs::read_dir(folder) else { return false };
    files.flatten().any(|file| {
        let name = file.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

/// The compiler itself, not rustup's stand-in for it: its version does not depend on the folder it is called in.
fn rustup_compiler(shell: &Shell) -> Option<PathBuf> {
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().ignore_stderr().read().ok()?;
    let rustc = Path::new(&sysroot).join("bin").join(format!("rustc{}", std::env::consts::EXE_SUFFIX));
    (program::exists("rustup") && rustc.is_file()).then_some(rustc)
}

/// A machine that cannot reach rustup's server is no reason for alarm: one line, then the next way.
fn rustup_adds(kind: &str, what: &str, shell: &Shell) -> bool {
    if !program::exists("rustup") {
        return false;
    }
    eprintln!("rustup has no {what} yet: asking it to add it");
    let added = cmd!(shell, "rustup {kind} add {what}")
        .env("RUSTUP_MAX_RETRIES", "0")
        .quiet()
        .ignore_stdout()
        .ignore_stderr()
        .run()
        .is_ok();
    if !added {
        eprintln!("rustup cannot fetch it here; trying another way");
    }
    added
}
