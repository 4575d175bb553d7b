//! Tables from files of the outside world: CSV and XLSX in any Korean encoding, read safely.
