//! CSS selectors, checked without a browser: what certainly is none is told, and all else is let pass.
//!
//! Only what stands outside of brackets, quotations and escapes is looked at: <https://www.w3.org/TR/selectors-4/#grammar>.

/// What is wrong with `selector`, if something certainly is.
pub(super) fn fault(selector: &str) -> Option<String> {
    if selector.trim().is_empty() {
        return Some("the selector is empty".to_owned());
    }
    // A comment may hold anything.
    if selector.contains("/*") {
        return None;
    }
    let plain = match outside(selector) {
        Ok(plain) => plain,
        Err(message) => return Some(message),
    };
    plain.split(',').find_map(|one| complex_fault(one.trim()))
}

/// The text without what brackets and quotations hold; an escaped character becomes a letter. Errors: a bracket or a
/// quotation is not closed.
fn outside(selector: &str) -> Result<String, String> {
    let (mut plain, mut open, mut quote) = (String::new(), Vec::new(), None);
    let mut letters = selector.chars().peekable();
    while let Some(letter) = letters.next() {
        let was_inside = quote.is_some() || !open.is_empty();
        let mut kept = Some(letter);
        match (quote, letter) {
            // What a backslash escapes has no meaning of its own.
            (_, '\\') => kept = skip_escaped(&mut letters).then_some('x'),
            (Some(mark), _) if mark == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() != Some(letter) => return Err(format!("`{letter}` closes nothing")),
            _ => {}
        }
        let is_inside = quote.is_some() || !open.is_empty();
        // Of brackets the outermost are kept.
        plain.extend(kept.filter(|_| !was_inside || !is_inside));
    }
    match (quote, open.pop()) {
        (Some(mark), _) => Err(format!("{mark} is not closed")),
        (None, Some(close)) => Err(format!("`{close}` is missing")),
        (None, None) => Ok(plain),
    }
}

/// Goes past what stands behind a backslash: up to six hexadecimal digits and a blank, or one character.
fn skip_escaped(letters: &mut std::iter::Peekable<std::str::Chars>) -> bool {
    let mut digits = 0;
    while digits < 6 && letters.next_if(char::is_ascii_hexdigit).is_some() {
        digits += 1;
    }
    if digits == 0 {
        return letters.next().is_some();
    }
    let _ = letters.next_if(|letter| letter.is_whitespace());
    true
}

/// What is wrong with a selector without commas.
fn complex_fault(one: &str) -> Option<String> {
    if one.is_empty() {
        return Some("nothing stands on one side of a comma".to_owned());
    }
    if let Some(strange) = one.chars().find(|letter| "!@$%^=;/<?{}`\"'".contains(*letter)) {
        return Some(format!("`{strange}` has no meaning in a selector"));
    }
    let mut before = '>';
    for (at, letter) in one.char_indices() {
        let after = one[at + letter.len_utf8()..].chars().next();
        match letter {
            _ if letter.is_whitespace() => continue,
            '>' | '+' | '~' if "+>~".contains(before) => {
                return Some(format!("nothing stands before `{letter}`"));
            }
            '.' | '#' if !after.is_some_and(starts_name) => return Some(format!("no name stands after `{letter}`")),
            ':' if !after.is_some_and(|after| starts_name(after) || (after == ':' && before != ':')) => {
                return Some("no name stands after `:`".to_owned());
            }
            '0'..='9' if starts_compound(one, at) => return Some(format!("no name begins with `{letter}`")),
            _ => {}
        }
        before = letter;
    }
    "+>~".contains(before).then(|| format!("nothing stands after `{before}`"))
}

/// Whether a name may begin so; `-` may stand before one.
fn starts_name(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(letter, '_' | '-') || !letter.is_ascii()
}

/// Whether a new part begins at byte `at`.
fn starts_compound(one: &str, at: usize) -> bool {
    one[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || "+>~".contains(before))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_a_browser_takes_is_never_refused() {
        for right in [
            ".a",
            "a[href=\"(\"]",
            "li:not(.b, [data-x='}'])",
            "#a\\(b",
            "a > b ~ c",
            "[title=\"it's\"]",
            "a>b+c~d",
            "*",
            "* > a",
            "a::before",
            "a:hover::after",
            "::before",
            ":is(h1, h2) .x",
            ":has(> img)",
            "li:nth-child(2n + 1)",
            ".\\31 0",
            "#-x",
            ".--x",
            "._x",
            ".größe",
            "日本",
            "h1",
            "a /* ! , > */ b",
            "svg|a",
            "*|*",
            "|a",
            "my-element.a1.b2",
            "a , b",
            "\na\n,\nb",
            "[data-a=1], [b]",
            "& > a",
            "a[b=\"c\" i]",
            ".w-1\\/2",
            ".sm\\:p-2",
            "input:not([type='submit']):focus",
        ] {
            assert_eq!(fault(right), None, "{right}");
        }
    }

    #[test]
    fn what_no_browser_takes_is_told() {
        for wrong in [
            "",
            "  ",
            "a[href",
            "li:not(.b",
            "a)",
            "[a)",
            "a[b=\"c]",
            ".a {",
            "(]",
            "..x",
            "div >",
            "> a",
            "a > > b",
            "a >> b",
            "::",
            "a:",
            "a:::b",
            "1a",
            "a 1b",
            "#1x",
            ".1",
            "#",
            ".",
            "a,,b",
            ",a",
            "a,",
            "!!",
            "a!b",
            "a=b",
            "a;",
            "50%",
            "/a",
            "\"a\"",
        ] {
            assert!(fault(wrong).is_some(), "{wrong}");
        }
    }
}
