//! Vectors of arms: the place of a trial in an experiment, and the variant of a prompt that is dealt to it.

use moment_core::arm::{self, Arm, arm_of};
use moment_core::playbook::Playbook;
use moment_core::prompt::{PromptRule, Variant};

use crate::block::Block;

/// What the core says otherwise than the vectors in `text`, a line each; empty when all agree. A text without vectors
/// agrees with nothing.
pub fn check(text: &str) -> String {
    let vectors = Block::read_all(text);
    if vectors.is_empty() {
        return "there are no vectors".to_owned();
    }
    let differences = |vector: &Block| match answer(vector) {
        Ok(answer) => vector.differences(&answer),
        Err(fault) => vec![fault],
    };
    vectors.iter().flat_map(differences).collect::<Vec<_>>().join("\n")
}

/// The place of `trial` among the variants of `prompt`, and the key of the one that is dealt to it.
pub fn dealt<'a>(salt: &str, trial: &str, prompt: &str, variants: &[(&'a str, u8)]) -> (u16, &'a str) {
    let playbook = Playbook { salt: salt.into(), holdout_percent: 0, ..Playbook::default() };
    let rule = |(key, weight): &(&str, u8)| Variant { key: (*key).into(), weight: *weight };
    let rule = PromptRule { id: prompt.into(), variants: variants.iter().map(rule).collect(), ..PromptRule::default() };
    let key = match arm_of(&playbook, trial, &rule) {
        Arm::Variant(dealt) => variants.get(usize::from(dealt)).map_or("", |variant| variant.0),
        Arm::Holdout | Arm::Control => "",
    };
    (arm::place(salt, trial, &[prompt, "/variant"].concat()), key)
}

/// Variants as a vector has them: `short:1 long:3`.
pub fn written(variants: &[(&str, u8)]) -> String {
    variants.iter().map(|(key, weight)| format!("{key}:{weight}")).collect::<Vec<_>>().join(" ")
}

/// What a vector of either kind should say.
fn answer(vector: &Block) -> Result<Vec<(&'static str, String)>, String> {
    let (salt, trial) = (vector.text("salt")?, vector.text("trial")?);
    let Ok(variants) = vector.text("variants") else {
        return Ok(vec![("place", arm::place(salt, trial, vector.text("experiment")?).to_string())]);
    };
    let (place, key) = dealt(salt, trial, vector.text("prompt")?, &read(vector, variants)?);
    Ok(vec![("place", place.to_string()), ("dealt", key.to_owned())])
}

/// Errors: a variant is not a key, a colon and a weight of 0 to 255.
fn read<'a>(vector: &Block, variants: &'a str) -> Result<Vec<(&'a str, u8)>, String> {
    let variant = |text: &'a str| {
        let (key, weight) = text.rsplit_once(':')?;
        Some((key, weight.parse().ok()?))
    };
    let fault = |text| vector.fault(format_args!("`{text}` is no variant with its weight"));
    variants.split(' ').map(|text| variant(text).ok_or_else(|| fault(text))).collect()
}
