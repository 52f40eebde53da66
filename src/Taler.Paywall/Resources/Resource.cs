using Microsoft.AspNetCore.Routing;
using Taler.Merchant;

namespace Taler.Paywall.Resources;

/// <summary>What one request asks for and somebody has to pay for.</summary>
internal sealed class Resource
{
    private readonly string?[] _values;

    /// <param name="rule">The rule that sells it.</param>
    /// <param name="values">The values of the request, in the rule's order.</param>
    /// <exception cref="FormatException">A value cannot be part of a URL.</exception>
    public Resource(ResourceRule rule, string?[] values)
    {
        Rule = rule;
        _values = values;
        Name = rule.Name.Fill(values);
    }

    /// <summary>What is bought. Whoever paid for this name may see the resource.</summary>
    public string Name { get; }

    /// <summary>The rule that sells it.</summary>
    public ResourceRule Rule { get; }

    /// <summary>The price.</summary>
    public Amount Price => Rule.Price;

    /// <summary>How long refunds are possible; null for the backend's default.</summary>
    public RelativeTime? RefundDelay => Rule.RefundDelay;

    /// <summary>What the wallet shows.</summary>
    public string Summary => field ??= Rule.Summary.Fill(_values);

    /// <summary>Canonical path and query of the fulfillment URL, percent-encoded, relative to the path base; begins with a slash.</summary>
    public string FulfillmentPath => field ??= Rule.IsNamedByPath ? Name : Rule.FulfillmentPath.Fill(_values);

    /// <summary>The resource that an endpoint's own rule sells to a request which the router has sent there.</summary>
    /// <param name="rule">The rule of the endpoint.</param>
    /// <param name="routeValues">The values that the router found.</param>
    /// <exception cref="FormatException">A value cannot be part of a URL: answer 400.</exception>
    public static Resource FromEndpoint(ResourceRule rule, RouteValueDictionary routeValues) => rule.Read(routeValues);

    /// <summary>Whether two readings of a request, or two rules, come to the same thing. A name sold at two prices does not.</summary>
    public bool IsSameAs(Resource other) => Name == other.Name
        && Rule.HasTermsOf(other.Rule)
        && Summary == other.Summary
        && FulfillmentPath == other.FulfillmentPath;

    /// <summary>The resource as it is offered to buyers, who come back to the fulfillment URL.</summary>
    public TalerResource Describe(string fulfillmentUrl) => new(Name, Price, Summary, fulfillmentUrl, Rule.Setting);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
