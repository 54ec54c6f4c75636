//! Who is connected: how many may be, of one network too, and who goes where there is no place left.
//!
//! Networks are those of `limit`. This machine and the proxies that the owner trusts speak for many: they
//! are counted among all, and never sent away.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::sync::Notify;

use super::doing::Doing;

/// Connections at a time, where the system gives enough files.
const MOST: usize = 8192;
/// The share of all places that one network may take.
const SHARE: usize = 8;

/// The places there are.
pub(super) struct Places {
    most: usize,
    of_one: usize,
    taken: Mutex<Taken>,
    /// Told when somebody has left.
    left: Notify,
}

#[derive(Default)]
struct Taken {
    all: usize,
    next: u64,
    networks: HashMap<u64, HashMap<u64, Seat>>,
    /// The same networks by how many they are.
    sizes: BTreeSet<(usize, u64)>,
}

struct Seat {
    doing: Arc<Doing>,
    cut: Arc<Notify>,
}

/// What becomes of who comes.
pub(super) enum Entry {
    /// There is a place.
    In(Place),
    /// Its network has as many as it may.
    Refused,
    /// There is none, and nobody who could be sent away: it waits.
    Full,
}

/// A place, until it is dropped.
pub(super) struct Place {
    places: Arc<Places>,
    seat: Option<(u64, u64)>,
    /// What its connection does.
    pub(super) doing: Arc<Doing>,
    cut: Arc<Notify>,
}

impl Places {
    /// As many as the files allow that this process may have; it takes all the system gives it.
    pub(super) fn new() -> Arc<Self> {
        // A quarter is for the store, its log, and what DuckDB puts aside.
        let most = usize::try_from(files() / 4 * 3).unwrap_or(MOST).clamp(SHARE, MOST);
        Self::of(most, most / SHARE)
    }

    /// So many, and so many of them for one network.
    pub(super) fn of(most: usize, of_one: usize) -> Arc<Self> {
        let (taken, left) = (Mutex::default(), Notify::new());
        Arc::new(Self { most, of_one, taken, left })
    }

    /// A place for somebody of this network, or of none that is counted.
    pub(super) fn enter(self: &Arc<Self>, network: Option<u64>) -> Entry {
        let mut taken = self.taken();
        let own = network.map_or(0, |network| taken.size(network));
        if let Some(network) = network
            && own >= self.of_one
            && !taken.send_away(network, false)
        {
            return Entry::Refused;
        }
        if taken.all >= self.most {
            let gone = match taken.sizes.last().copied() {
                None => return Entry::Full,
                // Whoever has most makes room, also in the middle of something: it is sent again.
                Some((size, largest)) if size > own => taken.send_away(largest, true),
                Some(_) => network.is_some_and(|network| taken.send_away(network, false)),
            };
            if !gone {
                return Entry::Refused;
            }
        }
        let (doing, cut) = (Arc::new(Doing::new()), Arc::new(Notify::new()));
        let seat = network.map(|network| {
            let seat = Seat { doing: Arc::clone(&doing), cut: Arc::clone(&cut) };
            (network, taken.sit(network, seat))
        });
        taken.all += 1;
        Entry::In(Place { places: Arc::clone(self), seat, doing, cut })
    }

