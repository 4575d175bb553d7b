//! Obligations as people see and settle them, on both databases.
