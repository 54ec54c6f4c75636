//! `percorso serve`: the collector itself.

mod again;
mod log;
mod prune;
pub(super) mod rules;
pub(super) mod tls;

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::{info, warn};

use super::{Outcome, settings};
use crate::clock;
use crate::config::Config;
use crate::http::{self, Access, App, Door, Known, RuleBook, SettingsBook, Tls};
use crate::ingest::agent::Agents;
use crate::ingest::country::Countries;
use crate::query::quack::{Quack, QuackError};
use crate::query::reader::Reader;
use crate::store::opened::Opened;
use crate::store::running::{Note, RunToken};
use crate::store::salt::SaltKeeper;
use crate::store::tokens::Tokens;
use crate::store::upkeep::Upkeep;
use crate::store::writer::Writer;
use crate::tell::hooks::{self, Hooks};

/// How long requests under way may take after a stop is asked for.
const GRACE: Duration = Duration::from_secs(10);

/// Options of `percorso serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    settings: settings::Settings,
    #[command(flatten)]
    log: log::Log,
}

/// Serves until SIGINT or SIGTERM, then finishes what is under way and closes the store.
pub(super) fn run(db: &Path, args: &Args) -> Outcome {
    args.log.begin();
    let now = clock::now();
    // Before the store is opened: a mistake in the rules should not cost the time that takes.
    let config = args.settings.config()?;
    let tls = tls::open(&config)?;
    let (book, pen) = RuleBook::new(rules::read_to_serve(config.rules.as_deref())?);
    let known = Known {
        agents: Agents::default(),
        countries: config.geo.as_deref().map(Countries::open).transpose()?,
    };
    let (writer, opened, writing) = Writer::start(db)?;
    let salts = SaltKeeper::open(db, now)?;
    let upkeep = Arc::new(Upkeep::beside(db, opened.clone(), writer.clone()));
    let quack = config.sql.map(|_| serve_sql(db, &config, &opened)).transpose()?;
    let reader = Reader::new(opened);
    if !http::has_tracker() {
        warn!(
            "built without the tracker: /p/percorso.js is not served (run scripts/wasm and build again)"
        );
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let salts = Arc::new(salts);
    runtime.spawn(change_salts(Arc::clone(&salts)));
    runtime.spawn(keep_watch(writer.clone()));
    let token = RunToken::random();
    let door = match config.sql.zip(quack.as_ref()) {
        Some((address, quack)) => Some(runtime.block_on(Door::open(address, quack))?),
        None => None,
    };
    let sql = door.as_ref().map(Door::address);
    let listening = config.listen.unwrap_or(settings::LISTEN);
    let (settings, settings_pen) = SettingsBook::new(config);
    let proxies = settings.clone();
    let access = Access { settings, token: token.clone(), tokens: Tokens::of(db) };
    runtime.spawn(prune::publish(Arc::clone(&upkeep), pen.subscribe()));
    runtime.spawn(prune::every_day(Arc::clone(&upkeep), pen.subscribe()));
    let mut app = App::new(writer, salts, book, known, upkeep, reader, access);
    if let Some(quack) = &quack {
        app = app.counting(quack.clients());
    }
    let (feed, sent) = app.telling();
    runtime.spawn(Hooks::new(feed.clone(), sent.clone(), pen.subscribe()).run());
    door.map(|door| runtime.spawn(door.serve(proxies)));
    runtime.block_on(async {
        again::read_again(args.settings.clone(), pen, settings_pen)?;
        tls::read_again(&tls)?;
        let listener = bind(listening).await?;
        let address = listener.local_addr()?;
        // Lies there as long as requests are answered.
        let _note = Note::write(db, url_from_here(address, tls.is_some()), token).inspect_err(
            |error| warn!(%error, "commands on this machine will not find the collector"),
        );
        listen(listener, address, sql, app, tls).await?;
        hooks::finish(&feed, &sent).await;
        Outcome::Ok(())
    })?;
    drop(quack);
    // Handlers hold the last ends of the writer's queue: dropping them lets it finish.
    runtime.shutdown_timeout(Duration::from_secs(1));
    match writing.join() {
        Ok(closed) => closed?,
        Err(_) => return Err("the writer stopped before its time; the log above says why".into()),
    }
    info!("stopped; everything received is stored");
    Ok(())
}

/// Has DuckDB's clients attach.
fn serve_sql(db: &Path, config: &Config, opened: &Opened) -> Result<Quack, QuackError> {
    let reader = Arc::new(Reader::new(opened.clone()));
    Quack::serve(config.sql_extension.as_deref(), reader, Arc::new(Tokens::of(db)))
}

async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address)
        .await
        .map_err(|e| format!("could not listen on {address} ({e}); choose another with --listen"))
}

/// How this machine's commands reach what listens there.
fn url_from_here(mut address: SocketAddr, tls: bool) -> String {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("{}://{address}", scheme(tls))
}

async fn listen(
    listener: TcpListener,
    address: SocketAddr,
    sql: Option<SocketAddr>,
    app: App,
    tls: Option<Arc<Tls>>,
) -> Outcome {
    // Before the announcement: whoever reads it may ask to stop at once.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    announce(address, tls.is_some(), sql)?;
    let (stop, mut stopped) = watch::channel(false);
    let mut stopping = stopped.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        info!("stopping");
        let _ = stop.send(true);
    });
    let served = http::serve(listener, app, tls, async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    });
    let out_of_patience = async {
        let _ = stopped.wait_for(|stop| *stop).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        outcome = served => outcome?,
        () = out_of_patience => warn!("some requests did not end in time; their senders will send again"),
    }
    Ok(())
}

/// Yesterday's salt goes when its time is over, also where nobody shops.
async fn change_salts(salts: Arc<SaltKeeper>) {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    loop {
        every.tick().await;
        if let Err(error) = salts.salts(clock::now()) {
            warn!(%error, "the day's salt could not be changed");
        }
    }
}

/// Has the writer look after the file also while nobody sends anything.
async fn keep_watch(writer: Writer) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    loop {
        every.tick().await;
        // What is wrong is told by the log and by /readyz.
        let _ = writer.store(Vec::new()).await;
    }
}

fn scheme(tls: bool) -> &'static str {
    if tls { "https" } else { "http" }
}

/// The first line on stdout says where; scripts wait for it.
fn announce(address: SocketAddr, tls: bool, sql: Option<SocketAddr>) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "percorso: {}://{address}/", scheme(tls))?;
    if let Some(sql) = sql {
        writeln!(out, "percorso: SQL at quack:{sql}")?;
    }
    out.flush()
}
