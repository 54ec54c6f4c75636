//! nginx and Caddy as processes of their own, with the configuration that `docs/install` shows.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use percorso_tests::harness::{Client, PATIENCE, wait_for};
use tempfile::TempDir;

/// A server as a shop runs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Nginx,
    Caddy,
}

pub(crate) const BOTH: [Kind; 2] = [Kind::Nginx, Kind::Caddy];

impl Kind {
    /// A committed configuration, for a collector and an address in place of those it names.
    fn text(
        self,
        name: [&str; 2],
        host: &str,
        collector: SocketAddr,
        address: SocketAddr,
    ) -> String {
        let name = name[usize::from(self == Self::Caddy)];
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/install").join(name);
        let text = fs::read_to_string(path).expect("the configuration is in docs/install");
        let text = self.replace(&text, "127.0.0.1:8787", &collector.to_string());
        match self {
            Self::Nginx => self.replace(&text, "listen 80;", &format!("listen {address};")),
            // A name with a scheme and a port asks for no certificate.
            Self::Caddy => {
                self.replace(&text, &format!("\n{host} {{"), &format!("\nhttp://{address} {{"))
            }
        }
    }

    fn replace(self, text: &str, from: &str, to: &str) -> String {
        assert_eq!(text.matches(from).count(), 1, "{self:?} says {from} once");
        text.replace(from, to)
    }
}

/// A running server, ended when dropped.
pub(crate) struct Proxy {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Proxy {
    /// The committed configuration before a collector, reached under a path (`/p/` as it is written).
    pub(crate) fn start(kind: Kind, path: &str, collector: SocketAddr) -> Self {
        let address = free_address();
        let text = kind.text(["nginx.conf", "Caddyfile"], "shop.example", collector, address);
        let text = match kind {
            Kind::Nginx => kind.replace(&text, "location /p/ {", &format!("location {path} {{")),
            Kind::Caddy => kind.replace(&text, "handle_path /p/*", &format!("handle_path {path}*")),
        };
        Self::run(kind, &text, address)
    }

    /// That of a host of the collector's own.
    pub(crate) fn start_on_own_host(kind: Kind, collector: SocketAddr) -> Self {
        let (address, names) = (free_address(), ["nginx-own-host.conf", "Caddyfile-own-host"]);
        Self::run(kind, &kind.text(names, "stats.shop.example", collector, address), address)
    }

    fn run(kind: Kind, text: &str, address: SocketAddr) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut command = match kind {
            Kind::Nginx => nginx(text, folder.path()),
            Kind::Caddy => caddy(text, folder.path()),
        };
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap_or_else(|error| {
                panic!("{kind:?} does not start ({error}): run scripts/setup tests")
            });
        wait_for(&format!("{kind:?} to listen"), PATIENCE, || {
            if let Some(status) = child.try_wait().expect("a process of ours can be asked") {
                panic!("{kind:?} has ended with {status}; its message is above");
            }
            TcpStream::connect(address).ok()
        });
        Self { child, address, _folder: folder }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A client of the server, to which it is the shop's address.
    pub(crate) fn client(&self) -> Client {
        Client::new(&format!("http://{}", self.address))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // SIGKILL leaves nginx's worker behind; TERM takes it along.
        let id = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(id) = id {
            let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

/// A port that nobody has. Another may take it before the server does; the server then says so.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("a listener has an address")
}

/// nginx, with its own files in the folder in place of where only root may write.
fn nginx(text: &str, folder: &Path) -> Command {
    let file = folder.join("nginx.conf");
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let places = kinds.map(|kind| format!("{kind}_temp_path {}/{kind};", folder.display()));
    let places = format!("http {{\naccess_log off;\n{}\n", places.join("\n"));
    fs::write(&file, text.replacen("http {\n", &places, 1)).expect("the folder is ours");
    let mut command = Command::new("nginx");
    let settings = format!("daemon off; pid {}/pid;", folder.display());
    // Not on a user's path in Debian.
    let path = env::var("PATH").unwrap_or_default() + ":/usr/sbin";
    command.env("PATH", path).arg("-c").arg(file).args(["-e", "stderr", "-g", &settings]);
    command
}

fn caddy(text: &str, folder: &Path) -> Command {
    let file = folder.join("Caddyfile");
    // Its own door for changing the configuration is one port for the whole machine.
    fs::write(&file, format!("{{\n\tadmin off\n\tauto_https off\n}}\n{text}")).expect("it is ours");
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file);
    command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
    // It tells much, at every level; what it says of a start that fails is on its error output, too.
    command.stderr(Stdio::null());
    command
}
