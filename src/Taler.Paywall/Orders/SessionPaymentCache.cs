using System.Collections.Concurrent;
using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>
/// The session-payment cache in memory. Keyed by the order alone, because an order belongs to one resource and to one session at a
/// time: when another session proves the purchase, the entry moves with it.
/// </summary>
internal sealed class SessionPaymentCache(TimeProvider clock, int maxEntries) : ISessionPaymentCache
{
    private readonly ConcurrentDictionary<OrderId, Entry> _entries = new();

    // All entries of one configuration live equally long, so the order of arrival is the order of ending.
    private readonly ConcurrentQueue<Entry> _arrivals = new();

    public int Count => _entries.Count;

    public ValueTask<TalerPayment?> FindAsync(OrderId orderId, string resourceName, SessionId sessionId, CancellationToken cancellationToken)
    {
        var hit = _entries.TryGetValue(orderId, out var entry)
            && entry.Ends > clock.GetTimestamp()
            && string.Equals(entry.ResourceName, resourceName, StringComparison.Ordinal)
            && entry.SessionId == sessionId;
        return new ValueTask<TalerPayment?>(hit ? entry!.Payment : null);
    }

    public ValueTask StoreAsync(TalerPayment payment, string resourceName, SessionId sessionId, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (lifetime <= TimeSpan.Zero)
            return RemoveAsync(payment.OrderId, cancellationToken);
        var ends = clock.GetTimestamp() + (long)(lifetime.TotalSeconds * clock.TimestampFrequency);
        var entry = new Entry(payment, resourceName, sessionId, ends);
        _entries[payment.OrderId] = entry;
        _arrivals.Enqueue(entry);
        DropOldest();
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        _entries.TryRemove(orderId, out _);
        return ValueTask.CompletedTask;
    }

    private void DropOldest()
    {
        var now = clock.GetTimestamp();
        while (_arrivals.TryPeek(out var oldest) && (_arrivals.Count > maxEntries || oldest.Ends <= now) && _arrivals.TryDequeue(out oldest))
            _entries.TryRemove(KeyValuePair.Create(oldest.Payment.OrderId, oldest));
    }

    // A class: what is dropped is exactly the entry that arrived, not a later one of the same order.
    private sealed class Entry(TalerPayment payment, string resourceName, SessionId sessionId, long ends)
    {
        public TalerPayment Payment => payment;

        public string ResourceName => resourceName;

        public SessionId SessionId => sessionId;

        public long Ends => ends;
    }
}
