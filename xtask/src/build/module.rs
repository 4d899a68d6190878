//! One WebAssembly module on its way from the compiler to the browser: bind, shrink, minify the glue.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{ESBUILD_TARGET, RECIPE};
use crate::digest;
use crate::house::House;
use crate::setup::Tools;

pub(crate) struct Module {
    /// What its files are called.
    pub(crate) name: &'static str,
    /// What cargo calls its compiled file.
    pub(crate) artifact: &'static str,
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
        // All features: without them wasm-opt refuses what the compiler takes for granted. It adds no use of a new one.
        tools
            .node
            .wasm_opt(&house.shell)
            .args(["-Oz", "--all-features"])
            .args([input.as_path(), Path::new("-o"), &output])
            .run()
            .with_context(|| format!("wasm-opt could not shrink {}", input.display()))
    }

    /// Bundled, because the glue may come with snippets in files of their own.
    fn minify(&self, house: &House, tools: &Tools, folder: &Path) -> Result<()> {
        let glue = folder.join("bound").join(format!("{}.js", self.name));
        let text = fs::read_to_string(&glue)?;
        // wasm-bindgen's default place of the module, under the name that it has here.
        fs::write(&glue, text.replace(&format!("{}_bg.wasm", self.name), &format!("{}.wasm", self.name)))?;
        tools
            .node
            .esbuild(&house.shell)
            .arg(&glue)
            .args(["--bundle", "--minify", "--format=esm", "--legal-comments=none", ESBUILD_TARGET])
            .arg(format!("--outfile={}", self.glue(folder).display()))
            .run()
            .with_context(|| format!("esbuild could not minify {}", glue.display()))
    }

    fn glue(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.js", self.name))
    }

    fn wasm(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.wasm", self.name))
    }
}
