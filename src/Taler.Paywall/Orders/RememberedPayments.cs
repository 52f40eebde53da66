using Taler.Merchant;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Orders;

/// <summary>
/// The session-payment cache as the paywall uses it. A cache that fails costs a question to the backend and nothing else. An order that
/// was refunded here is not trusted again, though a walk that began before the refund may still want to store it.
/// In an outage, an order that the backend was asked about in vain is not asked about again for a while, so that a visitor waits once and not for
/// every picture of the page.
/// </summary>
internal sealed class RememberedPayments(ISessionPaymentCache cache, TimeProvider clock, TroubleLog<RememberedPayments> log)
{
    /// <summary>How long the backend is spared a question that it could not answer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>For as long as any cache may hold them.</summary>
    private readonly RecentOrders _refunded = new(clock, PaymentTrust.MaxLifetime + PaymentTrust.MaxOutageGrace);

    private readonly RecentOrders _unanswered = new(clock, Pause);

    /// <summary>What lived on the grace, and of which the backend has said nothing since.</summary>
    private readonly RecentOrders _onGrace = new(clock, PaymentTrust.MaxLifetime + PaymentTrust.MaxOutageGrace);

    public ValueTask<TalerPayment?> FindAsync(OrderId orderId, string resourceName, SessionId sessionId, CancellationToken cancellationToken)
    {
        if (_refunded.Contains(orderId))
            return default;
        try
        {
            var lookup = cache.FindAsync(orderId, resourceName, sessionId, cancellationToken);
            return lookup.IsCompletedSuccessfully ? lookup : new ValueTask<TalerPayment?>(AwaitAsync(lookup.AsTask(), cancellationToken));
        }
        catch (Exception trouble)
        {
            log.CacheTrouble(trouble);
            return default;
        }
    }

    /// <summary>How far a payment that was found is to be trusted now.</summary>
    public PaymentStanding Judge(TalerPayment payment, PaymentTrust trust)
    {
        var now = clock.GetUtcNow();
        if (trust.IsFresh(payment, now))
            return PaymentStanding.Trusted;
        if (!trust.OutlastsOutage(payment, now))
            return PaymentStanding.Ended;

        // Where every request is to ask, no question is spared.
        return trust.Lifetime > TimeSpan.Zero && _unanswered.Contains(payment.OrderId) ? PaymentStanding.Unanswered : PaymentStanding.ToConfirm;
    }

    /// <summary>Notes that the backend could not say how an order stands that is remembered as paid.</summary>
    public void LeaveUnanswered(OrderId orderId)
    {
        _unanswered.Add(orderId);
        _onGrace.Add(orderId);
    }

    /// <summary>Tells the operator of somebody who is turned away though he paid. What the backend says about an order is no end of the grace.</summary>
    public void TellIfGraceEnded(OrderId orderId)
    {
        if (_onGrace.Contains(orderId))
            log.OutageGraceEnded();
    }

    public async Task StoreAsync(TalerPayment payment, string resourceName, SessionId sessionId, TimeSpan memory)
    {
        _onGrace.Remove(payment.OrderId);
        if (_refunded.Contains(payment.OrderId))
            return;
        try
        {
            await cache.StoreAsync(payment, resourceName, sessionId, memory, CancellationToken.None);
        }
        catch (Exception trouble)
        {
            log.CacheTrouble(trouble);
        }
    }

    /// <summary>
    /// Drops what is remembered of an order for a resource and a session, because the backend says that it is not paid there. What another session paid
    /// by it stays.
    /// </summary>
    public async Task DropAsync(OrderId orderId, string resourceName, SessionId sessionId)
    {
        _onGrace.Remove(orderId);
        try
        {
            if (await cache.FindAsync(orderId, resourceName, sessionId, CancellationToken.None) is not null)
                await cache.RemoveAsync(orderId, CancellationToken.None);
        }
        catch (Exception trouble)
        {
            log.PaymentNotDropped(trouble);
        }
    }

    /// <summary>Drops what is remembered of an order, whoever paid it, until the backend confirms it again.</summary>
    public Task DropAsync(OrderId orderId) => RemoveAsync(orderId, log.PaymentNotDropped);

    /// <summary>Forgets an order that was refunded, for good.</summary>
    public Task ForgetAsync(OrderId orderId)
    {
        _refunded.Add(orderId);
        return RemoveAsync(orderId, log.RefundNotForgotten);
    }

    private async Task RemoveAsync(OrderId orderId, Action<Exception> tell)
    {
        _onGrace.Remove(orderId);
        try
        {
            await cache.RemoveAsync(orderId, CancellationToken.None);
        }
        catch (Exception trouble)
        {
            tell(trouble);
        }
    }

    private async Task<TalerPayment?> AwaitAsync(Task<TalerPayment?> lookup, CancellationToken cancellationToken)
    {
        try
        {
            return await lookup;
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            log.CacheTrouble(trouble);
            return null;
        }
    }
}

/// <summary>What a remembered payment is worth now.</summary>
internal enum PaymentStanding
{
    /// <summary>It opens the page.</summary>
    Trusted,

    /// <summary>The backend is to be asked, and it opens the page if the backend cannot tell.</summary>
    ToConfirm,

    /// <summary>The backend was asked a moment ago and could not tell: it opens the page.</summary>
    Unanswered,

    /// <summary>Nothing.</summary>
    Ended,
}
