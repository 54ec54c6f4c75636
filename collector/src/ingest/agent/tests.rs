//! Labelled names: 952 browsers as seen in the wild, 2,122 robots, and figures printed for both.

use std::sync::LazyLock;

use super::*;

static AGENTS: LazyLock<Agents> = LazyLock::new(|| {
    let agents = Agents::default();
    let _ = agents.lists.set(Some(Lists::new().unwrap()));
    agents
});

/// Kind of device, platform and name, from the npm package user-agents (BSD-2-Clause).
const PEOPLE: &str = include_str!("../../../../tests/corpus/people.tsv");
/// Names of robots, from crawler-user-agents (MIT).
const ROBOTS: &str = include_str!("../../../../tests/corpus/robots.txt");

fn people() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    PEOPLE.lines().map(|line| {
        let mut parts = line.splitn(3, '\t');
        let mut next = || parts.next().unwrap();
        (next(), next(), next())
    })
}

#[test]
fn the_lists_are_whole_and_a_broken_one_is_named() {
    Lists::new().unwrap();
    let broken = |agents: &str, robots| Lists::of(agents, robots).err().unwrap();
    let expression =
        |text: &str| format!(r#"{{"user_agent_parsers":[{{"regex":"{text}"}}],"os_parsers":[]}}"#);
    for agents in ["", "{}", &super::AGENTS[..super::AGENTS.len() / 2], &expression("(")] {
        let said = broken(agents, super::ROBOTS);
        assert!(said.starts_with("lists/agents.json: "), "{said}");
    }
    let said = broken(&expression("(a)"), "Googlebot\n[a");
    assert!(said.starts_with("lists/robots.txt: "), "{said}");
}

#[test]
fn robots_are_told_from_people() {
    let agents = &*AGENTS;
    let is_robot = |name: &str| agents.look(name).robot.is_some();
    let (caught, all) = (ROBOTS.lines().filter(|n| is_robot(n)).count(), ROBOTS.lines().count());
    let wronged: Vec<_> = people().map(|person| person.2).filter(|name| is_robot(name)).collect();
    let recall = caught as f64 / all as f64;
    let precision = caught as f64 / (caught + wronged.len()) as f64;
    println!(
        "robots: recall {recall:.4} of {all}, precision {precision:.4}, people {}",
        people().count()
    );
    assert!(recall > 0.995, "{recall}");
    assert_eq!(wronged, [""; 0]);
}

/// The names are on the list the patterns come from; new robots are on none. So: without the list.
#[test]
fn robots_on_no_list_are_told_by_their_words() {
    let robots = Robots::new("").unwrap();
    let all = ROBOTS.lines().count() as f64;
    let recall = ROBOTS.lines().filter(|name| robots.reason(name).is_some()).count() as f64 / all;
    println!("robots by words alone: recall {recall:.4}");
    assert!(recall > 0.9, "{recall}");
}

#[test]
fn devices_and_systems_are_what_the_corpus_says() {
    let agents = &*AGENTS;
    let (mut devices, mut systems, mut browsers, mut all) = (0, 0, 0, 0);
    for (device, platform, name) in people() {
        let agent = agents.look(name);
        // What a page is told of the platform; of phones it says Linux, whichever they are.
        let system = match (platform, device) {
            ("Win32", _) => "Windows",
            ("MacIntel", _) => "Macintosh",
            ("iPhone" | "iPad", _) => "iOS",
            (_, "desktop") if name.contains("CrOS") => "Chrome OS",
            (_, "desktop") => "Linux",
            _ if agent.system.as_deref() == Some("iOS") => "iOS",
            _ => "Android",
        };
        all += 1;
        devices += usize::from(agent.device == Some(device));
        systems += usize::from(agent.system.as_deref() == Some(system));
        browsers += usize::from(agent.browser.is_some());
        if agent.device != Some(device) || agent.system.as_deref() != Some(system) {
            println!("{device} {platform} read as {agent:?}: {name}");
        }
    }
    println!("of {all}: device {devices}, system {systems}, a browser {browsers}");
    assert!(devices == all && systems * 100 >= all * 98 && browsers == all);
}

#[test]
fn known_names_have_google_analytics_families() {
    let agents = &*AGENTS;
    let told = |name: &str| {
        let Agent { device, browser, system, robot } = agents.look(name);
        let text = |text: Option<String>| text.unwrap_or_default();
        format!(
            "{} {} {} {}",
            device.unwrap_or_default(),
            text(browser),
            text(system),
            robot.unwrap_or_default()
        )
    };
    let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
    for (name, expect) in [
        (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/140.0.0.0 Safari/537.36"), "desktop Chrome Windows "),
        (format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} Chrome/140.0.0.0 Mobile Safari/537.36"), "mobile Chrome Android "),
        (format!("Mozilla/5.0 (Linux; Android 13; SM-X700) {webkit} Chrome/140.0.0.0 Safari/537.36"), "tablet Chrome Android "),
        (format!("Mozilla/5.0 (X11; Linux x86_64) {webkit} HeadlessChrome/140.0.0.0 Safari/537.36"), "desktop HeadlessChrome Linux headless"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1".to_owned(), "mobile Safari iOS "),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(), "desktop Firefox Macintosh "),
        (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"), "desktop Edge Windows "),
        (format!("Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) {webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"), "mobile Samsung Internet Android "),
        (format!("Mozilla/5.0 (SMART-TV; Linux; Tizen 6.5) {webkit} 94.0.4606.31/6.5 TV Safari/537.36"), "tv "),
        (format!("Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 30) {webkit} Chrome/140.0.0.0 Mobile Safari/537.36"), "mobile Chrome Android "),
        (String::new(), "   nameless"),
    ] {
        let read = told(&name);
        assert!(read == expect || expect == "tv " && read.starts_with(expect), "{name}: {read:?}");
    }
}

#[test]
fn lists_that_are_taken_up_late_are_the_same() {
    let late = Agents::default();
    assert!(late.lists.get().is_none());
    for (.., name) in people().take(20) {
        assert_eq!(late.read(name), AGENTS.read(name), "{name}");
    }
}

#[test]
fn answers_are_kept_and_their_number_is_bounded() {
    let agents = &*AGENTS;
    let first = agents.read("Mozilla/5.0 (X11; Linux x86_64) Chrome/1");
    assert!(Arc::ptr_eq(&first, &agents.read(" Mozilla/5.0 (X11; Linux x86_64) Chrome/1")));
    for n in 0..KEPT * 2 {
        agents.kept.insert(n.to_string().into(), Arc::default());
    }
    assert!(agents.kept.len() <= KEPT + KEPT / 4, "{}", agents.kept.len());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_name_is_read(name in "\\PC{0,600}") {
        let _ = AGENTS.read(&name);
    }
}

/// Not a bench of its own: `cargo test --release -p percorso --lib agent -- --nocapture --ignored`.
#[test]
#[ignore = "prints figures"]
fn how_long_reading_takes() {
    let started = std::time::Instant::now();
    let agents = Agents::default();
    println!("lists read in {:?}", started.elapsed());
    for pass in ["first", "again"] {
        let started = std::time::Instant::now();
        people().for_each(|(.., name)| drop(agents.read(name)));
        println!(
            "{pass}: {:?} a name",
            started.elapsed() / u32::try_from(people().count()).unwrap()
        );
    }
}
