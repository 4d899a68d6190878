//! One WebAssembly module on its way from the compiler to the browser: bind, shrink, minify the glue.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::{ESBUILD_TARGET, RECIPE, guard};
use crate::build::short_names::ShortNames;
use crate::digest;
use crate::house::House;
use crate::setup::Tools;

/// What the compiler uses and every browser of the last years reads. Not `--all-features`: with it wasm-opt 132 writes
/// compact import sections, which Chromium 156 refuses ("Invalid import kind 127"), and the module becomes larger.
const BROWSER_FEATURES: [&str; 8] = [
    "bulk-memory",
    "bulk-memory-opt",
    "call-indirect-overlong",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

const VALIDATE: &str = "new WebAssembly.Module(require('node:fs').readFileSync(process.argv[1]))";

pub(crate) struct Module {
    /// What its files are called.
    pub(crate) name: &'static str,
    /// What cargo calls its compiled file.
    pub(crate) artifact: &'static str,
    /// Whether it runs in a page that is not ours, where nobody is to hear of its errors.
    pub(crate) is_guest: bool,
}

pub(crate) struct Finished {
    pub(crate) glue: Vec<u8>,
    pub(crate) wasm: Vec<u8>,
    pub(crate) was_fresh: bool,
}

impl Module {
    /// Shrinking takes far longer than compiling one changed crate, so its result is kept with a stamp of its inputs.
    pub(crate) fn finish(&self, house: &House, tools: &Tools, artifacts: &Path) -> Result<Finished> {
        let artifact = artifacts.join(self.artifact);
        let raw = fs::read(&artifact).with_context(|| format!("reading {}", artifact.display()))?;
        let inputs = [RECIPE.as_bytes(), &raw, tools.node.key.as_bytes(), tools.bindgen.key.as_bytes()];
        let key = digest::of_parts(inputs);

        let folder = house.wasm_target().join("modules").join(self.name);
        let stamp = folder.join("stamp");
        let was_fresh = fs::read_to_string(&stamp).is_ok_and(|found| found == key);
        if !was_fresh {
            let _ = fs::remove_file(&stamp);
            self.bind(house, tools, &artifact, &folder)?;
            self.shrink(house, tools, &folder)?;
            self.minify(house, tools, &folder)?;
            fs::write(&stamp, &key)?;
        }
        Ok(Finished { glue: fs::read(self.glue(&folder))?, wasm: fs::read(self.wasm(&folder))?, was_fresh })
    }

    fn bind(&self, house: &House, tools: &Tools, artifact: &Path, folder: &Path) -> Result<()> {
        let bound = folder.join("bound");
        if bound.exists() {
            fs::remove_dir_all(&bound)?;
        }
        fs::create_dir_all(&bound)?;
        tools.bindgen.run(&house.shell, artifact, &bound, self.name)
    }

    fn shrink(&self, house: &House, tools: &Tools, folder: &Path) -> Result<()> {
        let input = folder.join("bound").join(format!("{}_bg.wasm", self.name));
        let output = self.wasm(folder);
        let printed = tools
            .node
            .wasm_opt(&house.shell)
            .args(["-Oz", "--low-memory-unused", "--strip-target-features"])
            .args(["--minify-imports-and-exports-and-modules", "--mvp-features"])
            .args(BROWSER_FEATURES.map(|feature| format!("--enable-{feature}")))
            .args([input.as_path(), Path::new("-o"), &output])
            .read()
            .with_context(|| format!("wasm-opt could not shrink {}", input.display()))?;
        validate(&house.shell, &output)?;
        let glue = self.bound_glue(folder);
        let text = ShortNames::read(&printed)?.put_into(&fs::read_to_string(&glue)?)?;
        Ok(fs::write(&glue, text)?)
    }

    /// Bundled, because the glue may come with snippets in files of their own.
    fn minify(&self, house: &House, tools: &Tools, folder: &Path) -> Result<()> {
        let glue = self.bound_glue(folder);
        let mut text = fs::read_to_string(&glue)?;
        if self.is_guest {
            text = guard::quiet(&text)?;
        }
        // Nobody begins a module in two ways.
        text = text.replace("export { initSync, ", "export { ");
        // wasm-bindgen's default place of the module, under the name that it has here.
        fs::write(&glue, text.replace(&format!("{}_bg.wasm", self.name), &format!("{}.wasm", self.name)))?;
        tools
            .node
            .esbuild(&house.shell)
            .arg(&glue)
            .args(["--bundle", "--minify", "--format=esm", "--legal-comments=none", ESBUILD_TARGET])
            // wasm-bindgen's advice is for whoever builds.
            .args(self.is_guest.then_some("--drop:console"))
            .arg(format!("--outfile={}", self.glue(folder).display()))
            .run()
            .with_context(|| format!("esbuild could not minify {}", glue.display()))
    }

    fn bound_glue(&self, folder: &Path) -> PathBuf {
        folder.join("bound").join(format!("{}.js", self.name))
    }

    fn glue(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.js", self.name))
    }

    fn wasm(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.wasm", self.name))
    }
}

/// A module that Node's engine cannot read, a customer's browser cannot read either; here somebody notices.
fn validate(shell: &Shell, wasm: &Path) -> Result<()> {
    cmd!(shell, "node --eval {VALIDATE} {wasm}")
        .quiet()
        .run()
        .with_context(|| format!("{} is not a module that browsers can read", wasm.display()))
}
