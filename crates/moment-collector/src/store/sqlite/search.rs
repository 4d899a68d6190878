//! The words of comments, to be searched: an index that follows the comments by itself.

/// The index has a copy of the words, because comments have no numbers of their own; `comment_row` gives them some.
/// `secure-delete` takes the words of an erased comment out of the index at once, not with the next merge.
pub(super) const TABLES: &str = "
    CREATE TABLE comment_row (
        row INTEGER PRIMARY KEY, trial TEXT NOT NULL, id BLOB NOT NULL, UNIQUE (trial, id)
    ) STRICT;
    CREATE VIRTUAL TABLE comment_text USING fts5(words, tokenize = 'unicode61 remove_diacritics 2');
    INSERT INTO comment_text (comment_text, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER comment_is_new AFTER INSERT ON comment BEGIN
        INSERT INTO comment_row (trial, id) VALUES (new.trial, new.id);
        INSERT INTO comment_text (rowid, words)
            SELECT row, new.words FROM comment_row WHERE trial = new.trial AND id = new.id;
    END;
    CREATE TRIGGER comment_is_gone AFTER DELETE ON comment BEGIN
        DELETE FROM comment_text
            WHERE rowid = (SELECT row FROM comment_row WHERE trial = old.trial AND id = old.id);
        DELETE FROM comment_row WHERE trial = old.trial AND id = old.id;
    END;
    INSERT INTO comment_row (trial, id) SELECT trial, id FROM comment;
    INSERT INTO comment_text (rowid, words) SELECT r.row, c.words FROM comment c JOIN comment_row r USING (trial, id);
";

/// Which comments have these words, as a condition on `comment`; its one value is what [`phrase`] makes of them.
pub(super) const HAS_WORDS: &str = "(trial, id) IN (SELECT r.trial, r.id FROM comment_text
    JOIN comment_row r ON r.row = comment_text.rowid WHERE comment_text MATCH ?)";

/// What somebody typed, as a question to the index: every word, each of which may go on. None of its signs is an
/// operator. `None` if there is no word in it.
pub(super) fn phrase(typed: &str) -> Option<String> {
    let words = typed.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let quoted: Vec<String> = words.map(|word| format!("\"{word}\"*")).collect();
    (!quoted.is_empty()).then(|| quoted.join(" "))
}
