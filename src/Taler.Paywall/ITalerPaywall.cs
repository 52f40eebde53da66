using Microsoft.AspNetCore.Http;

namespace Taler.Paywall;

/// <summary>
/// Tells which resource a request names, by the matcher that gates requests. Ask it where a page shows a price, a log names what was
/// read, or a feed leaves out what is sold; whether the visitor has paid is what <c>HttpContext.GetTalerPayment()</c> tells.
/// </summary>
public interface ITalerPaywall
{
    /// <summary>What the paywall makes of a request, whoever sends it. It asks no backend, looks at no cookie, and changes nothing.</summary>
    /// <param name="context">
    /// The request as it stands: a rewriter that has run counts, one that is yet to run does not. The price of an endpoint is known once routing
    /// has chosen the endpoint.
    /// </param>
    TalerPaywallMatch Match(HttpContext context);
}
