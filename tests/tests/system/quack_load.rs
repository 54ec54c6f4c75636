//! What clients of DuckDB's own protocol may cost: questions that are counted, and ended when their client
//! has gone; and messages of any length.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use percorso_tests::harness::{TestCollector, wait_for};

use super::quack::serving;

const ENDLESS: &str = "SELECT count(*) FROM range(1000000) a, range(1000000) b \
                       WHERE a.range + b.range = -1";
/// A question may take a minute; it is to be over long before.
const SOON: Duration = Duration::from_secs(20);

fn metric(collector: &TestCollector, name: &str) -> f64 {
    let text = collector.get("/metrics", &[]).expect(200).text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{name} is not in\n{text}")).parse().unwrap()
}

fn ended(collector: &TestCollector, outcome: &str) -> f64 {
    metric(collector, &format!("percorso_quack_questions_total{{outcome=\"{outcome}\"}}"))
}

fn under_way(collector: &TestCollector) -> f64 {
    metric(collector, "percorso_questions{queue=\"quack\"}")
}

/// Until a question has been under way for so long that it is not one of those that attaching asks.
fn begun(collector: &TestCollector, questions: f64) {
    let mut since = Instant::now();
    wait_for("a question to be under way", Duration::from_secs(60), || {
        if under_way(collector) < questions {
            since = Instant::now();
        }
        (since.elapsed() > Duration::from_secs(2)).then_some(())
    });
}

#[test]
fn a_client_that_is_killed_takes_its_question_along_and_no_others() {
    let Some((clients, collector, door)) = serving() else { return };
    let (mut leaves, mut stays) = (clients.asking(&door, ENDLESS), clients.asking(&door, ENDLESS));
    begun(&collector, 2.0);
    leaves.kill().unwrap();
    let _ = leaves.wait();
    wait_for("its question to end", SOON, || (under_way(&collector) < 2.0).then_some(()));
    assert!((ended(&collector, "left") - 1.0).abs() < 0.1, "it was not ended by its limit");
    std::thread::sleep(Duration::from_secs(1));
    assert!((under_way(&collector) - 1.0).abs() < 0.1, "the other's goes on");
    stays.kill().unwrap();
    let _ = stays.wait();
    wait_for("the other's to end", SOON, || (under_way(&collector) < 1.0).then_some(()));
}

#[test]
fn questions_of_attached_clients_are_counted_by_how_they_end() {
    let Some((clients, collector, door)) = serving() else { return };
    let seconds = "percorso_quack_question_duration_seconds_count";
    let [answered, refused, timed] =
        [ended(&collector, "answered"), ended(&collector, "refused"), metric(&collector, seconds)];
    assert!(answered + refused + timed < 0.1, "nobody has asked");
    let texts = ["SELECT count(*) FROM events", "DROP TABLE events", "SELECT error('on purpose')"];
    let told = clients.python(&door.uri, Some((&door, "server")), &texts.map(str::to_owned));
    assert!(told[0]["csv"].is_string() && told[1]["error"].is_string(), "{told:?}");
    assert!(ended(&collector, "answered") > 0.9);
    assert!(ended(&collector, "refused") > 0.9);
    assert!(metric(&collector, seconds) > 0.9);
    assert!(metric(&collector, "percorso_queue_refusals_total{queue=\"quack\"}") < 0.1);
    assert!(under_way(&collector) < 0.1);
}

#[test]
fn no_thread_steps_back_further_with_each_question() {
    let Some((clients, collector, door)) = serving() else { return };
    let nice = || {
        let threads = std::fs::read_dir(format!("/proc/{}/task", collector.pid())).unwrap();
        let of = |thread: std::fs::DirEntry| {
            let state = std::fs::read_to_string(thread.path().join("stat")).ok()?;
            state.rsplit_once(')')?.1.split_whitespace().nth(16)?.parse::<i32>().ok()
        };
        let all: Vec<_> = threads.flatten().filter_map(of).collect();
        (all.iter().copied().min().unwrap(), all.iter().copied().max().unwrap())
    };
    let texts: Vec<_> = (0..20).map(|n| format!("SELECT {n} AS n")).collect();
    let _ = clients.python(&door.uri, Some((&door, "server")), &texts);
    let (own, furthest) = nice();
    assert!(furthest <= own + 10, "a thread has stepped back by {}", furthest - own);
}

#[test]
fn a_message_of_any_length_is_refused_and_costs_no_memory() {
    let Some((clients, collector, door)) = serving() else { return };
    let address = door.uri.strip_prefix("quack:").unwrap();
    let resident = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", collector.pid())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() / 1024
    };
    let before = resident();
    let mut held = Vec::new();
    for _ in 0..8 {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(SOON)).unwrap();
        stream.set_write_timeout(Some(SOON)).unwrap();
        let head = "POST /quack HTTP/1.1\r\nhost: localhost\r\ncontent-length: 50000000\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let piece = vec![1; 1 << 20];
        let sent = (0..40).take_while(|_| stream.write_all(&piece).is_ok()).count();
        assert!(sent < 40, "{sent} MB of a message without a token were taken");
        held.push(stream);
    }
    assert!(resident() < before + 64, "{before} MB, then {} MB", resident());
    for mut stream in held {
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = String::new();
        // Who is cut off amid sending may not get to read the answer.
        if stream.read_to_string(&mut answer).is_ok() && !answer.is_empty() {
            assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        }
    }
    let told = clients.cli(None, Some(&door), "SELECT 'in' FROM shop.events LIMIT 1;\n");
    assert!(told.contains("in\n"), "others are served: {told}");
}
