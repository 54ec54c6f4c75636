//! A disk of its own for a test to fill, to lock and to break: a small one, which takes root to mount.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::{NamedTempFile, TempDir};

/// Mounted until it is dropped.
pub struct SmallDisk {
    folder: TempDir,
    image: Option<NamedTempFile>,
}

impl SmallDisk {
    /// A disk of this size, as mount writes it; nothing, with a word on it, where mounting is not allowed.
    #[must_use]
    pub fn new(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let options = format!("size={size}");
        let mounted = mount(&["-t", "tmpfs", "-o", &options, "percorso-test"], folder.path());
        Self::if_mounted(mounted, folder, None)
    }

    /// A disk with a journal, on a file, which can be broken.
    #[must_use]
    pub fn with_journal(bytes: u64) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let image = NamedTempFile::new().expect("a temporary file can be made");
        image.as_file().set_len(bytes).expect("the file takes a length");
        let made = Command::new("mkfs.ext4").arg("-q").arg(image.path()).status();
        let made = made.is_ok_and(|status| status.success());
        let mounted = made && mount_image(image.path(), folder.path());
        Self::if_mounted(mounted, folder, Some(image))
    }

    fn if_mounted(mounted: bool, folder: TempDir, image: Option<NamedTempFile>) -> Option<Self> {
        if !mounted {
            #[expect(clippy::print_stderr, reason = "a skipped test says so")]
            {
                eprintln!("skipped: this user may not mount a small disk");
            }
            return None;
        }
        Some(Self { folder, image })
    }

    /// Where it is mounted.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        let mut file = fs::File::create(self.filler()).expect("the disk takes a file");
        let zeros = vec![0; 64 << 10];
        for piece in [&zeros[..], &zeros[..4096]] {
            while std::io::Write::write_all(&mut file, piece).is_ok() {}
        }
    }

    /// Frees what [`Self::fill`] took.
    pub fn free(&self) {
        fs::remove_file(self.filler()).expect("the filler is there");
    }

    /// Mounts it again with other options.
    pub fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(mount(&["-o", &options], self.folder()), "the disk can be mounted again");
    }

    /// Breaks a disk with a journal: the system finds a fault and lets nobody write any more.
    pub fn break_journal(&self) {
        self.remount("abort");
    }

    /// Mounts a broken disk anew, once nobody has a file on it open.
    pub fn mount_anew(&self) {
        let image = self.image.as_ref().expect("a disk with a journal");
        let gone = Command::new("umount").arg(self.folder()).status();
        assert!(gone.is_ok_and(|status| status.success()), "nobody uses the disk any more");
        assert!(mount_image(image.path(), self.folder()), "the disk can be mounted anew");
    }

    fn filler(&self) -> PathBuf {
        self.folder().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a collector that a failing test has left may still be there.
        let _ = Command::new("umount").arg("-l").arg(self.folder()).stderr(Stdio::null()).status();
    }
}

fn mount_image(image: &Path, folder: &Path) -> bool {
    image.to_str().is_some_and(|image| mount(&["-o", "loop", image], folder))
}

fn mount(options: &[&str], folder: &Path) -> bool {
    let mount = Command::new("mount").args(options).arg(folder).stderr(Stdio::null()).status();
    mount.is_ok_and(|status| status.success())
}
