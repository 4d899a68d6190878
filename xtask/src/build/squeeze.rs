//! Compresses a file once, as hard as it goes, so that a server never has to.

use std::io::Write as _;

use anyhow::Result;
use flate2::{Compression, GzBuilder};

const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW: i32 = 22;

pub(crate) fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut squeezed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut squeezed, &parameters)?;
    Ok(squeezed)
}

/// Without name and time, so that equal contents give equal bytes.
pub(crate) fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().write(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_was_squeezed_comes_back() {
        let content = "the second moment of truth ".repeat(100).into_bytes();
        let (br, gz) = (brotli(&content).unwrap(), gzip(&content).unwrap());
        assert!(br.len() < gz.len() && gz.len() < content.len());

        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(&mut br.as_slice(), &mut from_brotli).unwrap();
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(gz.as_slice()).read_to_end(&mut from_gzip).unwrap();
        assert_eq!(from_brotli, content);
        assert_eq!(from_gzip, content);
    }
}
