//! The first page of a city under load: requests at a fixed rate, in three languages, signed in and not, while acts are
//! written alongside. `bench/home/run.py` starts the server and this.
//!
//! Open loop: request n is due at n / rate, whether or not earlier ones were answered, and its latency counts from that
//! moment, so a server that stalls is not forgiven the requests that waited.
//!
//! `home ADDRESS CITY LOGIN PASSWORD RATE ACTS SECONDS` prints one JSON object.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Seconds at the beginning that are not counted: connections are opened, caches are cold.
const WARM_UP: f64 = 3.0;
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
const LANGUAGES: [&str; 3] = ["ko", "en", "zh"];

/// Where to ask, and whom as.
#[derive(Clone)]
struct Target {
    address: String,
    city: String,
    cookie: String,
    free: Arc<Mutex<Vec<TcpStream>>>,
}

/// An answer over HTTP/1.1.
struct Reply {
    status: u16,
    cookie: Option<String>,
    body: Vec<u8>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, city, login, password, rate, acts, seconds] = arguments.as_slice() else {
        return Err("usage: home ADDRESS CITY LOGIN PASSWORD RATE ACTS SECONDS".into());
    };
    let mut target =
        Target { address: address.clone(), city: city.clone(), cookie: String::new(), free: Arc::default() };
    let first = Instant::now();
    let page = target.home("ko", false).await?;
    let first_ms = first.elapsed().as_secs_f64() * 1e3;
    if page.status != 200 {
        return Err(format!("the first page answers {}", page.status).into());
    }
    target.cookie = target.sign_in(login, password).await?;
    let measures = Instant::now();
    let list = target.send("GET", &format!("/{city}/measures"), &[], b"").await?;
    let measures_ms = measures.elapsed().as_secs_f64() * 1e3;
    let (rate, acts, seconds): (f64, f64, f64) = (rate.parse()?, acts.parse()?, seconds.parse()?);
    let pages = target.clone();
    let read = due(rate, seconds, move |n| {
        let (target, signed_in) = (pages.clone(), n % 2 == 1);
        let language = LANGUAGES[(n as usize / 2) % LANGUAGES.len()];
        async move {
            let reply = target.home(language, signed_in).await?;
            let lang = format!("<html lang=\"{language}");
            let right = reply.status == 200 && String::from_utf8_lossy(&reply.body).contains(&lang);
            match right {
                true => Ok(if signed_in { "signed in" } else { "not signed in" }),
                false => Err(format!("status {}", reply.status).into()),
            }
        }
    });
    let writer = target.clone();
    let written = due(acts, seconds, move |n| {
        let target = writer.clone();
        async move { target.act(n).await.map(|()| "acts") }
    });
    let (read, written) = tokio::join!(read, written);
    println!(
        "{}",
        json!({"first_ms": first_ms, "measures_first_ms": measures_ms, "measures_status": list.status,
            "page_bytes": page.body.len(), "pages": read, "acts": written})
    );
    Ok(())
}

/// Starts `rate` tasks a second for so many seconds; latencies by kind, from the moment each was due.
async fn due<F, A>(rate: f64, seconds: f64, of: F) -> Json
where
    F: Fn(u64) -> A,
    A: Future<Output = Fallible<&'static str>> + Send + 'static,
{
    if rate <= 0.0 {
        return Json::Null;
    }
    let found: Arc<Mutex<BTreeMap<&'static str, Vec<f64>>>> = Arc::default();
    let failed: Arc<Mutex<BTreeMap<String, u64>>> = Arc::default();
    let (start, mut running) = (Instant::now(), JoinSet::new());
    let count = ((seconds + WARM_UP) * rate) as u64;
    for n in 0..count {
        let at = start + Duration::from_secs_f64(n as f64 / rate);
        tokio::time::sleep_until(at.into()).await;
        let (found, failed, task) = (Arc::clone(&found), Arc::clone(&failed), of(n));
        let counts = n as f64 / rate >= WARM_UP;
        running.spawn(async move {
            let result = tokio::time::timeout(PATIENCE, task).await.unwrap_or_else(|_| Err("timeout".into()));
            let took = at.elapsed().as_secs_f64() * 1e3;
            match result {
                Ok(kind) if counts => {
                    found.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default().push(took);
                }
                Ok(_) => {}
                Err(error) => {
                    let why = error.to_string();
                    *failed.lock().unwrap_or_else(PoisonError::into_inner).entry(why).or_default() += 1;
                }
            }
        });
        while running.try_join_next().is_some() {}
    }
    while running.join_next().await.is_some() {}
    let found = std::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner));
    let all: Vec<f64> = found.values().flatten().copied().collect();
    let mut told: BTreeMap<&str, Json> =
        found.into_iter().map(|(kind, times)| (kind, spread(times))).collect();
    told.insert("all", spread(all));
    json!({"latency_ms": told, "failed": *failed.lock().unwrap_or_else(PoisonError::into_inner)})
}

