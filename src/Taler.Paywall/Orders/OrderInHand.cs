using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Orders;

/// <summary>The order in hand and what is known of it, during one walk.</summary>
internal sealed class OrderInHand(
    OrderBook orders, OrderBudget budget, Offer offer, Buyer buyer, ResourceKey resource, TimeProvider clock)
{
    /// <summary>A visitor needs some time to pay: an order that ends sooner is not offered again.</summary>
    public static readonly TimeSpan TimeToPay = TimeSpan.FromSeconds(30);

    private readonly OrderEntry? _entry = buyer.Entry;

    private OrderId? _orderId = buyer.Entry?.OrderId;

    public OrderOrigin Origin { get; private set; } = buyer.Entry is { } entry ? OriginOf(entry.Mark) : OrderOrigin.None;

    public OrderFact Fact { get; private set; } = OrderFact.NotAsked;

    /// <summary>The backend's last word; null if it was not asked or did not say.</summary>
    public OrderStatus? Status { get; private set; }

    public TalerPayment? Payment => Status is OrderStatus.Paid paid && _orderId is not null
        ? new TalerPayment(_orderId, paid.AmountPaid, RefundDeadline(paid.ContractTerms), paid.OrderStatusUrl)
        : null;

    /// <summary>After which an order may be created again, if the limit is reached.</summary>
    public TimeSpan Pause { get; private set; }

    /// <summary>Carries out a decision that is not an answer yet.</summary>
    /// <exception cref="TalerMerchantException">The backend could not do its part.</exception>
    public async Task TakeAsync(Decision step, CancellationToken cancellationToken)
    {
        if (Storefront.Creates(step) && budget.Take(buyer.Address) is { } pause)
        {
            await DoWithoutCreatingAsync(step, pause, cancellationToken);
            return;
        }
        if (step is not Decision.AskStatus)
            (_orderId, Origin, Fact) = (OrderIdFor(step), Storefront.After(Origin, step), OrderFact.NotAsked);
        if (step is Decision.AskStatus or Decision.Adopt)
            await AskAsync(cancellationToken);
        else
            await orders.CreateAsync(_orderId!, offer, cancellationToken);
    }

    /// <summary>Trouble: nothing is known of the order any more.</summary>
    public void LoseSight() => Fact = OrderFact.Unknown;

    /// <summary>What the cookie is to remember: the order in hand, even one that may or may not have been created.</summary>
    public OrderEntry? EntryAfter(Decision decision)
    {
        if (_orderId is null || (_orderId == _entry?.OrderId && Origin is not OrderOrigin.Random))
            return _entry;
        return decision is Decision.ComeAgainForRandom
            ? new OrderEntry(resource, offer.TermsHash, Offer.RandomOrderId(), OrderMark.Chosen)
            : new OrderEntry(resource, offer.TermsHash, _orderId, OrderMark.None);
    }

    private OrderId OrderIdFor(Decision step) => step switch
    {
        Decision.CreateFirst => offer.OrderIdAfter(null, buyer.SessionId),
        Decision.CreateNext => offer.OrderIdAfter(_orderId, buyer.SessionId),
        Decision.CreateChosen => _orderId!,
        Decision.Adopt => OrderFacts.AlreadyPaidOrderId(Status)!,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "This decision is an answer."),
    };

    /// <summary>A returning visitor may have bought what his cookie has no room for any more. The limit must not keep him from it.</summary>
    private async Task DoWithoutCreatingAsync(Decision step, TimeSpan pause, CancellationToken cancellationToken)
    {
        if (step is Decision.CreateFirst && Origin is OrderOrigin.None && buyer.IsReturning)
        {
            (_orderId, Origin) = (OrderIdFor(step), Storefront.After(Origin, step));
            await AskAsync(cancellationToken);
            if (Fact is not OrderFact.NotFound)
                return;
            _orderId = null;
        }
        (Fact, Pause) = (OrderFact.OverLimit, pause);
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        Status = await orders.AskAsync(_orderId!, buyer.SessionId, cancellationToken);
        var isCookies = Origin is OrderOrigin.Cookie;
        Fact = OrderFacts.Of(
            Status,
            offer,
            isCookies && _entry!.TermsHash != offer.TermsHash,
            Origin is OrderOrigin.Adopted,
            clock.GetUtcNow(),
            isCookies ? TimeToPay : TimeSpan.Zero);
    }

    private static OrderOrigin OriginOf(OrderMark mark) => mark switch
    {
        OrderMark.None => OrderOrigin.Cookie,
        OrderMark.Chosen => OrderOrigin.Chosen,
        OrderMark.Dropped => OrderOrigin.Dropped,
    };

    private static DateTimeOffset? RefundDeadline(ContractTerms terms) =>
        terms.RefundDeadline is { Seconds: > 0 } deadline ? deadline.ToDateTimeOffset() : null;
}