    /// Until somebody has left since this was last waited for.
    pub(super) async fn left(&self) {
        self.left.notified().await;
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn size(&self, network: u64) -> usize {
        self.networks.get(&network).map_or(0, HashMap::len)
    }

    fn sit(&mut self, network: u64, seat: Seat) -> u64 {
        self.next += 1;
        let (id, size) = (self.next, self.size(network));
        self.sizes.remove(&(size, network));
        self.sizes.insert((size + 1, network));
        self.networks.entry(network).or_default().insert(id, seat);
        id
    }

    /// Takes a seat away, where it is still there.
    fn rise(&mut self, network: u64, id: u64) -> Option<Seat> {
        let size = self.size(network);
        let seats = self.networks.get_mut(&network)?;
        let seat = seats.remove(&id)?;
        if seats.is_empty() {
            self.networks.remove(&network);
        }
        self.sizes.remove(&(size, network));
        if size > 1 {
            self.sizes.insert((size - 1, network));
        }
        self.all -= 1;
        Some(seat)
    }

    /// Sends away whom of a network nobody has asked anything for the longest time, or, where all of them
    /// ask and one `must` go, the first to come. Tells whether there was one.
    fn send_away(&mut self, network: u64, must: bool) -> bool {
        let seats = self.networks.get(&network);
        let seats = || seats.into_iter().flatten();
        let idle = seats().filter_map(|(id, seat)| Some((seat.doing.idle_since()?, *id))).min();
        let first = || seats().map(|(id, _)| *id).min().filter(|_| must);
        let id = idle.map(|(_, id)| id).or_else(first);
        let seat = id.and_then(|id| self.rise(network, id));
        seat.inspect(|seat| seat.cut.notify_one()).is_some()
    }
}

impl Place {
    /// Until it is wanted for somebody else.
    pub(super) async fn is_wanted(&self) {
        self.cut.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        match self.seat {
            // Who was sent away has given it back already.
            Some((network, id)) => drop(taken.rise(network, id)),
            None => taken.all -= 1,
        }
        drop(taken);
        self.places.left.notify_one();
    }
}

/// Files this process may have open, after it has asked for all it may.
fn files() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => maximum.unwrap_or(u64::MAX),
        Err(_) => current.unwrap_or(u64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::super::doing::UnderWay;
    use super::*;

    fn comes(places: &Arc<Places>, network: Option<u64>) -> Option<Place> {
        match places.enter(network) {
            Entry::In(place) => Some(place),
            Entry::Refused | Entry::Full => None,
        }
    }

    fn is_sent_away(place: &Place) -> bool {
        let (network, id) = place.seat.unwrap();
        !place.places.taken().networks.get(&network).is_some_and(|seats| seats.contains_key(&id))
    }

    #[test]
    fn one_network_takes_its_share_and_its_idle_ones_go_first() {
        let places = Places::of(80, 10);
        let first: Vec<_> = (0..10).map(|_| comes(&places, Some(7)).unwrap()).collect();
        let asking = UnderWay::begin(&first[0].doing);
        let eleventh = comes(&places, Some(7)).unwrap();
        let gone: Vec<_> = first.iter().map(is_sent_away).collect();
        assert!(!gone[0] && gone[1] && !gone[2], "{gone:?}");
        let busy: Vec<_> = first.iter().map(|place| UnderWay::begin(&place.doing)).collect();
        let last = UnderWay::begin(&eleventh.doing);
        assert!(matches!(places.enter(Some(7)), Entry::Refused), "all of them ask");
        assert!(comes(&places, Some(8)).is_some(), "others are not its neighbours");
        drop((asking, busy, last, first, eleventh));
        assert_eq!(places.taken().all, 0);
        assert!(places.taken().networks.is_empty() && places.taken().sizes.is_empty());
    }

    #[test]
    fn where_all_is_taken_who_has_most_makes_room() {
        let places = Places::of(80, 10);
        let own: Vec<_> = (0..30).map(|_| comes(&places, None).unwrap()).collect();
        let crowds: Vec<_> = (0..50).map(|n| comes(&places, Some(n % 5)).unwrap()).collect();
        let busy: Vec<_> = crowds.iter().map(|place| UnderWay::begin(&place.doing)).collect();
        assert_eq!(places.taken().all, 80);
        let stranger = comes(&places, Some(99)).expect("one has fewer than others");
        let proxy = comes(&places, None).expect("a proxy speaks for many");
        assert_eq!(crowds.iter().filter(|place| is_sent_away(place)).count(), 2);
        assert!(!is_sent_away(&stranger));
        assert_eq!(places.taken().all, 80);
        drop((own, busy, crowds, stranger, proxy));
        assert_eq!(places.taken().all, 0);
    }

    #[test]
    fn where_nobody_can_be_sent_away_one_waits() {
        let places = Places::of(8, 1);
        let own: Vec<_> = (0..8).map(|_| comes(&places, None).unwrap()).collect();
        assert!(matches!(places.enter(None), Entry::Full));
        assert!(matches!(places.enter(Some(1)), Entry::Full));
        drop(own);
        assert!(comes(&places, Some(1)).is_some());
    }
}
