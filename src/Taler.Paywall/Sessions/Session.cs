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

    /// <summary>The most recent order of a resource, on whatever terms.</summary>
    public OrderEntry? Find(ResourceKey resource)
    {
        foreach (var entry in _orders)
        {
            if (entry.Resource == resource)
                return entry;
        }
        return null;
    }

    /// <summary>
    /// The most recent order of a resource on these terms, or else on others, if that may be paid. Terms have chains of their own, and a session that
    /// meets two prices in turn keeps its place in both.
    /// </summary>
    public OrderEntry? Find(ResourceKey resource, uint termsHash) =>
        _orders.FirstOrDefault(entry => entry.Resource == resource && entry.TermsHash == termsHash)
        ?? _orders.FirstOrDefault(entry => entry.Resource == resource && entry.Mark is OrderMark.None or OrderMark.Adopted);

    /// <summary>Where the session stands in its own chain on these terms. An adopted order does not take that place.</summary>
    public OrderEntry? FindOwn(ResourceKey resource, uint termsHash) =>
        _orders.FirstOrDefault(entry => entry.Resource == resource && entry.TermsHash == termsHash && entry.Mark is not OrderMark.Adopted);

    /// <summary>The same session, written anew, with this entry as its most recent one.</summary>
    public Session Renew(OrderEntry? entry, DateTimeOffset now) => entry is null
        ? new(id, now, _orders)
        : new(id, now, [entry, .. WithoutPlaceOf(entry)]);

    /// <summary>
    /// As <see cref="Renew"/>, for an order that is paid: those on other terms are not wanted any more. Null if they are forgotten already, and the paid one
    /// is the most recent.
    /// </summary>
    public Session? Settle(OrderEntry paid, DateTimeOffset now) =>
        Find(paid.Resource) == paid && Array.TrueForAll(_orders, entry => entry.Resource != paid.Resource || entry.TermsHash == paid.TermsHash)
            ? null
            : new(id, now, [paid, .. WithoutPlaceOf(paid).Where(entry => entry.Resource != paid.Resource || entry.TermsHash == paid.TermsHash)]);

    /// <summary>
    /// The same session, written anew, for a visitor who wants to buy again what was refunded. An adopted order is forgotten: its successor would stand
    /// beside the session's own chain, in which the session still has its place.
    /// </summary>
    public Session Drop(OrderEntry refunded, DateTimeOffset now) => refunded.Mark is OrderMark.Adopted
        ? new(id, now, [.. WithoutPlaceOf(refunded)])
        : Renew(refunded with { Mark = OrderMark.Dropped }, now);

    private IEnumerable<OrderEntry> WithoutPlaceOf(OrderEntry entry) => _orders.Where(other =>
        other.Resource != entry.Resource || other.TermsHash != entry.TermsHash || other.Mark is OrderMark.Adopted != entry.Mark is OrderMark.Adopted);
}
