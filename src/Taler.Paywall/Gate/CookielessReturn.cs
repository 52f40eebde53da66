using Microsoft.AspNetCore.Http;
using Taler.Paywall.Orders;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Gate;

/// <summary>Notices a browser that keeps no cookies: it would go round between resource and payment page for ever.</summary>
internal static class CookielessReturn
{
    /// <summary>Whether a visitor comes from the backend's pages and brings no cookie of ours, not even an unreadable one.</summary>
    public static bool IsSeen(HttpRequest request, PaywallRules rules, BackendAddress backend) =>
        !request.Headers.Cookie.ToString().Contains(rules.Cookie.Name + "=", StringComparison.Ordinal)
        && backend.Sent(request.Headers.Referer, rules.PublicBaseUrl ?? Origin(request));

    private static Uri? Origin(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out var origin) ? origin : null;
}
