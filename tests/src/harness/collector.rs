//! The real collector as a process of its own, on a store of its own.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use super::{Answer, Client, PATIENCE, rows, wait_for};

/// How long a stop may take: the collector gives requests under way 10 seconds.
const STOP: Duration = Duration::from_secs(20);

/// `percorso serve` on a free port and a store in a folder that goes with it.
pub struct TestCollector {
    process: Option<Process>,
    client: Client,
    db: PathBuf,
    log: Arc<Mutex<String>>,
    options: Vec<OsString>,
    environment: Vec<(String, OsString)>,
    folder: TempDir,
}

struct Process {
    child: Child,
    address: SocketAddr,
    logging: JoinHandle<()>,
}

impl TestCollector {
    /// Starts a collector on a new store.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(|_| Vec::new())
    }

    /// Starts a collector on a new store with further options, told the folder they may name files in.
    #[must_use]
    pub fn start_with(options: impl FnOnce(&Path) -> Vec<OsString>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let options = options(folder.path());
        Self::make(folder, options, &[])
    }

    /// Starts a collector on a new store with further variables in its environment.
    #[must_use]
    pub fn start_under(environment: &[(&str, OsString)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self::make(folder, Vec::new(), environment)
    }

    /// Starts a collector on a new store in a folder within this one.
    #[must_use]
    pub fn start_in(folder: &Path) -> Self {
        Self::make(tempfile::tempdir_in(folder).expect("a folder can be made"), Vec::new(), &[])
    }

    fn make(folder: TempDir, options: Vec<OsString>, environment: &[(&str, OsString)]) -> Self {
        let environment =
            environment.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let db = folder.path().join("shop.duckdb");
        let client = Client::new("");
        let mut collector =
            Self { process: None, client, db, log: Arc::default(), options, environment, folder };
        collector.restart();
        collector
    }

    /// Starts it again on the same store, after `kill` or `stop`.
    pub fn restart(&mut self) {
        assert!(self.process.is_none(), "the collector runs already");
        let process = spawn(self.command(), &self.log);
        self.client = Client::new(&format!("http://{}", process.address));
        self.process = Some(process);
    }

    /// Starts it and kills it after a moment, in whatever it is doing to come up.
    ///
    /// # Panics
    /// Where it runs, or can't be started.
    pub fn false_start(&self, after: Duration) {
        assert!(self.process.is_none(), "the collector runs already");
        let mut child = self.command().spawn().expect("the collector's binary starts");
        std::thread::sleep(after);
        child.kill().expect("a process of ours can be killed");
        child.wait().expect("a killed process ends");
    }

    fn command(&self) -> Command {
        let mut command = serve(&self.db);
        command.args(&self.options).envs(self.environment.iter().map(|(n, v)| (n, v)));
        command
    }

    /// Ends it as a power cut does to a process: SIGKILL.
    pub fn kill(&mut self) {
        let Process { mut child, logging, .. } = self.process.take().expect("the collector runs");
        child.kill().and_then(|()| child.wait()).expect("a process of ours is killed and ends");
        let _ = logging.join();
    }

    /// Asks it to stop, without waiting.
    pub fn ask_to_stop(&self) {
        let id = Pid::from_raw(self.pid().cast_signed()).expect("a process has an id");
        kill_process(id, Signal::TERM).expect("it is ours");
    }

    /// Asks it to stop and waits until it has.
    #[must_use]
    pub fn stop(&mut self) -> ExitStatus {
        self.ask_to_stop();
        self.wait()
    }

    /// Waits until it has stopped by itself.
    #[must_use]
    pub fn wait(&mut self) -> ExitStatus {
        let mut process = self.process.take().expect("the collector runs");
        let status = wait_for("the collector to stop", STOP, || process.child.try_wait().unwrap());
        let _ = process.logging.join();
        status
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        let Process { child, .. } = self.process.as_mut().expect("the collector runs");
        child.try_wait().expect("a process of ours can be asked").is_some()
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.as_ref().expect("the collector runs").child.id()
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.process.as_ref().expect("the collector runs").address
    }

    /// Its base address, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// A client of this collector, until it restarts on another port.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Sends a batch as a browser's beacon does.
    #[must_use]
    pub fn post(&self, body: impl AsRef<[u8]>) -> Answer {
        self.send("POST", "/p/e", &[("content-type", "text/plain;charset=UTF-8")], body.as_ref())
    }

    /// Asks for a path.
    #[must_use]
    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, b"")
    }

    /// Sends any request.
    #[must_use]
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.client.send(method, path, headers, body).expect("the collector answers")
    }

    /// The store's file.
    #[must_use]
    pub fn db(&self) -> &Path {
        &self.db
    }

    /// The folder of the store and of what lies beside it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// All it has written to its log.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops it and reads what it has stored, in the order of arrival.
    #[must_use]
    pub fn stop_and_read(&mut self) -> Vec<Value> {
        let status = self.stop();
        assert!(status.success(), "the collector ended with {status}: {}", self.log());
        rows::events(&self.db)
    }
}

