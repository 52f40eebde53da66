namespace Taler.Paywall;

/// <summary>
/// How many orders visitors may make the paywall create, so that a flood of them cannot fill the merchant backend. Whoever has an order, paid or
/// not, is not limited. What is over the limit is refused with <c>Retry-After</c> and never delayed.
/// </summary>
public sealed class TalerOrderLimitOptions
{
    /// <summary>Orders a second, for the whole application on one node.</summary>
    /// <value>Default 100; 0 to 1,000,000. 0: no limit.</value>
    public int PerSecond { get; set; } = 100;

    /// <summary>How many orders may come at once after a quiet time.</summary>
    /// <value>Default 500; 1 to 1,000,000. Plays no part where <see cref="PerSecond"/> is 0.</value>
    public int Burst { get; set; } = 500;

    /// <summary>Orders a minute for one client: one IPv4 address, or one IPv6 network of 64 bits.</summary>
    /// <value>Default 0: no limit, since many people may share an address; up to 1,000,000.</value>
    /// <remarks>The address is that of the connection. Behind a proxy, <c>UseForwardedHeaders</c> puts the visitor's there.</remarks>
    public int PerClientPerMinute { get; set; }
}
