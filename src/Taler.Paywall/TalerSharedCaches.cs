namespace Taler.Paywall;

/// <summary>What shared caches (reverse proxies, CDNs) may do with what was paid for. Browsers may keep it in either case.</summary>
public enum TalerSharedCaches
{
    /// <summary>
    /// No shared cache may store it: every paid answer says <c>private</c>, and what the application says to shared caches is taken out.
    /// </summary>
    Forbidden,

    /// <summary>
    /// What the application says about caching stands, and <c>Vary: Cookie</c> is added. An answer that sets a cookie stays <c>private</c>.
    /// </summary>
    /// <remarks>
    /// By setting it the operator promises that every shared cache in front of the site hands a stored paid answer out only to requests
    /// with the same paywall cookie. A refund, or a purchase that has moved to another browser, is noticed only when the stored copy has
    /// expired. ASP.NET Core's output cache is still told to store nothing, because it ignores <c>Vary</c>; it must not stand before a cache that
    /// keeps paid answers, since the paywall is then not asked.
    /// </remarks>
    VaryByCookie,
}
