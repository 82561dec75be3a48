import Domain
import Foundation
import Testing

@testable import Sweep

struct CatalogueListingTests {
    private static func ids(_ filter: CatalogueFilter) -> [String] {
        CatalogueListing.checks.filter(filter.fits).map(\.id)
    }

    @Test func `without a filter every check is listed`() {
        #expect(Self.ids(CatalogueFilter()) == CatalogueListing.checks.map(\.id))
    }

    @Test func `the families share the catalogue out`() {
        let shares = CatalogueFilter.families.map { Self.ids(CatalogueFilter(families: [$0])) }
        #expect(shares.allSatisfy { !$0.isEmpty })
        #expect(shares.joined().sorted() == CatalogueListing.checks.map(\.id).sorted())
        #expect(Self.ids(CatalogueFilter(families: ["sshkeys"])).allSatisfy { $0.hasPrefix("ssh-key-") })
    }

    @Test func `a check fits one value of each kind`() {
        let both = Self.ids(CatalogueFilter(families: ["keys", "root"], severities: [.critical, .low]))
        #expect(both.contains("root-mfa") && both.contains("key-two-active"))
        #expect(!both.contains("root-hardware-mfa") && !both.contains("key-age") && !both.contains("user-quarantined"))
        #expect(Self.ids(CatalogueFilter(families: ["sshkeys"], severities: [.critical])).isEmpty)
    }

    /// CIS 7.0 dropped the rule of two active keys.
    @Test func `a framework is told apart by its version`() {
        #expect(Self.ids(CatalogueFilter(frameworks: ["cis6"])).contains("key-two-active"))
        #expect(!Self.ids(CatalogueFilter(frameworks: ["cis7"])).contains("key-two-active"))
        #expect(Self.ids(CatalogueFilter(frameworks: ["cis"])).contains("key-two-active"))
        #expect(!Self.ids(CatalogueFilter(frameworks: ["fsbp"])).contains("trust-github-subject"))
        for framework in CatalogueFilter.frameworks {
            #expect(!Self.ids(CatalogueFilter(frameworks: [framework])).isEmpty, "\(framework)")
        }
    }
}
