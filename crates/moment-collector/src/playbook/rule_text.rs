//! The rule language: `report_created >= 3 and invited >= 1 within 7d` becomes steps that the core evaluates.
//!
//! ```text
//! rule        = conjunction { "or" conjunction }
//! conjunction = negation { "and" negation }
//! negation    = "not" negation | "(" rule ")" | comparison | likeness
//! comparison  = reading [ ("<" | "<=" | "=" | "!=" | ">=" | ">") number ] [ "within" days | "half_life" days ]
//! likeness    = ("plan" | "locale" | "route") ("=" | "!=") text
//! reading     = feature | moment | "depth." feature | "hours_since." feature | "hours_to." moment | "reaction." moment
//!               | "limit." limit | "friction." kind | "band" | "sessions" | …
//!               [ "within" days | "half_life" days ]
//! number      = digits [ "%" ] | "cold" | "warming" | "ready" | "urgent"         (a band's name after "band")
//! days        = digits "d"
//! text        = a quotation mark, any other characters, and the same mark again: " or '
//! ```
//!
//! A reading alone means "at least 1". Written by hand, not with a parser library: the errors are the feature, and each
//! says where it is and what was expected there.

pub mod likeness;
pub mod reading;
pub mod texts;
pub mod token;

use std::ops::Range;

use moment_core::readiness::Band;
use moment_core::reading::Reading;
use moment_core::rule::{Comparison, Op, RULE_OPS_MAX, RULE_STACK_MAX, Rule};

use crate::playbook::fault::Fault;
use crate::playbook::names::Names;
use crate::playbook::rule_text::reading::is_truth;
use crate::playbook::rule_text::texts::Texts;
use crate::playbook::rule_text::token::{Token, Tokens};

/// Where a rule stands and what it may read.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The names it may use.
    pub names: &'a Names,
    /// The texts of all rules.
    pub texts: &'a Texts,
    /// What asks.
    pub asker: Asker,
}

/// What asks for a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// A moment: it may not ask for readiness, which is made from moments.
    Moment,
    /// A weight of the scorecard: besides, it may not ask for the page, for a score belongs to a trial.
    Weight,
    /// A prompt may ask for everything.
    Prompt,
}

/// Compiles the rule `text`, which begins at byte `offset` of the playbook. Errors: the first fault.
pub fn parse_rule(text: &str, offset: usize, scope: Scope) -> Result<Rule, Fault> {
    let mut parser = Parser { tokens: Tokens::read(text, offset)?, scope, ops: Vec::new(), depth: 0 };
    let whole = offset..offset + text.len();
    parser.rule()?;
    parser.tokens.end("expected `and`, `or` or the end of the rule")?;
    if parser.ops.len() > RULE_OPS_MAX {
        let help = format!("at most {RULE_OPS_MAX} steps fit; each reading, number and word is one");
        return Err(Fault::new(whole, format!("the rule has {} steps", parser.ops.len())).expected(help));
    }
    if stack_of(&parser.ops) > RULE_STACK_MAX {
        return Err(Fault::new(whole, "the rule is nested too deeply").expected("use fewer parentheses"));
    }
    Ok(Rule { ops: parser.ops })
}

/// Compiles the reading `text`, which begins at byte `offset` of the playbook. Errors: the first fault.
pub fn parse_reading(text: &str, offset: usize, scope: Scope) -> Result<Reading, Fault> {
    let mut parser = Parser { tokens: Tokens::read(text, offset)?, scope, ops: Vec::new(), depth: 0 };
    let reading = match likeness::read(&mut parser.tokens, scope)? {
        Some(likeness) => likeness.as_reading()?,
        None => parser.reading()?.0,
    };
    parser.tokens.end("expected the end of the reading")?;
    Ok(reading)
}

/// Parentheses and `not` may nest this deep; the core's stack is checked besides.
const DEPTH_MAX: usize = 32;

struct Parser<'a> {
    tokens: Tokens<'a>,
    scope: Scope<'a>,
    ops: Vec<Op>,
    depth: usize,
}

