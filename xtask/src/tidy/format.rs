//! The formatter has the last word on layout.

use xshell::{Shell, cmd};

/// True where nothing would change. The formatter prints its own findings, with file and line.
pub(crate) fn check(shell: &Shell) -> bool {
    let clean = cmd!(shell, "cargo fmt --all --check").quiet().run().is_ok();
    if !clean {
        println!("the layout differs from the formatter's: run `cargo fmt --all`");
    }
    clean
}
