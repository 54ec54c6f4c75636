//! What clients of DuckDB's own protocol may cost: questions that are counted, and ended when their client
//! has gone; and messages of any length.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use percorso_tests::harness::clients::Door;
use percorso_tests::harness::{TestCollector, wait_for};

use super::abuse::connections::{is_open, outer};
use super::quack::{serving, serving_with};

/// So many times is a view read by a question that is slow to plan.
const SLOW: usize = 60;
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
    let asked = |text: &str| {
        let told = clients.python(&door.uri, Some((&door, "server")), &[text.to_owned()]);
        let counted = ["answered", "refused", "failed"].map(|outcome| ended(&collector, outcome));
        (told[0]["error"].as_str().unwrap_or_default().to_owned(), counted)
    };
    let (error, first) = asked("SELECT count(*) FROM events");
    assert!(error.is_empty() && first[0] > 0.9 && first[1] + first[2] < 0.1, "{error} {first:?}");
    let (error, second) = asked("DROP TABLE events");
    assert!(!error.is_empty() && second[1] > 0.9 && second[2] < 0.1, "{error} {second:?}");
    // A mistake that is found while it is planned, and one that only a row shows.
    let (error, third) = asked("SELECT nonesuch FROM events");
    assert!(error.contains("nonesuch") && third[2] > 0.9, "{error} {third:?}");
    let (error, fourth) = asked("SELECT event::INTEGER FROM events");
    assert!(error.contains("view_item") && fourth[2] > third[2] + 0.9, "{error} {fourth:?}");
    assert!((fourth[1] - second[1]).abs() < 0.1, "neither was refused: {fourth:?}");
    assert!(metric(&collector, seconds) > 0.9);
    assert!(metric(&collector, "percorso_queue_refusals_total{queue=\"quack\"}") < 0.1);
    assert!(under_way(&collector) < 0.1);
}

#[test]
fn a_store_that_closes_in_the_middle_of_an_answer_is_told_as_that() {
    let Some((clients, collector, door)) = serving() else { return };
    let text = "SELECT count(*) FROM shop.query('SELECT range FROM range(99000000)')".to_owned();
    let told = std::thread::scope(|scope| {
        let asks = || clients.python(&door.uri, Some((&door, "client")), &[text]);
        let asking = scope.spawn(asks);
        begun(&collector, 1.0);
        // The writer closes the store and begins another.
        std::fs::remove_file(collector.db()).unwrap();
        asking.join().unwrap()
    });
    assert!(told[0]["error"].as_str().unwrap().contains("closed in the middle"), "{told:?}");
    assert!(ended(&collector, "failed") > 0.9 && ended(&collector, "left") < 0.1);
}

#[test]
fn a_fifth_question_waits_and_is_told_that_others_are_being_answered() {
    let Some((clients, collector, door)) = serving() else { return };
    let mut four: Vec<_> = (0..4).map(|_| clients.asking(&door, ENDLESS)).collect();
    begun(&collector, 4.0);
    let told = clients.cli(None, Some(&door), "FROM shop.query('SELECT ''in'' AS word');\n");
    assert!(!told.contains("in\n"), "{told}");
    assert!(ended(&collector, "full") > 0.9);
    assert!(metric(&collector, "percorso_queue_refusals_total{queue=\"quack\"}") > 0.9);
    for client in &mut four {
        client.kill().unwrap();
        let _ = client.wait();
    }
    wait_for("all to end", SOON, || (under_way(&collector) < 0.1).then_some(()));
    assert!((ended(&collector, "left") - 4.0).abs() < 0.1, "none was ended by its limit");
}

/// Passes on what a client sends, and says when a text has gone by.
fn between(to: String, text: &'static str, gone_by: Sender<()>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (Ok(mut client), Ok(mut server)) = (client, TcpStream::connect(&to)) else {
                return;
            };
            let (mut back, mut answer) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut answer, &mut back);
                let _ = back.shutdown(Shutdown::Both);
            });
            let gone_by = gone_by.clone();
            std::thread::spawn(move || {
                let (mut all, mut piece) = (Vec::new(), [0; 1 << 16]);
                while let Ok(length @ 1..) = client.read(&mut piece) {
                    all.extend_from_slice(&piece[..length]);
                    let _ = server.write_all(&piece[..length]);
                    if String::from_utf8_lossy(&all).contains(text) {
                        let _ = gone_by.send(());
                    }
                }
                let _ = server.shutdown(Shutdown::Both);
            });
        }
    });
    address
}

#[test]
fn who_goes_while_a_question_is_planned_takes_it_along() {
    let Some((clients, collector, door)) = serving() else { return };
    let (gone_by, going_by) = channel();
    let to = door.uri.strip_prefix("quack:").unwrap().to_owned();
    let there = format!("quack:{}", between(to, "AS the_last", gone_by));
    let there = Door { uri: there, token: door.token };
    // DuckDB binds each of these anew, which takes it a good while in all.
    let slow = " UNION ALL SELECT count(*) FROM catalogue".repeat(SLOW);
    let text = format!("{ENDLESS}{slow} UNION ALL SELECT 1 AS the_last");
    let mut client = clients.asking(&there, &text);
    going_by.recv_timeout(SOON).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    assert!(under_way(&collector) < 0.1, "it is still being planned");
    client.kill().unwrap();
    let _ = client.wait();
    wait_for("its question to end", SOON, || (ended(&collector, "left") > 0.9).then_some(()));
    assert!(under_way(&collector) < 0.1);
}

#[test]
fn one_network_with_all_its_connections_keeps_no_other_from_sql() {
    let Some(outer) = outer() else { return };
    let Some((clients, _collector, door)) = serving_with(&["--sql-public"]) else { return };
    let port = door.uri.rsplit(':').next().unwrap().parse().unwrap();
    let from_outside = SocketAddr::new(outer, port);
    let mut crowd: Vec<_> =
        (0..200).filter_map(|_| TcpStream::connect_timeout(&from_outside, SOON).ok()).collect();
    assert_eq!(crowd.len(), 200);
    // Sooner than those who say nothing are cut off.
    wait_for("the crowd to be sent away", Duration::from_secs(5), || {
        let open = crowd.iter_mut().filter_map(|stream| is_open(stream).then_some(())).count();
        (open <= 32).then_some(())
    });
    let told = clients.cli(None, Some(&door), "SELECT 'in' FROM shop.events LIMIT 1;\n");
    assert!(told.contains("in\n"), "others are served: {told}");
    let open: usize = crowd.iter_mut().map(|stream| usize::from(is_open(stream))).sum();
    assert_eq!(open, 32, "a quarter may stay");
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
            assert!(answer.contains("a statement 64 KiB"), "it says what to do: {answer}");
        }
    }
    let told = clients.cli(None, Some(&door), "SELECT 'in' FROM shop.events LIMIT 1;\n");
    assert!(told.contains("in\n"), "others are served: {told}");
}
