import Synchronization
import Testing

@testable import Collect

struct CallWindowTests {
    private final class Room: Sendable {
        let people = Mutex((now: 0, most: 0, total: 0))

        func enter() {
            people.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.total + 1) }
        }

        func leave() {
            people.withLock { $0.now -= 1 }
        }
    }

    @Test func `no more than the width are inside, and all get in`() async {
        let window = CallWindow(width: 3)
        let room = Room()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    guard await window.enter() else { return }
                    room.enter()
                    await Task.yield()
                    room.leave()
                    window.leave()
                }
            }
        }
        #expect(room.people.withLock(\.most) <= 3)
        #expect(room.people.withLock(\.total) == 200)
    }

    @Test func `one who is cancelled while waiting leaves the queue and takes no place`() async {
        let window = CallWindow(width: 1)
        #expect(await window.enter())
        let hasEntered = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await window.enter() }
            for _ in 0..<100 { await Task.yield() }
            group.cancelAll()
            return await group.next()
        }
        #expect(hasEntered == false)
        window.leave()
        #expect(await window.enter())
    }

    @Test func `results come in the order of the elements`() async {
        let squares = await Array(0..<50).concurrentMap(width: 4) { number in
            for _ in 0..<(number % 7) { await Task.yield() }
            return number * number
        }
        #expect(squares == (0..<50).map { $0 * $0 })
    }
}
