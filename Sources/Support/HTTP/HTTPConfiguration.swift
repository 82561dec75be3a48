/// The settings of an `HTTPClient`, the same for all of its requests.
package struct HTTPConfiguration: Sendable {
    /// A PEM file that replaces the system's certificate authorities, for organizations whose proxy opens TLS.
    package var caBundle: String?
    /// The URL of a proxy for every request; nil leaves it to `HTTPS_PROXY`, `http_proxy`, `ALL_PROXY` and `NO_PROXY`.
    package var proxy: String?
    package var userAgent: String
    /// From the look-up of the name to the end of the TLS handshake.
    package var connectTimeout: Duration
    /// How long a transfer may stay below `lowSpeedBytesPerSecond`, silence included; libcurl counts whole seconds.
    package var lowSpeedTimeout: Duration
    package var lowSpeedBytesPerSecond: Int
    /// From the hand-over to the last byte, the wait for a free connection included.
    package var totalTimeout: Duration
    /// The limit of a body after decompression, so that a small answer cannot become a large one.
    package var maximumBodyBytes: Int
    /// The number of event-loop threads, at least one.
    package var loops: Int
    /// Shared evenly by the loops, each of which has at least one.
    package var maximumConnectionsPerHost: Int

    package init(
        caBundle: String? = nil,
        proxy: String? = nil,
        userAgent: String = "orgsweep",
        connectTimeout: Duration = .seconds(10),
        lowSpeedTimeout: Duration = .seconds(20),
        lowSpeedBytesPerSecond: Int = 16,
        totalTimeout: Duration = .seconds(60),
        maximumBodyBytes: Int = 64 << 20,
        loops: Int = 2,
        maximumConnectionsPerHost: Int = 256
    ) {
        self.caBundle = caBundle
        self.proxy = proxy
        self.userAgent = userAgent
        self.connectTimeout = connectTimeout
        self.lowSpeedTimeout = lowSpeedTimeout
        self.lowSpeedBytesPerSecond = lowSpeedBytesPerSecond
        self.totalTimeout = totalTimeout
        self.maximumBodyBytes = maximumBodyBytes
        self.loops = max(1, loops)
        self.maximumConnectionsPerHost = maximumConnectionsPerHost
    }

    var connectionsPerLoop: Int { max(1, maximumConnectionsPerHost / max(1, loops)) }
}
