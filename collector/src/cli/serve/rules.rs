//! The rule file of `percorso serve`.

use std::path::Path;

use crate::ingest::rules::Rules;
use crate::ingest::spam::Spammers;

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