impl Parser<'_> {
    fn rule(&mut self) -> Result<(), Fault> {
        self.conjunction()?;
        while self.tokens.take_word("or") {
            self.conjunction()?;
            self.ops.push(Op::Or);
        }
        Ok(())
    }

    fn conjunction(&mut self) -> Result<(), Fault> {
        self.negation()?;
        while self.tokens.take_word("and") {
            self.negation()?;
            self.ops.push(Op::And);
        }
        Ok(())
    }

    fn negation(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(
                Fault::new(self.tokens.place(), "the rule is nested too deeply").expected("use fewer parentheses")
            );
        }
        if self.tokens.take_word("not") {
            self.negation()?;
            self.ops.push(Op::Not);
        } else if self.tokens.take(Token::Open) {
            self.rule()?;
            if !self.tokens.take(Token::Close) {
                return Err(self.tokens.unexpected("expected `)`, `and` or `or`"));
            }
        } else {
            self.comparison()?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn comparison(&mut self) -> Result<(), Fault> {
        if let Some(likeness) = likeness::read(&mut self.tokens, self.scope)? {
            self.ops.extend(likeness.steps());
            return Ok(());
        }
        let (mut reading, span) = self.reading()?;
        let compared = match self.tokens.peek() {
            Some(Token::Compare(comparison)) => {
                self.tokens.skip();
                Some((comparison, self.number(reading)?))
            }
            _ => None,
        };
        reading = self.over(reading, &span)?;
        let (comparison, number) = match compared {
            Some(compared) => compared,
            None if is_truth(reading) => (Comparison::AtLeast, 1),
            None => return Err(self.tokens.unexpected("expected a comparison, such as `>= 3`, after this reading")),
        };
        self.ops.extend([Op::Read(reading), Op::Number(number), Op::Compare(comparison)]);
        Ok(())
    }

    /// A reading and where it stands.
    fn reading(&mut self) -> Result<(Reading, Range<usize>), Fault> {
        let span = self.tokens.place();
        let Some(Token::Word(word)) = self.tokens.peek() else {
            return Err(self.tokens.unexpected("expected the name of a feature, moment or reading"));
        };
        let reading = reading::named(word, span.clone(), self.scope)?;
        self.tokens.skip();
        let reading = self.over(reading, &span)?;
        if word == "activity" {
            reading::check_activity(reading, span.clone())?;
        }
        Ok((reading, span))
    }

    /// `reading` over the time that stands next.
    fn over(&mut self, reading: Reading, span: &Range<usize>) -> Result<Reading, Fault> {
        if let Some(days) = self.days_after("half_life")? {
            reading::with_half_life(reading, days, span.clone())
        } else if let Some(days) = self.days_after("within")? {
            reading::with_window(reading, days, span.clone())
        } else {
            Ok(reading)
        }
    }

    /// The days after `word`, if it stands here.
    fn days_after(&mut self, word: &str) -> Result<Option<u8>, Fault> {
        if !self.tokens.take_word(word) {
            return Ok(None);
        }
        match self.tokens.peek() {
            Some(Token::Days(days @ 1..=64)) => {
                self.tokens.skip();
                Ok(u8::try_from(days).ok())
            }
            _ => Err(self.tokens.unexpected(&format!("expected days after `{word}`, 1d to 64d"))),
        }
    }

    fn number(&mut self, reading: Reading) -> Result<i32, Fault> {
        let number = match self.tokens.peek() {
            Some(Token::Number(number)) => Some(number),
            Some(Token::Percent(number)) if reading::is_percent(reading) => Some(number),
            Some(Token::Word(word)) if reading == Reading::Band => {
                Band::ALL.into_iter().find(|band| band.name() == word).map(|band| band as i32)
            }
            _ => None,
        };
        let Some(number) = number else {
            return Err(self.tokens.unexpected(match reading {
                Reading::Band => "expected a band: cold, warming, ready or urgent",
                reading if reading::is_percent(reading) => "expected a number or a percentage, such as `80%`",
                _ => "expected a whole number",
            }));
        };
        self.tokens.skip();
        Ok(number)
    }
}

/// The most values that are on the stack at once.
fn stack_of(ops: &[Op]) -> usize {
    let mut now = 0_usize;
    let after = ops.iter().map(|op| {
        match op {
            Op::Read(_) | Op::Number(_) => now += 1,
            Op::Compare(_) | Op::And | Op::Or => now = now.saturating_sub(1),
            Op::Not => {}
        }
        now
    });
    after.max().unwrap_or(0)
}
