using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Orders;

/// <summary>
/// The session-payment cache as the paywall uses it. A cache that fails costs a question to the backend and nothing else. An order that
/// was refunded here is not trusted again, though a walk that began before the refund may still want to store it.
/// </summary>
internal sealed class TrustedPayments(ISessionPaymentCache cache, TimeProvider clock, ILogger<TrustedPayments> logger)
{
    private readonly RefundedOrders _refunded = new(clock);

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
            Log.CacheTrouble(logger, trouble);
            return default;
        }
    }

    public async Task StoreAsync(TalerPayment payment, string resourceName, SessionId sessionId, TimeSpan trust)
    {
        if (_refunded.Contains(payment.OrderId))
            return;
        try
        {
            await cache.StoreAsync(payment, resourceName, sessionId, trust, CancellationToken.None);
        }
        catch (Exception trouble)
        {
            Log.CacheTrouble(logger, trouble);
        }
    }

    public async Task ForgetAsync(OrderId orderId)
    {
        _refunded.Add(orderId);
        try
        {
            await cache.RemoveAsync(orderId, CancellationToken.None);
        }
        catch (Exception trouble)
        {
            Log.RefundNotForgotten(logger, trouble);
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
            Log.CacheTrouble(logger, trouble);
            return null;
        }
    }
}
