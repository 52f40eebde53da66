using Microsoft.AspNetCore.Http;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Responses;

/// <summary>Tells a button on our own page from one on another site.</summary>
internal static class SameSite
{
    /// <summary>
    /// Whether nothing says that the request comes from elsewhere. Browsers say where a form stands; programs say nothing, and need no
    /// protection from themselves.
    /// </summary>
    public static bool IsSeen(HttpRequest request, Uri? site)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } fetchSite)
            return string.Equals(fetchSite, "same-origin", StringComparison.OrdinalIgnoreCase);
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || IsHost(origin, RequestHost.Of(request))
            || (site is not null && string.Equals(origin, site.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whatever the scheme: without forwarded headers nobody here knows which one the browser uses.</summary>
    private static bool IsHost(string origin, string host) =>
        origin.EndsWith("://" + host, StringComparison.OrdinalIgnoreCase) && origin.IndexOf("://", StringComparison.Ordinal) == origin.Length - host.Length - 3;
}
