using Microsoft.AspNetCore.Http;
using Taler.Paywall.Resources;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Gate;

/// <summary>Shows the application what the gate sees.</summary>
internal sealed class RequestMatcher(PaywallRulesMonitor monitor) : ITalerPaywall
{
    public TalerPaywallMatch Match(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rules = monitor.Current;
        return rules.Match(context) switch
        {
            { Resource: { } resource } => new TalerPaywallMatch.Sold(Describe(resource, rules, context.Request)),
            { IsFree: true } => new TalerPaywallMatch.Free(),
            _ => new TalerPaywallMatch.Refused(),
        };
    }

    private static TalerResource Describe(Resource resource, PaywallRules rules, HttpRequest request) =>
        new(resource.Name, resource.Price, resource.Summary, rules.FulfillmentUrl(request, resource), resource.Rule.Setting);
}
