//! The built files: encodings, caching, and who may load them.

use std::path::Path;

use moment_collector::assets::Assets;
use tempfile::TempDir;

use crate::scene::{Scene, Setting};

/// A folder of built files, with one file beside it that is nobody's business.
fn built() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("dist/sm.js", "the loader"),
        ("dist/sm.js.br", "the loader in brotli"),
        ("dist/sm.js.gz", "the loader in gzip"),
        ("dist/sm/0123abcd/core.wasm", "the core"),
        ("dist/sm/0123abcd/core.wasm.gz", "the core in gzip"),
        ("dist/console/index.html", "the console"),
        ("dist/console/console-0123.js", "its script"),
        ("dist/console/console-0123.css", "its style"),
        ("dist/manifest.json", "{}"),
        ("secret.txt", "secret"),
    ];
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

fn scene(folder: &Path) -> Scene {
    Scene::with(Setting { assets: Assets::from_folder(&folder.join("dist")).unwrap(), ..Setting::default() })
}

#[tokio::test]
async fn a_file_comes_in_the_smallest_form_that_the_browser_takes() {
    let folder = built();
    let scene = scene(folder.path());
    let cases = [
        ("/sm.js", "gzip, deflate, br, zstd", "br", "the loader in brotli"),
        ("/sm.js", "gzip, deflate", "gzip", "the loader in gzip"),
        ("/sm.js", "br;q=0.9, gzip;q=1.0", "br", "the loader in brotli"),
        ("/sm.js", "br;q=0, gzip", "gzip", "the loader in gzip"),
        ("/sm.js", "br; q=0.000, gzip;q=0.0", "", "the loader"),
        ("/sm.js", "BR", "br", "the loader in brotli"),
        ("/sm.js", "brotli, xgzip", "", "the loader"),
        ("/sm.js", "identity", "", "the loader"),
        ("/sm.js", "", "", "the loader"),
        ("/sm/0123abcd/core.wasm", "br, gzip", "gzip", "the core in gzip"),
        ("/sm/0123abcd/core.wasm", "br", "", "the core"),
    ];
    for (path, accepted, encoding, body) in cases {
        let answer = scene.ask(&format!("GET {path}"), &[("accept-encoding", accepted)], "").await;
        let why = format!("{path} for {accepted}");
        assert_eq!(
            (answer.status, answer.header("content-encoding"), &answer.body[..]),
            (200, encoding, body.as_bytes()),
            "{why}"
        );
        assert!(answer.header("vary").contains("Accept-Encoding"), "{why}");
    }
}

#[tokio::test]
async fn only_a_name_with_a_hash_is_cached_for_ever() {
    let folder = built();
    let scene = scene(folder.path());
    let for_ever = "public, max-age=31536000, immutable";
    let cases = [
        ("/sm.js", "public, max-age=300", "text/javascript; charset=utf-8"),
        ("/sm/0123abcd/core.wasm", for_ever, "application/wasm"),
        ("/console/console-0123.js", for_ever, "text/javascript; charset=utf-8"),
        ("/console/console-0123.css", for_ever, "text/css; charset=utf-8"),
        ("/console/", "no-cache", "text/html; charset=utf-8"),
        ("/console/index.html", "no-cache", "text/html; charset=utf-8"),
        ("/console/trials/t_1", "no-cache", "text/html; charset=utf-8"),
        ("/console/trials/t_1.2:a", "no-cache", "text/html; charset=utf-8"),
    ];
    for (path, caching, kind) in cases {
        let answer = scene.ask(&format!("GET {path}"), &[], "").await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, caching), "{path}");
        assert_eq!(
            (answer.header("content-type"), answer.header("x-content-type-options")),
            (kind, "nosniff"),
            "{path}"
        );
        let known = [("if-none-match", answer.header("etag"))];
        let again = scene.ask(&format!("GET {path}"), &known, "").await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
}

#[tokio::test]
async fn pages_of_every_origin_may_load_the_widget() {
    let folder = built();
    let scene = scene(folder.path());
    for path in ["/sm.js", "/sm/0123abcd/core.wasm"] {
        let answer = scene.ask(&format!("GET {path}"), &[("origin", "https://shop.example")], "").await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "{path}");
    }
}

#[tokio::test]
async fn the_console_loads_nothing_of_others_and_cannot_be_framed() {
    let folder = built();
    let scene = scene(folder.path());
    for path in ["/console/", "/console/trials/t_1", "/console/console-0123.js"] {
        let answer = scene.ask(&format!("GET {path}"), &[], "").await;
        let policy = answer.header("content-security-policy");
        for part in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
    let answer = scene.ask("GET /console", &[], "").await;
    assert_eq!((answer.status, answer.header("location")), (308, "/console/"));
}

#[tokio::test]
async fn no_path_leads_out_of_the_built_files() {
    let folder = built();
    let scene = scene(folder.path());
    let paths = [
        "/sm/../../secret.txt",
        "/sm/..%2f..%2fsecret.txt",
        "/sm/%2e%2e/%2e%2e/secret.txt",
        "/sm/....//secret.txt",
        "/sm//etc/passwd",
        "/sm/../sm.js",
        "/sm/0123abcd/core.wasm.gz",
        "/sm/0123abcd/",
        "/console/../console/console-0124.js",
        "/console/console-0124.js",
        "/manifest.json",
    ];
    for path in paths {
        scene.ask(&format!("GET {path}"), &[], "").await.check_problem(404, "not-found", path);
    }
    for path in ["/console/../../secret.txt", "/console/..%2f..%2fsecret.txt", "/console/..%5c..%5csecret.txt"] {
        let answer = scene.ask(&format!("GET {path}"), &[], "").await;
        assert_eq!(&answer.body[..], b"the console", "{path}");
    }
}

#[tokio::test]
async fn a_collector_without_built_files_says_what_to_do() {
    let answer = Scene::open().ask("GET /console/", &[], "").await;
    answer.check_problem(404, "not-found", "nothing built");
    assert!(String::from_utf8_lossy(&answer.body).contains("cargo xtask build"));
}
