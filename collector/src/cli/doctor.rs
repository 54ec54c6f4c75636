//! `percorso doctor`: looks through everything the collector stands on, and says what to do.

use std::fs;
use std::io::{ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};

use super::Outcome;
use super::ask::Place;
use super::backup::running;
use super::settings::{LISTEN, Settings};
use crate::clock;
use crate::store::doctor::{self, Finding, Grade, Holder};

/// Look through the store and what it stands on, and say what is wrong and what to do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
While the collector runs it is asked; every block is read when it does not. Given the options, or the
environment, of `percorso serve` it looks at those, too, and whether their address can be had. Ends with 1
where something keeps the collector from taking events, or from starting.")]
pub(super) struct Args {
    /// Print JSON in place of sentences.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Runs the command.
pub(super) fn run(place: &Place, args: &Args) -> Outcome {
    let now = clock::now();
    let (mut findings, holder) = doctor::examine(&place.db, now);
    match holder {
        Holder::Process(pid) => findings.extend(ask(place, pid, now)?),
        Holder::Nobody => match runs(place) {
            Some(finding) => findings.push(finding),
            None => findings.extend(starts(&args.settings)),
        },
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&findings)?)?;
    } else {
        for Finding { what, grade, said } in &findings {
            let mark = match grade {
                Grade::Good => "ok ",
                Grade::Odd => "odd",
                Grade::Bad => "BAD",
            };
            writeln!(out, "{mark}  {what}: {said}")?;
        }
    }
    let bad = findings.iter().filter(|finding| finding.grade == Grade::Bad).count();
    if bad > 0 {
        return Err(format!("{bad} of these keep the collector from its work").into());
    }
    Ok(())
}

/// A collector that runs without the file, where there is one.
fn runs(place: &Place) -> Option<Finding> {
    let Some(trouble) = running(place).ok().flatten()?.trouble else {
        return Some(Finding::odd(
            "collector",
            "answers, and is just opening the store: look again",
        ));
    };
    let said = format!(
        "runs in quarantine and takes nothing ({trouble}); leave it running: when what is told above is put right, \
         by `percorso restore` too, it goes on by itself"
    );
    Some(Finding::bad("collector", said))
}

/// Whether it could start: with these settings, and what they name, at their addresses.
fn starts(settings: &Settings) -> Vec<Finding> {
    let config = match settings.check() {
        Ok(config) => config,
        Err(mistake) => return vec![Finding::bad("settings", mistake.to_string())],
    };
    let mut findings = vec![can_be_had("listen", config.listen, LISTEN)];
    findings.extend(config.sql.map(|address| can_be_had("sql", Some(address), address)));
    findings
}

fn can_be_had(what: &'static str, named: Option<SocketAddr>, default: SocketAddr) -> Finding {
    let address = named.unwrap_or(default);
    let Err(error) = TcpListener::bind(address) else {
        return Finding::good(what, format!("{address} is free; no collector runs"));
    };
    let port = address.port();
    let wants = match error.kind() {
        // Nobody has said that this store is to be served there: it may be a copy, beside a collector.
        ErrorKind::AddrInUse if named.is_none() => {
            let said = format!(
                "{address} is another process's; to serve this store beside it, choose another with --{what}"
            );
            return Finding::odd(what, said);
        }
        // Whoever asks need not be who is to serve.
        ErrorKind::PermissionDenied => {
            let said = format!(
                "{address} could not be tried: this user may not have a port below 1024, and the service may \
                 where percorso-tls.conf is beside its unit (CAP_NET_BIND_SERVICE); else choose another behind a \
                 proxy with --{what}"
            );
            return Finding::odd(what, said);
        }
        ErrorKind::AddrInUse => format!(
            "another process has it: see which (ss -ltnp 'sport = :{port}'), or choose another with --{what}"
        ),
        _ => format!("choose an address of this machine with --{what}"),
    };
    Finding::bad(what, format!("{address} cannot be had ({error}); {wants}"))
}

/// What whoever has the file says of it.
fn ask(
    place: &Place,
    pid: Option<u32>,
    now: i64,
) -> Result<Vec<Finding>, Box<dyn std::error::Error + Send + Sync>> {
    let name = pid.map(|pid| {
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        format!("process {pid} ({})", name.trim())
    });
    let who = name.unwrap_or_else(|| "another process".to_owned());
    let Some(report) = running(place)? else {
        let said = format!(
            "{who} has the store and is no collector that answers: wait where it is just starting, or stop it"
        );
        return Ok(vec![Finding::bad("lock", said)]);
    };
    let mut findings = vec![Finding::good("lock", format!("{who} has the store, and answers"))];
    findings.push(match report.trouble {
        Some(trouble) => Finding::bad("collector", trouble),
        None => Finding::good("collector", "takes events"),
    });
    if let Some(tally) = report.tally {
        findings.push(doctor::last(tally.events, tally.last_received, now));
    }
    findings.extend(report.hole.map(doctor::hole));
    let said = "not read, because the collector has the file; `percorso --db COPY doctor` reads a backup's";
    findings.push(Finding::good("blocks", said));
    Ok(findings)
}
