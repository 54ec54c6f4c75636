//! The terminal: a line editor with a history, statements over several lines up to a semicolon.
//!
//! Each statement is answered by this program once more, as if it had been piped in. Ctrl-C reaches both:
//! the other ends, with its connection and its question, and this one goes on.

use std::io::{self, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use tokio::signal::unix::{SignalKind, signal};

use super::say;
use crate::cli::{Outcome, complain};

const HELP: &str = "One statement at a time, ended by a semicolon. .tables, .schema, .help, .quit";

/// Answers until the end.
pub(super) fn run() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let _within = runtime.enter();
    // From now on it ends this program no more; while a line is edited Ctrl-C is a key like others.
    let _heard = signal(SignalKind::interrupt())?;
    let mut editor = DefaultEditor::new()?;
    let history = history();
    if let Some(file) = &history {
        // There is none the first time.
        let _ = editor.load_history(file);
    }
    say(HELP)?;
    let mut statement = String::new();
    loop {
        let prompt = if statement.is_empty() { "percorso> " } else { "     ...> " };
        let line = match editor.readline(prompt) {
            Ok(line) => line,
            // Ctrl-C gives up a statement; without one, it leaves, as Ctrl-D does.
            Err(ReadlineError::Interrupted) if !statement.is_empty() => {
                statement.clear();
                continue;
            }
            Err(ReadlineError::Interrupted | ReadlineError::Eof) => break,
            Err(error) => return Err(error.into()),
        };
        let command = line.trim();
        if statement.is_empty() {
            match command {
                "" => continue,
                ".quit" | ".exit" => break,
                ".help" => {
                    say(HELP)?;
                    continue;
                }
                _ => {}
            }
        }
        statement.push_str(&line);
        statement.push('\n');
        if !command.ends_with(';') && !statement.starts_with('.') {
            continue;
        }
        let _ = editor.add_history_entry(statement.trim());
        if let Err(error) = answer(&statement) {
            complain(error.as_ref());
        }
        statement.clear();
    }
    if let Some(file) = history {
        let _ = editor.save_history(&file);
    }
    Ok(())
}

fn answer(statement: &str) -> Outcome {
    let mut own = Command::new(std::env::current_exe()?);
    let mut asked = own.args(std::env::args_os().skip(1)).stdin(Stdio::piped()).spawn()?;
    if let Some(mut input) = asked.stdin.take() {
        // One that ends at once, for want of a store, say, tells why by itself.
        let _ = input.write_all(statement.as_bytes());
    }
    match asked.wait()?.signal() {
        Some(_) => Err(io::Error::other("the question was broken off").into()),
        None => Ok(()),
    }
}

/// Beside other programs' histories, for its owner alone.
fn history() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("HOME")?).join(".percorso_history"))
}
