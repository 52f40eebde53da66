using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Orders;

/// <summary>Does what the storefront decides, until it decides on an answer.</summary>
internal sealed class OrderWalk(
    OrderBook orders, OrderBudget budget, RememberedPayments payments, PaywallMetrics metrics, TimeProvider clock, IOptions<TalerMerchantOptions> merchant, TroubleLog<OrderWalk> log)
{
    /// <summary>Far more than the client lets run or wait unless it is told otherwise, so that its failures come first.</summary>
    public const int MaxWalks = 10_000;

    /// <summary>For all calls of a walk together, in time limits of the client: each alone is bounded by one.</summary>
    public const int TimeLimits = 2;

    /// <summary>For how long an order may be found paid for the first time: pay deadlines are shorter.</summary>
    private static readonly TimeSpan CountedFor = TimeSpan.FromDays(1);

    private readonly TimeSpan _limit = merchant.Value.Timeout * TimeLimits;

    private readonly SingleFlight<WalkKey, WalkResult> _flights = new(MaxWalks);

    private readonly RecentOrders _counted = new(clock, CountedFor);

    /// <summary>Finds out where a session stands with an offer. Equal questions that come together share one walk.</summary>
    /// <param name="buyer">Who asks.</param>
    /// <param name="resource">The resource of the offer.</param>
    /// <param name="offer">What is offered.</param>
    /// <param name="memory">How long a payment found here is remembered.</param>
    /// <param name="cancellationToken">Ends the wait of this caller, never the work.</param>
    public Task<WalkResult> WalkAsync(Buyer buyer, ResourceKey resource, Offer offer, TimeSpan memory, CancellationToken cancellationToken) =>
        _flights.TryRun(
            new WalkKey(buyer.SessionId, offer.Resource.Name, offer.TermsHash, buyer.Entry, buyer.Own, buyer.Start, buyer.Purchase, buyer.Remembered is not null),
            () => WalkAsync(new OrderInHand(orders, budget, offer, buyer, resource, clock), buyer, offer, memory),
            cancellationToken,
            out var walk) ? walk : Task.FromResult(Refuse(buyer));

    private WalkResult Refuse(Buyer buyer)
    {
        log.TooManyQuestions(MaxWalks);
        return new WalkResult(Decision.Unavailable, buyer.Entry, Status: null, Payment: null, Refusal: null, IsUnanswered: buyer.Remembered is not null);
    }

    private async Task<WalkResult> WalkAsync(OrderInHand hand, Buyer buyer, Offer offer, TimeSpan memory)
    {
        using var limit = new CancellationTokenSource(_limit, clock);
        var decision = Storefront.Decide(hand.Origin, hand.Fact, buyer.Purchase);
        while (Storefront.IsStep(decision))
        {
            await TryTakeAsync(hand, decision, limit.Token);
            await HeedAsync(hand, buyer, offer);
            decision = Storefront.Decide(hand.Origin, hand.Fact, buyer.Purchase);
        }
        var result = new WalkResult(decision, hand.EntryAfter(decision), hand.Status, hand.Payment, hand.Refusal, hand.IsUnanswered);
        await RememberAsync(result, buyer, offer, memory);
        Count(result, isAdopted: hand.Origin is OrderOrigin.Adopted);
        if (decision is Decision.Unavailable && hand.Fact is OrderFact.PaidForAnother)
            log.FulfillmentUrlTaken(offer.Resource.Name, offer.FulfillmentUrl);
        return result;
    }

    /// <summary>What the backend says against an order counts at once, whatever becomes of the rest of the walk.</summary>
    private async Task HeedAsync(OrderInHand hand, Buyer buyer, Offer offer)
    {
        if (hand.Denied is not { } denied)
            return;
        if (hand.Fact is OrderFact.Refunded)
            await payments.ForgetAsync(denied);
        else
            await payments.DropAsync(denied, offer.Resource.Name, buyer.SessionId);
    }

    private async Task RememberAsync(WalkResult result, Buyer buyer, Offer offer, TimeSpan memory)
    {
        if (result is { Decision: Decision.Serve, Payment: { } payment })
            await payments.StoreAsync(payment, offer.Resource.Name, buyer.SessionId, memory);
        else if (result.IsUnanswered && buyer.Remembered is { } remembered)
            LeaveUnanswered(remembered, isLost: result.Status is not null);
    }

    private void LeaveUnanswered(TalerPayment remembered, bool isLost)
    {
        payments.LeaveUnanswered(remembered.OrderId);
        if (isLost)
            log.PaidOrderLost(remembered.ConfirmedAt);
    }

    /// <summary>
    /// An order counts as paid when this node finds it so for the first time. One that a wallet proved again was counted where it was bought, and one
    /// of another day when it was new.
    /// </summary>
    private void Count(WalkResult result, bool isAdopted)
    {
        if (result is { Decision: Decision.Serve, Payment: { } payment, Status: OrderStatus.Paid paid } && !isAdopted && IsNew(paid) && _counted.Add(payment.OrderId))
            metrics.OrderPaid();
        if (result is not { Decision: Decision.LimitOrders, Refusal: { } refusal })
            return;
        var ofClient = refusal.Limit is OrderLimit.Client;
        metrics.OrderRefused(ofClient);
        log.OrderRefused(ofClient ? nameof(TalerOrderLimitOptions.PerClientPerMinute) : nameof(TalerOrderLimitOptions.PerSecond));
    }

    private bool IsNew(OrderStatus.Paid paid) =>
        paid.ContractTerms.Timestamp is { } made && clock.GetUtcNow() - made.ToDateTimeOffset() < CountedFor;

    private async Task TryTakeAsync(OrderInHand hand, Decision step, CancellationToken cancellationToken)
    {
        try
        {
            await hand.TakeAsync(step, cancellationToken);
        }
        catch (TalerMerchantException trouble)
        {
            hand.LoseSight();
            log.BackendTrouble(trouble);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            hand.LoseSight();
            log.BackendSlow(_limit);
        }
        catch (Exception unexpected)
        {
            // Whatever a backend can say that nobody thought of: unknown is not unpaid.
            hand.LoseSight();
            log.Unexpected(unexpected);
        }
    }

    private readonly record struct WalkKey(SessionId Session, string Resource, uint Terms, OrderEntry? Entry, OrderEntry? Own, OrderOrigin Start, Purchase Purchase, bool IsRemembered);
}

/// <summary>Where a walk ended.</summary>
/// <param name="Decision">The answer to give.</param>
/// <param name="Entry">What the cookie is to remember; null for nothing.</param>
/// <param name="Status">The backend's last word on the order in hand; null if it was not asked or did not say.</param>
/// <param name="Payment">The payment, if the order is paid.</param>
/// <param name="Refusal">Which limit of orders is reached; null if none was met.</param>
/// <param name="IsUnanswered">Whether the backend could not say anything of the order that is remembered as paid.</param>
internal sealed record WalkResult(
    Decision Decision, OrderEntry? Entry, OrderStatus? Status, TalerPayment? Payment, OrderRefusal? Refusal, bool IsUnanswered);
