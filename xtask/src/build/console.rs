//! The console: page, style and module under names that change with what is in them, and no inline script.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::dist::Dist;
use super::module::Finished;
use super::{ESBUILD_TARGET, RECIPE};
use crate::digest;
use crate::house::House;
use crate::setup::NodeTools;

/// Starts the module. It finds the WebAssembly file beside itself: same name, other ending.
const START: &str = "import start from './glue.js';start({module_or_path:import.meta.url.replace(/js$/,'wasm')})";

pub(crate) fn add(dist: &mut Dist, house: &House, node: &NodeTools, module: &Finished) -> Result<()> {
    let package = house.root.join("crates/moment-console");
    let page = fs::read_to_string(package.join("index.html")).context("reading crates/moment-console/index.html")?;
    let style = style_sheets(&package)?;

    let inputs =
        [RECIPE.as_bytes(), START.as_bytes(), &module.glue, &module.wasm, style.as_bytes(), node.key.as_bytes()];
    let hash = &digest::of_parts(inputs)[..16];
    let name = |ending: &str| format!("console/console-{hash}.{ending}");

    dist.add("console/index.html", fill(&page, &name).into_bytes());
    dist.add(name("js"), script(house, node, &module.glue)?);
    dist.add(name("css"), minified_style(house, node, &style)?);
    dist.add(name("wasm"), module.wasm.clone());
    Ok(())
}

/// Absolute paths, because the same page answers under every address of the console's router.
fn fill(page: &str, name: &dyn Fn(&str) -> String) -> String {
    ["js", "wasm", "css"]
        .into_iter()
        .fold(page.to_owned(), |page, ending| page.replace(&format!("{{{{{ending}}}}}"), &format!("/{}", name(ending))))
}

/// Glue and start in one file: one request less, and a page whose policy allows only `script-src 'self'` can load it.
fn script(house: &House, node: &NodeTools, glue: &[u8]) -> Result<Vec<u8>> {
    let folder = house.wasm_target().join("console-page");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("glue.js"), glue)?;
    fs::write(folder.join("start.js"), START)?;
    let output = node
        .esbuild(&house.shell)
        .arg(folder.join("start.js"))
        .args(["--bundle", "--minify", "--format=esm", "--legal-comments=none", ESBUILD_TARGET])
        .read()
        .context("esbuild could not bundle the console's script")?;
    Ok(output.into_bytes())
}

fn minified_style(house: &House, node: &NodeTools, style: &str) -> Result<Vec<u8>> {
    let output = node
        .esbuild(&house.shell)
        .args(["--minify", "--legal-comments=none", "--loader=css"])
        .stdin(style)
        .read()
        .context("esbuild could not minify the console's style sheets")?;
    Ok(output.into_bytes())
}

/// `style.css` first, because it sets what the components' sheets use; then these in the order of their paths.
fn style_sheets(package: &Path) -> Result<String> {
    let mut paths = vec![package.join("style.css")];
    paths.extend(css_files(&package.join("src")));
    let mut all = String::new();
    for path in paths.iter().filter(|path| path.is_file()) {
        all += &fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        all.push('\n');
    }
    Ok(all)
}

fn css_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = ignore::Walk::new(folder)
        .flatten()
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
        .collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_page_names_its_files_from_the_root() {
        let page = fill("<link href=\"{{css}}\"> {{js}} {{wasm}}", &|ending| format!("console/console-1.{ending}"));
        assert_eq!(page, "<link href=\"/console/console-1.css\"> /console/console-1.js /console/console-1.wasm");
    }
}
