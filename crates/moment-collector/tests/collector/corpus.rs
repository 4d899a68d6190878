//! The fuzzer's corpus, as ordinary tests: what was found once stays found.

#[expect(unreachable_pub, reason = "it is the fuzz targets' library, too")]
#[path = "../../../../fuzz/doors.rs"]
mod doors;

use std::path::Path;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus");

/// Holds what must be true of some bytes.
type Target = fn(&[u8]);

/// The targets and what each has to hold of.
const TARGETS: [(&str, Target); 7] = [
    ("beacon", doors::beacon),
    ("beacon_json", doors::beacon_json),
    ("start", doors::start),
    ("comments", doors::comments),
    ("outcome", doors::outcome),
    ("stripe", doors::stripe),
    ("playbook", doors::playbook),
];

#[test]
fn everything_in_the_corpus_is_taken_in_or_refused() {
    for (name, target) in TARGETS {
        let entries = std::fs::read_dir(Path::new(CORPUS).join(name)).unwrap();
        let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(files.len() > 3, "{name} has a corpus");
        for file in files {
            println!("{}", file.display());
            target(&std::fs::read(&file).unwrap());
        }
    }
}

#[test]
fn every_target_has_a_corpus_and_every_corpus_a_target() {
    let targets: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    for folder in ["corpus", "targets"] {
        let entries = std::fs::read_dir(Path::new(CORPUS).parent().unwrap().join(folder)).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_owned()).collect();
        names.sort();
        let mut expected = targets.clone();
        expected.sort_unstable();
        assert_eq!(names, expected, "{folder}");
    }
}
