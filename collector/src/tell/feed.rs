//! Events as they are stored, for as many as listen.

use std::sync::Arc;

use tokio::sync::broadcast;

use crate::ingest::row::Row;

/// Events that wait for the slowest who listens; whoever is further behind misses the oldest. More than
/// the writer commits at once.
const ROOM: usize = 8192;

/// Tells of what is stored; clones tell the same.
#[derive(Clone)]
pub struct Feed(broadcast::Sender<Arc<Row>>);

impl Default for Feed {
    fn default() -> Self {
        Self(broadcast::Sender::new(ROOM))
    }
}

impl Feed {
    /// Tells of people's events; nothing is done where nobody listens.
    pub fn tell(&self, stored: &mut dyn Iterator<Item = Row>) {
        if self.0.receiver_count() == 0 {
            return;
        }
        for row in stored.filter(|row| row.robot.is_none()) {
            // Whoever listened a moment ago may have gone.
            let _ = self.0.send(Arc::new(row));
        }
    }

    /// Listens from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Arc<Row>> {
        self.0.subscribe()
    }

    /// Whether all who listen have heard everything.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(robots: &[bool]) -> impl Iterator<Item = Row> {
        let row = |(id, robot): (usize, &bool)| Row {
            event_id: id as u128,
            robot: robot.then_some("declared"),
            ..Row::default()
        };
        robots.iter().enumerate().map(row)
    }

    #[tokio::test]
    async fn who_listens_hears_people_alone_and_only_from_then_on() {
        let feed = Feed::default();
        feed.tell(
            &mut rows(&[false]).inspect(|_| panic!("nobody listens, and it is made all the same")),
        );
        let mut events = feed.listen();
        assert!(feed.is_heard());
        feed.tell(&mut rows(&[true, false, true, false]));
        assert!(!feed.is_heard());
        assert_eq!(events.recv().await.unwrap().event_id, 1);
        assert_eq!(events.recv().await.unwrap().event_id, 3);
        assert!(feed.is_heard());
    }
}
