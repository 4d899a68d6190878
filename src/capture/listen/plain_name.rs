//! The plain form of an event's name: "Report Created" and `report-created` both mean `report_created`.

use alloc::string::String;

/// `name` trimmed and in small letters, every run of other characters than `a-z 0-9` being one `_`.
pub(super) fn plain_name(name: &str) -> String {
    let mut plain = String::new();
    for byte in name.trim_ascii().bytes() {
        if byte.is_ascii_alphanumeric() {
            plain.push(char::from(byte.to_ascii_lowercase()));
        } else if !plain.ends_with('_') {
            plain.push('_');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn every_run_of_other_characters_becomes_one_underscore() {
        for (name, plain) in [
            ("report_created", "report_created"),
            ("Report Created", "report_created"),
            ("  Report - Created\n", "report_created"),
            ("report.created:v2", "report_created_v2"),
            ("REPORT__CREATED", "report_created"),
            ("[Report] Created!", "_report_created_"),
            ("Rapport créé", "rapport_cr_"),
            ("報告", "_"),
            (" \t", ""),
            ("", ""),
        ] {
            assert_eq!(plain_name(name), plain, "{name:?}");
        }
    }
}
