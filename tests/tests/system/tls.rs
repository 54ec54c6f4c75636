//! HTTPS by the collector itself: a certificate of the owner's, renewed while it runs.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use percorso_tests::harness::collector::run;
use percorso_tests::harness::{Batch, TestCollector, wait_for};
use rustix::process::{Pid, Signal, kill_process};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, ClientConnection, DEFAULT_VERSIONS, RootCertStore, StreamOwned};
use serde_json::json;

/// Writes a new certificate and its key, and gives what a client is to trust.
fn renew(folder: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["stats.shop.example".to_owned()]).unwrap();
    fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().clone()
}

fn options(folder: &Path) -> Vec<OsString> {
    let path = |name| folder.join(name).into_os_string();
    vec!["--tls-certificate".into(), path("cert.pem"), "--tls-key".into(), path("key.pem")]
}

/// Asks as a stranger does who trusts this certificate alone; tells the protocol agreed on as well.
fn ask(
    at: SocketAddr,
    trusted: &CertificateDer<'static>,
    protocols: &[&str],
    request: &str,
) -> io::Result<(String, Vec<u8>)> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(DEFAULT_VERSIONS)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let name = "stats.shop.example".try_into().unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(at)?);
    stream.write_all(request.as_bytes())?;
    let mut answer = vec![0; 4096];
    let length = stream.read(&mut answer)?;
    let text = String::from_utf8_lossy(&answer[..length]).into_owned();
    Ok((text, stream.conn.alpn_protocol().unwrap_or_default().to_vec()))
}

/// A browser, by HTTP/2 as it agrees on: the first page of this machine shows the tag with https.
#[test]
fn the_first_page_opens_by_https_and_its_tag_says_so() {
    let collector = TestCollector::start_with(|folder| {
        renew(folder);
        options(folder)
    });
    let page = format!("https://localhost:{}/", collector.address().port());
    let ended = std::process::Command::new("curl")
        .args(["-sSk", "-o", "-", "-w", " %{http_version} %{http_code}", &page])
        .output()
        .expect("curl is installed");
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(said.ends_with(" 2 200"), "{said}");
    assert!(
        said.contains(&format!("{page}p/percorso")) && !said.contains("http://localhost"),
        "{said}"
    );
}

const ALIVE: &str = "GET /healthz HTTP/1.1\r\nhost: stats.shop.example\r\n\r\n";

#[test]
fn a_batch_comes_by_https_and_the_stores_own_command_asks_by_it() {
    let mut first = None;
    let mut collector = TestCollector::start_with(|folder| {
        first = Some(renew(folder));
        options(folder)
    });
    let (at, first) = (collector.address(), first.unwrap());
    let body = Batch::new().event("page_view", json!({})).json();
    let head = "POST /p/e HTTP/1.1\r\nhost: stats.shop.example\r\ncontent-type: text/plain\r\n";
    let request = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
    let (answer, _) = ask(at, &first, &[], &request).unwrap();
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");

    // HTTP/2 begins with the server's settings: a frame of type 4 after three bytes of length.
    let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0";
    let (answer, protocol) = ask(at, &first, &["h2", "http/1.1"], preface).unwrap();
    assert_eq!((protocol.as_slice(), answer.as_bytes()[3]), (b"h2".as_slice(), 4));

    let db = collector.db().to_str().unwrap().to_owned();
    let step = ["--db", &db, "funnel", "--step", "page_view", "--step", "purchase"];
    let asked = run(&[&step[..], &["--format", "json"]].concat());
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));

    // In the clear there is nothing.
    let mut clear = TcpStream::connect(at).unwrap();
    clear.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    clear.write_all(ALIVE.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = clear.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(collector.stop_and_read().len(), 1);
}

#[test]
fn a_renewed_certificate_is_read_on_sighup_and_a_broken_one_is_not_taken() {
    let mut first = None;
    let collector = TestCollector::start_with(|folder| {
        first = Some(renew(folder));
        options(folder)
    });
    let (at, first) = (collector.address(), first.unwrap());
    let id = i32::try_from(collector.pid()).ok().and_then(Pid::from_raw).unwrap();
    let alive =
        |trusted| ask(at, trusted, &[], ALIVE).is_ok_and(|(text, _)| text.contains("alive"));
    assert!(alive(&first));

    fs::write(collector.folder().join("key.pem"), "no key").unwrap();
    kill_process(id, Signal::HUP).unwrap();
    wait_for("the log to say so", Duration::from_secs(20), || {
        collector.log().contains("the certificate stays as it was").then_some(())
    });
    assert!(alive(&first));

    let second = renew(collector.folder());
    kill_process(id, Signal::HUP).unwrap();
    wait_for("the new certificate", Duration::from_secs(20), || alive(&second).then_some(()));
    assert!(!alive(&first));
}

#[test]
fn a_certificate_that_is_none_is_said_before_anything_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    renew(folder.path());
    fs::write(folder.path().join("cert.pem"), "").unwrap();
    let options = options(folder.path());
    let options = options.iter().map(|option| option.to_str().unwrap());
    let arguments: Vec<&str> = ["config"].into_iter().chain(options).collect();
    let refused = run(&arguments);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && said.contains("cert.pem"), "{said}");
}
