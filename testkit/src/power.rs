//! A disk that loses power: a file layer for SQLite that remembers what was made durable.
//!
//! Everything passes through to the system's own layer, so locks and shared memory are real. Beside each file stands
//! an image of what a sync has made durable and a list of what was written since. When the power is cut, files are
//! written out elsewhere as a disk might have left them: the durable image, and of each later write all, nothing, or
//! some sectors, in any order. From then on the old layer refuses all work, as a machine without power does.
//!
//! It can also play a full disk.
//!
//! Unsafe code stands here alone, because SQLite's file layer is an interface of C. What makes it sound: the layer and
//! its state are leaked, so they outlive every connection; each open file holds our part first and the system's part
//! behind it, in one block that SQLite allocated with the size we asked for; SQLite never uses one file object on two
//! threads at once.
#![allow(unsafe_code)]

use base::Seeded;
use rusqlite::ffi;
use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard};

/// A write that no sync has made durable yet.
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

#[derive(Default)]
struct Image {
    /// None until the first sync: without power the file is not there.
    durable: Option<Vec<u8>>,
    since: Vec<Change>,
    /// Removed, and the folder was not synced.
    removed: bool,
    /// Made by this disk and not synced yet: its first sync also syncs the folder, as SQLite does for journals and logs.
    is_new: bool,
}

struct State {
    real: *mut ffi::sqlite3_vfs,
    images: Mutex<BTreeMap<PathBuf, Image>>,
    dead: AtomicBool,
    full: AtomicBool,
    /// Writes and syncs until the power goes; negative = not planned.
    left: AtomicI64,
}

/// Whether there is power for one write or sync.
#[derive(PartialEq, Eq)]
enum Step {
    Alive,
    /// The power goes during this one.
    Dying,
    Dead,
}

/// One disk. Its files are those opened through its layer.
#[derive(Clone, Copy)]
pub struct Disk {
    name: &'static str,
    state: &'static State,
}

// The pointer to the system's layer is used only as SQLite uses it; SQLite calls layers from any thread.
unsafe impl Send for State {}
unsafe impl Sync for State {}

/// Our part of an open file; the system's part follows.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    state: &'static State,
    /// Leaked when the file is opened, freed when it is closed.
    path: *mut PathBuf,
}

const OURS: usize = size_of::<File>().next_multiple_of(16);
const SECTOR: usize = 512;

static LAYERS: AtomicU32 = AtomicU32::new(0);

impl Disk {
    /// A new disk with a layer of its own.
    pub fn new() -> Disk {
        let number = LAYERS.fetch_add(1, Ordering::SeqCst);
        let name: &'static CStr =
            Box::leak(CString::new(format!("power-{number}")).expect("no zero").into_boxed_c_str());
        // SAFETY: a null name asks for the default layer, which is never unregistered.
        let real = unsafe { ffi::sqlite3_vfs_find(std::ptr::null()) };
        let state: &'static State = Box::leak(Box::new(State {
            real,
            images: Mutex::default(),
            dead: AtomicBool::new(false),
            full: AtomicBool::new(false),
            left: AtomicI64::new(-1),
        }));
        // SAFETY: `real` is a valid layer; the copy keeps its functions for what has nothing to do with files.
        let mut layer = unsafe { std::ptr::read(real) };
        layer.szOsFile += OURS as c_int;
        layer.zName = name.as_ptr();
        layer.pNext = std::ptr::null_mut();
        layer.pAppData = std::ptr::from_ref(state).cast_mut().cast::<c_void>();
        layer.xOpen = Some(open);
        layer.xDelete = Some(delete);
        layer.xAccess = Some(access);
        layer.xFullPathname = Some(full_path);
        // SAFETY: the layer is leaked, so it stays valid for as long as it is registered.
        let code = unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(layer)), 0) };
        assert_eq!(code, ffi::SQLITE_OK, "registering a layer");
        Disk { name: name.to_str().expect("plain letters"), state }
    }

    /// The name that a place gives to SQLite.
    pub fn layer(&self) -> String {
        self.name.to_owned()
    }

    /// The power goes at the `count`th write or sync from now.
    pub fn cut_after(&self, count: i64) {
        self.state.left.store(count, Ordering::SeqCst);
    }

    /// True when there is no power.
    pub fn is_dead(&self) -> bool {
        self.state.dead.load(Ordering::SeqCst)
    }

    /// Nothing more fits on the disk, or it does again.
    pub fn fill(&self, full: bool) {
        self.state.full.store(full, Ordering::SeqCst);
    }

    /// Cuts the power, if it is not gone yet, and writes into `folder` what a disk might hold now.
    pub fn cut(&self, folder: &Path, seed: u64) {
        // Nothing is asked of the images afterwards, and a disk is never freed: fifty of them would fill the memory.
        let images = std::mem::take(&mut *self.images_of_the_dead());
        let mut random = Seeded::new(seed);
        for (path, image) in images.iter() {
            let Some(bytes) = survivor(image, &mut random) else { continue };
            let name = path.file_name().expect("a file has a name");
            std::fs::write(folder.join(name), bytes).expect("writing what survived");
        }
    }

    /// From here on nothing becomes durable: who syncs holds the images, and finds no power.
    fn images_of_the_dead(&self) -> MutexGuard<'static, BTreeMap<PathBuf, Image>> {
        let images = self.state.images();
        self.state.dead.store(true, Ordering::SeqCst);
        images
    }
}

