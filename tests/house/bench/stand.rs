//! Where it is measured: the page's own server, our real collector, and one collector for everybody else, all on this
//! machine and each an origin of its own.

use std::path::PathBuf;

use axum::Router;
use axum::extract::Request;
use axum::response::Html;
use moment_collector::app::app;
use moment_collector::demo::access::Access;
use moment_collector::playbook::Playbook;
use moment_wire::report::TrialV1;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::contestant::{CONTESTANTS, Contestant};
use super::sink::sink;
use super::traffic::Traffic;
use crate::world;
use crate::world::serve;

const PAGE: &str = include_str!("page.html");
const PLAYBOOK: &str = include_str!("playbook.toml");

/// Where a page goes that is left: the same origin, so that the browser keeps its process.
const BLANK: &str = "<!doctype html><title>Blank</title><link rel=icon href=data:,>";

/// It stands until the runtime ends.
pub(super) struct Stand {
    page: String,
    collector: String,
    token: String,
    pub(super) traffic: Traffic,
    _data: TempDir,
}

impl Stand {
    pub(super) async fn open(peers: PathBuf) -> Self {
        let data = tempfile::tempdir().expect("a folder for the data");
        let (page_door, page) = door().await;
        let (collector_door, collector) = door().await;
        let (sink_door, theirs) = door().await;

        let access = Access::read_or_make(data.path()).expect("keys and a token");
        let key = access.key(std::slice::from_ref(&page));
        let playbook = Playbook::read(PLAYBOOK).expect("the playbook is right");
        let parts = world::collector(playbook, data.path(), &access, &key);

        let traffic = Traffic::default();
        serve(collector_door, traffic.at(app(parts)));
        serve(sink_door, traffic.at(sink(peers)));
        let head = {
            let (ours, started) = (collector.clone(), today(&collector).await);
            move |who: &Contestant, trial: &str| who.tag(&ours, &theirs, &key.public, trial, &started)
        };
        serve(page_door, pages(head));
        Self { page, collector, token: access.token, traffic, _data: data }
    }

    pub(super) fn blank(&self) -> String {
        format!("{}/blank", self.page)
    }

    pub(super) fn page(&self, contestant: &Contestant, trial: &str) -> String {
        format!("{}/{}/{trial}", self.page, contestant.name)
    }

    /// What our collector has for good of a trial, if it knows it.
    pub(super) async fn trial(&self, id: &str) -> Result<TrialV1, String> {
        let (address, bearer) = (format!("{}/v1/trials/{id}", self.collector), format!("Bearer {}", self.token));
        let answer = tokio::task::spawn_blocking(move || {
            ureq::get(address).header("authorization", bearer).call()?.body_mut().read_json()
        });
        answer.await.expect("the question is asked").map_err(|error| error.to_string())
    }
}

/// `/CONTESTANT/TRIAL` is the page with that contestant in it.
fn pages(head: impl Fn(&Contestant, &str) -> String + Clone + Send + Sync + 'static) -> Router {
    Router::new().fallback(move |request: Request| {
        let path = request.uri().path().trim_start_matches('/');
        let (name, trial) = path.split_once('/').unwrap_or_default();
        let contestant = CONTESTANTS.iter().find(|contestant| contestant.name == name);
        let page = contestant.map_or(BLANK.to_owned(), |contestant| PAGE.replace("{{head}}", &head(contestant, trial)));
        async move { Html(page) }
    })
}

async fn door() -> (TcpListener, String) {
    let door = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = format!("http://{}", door.local_addr().expect("an address"));
    (door, address)
}

/// Now, by the collector's clock and in its words, which a browser reads too.
async fn today(collector: &str) -> String {
    let address = format!("{collector}/healthz");
    let answer = tokio::task::spawn_blocking(move || ureq::get(address).call());
    let answer = answer.await.expect("the question is asked").expect("the collector is well");
    let date = answer.headers().get("date").expect("a date");
    date.to_str().expect("a date is text").to_owned()
}
