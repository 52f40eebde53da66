using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Paywall.Gate;

namespace Taler.Paywall.Tests.Gate;

/// <summary>What routing has selected is guarded, whatever kind of endpoint it is.</summary>
public sealed class EndpointGuardPolicyTests
{
    private static readonly RequestDelegate Handler = Site.ServeAsync;
    private readonly EndpointGuardPolicy _policy = new();

    [Fact]
    public void It_is_asked_last_so_that_nothing_can_take_the_place_of_what_it_guards() => Assert.Equal(int.MaxValue, _policy.Order);

    [Fact]
    public void It_looks_at_what_is_sold_at_what_short_circuits_and_at_what_stands_for_others_and_at_nothing_else()
    {
        Assert.True(_policy.AppliesToEndpoints([Endpoint(), Endpoint(new RequireTalerPaymentAttribute("KUDOS:3"))]));
        Assert.True(_policy.AppliesToEndpoints([Endpoint(), ShortCircuit()]));
        Assert.True(_policy.AppliesToEndpoints([Endpoint(new Dynamic())]));
        Assert.False(_policy.AppliesToEndpoints([Endpoint("said of it by others")]));
        Assert.False(_policy.AppliesToEndpoints([Endpoint(), Endpoint(new DisableTalerPaywallAttribute())]));
        Assert.False(_policy.AppliesToEndpoints([ShortCircuit(new DisableTalerPaywallAttribute())]));
        Assert.False(_policy.AppliesToEndpoints([]));
    }

    [Fact]
    public async Task Of_all_candidates_those_that_are_sold_get_the_guard_and_keep_the_rest()
    {
        var sold = Endpoint(new RequireTalerPaymentAttribute("KUDOS:3"));
        var free = Endpoint();
        var ruledOut = Endpoint(new RequireTalerPaymentAttribute("KUDOS:3"));
        var values = new RouteValueDictionary { ["id"] = "7" };
        var candidates = new CandidateSet([free, sold, ruledOut], [[], values, []], [0, 0, 0]);
        candidates.SetValidity(2, false);

        await _policy.ApplyAsync(new DefaultHttpContext(), candidates);

        var guarded = Assert.IsType<RouteEndpoint>(candidates[1].Endpoint);
        Assert.NotSame(Handler, guarded.RequestDelegate);
        Assert.Equal((sold.RoutePattern, sold.Order, sold.Metadata, sold.DisplayName), (guarded.RoutePattern, guarded.Order, guarded.Metadata, guarded.DisplayName));
        Assert.Same(values, candidates[1].Values);
        Assert.Same(free, candidates[0].Endpoint);
        Assert.Same(ruledOut, candidates[2].Endpoint);
    }

    [Fact]
    public async Task The_guarded_endpoint_is_made_once_for_all_requests()
    {
        var sold = Endpoint(new RequireTalerPaymentAttribute("KUDOS:3"));

        Assert.Same(await GuardedAsync(sold), await GuardedAsync(sold));
    }

    [Fact]
    public async Task An_endpoint_that_is_no_route_is_guarded_too()
    {
        var page = new Endpoint(Handler, new EndpointMetadataCollection(new RequireTalerPaymentAttribute("KUDOS:3")), "A page");

        var guarded = await GuardedAsync(page);

        Assert.NotSame(Handler, guarded.RequestDelegate);
        Assert.Equal((page.Metadata, page.DisplayName), (guarded.Metadata, guarded.DisplayName));
    }

    [Fact]
    public async Task An_endpoint_without_a_handler_stays_as_it_is()
    {
        var empty = new Endpoint(requestDelegate: null, new EndpointMetadataCollection(new RequireTalerPaymentAttribute("KUDOS:3")), "Empty");

        Assert.Same(empty, await GuardedAsync(empty));
    }

    private async Task<Endpoint> GuardedAsync(Endpoint endpoint)
    {
        var candidates = new CandidateSet([endpoint], [[]], [0]);
        await _policy.ApplyAsync(new DefaultHttpContext(), candidates);
        return candidates[0].Endpoint;
    }

    private static RouteEndpoint Endpoint(params object[] metadata) =>
        new(Handler, RoutePatternFactory.Parse("/books/{id}"), order: 5, new EndpointMetadataCollection(metadata), "A book");

    private static RouteEndpoint ShortCircuit(params object[] metadata)
    {
        var builder = new Convention();
        builder.ShortCircuit();
        foreach (var item in metadata)
            builder.Endpoint.Metadata.Add(item);
        return (RouteEndpoint)builder.Endpoint.Build();
    }

    private sealed class Convention : IEndpointConventionBuilder
    {
        public RouteEndpointBuilder Endpoint { get; } = new(Handler, RoutePatternFactory.Parse("/fast"), order: 0);

        public void Add(Action<EndpointBuilder> convention) => convention(Endpoint);
    }

    private sealed class Dynamic : IDynamicEndpointMetadata
    {
        public bool IsDynamic => true;
    }
}
