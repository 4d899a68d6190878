//! Likeness: `plan = "team"`, `locale != "de"`, `route = "/invoices/*"`.

use std::ops::Range;

use moment_core::reading::Reading;
use moment_core::rule::{Comparison, Op};

use crate::playbook::compile::patterns::route_fault;
use crate::playbook::fault::Fault;
use crate::playbook::rule_text::texts::TEXTS_MAX;
use crate::playbook::rule_text::token::{Token, Tokens};
use crate::playbook::rule_text::{Asker, Scope};
use crate::playbook::tag::{self, is_tag};

/// The longest text that a rule compares with.
const TEXT_BYTES_MAX: usize = 200;

/// A comparison with a text.
#[derive(Debug)]
pub struct Likeness {
    reading: Reading,
    comparison: Comparison,
    /// Where the comparison stands.
    span: Range<usize>,
}

impl Likeness {
    /// The steps of a rule.
    #[must_use]
    pub fn steps(&self) -> [Op; 3] {
        [Op::Read(self.reading), Op::Number(1), Op::Compare(self.comparison)]
    }

    /// The number 1 where it is like that and 0 elsewhere. Errors: it asks for the contrary, which is no reading.
    pub fn as_reading(&self) -> Result<Reading, Fault> {
        if self.comparison == Comparison::Equal {
            return Ok(self.reading);
        }
        Err(Fault::new(self.span.clone(), "a reading is 1 where it is like that").expected("expected `=`"))
    }
}

/// The likeness that stands next, if one does. Errors: its first fault.
pub fn read(tokens: &mut Tokens, scope: Scope) -> Result<Option<Likeness>, Fault> {
    let Some(Token::Word(word @ ("plan" | "locale" | "route"))) = tokens.peek() else { return Ok(None) };
    if word == "route" && scope.asker == Asker::Weight {
        let help = "a score belongs to the trial, not to a page; prompts and moments may ask for the route";
        return Err(Fault::new(tokens.place(), "`route` cannot be read here").expected(help));
    }
    tokens.skip();
    let span = tokens.place();
    let Some(Token::Compare(comparison @ (Comparison::Equal | Comparison::NotEqual))) = tokens.peek() else {
        return Err(tokens.unexpected(&format!("expected `=` or `!=` after `{word}`")));
    };
    tokens.skip();
    let place = tokens.place();
    let Some(Token::Text(text)) = tokens.peek() else {
        return Err(tokens.unexpected("expected a text in quotation marks, such as 'team'"));
    };
    check(word, text, place.clone())?;
    tokens.skip();
    let Some(text) = scope.texts.place(text) else {
        return Err(Fault::new(place, "too many texts").expected(format!("at most {TEXTS_MAX} different ones fit")));
    };
    let reading = match word {
        "plan" => Reading::Plan { text },
        "locale" => Reading::Locale { text },
        _ => Reading::Route { text },
    };
    Ok(Some(Likeness { reading, comparison, span }))
}

fn check(word: &str, text: &str, place: Range<usize>) -> Result<(), Fault> {
    let help = match word {
        "plan" => text.trim().is_empty().then(|| "expected the name of a plan, such as 'team'".to_owned()),
        "locale" => (!is_tag(text)).then(|| tag::help(text).replace('"', "'")),
        _ => match route_fault(text) {
            Some((message, help)) => return Err(Fault::new(place, message).expected(help.replace('"', "'"))),
            None => None,
        },
    };
    let is_long = text.len() > TEXT_BYTES_MAX;
    let help = help.or_else(|| is_long.then(|| format!("expected at most {TEXT_BYTES_MAX} bytes")));
    match help {
        Some(help) => Err(Fault::new(place, format!("no {word} is called `{text}`")).expected(help)),
        None => Ok(()),
    }
}
