extension Array where Element: Sendable {
    /// Transforms a bounded number of elements at a time and returns the results in the order of the elements.
    func concurrentMap<Result: Sendable>(
        width: Int,
        _ transform: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (index: Int, result: Result).self) { group in
            var results = [Result?](repeating: nil, count: count)
            for index in indices {
                if index >= width, let done = await group.next() { results[done.index] = done.result }
                group.addTask { (index, await transform(self[index])) }
            }
            for await done in group { results[done.index] = done.result }
            return results.compactMap(\.self)
        }
    }
}