impl Default for Disk {
    fn default() -> Disk {
        Disk::new()
    }
}

impl State {
    fn images(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Image>> {
        self.images.lock().unwrap_or_else(|broken| broken.into_inner())
    }

    /// Counts a write or sync.
    fn step(&self) -> Step {
        if self.left.load(Ordering::SeqCst) >= 0 && self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            self.dead.store(true, Ordering::SeqCst);
            return Step::Dying;
        }
        if self.dead.load(Ordering::SeqCst) { Step::Dead } else { Step::Alive }
    }
}

/// What the disk may hold of a file: every write since the last sync is there, or not, or some of its sectors are.
fn survivor(image: &Image, random: &mut Seeded) -> Option<Vec<u8>> {
    if image.removed && random.below(2) == 0 {
        return None;
    }
    let mut bytes = image.durable.clone()?;
    for change in &image.since {
        match (random.below(4), change) {
            (0 | 1, change) => apply(&mut bytes, change),
            (2, Change::Write { at, bytes: new }) => {
                for (number, sector) in new.chunks(SECTOR).enumerate() {
                    if random.below(2) == 0 {
                        let sector = Change::Write { at: at + number * SECTOR, bytes: sector.to_vec() };
                        apply(&mut bytes, &sector);
                    }
                }
            }
            _ => {}
        }
    }
    Some(bytes)
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Truncate(len) => bytes.truncate(*len),
        Change::Write { at, bytes: new } => {
            if bytes.len() < at + new.len() {
                bytes.resize(at + new.len(), 0);
            }
            bytes[*at..at + new.len()].copy_from_slice(new);
        }
    }
}

fn state_of(layer: *mut ffi::sqlite3_vfs) -> &'static State {
    // SAFETY: `pAppData` of our layers is a leaked `State`.
    unsafe { &*(*layer).pAppData.cast::<State>() }
}

/// Our part and the system's part of an open file, with the system's methods.
fn parts(
    file: *mut ffi::sqlite3_file,
) -> (&'static File, *mut ffi::sqlite3_file, &'static ffi::sqlite3_io_methods) {
    // SAFETY: SQLite hands us only files that `open` filled; the system's part stands `OURS` bytes behind.
    unsafe {
        let real = file.cast::<u8>().add(OURS).cast::<ffi::sqlite3_file>();
        (&*file.cast::<File>(), real, &*(*real).pMethods)
    }
}

impl File {
    fn image<T>(&self, with: impl FnOnce(&mut Image) -> T) -> T {
        // SAFETY: `path` lives from `open` to `close`.
        let path = unsafe { &*self.path };
        with(self.state.images().entry(path.clone()).or_default())
    }
}

unsafe extern "C" fn open(
    layer: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let state = state_of(layer);
    // SAFETY: the block is `szOsFile` bytes, the system's part begins `OURS` behind; `name` is a C string or null.
    unsafe {
        (*file).pMethods = std::ptr::null();
        if state.dead.load(Ordering::SeqCst) {
            return ffi::SQLITE_CANTOPEN;
        }
        let real = file.cast::<u8>().add(OURS).cast::<ffi::sqlite3_file>();
        let Some(real_open) = (*state.real).xOpen else { return ffi::SQLITE_CANTOPEN };
        let path = match name.is_null() {
            true => PathBuf::from("temporary"),
            false => PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned()),
        };
        let before = std::fs::read(&path).ok();
        let code = real_open(state.real, name, real, flags, out);
        if code != ffi::SQLITE_OK {
            return code;
        }
        opened(&mut state.images(), &path, before);
        let ours = file.cast::<File>();
        std::ptr::write(&raw mut (*ours).state, state);
        std::ptr::write(&raw mut (*ours).path, Box::into_raw(Box::new(path)));
        (*file).pMethods = &METHODS;
    }
    ffi::SQLITE_OK
}

/// A file is open. What was there before this disk knew it is durable; what was removed and made again is empty.
fn opened(images: &mut BTreeMap<PathBuf, Image>, path: &Path, before: Option<Vec<u8>>) {
    let is_new = before.is_none();
    let image =
        images.entry(path.to_owned()).or_insert(Image { durable: before, is_new, ..Image::default() });
    if image.removed {
        image.since.push(Change::Truncate(0));
        (image.removed, image.is_new) = (false, true);
    }
}

unsafe extern "C" fn delete(layer: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    let state = state_of(layer);
    if state.step() != Step::Alive {
        return ffi::SQLITE_IOERR_DELETE;
    }
    // SAFETY: `name` is a C string; the call goes to the system's layer.
    unsafe {
        let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
        match (sync, state.images().get_mut(&path)) {
            (0, Some(image)) => image.removed = true,
            (_, Some(image)) => *image = Image::default(),
            (_, None) => {}
        }
        (*state.real).xDelete.map_or(ffi::SQLITE_IOERR, |real| real(state.real, name, sync))
    }
}

