//! The lab in a browser: a page that holds nothing but the core, to be asked by tests.

use std::fs;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::browser::Browser;
use crate::eventually::settles_at;

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>The lab</title><script type=module>
    import start, * as lab from '/lab.js';
    await start({ module_or_path: '/lab.wasm' });
    window.lab = lab;
</script>";

/// A browser in which the lab is open.
pub(crate) struct Lab {
    browser: Browser,
}

impl Lab {
    pub(crate) async fn open() -> Self {
        let door = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = format!("http://{}", door.local_addr().expect("an address"));
        let files = [
            ("/", "text/html", PAGE.into()),
            file("/lab.js", "text/javascript"),
            file("/lab.wasm", "application/wasm"),
        ];
        let router = files.into_iter().fold(Router::new(), |router, (path, kind, content)| {
            router.route(path, get(async move || ([(CONTENT_TYPE, kind)], content).into_response()))
        });
        tokio::spawn(async move { axum::serve(door, router).await });
        let browser = Browser::open().await;
        browser.go(&address).await;
        settles_at("the lab is open", Some(true), async || {
            browser.eval("return window.lab !== undefined").await.as_bool()
        })
        .await;
        Self { browser }
    }

    /// What `script` returns; it has `lab`, and `text` as the first of its arguments.
    pub(crate) async fn ask(&self, script: &str, text: &str) -> Value {
        let answer = self.browser.client.execute(script, vec![text.into()]).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }
}

/// The text of a file of vectors.
pub(crate) fn vectors(name: &str) -> String {
    let path = Path::new("tests/vectors").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn file(path: &'static str, kind: &'static str) -> (&'static str, &'static str, Vec<u8>) {
    let place = folder().join(path.trim_start_matches('/'));
    let content = fs::read(&place).unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask test` and `cargo xtask bench core` build the lab", place.display())
    });
    (path, kind, content)
}

/// Where xtask puts it: the target folder, which the folder for temporary files lies in.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("lab")
}
