//! Who may import whom: reads every manifest and finds each edge that is not in the table.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::Finding;
use super::tree::Tree;

/// The one list of edges between our crates, for normal and build dependencies. Tests may use what they like.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("moment-core", &[]),
    ("moment-wire", &["moment-core"]),
    ("second-moment", &["moment-core", "moment-wire"]),
    ("moment-prompt", &["moment-core", "moment-wire"]),
    ("moment-train", &["moment-core"]),
    ("moment-collector", &["moment-core", "moment-wire", "moment-train"]),
    ("moment-console", &["moment-wire"]),
    ("moment-lab", &["moment-core", "moment-wire"]),
    ("second-moment-leptos", &[]),
    ("xtask", &[]),
    ("xtask-bindgen", &[]),
];

/// Each costs the first module more bytes than everything else in it.
const TOO_HEAVY_FOR_THE_WIDGET: [&str; 2] = ["leptos", "serde_json"];
const WIDGET: &str = "second-moment";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let root = tree.text("Cargo.toml").and_then(|text| DeTable::parse(text).ok());
    let renamed = root.map(|root| packages_behind_names(root.get_ref())).unwrap_or_default();
    // The fuzz targets are a workspace of their own and ship nowhere.
    let manifests = tree.files.iter().filter(|file| file.name() == "Cargo.toml" && !file.path.starts_with("fuzz/"));
    manifests.flat_map(|file| in_manifest(&file.path, &file.text, &renamed)).collect()
}

fn in_manifest(path: &str, text: &str, renamed: &BTreeMap<String, String>) -> Vec<Finding> {
    let finding = |span: Range<usize>, message: String| Finding::new(path, line_of(text, span.start), message);
    let manifest = match DeTable::parse(text) {
        Ok(manifest) => manifest,
        Err(error) => return vec![finding(error.span().unwrap_or_default(), error.message().to_owned())],
    };
    let package = table(manifest.get_ref(), "package").and_then(|package| package.get("name"));
    let Some(package) = package.and_then(|name| name.get_ref().as_str()) else { return Vec::new() };
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == package) else {
        return vec![finding(0..0, format!("{package} is not in the table of who may import whom"))];
    };
    let mut findings = Vec::new();
    for (dependency, span) in dependencies(manifest.get_ref(), renamed) {
        let is_ours = ALLOWED.iter().any(|(name, _)| *name == dependency);
        if is_ours && !allowed.contains(&dependency.as_str()) {
            findings.push(finding(span, format!("{package} must not depend on {dependency}")));
        } else if package == WIDGET && TOO_HEAVY_FOR_THE_WIDGET.contains(&dependency.as_str()) {
            findings.push(finding(span, format!("{dependency} is too heavy for the widget's first module")));
        }
    }
    findings
}

/// Packages of all normal and build dependencies, those for one platform included, with their place in the file.
fn dependencies(manifest: &DeTable<'_>, renamed: &BTreeMap<String, String>) -> Vec<(String, Range<usize>)> {
    let platforms = table(manifest, "target").into_iter().flat_map(|target| target.values());
    let platforms = platforms.filter_map(|platform| platform.get_ref().as_table());
    let sections = [manifest].into_iter().chain(platforms);
    let lists = sections.flat_map(|section| [table(section, "dependencies"), table(section, "build-dependencies")]);
    let entries = lists.flatten().flat_map(|list| list.iter());
    entries.map(|(name, value)| (package_behind(name.get_ref(), value, renamed), name.span())).collect()
}

/// A dependency may bear another name than its package, here or in the workspace's list.
fn package_behind(name: &str, value: &Spanned<DeValue<'_>>, renamed: &BTreeMap<String, String>) -> String {
    let value = value.get_ref().as_table();
    let here = value.and_then(|value| value.get("package")).and_then(|package| package.get_ref().as_str());
    let is_inherited = value.is_some_and(|value| value.contains_key("workspace"));
    let inherited = renamed.get(name).filter(|_| is_inherited).map(String::as_str);
    here.or(inherited).unwrap_or(name).to_owned()
}

fn packages_behind_names(root: &DeTable<'_>) -> BTreeMap<String, String> {
    let list = table(root, "workspace").and_then(|workspace| table(workspace, "dependencies"));
    let entries = list.into_iter().flat_map(|list| list.iter());
    let none = BTreeMap::new();
    entries.map(|(name, value)| (name.get_ref().to_string(), package_behind(name.get_ref(), value, &none))).collect()
}

fn table<'t, 'i>(parent: &'t DeTable<'i>, name: &str) -> Option<&'t DeTable<'i>> {
    parent.get(name)?.get_ref().as_table()
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(manifest: &str) -> Vec<String> {
        let root = "[workspace.dependencies]\nmoment-train = { path = \"t\" }\nteacher = { package = \"moment-train\", path = \"t\" }\n";
        let tree = Tree::of(&[("Cargo.toml", root), ("crates/one/Cargo.toml", manifest)]);
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_allowed_edge_passes() {
        let manifest =
            "[package]\nname = \"moment-wire\"\n[dependencies]\nmoment-core.workspace = true\nserde = \"1\"\n";
        assert_eq!(findings(manifest), [""; 0]);
    }

    #[test]
    fn an_edge_against_the_arrow_is_found_with_its_line() {
        let manifest = "[package]\nname = \"moment-core\"\n\n[dependencies]\nmoment-wire.workspace = true\n";
        assert_eq!(findings(manifest), ["crates/one/Cargo.toml:5: moment-core must not depend on moment-wire"]);
    }

    #[test]
    fn an_edge_cannot_hide() {
        for hidden in [
            "[build-dependencies]\nmoment-train.workspace = true",
            "[dependencies.moment-train]\nworkspace = true",
            "[target.'cfg(unix)'.dependencies]\nmoment-train.workspace = true",
            "[dependencies]\nfriend = { package = \"moment-train\", path = \"../t\" }",
            "[dependencies]\nteacher.workspace = true",
        ] {
            let manifest = format!("[package]\nname = \"moment-console\"\n{hidden}\n");
            assert_eq!(findings(&manifest).len(), 1, "{hidden}");
        }
    }

    #[test]
    fn tests_may_use_what_they_like() {
        let manifest = "[package]\nname = \"second-moment\"\n[dev-dependencies]\nmoment-collector.workspace = true\nserde_json = \"1\"\n";
        assert_eq!(findings(manifest), [""; 0]);
    }

    #[test]
    fn the_widget_stays_light() {
        let manifest = "[package]\nname = \"second-moment\"\n[dependencies]\nserde_json = \"1\"\nleptos = \"0.8\"\n";
        assert_eq!(findings(manifest).len(), 2);
    }

    #[test]
    fn an_unknown_crate_of_ours_is_found() {
        assert_eq!(findings("[package]\nname = \"moment-stranger\"\n").len(), 1);
    }
}
