/// Turns the elements of one API call's result into a value, while the bytes arrive.
///
/// The envelope (`XxxResponse`, `XxxResult`, `IsTruncated`, `Marker`, `RequestId`) is read by the parser itself. A
/// decoder sees only what stands inside `XxxResult`, and of that only the elements that `Element` names: any other
/// element is skipped with all that it contains, so that what AWS adds tomorrow changes nothing.
package protocol XMLRecordDecoder: Sendable {
    /// The elements to be told about; the raw value is the local name on the wire.
    associatedtype Element: RawRepresentable<String>, CaseIterable, Hashable, Sendable
    associatedtype Output: Sendable

    mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure)

    /// The text is the character data directly inside the element, and is gone after the call.
    mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure)

    /// Called once, after the last element of a complete document.
    mutating func finish() throws(XMLFailure) -> Output
}

/// The open elements around the current one; valid only during the call that it is passed to.
package struct XMLPath<Element: Hashable & Sendable> {
    @usableFromInline let numbers: UnsafeBufferPointer<Int>
    @usableFromInline let elements: UnsafePointer<Element>

    init(numbers: UnsafeBufferPointer<Int>, elements: UnsafePointer<Element>) {
        self.numbers = numbers
        self.elements = elements
    }

    /// The element directly around the current one, nil for the `XxxResult` wrapper.
    @inlinable package var parent: Element? { self[up: 0] }

    /// The ancestor that lies `up` levels above the parent: 0 is the parent, 1 the grandparent.
    @inlinable package subscript(up levels: Int) -> Element? {
        levels < numbers.count ? elements[numbers[numbers.count - 1 - levels]] : nil
    }

    /// How many elements lie between the `XxxResult` wrapper and the current one.
    @inlinable package var depth: Int { numbers.count }
}
