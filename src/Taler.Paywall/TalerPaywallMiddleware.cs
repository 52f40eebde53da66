using Microsoft.AspNetCore.Http;
using Taler.Paywall.Gate;
using Taler.Paywall.Settings;

namespace Taler.Paywall;

/// <summary>Gates requests that name a protected resource, and lets all others through at once.</summary>
internal sealed class TalerPaywallMiddleware(RequestDelegate next, PaywallRulesMonitor rules, PaywallGate gate)
{
    public Task InvokeAsync(HttpContext context)
    {
        var current = rules.Current;
        var match = current.Match(context);
        return match.IsFree ? next(context) : gate.PassAsync(context, current, match, next);
    }
}
