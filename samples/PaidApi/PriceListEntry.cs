using Taler.Paywall;

namespace PaidApi;

/// <summary>What a harbour's tides cost, and where they are.</summary>
internal sealed record PriceListEntry(string Id, string Name, string Price, string Url)
{
    /// <summary>Asks the paywall itself, so that the price shown is the price asked.</summary>
    /// <returns>Nothing for a harbour that is not sold.</returns>
    public static IEnumerable<PriceListEntry> Of(ITalerPaywall paywall, Harbour harbour)
    {
        var url = "/api/tides/" + harbour.Id;
        var request = new DefaultHttpContext { Request = { Method = HttpMethods.Get, Path = url } };
        return paywall.Match(request) is TalerPaywallMatch.Sold { Resource: var resource }
            ? [new PriceListEntry(harbour.Id, harbour.Name, resource.Price.ToString(), url)]
            : [];
    }
}
