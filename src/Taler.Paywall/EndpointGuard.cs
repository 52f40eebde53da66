using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Resources;

namespace Taler.Paywall;

/// <summary>
/// Gates an endpoint from inside, so that it holds when the endpoint short-circuits the pipeline, when a rewriter leads to it, and when
/// <c>UseTalerPaywall()</c> was forgotten.
/// </summary>
internal static class EndpointGuard
{
    public static RequestDelegate Wrap(RequestDelegate endpoint, ITalerPaymentMetadata metadata) => context =>
    {
        if (metadata.Price is null)
            return endpoint(context);
        var services = context.RequestServices;
        var gate = services.GetService<PaywallGate>() ?? throw new InvalidOperationException(
            "This endpoint requires a Taler payment, but the paywall's services are missing. Call builder.Services.AddTalerPaywall(...).");
        var rules = services.GetRequiredService<PaywallRulesMonitor>().Current;
        return gate.PassAsync(context, rules, EndpointResources.Match(context, metadata), endpoint);
    };
}
