extension String {
    /// Whether some byte of the text's UTF-8 satisfies the predicate.
    ///
    /// Looks at the bytes where they lie: the iterator of `utf8` asks anew for every byte whether the text is native,
    /// and every text of a report, a ledger and a signature is asked this.
    @inlinable
    package func containsByte(where predicate: (UInt8) -> Bool) -> Bool {
        utf8.withContiguousStorageIfAvailable { $0.contains(where: predicate) } ?? utf8.contains(where: predicate)
    }
}