fn spread(mut times: Vec<f64>) -> Json {
    times.sort_by(f64::total_cmp);
    let at = |per_mille: usize| {
        let index = (times.len() * per_mille).div_ceil(1_000).clamp(1, times.len().max(1)) - 1;
        times.get(index).copied().unwrap_or(f64::NAN)
    };
    json!({"count": times.len(), "p50": at(500), "p95": at(950), "p99": at(990), "maximum": at(1_000)})
}

impl Target {
    async fn home(&self, language: &str, signed_in: bool) -> Fallible<Reply> {
        let mut headers = vec![("accept-language", language)];
        if signed_in {
            headers.push(("cookie", &self.cookie));
        }
        self.send("GET", &format!("/{}/", self.city), &headers, b"").await
    }

    async fn sign_in(&self, login: &str, password: &str) -> Fallible<String> {
        let form = format!("login={}&password={}", percent(login), percent(password));
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let reply = self.send("POST", &format!("/{}/sign-in", self.city), &headers, form.as_bytes()).await?;
        reply.cookie.ok_or_else(|| format!("signing in answers {} without a cookie", reply.status).into())
    }

    /// Registers an organisation, as an officer would by the API.
    async fn act(&self, n: u64) -> Fallible<()> {
        let body = json!({"kind": "company", "name": {"ko": format!("가온 {n}호 연구소")}}).to_string();
        let key = format!("home-{}-{n}", std::process::id());
        let headers =
            [("content-type", "application/json"), ("cookie", &self.cookie), ("idempotency-key", &key)];
        let path = format!("/{}/api/v1/organisations", self.city);
        let reply = self.send("POST", &path, &headers, body.as_bytes()).await?;
        match reply.status {
            201 => Ok(()),
            other => Err(format!("an act answers {other}").into()),
        }
    }

    /// One request on a connection that is free, or a new one.
    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Fallible<Reply> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut stream = match free {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address).await?;
                stream.set_nodelay(true)?;
                stream
            }
        };
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        stream.write_all(&[head.as_bytes(), body].concat()).await?;
        let reply = answer(&mut stream).await?;
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(stream);
        Ok(reply)
    }
}

/// Reads one answer: its length is told, or it comes in chunks.
async fn answer(stream: &mut TcpStream) -> Fallible<Reply> {
    let mut bytes = Vec::with_capacity(64 << 10);
    let head_end = loop {
        if let Some(at) = find(&bytes, b"\r\n\r\n") {
            break at + 4;
        }
        more(stream, &mut bytes).await?;
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no status")?;
    let named = |wanted: &str| {
        head.lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim().to_owned())
    };
    let cookie = named("set-cookie").and_then(|value| value.split(';').next().map(str::to_owned));
    let mut body = bytes.split_off(head_end);
    if let Some(length) = named("content-length") {
        let length: usize = length.parse()?;
        while body.len() < length {
            more(stream, &mut body).await?;
        }
    } else if named("transfer-encoding").is_some() {
        while !body.ends_with(b"0\r\n\r\n") {
            more(stream, &mut body).await?;
        }
    }
    Ok(Reply { status, cookie, body })
}

async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Fallible<()> {
    let mut buffer = [0u8; 16 << 10];
    match stream.read(&mut buffer).await? {
        0 => Err("the connection was closed".into()),
        read => {
            bytes.extend_from_slice(&buffer[..read]);
            Ok(())
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
