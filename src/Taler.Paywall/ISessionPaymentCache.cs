using Taler.Merchant;

namespace Taler.Paywall;

/// <summary>
/// Remembers for a short time that an order is paid, for which resource and under which session, so that the backend is not asked at every
/// request, and that an outage of it does not close what was bought (DD 007's session-payment cache). Losing it costs time and grants nothing.
/// </summary>
public interface ISessionPaymentCache
{
    /// <summary>The payment, if this order is known to be paid for this resource under this session.</summary>
    /// <returns>Null if any of the three differs, or if the entry has ended.</returns>
    ValueTask<TalerPayment?> FindAsync(OrderId orderId, string resourceName, SessionId sessionId, CancellationToken cancellationToken);

    /// <summary>Remembers a payment. An order belongs to one session at a time: what was known of it before is replaced.</summary>
    /// <param name="payment">The payment, with its order-ID.</param>
    /// <param name="resourceName">What was bought.</param>
    /// <param name="sessionId">Under which session.</param>
    /// <param name="lifetime">
    /// How long it is to be remembered: the time for which it is trusted, and the time for which it opens the page in an outage. The paywall tells the
    /// two apart by <see cref="TalerPayment.ConfirmedAt"/>. Zero or less: not at all.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask StoreAsync(TalerPayment payment, string resourceName, SessionId sessionId, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Forgets an order, because it was refunded or is not paid under its session any more.</summary>
    ValueTask RemoveAsync(OrderId orderId, CancellationToken cancellationToken);
}
