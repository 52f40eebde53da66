using Microsoft.AspNetCore.Http;

namespace Taler.Paywall;

/// <summary>
/// Tells which resource a request names, by the matcher that gates requests. Ask it where a page shows its own price or a log names what was
/// asked for; whether the visitor has paid is what <c>HttpContext.GetTalerPayment()</c> tells.
/// </summary>
public interface ITalerPaywall
{
    /// <summary>What the paywall makes of a request, whoever sends it. It asks no backend, looks at no cookie, and changes nothing.</summary>
    /// <param name="context">
    /// The request as it stands: a rewriter that has run counts, one that is yet to run does not. The price of an endpoint is known once routing
    /// has chosen the endpoint, so a request of your own making tells what patterns sell, and not what endpoints do.
    /// </param>
    TalerPaywallMatch Match(HttpContext context);
}
