//! Vectors of arms: salt, trial and experiment, and the place that follows from them.

use moment_core::arm;

use crate::block::Block;

/// What the core says otherwise than the vectors in `text`, a line each; empty when all agree. A text without vectors
/// agrees with nothing.
pub fn check(text: &str) -> String {
    let vectors = Block::read_all(text);
    if vectors.is_empty() {
        return "there are no vectors".to_owned();
    }
    let differences = |vector: &Block| match place(vector) {
        Ok(place) => vector.differences(&[("place", place.to_string())]),
        Err(fault) => vec![fault],
    };
    vectors.iter().flat_map(differences).collect::<Vec<_>>().join("\n")
}

fn place(vector: &Block) -> Result<u16, String> {
    Ok(arm::place(vector.text("salt")?, vector.text("trial")?, vector.text("experiment")?))
}
