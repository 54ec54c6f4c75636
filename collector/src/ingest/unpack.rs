//! Unpacks a body, and never makes more of it than is allowed.

use std::io::Read;

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::bufread::GzDecoder;
use percorso_protocol::limits;
use zstd::stream::read::Decoder;

/// A body may unpack to so many times its length, and to `SMALL` in any case. Batches come to 5 to 20.
const RATIO: usize = 100;
const SMALL: usize = 16 * 1024;

/// The largest window of zstd, 8 MiB: what RFC 8878 has every decoder take, and no encoder exceed unasked.
const ZSTD_WINDOW_LOG: u32 = 23;

/// How a body was packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// `gzip`.
    Gzip,
    /// `br`.
    Brotli,
    /// `zstd`, by its own decoder: none in Rust bounds what a block may come to before it gives a byte of it out.
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
/// Where it is more, or not packed that way, or not all of it.
pub fn unpack(coding: Coding, packed: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let allowed = allowed(packed.len());
    match coding {
        Coding::Gzip => gzip(packed, allowed),
        Coding::Brotli => brotli(packed, allowed),
        Coding::Zstd => zstd(packed, allowed),
    }
}

fn gzip(packed: &[u8], allowed: usize) -> Result<Vec<u8>, UnpackError> {
    let mut decoder = GzDecoder::new(packed);
    let plain = read(&mut decoder, allowed)?;
    alone(plain, decoder.into_inner())
}

fn brotli(packed: &[u8], allowed: usize) -> Result<Vec<u8>, UnpackError> {
    let packed = narrowed(packed);
    // Strict: without the windows of up to a gigabyte that RFC 7932 has not.
    let heap = StandardAlloc::default();
    let mut state = BrotliState::new_strict(heap, heap, heap);
    // A byte more than is allowed, to tell what comes to more.
    let mut plain = vec![0; allowed + 1];
    let (mut unread, mut read) = (packed.len(), 0);
    let (mut room, mut made, mut total) = (plain.len(), 0, 0);
    let result = BrotliDecompressStream(
        &mut unread,
        &mut read,
        &packed,
        &mut room,
        &mut made,
        &mut plain,
        &mut total,
        &mut state,
    );
    if made > allowed {
        return Err(UnpackError::TooLarge);
    }
    if !matches!(result, BrotliResult::ResultSuccess) || unread > 0 {
        return Err(UnpackError::Broken);
    }
    plain.truncate(made);
    Ok(plain)
}

fn zstd(packed: &[u8], allowed: usize) -> Result<Vec<u8>, UnpackError> {
    let broken = |_| UnpackError::Broken;
    let mut decoder = Decoder::with_buffer(packed).map_err(broken)?.single_frame();
    decoder.window_log_max(ZSTD_WINDOW_LOG).map_err(broken)?;
    let plain = read(&mut decoder, allowed)?;
    alone(plain, decoder.finish())
}

fn read(decoder: &mut impl Read, allowed: usize) -> Result<Vec<u8>, UnpackError> {
    let mut plain = Vec::new();
    let read = decoder.take(allowed as u64 + 1).read_to_end(&mut plain);
    if plain.len() > allowed {
        return Err(UnpackError::TooLarge);
    }
    read.map(|_| plain).map_err(|_| UnpackError::Broken)
}

/// One member or frame: a second would be passed over without a word.
fn alone(plain: Vec<u8>, rest: &[u8]) -> Result<Vec<u8>, UnpackError> {
    if rest.is_empty() { Ok(plain) } else { Err(UnpackError::Broken) }
}

/// The same with a window of 512 KiB where it announces a larger one, up to 16 MiB: the decoder fills its
/// window before it gives anything out. What comes to less than the window is the same under each, for no
/// distance is longer than what has been made.
fn narrowed(packed: &[u8]) -> Vec<u8> {
    let mut packed = packed.to_vec();
    // RFC 7932, 9.1: after a set bit three more, of 1 to 7, are a window of 2 to the power of 17 and that.
    if let Some(first) = packed.first_mut()
        && *first & 1 == 1
        && *first >> 1 & 7 > 2
    {
        *first = *first & 0xf0 | 0b0101;
    }
    packed
}

#[cfg(test)]
mod tests;
