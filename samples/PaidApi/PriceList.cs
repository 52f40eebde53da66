using Taler.Paywall;

namespace PaidApi;

/// <summary>What a port's tides cost, and where they are.</summary>
internal sealed record PriceList(string Id, string Name, string Price, string Url)
{
    /// <summary>Asks the paywall itself, so that the price shown is the price asked.</summary>
    /// <returns>Nothing for a port that is not sold.</returns>
    public static IEnumerable<PriceList> Of(ITalerPaywall paywall, Port port)
    {
        var url = "/api/tides/" + port.Id;
        var request = new DefaultHttpContext { Request = { Method = HttpMethods.Get, Path = url } };
        return paywall.Match(request) is TalerPaywallMatch.Sold { Resource: var resource }
            ? [new PriceList(port.Id, port.Name, resource.Price.ToString(), url)]
            : [];
    }
}
