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
        endpoint.RequestDelegate = Wrap(handler, endpoint.Metadata);
        endpoint.Metadata.Add(new Mark());
    }

    /// <summary>Gates an endpoint that sells itself.</summary>
    /// <param name="handler">What the endpoint does.</param>
    /// <param name="metadata">What is known of the endpoint. Conventions that come after the guard may add to it, so it is read at the request.</param>
    public static RequestDelegate Wrap(RequestDelegate handler, IEnumerable<object> metadata) => context =>
    {
        var match = EndpointResources.Match(context);
        if (match.Kind is ResourceMatchKind.None && IsDeclaredFree(metadata))
            return handler(context);

        // CORS has answered a preflight that it allows before an endpoint runs.
        if (RequestKinds.IsPreflight(context.Request))
            return PaywallResponses.RefuseWithoutOrderAsync(context);
        var (gate, rules) = Services(context);
        return gate.PassAsync(context, rules, match, handler);
    };

    /// <summary>Gates an endpoint that short-circuits the pipeline, by the patterns that the middleware would have asked.</summary>
    public static RequestDelegate WrapShortCircuit(RequestDelegate handler) => context =>
    {
        var (gate, rules) = Services(context);
        var match = rules.Matcher.Match(context);
        if (match.IsFree)
            return handler(context);
        return RequestKinds.IsPreflight(context.Request)
            ? PaywallResponses.RefuseWithoutOrderAsync(context)
            : gate.PassAsync(context, rules, match, handler);
    };

    private static bool IsDeclaredFree(IEnumerable<object> metadata) =>
        metadata.OfType<ITalerPaymentMetadata>().LastOrDefault() is { Price: null };

    private static (PaywallGate Gate, PaywallRules Rules) Services(HttpContext context)
    {
        var gate = context.RequestServices.GetService<PaywallGate>() ?? throw new InvalidOperationException(
            "This endpoint requires a Taler payment, but the paywall's services are missing. Call builder.Services.AddTalerPaywall(...).");
        return (gate, context.RequestServices.GetRequiredService<PaywallRulesMonitor>().Current);
    }

    private sealed class Mark;
}
