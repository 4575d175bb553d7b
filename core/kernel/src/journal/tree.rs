//! The Merkle tree over the journal's headers, as RFC 6962 section 2.1.
//!
//! Only the frontier is kept: the roots of the full subtrees that make up the tree, largest first. A leaf costs two
//! hashes on average.

use sha2::{Digest, Sha256};

/// A node or a leaf.
pub type Hash = [u8; 32];

/// The hash of a leaf's bytes.
pub fn leaf(bytes: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0u8]);
    hash.update(bytes);
    hash.finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1u8]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// The tree's head in a form that can grow.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut size = self.size;
        // Each trailing one bit of the size is a full subtree that the new leaf completes.
        while size & 1 == 1 {
            match self.roots.pop() {
                Some(left) => hash = node(&left, &hash),
                None => break,
            }
            size >>= 1;
        }
        self.roots.push(hash);
        self.size += 1;
    }

    /// The root; of the empty tree the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        match roots.next() {
            None => Sha256::digest([]).into(),
            Some(last) => roots.fold(*last, |right, left| node(left, &right)),
        }
    }

    /// The roots one after another, as stored.
    pub fn bytes(&self) -> Vec<u8> {
        self.roots.concat()
    }

    /// Reads what `bytes` wrote; none when size and bytes do not fit together.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Frontier> {
        let fits = bytes.len() == 32 * usize::try_from(size.count_ones()).ok()?;
        let roots: Option<Vec<Hash>> = bytes.chunks(32).map(|chunk| chunk.try_into().ok()).collect();
        fits.then_some(())?;
        Some(Frontier { size, roots: roots? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of RFC 6962, word by word, to compare with.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => *one,
            many => {
                let half = many.len().next_power_of_two() / 2;
                node(&by_definition(&many[..half]), &by_definition(&many[half..]))
            }
        }
    }

    #[test]
    fn the_frontier_grows_into_the_tree_of_the_definition() {
        let leaves: Vec<Hash> = (0..130u32).map(|n| leaf(&n.to_be_bytes())).collect();
        let mut frontier = Frontier::default();
        for size in 0..=leaves.len() {
            assert_eq!(frontier.root(), by_definition(&leaves[..size]), "size {size}");
            let again = Frontier::from_bytes(frontier.size(), &frontier.bytes());
            assert_eq!(again.as_ref(), Some(&frontier));
            if let Some(next) = leaves.get(size) {
                frontier.push(*next);
            }
        }
    }

    #[test]
    fn known_values_hold() {
        // The published test vectors of Certificate Transparency for the empty tree and the empty leaf.
        let hex = crate::journal::hex;
        assert_eq!(
            hex(&Frontier::default().root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(hex(&leaf(b"")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }
}
