using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Orders;

/// <summary>Does what the storefront decides, until it decides on an answer.</summary>
internal sealed class OrderWalk(
    OrderBook orders, OrderBudget budget, TrustedPayments payments, TimeProvider clock, IOptions<TalerMerchantOptions> merchant, ILogger<OrderWalk> logger)
{
    /// <summary>For all calls of a walk together: each alone is bounded by the client.</summary>
    private readonly TimeSpan _limit = merchant.Value.Timeout * 2;

    private readonly SingleFlight<WalkKey, WalkResult> _flights = new();

    /// <summary>Finds out where a session stands with an offer. Equal questions that come together share one walk.</summary>
    /// <param name="buyer">Who asks.</param>
    /// <param name="resource">The resource of the offer.</param>
    /// <param name="offer">What is offered.</param>
    /// <param name="trust">How long a payment found here is trusted.</param>
    /// <param name="cancellationToken">Ends the wait of this caller, never the work.</param>
    public Task<WalkResult> WalkAsync(Buyer buyer, ResourceKey resource, Offer offer, TimeSpan trust, CancellationToken cancellationToken) =>
        _flights.RunAsync(
            new WalkKey(buyer.SessionId, offer.Resource.Name, offer.TermsHash, buyer.Entry?.OrderId, buyer.Start, buyer.Purchase),
            () => WalkAsync(new OrderInHand(orders, budget, offer, buyer, resource, clock), buyer, offer, trust),
            cancellationToken);

    private async Task<WalkResult> WalkAsync(OrderInHand hand, Buyer buyer, Offer offer, TimeSpan trust)
    {
        using var limit = new CancellationTokenSource(_limit, clock);
        var decision = Storefront.Decide(hand.Origin, hand.Fact, buyer.Purchase);
        while (Storefront.IsStep(decision))
        {
            await TryTakeAsync(hand, decision, limit.Token);
            decision = Storefront.Decide(hand.Origin, hand.Fact, buyer.Purchase);
        }
        if (decision is Decision.Serve && hand.Payment is { } payment)
            await payments.StoreAsync(payment, offer.Resource.Name, buyer.SessionId, trust);
        if (decision is Decision.Unavailable && hand.Fact is OrderFact.PaidForAnother)
            Log.FulfillmentUrlTaken(logger, offer.Resource.Name, offer.FulfillmentUrl);
        return new WalkResult(decision, hand.EntryAfter(decision), hand.Status, hand.Payment, hand.Pause);
    }

    private async Task TryTakeAsync(OrderInHand hand, Decision step, CancellationToken cancellationToken)
    {
        try
        {
            await hand.TakeAsync(step, cancellationToken);
        }
        catch (TalerMerchantException trouble)
        {
            hand.LoseSight();
            Log.BackendTrouble(logger, trouble);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            hand.LoseSight();
            Log.BackendSlow(logger, _limit);
        }
        catch (Exception unexpected)
        {
            // Whatever a backend can say that nobody thought of: unknown is not unpaid.
            hand.LoseSight();
            Log.Unexpected(logger, unexpected);
        }
    }

    private readonly record struct WalkKey(SessionId Session, string Resource, uint Terms, OrderId? Order, OrderOrigin Start, Purchase Purchase);
}

/// <summary>Where a walk ended.</summary>
/// <param name="Decision">The answer to give.</param>
/// <param name="Entry">What the cookie is to remember; null for nothing.</param>
/// <param name="Status">The backend's last word on the order in hand; null if it was not asked or did not say.</param>
/// <param name="Payment">The payment, if the order is paid.</param>
/// <param name="Pause">After which an order may be created again, if the limit is reached.</param>
internal sealed record WalkResult(Decision Decision, OrderEntry? Entry, OrderStatus? Status, TalerPayment? Payment, TimeSpan Pause);
