using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Taler.Paywall.Resources;

/// <summary>The methods under which other software may handle a request.</summary>
internal static class RequestMethods
{
    /// <summary>
    /// What method overrides read: ASP.NET's <c>UseHttpMethodOverride</c> the first, other software the next two. Routing reads the last one in a
    /// preflight and picks an endpoint of that method.
    /// </summary>
    private static readonly string[] OverrideHeaders = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", HeaderNames.AccessControlRequestMethod];

    /// <summary>
    /// Whether a method is one that sites use: those of HTTP (RFC 9110), PATCH, QUERY, and the common ones of WebDAV. Another word in a setting is a
    /// typing error, which would leave the method that was meant free.
    /// </summary>
    public static bool IsKnown(string method) => Canonical(method)
        is "GET" or "POST" or "PUT" or "DELETE" or "OPTIONS" or "TRACE" or "PATCH" or "QUERY"
        or "PROPFIND" or "PROPPATCH" or "MKCOL" or "COPY" or "MOVE" or "LOCK" or "UNLOCK" or "REPORT" or "SEARCH";

    /// <summary>Whether the request asks to be handled as if it had another method.</summary>
    public static bool IsOverridden(HttpRequest request) => Array.Exists(OverrideHeaders, request.Headers.ContainsKey);

    /// <summary>All readings, the method as sent first.</summary>
    public static IReadOnlyList<string> Of(HttpRequest request)
    {
        List<string> readings = [Canonical(request.Method)];
        foreach (var header in OverrideHeaders)
        {
            foreach (var value in request.Headers[header])
            {
                if (!string.IsNullOrEmpty(value) && Canonical(value.Trim()) is var reading && !readings.Contains(reading))
                    readings.Add(reading);
            }
        }
        return readings;
    }

    /// <summary>
    /// Upper case. HEAD tells what GET would answer, and a WebSocket, a GET over HTTP/1.1, is a CONNECT over HTTP/2: they follow GET.
    /// </summary>
    public static string Canonical(string method) =>
        HttpMethods.IsHead(method) || HttpMethods.IsConnect(method) ? HttpMethods.Get : HttpMethods.GetCanonicalizedValue(method).ToUpperInvariant();
}
