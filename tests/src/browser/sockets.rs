//! Which port a process listens on, as Linux tells it.

use std::fs::{read_dir, read_link, read_to_string};

/// A TCP socket's state while it listens.
const LISTENS: &str = "0A";

/// The port on which a process listens for IPv4, if it does.
pub(super) fn listening_port(process: u32) -> Option<u16> {
    let own: Vec<String> = read_dir(format!("/proc/{process}/fd"))
        .ok()?
        .filter_map(|file| Some(read_link(file.ok()?.path()).ok()?.to_str()?.to_owned()))
        .collect();
    let sockets = read_to_string(format!("/proc/{process}/net/tcp")).ok()?;
    sockets.lines().skip(1).find_map(|line| {
        // number, local address, remote address, state, …, inode in the tenth place.
        let columns: Vec<&str> = line.split_whitespace().collect();
        let socket = format!("socket:[{}]", columns.get(9)?);
        let (_, port) = columns.get(1)?.rsplit_once(':')?;
        let listens = *columns.get(3)? == LISTENS && own.contains(&socket);
        listens.then(|| u16::from_str_radix(port, 16).ok())?
    })
}
