using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Merchant;

namespace Taler.Paywall.Resources;

/// <summary>A valid entry of the setting <c>Resources</c>, or the offer of an endpoint.</summary>
internal sealed class ResourceRule
{
    /// <summary>Where the rule comes from, for messages: <c>TalerPaywall:Resources:0</c>.</summary>
    public required string Setting { get; init; }

    public required ResourceValues Values { get; init; }

    public required PatternReader Reader { get; init; }

    public required Template Name { get; init; }

    public required Template Summary { get; init; }

    public required Template FulfillmentPath { get; init; }

    public required Amount Price { get; init; }

    public RelativeTime? RefundDelay { get; init; }

    /// <summary>Whether name and fulfillment path are one text: neither has a setting of its own.</summary>
    public bool IsNamedByPath => ReferenceEquals(Name, FulfillmentPath);

    public RoutePattern Pattern => Values.Pattern;

    public IReadOnlyList<string> Query => Values.Query;

    /// <summary>The resource that a path names; null if a value does not fit.</summary>
    /// <exception cref="FormatException">The request gives a query value twice, or a value that no URL can carry.</exception>
    public Resource? TryRead(ReadOnlySpan<char> path, HttpContext context)
    {
        if (Reader.Read(path, context) is not { } values)
            return null;
        if (Query.Count > 0)
            ReadQuery(context.Request.Query, values);
        return new Resource(this, values);
    }

    public Resource Read(RouteValueDictionary routeValues) => new(this, Reader.Read(routeValues));

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
