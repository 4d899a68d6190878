//! A handler that does nothing: it reads the body and says 204. What the machine and the library can do at most.

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;

/// Serves until the process is ended.
pub(crate) fn serve() -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        let app = Router::new().route("/v1/beacon", post(|_: Bytes| async { StatusCode::NO_CONTENT }));
        axum::serve(listener, app).await?;
        Ok(())
    })
}
