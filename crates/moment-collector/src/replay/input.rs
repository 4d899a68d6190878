//! Input: a file as it lies there, plain or compressed, or standard input, with what was read shown on a bar.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use indicatif::ProgressBar;

/// What a gzip file begins with (RFC 1952, 2.3.1).
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

const BUFFER_BYTES: usize = 64 * 1024;

/// The text of the file at `path`, or of standard input if that is `-`. Compressed input is told by its first bytes,
/// not by its name. `bar` is moved by the bytes that are read of the file, and learns its length.
pub fn open(path: &Path, bar: &ProgressBar) -> io::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return text_of(bar.wrap_read(io::stdin()));
    }
    let file = File::open(path)?;
    bar.set_length(file.metadata()?.len());
    text_of(bar.wrap_read(file))
}

/// `input`, unpacked if it is compressed; several packed parts in a row are one text.
fn text_of(mut input: impl Read + 'static) -> io::Result<Box<dyn BufRead>> {
    let mut head = Vec::new();
    input.by_ref().take(GZIP_MAGIC.len() as u64).read_to_end(&mut head)?;
    let is_packed = head == GZIP_MAGIC;
    let whole = BufReader::with_capacity(BUFFER_BYTES, Cursor::new(head).chain(input));
    Ok(if is_packed {
        Box::new(BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(whole)))
    } else {
        Box::new(whole)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        text_of(Cursor::new(bytes))?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn plain_and_packed_text_read_the_same() {
        for text in ["", "a", "user,at\nb,1\n"] {
            assert_eq!(read(text.into()).unwrap(), text);
            assert_eq!(read(packed(text)).unwrap(), text);
        }
        assert_eq!(read([packed("one\n"), packed("two\n")].concat()).unwrap(), "one\ntwo\n");
    }

    #[test]
    fn a_packed_file_that_was_cut_off_is_a_fault() {
        let whole = packed("something that is long enough to be cut");
        assert!(read(whole[..whole.len() - 9].to_vec()).is_err());
    }
}
