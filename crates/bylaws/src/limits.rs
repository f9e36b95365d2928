//! How much of anything is taken in: what is larger is refused with an error of its own, before it can take time or
//! memory without bound. The limits lie far above what regulations need.

/// Bytes of one policy file (B0107).
pub const FILE: usize = 1 << 20;

/// Characters of a name, or of any words without a gap between them (B0108).
pub const UNBROKEN: usize = 1000;

/// Brackets within brackets (B0104).
pub const NESTING: usize = 64;

/// Parts of one condition: operators, fields of fields; each may lie inside the one before (B0106).
pub const PARTS: usize = 1000;

/// Parts of definitions that are written out where these are used, in a whole package: twenty definitions that use the
/// one before twice would already fill the memory (B0213).
pub const EXPANDED: usize = 500_000;

/// Definitions that use one another in a chain (B0213).
pub const DEFINITIONS: usize = 64;

/// Steps that reading one item may take (B0109). An item of ordinary make takes some twenty a byte.
pub const READING: usize = 20_000_000;

/// Bytes of all files of a package together (L0229).
pub const PACKAGE: usize = 1 << 24;

/// Windows of one norm over all that a log covers, one after another: three thousand years of single days. More count as
/// work without end (L0301).
pub const WINDOWS: i64 = 1_000_000;

/// Steps that evaluating a log may take unless more are asked for (L0301). The largest logs that were measured take a
/// hundredth of it.
pub const WORK: u64 = 100_000_000_000;

/// Steps that the scenario of a test may take: it is written by hand.
pub const SCENARIO: u64 = 50_000_000;

/// Items of all files of a package together (B0215).
pub const ITEMS: usize = 20_000;
