using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Resources;
using Taler.Paywall.Responses;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Gate;

/// <summary>
/// Gates an endpoint from inside, so that it holds when the endpoint short-circuits the pipeline, when a rewriter leads to it, and when
/// <c>UseTalerPaywall()</c> was forgotten.
/// </summary>
internal static class EndpointGuard
{
    /// <summary>Whether an endpoint is sold and not guarded yet.</summary>
    public static bool IsMissing(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<ITalerPaymentMetadata>() is { Price: not null } && metadata.GetMetadata<Mark>() is null;

    /// <summary>Guards an endpoint that is being built, if its last word on payment is a price.</summary>
    public static void Build(EndpointBuilder endpoint)
    {
        var metadata = new EndpointMetadataCollection(endpoint.Metadata);
        if (!IsMissing(metadata) || endpoint.RequestDelegate is not { } handler)
            return;
        endpoint.RequestDelegate = Wrap(handler);
        endpoint.Metadata.Add(new Mark());
    }

    public static RequestDelegate Wrap(RequestDelegate handler) => context =>
    {
        // CORS has answered a preflight that it allows before an endpoint runs.
        if (RequestKinds.IsPreflight(context.Request))
            return PaywallResponses.RefuseWithoutOrderAsync(context);
        var services = context.RequestServices;
        var gate = services.GetService<PaywallGate>() ?? throw new InvalidOperationException(
            "This endpoint requires a Taler payment, but the paywall's services are missing. Call builder.Services.AddTalerPaywall(...).");
        var rules = services.GetRequiredService<PaywallRulesMonitor>().Current;
        return gate.PassAsync(context, rules, EndpointResources.Match(context), handler);
    };

    private sealed class Mark;
}
