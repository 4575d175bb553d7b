//! The network that a request came from, so that who sends too much stops nobody but themselves.
//!
//! An address is looked at and forgotten: it goes into no table, no journal and no log. docs/decisions/0015 says why a
//! header is believed from a near peer alone.

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// What proxies add the address of their own peer to, at its end.
const FORWARDED: &str = "x-forwarded-for";
/// Entries of that header that are looked at, from its end.
const PROXIES_MAX: usize = 10;

/// The network of the sender: an IPv4 address, or the first 64 bits of an IPv6 address. None when nobody can tell, as
/// behind a proxy that does not say whom it speaks for.
pub(super) fn network(parts: &Parts) -> Option<String> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    match is_near(peer) {
        false => Some(written(peer)),
        true => forwarded(&parts.headers).map(written),
    }
}

/// Whom near proxies speak for: the last address that is not near itself. What stands before it a stranger may have
/// written.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let lines = headers.get_all(FORWARDED).iter().rev().filter_map(|line| line.to_str().ok());
    let entries = lines.flat_map(|line| line.rsplit(',')).take(PROXIES_MAX);
    for entry in entries {
        let address = entry.trim().parse::<IpAddr>().ok()?.to_canonical();
        if !is_near(address) {
            return Some(address);
        }
    }
    None
}

/// An address that is not routed on the internet: this machine, or a network behind the same door.
fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local() || is_shared(v4),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// 100.64.0.0/10, between a carrier and its customers (RFC 6598).
fn is_shared(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && (64..128).contains(&second)
}

fn written(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        // A customer is given at least this much, and may change the rest at will.
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: &[&str]) -> Option<String> {
        let mut request = axum::http::Request::builder();
        for line in forwarded {
            request = request.header(FORWARDED, *line);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let peer: IpAddr = peer.parse().unwrap();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer, 40_000)));
        network(&parts)
    }

    fn is(found: Option<String>, wanted: &str) {
        assert_eq!(found.as_deref(), Some(wanted).filter(|wanted| !wanted.is_empty()));
    }

    #[test]
    fn a_far_peer_is_the_sender_whatever_it_writes() {
        is(of("203.0.113.5", &[]), "203.0.113.5");
        is(of("203.0.113.5", &["198.51.100.7"]), "203.0.113.5");
        is(of("::ffff:203.0.113.5", &[]), "203.0.113.5");
        is(of("2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2");
        is(of("2001:db8:1:2:ffff::1", &[]), "2001:db8:1:2");
    }

    #[test]
    fn a_near_proxy_says_whom_it_speaks_for_at_the_end() {
        for near in ["127.0.0.1", "10.0.0.3", "172.17.0.1", "192.168.1.1", "100.64.0.9", "::1", "fd00::1"] {
            is(of(near, &[]), "");
            is(of(near, &["203.0.113.9, 198.51.100.7"]), "198.51.100.7");
            is(of(near, &["203.0.113.9", "198.51.100.7, 10.0.0.2"]), "198.51.100.7");
            is(of(near, &["10.0.0.8"]), "");
            is(of(near, &["203.0.113.9, unknown"]), "");
        }
    }

    #[test]
    fn nobody_is_told_where_no_connection_is_known() {
        let (parts, ()) = axum::http::Request::new(()).into_parts();
        assert_eq!(network(&parts), None);
    }
}
