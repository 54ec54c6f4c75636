//! What is packed whole and within RFC 1952, RFC 7932 and RFC 8878 is unpacked, and nothing else.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::*;

/// `hello` and a line break in brotli, stored as it is: a window of 16 MiB, a block of six bytes, an empty
/// last one. Written by hand after RFC 7932, 9.
const HELLO: [u8; 10] = *b"\x8f\x02\x80hello\n\x03";
/// The same in zstd: a frame that says it holds six bytes, one last block of them as they are. By RFC 8878, 3.1.
const HELLO_ZSTD: [u8; 15] = *b"\x28\xb5\x2f\xfd\x20\x06\x31\0\0hello\n";

fn gzipped(plain: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(plain).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_large_window_is_read_as_a_smaller_one() {
    assert_eq!(unpack(Coding::Brotli, &HELLO).unwrap(), b"hello\n");
    let windows = [
        (0x01, 0x01), // 128 KiB
        (0x03, 0x03), // 256 KiB
        (0x05, 0x05), // 512 KiB
        (0x07, 0x05), // 1 MiB
        (0xff, 0xf5), // 16 MiB
        (0x80, 0x80), // 64 KiB, of one bit
        (0x71, 0x71), // 32 KiB, of seven bits
    ];
    for (said, read) in windows {
        assert_eq!(narrowed(&[said, 1, 2]), [read, 1, 2]);
    }
    assert!(narrowed(&[]).is_empty());
}

#[test]
fn a_window_that_the_rfc_has_not_is_refused() {
    // 1 GiB, 1 MiB, and the least, 1 KiB; what follows is as in HELLO.
    for bits in [30, 20, 10] {
        let mut large = vec![0x11, bits];
        large.extend_from_slice(&HELLO[1..]);
        assert_eq!(unpack(Coding::Brotli, &large), Err(UnpackError::Broken));
    }
}

#[test]
fn what_follows_the_end_is_not_passed_over() {
    let hello = gzipped(b"hello\n");
    assert_eq!(unpack(Coding::Gzip, &hello).unwrap(), b"hello\n");
    assert_eq!(unpack(Coding::Zstd, &HELLO_ZSTD).unwrap(), b"hello\n");
    let wholes =
        [(Coding::Gzip, hello.as_slice()), (Coding::Brotli, &HELLO), (Coding::Zstd, &HELLO_ZSTD)];
    for (coding, whole) in wholes {
        for more in [whole, b"\0", b"goodbye"] {
            let longer = [whole, more].concat();
            assert_eq!(unpack(coding, &longer), Err(UnpackError::Broken), "{coding:?}");
        }
        for end in 0..whole.len() {
            assert_eq!(unpack(coding, &whole[..end]), Err(UnpackError::Broken), "{coding:?} {end}");
        }
    }
}

#[test]
fn no_more_is_made_than_is_allowed() {
    let most = allowed(0);
    for length in [most - 1, most, most + 1, 4 * most] {
        let packed = gzipped(&vec![b' '; length]);
        let made = unpack(Coding::Gzip, &packed).map(|plain| plain.len());
        assert_eq!(made, if length > most { Err(UnpackError::TooLarge) } else { Ok(length) });
    }
    // A block of 64 KiB, stored as it is, of which one byte comes.
    assert_eq!(unpack(Coding::Brotli, &[0x8f, 0xff, 0xff, 0x20]), Err(UnpackError::Broken));
}

proptest! {
    #[test]
    fn any_bytes_come_to_no_more_than_is_allowed(body: Vec<u8>, window: u8) {
        let own = [&[window], body.as_slice()].concat();
        let frame = [&[0x28, 0xb5, 0x2f, 0xfd], body.as_slice()].concat();
        let any = [
            (Coding::Gzip, &body), (Coding::Brotli, &body), (Coding::Brotli, &own), (Coding::Zstd, &frame),
        ];
        for (coding, body) in any {
            if let Ok(plain) = unpack(coding, body) {
                prop_assert!(plain.len() <= allowed(body.len()));
            }
        }
    }

    #[test]
    fn gzip_comes_back_as_it_was(body: Vec<u8>) {
        prop_assert_eq!(unpack(Coding::Gzip, &gzipped(&body)).unwrap(), body);
    }
}
