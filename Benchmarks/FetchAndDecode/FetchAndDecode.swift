import Assume
import AWS
import Collect
import Domain
import Foundation

/// The part of a sweep that talks to AWS, alone: what the checks, the ledger and the report add is the rest.
///
/// Prints what it saw as one JSON object, by which the benchmark's driver proves that all contenders did the same work.
@main
enum FetchAndDecode {
    private static let usage = """
        usage: FetchAndDecode organization ACCOUNTS_FOLDER CONCURRENCY    every account, its facts dropped
               FetchAndDecode pages ACCOUNTS_FOLDER COUNT CONNECTIONS     one account's details again and again
               FetchAndDecode requests ACCOUNTS_FOLDER COUNT CONNECTIONS  GetCallerIdentity again and again

        """

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.dropFirst(2).compactMap(Int.init).filter { $0 > 0 }
        guard let mode = arguments.first, let folder = arguments.dropFirst().first else { return refuse() }
        let sight: Sight
        let client = try await Client.open(accountsFolder: folder)
        defer { client.close() }
        switch (mode, numbers.count) {
        case ("organization", 1): sight = try await organization(client, concurrency: numbers[0])
        case ("pages", 2): sight = try await pages(client, count: numbers[0], connections: numbers[1])
        case ("requests", 2): sight = try await requests(client, count: numbers[0], connections: numbers[1])
        default: return refuse()
        }
        print(sight.json)
    }

    private static func refuse() {
        FileHandle.standardError.write(Data(usage.utf8))
        exit(64)
    }

    // MARK: Modes

    private static func organization(_ client: Client, concurrency: Int) async throws -> Sight {
        let assumer = client.assumer()
        let collector = client.collector()
        let partition = client.identity.partition
        return await sum(over: client.swept, concurrency: concurrency) { account in
            let context = CallContext(accountID: account.id)
            do {
                let session = try await assumer.assume(account, partition: partition, context: context)
                return Sight(await collector.collect(session, account: account, context: context))
            } catch {
                // A role that does not let us in is part of the organization; the driver compares how many did.
                return Sight()
            }
        }
    }

    private static func pages(_ client: Client, count: Int, connections: Int) async throws -> Sight {
        guard let account = client.swept.first else { return Sight() }
        let partition = client.identity.partition
        let session = try await client.assumer().assume(
            account,
            partition: partition,
            context: CallContext(accountID: account.id)
        )
        return await sum(over: 0..<count, concurrency: connections) { _ in
            let context = CallContext(accountID: account.id)
            // A collector of its own, or from the second page on every document would be known already.
            let details = await client.collector().authorizationDetails(session, context: context)
            return Sight(details.value, bytes: context.calls.reduce(0) { $0 + $1.bytes })
        }
    }

    private static func requests(_ client: Client, count: Int, connections: Int) async throws -> Sight {
        await sum(over: 0..<count, concurrency: connections) { _ in
            var sight = Sight()
            if (try? await client.askWhoIAm()) != nil { sight.requests = 1 }
            return sight
        }
    }

    /// Takes each element through `work`, so many at once, and adds up what was seen.
    private static func sum<Elements: Collection & Sendable>(
        over elements: Elements,
        concurrency: Int,
        _ work: @escaping @Sendable (Elements.Element) async -> Sight
    ) async -> Sight where Elements.Element: Sendable {
        await withTaskGroup(of: Sight.self) { group in
            var waiting = elements.makeIterator()
            var total = Sight()
            for _ in 0..<concurrency {
                guard let element = waiting.next() else { break }
                group.addTask { await work(element) }
            }
            while let sight = await group.next() {
                total.add(sight)
                if let element = waiting.next() { group.addTask { await work(element) } }
            }
            return total
        }
    }
}
