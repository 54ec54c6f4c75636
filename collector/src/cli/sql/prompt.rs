//! The terminal: a line editor with a history, statements over several lines up to a semicolon.

use std::path::PathBuf;

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::{Shell, say};
use crate::cli::{Outcome, complain};

const HELP: &str = "One statement at a time, ended by a semicolon. .tables, .schema, .help, .quit";

/// Answers until the end.
pub(super) fn run(shell: &Shell<'_>) -> Outcome {
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
        if let Err(error) = shell.answer(&statement) {
            complain(error.as_ref());
        }
        statement.clear();
    }
    if let Some(file) = history {
        let _ = editor.save_history(&file);
    }
    Ok(())
}

/// Beside other programs' histories, for its owner alone.
fn history() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("HOME")?).join(".percorso_history"))
}
