//! The widget's two modules, in a folder named by what is in them, so that they may be cached for ever.

use super::dist::Dist;
use super::module::Finished;
use crate::digest;

/// Gives the hash: the first 16 hex digits of the SHA-256 of the four files, in the order below.
pub(crate) fn add(dist: &mut Dist, core: &Finished, prompt: &Finished) -> String {
    let files = [
        ("core.js", &core.glue),
        ("core.wasm", &core.wasm),
        ("prompt.js", &prompt.glue),
        ("prompt.wasm", &prompt.wasm),
    ];
    let mut hash = digest::of_contents(files.iter().map(|(_, content)| content.as_slice()));
    hash.truncate(16);
    for (name, content) in files {
        dist.add(format!("sm/{hash}/{name}"), content.clone());
    }
    hash
}
