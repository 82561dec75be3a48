// swift-tools-version: 6.3

import PackageDescription

// Formatting style:
//  - one section for each layer, in the order in which data flows (`ls Sources` is the architecture)
//  - dependencies on separate lines, every array sorted
//  - each third-party package and each C library is imported by exactly one target

let package = Package(
    name: "orgsweep",
    products: [
        .executable(name: "orgsweep", targets: ["orgsweep"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: The executable

        .executableTarget(
            name: "orgsweep",
            dependencies: [
                "CGlibc",
                "Domain",
                "LoopbackAWS",
                "Sweep",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            // The program hashes itself for the evidence, and debug information is more than half of it.
            linkerSettings: [.unsafeFlags(["-Xlinker", "-S"], .when(configuration: .release))]
        ),
        .testTarget(
            name: "orgsweepTests",
            dependencies: [
                "Domain",
                "TestSupport",
            ]
        ),

        // MARK: The pipeline

        .target(
            name: "Sweep",
            dependencies: [
                "AWS",
                "Accounts",
                "Assume",
                "Collect",
                "Crypto",
                "Domain",
                "Evaluate",
                "HTTP",
                "Ledger",
                "Merge",
                "Report",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "SweepTests",
            dependencies: [
                "Domain",
                "HTTP",
                "Ledger",
                "LoopbackAWS",
                "Sweep",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        // MARK: The stages, none of which imports another

        .target(
            name: "Accounts",
            dependencies: [
                "AWS",
                "Crypto",
                "Domain",
                "Yams",
            ]
        ),
        .testTarget(
            name: "AccountsTests",
            dependencies: [
                "AWS",
                "Accounts",
                "Domain",
                "HTTP",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Assume",
            dependencies: [
                "AWS",
                "Domain",
            ]
        ),
        .testTarget(
            name: "AssumeTests",
            dependencies: [
                "AWS",
                "Assume",
                "Domain",
                "HTTP",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Collect",
            dependencies: [
                "AWS",
                "Crypto",
                "Domain",
            ]
        ),
        .testTarget(
            name: "CollectTests",
            dependencies: [
                "AWS",
                "Collect",
                "Domain",
                "HTTP",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(name: "Evaluate", dependencies: ["Domain"]),
        .testTarget(
            name: "EvaluateTests",
            dependencies: ["Domain", "Evaluate", "TestSupport"],
            // Read where they lie, beside the source.
            exclude: ["Peers"]
        ),
        .target(
            name: "Merge",
            dependencies: [
                "Crypto",
                "Domain",
                "Ledger",
            ]
        ),
        .testTarget(name: "MergeTests", dependencies: ["Domain", "Ledger", "Merge", "TestSupport"]),
        .target(
            name: "Report",
            dependencies: [
                "Crypto",
                "Domain",
                "Ledger",
                .product(name: "Mustache", package: "swift-mustache"),
            ]
        ),
        .testTarget(
            name: "ReportTests",
            dependencies: ["Crypto", "Domain", "Ledger", "Report", "TestSupport"],
            resources: [.copy("Fixtures")]
        ),

        // MARK: Support

        .target(
            name: "AWS",
            dependencies: [
                "CGlibc",
                "CXML2",
                "Crypto",
                "Domain",
                "HTTP",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Support/AWS"
        ),
        .testTarget(
            name: "AWSTests",
            dependencies: ["AWS", "Crypto", "Domain", "HTTP", "TestSupport"],
            resources: [.copy("Fixtures")]
        ),
        .target(name: "Crypto", dependencies: ["COpenSSL"], path: "Sources/Support/Crypto"),
        .testTarget(name: "CryptoTests", dependencies: ["Crypto"]),
        .target(name: "Domain", path: "Sources/Support/Domain"),
        .testTarget(name: "DomainTests", dependencies: ["Domain"]),
        .target(name: "HTTP", dependencies: ["CCurl", "Domain"], path: "Sources/Support/HTTP"),
        .testTarget(name: "HTTPTests", dependencies: ["Domain", "HTTP", "TestSupport"]),
        .target(
            name: "Ledger",
            dependencies: [
                "Domain",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Sources/Support/Ledger"
        ),
        .testTarget(name: "LedgerTests", dependencies: ["Domain", "Ledger", "TestSupport"]),
        .target(
            name: "LoopbackAWS",
            dependencies: [
                "Crypto",
                "Domain",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Sources/Support/LoopbackAWS"
        ),
        .testTarget(name: "LoopbackAWSTests", dependencies: ["Crypto", "Domain", "LoopbackAWS", "TestSupport"]),
        .target(name: "TestSupport", dependencies: ["Domain"], path: "Sources/Support/TestSupport"),

        // MARK: The benchmark

        .executableTarget(
            name: "FetchAndDecode",
            dependencies: [
                "AWS",
                "Accounts",
                "Assume",
                "Collect",
                "Domain",
                "HTTP",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/FetchAndDecode"
        ),
        .executableTarget(name: "Policies", dependencies: ["Domain", "Evaluate"], path: "Benchmarks/Policies"),

        // MARK: C libraries

        .systemLibrary(
            name: "CCurl",
            path: "Sources/System/CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "CGlibc",
            path: "Sources/System/CGlibc"
        ),
        .systemLibrary(
            name: "COpenSSL",
            path: "Sources/System/COpenSSL",
            pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CXML2",
            path: "Sources/System/CXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]
        ),
    ],
    swiftLanguageModes: [.v6]
)

let settings: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0481-weak-let.md
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
    .enableUpcomingFeature("InferIsolatedConformances"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

for target in package.targets where target.type != .system {
    target.swiftSettings = settings
}

// MARK: The fuzzers

// Scripts/sanitize names the toolchain's libFuzzer here; nobody else builds the fuzzers, or what they feed with
// counters in it. That is optimized, because a fuzzer is as good as it is fast.
if let libFuzzer = Context.environment["ORGSWEEP_LIBFUZZER"] {
    let fuzzed = ["AWS", "Accounts", "Collect", "Domain", "Evaluate", "Ledger"]
    for target in package.targets where fuzzed.contains(target.name) {
        target.swiftSettings = settings + [.unsafeFlags(["-O", "-sanitize=fuzzer"])]
    }
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Fuzz/CLibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: ["CLibFuzzer", "HTTP"] + fuzzed.map { .byName(name: $0) },
            path: "Fuzz/Fuzzers",
            swiftSettings: settings,
            linkerSettings: [.linkedLibrary("stdc++"), .unsafeFlags([libFuzzer])]
        ),
    ]
}
