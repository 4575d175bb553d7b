//! Gathers what the writer appends to its log into one write before each sync.
//!
//! SQLite writes every page of a commit by two calls of the system, and a full act touches about four pages; the calls
//! cost more than the bytes. This file layer stands in front of another one, touches nothing but logs, and passes
//! everything else on.
//!
//! What makes it safe to wait: a page in the log counts only after the commit's sync has returned, and the sync comes
//! through here first. Until then only the same file object reads what it wrote, and that comes through here too.
//! This holds with full sync alone, so nothing else may use it.
//!
//! Unsafe code stands here because SQLite's file layer is an interface of C. What makes it sound: the layer is leaked,
//! so it outlives every connection; an open log holds our part first and the other layer's part behind it, in one block
//! that SQLite allocated with the size we asked for; SQLite never uses one file object on two threads at once.
#![allow(unsafe_code)]

use base::{Fault, Result};
use rusqlite::ffi;
use std::collections::BTreeMap;
use std::ffi::{CString, c_char, c_int, c_void};
use std::sync::Mutex;

/// Bytes that may wait: a batch of acts has about one megabyte.
const WAITING_MAX: usize = 4 << 20;

/// Bytes of one write: the system's layer of SQLite cuts off what is longer than 128 KiB.
const AT_ONCE: usize = 64 << 10;

/// What waits to be written: one run of bytes.
struct Waiting {
    at: i64,
    bytes: Vec<u8>,
}

/// Our part of an open log; the other layer's part follows.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    /// Leaked when the file is opened, freed when it is closed.
    waiting: *mut Waiting,
}

const OURS: usize = size_of::<File>().next_multiple_of(16);

/// Layers that stand, by the name of the layer behind each.
static LAYERS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// The name of the layer that gathers in front of `behind` (none = the system's), registered when first asked for.
pub(crate) fn layer(behind: Option<&str>) -> Result<String> {
    let broken = |why: &str| Fault::new("setting up the file layer of the log", why);
    let mut layers = LAYERS.lock().map_err(|_| broken("an earlier attempt panicked"))?;
    let key = behind.unwrap_or_default();
    if let Some(name) = layers.get(key) {
        return Ok(name.clone());
    }
    let name = format!("gather-{key}");
    let zero = |_| broken("a name with a zero byte");
    let (c_name, c_behind) = (CString::new(name.clone()).map_err(zero)?, CString::new(key).map_err(zero)?);
    // SAFETY: both are C strings; a null name asks for the system's layer. Layers are never unregistered here.
    let found =
        unsafe { ffi::sqlite3_vfs_find(if key.is_empty() { std::ptr::null() } else { c_behind.as_ptr() }) };
    if found.is_null() {
        return Err(broken(&format!("no layer is named {key}")).into());
    }
    // SAFETY: `found` is a registered layer; the copy keeps its functions for what has nothing to do with files.
    let mut layer = unsafe { std::ptr::read(found) };
    layer.szOsFile += OURS as c_int;
    layer.zName = Box::leak(c_name.into_boxed_c_str()).as_ptr();
    layer.pNext = std::ptr::null_mut();
    layer.pAppData = found.cast::<c_void>();
    layer.xOpen = Some(open);
    layer.xDelete = Some(delete);
    layer.xAccess = Some(access);
    layer.xFullPathname = Some(full_path);
    // SAFETY: the layer is leaked, so it stays valid for as long as it is registered.
    let code = unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(layer)), 0) };
    if code != ffi::SQLITE_OK {
        return Err(broken(&format!("SQLite answered {code}")).into());
    }
    layers.insert(key.to_owned(), name.clone());
    Ok(name)
}

fn behind(layer: *mut ffi::sqlite3_vfs) -> *mut ffi::sqlite3_vfs {
    // SAFETY: `pAppData` of our layers is the registered layer behind.
    unsafe { (*layer).pAppData.cast::<ffi::sqlite3_vfs>() }
}

/// What waits, the other layer's part of an open log, and its methods.
fn parts(
    file: *mut ffi::sqlite3_file,
) -> (&'static mut Waiting, *mut ffi::sqlite3_file, &'static ffi::sqlite3_io_methods) {
    // SAFETY: SQLite hands us only logs that `open` filled, one call at a time; the other part stands `OURS` behind.
    unsafe {
        let real = file.cast::<u8>().add(OURS).cast::<ffi::sqlite3_file>();
        (&mut *(*file.cast::<File>()).waiting, real, &*(*real).pMethods)
    }
}

