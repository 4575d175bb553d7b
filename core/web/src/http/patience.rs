//! How long an answer may take: counted from the last piece of what was sent, so that a slow phone may hand in a large
//! file, while a silent one is let go.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long we wait.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the answer, after the last piece of the request came in; and for the next piece.
    pub quiet: Duration,
    /// For everything, however steadily it trickles.
    pub whole: Duration,
}

/// A page is answered at once or not at all; ten megabytes over a poor line take minutes.
pub const PATIENCE: Patience =
    Patience { quiet: Duration::from_secs(30), whole: Duration::from_secs(20 * 60) };

/// When the last piece of a request came in.
#[derive(Clone)]
struct Heard(Arc<Mutex<Instant>>);

impl Heard {
    fn now(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
    fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Patience {
    /// Until when an answer is waited for.
    fn until(&self, began: Instant, heard: Instant) -> Instant {
        (heard + self.quiet).min(began + self.whole)
    }
}

/// Lets go of a request that is silent for too long, or whose answer does not come: 503.
pub async fn wait(State(patience): State<Patience>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let heard = Heard(Arc::new(Mutex::new(began)));
    let (parts, body) = request.into_parts();
    let listened = heard.clone();
    let body = Body::new(body.map_frame(move |frame| {
        listened.now();
        frame
    }));
    let mut answer = pin!(next.run(Request::from_parts(parts, body)));
    loop {
        let until = patience.until(began, heard.last());
        if let Ok(answer) = tokio::time::timeout_at(until, &mut answer).await {
            return answer;
        }
        if patience.until(began, heard.last()) <= Instant::now() {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::routing::post;
    use tower::ServiceExt as _;

    #[test]
    fn time_is_counted_from_the_last_piece_and_ends_with_the_whole() {
        let patience = Patience { quiet: Duration::from_secs(30), whole: Duration::from_secs(600) };
        let began = Instant::now();
        let after = |seconds| began + Duration::from_secs(seconds);
        assert_eq!(patience.until(began, began), after(30));
        assert_eq!(patience.until(began, after(200)), after(230), "a steady sender is waited for");
        assert_eq!(patience.until(began, after(590)), after(600));
    }

    /// A site that answers with how many bytes came in, or never.
    fn site(patience: Patience) -> Router {
        Router::new()
            .route("/count", post(|body: axum::body::Bytes| async move { body.len().to_string() }))
            .route("/never", post(std::future::pending::<&'static str>))
            .layer(axum::middleware::from_fn_with_state(patience, wait))
    }

    fn ask(patience: Patience, path: &str, body: Body) -> (StatusCode, Vec<u8>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let request = Request::post(path).body(body).unwrap();
            let answer = site(patience).oneshot(request).await.unwrap();
            let status = answer.status();
            (status, answer.into_body().collect().await.unwrap().to_bytes().to_vec())
        })
    }

    #[test]
    fn what_comes_in_is_whole_and_what_never_comes_is_let_go() {
        assert_eq!(ask(PATIENCE, "/count", Body::from("0123456789")), (StatusCode::OK, b"10".to_vec()));
        let short = Patience { quiet: Duration::ZERO, ..PATIENCE };
        assert_eq!(ask(short, "/never", Body::empty()).0, StatusCode::SERVICE_UNAVAILABLE);
    }
}
