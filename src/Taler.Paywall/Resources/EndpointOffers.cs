using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

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
        var byName = new Dictionary<string, ResourceRule>(StringComparer.Ordinal);
        var byUrl = new Dictionary<string, ResourceRule>(StringComparer.Ordinal);
        foreach (var rule in configured)
            Compare(rule);
        mistakes.AddRange(endpoints.Where(endpoint => IsSold(endpoint) && IsDynamic(endpoint)).Select(endpoint =>
            $"{endpoint.DisplayName}: stands for a page or action that takes its place, and that is not sold. Put [RequireTalerPayment] on the page or action."));
        mistakes.AddRange(endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<NegotiateMetadata>() is null).Select(SoldHubMethod).OfType<string>());
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>().Where(endpoint => IsSold(endpoint) && !IsDynamic(endpoint)))
        {
            try
            {
                Compare(EndpointResources.RuleOf(endpoint));
            }
            catch (InvalidOperationException wrong)
            {
                mistakes.Add(wrong.Message);
            }
        }
        return mistakes;

        void Compare(ResourceRule rule)
        {
            if (!byName.TryAdd(Key(rule, rule.Name), rule) && byName[Key(rule, rule.Name)] is var namesake && !IsSameOffer(rule, namesake))
                mistakes.Add($"{rule.Setting}: has the name of {namesake.Setting} and another price or summary. One name is one offer; give one of them a name of its own.");
            else if (!byUrl.TryAdd(Key(rule, rule.FulfillmentPath), rule) && byUrl[Key(rule, rule.FulfillmentPath)] is var neighbour && !IsSameName(rule, neighbour))
                mistakes.Add($"{rule.Setting}: leads buyers to the same URL as {neighbour.Setting}, under another name. Wallets know a purchase by its URL; sell that URL in one place.");
        }
    }

    /// <summary>Calls of a hub come through one connection, and nobody asks what it calls.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "MapHub keeps the public methods of the hub, which it calls by reflection.")]
    private static string? SoldHubMethod(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HubMetadata>()?.HubType.GetMethods().FirstOrDefault(method => method.GetCustomAttributes(inherit: true).OfType<ITalerPaymentMetadata>().Any()) is { } method
            ? $"{endpoint.DisplayName}: a price stands on the method {method.Name}, where it has no effect. Put [RequireTalerPayment] on the hub."
            : null;

    private static bool IsDynamic(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IDynamicEndpointMetadata>() is { IsDynamic: true };

    /// <summary>
    /// Looser than the terms of two rules on purpose: an endpoint cannot say how long refunds are possible, so a rule that says it may still
    /// sell the same.
    /// </summary>
    private static bool IsSameOffer(ResourceRule one, ResourceRule other) =>
        one.Price == other.Price && string.Equals(one.Summary.Shape, other.Summary.Shape, StringComparison.Ordinal);

    private static bool IsSameName(ResourceRule one, ResourceRule other) => string.Equals(one.Name.Shape, other.Name.Shape, StringComparison.Ordinal);

    /// <summary>Conventional routes share one pattern and differ in the values that it requires.</summary>
    private static string Key(ResourceRule rule, Template template) =>
        template.Shape + string.Concat(rule.Pattern.RequiredValues.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"|{value.Key}={value.Value}"));
}
