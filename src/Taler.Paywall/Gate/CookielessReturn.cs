using Microsoft.AspNetCore.Http;
using Taler.Paywall.Orders;
using Taler.Paywall.Sessions;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Gate;

/// <summary>Notices a browser that keeps no cookies: it would go round between resource and payment page for ever.</summary>
internal static class CookielessReturn
{
    /// <summary>
    /// Whether a visitor comes from the backend's pages and brings no cookie of ours, not even an unreadable one, or brings several, of
    /// which nobody can say which is right.
    /// </summary>
    public static bool IsSeen(HttpRequest request, PaywallRules rules, BackendAddress backend) =>
        !CookieHeader.TryFind(request.Headers.Cookie, rules.Cookie.Name!, out _)
        && backend.Sent(request.Headers.Referer, rules.PublicBaseUrl ?? Origin(request));

    private static Uri? Origin(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out var origin) ? origin : null;
}
