using Taler.Merchant;

namespace Taler.Paywall.Sessions;

/// <summary>
/// What the cookie holds: the session-ID and the orders of the resources that this browser touched last. Immutable: one that was validated
/// once serves all requests that bring the same cookie.
/// </summary>
/// <param name="id">The session-ID.</param>
/// <param name="issued">When the cookie was written; its life is counted from here.</param>
/// <param name="orders">The orders, most recent first. An order is recent when it was made, changed, or written again with a renewed cookie.</param>
internal sealed class Session(SessionId id, DateTimeOffset issued, OrderEntry[] orders)
{
    private readonly OrderEntry[] _orders = orders;

    public SessionId Id => id;

    public DateTimeOffset Issued => issued;

    public ReadOnlySpan<OrderEntry> Orders => _orders;

    public static Session Start(DateTimeOffset now) => new(SessionId.Create(), now, []);

    public OrderEntry? Find(ResourceKey resource)
    {
        foreach (var entry in _orders)
        {
            if (entry.Resource == resource)
                return entry;
        }
        return null;
    }

    /// <summary>The same session, written anew, with this entry as its most recent one.</summary>
    public Session Renew(OrderEntry? entry, DateTimeOffset now) => entry is null
        ? new(id, now, _orders)
        : new(id, now, [entry, .. _orders.Where(other => other.Resource != entry.Resource)]);
}
