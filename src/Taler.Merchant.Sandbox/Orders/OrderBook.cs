using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Orders;

/// <summary>All orders, the newest up to a limit. Every change is one event on one order, made under one lock.</summary>
internal sealed class OrderBook(int capacity)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Order> _rows = [];
    private readonly Dictionary<OrderId, long> _rowOf = [];
    private readonly Dictionary<(SessionId Session, string Url), SortedSet<long>> _paidBy = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _lastRow;

    /// <summary>Completes at the next change of any order. Take it before looking.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    public Order? Find(OrderId orderId)
    {
        lock (_gate)
            return _rowOf.TryGetValue(orderId, out var row) ? _rows[row] : null;
    }

    public IReadOnlyList<Order> All()
    {
        lock (_gate)
            return [.. _rows.Values];
    }

    /// <summary>Adds an order, unless one of its ID exists.</summary>
    /// <returns>The order of that ID, new or old.</returns>
    public Order GetOrAdd(OrderId orderId, Func<long, Order> make)
    {
        lock (_gate)
        {
            if (_rowOf.TryGetValue(orderId, out var row))
                return _rows[row];
            var order = make(++_lastRow);
            _rowOf.Add(orderId, order.Row);
            _rows.Add(order.Row, order);
            if (_rows.Count > capacity)
                Drop(_rows.First().Value);
            Signal();
            return order;
        }
    }

    /// <summary>Lets an event happen to an order.</summary>
    /// <returns>What it made of the order, and whether that is a change; null if the order is unknown.</returns>
    public (Step Step, bool Changed)? Apply(OrderId orderId, Func<Order, Step> happen)
    {
        lock (_gate)
        {
            if (!_rowOf.TryGetValue(orderId, out var row))
                return null;
            var before = _rows[row];
            var step = happen(before);
            if (ReferenceEquals(step.Order, before))
                return (step, false);
            Forget(before);
            _rows[row] = step.Order;
            Remember(step.Order);
            Signal();
            return (step, true);
        }
    }

    /// <returns>Why the order stays; null once it is gone.</returns>
    public Refusal? Delete(OrderId orderId, Func<Order, Refusal?> refuse)
    {
        lock (_gate)
        {
            if (!_rowOf.TryGetValue(orderId, out var row))
                return Refusal.OrderUnknown;
            if (refuse(_rows[row]) is { } refusal)
                return refusal;
            Drop(_rows[row]);
            Signal();
            return null;
        }
    }

    /// <summary>Finds another order that a session already paid for the same fulfillment URL, the newest first.</summary>
    public Order? FindAlreadyPaid(Order order, SessionId? session, bool allowRefunded)
    {
        if (session is null || order.Proposal.FulfillmentUrl is not { } url)
            return null;
        lock (_gate)
        {
            return _paidBy.TryGetValue((session, url), out var rows)
                ? rows.Reverse().Select(row => _rows[row]).FirstOrDefault(paid => paid.Row != order.Row && (allowRefunded || !paid.IsRefunded))
                : null;
        }
    }

    private void Drop(Order order)
    {
        Forget(order);
        _rows.Remove(order.Row);
        _rowOf.Remove(order.Id);
    }

    private void Remember(Order order)
    {
        if (KeyOf(order) is not { } key)
            return;
        if (!_paidBy.TryGetValue(key, out var rows))
            _paidBy.Add(key, rows = []);
        rows.Add(order.Row);
    }

    private void Forget(Order order)
    {
        if (KeyOf(order) is { } key && _paidBy.TryGetValue(key, out var rows) && rows.Remove(order.Row) && rows.Count == 0)
            _paidBy.Remove(key);
    }

    private static (SessionId Session, string Url)? KeyOf(Order order) =>
        order is { Payment.Session: { } session, Proposal.FulfillmentUrl: { } url } ? (session, url) : null;

    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
