//! Debian's packages: installs them where that is allowed, and says which are missing where it is not.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::sysroot;
use crate::program;

/// Debian's second compiler, kept as new as its browsers need it.
const COMPILER_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "rust-web-llvm"];
const RUSTC: &str = "/usr/bin/rustc";
const LINKER: &str = "/usr/bin/rust-lld";

pub(crate) fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && program::exists("apt-get")
}

/// Debian's compiler, if it is there with its sources and its linker and new enough for this workspace.
pub(crate) fn compiler(shell: &Shell) -> Option<PathBuf> {
    let rustc = Path::new(RUSTC);
    if !rustc.is_file() || !Path::new(LINKER).exists() {
        return None;
    }
    let version = cmd!(shell, "{rustc} --version").quiet().ignore_stderr().read().ok()?;
    let is_whole = sysroot::has_sources(shell, rustc) && is_new_enough(&version, env!("CARGO_PKG_RUST_VERSION"));
    is_whole.then(|| rustc.to_path_buf())
}

/// `None` where there is no Debian.
pub(crate) fn find_or_install_compiler(shell: &Shell) -> Result<Option<PathBuf>> {
    if let Some(rustc) = compiler(shell) {
        return Ok(Some(rustc));
    }
    if !is_debian() {
        return Ok(None);
    }
    install(shell, &COMPILER_PACKAGES)?;
    // The linker is a link to one version of lld, which the packages above only suggest.
    if let (false, Ok(link)) = (Path::new(LINKER).exists(), fs::read_link(LINKER)) {
        let package = link.file_name().context("rust-lld is a link to nothing")?.to_string_lossy().into_owned();
        install(shell, &[&package])?;
    }
    let rustc =
        compiler(shell).context("Debian's packages are installed, but their compiler is too old or not whole")?;
    Ok(Some(rustc))
}

pub(crate) fn install(shell: &Shell, packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" ");
    let is_root = cmd!(shell, "id -u").quiet().read()?.trim() == "0";
    if !is_root && cmd!(shell, "sudo -n true").quiet().ignore_stdout().ignore_stderr().run().is_err() {
        bail!("Debian packages are missing and only root may install them: sudo apt-get install {wanted}");
    }
    eprintln!("installing Debian's {wanted}");
    let apt_get = |arguments: &[&str]| {
        let program = if is_root { shell.cmd("env") } else { cmd!(shell, "sudo -n env") };
        let program = program.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]).args(arguments);
        program.quiet().ignore_stdout().run()
    };
    apt_get(&["update"]).context("apt-get update")?;
    apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat())
        .with_context(|| format!("apt-get install {wanted}"))
}

/// `version` is what `rustc --version` says, `oldest` is `major.minor`.
fn is_new_enough(version: &str, oldest: &str) -> bool {
    let numbers = |text: &str| -> Option<(u32, u32)> {
        let mut parts = text.split('.').map(str::parse);
        Some((parts.next()?.ok()?, parts.next()?.ok()?))
    };
    let version = version.split_whitespace().nth(1).and_then(numbers);
    version.is_some() && version >= numbers(oldest)
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn an_old_compiler_is_not_used() {
        assert!(is_new_enough("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)", "1.95"));
        assert!(!is_new_enough("rustc 1.63.0", "1.95"));
        assert!(!is_new_enough("something else", "1.95"));
    }
}
