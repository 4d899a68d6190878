//! The codec against the library whose format it speaks: both read and write the same bytes.

use moment_wire::codec::{Reader, Writer};
use moment_wire::fault::DecodeError;
use proptest::prelude::*;

type Fields = (u8, u16, u32, u64, i32, bool, Option<u32>, String, Vec<(u16, String)>);

fn put(fields: &Fields) -> Vec<u8> {
    let mut writer = Writer::new(1);
    writer.byte(fields.0);
    writer.number(fields.1);
    writer.number(fields.2);
    writer.number(fields.3);
    writer.signed(fields.4);
    writer.flag(fields.5);
    writer.option(fields.6, Writer::number);
    writer.text(&fields.7);
    writer.list(&fields.8, |writer, (number, text)| {
        writer.number(*number);
        writer.text(text);
    });
    writer.finish()
}

fn take(message: &[u8]) -> Result<Fields, DecodeError> {
    let mut reader = Reader::open(message, 1)?;
    let fields = (
        reader.byte(),
        reader.u16(),
        reader.u32(),
        reader.u64(),
        reader.i32(),
        reader.flag(),
        reader.option(Reader::u32),
        reader.text(),
        reader.list(|reader| (reader.u16(), reader.text())),
    );
    reader.close(fields)
}

proptest! {
    #[test]
    fn the_codec_writes_what_postcard_writes(fields: Fields) {
        let bytes = put(&fields);
        prop_assert_eq!(&bytes[1..], postcard::to_allocvec(&fields).unwrap());
        prop_assert_eq!(take(&bytes), Ok(fields));
    }

    #[test]
    fn the_codec_takes_no_more_than_postcard_takes(bytes: Vec<u8>) {
        let message: Vec<u8> = [1].into_iter().chain(bytes).collect();
        if let Ok(fields) = take(&message) {
            let (known, rest) = postcard::take_from_bytes::<Fields>(&message[1..]).unwrap();
            prop_assert_eq!(fields, known);
            prop_assert!(rest.is_empty());
        }
    }
}
