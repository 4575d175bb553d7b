use super::*;

fn count(path: &str, text: &str) -> usize {
    check(&Tree::of(&[(path, text)])).len()
}

#[test]
fn crates_come_from_the_public_registry() {
    let good = format!("[[package]]\nname = \"a\"\nsource = \"{CRATES}\"\n[[package]]\nname = \"ours\"\n");
    assert_eq!(count("Cargo.lock", &good), 0);
    assert_eq!(count("Cargo.lock", "source = \"git+https://example.org/a\"\n"), 1);
}

#[test]
fn npm_packages_come_from_the_public_registry() {
    assert_eq!(
        count("assets/package-lock.json", "  \"resolved\": \"https://registry.npmjs.org/a/-/a-1.tgz\",\n"),
        0
    );
    assert_eq!(count("assets/package-lock.json", "  \"resolved\": \"https://mirror.example/a-1.tgz\",\n"), 1);
}

#[test]
fn python_peers_are_pinned() {
    assert_eq!(
        count("bench/shares/requirements.txt", "# peers\nnumpy==2.1.0 \\\n    --hash=sha256:abc\n"),
        0
    );
    assert_eq!(count("bench/shares/requirements.txt", "numpy>=2\n"), 1);
    assert_eq!(count("bench/shares/requirements.txt", "--index-url https://mirror.example\n"), 1);
}
