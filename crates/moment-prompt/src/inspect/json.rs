//! What is told to a person, as JSON: a text is put together in a fraction of the code of a tree.

use moment_wire::decimal::decimal;
use moment_wire::hex::hex;

/// A text of JSON that grows.
#[derive(Debug)]
pub struct Json {
    text: String,
    /// How an instant is written, from milliseconds since the Unix epoch.
    instant: fn(u64) -> String,
}

impl Json {
    /// An empty text.
    #[must_use]
    pub fn new(instant: fn(u64) -> String) -> Self {
        Self { text: String::new(), instant }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// The name of what comes next.
    #[inline(never)]
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.text(name);
        self.text.push(':');
        self
    }

    /// Words that somebody wrote, as they are.
    #[inline(never)]
    pub fn words(&mut self, words: &str) {
        self.begin('"');
        for char in words.chars() {
            match char {
                '"' | '\\' => self.text.extend(['\\', char]),
                '\0'..='\u{1f}' => {
                    self.text.push_str("\\u00");
                    self.text.push_str(&hex(&[char as u8]));
                }
                _ => self.text.push(char),
            }
        }
        self.text.push('"');
    }

    /// An identifier, if there is one.
    pub fn text_or_nothing(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    /// An identifier; a character that would end the text is left out.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.begin('"');
        self.text.extend(text.chars().filter(|char| !char.is_control() && !"\"\\".contains(*char)));
        self.text.push('"');
    }

    /// A whole number.
    #[inline(never)]
    pub fn number(&mut self, number: u64) {
        self.raw(&decimal(number));
    }

    /// A truth.
    pub fn truth(&mut self, truth: bool) {
        self.raw(if truth { "true" } else { "false" });
    }

    /// There is none.
    pub fn nothing(&mut self) {
        self.raw("null");
    }

    /// An instant, milliseconds since the Unix epoch.
    #[inline(never)]
    pub fn instant(&mut self, ms: u64) {
        let instant = (self.instant)(ms);
        self.text(&instant);
    }

    /// Begins a record; [`Json::end`] ends it.
    pub fn record(&mut self) {
        self.begin('{');
    }

    /// Begins a list; [`Json::end`] ends it.
    pub fn list(&mut self) {
        self.begin('[');
    }

    /// Ends what began with this.
    pub fn end(&mut self, end: char) {
        self.text.push(end);
    }

    fn raw(&mut self, raw: &str) {
        self.comma();
        self.text.push_str(raw);
    }

    fn begin(&mut self, first: char) {
        self.comma();
        self.text.push(first);
    }

    #[inline(never)]
    fn comma(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['{', '[', ':']) {
            self.text.push(',');
        }
    }
}
