using System.Collections.Concurrent;
using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>
/// The session-payment cache in memory. Keyed by the order alone, because an order belongs to one resource and to one session at a
/// time: when another session proves the purchase, the entry moves with it.
/// </summary>
internal sealed class SessionPaymentCache(TimeProvider clock, int maxEntries) : ISessionPaymentCache
{
    /// <summary>How many renewed places one call passes over: a bound for the time that it takes.</summary>
    private const int MaxSecondChances = 16;

    private readonly ConcurrentDictionary<OrderId, Place> _places = new();

    // Each place stands here once, however often its payment is stored again. About the oldest first: see DropOldest.
    private readonly ConcurrentQueue<Place> _oldestFirst = new();

    private readonly Lock _dropping = new();

    public int Count => _places.Count;

    public ValueTask<TalerPayment?> FindAsync(OrderId orderId, string resourceName, SessionId sessionId, CancellationToken cancellationToken)
    {
        if (!_places.TryGetValue(orderId, out var place))
            return default;
        var entry = place.Entry;
        var hit = entry.Ends > clock.GetTimestamp() && string.Equals(entry.ResourceName, resourceName, StringComparison.Ordinal) && entry.SessionId == sessionId;
        return new ValueTask<TalerPayment?>(hit ? entry.Payment : null);
    }

    public ValueTask StoreAsync(TalerPayment payment, string resourceName, SessionId sessionId, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (lifetime <= TimeSpan.Zero)
            return RemoveAsync(payment.OrderId, cancellationToken);
        var ends = clock.GetTimestamp() + (long)(lifetime.TotalSeconds * clock.TimestampFrequency);
        var entry = new Entry(payment, resourceName, sessionId, ends);
        var added = new Place(entry);
        var place = _places.GetOrAdd(payment.OrderId, added);
        if (ReferenceEquals(place, added))
            _oldestFirst.Enqueue(place);
        else
            place.Renew(entry);
        DropOldest();
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        _places.TryRemove(orderId, out _);
        return ValueTask.CompletedTask;
    }

    /// <summary>Drops what has ended and what is too much. A place that was renewed since it was looked at last goes to the end of the queue instead.</summary>
    private void DropOldest()
    {
        // One at a time: what was looked at must be what is taken out. Whoever finds another at it leaves it to him.
        if (!_dropping.TryEnter())
            return;
        try
        {
            DropOldestAlone();
        }
        finally
        {
            _dropping.Exit();
        }
    }

    private void DropOldestAlone()
    {
        var now = clock.GetTimestamp();
        var chances = MaxSecondChances;
        while (_oldestFirst.TryPeek(out var oldest) && (_oldestFirst.Count > maxEntries || oldest.Entry.Ends <= now) && _oldestFirst.TryDequeue(out oldest))
        {
            if (oldest.Entry.Ends > now && oldest.TakeRenewal() && chances-- > 0)
                _oldestFirst.Enqueue(oldest);
            else
                _places.TryRemove(KeyValuePair.Create(oldest.Entry.Payment.OrderId, oldest));
        }
    }

    private sealed record Entry(TalerPayment Payment, string ResourceName, SessionId SessionId, long Ends);

    // Equal by reference: what is dropped is exactly the place that stood in the queue, not a later one of the same order.
    private sealed class Place(Entry entry)
    {
        private volatile Entry _entry = entry;
        private volatile bool _isRenewed;

        public Entry Entry => _entry;

        public void Renew(Entry renewed)
        {
            _entry = renewed;
            _isRenewed = true;
        }

        public bool TakeRenewal()
        {
            var renewed = _isRenewed;
            _isRenewed = false;
            return renewed;
        }
    }
}
