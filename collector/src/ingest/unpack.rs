//! Unpacks a body, and never makes more of it than is allowed.

use std::io::Read;

use percorso_protocol::limits;
use ruzstd::decoding::StreamingDecoder;

/// A body may unpack to so many times its length, and to `SMALL` in any case. Batches come to 5 to 20.
const RATIO: usize = 100;
const SMALL: usize = 16 * 1024;
/// What unpacking brotli reads at a time.
const PIECE: usize = 4 * 1024;

/// How a body was packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// `gzip`.
    Gzip,
    /// `br`.
    Brotli,
    /// `zstd`.
    Zstd,
}

/// Why a body is not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnpackError {
    /// It comes to more than is allowed.
    TooLarge,
    /// It is not packed that way.
    Broken,
}

/// How much a body of this length may come to.
#[must_use]
pub fn allowed(packed: usize) -> usize {
    packed.saturating_mul(RATIO).clamp(SMALL, limits::BODY_BYTES)
}

/// Unpacks no more than is allowed: what would come to more is never made.
///
/// # Errors
/// Where it is more, or not packed that way.
pub fn unpack(coding: Coding, packed: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let allowed = allowed(packed.len());
    let mut plain = Vec::new();
    let limit = allowed as u64 + 1;
    let read = match coding {
        Coding::Gzip => flate2::read::GzDecoder::new(packed).take(limit).read_to_end(&mut plain),
        Coding::Brotli => {
            let decoder = brotli_decompressor::Decompressor::new(packed, PIECE);
            decoder.take(limit).read_to_end(&mut plain)
        }
        Coding::Zstd => {
            let decoder = StreamingDecoder::new(packed).map_err(|_| UnpackError::Broken)?;
            decoder.take(limit).read_to_end(&mut plain)
        }
    };
    if plain.len() > allowed {
        return Err(UnpackError::TooLarge);
    }
    read.map_err(|_| UnpackError::Broken)?;
    Ok(plain)
}
