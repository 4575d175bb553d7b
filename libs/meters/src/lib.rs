//! Meters: readings, bills from tariffs as data, patterns, baselines, carbon.
