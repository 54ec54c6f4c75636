//! DuckDB's own clients, of Python and on the command line, which scripts/setup fetches.

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use super::collector::{binary, run};

/// What is fetched; absent where scripts/setup has not run.
#[allow(clippy::print_stdout, reason = "a skipped test says so")]
#[must_use]
pub fn tool(path: &str) -> Option<PathBuf> {
    let cache = std::env::var_os("PERCORSO_CACHE").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/percorso"));
    let tool = cache.or(home)?.join(path);
    if tool.exists() {
        return Some(tool);
    }
    println!("skipped: no {}; scripts/setup tests makes it", tool.display());
    None
}

/// What it takes to attach to a collector.
pub struct Clients {
    python: PathBuf,
    cli: PathBuf,
    extensions: PathBuf,
}

/// A collector's SQL as its clients are told of it.
pub struct Door {
    /// Where.
    pub uri: String,
    /// A token that may read.
    pub token: String,
}

impl Clients {
    /// Where they are all there.
    #[must_use]
    pub fn here() -> Option<Self> {
        Some(Self {
            python: tool("venv/bin/python")?,
            cli: tool("venv/bin/duckdb")?,
            extensions: tool("duckdb/1.5.5/extensions")?,
        })
    }

    /// Options by which a collector serves SQL at a free port.
    #[must_use]
    pub fn serving(&self) -> (Vec<std::ffi::OsString>, String) {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let address = free.expect("this machine has a free port").to_string();
        let options = ["--sql".into(), address.clone().into(), "--sql-extension".into()];
        let options = options.into_iter().chain([self.extensions.clone().into()]).collect();
        (options, format!("quack:{address}"))
    }

    /// A Python that asks this and is not waited for.
    #[must_use]
    pub fn asking(&self, door: &Door, text: &str) -> Child {
        let mut command = self.ask(&door.uri, Some((door, "server")));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("Python starts");
        let texts = serde_json::to_string(&[text]).expect("texts are JSON");
        let mut pipe = child.stdin.take().expect("it has an input");
        pipe.write_all(texts.as_bytes()).expect("it takes its input");
        child
    }

    /// Asks by Python. `place` is a file, or [`Door::uri`] with what plans: `server` or `client`.
    #[must_use]
    pub fn python(&self, place: &str, door: Option<(&Door, &str)>, texts: &[String]) -> Vec<Value> {
        let command = self.ask(place, door);
        let output = fed(command, &serde_json::to_string(texts).expect("texts are JSON"));
        serde_json::from_str(&output).expect("ask.py prints JSON")
    }

    fn ask(&self, place: &str, door: Option<(&Door, &str)>) -> Command {
        let mut command = Command::new(&self.python);
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/ask.py")).arg(place);
        if let Some((door, plans)) = door {
            command.arg(&self.extensions).arg(plans).env("PERCORSO_TOKEN", &door.token);
        }
        command
    }

    /// Has the command line run a script of statements and dot commands; an error does not stop it.
    #[must_use]
    pub fn cli(&self, place: Option<&Path>, door: Option<&Door>, script: &str) -> String {
        let mut command = Command::new(&self.cli);
        command.arg("-csv");
        if let Some(file) = place {
            command.arg("-readonly").arg(file);
        }
        let folder = self.extensions.display();
        let attach = door.map(|door| {
            format!(
                "LOAD '{folder}/httpfs.duckdb_extension'; LOAD '{folder}/quack.duckdb_extension';\n\
                 CREATE SECRET (TYPE quack, TOKEN '{}'); ATTACH '{}' AS shop;\n",
                door.token, door.uri
            )
        });
        fed(command, &format!("{}{script}", attach.unwrap_or_default()))
    }
}

/// Makes a token of a scope.
#[must_use]
pub fn token(db: &str, scope: &str) -> String {
    let made = run(&["token", "--db", db, "create", "--scope", scope]);
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    let token = said.split_whitespace().find(|word| word.starts_with("percorso_"));
    token.unwrap_or_else(|| panic!("no token in {said:?}")).to_owned()
}

/// Runs a command of the program that reads from a pipe.
#[must_use]
pub fn run_with(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(binary());
    command.args(arguments);
    piped(command, input)
}

fn fed(command: Command, input: &str) -> String {
    let output = piped(command, input);
    String::from_utf8(output.stdout).expect("it prints text")
}

fn piped(mut command: Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut pipe = child.stdin.take().expect("it has an input");
    pipe.write_all(input.as_bytes()).expect("it takes its input");
    drop(pipe);
    child.wait_with_output().expect("it ends")
}