unsafe extern "C" fn access(
    layer: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let state = state_of(layer);
    // SAFETY: passed on unchanged to the layer that it is meant for.
    unsafe { (*state.real).xAccess.map_or(ffi::SQLITE_IOERR, |real| real(state.real, name, flags, out)) }
}

unsafe extern "C" fn full_path(
    layer: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    size: c_int,
    out: *mut c_char,
) -> c_int {
    let state = state_of(layer);
    // SAFETY: passed on unchanged to the layer that it is meant for.
    unsafe { (*state.real).xFullPathname.map_or(ffi::SQLITE_IOERR, |real| real(state.real, name, size, out)) }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let (ours, real, methods) = parts(file);
    // SAFETY: `path` came from `Box::into_raw` in `open`; SQLite closes a file once.
    unsafe {
        drop(Box::from_raw(ours.path));
        methods.xClose.map_or(ffi::SQLITE_IOERR, |close| close(real))
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, len: c_int, at: i64) -> c_int {
    let (ours, real, methods) = parts(file);
    if ours.state.dead.load(Ordering::SeqCst) {
        return ffi::SQLITE_IOERR_READ;
    }
    // SAFETY: passed on unchanged.
    unsafe { methods.xRead.map_or(ffi::SQLITE_IOERR, |read| read(real, to, len, at)) }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, len: c_int, at: i64) -> c_int {
    let (ours, real, methods) = parts(file);
    if ours.state.full.load(Ordering::SeqCst) {
        return ffi::SQLITE_FULL;
    }
    let step = ours.state.step();
    // SAFETY: SQLite gives `len` readable bytes.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), len as usize) };
    // The write during which the power goes may reach the disk in part.
    if step != Step::Dead {
        let change = Change::Write { at: at as usize, bytes: bytes.to_vec() };
        ours.image(|image| image.since.push(change));
    }
    if step != Step::Alive {
        return ffi::SQLITE_IOERR_WRITE;
    }
    // SAFETY: passed on unchanged.
    unsafe { methods.xWrite.map_or(ffi::SQLITE_IOERR, |write| write(real, from, len, at)) }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let (ours, real, methods) = parts(file);
    if ours.state.step() != Step::Alive {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    ours.image(|image| image.since.push(Change::Truncate(size as usize)));
    // SAFETY: passed on unchanged.
    unsafe { methods.xTruncate.map_or(ffi::SQLITE_IOERR, |truncate| truncate(real, size)) }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    let (ours, ..) = parts(file);
    if ours.state.step() != Step::Alive {
        return ffi::SQLITE_IOERR_FSYNC;
    }
    let made = ours.image(|image| {
        // A cut holds the images; what it has written out cannot become durable afterwards.
        if ours.state.dead.load(Ordering::SeqCst) {
            return None;
        }
        let mut bytes = image.durable.take().unwrap_or_default();
        image.since.drain(..).for_each(|change| apply(&mut bytes, &change));
        image.durable = Some(bytes);
        Some(std::mem::take(&mut image.is_new))
    });
    match made {
        None => return ffi::SQLITE_IOERR_FSYNC,
        // With the folder goes what was removed from it.
        Some(true) => ours.state.images().values_mut().filter(|image| image.removed).for_each(|image| {
            *image = Image::default();
        }),
        Some(false) => {}
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xFileSize.map_or(ffi::SQLITE_IOERR, |size| size(real, out)) }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let (ours, real, methods) = parts(file);
    if ours.state.dead.load(Ordering::SeqCst) {
        return ffi::SQLITE_IOERR_LOCK;
    }
    // SAFETY: passed on unchanged.
    unsafe { methods.xLock.map_or(ffi::SQLITE_IOERR, |lock| lock(real, level)) }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xUnlock.map_or(ffi::SQLITE_IOERR, |unlock| unlock(real, level)) }
}

unsafe extern "C" fn check_lock(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xCheckReservedLock.map_or(ffi::SQLITE_IOERR, |check| check(real, out)) }
}

unsafe extern "C" fn control(file: *mut ffi::sqlite3_file, what: c_int, with: *mut c_void) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xFileControl.map_or(ffi::SQLITE_NOTFOUND, |control| control(real, what, with)) }
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xSectorSize.map_or(4096, |size| size(real)) }
}

unsafe extern "C" fn characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xDeviceCharacteristics.map_or(0, |characteristics| characteristics(real)) }
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xShmMap.map_or(ffi::SQLITE_IOERR, |map| map(real, page, size, extend, out)) }
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, at: c_int, count: c_int, flags: c_int) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xShmLock.map_or(ffi::SQLITE_IOERR, |lock| lock(real, at, count, flags)) }
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe {
        if let Some(barrier) = methods.xShmBarrier {
            barrier(real);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xShmUnmap.map_or(ffi::SQLITE_IOERR, |unmap| unmap(real, delete)) }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    // The second form has shared memory; the third would map files past us.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_lock),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
