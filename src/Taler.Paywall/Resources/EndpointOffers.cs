using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>Finds what is wrong with the offers of endpoints that sell themselves.</summary>
internal static class EndpointOffers
{
    public static bool IsSold(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is { Price: not null };

    /// <summary>Wrong offers, and names that stand for different offers: who pays the cheaper one may open the dearer.</summary>
    /// <param name="endpoints">All endpoints of the application.</param>
    /// <param name="configured">The rules of the configuration, whose names count too.</param>
    public static IReadOnlyList<string> Mistakes(IEnumerable<Endpoint> endpoints, IEnumerable<ResourceRule> configured)
    {
        var mistakes = new List<string>();
        var offers = new Dictionary<string, ResourceRule>(StringComparer.Ordinal);
        foreach (var rule in configured)
            offers.TryAdd(NameOf(rule), rule);
        foreach (var endpoint in endpoints.Where(IsSold))
        {
            try
            {
                var rule = EndpointResources.RuleOf(endpoint);
                if (!offers.TryAdd(NameOf(rule), rule) && offers[NameOf(rule)] is var other && !IsSameOffer(rule, other))
                    mistakes.Add($"{rule.Setting}: has the name of {other.Setting} and another price or summary. One name is one offer; give one of them a name of its own.");
            }
            catch (InvalidOperationException wrong)
            {
                mistakes.Add(wrong.Message);
            }
        }
        return mistakes;
    }

    private static bool IsSameOffer(ResourceRule one, ResourceRule other) =>
        one.Price == other.Price && string.Equals(one.Summary.Shape, other.Summary.Shape, StringComparison.Ordinal);

    /// <summary>Conventional routes share one pattern and differ in the values that it requires.</summary>
    private static string NameOf(ResourceRule rule) =>
        rule.Name.Shape + string.Concat(rule.Pattern.RequiredValues.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"|{value.Key}={value.Value}"));
}
