//! The rule file of `percorso serve`.

use std::path::Path;

use crate::ingest::rules::Rules;
use crate::ingest::spam::Spammers;
use crate::tell::hooks;

/// The rules in the file, with the list of spammers it names; without one those every shop begins with.
pub(in crate::cli) fn read(file: Option<&Path>) -> Result<Rules, String> {
    let Some(file) = file else { return Ok(Rules::default()) };
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("could not read the rules {} ({error})", file.display()))?;
    let mut rules: Rules = text.parse().map_err(|error| format!("{}, {error}", file.display()))?;
    if let Some(list) = &rules.spammers_file {
        let list = file.parent().unwrap_or(Path::new("")).join(list);
        let hosts = std::fs::read_to_string(&list)
            .map_err(|error| format!("could not read the spammers {} ({error})", list.display()))?;
        rules.spammers = Spammers::with(&hosts);
    }
    Ok(rules)
}

/// The same for who sends events on: the secrets that the rules name must be there.
pub(in crate::cli) fn read_to_serve(file: Option<&Path>) -> Result<Rules, String> {
    let rules = read(file)?;
    let named = file.unwrap_or(Path::new("")).display();
    hooks::check(&rules).map_err(|error| format!("{named}, {error}"))?;
    Ok(rules)
}
