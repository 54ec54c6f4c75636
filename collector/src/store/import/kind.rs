//! Tells what a file is from its first bytes, whatever it is called, and opens it for reading.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::error::{ImportError, file};
use super::{Import, Progress};

/// An opened file.
pub(super) enum Kind<'a> {
    /// Parquet, which DuckDB reads itself.
    Parquet,
    /// Text, with gzip already undone.
    Text(Box<dyn BufRead + 'a>),
}

/// Opens the import's file.
pub(super) fn open<'a>(
    import: &Import,
    progress: &'a dyn Progress,
) -> Result<Kind<'a>, ImportError> {
    let path = &import.file;
    let opened = File::open(path).map_err(file("open", path))?;
    let facts = opened.metadata().map_err(file("read", path))?;
    if facts.is_dir() {
        return Err(refused(import, path, "a folder"));
    }
    progress.stage("reading", facts.is_file().then_some(facts.len()));
    let mut counted = BufReader::new(Counted { file: opened, progress });
    let start = counted.fill_buf().map_err(file("read", path))?;
    match start {
        [] => Err(refused(import, path, "empty")),
        [b'P', b'A', b'R', b'1', ..] => Ok(Kind::Parquet),
        [0x1f, 0x8b, ..] => Ok(Kind::Text(Box::new(BufReader::new(MultiGzDecoder::new(counted))))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Err(refused(import, path, "zstd-compressed")),
        [b'P', b'K', 3, 4, ..] => Err(refused(import, path, "a ZIP archive")),
        _ => Ok(Kind::Text(Box::new(counted))),
    }
}

pub(super) fn refused(import: &Import, path: &Path, found: &'static str) -> ImportError {
    ImportError::Kind {
        path: path.to_owned(),
        found,
        preset: import.preset.name(),
        expected: import.preset.declared().reads,
    }
}

/// Tells the progress how many bytes of the file (before gzip is undone) are read.
struct Counted<'a> {
    file: File,
    progress: &'a dyn Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.progress.read(count as u64);
        Ok(count)
    }
}
