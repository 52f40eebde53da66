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

    /// <summary>Adds an order. One that is there already stays as it is, so that nobody pushes out the others by coming again and again.</summary>
    /// <returns>Whether it was not there; of callers who add the same one together, one is told so.</returns>
    public bool Add(OrderId orderId)
    {
        var now = clock.GetTimestamp();
        while (_arrivals.TryPeek(out var ended) && ended.Ends <= now)
            DropOldest();
        var ends = now + _lifetime;
        if (!_orders.TryAdd(orderId, ends))
            return false;
        _arrivals.Enqueue((orderId, ends));
        while (_arrivals.Count > MaxOrders)
            DropOldest();
        return true;
    }

    /// <summary>Takes an order out. Its place in the order of arrival stays until its time is over.</summary>
    public void Remove(OrderId orderId) => _orders.TryRemove(orderId, out _);

    private void DropOldest()
    {
        if (_arrivals.TryDequeue(out var oldest))
            _orders.TryRemove(KeyValuePair.Create(oldest.OrderId, oldest.Ends));
    }
}
