using Taler.Paywall;
using Taler.Paywall.Gate;

namespace Microsoft.AspNetCore.Http;

/// <summary>What a handler can ask about the payment of its request.</summary>
public static class TalerPaywallHttpContextExtensions
{
    /// <summary>The payment under which this request is served.</summary>
    /// <returns>Null if the request names no protected resource. It is never null in a handler that is protected, but for a CORS preflight.</returns>
    public static TalerPayment? GetTalerPayment(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<PaymentGrant>()?.Payment;
    }
}
