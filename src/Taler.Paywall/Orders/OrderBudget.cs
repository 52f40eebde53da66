using System.Net;
using System.Threading.RateLimiting;

namespace Taler.Paywall.Orders;

/// <summary>
/// How many orders may be created: by all visitors together, and by each address. It never delays; what is over the limit is refused at once.
/// </summary>
internal sealed class OrderBudget : IDisposable
{
    private readonly TokenBucketRateLimiter? _all;
    private readonly PartitionedRateLimiter<ClientNetwork>? _perClient;

    public OrderBudget(TalerOrderLimitOptions limits)
    {
        if (limits.PerSecond > 0)
            _all = new TokenBucketRateLimiter(Bucket(limits.Burst, limits.PerSecond, TimeSpan.FromSeconds(1)));
        if (limits.PerClientPerMinute > 0)
        {
            var bucket = Bucket(limits.PerClientPerMinute, limits.PerClientPerMinute, TimeSpan.FromMinutes(1));
            _perClient = PartitionedRateLimiter.Create<ClientNetwork, ClientNetwork>(client => RateLimitPartition.GetTokenBucketLimiter(client, _ => bucket));
        }
    }

    /// <summary>Takes the right to create one order.</summary>
    /// <returns>Null if it is given, else how long to wait before asking again.</returns>
    public TimeSpan? Take(IPAddress? client)
    {
        // A client is looked up only while there is something to give, so that a flood from many addresses fills no table.
        if (_all is not null && Refusal(_all.AttemptAcquire(permitCount: 0)) is { } spent)
            return spent;
        if (_perClient is not null && client is not null && Refusal(_perClient.AttemptAcquire(ClientNetwork.Of(client))) is { } own)
            return own;
        return _all is null ? null : Refusal(_all.AttemptAcquire());
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

    private static TimeSpan? Refusal(RateLimitLease lease)
    {
        using (lease)
        {
            if (lease.IsAcquired)
                return null;
            return lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.FromSeconds(1);
        }
    }
}
