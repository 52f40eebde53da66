using Microsoft.AspNetCore.Http;
using Taler.Paywall.Orders;
using Taler.Paywall.Resources;
using Taler.Paywall.Responses;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Gate;

/// <summary>Notices a browser that keeps no cookies: it would go round between resource and payment page for ever.</summary>
internal static class CookielessReturn
{
    /// <summary>
    /// Whether a visitor comes from the backend's pages or presses a button of ours, and brings no cookie, not even an unreadable one, or
    /// brings several, of which nobody can say which is right.
    /// </summary>
    public static bool IsSeen(Visit visit, BackendAddress backend) =>
        visit.Carrier is SessionCarrier.Cookie
        && !CookieHeader.TryFind(visit.Request.Headers.Cookie, visit.Rules.Cookie.Name!, out _)
        && (visit.Action is not PageAction.None || backend.Sent(visit.Request.Headers.Referer, visit.Rules.PublicBaseUrl ?? Origin(visit.Request)));

    private static Uri? Origin(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{RequestHost.Of(request)}", UriKind.Absolute, out var origin) ? origin : null;
}
