using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Orders;

/// <summary>The order in hand and what is known of it, during one walk.</summary>
internal sealed class OrderInHand(OrderBook orders, SessionId sessionId, Offer offer, OrderEntry? entry, TimeProvider clock)
{
    /// <summary>A visitor needs some time to pay: an order that ends sooner is not offered again.</summary>
    private static readonly TimeSpan TimeToPay = TimeSpan.FromSeconds(30);

    private OrderId? _orderId = entry?.OrderId;

    public OrderOrigin Origin { get; private set; } = entry is null ? OrderOrigin.None : OriginOf(entry.Mark);

    public OrderFact Fact { get; set; } = OrderFact.NotAsked;

    public OrderStatus? Status { get; private set; }

    public TalerPayment? Payment => Status is OrderStatus.Paid paid && _orderId is not null
        ? new TalerPayment(_orderId, paid.AmountPaid, RefundDeadline(paid.ContractTerms), paid.OrderStatusUrl)
        : null;

    public Task TakeAsync(Decision step, CancellationToken cancellationToken) => step switch
    {
        Decision.CreateFirst => CreateAsync(
            offer.OrderIdAfter(null, sessionId), Origin is OrderOrigin.None ? OrderOrigin.First : OrderOrigin.AfterCookie, cancellationToken),
        Decision.CreateNext => CreateAsync(
            offer.OrderIdAfter(_orderId, sessionId),
            Origin is OrderOrigin.First ? OrderOrigin.AfterFirst : OrderOrigin.AfterCookie,
            cancellationToken),
        Decision.CreateRandom => CreateAsync(Offer.RandomOrderId(), OrderOrigin.Random, cancellationToken),
        Decision.Adopt => AdoptAsync(cancellationToken),
        _ => AskAsync(cancellationToken),
    };

    /// <summary>What the cookie is to remember: the order in hand, even one that may or may not have been created.</summary>
    public OrderEntry? EntryAfter(Decision decision)
    {
        if (_orderId is null)
            return null;
        if (ReferenceEquals(_orderId, entry?.OrderId))
            return entry;
        var mark = decision is Decision.ComeAgainForRandom ? OrderMark.Last : OrderMark.None;
        return new OrderEntry(Sessions.Fingerprint.Of(offer.Resource.Name), offer.Fingerprint, _orderId, mark);
    }

    private async Task CreateAsync(OrderId orderId, OrderOrigin origin, CancellationToken cancellationToken)
    {
        (_orderId, Origin, Fact, Status) = (orderId, origin, OrderFact.NotAsked, null);
        await orders.CreateAsync(orderId, offer, cancellationToken);
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        Status = await orders.AskAsync(_orderId!, sessionId, cancellationToken);
        var fromCookie = Origin is OrderOrigin.Cookie or OrderOrigin.CookieLast;
        var payBy = clock.GetUtcNow() + (fromCookie ? TimeToPay : TimeSpan.Zero);
        Fact = OrderFacts.Of(Status, offer, fromCookie && entry!.Offer != offer.Fingerprint, payBy);
    }

    private Task AdoptAsync(CancellationToken cancellationToken)
    {
        (_orderId, Origin) = (OrderFacts.AlreadyPaidOrderId(Status)!, OrderOrigin.Adopted);
        return AskAsync(cancellationToken);
    }

    private static OrderOrigin OriginOf(OrderMark mark) => mark switch
    {
        OrderMark.None => OrderOrigin.Cookie,
        OrderMark.Last => OrderOrigin.CookieLast,
        OrderMark.Dropped => OrderOrigin.Dropped,
    };

    private static DateTimeOffset? RefundDeadline(ContractTerms terms) =>
        terms.RefundDeadline is { Seconds: > 0 } deadline ? deadline.ToDateTimeOffset() : null;
}
