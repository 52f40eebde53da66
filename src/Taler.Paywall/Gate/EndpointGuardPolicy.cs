using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Taler.Paywall.Gate;

/// <summary>
/// Puts the guard around every endpoint that routing selects and that requires a payment: so the attribute alone is enough, on whatever
/// kind of endpoint it stands. And around every endpoint that short-circuits the pipeline: so a pattern holds there, too.
/// </summary>
internal sealed class EndpointGuardPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _guarded = [];

    /// <summary>Last: what other policies put in place is guarded too.</summary>
    public override int Order => int.MaxValue;

    /// <summary>Dynamic endpoints stand for others, which take their place only when a request comes.</summary>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        ContainsDynamicEndpoints(endpoints) || endpoints.Any(NeedsGuard);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            ref var candidate = ref candidates[i];
            if (candidates.IsValidCandidate(i) && NeedsGuard(candidate.Endpoint))
                candidates.ReplaceEndpoint(i, _guarded.GetValue(candidate.Endpoint, Guard), candidate.Values);
        }
        return Task.CompletedTask;
    }

    private static bool NeedsGuard(Endpoint endpoint) => EndpointGuard.IsMissing(endpoint.Metadata) || IsUnsoldShortCircuit(endpoint);

    /// <summary>Whether only a pattern may sell the endpoint, and the middleware never gets to see its requests.</summary>
    private static bool IsUnsoldShortCircuit(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is null && ShortCircuit.IsOn(endpoint);

    private static Endpoint Guard(Endpoint endpoint)
    {
        if (endpoint.RequestDelegate is not { } inner)
            return endpoint;
        var guarded = IsUnsoldShortCircuit(endpoint) ? EndpointGuard.WrapShortCircuit(inner) : EndpointGuard.Wrap(inner, endpoint.Metadata);
        return endpoint is RouteEndpoint route
            ? new RouteEndpoint(guarded, route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
            : new Endpoint(guarded, endpoint.Metadata, endpoint.DisplayName);
    }
}
