using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>The resource of an endpoint that sells itself, by its <see cref="ITalerPaymentMetadata"/>.</summary>
internal static class EndpointResources
{
    private const string Negotiate = "/negotiate";
    private const string PathValue = "path";

    private static readonly RoutePattern AnyPath = RoutePatternFactory.Parse("/{**" + PathValue + "}");

    // An endpoint's metadata never changes, so its rule lives as long as the endpoint, whichever application it belongs to.
    private static readonly ConditionalWeakTable<Endpoint, ResourceRule> Rules = [];

    /// <summary>What a request buys that routing has sent to its endpoint.</summary>
    /// <returns>None if the endpoint is not sold.</returns>
    public static ResourceMatch Match(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is not { Price: not null })
            return ResourceMatch.None;
        try
        {
            return ResourceMatch.Found(Resource.FromEndpoint(RuleOf(endpoint), ValuesOf(endpoint, context.Request)));
        }
        catch (Exception error)
        {
            return ResourceMatch.Failed(error);
        }
    }

    /// <exception cref="InvalidOperationException">What the endpoint says of its offer is wrong; the message names all mistakes.</exception>
    public static ResourceRule RuleOf(Endpoint endpoint) => Rules.GetValue(endpoint, Compile);

    private static ResourceRule Compile(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata.GetRequiredMetadata<ITalerPaymentMetadata>();
        var name = endpoint.DisplayName ?? "An endpoint";
        var offer = new TalerPaywallResource
        {
            Price = metadata.Price,
            Summary = metadata.Summary,
            Name = metadata.Name,
            PayPage = endpoint.Metadata.GetMetadata<TalerPayPageAttribute>()?.PayPage,
        };

        // A path alone could be the name of another endpoint, too, at another price.
        if (offer.Name is null && endpoint is not RouteEndpoint)
            offer.Name = Literal(name) + ":{" + PathValue + "}";
        return ResourceRuleCompiler.ForEndpoint(name, endpoint is RouteEndpoint route ? PatternOf(route) : AnyPath, offer);
    }

    private static string Literal(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>An endpoint that a fallback or a dynamic route leads to has no route of its own, and is bought path by path.</summary>
    private static RouteValueDictionary ValuesOf(Endpoint endpoint, HttpRequest request) =>
        endpoint is RouteEndpoint ? request.RouteValues : new RouteValueDictionary { [PathValue] = request.Path.Value?.Trim('/') };

    /// <summary>A hub has two endpoints, one to negotiate and one to connect, and is bought once.</summary>
    private static RoutePattern PatternOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<NegotiateMetadata>() is not null && route.RoutePattern.RawText is { } text && text.EndsWith(Negotiate, StringComparison.Ordinal)
            ? RoutePatternFactory.Parse(text[..^Negotiate.Length])
            : route.RoutePattern;
}
