using System.Collections.Concurrent;
using System.Text.Json;
using Taler.Merchant;
using Taler.Merchant.Sandbox.Orders;

namespace Taler.Paywall.ModelTests.World;

/// <summary>
/// What is true in a world, by the words on the wire and the sandbox's book. Nothing here comes from the paywall's own code.
/// </summary>
internal sealed class Ledger(ModelClock clock)
{
    private readonly ConcurrentDictionary<(int Node, OrderId Order, SessionId Session), Moment> _confirmed = new();
    private readonly ConcurrentDictionary<OrderId, SessionId> _sessions = new();
    private readonly ConcurrentDictionary<OrderId, Sale> _sales = new();
    private readonly long[] _lastTrouble = [long.MinValue, long.MinValue];

    /// <summary>
    /// Notes a word of the backend that reached a node. What was paid is unpaid or missing only where the backend lost it, and then whoever paid
    /// may read on.
    /// </summary>
    public void Hear(int node, Call call)
    {
        if (call.Word is Word.Trouble or Word.Missing)
            Volatile.Write(ref _lastTrouble[node], clock.GetTimestamp());
        if (call is not { Order: { } order, Session: { } session })
            return;
        if (call.Word is Word.Unpaid && _confirmed.ContainsKey((node, order, session)))
            Volatile.Write(ref _lastTrouble[node], clock.GetTimestamp());
        _sessions.TryAdd(order, session);
        if (call.Word is Word.Paid)
            _confirmed[(node, order, session)] = Now();
        else if (call.Word is Word.Claimed or Word.Refunded)
            _confirmed.TryRemove((node, order, session), out _);
    }

    /// <summary>Notes whose order it is that a request created, for one that was not asked for since.</summary>
    public void Attribute(OrderId order, SessionId session) => _sessions.TryAdd(order, session);

    public SessionId? SessionOf(OrderId order) => _sessions.GetValueOrDefault(order);

    /// <summary>How long ago the backend told a node that the order is paid under the session, by the clock that makes it shorter.</summary>
    public TimeSpan? SinceConfirmed(int node, OrderId order, SessionId session)
    {
        if (!_confirmed.TryGetValue((node, order, session), out var then))
            return null;
        var now = Now();
        var (measured, shown) = (now.Measured - then.Measured, now.Shown - then.Shown);
        return measured < shown ? measured : shown;
    }

    /// <summary>How long ago the backend could not tell a node what it asked for.</summary>
    public TimeSpan SinceTrouble(int node) =>
        Volatile.Read(ref _lastTrouble[node]) is var then && then == long.MinValue ? TimeSpan.MaxValue : clock.GetElapsedTime(then);

    /// <summary>A node gave a refund, so it must not trust its memory of the order.</summary>
    public void ForgetConfirmed(int node, OrderId order)
    {
        foreach (var key in _confirmed.Keys.Where(key => key.Node == node && key.Order == order))
            _confirmed.TryRemove(key, out _);
    }

    /// <summary>A node starts with an empty memory.</summary>
    public void ForgetConfirmed(int node)
    {
        foreach (var key in _confirmed.Keys.Where(key => key.Node == node))
            _confirmed.TryRemove(key, out _);
    }

    /// <summary>What an order is about; orders that the backend lost are remembered.</summary>
    public Sale? SaleOf(OrderId orderId, OrderBook book) =>
        _sales.TryGetValue(orderId, out var known) ? known : book.Find(orderId) is { } order ? _sales[orderId] = Sale.Of(order) : null;

    /// <summary>Ends a history: the next has resources and visitors of its own.</summary>
    public void Clear()
    {
        _confirmed.Clear();
        _sessions.Clear();
        _sales.Clear();
    }

    private Moment Now() => new(new TimeSpan(clock.GetTimestamp()), clock.GetUtcNow());

    private sealed record Moment(TimeSpan Measured, DateTimeOffset Shown);
}

/// <summary>What an order sells.</summary>
/// <param name="Resource">The resource that our shop wrote into the contract; null for an order of another shop.</param>
/// <param name="Url">The fulfillment URL.</param>
/// <param name="Price">The sum.</param>
internal sealed record Sale(string? Resource, string? Url, Amount Price)
{
    public static Sale Of(Order order)
    {
        using var terms = JsonDocument.Parse(order.Proposal.Terms);
        var resource = terms.RootElement.TryGetProperty("extra", out var extra) && extra.TryGetProperty("taler_paywall", out var mark)
            ? mark.GetProperty("resource").GetString()
            : null;
        return new Sale(resource, order.Proposal.FulfillmentUrl, order.Proposal.Prices[0]);
    }
}
