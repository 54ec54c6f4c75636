//! Any bytes as a packed body: unpacked to no more than is allowed, or refused; and what is packed by gzip
//! comes back as it was.
#![no_main]

use std::io::Write;

use libfuzzer_sys::fuzz_target;
use percorso::ingest::unpack::{Coding, UnpackError, allowed, unpack};

fuzz_target!(|body: &[u8]| {
    for coding in [Coding::Gzip, Coding::Brotli, Coding::Zstd] {
        if let Ok(plain) = unpack(coding, body) {
            assert!(plain.len() <= allowed(body.len()), "{coding:?}: {} bytes", plain.len());
        }
    }
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(body).expect("memory takes it");
    let packed = packer.finish().expect("memory takes it");
    match unpack(Coding::Gzip, &packed) {
        Ok(plain) => assert_eq!(plain, body),
        Err(error) => {
            assert!(error == UnpackError::TooLarge && body.len() > allowed(packed.len()));
        }
    }
});
