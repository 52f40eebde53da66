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

    /// <summary>The older order that the backend named as paid under this session.</summary>
    private OrderId? _alreadyPaid;

    private OrderId? _orderId = buyer.Entry?.OrderId ?? (buyer.Start is OrderOrigin.Computed ? offer.OrderIdAfter(null, buyer.SessionId) : null);

    /// <summary>Whether nobody has told yet that the order in hand exists.</summary>
    private bool _mayBeMissing = buyer.Start is OrderOrigin.Computed;

    /// <summary>From when on the order before this one counted as expired, if that is why this one took its place.</summary>
    private DateTimeOffset? _expiredBefore;

    public OrderOrigin Origin { get; private set; } = buyer.Start;

    public OrderFact Fact { get; private set; } = OrderFact.NotAsked;

    /// <summary>The backend's last word; null if it was not asked or did not say.</summary>
    public OrderStatus? Status { get; private set; }

    public TalerPayment? Payment => Status is OrderStatus.Paid paid && _orderId is not null
        ? new TalerPayment(_orderId, paid.AmountPaid, RefundDeadline(paid.ContractTerms), paid.OrderStatusUrl, clock.GetUtcNow())
        : null;

    /// <summary>Which limit of orders is reached; null if none was met.</summary>
    public OrderRefusal? Refusal { get; private set; }

    /// <summary>Whether the backend could not say anything of the order that is remembered as paid, with which the walk began.</summary>
    public bool IsUnanswered => buyer.Remembered is not null && Fact is OrderFact.Unknown && Origin == buyer.Start && (Status is null || IsLost);

    /// <summary>
    /// Whether the backend has lost the order in hand: it called it paid a while ago, and what was paid once never is unknown or unclaimed again. One of the same ID
    /// may have been made since.
    /// </summary>
    public bool IsLost => IsRemembered && Status is OrderStatus.NotFound or OrderStatus.Unpaid { AlreadyPaidOrderId: null };

    /// <summary>
    /// The order in hand, if the backend says that it does not open the page, though it may have done so before. It must not be remembered as
    /// paid, whatever brought the question about.
    /// </summary>
    public OrderId? Denied => Fact switch
    {
        OrderFact.Claimed or OrderFact.Refunded or OrderFact.PaidForAnother => _orderId,
        OrderFact.AlreadyPaid when IsRemembered => _orderId,
        _ => null,
    };

    /// <summary>Carries out a decision that is not an answer yet.</summary>
    /// <exception cref="TalerMerchantException">The backend could not do its part.</exception>
    public async Task TakeAsync(Decision step, CancellationToken cancellationToken)
    {
        if (step is Decision.FindPaid)
        {
            await FindPaidAsync(cancellationToken);
            return;
        }
        if (Storefront.Creates(step) && budget.Take(buyer.Address) is { } refusal)
        {
            (Fact, Refusal) = (OrderFact.OverLimit, refusal);
            return;
        }
        if (step is not Decision.AskStatus)
        {
            _expiredBefore = Fact is OrderFact.Expired ? OrderFacts.PayDeadline(Status) - TimeToPay : null;
            _mayBeMissing = step is not Decision.Adopt;
            (_orderId, Origin, Fact) = (OrderIdFor(step), Storefront.After(Origin, step), OrderFact.NotAsked);
        }
        if (Storefront.Creates(step))
            await CreateAsync(cancellationToken);
        else if (step is Decision.AskStatus or Decision.Adopt)
            await AskAsync(cancellationToken);
    }

    /// <summary>Trouble: nothing is known of the order any more.</summary>
    public void LoseSight() => Fact = OrderFact.Unknown;

    /// <summary>What the session is to keep: the order in hand, even one that may or may not have been created.</summary>
    public OrderEntry? EntryAfter(Decision decision)
    {
        // One that was only computed can be computed again, and one that is to be replaced still is.
        if (_orderId is null || Origin is OrderOrigin.Dropped)
            return _entry;
        if (Origin is OrderOrigin.Computed && decision is Decision.LimitOrders or Decision.RefuseWithoutOrder or Decision.Unavailable)
            return _entry;
        if (_orderId == _entry?.OrderId)
            return _entry.Mark is OrderMark.Computed && !_mayBeMissing ? _entry with { Mark = OrderMark.None } : _entry;
        return new OrderEntry(resource, offer.TermsHash, _orderId, NewMark);
    }

    private OrderMark NewMark => Origin is OrderOrigin.Adopted ? OrderMark.Adopted : _mayBeMissing ? OrderMark.Computed : OrderMark.None;

    private bool IsRemembered => _orderId is not null && _orderId == buyer.Remembered?.OrderId;

    private bool IsOfOtherTerms => Origin is OrderOrigin.Kept && _entry!.TermsHash != offer.TermsHash;

    /// <summary>Whether the successor of the order in hand would stand beside the session's own chain on the present terms.</summary>
    private bool IsBesideChain => IsOfOtherTerms || (Origin is OrderOrigin.Kept && _entry!.Mark is OrderMark.Adopted);

    private OrderId OrderIdFor(Decision step) => step switch
    {
        Decision.CreateFirst or Decision.FindFirst => offer.OrderIdAfter(null, buyer.SessionId),
        Decision.CreateNext => IsBesideChain ? OwnOrderId() : offer.OrderIdAfter(_orderId, buyer.SessionId),
        Decision.CreateComputed => _orderId!,
        Decision.Adopt => _alreadyPaid!,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "This decision is an answer."),
    };

    /// <summary>
    /// Where the session goes on in its own chain. It may be dead there, and then the next walk finds out. An adopted order may be the first of the
    /// chain itself.
    /// </summary>
    private OrderId OwnOrderId()
    {
        var own = buyer.Own?.OrderId ?? offer.OrderIdAfter(null, buyer.SessionId);
        return own == _orderId ? offer.OrderIdAfter(own, buyer.SessionId) : own;
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        await orders.CreateAsync(_orderId!, offer, cancellationToken);
        _mayBeMissing = false;
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        Status = await orders.AskAsync(_orderId!, buyer.SessionId, cancellationToken);
        _mayBeMissing &= Status is OrderStatus.NotFound;
        _alreadyPaid = OrderFacts.AlreadyPaidOrderId(Status);
        var isOld = Origin is OrderOrigin.Kept or OrderOrigin.Computed;
        Fact = OrderFacts.Of(
            Status,
            offer,
            IsOfOtherTerms,
            Origin is OrderOrigin.Adopted,
            clock.GetUtcNow(),
            isOld ? TimeToPay : TimeSpan.Zero,
            _expiredBefore);
        if (IsLost)
            Fact = OrderFact.Unknown;
    }

    private async Task FindPaidAsync(CancellationToken cancellationToken)
    {
        _alreadyPaid = await orders.FindPaidAsync(buyer.SessionId, offer.FulfillmentUrl, cancellationToken);
        Fact = _alreadyPaid is null ? OrderFact.NonePaid : OrderFact.AlreadyPaid;
    }

    private static DateTimeOffset? RefundDeadline(ContractTerms terms) =>
        terms.RefundDeadline is { Seconds: > 0 } deadline ? deadline.ToDateTimeOffset() : null;
}
