using System.Collections.Concurrent;
using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>The orders to which something happened lately. Bounded: beyond it, the oldest are forgotten.</summary>
internal sealed class RecentOrders(TimeProvider clock, TimeSpan lifetime)
{
    private const int MaxOrders = 10_000;

    private readonly long _lifetime = (long)(lifetime.TotalSeconds * clock.TimestampFrequency);
    private readonly ConcurrentDictionary<OrderId, long> _orders = new();
    private readonly ConcurrentQueue<(OrderId OrderId, long Ends)> _arrivals = new();

    public bool Contains(OrderId orderId) => !_orders.IsEmpty && _orders.TryGetValue(orderId, out var ends) && clock.GetTimestamp() < ends;

    /// <returns>Whether it is not among them yet.</returns>
    public bool Add(OrderId orderId)
    {
        var isNew = !Contains(orderId);
        var now = clock.GetTimestamp();
        var ends = now + _lifetime;
        _orders[orderId] = ends;
        _arrivals.Enqueue((orderId, ends));
        while (_arrivals.TryPeek(out var oldest) && (oldest.Ends <= now || _arrivals.Count > MaxOrders) && _arrivals.TryDequeue(out oldest))
            _orders.TryRemove(KeyValuePair.Create(oldest.OrderId, oldest.Ends));
        return isNew;
    }
}
