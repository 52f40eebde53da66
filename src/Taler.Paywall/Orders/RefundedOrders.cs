using System.Collections.Concurrent;
using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>The orders that were refunded through this application lately: for as long as any cache could still hold them.</summary>
internal sealed class RefundedOrders(TimeProvider clock)
{
    private const int MaxOrders = 10_000;

    /// <summary>The greatest life of a cached payment.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<OrderId, bool> _orders = new();
    private readonly ConcurrentQueue<(OrderId OrderId, DateTimeOffset Ends)> _arrivals = new();

    public bool Contains(OrderId orderId) => !_orders.IsEmpty && _orders.ContainsKey(orderId);

    public void Add(OrderId orderId)
    {
        var now = clock.GetUtcNow();
        if (_orders.TryAdd(orderId, true))
            _arrivals.Enqueue((orderId, now + Lifetime));
        while (_arrivals.TryPeek(out var oldest) && (oldest.Ends <= now || _arrivals.Count > MaxOrders) && _arrivals.TryDequeue(out oldest))
            _orders.TryRemove(oldest.OrderId, out _);
    }
}
