//! Events as sentences for Slack's incoming webhooks: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>.

use serde_json::{Value, json};

use moment_wire::webhook::{COMMENT, IN_TROUBLE, REACHED, READY, TEST, UPGRADED};

/// The longest text of a customer's that is quoted, in characters: Slack cuts blocks of more than 3,000.
const QUOTE_MAX: usize = 1_500;

/// The body of the message for an event of this type and data.
pub(super) fn message(kind: &str, data: &Value) -> Value {
    let text = |name: &str| escape(data[name].as_str().unwrap_or_default());
    let trial = format!("*{}*", text("trial"));
    let sentence = match kind {
        READY => {
            let because = match data["top_reason"].as_str() {
                Some(reason) => format!(", most of all by “{}”", escape(reason)),
                None => String::new(),
            };
            format!("Trial {trial} is {} to upgrade: {} of 100 points{because}.", text("band"), data["score"])
        }
        REACHED => format!("Trial {trial} reached “{}”.", text("label")),
        IN_TROUBLE => format!("Trial {trial} has trouble: {}.", list(&data["kinds"])),
        COMMENT => format!("Trial {trial} wrote:\n{}", quote(data["words"].as_str().unwrap_or_default())),
        UPGRADED => match data["value"].as_f64() {
            Some(value) => format!("Trial {trial} upgraded, worth {value}."),
            None => format!("Trial {trial} upgraded."),
        },
        TEST => "Second Moment can reach this channel.".to_owned(),
        _ => format!("{}: {trial}", escape(kind)),
    };
    json!({ "text": sentence })
}

fn list(kinds: &Value) -> String {
    let names = kinds.as_array().into_iter().flatten().filter_map(Value::as_str);
    names.map(|name| escape(&name.replace('_', " "))).collect::<Vec<_>>().join(", ")
}

/// Each line of a quotation begins with a mark, so nothing that a customer wrote looks like ours.
fn quote(words: &str) -> String {
    let cut: String = words.chars().take(QUOTE_MAX).collect();
    let more = if cut.len() < words.len() { " …" } else { "" };
    let lines: Vec<String> = cut.lines().map(|line| format!("> {}", escape(line))).collect();
    lines.join("\n") + more
}

/// Slack's three special characters; with them go links, mentions and channel calls.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_is_a_sentence() {
        let cases = [
            (
                READY,
                json!({"trial": "t_1", "band": "urgent", "score": 81, "top_reason": "Makes <things>"}),
                "Trial *t_1* is urgent to upgrade: 81 of 100 points, most of all by “Makes &lt;things&gt;”.",
            ),
            (REACHED, json!({"trial": "t_1", "label": "Got the value"}), "Trial *t_1* reached “Got the value”."),
            (
                IN_TROUBLE,
                json!({"trial": "t_1", "kinds": ["error", "rage_click"]}),
                "Trial *t_1* has trouble: error, rage click.",
            ),
            (UPGRADED, json!({"trial": "t_1", "value": 19.5}), "Trial *t_1* upgraded, worth 19.5."),
            (UPGRADED, json!({"trial": "t_1", "value": null}), "Trial *t_1* upgraded."),
        ];
        for (kind, data, expected) in cases {
            assert_eq!(message(kind, &data)["text"], expected);
        }
    }

    #[test]
    fn what_a_customer_wrote_is_quoted_and_calls_nobody() {
        let words = "Hi <!channel>\n<https://evil.example|click> & more";
        let text = message(COMMENT, &json!({"trial": "t_1", "words": words}));
        let expected = "Trial *t_1* wrote:\n> Hi &lt;!channel&gt;\n> &lt;https://evil.example|click&gt; &amp; more";
        assert_eq!(text["text"], expected);
        let long = message(COMMENT, &json!({"trial": "t_1", "words": "é".repeat(2_000)}));
        assert_eq!(long["text"].as_str().unwrap().chars().filter(|char| *char == 'é').count(), QUOTE_MAX);
    }
}
