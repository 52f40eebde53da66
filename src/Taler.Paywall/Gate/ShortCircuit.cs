using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Gate;

/// <summary>Knows the endpoints that routing runs at once: no middleware behind routing sees their requests.</summary>
internal static class ShortCircuit
{
    // ASP.NET Core keeps the type of its mark to itself; an endpoint that bears the mark tells it.
    private static readonly Type Mark = MarkOf(new Sample());

    public static bool IsOn(Endpoint endpoint) => endpoint.Metadata.Any(metadata => metadata.GetType() == Mark);

    private static Type MarkOf(Sample sample)
    {
        sample.ShortCircuit();
        return sample.Endpoint.Metadata[^1].GetType();
    }

    private sealed class Sample : IEndpointConventionBuilder
    {
        public RouteEndpointBuilder Endpoint { get; } = new(requestDelegate: null, RoutePatternFactory.Parse("/"), order: 0);

        public void Add(Action<EndpointBuilder> convention) => convention(Endpoint);
    }
}
