using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Paywall.Resources;

namespace Taler.Paywall;

/// <summary>The resource of an endpoint that sells itself.</summary>
internal static class EndpointResources
{
    private static readonly ConditionalWeakTable<Endpoint, ResourceRule> Rules = [];

    /// <summary>What a request that routing sent to this endpoint buys.</summary>
    public static ResourceMatch Match(HttpContext context, ITalerPaymentMetadata metadata)
    {
        if (metadata.Price is null || context.GetEndpoint() is not { } endpoint)
            return ResourceMatch.None;
        try
        {
            var rule = Rules.GetValue(endpoint, Compile);
            return ResourceMatch.Found(Resource.FromEndpoint(rule, context.Request.RouteValues));
        }
        catch (FormatException error)
        {
            return ResourceMatch.Failed(error);
        }
    }

    private static ResourceRule Compile(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>()!;
        var pattern = (endpoint as RouteEndpoint)?.RoutePattern ?? RoutePatternFactory.Parse("/");
        var offer = new TalerPaywallResource { Price = metadata.Price, Summary = metadata.Summary, Name = metadata.Name };
        return ResourceRuleCompiler.ForEndpoint(endpoint.DisplayName ?? "An endpoint", pattern, offer);
    }
}
