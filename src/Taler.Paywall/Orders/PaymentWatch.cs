using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Orders;

/// <summary>
/// Watches one order for the pages that show it. It creates nothing and decides nothing: the facts are those of a request for the page itself, so
/// what it says is what that request would find.
/// </summary>
internal sealed class PaymentWatch(
    OrderBook orders, TimeProvider clock, IOptions<TalerMerchantOptions> merchant, TroubleLog<PaymentWatch> log, IHostApplicationLifetime? host = null)
{
    /// <summary>After this time it says how things stand. Proxies on the way drop a request that is silent for long, often after 30 or 60 s.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long the backend waits each time it is asked. It tells of a payment at once, but not that a wallet took the order, nor that
    /// one proved an older purchase: this order then stays claimed for ever.
    /// </summary>
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    /// <summary>A backend that does not wait is not asked in a circle.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Twice what waits at once: rounds go on when those who waited have left, and others only look. The client does not count waits, so this is what bounds
    /// them at the backend.
    /// </summary>
    public const int MaxRounds = 2000;

    /// <summary>For the three calls of a round together: each alone is bounded by the client.</summary>
    private readonly TimeSpan _roundLimit = Round + (merchant.Value.Timeout * 3);

    private readonly CancellationToken _stopping = host?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>Pages that show the same order share a round, and it ends by itself: to cut it off would cost a connection to the backend.</summary>
    private readonly SingleFlight<RoundKey, PaymentNews> _rounds = new(MaxRounds);

    /// <summary>Waits for news.</summary>
    /// <returns>How things stand when the order is not just unpaid any more, or when the time is over.</returns>
    /// <exception cref="OperationCanceledException">The one who waited has left.</exception>
    public async Task<PaymentNews> WaitAsync(SessionId sessionId, OrderEntry entry, Offer offer, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var news = await ShareRoundAsync(sessionId, entry, offer, waits: true, cancellationToken);

        // That a wallet took the order is told after each round: whoever asks may not have heard it yet.
        while (news is PaymentNews.Unpaid && clock.GetElapsedTime(started) < Limit)
            news = await ShareRoundAsync(sessionId, entry, offer, waits: true, cancellationToken);
        return news;
    }

    /// <summary>Says at once how things stand.</summary>
    /// <exception cref="OperationCanceledException">The one who asked has left.</exception>
    public Task<PaymentNews> LookAsync(SessionId sessionId, OrderEntry entry, Offer offer, CancellationToken cancellationToken) =>
        ShareRoundAsync(sessionId, entry, offer, waits: false, cancellationToken);

    private Task<PaymentNews> ShareRoundAsync(SessionId sessionId, OrderEntry entry, Offer offer, bool waits, CancellationToken cancellationToken)
    {
        // An order that may not exist or is no longer wanted: no page shows it.
        if (entry.Mark is OrderMark.Computed or OrderMark.Dropped)
            return Task.FromResult(PaymentNews.Changed);
        var key = new RoundKey(sessionId, entry, offer.Resource.Name, offer.TermsHash, waits);
        return _rounds.TryRun(key, () => RunRoundAsync(sessionId, entry, offer, waits), cancellationToken, out var round) ? round : Task.FromResult(Refuse());
    }

    private PaymentNews Refuse()
    {
        log.TooManyQuestions(MaxRounds);
        return PaymentNews.Unknown;
    }

    private async Task<PaymentNews> RunRoundAsync(SessionId sessionId, OrderEntry entry, Offer offer, bool waits)
    {
        using var limit = new CancellationTokenSource(_roundLimit, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping);
        try
        {
            return await AskAsync(sessionId, entry, offer, waits, end.Token);
        }
        catch (TalerMerchantException trouble)
        {
            log.BackendTrouble(trouble);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Nobody may hold up the end of the application; the page asks whoever comes after it.
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            log.BackendSlow(_roundLimit);
        }
        catch (Exception unexpected)
        {
            log.Unexpected(unexpected);
        }
        return PaymentNews.Unknown;
    }

    private async Task<PaymentNews> AskAsync(SessionId sessionId, OrderEntry entry, Offer offer, bool waits, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        var status = waits
            ? await orders.WaitAsync(entry.OrderId, sessionId, Round, cancellationToken)
            : await orders.AskAsync(entry.OrderId, sessionId, cancellationToken);
        var news = NewsOf(status, entry, offer);
        if (news is PaymentNews.Claimed && await HasPaidAsync(sessionId, offer, cancellationToken))
            return PaymentNews.Paid;
        if (waits && news is PaymentNews.Unpaid or PaymentNews.Claimed && clock.GetElapsedTime(asked) < Round / 2)
            await Task.Delay(Pause, clock, cancellationToken);
        return news;
    }

    /// <summary>
    /// Whether the session has paid by another order, one that the page would adopt: to the backend a refunded purchase is paid as well, and so is
    /// what another shop sold for the same address.
    /// </summary>
    private async Task<bool> HasPaidAsync(SessionId sessionId, Offer offer, CancellationToken cancellationToken)
    {
        try
        {
            if (await orders.FindPaidAsync(sessionId, offer.FulfillmentUrl, cancellationToken) is not { } orderId)
                return false;
            var status = await orders.AskAsync(orderId, sessionId, cancellationToken);
            return OrderFacts.Of(status, offer, offerChanged: false, isAdopted: true, clock.GetUtcNow(), TimeSpan.Zero) is OrderFact.Paid;
        }
        catch (TalerMerchantException)
        {
            // What is known of the order itself still holds.
            return false;
        }
    }

    private PaymentNews NewsOf(OrderStatus status, OrderEntry entry, Offer offer)
    {
        var now = clock.GetUtcNow();
        return OrderFacts.Of(status, offer, entry.TermsHash != offer.TermsHash, isAdopted: false, now, OrderInHand.TimeToPay) switch
        {
            OrderFact.Unpaid => PaymentNews.Unpaid,
            OrderFact.Claimed when IsOver(status, now) => PaymentNews.Changed,
            OrderFact.Claimed => PaymentNews.Claimed,
            OrderFact.Paid or OrderFact.AlreadyPaid => PaymentNews.Paid,
            OrderFact.NotFound or OrderFact.Expired or OrderFact.OfferChanged or OrderFact.PaidForAnother or OrderFact.Refunded => PaymentNews.Changed,
            OrderFact.NotAsked or OrderFact.OverLimit or OrderFact.NonePaid or OrderFact.Unknown => PaymentNews.Unknown,
        };
    }

    /// <summary>Whether the wallet that has the order has let the time to pay it pass. The backend's clock and ours may differ a little.</summary>
    private static bool IsOver(OrderStatus status, DateTimeOffset now) =>
        status is OrderStatus.Claimed { ContractTerms.PayDeadline: { } deadline } && deadline.ToDateTimeOffset() < now - OrderInHand.TimeToPay;

    private readonly record struct RoundKey(SessionId Session, OrderEntry Entry, string Resource, uint Terms, bool Waits);
}
