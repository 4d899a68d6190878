//! Which trials to list. The address has the same names and values as the API.

use crate::address::encode;
use crate::app::BASE;
use crate::badge::BANDS;

const PAGE: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Filters {
    /// A band's name.
    pub(crate) band: Option<String>,
    /// Whether the value was found.
    pub(crate) activated: Option<bool>,
    pub(crate) hides_simulated: bool,
    /// A part of an id of a trial or an account.
    pub(crate) text: String,
}

impl Filters {
    /// What makes no sense is left out.
    pub(crate) fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            band: value("band").filter(|band| BANDS.iter().any(|(name, _)| name == band)),
            activated: value("activated").and_then(|found| found.parse().ok()),
            hides_simulated: value("simulated").as_deref() == Some("false"),
            text: value("q").unwrap_or_default().trim().to_owned(),
        }
    }

    /// The address of the list.
    pub(crate) fn address(&self) -> String {
        let query = self.query();
        if query.is_empty() { format!("{BASE}/trials") } else { format!("{BASE}/trials?{query}") }
    }

    /// The query of one page of the list.
    pub(crate) fn question(&self, cursor: Option<&str>) -> String {
        let mut question = vec![format!("limit={PAGE}"), self.query()];
        question.extend(cursor.map(|cursor| format!("cursor={}", encode(cursor))));
        question.retain(|part| !part.is_empty());
        question.join("&")
    }

    fn query(&self) -> String {
        let parts = [
            self.band.as_ref().map(|band| format!("band={band}")),
            self.activated.map(|activated| format!("activated={activated}")),
            self.hides_simulated.then(|| "simulated=false".to_owned()),
            (!self.text.is_empty()).then(|| format!("q={}", encode(&self.text))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::Filters;

    fn all() -> Filters {
        Filters { band: Some("ready".into()), activated: Some(true), hides_simulated: true, text: "a 1".into() }
    }

    #[test]
    fn an_address_says_what_is_filtered() {
        assert_eq!(all().address(), "/console/trials?band=ready&activated=true&simulated=false&q=a%201");
        assert_eq!(Filters::default().address(), "/console/trials");
        assert_eq!(Filters::default().question(Some("a=")), "limit=50&cursor=a%3D");
    }

    #[test]
    fn what_an_address_says_is_read_back() {
        let read = Filters::read(|name| {
            let value = match name {
                "band" => "ready",
                "activated" => "true",
                "simulated" => "false",
                "q" => " a 1 ",
                _ => return None,
            };
            Some(value.to_owned())
        });
        assert_eq!(read, all());
        assert_eq!(Filters::read(|_| Some("nonsense".to_owned())).band, None);
    }
}
