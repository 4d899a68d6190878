//! How the module is linked. Its memory is charged to the page that it is a guest of.

/// The compiler's megabyte is for programs that recurse. Of this some 6 KB were seen in use: `tests/house/memory.rs`.
const STACK_BYTES: u32 = 65_536;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo:rustc-link-arg-cdylib=-zstack-size={STACK_BYTES}");
    }
}
