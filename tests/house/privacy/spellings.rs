//! The forms in which a text might leave a page: spelled otherwise, packed, or as a hash.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Shorter pieces stand anywhere by chance.
const BYTES_MIN: usize = 7;

/// A hash that was cut to 64 bits is one still.
const HASH_BYTES: usize = 8;

/// Of a word: itself in small letters, wide, backwards, in percents, in digits, packed at each place of a group of
/// three, and everything that stands for a whole text.
pub(crate) fn of_word(word: &str) -> Vec<Vec<u8>> {
    let small = word.to_lowercase();
    let wide = |to_bytes: fn(u16) -> [u8; 2]| small.encode_utf16().flat_map(to_bytes).collect();
    let each = |text: &str, form: fn(u8) -> String| text.bytes().map(form).collect::<String>().into_bytes();
    let mut forms: Vec<Vec<u8>> = vec![
        small.clone().into_bytes(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        small.chars().rev().collect::<String>().into_bytes(),
    ];
    for text in [word, &small] {
        forms.push(each(text, |byte| format!("%{byte:02x}")));
        forms.push(each(text, |byte| format!("{byte:02x}")));
        for before in 0..3 {
            forms.extend(packed(&[&vec![b'x'; before], text.as_bytes()].concat(), before));
        }
        forms.extend(of_text(text));
    }
    forms.retain(|form| form.len() >= BYTES_MIN);
    forms
}

/// Of a whole text: its hashes, in bytes and in digits, whole and cut.
pub(super) fn of_text(text: &str) -> Vec<Vec<u8>> {
    let bytes = text.as_bytes();
    let hashes = [Md5::digest(bytes).to_vec(), Sha1::digest(bytes).to_vec(), Sha256::digest(bytes).to_vec()];
    let forms = |hash: Vec<u8>| {
        let digits = digits(&hash[..HASH_BYTES]);
        let packed = BASE64_STANDARD_NO_PAD.encode(&hash[..=HASH_BYTES]).to_lowercase();
        [hash[..HASH_BYTES].to_ascii_lowercase(), digits, packed.into_bytes()]
    };
    hashes.into_iter().flat_map(forms).collect()
}

fn digits(bytes: &[u8]) -> Vec<u8> {
    let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// As base64, without the signs that what stands before and after would change.
fn packed(bytes: &[u8], before: usize) -> [Vec<u8>; 2] {
    let cut = |text: String| {
        let whole = text.len() - usize::from(!bytes.len().is_multiple_of(3));
        let first = [0, 2, 3][before];
        text[first..whole].to_lowercase().into_bytes()
    };
    [cut(BASE64_STANDARD_NO_PAD.encode(bytes)), cut(BASE64_URL_SAFE_NO_PAD.encode(bytes))]
}

/// Whether these bytes hold a form; letters of either size are one.
pub(crate) fn holds(bytes: &[u8], form: &[u8]) -> bool {
    bytes.len() >= form.len() && bytes.windows(form.len()).any(|window| window.eq_ignore_ascii_case(form))
}

#[test]
fn a_word_is_found_in_each_form() {
    let word = "zqHaselnuss99";
    let found = |bytes: &[u8]| of_word(word).iter().any(|form| holds(bytes, form));
    let hex = |bytes: &[u8]| digits(bytes).to_ascii_uppercase();
    let packed = |text: String| BASE64_STANDARD_NO_PAD.encode(text).into_bytes();
    let wide: Vec<u8> = format!("ab{word}cd").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let leaks = [
        format!("?q={word}").into_bytes(),
        wide,
        hex(word.as_bytes()),
        packed(format!("{word}!")),
        packed(format!("a{word}bc")),
        packed(format!("ab{word}")),
        packed(format!("{{\"mail\":\"{word}@secret.example\"}}")),
        hex(&Md5::digest(word)),
        hex(&Sha1::digest(word.to_lowercase())),
        [b"beacon".to_vec(), Sha256::digest(word).to_vec()].concat(),
    ];
    for leak in leaks {
        assert!(found(&leak), "{}", String::from_utf8_lossy(&leak));
    }
    assert!(!found(b"POST /v1/beacon?key=pk_live zqHaselnuss98") && !found(b""));
}
