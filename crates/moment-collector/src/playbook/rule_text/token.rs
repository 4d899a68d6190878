//! The words of a rule and their places.

use std::ops::Range;

use moment_core::rule::Comparison;

use crate::playbook::fault::Fault;

/// A word of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// A name or a word of the language.
    Word(&'a str),
    /// A whole number.
    Number(i32),
    /// A number of percent.
    Percent(i32),
    /// A number of days.
    Days(i32),
    /// A text in quotation marks.
    Text(&'a str),
    /// A comparison.
    Compare(Comparison),
    /// `(`
    Open,
    /// `)`
    Close,
}

/// The words of a rule, one after the other.
#[derive(Debug)]
pub struct Tokens<'a> {
    list: Vec<(Token<'a>, Range<usize>)>,
    next: usize,
    end: usize,
}

impl<'a> Tokens<'a> {
    /// Cuts `text`, which begins at byte `offset` of the playbook, into words. Errors: what is no word.
    pub fn read(text: &'a str, offset: usize) -> Result<Self, Fault> {
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            }
            let (token, len) = token_at(&text[at..])
                .map_err(|(len, message, help)| Fault::new(offset + at..offset + at + len, message).expected(help))?;
            tokens.push((token, offset + at..offset + at + len));
            at += len;
        }
        Ok(Self { list: tokens, next: 0, end: offset + text.len() })
    }

    /// The next word.
    pub fn peek(&self) -> Option<Token<'a>> {
        self.list.get(self.next).map(|entry| entry.0)
    }

    /// Where the next word stands; at the end, the end.
    pub fn place(&self) -> Range<usize> {
        self.list.get(self.next).map_or(self.end..self.end, |entry| entry.1.clone())
    }

    /// Goes past the next word.
    pub fn skip(&mut self) {
        self.next += 1;
    }

    /// Goes past `token` if it is next.
    pub fn take(&mut self, token: Token) -> bool {
        let is_next = self.peek() == Some(token);
        self.next += usize::from(is_next);
        is_next
    }

    /// Goes past `word` if it is next.
    pub fn take_word(&mut self, word: &str) -> bool {
        self.take(Token::Word(word))
    }

    /// The fault that the next word is not what was expected.
    pub fn unexpected(&self, expected: &str) -> Fault {
        let message = match self.peek() {
            Some(Token::Word(word)) => format!("`{word}` is not expected here"),
            Some(_) => "this is not expected here".to_owned(),
            None => "the rule ends too early".to_owned(),
        };
        Fault::new(self.place(), message).expected(expected)
    }

    /// Errors: there is a next word.
    pub fn end(&self, expected: &str) -> Result<(), Fault> {
        if self.peek().is_some() { Err(self.unexpected(expected)) } else { Ok(()) }
    }
}

/// How many bytes are no word, why, and what was expected.
type NoToken = (usize, String, String);

/// Signs of other languages, and what says the same here.
const ELSEWHERE: [(&str, &str); 12] = [
    ("=>", ">="),
    ("=<", "<="),
    ("<>", "!="),
    ("&&", "and"),
    ("&", "and"),
    ("||", "or"),
    ("|", "or"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "!="),
    ("!==", "!="),
    ("!", "not"),
];

fn from_elsewhere(text: &str) -> Option<NoToken> {
    let is_here = text.starts_with("!=") && !text.starts_with("!==");
    let (sign, here) = ELSEWHERE.into_iter().find(|(sign, _)| text.starts_with(sign) && !is_here)?;
    Some((sign.len(), format!("`{sign}` has no meaning here"), format!("did you mean `{here}`?")))
}

fn token_at(text: &str) -> Result<(Token<'_>, usize), NoToken> {
    if let Some(fault) = from_elsewhere(text) {
        return Err(fault);
    }
    let symbols = [
        ("<=", Token::Compare(Comparison::AtMost)),
        (">=", Token::Compare(Comparison::AtLeast)),
        ("!=", Token::Compare(Comparison::NotEqual)),
        ("==", Token::Compare(Comparison::Equal)),
        ("=", Token::Compare(Comparison::Equal)),
        ("<", Token::Compare(Comparison::Less)),
        (">", Token::Compare(Comparison::Greater)),
        ("(", Token::Open),
        (")", Token::Close),
    ];
    if let Some((symbol, token)) = symbols.into_iter().find(|(symbol, _)| text.starts_with(symbol)) {
        return Ok((token, symbol.len()));
    }
    let first = text.chars().next().unwrap_or(' ');
    if first.is_ascii_alphabetic() || first == '_' {
        let len = text.find(|c: char| !(c.is_ascii_alphanumeric() || "_.:-".contains(c))).unwrap_or(text.len());
        return Ok((Token::Word(&text[..len]), len));
    }
    if first.is_ascii_digit() || first == '-' {
        return number_at(text);
    }
    if first == '"' || first == '\'' {
        let inner = text[1..].split_once(first).map(|(inner, _)| inner);
        return match inner {
            Some(inner) => Ok((Token::Text(inner), inner.len() + 2)),
            None => Err((text.len(), "the text does not end".to_owned(), "expected another quotation mark".to_owned())),
        };
    }
    Err((
        first.len_utf8(),
        format!("`{first}` has no meaning here"),
        "expected a name, a number, a comparison or a parenthesis".to_owned(),
    ))
}

fn number_at(text: &str) -> Result<(Token<'_>, usize), NoToken> {
    let sign = usize::from(text.starts_with('-'));
    let digits = text[sign..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - sign) + sign;
    let unit = text[digits..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '%')).unwrap_or(text.len() - digits);
    let len = digits + unit;
    let whole = &text[..len.max(1)];
    let fault = |what: &str, help: String| (whole.len(), format!("`{whole}` is {what}"), help);
    let wrong = || fault("no number", "expected a whole number, `80%` or `7d`".to_owned());
    let is_number = digits > sign && matches!(&text[digits..len], "" | "%" | "d");
    if !is_number {
        return Err(wrong());
    }
    let bounds = || format!("expected a whole number, {} to {}", i32::MIN, i32::MAX);
    let number: i32 = text[..digits].parse().map_err(|_| fault("too large a number", bounds()))?;
    let token = match &text[digits..len] {
        "" => Token::Number(number),
        "%" => Token::Percent(number),
        _ => Token::Days(number),
    };
    Ok((token, len))
}
