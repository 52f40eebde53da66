namespace Taler.Paywall;

/// <summary>Names that operators and tests refer to.</summary>
public static class TalerPaywallDefaults
{
    /// <summary>The meter with all counters: <c>Taler.Paywall</c>.</summary>
    public const string MeterName = "Taler.Paywall";

    /// <summary>The name of the cookie unless configured otherwise.</summary>
    public const string CookieName = ".Taler.Paywall";

    /// <summary>The query value by which the paywall's own pages ask for something: <c>taler_paywall</c>. No resource can have a query value of this name.</summary>
    public const string ActionQueryName = "taler_paywall";

    /// <summary>
    /// The header of requests and responses that carries a session in place of the cookie: <c>Taler-Paywall-Session</c>. A site's CORS policy must
    /// allow it if pages of other sites shall use it.
    /// </summary>
    public const string SessionHeaderName = "Taler-Paywall-Session";
}
