//! Tests of the area as a whole.
