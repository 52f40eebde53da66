using Taler.Merchant;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Orders;

/// <summary>Reads the backend's answer as one of the facts that the storefront decides by.</summary>
internal static class OrderFacts
{
    /// <param name="status">The backend's answer.</param>
    /// <param name="offer">What is offered now.</param>
    /// <param name="offerChanged">Whether the order was made on other terms.</param>
    /// <param name="isAdopted">Whether the backend named the order as already paid.</param>
    /// <param name="now">Our clock, for a backend that does not tell its own.</param>
    /// <param name="timeToPay">The order counts as expired if its pay deadline is closer than this.</param>
    /// <param name="expiredBefore">From when on the order counted as expired in whose place this one was created; null if that was not the reason.</param>
    public static OrderFact Of(
        OrderStatus status, Offer offer, bool offerChanged, bool isAdopted, DateTimeOffset now, TimeSpan timeToPay, DateTimeOffset? expiredBefore = null) => status switch
        {
            OrderStatus.NotFound => OrderFact.NotFound,
            _ when AlreadyPaidOrderId(status) is not null => OrderFact.AlreadyPaid,
            OrderStatus.Claimed => OrderFact.Claimed,
            OrderStatus.Paid paid when IsRefunded(paid) => OrderFact.Refunded,
            OrderStatus.Paid paid => ResourceCheck.Names(paid, offer, isAdopted) ? OrderFact.Paid : OrderFact.PaidForAnother,
            OrderStatus.Unpaid when offerChanged => OrderFact.OfferChanged,
            OrderStatus.Unpaid unpaid when IsExpired(unpaid, now, timeToPay) && !IsTooEarly(unpaid, expiredBefore) => OrderFact.Expired,
            OrderStatus.Unpaid => OrderFact.Unpaid,
            _ => OrderFact.Unknown,
        };

    /// <summary>The older order that this session paid for the same fulfillment URL, if the backend names one.</summary>
    public static OrderId? AlreadyPaidOrderId(OrderStatus? status) => status switch
    {
        OrderStatus.Unpaid unpaid => unpaid.AlreadyPaidOrderId,
        OrderStatus.Claimed claimed => claimed.AlreadyPaidOrderId,
        _ => null,
    };

    /// <summary>The last moment to pay an unpaid order; null if it has none or is not unpaid.</summary>
    public static DateTimeOffset? PayDeadline(OrderStatus? status) => (status as OrderStatus.Unpaid)?.PayDeadline?.ToDateTimeOffset();

    private static bool IsExpired(OrderStatus.Unpaid unpaid, DateTimeOffset now, TimeSpan timeToPay) => PayDeadline(unpaid) - (unpaid.AnsweredAt ?? now) < timeToPay;

    /// <summary>
    /// Whether an order was made before the one expired in whose place it was made. Then the clocks differ: what looks expired is not, and every
    /// new order would look so for ever.
    /// </summary>
    private static bool IsTooEarly(OrderStatus.Unpaid unpaid, DateTimeOffset? expiredBefore) =>
        expiredBefore is not null && !(unpaid.CreationTime?.ToDateTimeOffset() >= expiredBefore);

    private static bool IsRefunded(OrderStatus.Paid paid) => paid.Refunded || paid.RefundAmount is { IsZero: false };
}
