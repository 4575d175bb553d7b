//! Saying that a test could not run here: `./hub test` counts these lines.

/// Prints the line; the test then returns.
pub fn skipped(test: &str, needs: &str) {
    eprintln!("SKIPPED: {test} needs {needs}");
}
