//! The cases of the vectors of arms: holdout and control, and the variants of a prompt.

/// Salt, trial and experiment.
pub(crate) fn arms() -> [(&'static str, &'static str, &'static str); 20] {
    [
        ("", "", ""),
        ("", "t", ""),
        ("", "", "holdout"),
        ("invoices", "t_8f3a", "holdout"),
        ("invoices", "t_8f3a", "upgrade_card"),
        ("invoices", "t_8f3b", "holdout"),
        ("invoices", "t_8f3c", "holdout"),
        ("invoices", "T_8F3A", "holdout"),
        ("other", "t_8f3a", "holdout"),
        ("invoices2", "t_8f3a", "holdout"),
        ("a", "b/c", "d"),
        ("a/b", "c", "d"),
        ("s", "kündigung-42", "größe"),
        ("salt", "試用", "實驗"),
        ("salt", "0123456789012345678901234567890123456789", "seats_at_limit"),
        ("salt", "0123456789012345678901234567890123456789012345678901234567890123", "seats_at_limit"),
        ("2026", "1", "v2.export"),
        ("2026", "2", "v2.export"),
        ("2026", "3", "v2.export"),
        ("~", "a|b+c=d:e", "nav:upgrade"),
    ]
}

/// Salt, trial, prompt, and the keys and weights of its variants.
type Dealing = (&'static str, &'static str, &'static str, &'static [(&'static str, u8)]);

/// Trials on both sides of the edges between two variants, and at either end, and variants of all kinds.
pub(crate) fn variants() -> Vec<Dealing> {
    const HALVES: &[(&str, u8)] = &[("short", 50), ("long", 50)];
    const THIRDS: &[(&str, u8)] = &[("a", 1), ("b", 1), ("c", 1)];
    const ODD: &[(&str, u8)] = &[("rare", 1), ("never", 0), ("often", 255)];
    const LATE: &[(&str, u8)] = &[("none", 0), ("nothing", 0), ("all", 255), ("empty", 0)];
    const EIGHT: &[(&str, u8)] = &[("a", 1), ("b", 2), ("c", 4), ("d", 0), ("e", 16), ("f", 32), ("g", 64), ("h", 128)];
    const FULL: &[(&str, u8)] =
        &[("a", 255), ("b", 255), ("c", 255), ("d", 255), ("e", 255), ("f", 255), ("g", 255), ("h", 255)];
    let of = |salt, prompt, variants, trials: &[&'static str]| -> Vec<Dealing> {
        trials.iter().map(|trial| (salt, *trial, prompt, variants)).collect()
    };
    [
        of("invoices", "upgrade_card", HALVES, &["t_8f3a", "t_8f3b", "t_1439", "t_2877"]),
        of("other", "upgrade_card", HALVES, &["t_8f3a", "t_8f3b"]),
        of("invoices", "upgrade_card", THIRDS, &["t_2510", "t_5696", "t_2481", "t_9905", "t_1853", "t_14833"]),
        of("invoices", "upgrade_card", ODD, &["t_2510", "t_1276", "t_3014", "t_14833"]),
        of("2026", "seats_at_limit", LATE, &["t_6821", "t_2324"]),
        of("2026", "seats_at_limit", &[("only", 7)], &["t_6821", "t_2324"]),
        of("2026", "seats_at_limit", &[("only", 0)], &["t_2324"]),
        of("2026", "seats_at_limit", &[("a", 0), ("b", 0)], &["t_2324"]),
        of("2026", "seats_at_limit", EIGHT, &["t_6821", "t_6441", "t_5748", "t_7408", "t_4617", "t_13717", "t_2324"]),
        of("2026", "seats_at_limit", FULL, &["t_6821", "t_3968", "t_4617", "t_13717", "t_10065", "t_2324"]),
        of("", "p", HALVES, &["", "kündigung-42"]),
        of("s/t", "nav:upgrade", THIRDS, &["a|b+c=d:e", "0123456789012345678901234567890123456789"]),
    ]
    .concat()
}
