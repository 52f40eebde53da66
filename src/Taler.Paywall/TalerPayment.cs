using Taler.Merchant;

namespace Taler.Paywall;

/// <summary>The payment under which the current request is served.</summary>
public sealed class TalerPayment
{
    private readonly string _orderStatusUrl;

    /// <summary>Makes a payment, for tests and for a session-payment cache of your own.</summary>
    /// <param name="orderId">The paid order.</param>
    /// <param name="amountPaid">The sum paid, if known.</param>
    /// <param name="refundDeadline">Last moment for a refund; null for none.</param>
    /// <param name="orderStatusUrl">The backend's page for the buyer.</param>
    /// <param name="confirmedAt">When the backend last said that the order is paid and not refunded.</param>
    public TalerPayment(OrderId orderId, Amount? amountPaid, DateTimeOffset? refundDeadline, Uri orderStatusUrl, DateTimeOffset confirmedAt)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        ArgumentNullException.ThrowIfNull(orderStatusUrl);
        OrderId = orderId;
        AmountPaid = amountPaid;
        RefundDeadline = refundDeadline;
        ConfirmedAt = confirmedAt;
        _orderStatusUrl = orderStatusUrl.OriginalString;
    }

    /// <summary>The paid order.</summary>
    public OrderId OrderId { get; }

    /// <summary>The sum paid; null if the backend did not tell (contracts with choices, before protocol v21).</summary>
    public Amount? AmountPaid { get; }

    /// <summary>Last moment for a refund; null if the contract allows none.</summary>
    public DateTimeOffset? RefundDeadline { get; }

    /// <summary>
    /// When the backend last said that the order is paid and not refunded: at most <see cref="TalerPaymentCacheOptions.Lifetime"/> ago, and in an
    /// outage <see cref="TalerPaymentCacheOptions.OutageGrace"/> more.
    /// </summary>
    public DateTimeOffset ConfirmedAt { get; }

    /// <summary>The backend's page for the buyer. It carries the buyer's credentials: show it to nobody else.</summary>
    public Uri OrderStatusUrl => new(_orderStatusUrl);
}
