using Taler.Merchant;

namespace Taler.Paywall.Sessions;

/// <summary>
/// What the cookie holds: the session-ID and the orders of the resources that this browser touched last, most recent first. Immutable:
/// one that was validated once serves all requests that bring the same cookie.
/// </summary>
internal sealed class Session(SessionId id, DateTimeOffset issued, OrderEntry[] orders)
{
    private readonly OrderEntry[] _orders = orders;

    public SessionId Id => id;

    /// <summary>When the cookie was written; its life is counted from here.</summary>
    public DateTimeOffset Issued => issued;

    public ReadOnlySpan<OrderEntry> Orders => _orders;

    public static Session Start(DateTimeOffset now) => new(SessionId.Create(), now, []);

    public OrderEntry? Find(ulong resource)
    {
        foreach (var entry in _orders)
        {
            if (entry.Resource == resource)
                return entry;
        }
        return null;
    }

    /// <summary>The same session with this entry as its most recent one.</summary>
    public Session With(OrderEntry entry, DateTimeOffset now) =>
        new(id, now, [entry, .. _orders.Where(other => other.Resource != entry.Resource)]);

    /// <summary>The same session, written anew.</summary>
    public Session Renew(DateTimeOffset now) => new(id, now, _orders);
}
