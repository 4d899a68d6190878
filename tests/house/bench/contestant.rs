//! Who is measured.

/// Something that a page may have in it to be told of its use, or nothing.
pub(super) struct Contestant {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What its clicks and its own events can be told by in what it sends, once that is plain text. Ours sends no event:
    /// the collector is asked what it counted.
    pub(super) seen: [&'static str; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Nothing,
    Ours,
    /// Somebody else's, bundled by xtask from `xtask/peers/` into a file of its name.
    Peer,
}

pub(super) const CONTESTANTS: [Contestant; 6] = [
    Contestant { name: "none", kind: Kind::Nothing, seen: ["", ""] },
    Contestant { name: "second-moment", kind: Kind::Ours, seen: ["", ""] },
    peer("posthog", ["\"$event_type\":\"click\"", "\"event\":\"custom_"]),
    peer("amplitude", ["\"event_type\":\"[Amplitude] Element Clicked\"", "\"event_type\":\"custom_"]),
    peer("mixpanel", ["\"event\":\"$mp_click\"", "\"event\":\"custom_"]),
    peer("snowplow", ["button_click/jsonschema", "iglu:bench/custom_"]),
];

const fn peer(name: &'static str, seen: [&'static str; 2]) -> Contestant {
    Contestant { name, kind: Kind::Peer, seen }
}

impl Contestant {
    /// What it has the page's owner put into the page, for a trial that began at `started`.
    pub(super) fn tag(&self, ours: &str, theirs: &str, key: &str, trial: &str, started: &str) -> String {
        match self.kind {
            Kind::Nothing => "<script>window.track = () => {};</script>".to_owned(),
            Kind::Peer => format!("<script async src=\"{theirs}/{}.js\"></script>", self.name),
            Kind::Ours => format!(
                "<script>
                   window.secondMoment = function () {{ (secondMoment.q = secondMoment.q || []).push(arguments); }};
                   window.track = (name) => secondMoment('track', name);
                 </script>
                 <script async src=\"{ours}/sm.js\" data-key=\"{key}\" data-trial=\"{trial}\"
                         data-started=\"{started}\"></script>"
            ),
        }
    }
}
