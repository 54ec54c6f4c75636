//! A disk of its own for a test: a small tmpfs to fill and to lock, or a file with a file system that is
//! made to fail. Both take root to mount.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::{NamedTempFile, TempDir};

/// Mounted until it is dropped.
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// A disk of this size, as mount writes it; nothing, with a word on it, where mounting is not allowed.
    #[must_use]
    pub fn new(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let options = format!("size={size}");
        let mounted = mount(&["-t", "tmpfs", "-o", &options, "percorso-test"], folder.path());
        mounted.then_some(Self { folder }).or_else(skipped)
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

    fn filler(&self) -> PathBuf {
        self.folder().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        unmount_at_last(self.folder());
    }
}

/// An ext4 in a file. What makes a real one read-only under a running program can be brought about: its
/// driver meets an error, and takes no more until it was unmounted and checked.
pub struct FailingDisk {
    folder: TempDir,
    image: NamedTempFile,
}

impl FailingDisk {
    /// A disk of so many bytes; nothing, with a word on it, where it can't be had.
    #[must_use]
    pub fn new(bytes: u64) -> Option<Self> {
        let image = NamedTempFile::new().expect("a temporary file can be made");
        image.as_file().set_len(bytes).expect("a file may have holes");
        let disk = Self { folder: tempfile::tempdir().expect("a folder can be made"), image };
        let made = done("mkfs.ext4", &["-q", "-F", "-m", "0"], disk.image.path());
        (made && disk.mount() && disk.trigger().exists()).then_some(disk).or_else(skipped)
    }

    /// Where it is mounted.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its driver meets an error: from now on nobody writes.
    pub fn fail(&self) {
        fs::write(self.trigger(), "percorso-test").expect("the kernel takes an error");
    }

    /// Unmounts it; tells whether that could be done, which it can't while a file of it is open.
    #[must_use]
    pub fn unmount(&self) -> bool {
        done("umount", &[], self.folder())
    }

    /// Checks it and mounts it again.
    pub fn repair(&self) {
        // It ends with 1 where there was something to repair.
        let _ = done("e2fsck", &["-f", "-y"], self.image.path());
        assert!(self.mount(), "the disk can be mounted again");
    }

    fn mount(&self) -> bool {
        let image = self.image.path().to_str().expect("a plain name");
        mount(&["-t", "ext4", "-o", "loop,errors=remount-ro", image], self.folder())
    }

    fn trigger(&self) -> PathBuf {
        let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
        let here = self.folder().to_str();
        let mut words = mounts.lines().map(|line| line.split(' '));
        let device = words.find_map(|mut words| {
            let device = words.next()?;
            (words.next() == here).then_some(device)
        });
        let name = device.unwrap_or_default().trim_start_matches("/dev/");
        Path::new("/sys/fs/ext4").join(name).join("trigger_fs_error")
    }
}

impl Drop for FailingDisk {
    fn drop(&mut self) {
        unmount_at_last(self.folder());
    }
}

fn skipped<T>() -> Option<T> {
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    {
        eprintln!("skipped: this user may not mount a small disk");
    }
    None
}

fn mount(options: &[&str], folder: &Path) -> bool {
    done("mount", options, folder)
}

fn unmount_at_last(folder: &Path) {
    // Lazily: a collector that a failing test has left may still be there.
    let _ = done("umount", &["-l"], folder);
}

fn done(program: &str, options: &[&str], on: &Path) -> bool {
    let mut command = Command::new(program);
    command.args(options).arg(on).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
