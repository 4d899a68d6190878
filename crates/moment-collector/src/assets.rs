//! The built files of `pkg/dist`: within the program, or from a folder.

use std::collections::HashMap;
use std::path::Path;

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use moment_wire::hex::hex;

/// Built into the program by a release build; read from the folder at run time by a development build.
#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../pkg/dist"]
#[allow_missing = true]
struct Embedded;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Not at all.
    Plain,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

impl Encoding {
    /// Its name in HTTP.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }
}

/// A file in up to three encodings.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its media type.
    pub content_type: &'static str,
    /// Names its content.
    pub etag: HeaderValue,
    plain: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

impl Asset {
    /// The smallest form that a browser accepts, as its `Accept-Encoding` says.
    #[must_use]
    pub fn best(&self, accepted: &str) -> (Encoding, Bytes) {
        let accepts = |name: &str| accepted.split(',').any(|entry| is_accepted(entry, name));
        if let Some(brotli) = self.brotli.as_ref().filter(|_| accepts("br")) {
            (Encoding::Brotli, brotli.clone())
        } else if let Some(gzip) = self.gzip.as_ref().filter(|_| accepts("gzip")) {
            (Encoding::Gzip, gzip.clone())
        } else {
            (Encoding::Plain, self.plain.clone())
        }
    }
}

fn is_accepted(entry: &str, name: &str) -> bool {
    let mut words = entry.split(';').map(str::trim);
    let is_refusal = |weight: &str| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0);
    words.next().is_some_and(|word| word.eq_ignore_ascii_case(name))
        && !words.any(|parameter| parameter.strip_prefix("q=").is_some_and(is_refusal))
}

/// All built files by name, such as `sm.js`.
#[derive(Debug, Clone, Default)]
pub struct Assets(HashMap<String, Asset>);

impl Assets {
    /// The files that the program carries.
    #[must_use]
    pub fn embedded() -> Self {
        let files = Embedded::iter().filter_map(|name| {
            let data = Embedded::get(&name)?.data;
            Some((name.into_owned(), Bytes::from(data.into_owned())))
        });
        Self::from_files(&files.collect())
    }

    /// The files of a folder, read once. Errors: the folder or a file cannot be read.
    pub fn from_folder(folder: &Path) -> std::io::Result<Self> {
        let mut files = HashMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(&next)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) {
                    files.insert(name.replace('\\', "/"), Bytes::from(std::fs::read(&path)?));
                }
            }
        }
        Ok(Self::from_files(&files))
    }

    /// The file called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.0.get(name)
    }

    /// Whether there are none: nothing was built yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn from_files(files: &HashMap<String, Bytes>) -> Self {
        let plain = files.iter().filter(|(name, _)| !is_compressed(name) && *name != "manifest.json");
        let assets = plain.map(|(name, content)| {
            let compressed = |ending: &str| files.get(&format!("{name}.{ending}")).cloned();
            let asset = Asset {
                content_type: content_type(name),
                etag: etag(content),
                plain: content.clone(),
                gzip: compressed("gz"),
                brotli: compressed("br"),
            };
            (name.clone(), asset)
        });
        Self(assets.collect())
    }
}

fn is_compressed(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "br" || ending == "gz")
}

fn etag(content: &[u8]) -> HeaderValue {
    let text = format!("\"{}\"", hex(&Sha256::digest(content)[..12]));
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("\"\""))
}

/// The media type of what is none of our kinds of file.
pub const UNKNOWN_TYPE: &str = "application/octet-stream";

/// The media type of a file, by the ending of its name.
#[must_use]
pub fn content_type(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|ending| ending.to_str()) {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("png") => "image/png",
        _ => UNKNOWN_TYPE,
    }
}
