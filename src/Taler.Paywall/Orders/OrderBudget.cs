using System.Net;
using System.Threading.RateLimiting;

namespace Taler.Paywall.Orders;

/// <summary>
/// How many orders may be created: by all visitors together, and by each address. It never delays; what is over the limit is refused at once.
/// </summary>
internal sealed class OrderBudget : IDisposable
{
    /// <summary>
    /// How many clients are counted at once where the site has no limit, which else bounds them. Beyond some thousand, a few of them share a count.
    /// </summary>
    public const int MaxClients = 1 << 16;

    private readonly TokenBucketRateLimiter? _all;
    private readonly PartitionedRateLimiter<ClientNetwork>? _perClient;

    public OrderBudget(TalerOrderLimitOptions limits)
    {
        if (limits.PerSecond > 0)
            _all = new TokenBucketRateLimiter(Bucket(limits.Burst, limits.PerSecond, TimeSpan.FromSeconds(1)));
        if (limits.PerClientPerMinute > 0)
        {
            var bucket = Bucket(limits.PerClientPerMinute, limits.PerClientPerMinute, TimeSpan.FromMinutes(1));
            _perClient = PartitionedRateLimiter.Create<ClientNetwork, ClientNetwork>(
                client => RateLimitPartition.GetTokenBucketLimiter(_all is null ? client.GroupOf(MaxClients) : client, _ => bucket));
        }
    }

    /// <summary>Takes the right to create one order.</summary>
    /// <returns>Null if it is given, else which limit is reached.</returns>
    public OrderRefusal? Take(IPAddress? client)
    {
        // A client is looked up only while there is something to give, so that a flood from many addresses fills no table.
        if (_all is not null && Pause(_all.AttemptAcquire(permitCount: 0)) is { } spent)
            return new OrderRefusal(OrderLimit.Site, spent);
        if (_perClient is not null && client is not null && Pause(_perClient.AttemptAcquire(ClientNetwork.Of(client))) is { } own)
            return new OrderRefusal(OrderLimit.Client, own);
        return _all is not null && Pause(_all.AttemptAcquire()) is { } last ? new OrderRefusal(OrderLimit.Site, last) : null;
    }

    public void Dispose()
    {
        _all?.Dispose();
        _perClient?.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int size, int tokens, TimeSpan period) => new()
    {
        TokenLimit = size,
        TokensPerPeriod = tokens,
        ReplenishmentPeriod = period,
        QueueLimit = 0,
    };

    private static TimeSpan? Pause(RateLimitLease lease)
    {
        using (lease)
        {
            if (lease.IsAcquired)
                return null;
            return lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.FromSeconds(1);
        }
    }
}

/// <summary>Why no order is created for now.</summary>
/// <param name="Limit">The limit that is reached.</param>
/// <param name="Pause">After which one may be created again.</param>
internal sealed record OrderRefusal(OrderLimit Limit, TimeSpan Pause);

/// <summary>A limit of orders.</summary>
internal enum OrderLimit
{
    /// <summary>That of all visitors together.</summary>
    Site,

    /// <summary>That of one client.</summary>
    Client,
}
