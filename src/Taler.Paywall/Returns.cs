using Microsoft.AspNetCore.Http;
using Taler.Paywall.Orders;

namespace Taler.Paywall;

/// <summary>Notices a browser that keeps no cookies: it would go round between resource and payment page for ever.</summary>
internal static class Returns
{
    /// <summary>Whether a visitor comes from the backend's pages and brings no cookie of ours, not even an unreadable one.</summary>
    public static bool WithoutCookie(HttpRequest request, PaywallRules rules, BackendAddress backend)
    {
        var name = rules.Cookie.Name!;
        if (request.Headers.Cookie.ToString().Contains(name + "=", StringComparison.Ordinal))
            return false;
        var site = rules.PublicBaseUrl ?? SiteOf(request);
        var shared = site is not null && Uri.Compare(site, backend.Public, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
        return backend.IsOrigin(request.Headers.Referer, shared);
    }

    private static Uri? SiteOf(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out var site) ? site : null;
}
