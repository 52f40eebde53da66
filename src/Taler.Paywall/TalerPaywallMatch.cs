namespace Taler.Paywall;

/// <summary>What the paywall makes of a request: one of the three cases below.</summary>
public abstract record TalerPaywallMatch
{
    private TalerPaywallMatch()
    {
    }

    /// <summary>The request names nothing that is sold, and passes.</summary>
    public sealed record Free : TalerPaywallMatch;

    /// <summary>The request names a resource, and passes once that is paid for.</summary>
    /// <param name="Resource">What is sold.</param>
    public sealed record Sold(TalerResource Resource) : TalerPaywallMatch;

    /// <summary>Nobody can tell what the request names, or its readings are not one offer. It is answered 400, whatever was paid.</summary>
    public sealed record Refused : TalerPaywallMatch;
}
