using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant;

namespace Taler.Paywall.Resources;

/// <summary>A valid entry of the setting <c>Resources</c>, or the offer of an endpoint.</summary>
internal sealed class ResourceRule : PathRule
{
    public required Template Name { get; init; }

    public required Template Summary { get; init; }

    public required Template FulfillmentPath { get; init; }

    public required Amount Price { get; init; }

    public RelativeTime? RefundDelay { get; init; }

    public TalerPayPage? PayPage { get; init; }

    /// <summary>Whether name and fulfillment path are one text: neither has a setting of its own.</summary>
    public bool IsNamedByPath => ReferenceEquals(Name, FulfillmentPath);

    public IReadOnlyList<string> Query => Values.Query;

    /// <summary>Whether both take the same money, and give it back for the same time.</summary>
    public bool HasTermsOf(ResourceRule other) => Price == other.Price && RefundDelay == other.RefundDelay;

    public Resource Read(RouteValueDictionary routeValues) => new(this, Reader.Read(routeValues));

    /// <exception cref="FormatException">The request gives a query value twice, or a value that no URL can carry.</exception>
    protected override ResourceMatch Match(string?[] values, HttpRequest request)
    {
        if (Query.Count > 0)
            ReadQuery(request.Query, values);
        return ResourceMatch.Found(new Resource(this, values));
    }

    private void ReadQuery(IQueryCollection query, string?[] values)
    {
        for (var i = 0; i < Query.Count; i++)
        {
            var given = query[Query[i]];
            // The handler may read the first or the last of several: then it serves what was not paid for.
            if (given.Count > 1)
                throw new FormatException("A query value that tells resources apart is given more than once.");
            values[Values.PathCount + i] = given.Count == 0 ? null : given[0];
        }
    }
}
