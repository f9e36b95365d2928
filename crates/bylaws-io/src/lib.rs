//! Event logs in, reports out. Formats only: what a record means is checked by the core.
