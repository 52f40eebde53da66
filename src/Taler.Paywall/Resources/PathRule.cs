using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>What one pattern says of the requests that fit it: they are sold (<see cref="ResourceRule"/>), or free (<see cref="FreePathRule"/>).</summary>
internal abstract class PathRule
{
    /// <summary>Where the rule comes from, for messages: <c>TalerPaywall:Resources:0</c>.</summary>
    public required string Setting { get; init; }

    public required ResourceValues Values { get; init; }

    public required PatternReader Reader { get; init; }

    /// <summary>The methods that it is about, in the spelling of <see cref="RequestMethods"/>; empty for all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    public RoutePattern Pattern => Values.Pattern;

    /// <summary>How specific the pattern is, as in ASP.NET Core routing: less is more.</summary>
    public decimal Precedence => Pattern.InboundPrecedence;

    /// <summary>What the rule says of a path that the tree has found to fit; none if a value or the method does not.</summary>
    /// <param name="path">One reading of the path.</param>
    /// <param name="method">One reading of the method.</param>
    /// <param name="context">The request.</param>
    public ResourceMatch Match(ReadOnlySpan<char> path, string method, HttpContext context) =>
        (Methods.Count > 0 && !Methods.Contains(method, StringComparer.Ordinal)) || Reader.Read(path, context) is not { } values
            ? ResourceMatch.None
            : Match(values, context.Request);

    protected abstract ResourceMatch Match(string?[] values, HttpRequest request);
}
