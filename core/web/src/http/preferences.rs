//! What a reader prefers, kept in cookies that name nobody: language and size of letters.

use super::ctx::Ctx;
use super::posted::Posted;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

/// A year, in seconds.
const KEPT_SECONDS: u32 = 31_536_000;

/// The longest path that is gone back to, in bytes: it becomes a line of an answer's head.
const PATH_BYTES_MAX: usize = 4_000;

/// Sets the size of letters and goes back.
pub async fn set(ctx: Ctx, posted: Posted) -> Response {
    let size = if posted.text("size") == "large" { "large" } else { "normal" };
    let back = own_path(posted.text("back")).unwrap_or_else(|| ctx.url("/"));
    let cookie = preference("bitgoeul-size", size, ctx.is_secure());
    ([(header::SET_COOKIE, cookie)], Redirect::to(&back)).into_response()
}

/// The text of a cookie that keeps a preference.
pub fn preference(name: &str, value: &str, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={KEPT_SECONDS}; SameSite=Lax; HttpOnly{secure}")
}

/// Only a path of our own site is a place to go back to.
pub fn own_path(text: &str) -> Option<String> {
    let plain = text.starts_with('/')
        && text.len() <= PATH_BYTES_MAX
        && !text.starts_with("//")
        && !text.contains(|c: char| c == '\\' || c.is_control());
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_our_own_paths_are_gone_back_to() {
        assert_eq!(own_path("/a/b?c=1").as_deref(), Some("/a/b?c=1"));
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\u{1}",
            "",
            "a",
        ] {
            assert_eq!(own_path(bad), None, "{bad}");
        }
    }
}
