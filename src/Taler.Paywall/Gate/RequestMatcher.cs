using Microsoft.AspNetCore.Http;
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
            { Resource: { } resource } => new TalerPaywallMatch.Sold(resource.Describe(rules.FulfillmentUrl(context.Request, resource))),
            { IsFree: true } => new TalerPaywallMatch.Free(),
            _ => new TalerPaywallMatch.Refused(),
        };
    }
}
