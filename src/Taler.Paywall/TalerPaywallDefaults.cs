namespace Taler.Paywall;

/// <summary>Names that operators and tests refer to.</summary>
public static class TalerPaywallDefaults
{
    /// <summary>The meter with all counters: <c>Taler.Paywall</c>.</summary>
    public const string MeterName = "Taler.Paywall";

    /// <summary>The name of the cookie unless configured otherwise.</summary>
    public const string CookieName = ".Taler.Paywall";
}
