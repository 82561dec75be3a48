extension StruckFaults {
    /// What a list says of its continuation instead of the truth; nil where no fault is about paging.
    func pageEnd(kind: String, start: Int, isAfterGap: Bool) -> (isEmpty: Bool, marker: String?)? {
        // AWS documents pages that are empty and not the last: each true page comes after one.
        if !isAfterGap, apply(.emptyPage) { return (true, "\(kind).\(start).gap") }
        if apply(.repeatedMarker) { return (false, "\(kind).\(start)") }
        if apply(.missingMarker) { return (false, nil) }
        // The next page is then refused, in the words for a marker of another filter or list.
        if apply(.foreignMarker) { return (false, "details-Pol.\(start)") }
        return nil
    }
}