impl Drop for TestCollector {
    fn drop(&mut self) {
        if self.process.is_some() {
            self.kill();
        }
        if std::thread::panicking() {
            #[expect(clippy::print_stderr, reason = "a failing test shows the collector's log")]
            {
                eprintln!("the collector's log:\n{}", self.log());
            }
        }
    }
}

/// The binary under test: `PERCORSO_BIN`, or what cargo built beside this test.
///
/// # Panics
/// Where it is not built.
#[must_use]
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("PERCORSO_BIN") {
        return PathBuf::from(path);
    }
    let test = std::env::current_exe().expect("a test knows its own path");
    // target/debug/deps/system-… stands one folder below target/debug/percorso.
    let beside = test.parent().and_then(Path::parent).map(|folder| folder.join("percorso"));
    let beside = beside.unwrap_or_default();
    assert!(
        beside.is_file(),
        "{} is not there: run cargo build -p percorso first, or set PERCORSO_BIN",
        beside.display()
    );
    beside
}

/// Runs the binary to its end.
///
/// # Panics
/// Where it can't be started.
#[must_use]
pub fn run(arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).output().expect("the collector's binary starts")
}

fn serve(db: &Path) -> Command {
    let mut command = Command::new(binary());
    command.args(["serve", "--listen", "127.0.0.1:0", "--db"]).arg(db);
    // Every test sends from one address, and many at once.
    command.env("PERCORSO_LIMIT", "0");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn spawn(mut command: Command, log: &Arc<Mutex<String>>) -> Process {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the collector's binary starts");
    let logging = keep(child.stderr.take().expect("stderr is piped"), Arc::clone(log));
    let (found, announced) = mpsc::channel();
    let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
    std::thread::spawn(move || {
        // Read to the end, so that the collector never writes into a closed pipe.
        for line in stdout.lines().map_while(Result::ok) {
            let told = line.strip_prefix("percorso: http");
            if let Some(address) =
                told.map(|told| told.trim_start_matches("s").trim_start_matches("://"))
            {
                let _ = found.send(address.trim_end_matches('/').parse());
            }
        }
    });
    let address = match announced.recv_timeout(PATIENCE) {
        Ok(address) => address.expect("the announced address can be read"),
        Err(_) => {
            let _ = child.kill();
            let _ = logging.join();
            let log = log.lock().unwrap_or_else(PoisonError::into_inner);
            panic!("the collector did not say where it listens; its log: {log}");
        }
    };
    Process { child, address, logging }
}

fn keep(mut stderr: impl Read + Send + 'static, log: Arc<Mutex<String>>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(n @ 1..) = stderr.read(&mut piece) {
            let text = String::from_utf8_lossy(&piece[..n]);
            log.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text);
        }
    })
}