/// Writes what waits. After an error it is dropped: SQLite takes the commit back and writes the same place again.
fn flush(file: *mut ffi::sqlite3_file) -> c_int {
    let (waiting, real, methods) = parts(file);
    if waiting.bytes.is_empty() {
        return ffi::SQLITE_OK;
    }
    let Some(write) = methods.xWrite else { return ffi::SQLITE_IOERR_WRITE };
    let mut code = ffi::SQLITE_OK;
    let mut at = waiting.at;
    for part in waiting.bytes.chunks(AT_ONCE) {
        // SAFETY: `part` is readable, and far shorter than the limit of an int.
        code = unsafe { write(real, part.as_ptr().cast::<c_void>(), part.len() as c_int, at) };
        if code != ffi::SQLITE_OK {
            break;
        }
        at += part.len() as i64;
    }
    waiting.bytes.clear();
    code
}

unsafe extern "C" fn open(
    layer: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let behind = behind(layer);
    // SAFETY: the block is `szOsFile` bytes, enough for the other layer alone or behind our part.
    unsafe {
        let Some(real_open) = (*behind).xOpen else { return ffi::SQLITE_CANTOPEN };
        if flags & ffi::SQLITE_OPEN_WAL == 0 {
            return real_open(behind, name, file, flags, out);
        }
        (*file).pMethods = std::ptr::null();
        let real = file.cast::<u8>().add(OURS).cast::<ffi::sqlite3_file>();
        let code = real_open(behind, name, real, flags, out);
        if code == ffi::SQLITE_OK {
            let waiting = Box::into_raw(Box::new(Waiting { at: 0, bytes: Vec::new() }));
            std::ptr::write(&raw mut (*file.cast::<File>()).waiting, waiting);
            (*file).pMethods = &METHODS;
        }
        code
    }
}

unsafe extern "C" fn delete(layer: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    let behind = behind(layer);
    // SAFETY: passed on unchanged to the layer that it is meant for.
    unsafe { (*behind).xDelete.map_or(ffi::SQLITE_IOERR, |delete| delete(behind, name, sync)) }
}

unsafe extern "C" fn access(
    layer: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let behind = behind(layer);
    // SAFETY: passed on unchanged to the layer that it is meant for.
    unsafe { (*behind).xAccess.map_or(ffi::SQLITE_IOERR, |access| access(behind, name, flags, out)) }
}

unsafe extern "C" fn full_path(
    layer: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    size: c_int,
    out: *mut c_char,
) -> c_int {
    let behind = behind(layer);
    // SAFETY: passed on unchanged to the layer that it is meant for.
    unsafe { (*behind).xFullPathname.map_or(ffi::SQLITE_IOERR, |full| full(behind, name, size, out)) }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let flushed = flush(file);
    let (waiting, real, methods) = parts(file);
    // SAFETY: `waiting` came from `Box::into_raw` in `open`; SQLite closes a file once.
    unsafe {
        drop(Box::from_raw(std::ptr::from_mut(waiting)));
        let closed = methods.xClose.map_or(ffi::SQLITE_IOERR, |close| close(real));
        if flushed == ffi::SQLITE_OK { closed } else { flushed }
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, len: c_int, at: i64) -> c_int {
    let code = flush(file);
    if code != ffi::SQLITE_OK {
        return code;
    }
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xRead.map_or(ffi::SQLITE_IOERR_READ, |read| read(real, to, len, at)) }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, len: c_int, at: i64) -> c_int {
    let (waiting, ..) = parts(file);
    let goes_on = waiting.at + waiting.bytes.len() as i64 == at;
    if !waiting.bytes.is_empty() && (!goes_on || waiting.bytes.len() + len as usize > WAITING_MAX) {
        let code = flush(file);
        if code != ffi::SQLITE_OK {
            return code;
        }
    }
    let (waiting, ..) = parts(file);
    if waiting.bytes.is_empty() {
        waiting.at = at;
    }
    // SAFETY: SQLite gives `len` readable bytes.
    waiting.bytes.extend_from_slice(unsafe { std::slice::from_raw_parts(from.cast::<u8>(), len as usize) });
    ffi::SQLITE_OK
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let code = flush(file);
    if code != ffi::SQLITE_OK {
        return code;
    }
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xTruncate.map_or(ffi::SQLITE_IOERR_TRUNCATE, |truncate| truncate(real, size)) }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    let code = flush(file);
    if code != ffi::SQLITE_OK {
        return code;
    }
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xSync.map_or(ffi::SQLITE_IOERR_FSYNC, |sync| sync(real, flags)) }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    let code = flush(file);
    if code != ffi::SQLITE_OK {
        return code;
    }
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xFileSize.map_or(ffi::SQLITE_IOERR_FSTAT, |size| size(real, out)) }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xLock.map_or(ffi::SQLITE_IOERR_LOCK, |lock| lock(real, level)) }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let (_, real, methods) = parts(file);
    // SAFETY: passed on unchanged.
    unsafe { methods.xUnlock.map_or(ffi::SQLITE_IOERR_UNLOCK, |unlock| unlock(real, level)) }
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

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    // A log has neither shared memory nor mapped pages.
    iVersion: 1,
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
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};
