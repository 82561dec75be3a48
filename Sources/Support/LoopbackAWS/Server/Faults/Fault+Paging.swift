extension StruckFaults {
    /// What a list says of its continuation instead of the truth; nil where no fault is about paging.
    func pageEnd(kind: String, start: Int, isAfterGap: Bool) -> (isEmpty: Bool, marker: String?)? {
        // AWS documents pages that are empty and not the last: each true page comes after one.
        if contains(.emptyPage), !isAfterGap { return (true, "\(kind).\(start).gap") }
        if contains(.repeatedMarker) { return (false, "\(kind).\(start)") }
        if contains(.missingMarker) { return (false, nil) }
        // The next page is then refused, in the words for a marker of another filter or list.
        if contains(.foreignMarker) { return (false, "details-Pol.\(start)") }
        return nil
    }
}
